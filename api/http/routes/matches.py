"""Matches, explanations, and what follows from them."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.http.dependencies import At, answers
from api.http.negotiation import JSON, chosen, listing, reply
from api.http.routes.profiles import Id
from api.schemas import examples as eg
from api.schemas.models import CompactPage, Explained, NearMisses, Pathway, Questions
from api.schemas.query import Asked, Cursor, Fields, Limit, On
from api.usecases import matches as matching
from matcher.answers.page import Ask
from matcher.results import MatchPage
from profiles.model import Profile

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["matching"])
_Page = MatchPage | CompactPage


def _page(request: Request, found: tuple[bytes, str], ask: Ask, fields: str) -> Response:
    content, mark = found
    if not fields and chosen(request.headers.get("accept", "")) == JSON:
        return reply(request, content, mark=mark)
    return listing(request, orjson.loads(content), ask.part, wanted=fields)


@router.post("/match", **answers(_Page, eg.MATCHES, 406, forms=True))
def match(
    request: Request,
    desk: At,
    profile: Annotated[Profile, Body(examples=[eg.PROFILE])],
    ask: Asked,
    on: On = None,
    cursor: Cursor = None,
    fields: Fields = "",
) -> Response:
    """Match a profile with every programme; nothing of it is kept."""
    content = matching.match_body(desk, profile, ask, on, cursor)
    return _page(request, (content, ""), ask, fields)


@router.get("/profiles/{id}/matches", **answers(_Page, eg.MATCHES, 404, 406, forms=True))
async def matches(
    request: Request,
    desk: At,
    id: Id,
    ask: Asked,
    on: On = None,
    cursor: Cursor = None,
    fields: Fields = "",
) -> Response:
    """List what a stored profile may enter and would gain from, best first, with reasons."""
    found = matching.ready(desk, id, ask, on, cursor)
    if found is None:
        found = await run_in_threadpool(matching.matches, desk, id, ask, on, cursor)
    return _page(request, found, ask, fields)


def _part(request: Request, found: dict[str, Any]) -> Response:
    return listing(request, found, "items")


@router.get("/profiles/{id}/questions", **answers(Questions, eg.QUESTIONS, 404, 406, forms=True))
def questions(request: Request, desk: At, id: Id, on: On = None) -> Response:
    """List what is not known of a profile, the fact first that settles most."""
    return _part(request, matching.part(desk, id, "questions", on))


@router.get(
    "/profiles/{id}/near-misses", **answers(NearMisses, eg.NEAR_MISSES, 404, 406, forms=True)
)
def near_misses(
    request: Request, desk: At, id: Id, on: On = None, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """List the programmes that one changeable criterion stands before."""
    found = matching.part(desk, id, "near-misses", on, limit=limit, cursor=cursor)
    return _part(request, found)


@router.get("/profiles/{id}/pathway", **answers(Pathway, eg.PATHWAY, 404, 406, forms=True))
def pathway(request: Request, desk: At, id: Id, on: On = None) -> Response:
    """Show the way from prototype to production."""
    return _part(request, matching.part(desk, id, "pathway", on))


@router.get("/explain", **answers(Explained, eg.EXPLAINED, 404))
def explain(
    request: Request,
    desk: At,
    profile: Annotated[str, Query(max_length=120, examples=[eg.ID])],
    programme: Annotated[str, Query(max_length=120, examples=["nato-diana-2027"])],
    on: On = None,
) -> Response:
    """Explain one pair: why it may enter or not, what is missing, and how well it fits."""
    return reply(request, orjson.dumps(matching.explain(desk, profile, programme, on)))
