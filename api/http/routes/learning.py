"""What a programme's ranking learned from its officers' judgments, and what to judge next."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import JSON, listing, reply
from api.schemas import examples as eg
from api.schemas.models import LearnedRow, LearnedRows, Suggested
from api.usecases import learning

__all__ = ["router"]

router = APIRouter(prefix="/v1/programmes", tags=["judgments"])
Id = Annotated[str, Path(max_length=250, examples=["nato-diana-2027"])]
Version = Annotated[str, Path(min_length=64, max_length=64, examples=["0" * 64])]
Few = Annotated[int, Query(ge=1, le=50, description="How many to name.")]
_GONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done."}, 404: {}}


@router.get("/{id:path}/suggested", **answers(Suggested, eg.SUGGESTED, 404, 409))
def suggested(request: Request, desk: At, id: Id, limit: Few = 5) -> Response:
    """Name the candidates that are most worth your judgment now."""
    return reply(request, orjson.dumps(learning.suggested(desk, id, limit=limit)))


@router.get("/{id:path}/learned", **answers(LearnedRows, {"items": [eg.LEARNED]}, 404, 406))
def listed(request: Request, desk: At, id: Id) -> Response:
    """List what was learned, with how it does beside the shipped fit."""
    return listing(request, learning.listed(desk, id), "items")


@router.post("/{id:path}/learned", **answers(LearnedRow, eg.LEARNED, 404, 409))
def teach(desk: At, id: Id) -> Response:
    """Learn from your organisation's judgments; nothing ranks by it until it is promoted."""
    return Response(orjson.dumps(learning.teach(desk, id)), media_type=JSON)


@router.delete("/{id:path}/learned", status_code=204, responses=_GONE)
def withdraw(desk: At, id: Id) -> Response:
    """Let the shipped fit rank again; what was learned stays."""
    learning.withdraw(desk, id)
    return Response(status_code=204)


@router.get("/{id:path}/learned/{version}", **answers(dict[str, Any], {"shift": 0.1}, 404))
def model(request: Request, desk: At, id: Id, version: Version) -> Response:
    """Show a learned fit: the numbers that it adds, and the decisions that it rests on."""
    return reply(request, learning.model_of(desk, id, version))


@router.post("/{id:path}/learned/{version}/promote", **answers(LearnedRow, eg.LEARNED, 404, 409))
def promote(desk: At, id: Id, version: Version) -> Response:
    """Let a learned fit rank your list of candidates, if it is better than the shipped one."""
    return Response(orjson.dumps(learning.promote(desk, id, version)), media_type=JSON)
