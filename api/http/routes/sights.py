"""Who may read a profile, and which organisations' programmes are published?"""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Path, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import listing
from api.http.routes.profiles import Id
from api.schemas import examples as eg
from api.schemas.models import MadeProgramme, MadeProgrammes, Sighting, Sightings, SightWanted
from api.usecases import programmes as offering
from api.usecases import sights

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["access"])
To = Annotated[
    str,
    Path(max_length=250, description="Id of a programme; `*` for all.",
         examples=["nato-diana-2027"]),
]  # fmt: skip
_GONE: dict[int | str, dict[str, object]] = {204: {"description": "Done."}, 404: {}}


@router.get("/profiles/{id}/shown", **answers(Sightings, eg.SIGHTS, 404, 406, forms=True))
def shown(request: Request, desk: At, id: Id) -> Response:
    """List the programmes whose officers may read your profile."""
    return listing(request, sights.listed(desk, id), "items")


@router.put("/profiles/{id}/shown/{programme}", **answers(Sighting, eg.SIGHT, 404))
def show(
    desk: At,
    id: Id,
    programme: To,
    wanted: Annotated[SightWanted | None, Body(examples=[{"applied": True}])] = None,
) -> Response:
    """Let the officers of a programme read your profile, or apply there; `*` shows it to all."""
    applied = wanted is not None and wanted.applied
    found = sights.show(desk, id, programme, applied=applied)
    return Response(orjson.dumps(found), media_type="application/json")


@router.delete("/profiles/{id}/shown/{programme}", status_code=204, responses=_GONE)
def hide(desk: At, id: Id, programme: To) -> Response:
    """Let the officers of a programme no longer read your profile."""
    sights.hide(desk, id, programme)
    return Response(status_code=204)


@router.get("/made", **answers(MadeProgrammes, {"items": [eg.MADE]}, 406, forms=True))
def made(request: Request, desk: At) -> Response:
    """List your organisation's programmes, or all organisations', and whether others see them."""
    return listing(request, offering.made(desk), "items")


@router.post("/made/{programme}/publish", **answers(MadeProgramme, eg.MADE, 404))
def publish(desk: At, programme: To) -> Response:
    """Ask to have a programme shown to everybody; from an administrator it is the yes."""
    found = offering.publish(desk, programme, yes=True)
    return Response(orjson.dumps(found), media_type="application/json")


@router.post("/made/{programme}/withdraw", **answers(MadeProgramme, eg.MADE, 404))
def withdraw(desk: At, programme: To) -> Response:
    """Make a draft of a programme again, which only its maker sees."""
    found = offering.publish(desk, programme, yes=False)
    return Response(orjson.dumps(found), media_type="application/json")
