"""With whom could a startup enter what only several may enter together?"""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import reply
from api.http.routes.profiles import Id
from api.schemas import examples as eg
from api.schemas.models import OpenToPartners, PartnersProposed
from api.schemas.query import On
from api.usecases import partners as teaming

__all__ = ["router"]

router = APIRouter(prefix="/v1/profiles", tags=["matching"])
Target = Annotated[
    str,
    Query(
        max_length=250,
        description="A programme, or a topic of one.",
        examples=["edf-2026", "edf-2026/edf-2026-ra-sens-msdt"],
    ),
]
Teams = Annotated[int, Query(ge=1, le=20, description="How many teams at most.")]
Most = Annotated[int | None, Query(ge=2, le=12, description="How many members at most.")]
_GONE: dict[int | str, dict[str, object]] = {204: {"description": "Done."}, 404: {}}


@router.get("/{id}/partners", **answers(PartnersProposed, eg.PARTNERS, 404))
def partners(
    request: Request,
    desk: At,
    id: Id,
    programme: Target,
    on: On = None,
    teams: Teams = 3,
    most: Most = None,
) -> Response:
    """Propose teams for a programme among the startups that chose to be found."""
    found = teaming.proposed(desk, id, programme, on=on, teams=teams, most=most)
    return reply(request, orjson.dumps(found))


@router.put("/{id}/open-to-partners", **answers(OpenToPartners, eg.OPEN_TO_PARTNERS, 404))
def open_to_partners(desk: At, id: Id) -> Response:
    """Let other startups find yours: they see its name, its country and what it covers."""
    found = teaming.opened(desk, id)
    return Response(orjson.dumps(found), media_type="application/json")


@router.delete("/{id}/open-to-partners", status_code=204, responses=_GONE)
def close_to_partners(desk: At, id: Id) -> Response:
    """Let nobody find your startup as a partner any more."""
    teaming.close(desk, id)
    return Response(status_code=204)
