"""Programmes and pools: search, show, add; their candidates and judgments."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Path, Query, Request, Response

from api.errors import Unusable
from api.http.dependencies import At, answers
from api.http.negotiation import listing, reply
from api.schemas import examples as eg
from api.schemas.models import (
    Candidates,
    ProgrammeAdded,
    Programmes,
    ProgrammeShown,
)
from api.schemas.query import Cursor, Fields, Limit, On, Searched, ViewAsked
from api.schemas.screening import ScreeningAsked
from api.usecases import candidates as screening
from api.usecases import programmes as programme_cases
from programmes.model import Programme, Source

__all__ = ["router"]

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])
Id = Annotated[str, Path(max_length=250, examples=["nato-diana-2027"])]
Of = Annotated[str | None, Query(max_length=120, description="The profile whose fits to show.")]
_GONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done."}, 404: {}}


@router.get("", **answers(Programmes, eg.PROGRAMMES, 404, 406, forms=True))
def search(
    request: Request,
    desk: At,
    query: Searched,
    profile: Of = None,
    on: On = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    fields: Fields = "",
) -> Response:
    """Search programmes; facets count what is found."""
    found = programme_cases.found(desk, query, on=on, limit=limit, cursor=cursor, profile=profile)
    return listing(request, found, "items", wanted=fields)


@router.post("", **answers(ProgrammeAdded, {**eg.SHOWN, "in_effect": True}, 409, status=201))
def add(
    request: Request,
    desk: At,
    programme: Annotated[Programme, Body(examples=[eg.PROGRAMME])],
    sources: Annotated[tuple[Source, ...], Body(examples=[[eg.SOURCE]])] = (),
) -> Response:
    """Add a programme of your organisation, with the sources it rests on; PUT changes it.

    `in_effect` says whether answers count on it already; else they do within seconds.
    """
    content = reply(request, orjson.dumps(programme_cases.add(desk, programme, sources)))
    content.status_code = 201
    return content


@router.put("/{id}", **answers(ProgrammeAdded, {**eg.SHOWN, "in_effect": True}, 404, 409))
def change(
    request: Request,
    desk: At,
    id: Id,
    programme: Annotated[Programme, Body(examples=[eg.PROGRAMME])],
    sources: Annotated[tuple[Source, ...], Body(examples=[[eg.SOURCE]])] = (),
) -> Response:
    """Put another version in the place of a programme that your organisation has added."""
    if programme.id != id:
        raise Unusable(f"found {programme.id!r}, expected {id!r}", pointer="#/programme/id")
    return reply(request, orjson.dumps(programme_cases.change(desk, programme, sources)))


@router.delete("/{id}", status_code=204, responses=_GONE)
def take_back(desk: At, id: Id) -> Response:
    """Delete a programme that your organisation has added."""
    programme_cases.take_back(desk, id)
    return Response(status_code=204)


@router.get(
    "/{id:path}/candidates", **answers(Candidates, eg.CANDIDATES, 404, 406, 409, forms=True)
)
def candidates(
    request: Request,
    desk: At,
    id: Id,
    filters: ScreeningAsked,
    limit: Limit = 20,
    view: ViewAsked = "compact",
    on: On = None,
    cursor: Cursor = None,
    fields: Fields = "",
) -> Response:
    """List a programme's candidates, best first, by the same rules for all."""
    found = screening.candidates(
        desk, id, filters, limit=limit, on=on, cursor=cursor, full=view == "full"
    )
    return listing(request, found, "items", wanted=fields)


@router.get("/{id:path}", **answers(ProgrammeShown, eg.SHOWN, 404))
def show(request: Request, desk: At, id: Id, on: On = None) -> Response:
    """Show a programme: what it offers, to whom, until when, by which sources.

    `programme/topic` shows one of its topics. The route stands last, because it takes any path.
    """
    return reply(request, orjson.dumps(programme_cases.show(desk, id, on)))
