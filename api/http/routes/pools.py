"""Pools of national demands, and who could supply them."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Path, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import reply
from api.schemas import examples as eg
from api.schemas.models import PoolsMade, PoolSuppliers, PoolsWanted, SuppliersWanted
from api.schemas.query import On
from api.usecases import pools as pooling

__all__ = ["router"]

router = APIRouter(prefix="/v1/pools", tags=["pools"])
Id = Annotated[str, Path(max_length=250, examples=["nspa-155mm-2024"])]


@router.post("", **answers(PoolsMade, eg.POOLS))
def build(
    request: Request,
    desk: At,
    wanted: Annotated[PoolsWanted, Body(examples=[eg.DEMANDS])],
    on: On = None,
) -> Response:
    """Propose pools of demand lines, and suppliers among the profiles sent; nothing is kept."""
    found = pooling.pooled(
        desk,
        wanted.demands,
        wanted.decisions.as_decided(),
        wanted.profiles,
        months=wanted.months,
        on=on,
    )
    return reply(request, orjson.dumps(found))


@router.post("/{id}/suppliers", **answers(PoolSuppliers, eg.SUPPLIERS, 404))
def suppliers(
    request: Request,
    desk: At,
    id: Id,
    wanted: Annotated[SuppliersWanted, Body(examples=[{"profiles": [eg.PROFILE]}])],
    on: On = None,
) -> Response:
    """Show who of the profiles sent could supply a pool of the catalogue; nothing is kept."""
    found = pooling.supplied(desk, id, wanted.profiles, on=on)
    return reply(request, orjson.dumps(found))
