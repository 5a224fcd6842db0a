"""Saved searches, dismissals, feeds and webhooks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Body, Path, Request, Response

from api.http.dependencies import At, Shared, answers, base_url
from api.http.negotiation import reply
from api.http.routes.profiles import Id
from api.schemas import examples as eg
from api.schemas.models import Feed, Feeds, Hook, NewHook, NewSearch, Searches, SearchRow
from api.usecases import notifications

__all__ = ["router"]

router = APIRouter(tags=["news"])
Part = Annotated[str, Path(max_length=120, examples=["4be1a09c"])]
_GONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done."}, 404: {}}
_DISMISSED = {"items": [{"programme": "nato-diana-2027", "at": "2026-06-15T09:30:00+00:00"}]}


def _json(found: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(found), status, media_type="application/json")


@router.get("/v1/profiles/{id}/searches", **answers(Searches, {"items": [eg.SAVED]}, 404))
def searches(desk: At, id: Id) -> Response:
    """List saved searches, each with the matches that are new."""
    return _json(notifications.searches(desk, id))


@router.post("/v1/profiles/{id}/searches", **answers(SearchRow, eg.SAVED, 404, 409, status=201))
def add_search(
    desk: At, id: Id, search: Annotated[NewSearch, Body(examples=[eg.SEARCH])]
) -> Response:
    """Save a search: tell me of new matches."""
    filters = search.model_dump(exclude={"name"}, exclude_defaults=True)
    return _json(notifications.add_search(desk, id, search.name, filters), 201)


@router.post("/v1/profiles/{id}/searches/{part}/seen", **answers(SearchRow, eg.SAVED, 404))
def mark_seen(desk: At, id: Id, part: Part) -> Response:
    """Count what matches now as seen."""
    return _json(notifications.mark_seen(desk, id, part))


@router.delete("/v1/profiles/{id}/searches/{part}", status_code=204, responses=_GONE)
def drop_search(desk: At, id: Id, part: Part) -> Response:
    """Forget a saved search."""
    notifications.drop_search(desk, id, part)
    return Response(status_code=204)


@router.get("/v1/profiles/{id}/dismissals", **answers(dict[str, Any], _DISMISSED, 404))
def dismissals(desk: At, id: Id) -> Response:
    """List the programmes that are never shown to a profile."""
    return _json(notifications.dismissed(desk, id))


@router.put("/v1/profiles/{id}/dismissals/{part:path}", status_code=204, responses=_GONE)
def dismiss(desk: At, id: Id, part: Part) -> Response:
    """Never show a programme to a profile again."""
    notifications.dismiss(desk, id, part)
    return Response(status_code=204)


@router.delete("/v1/profiles/{id}/dismissals/{part:path}", status_code=204, responses=_GONE)
def restore(desk: At, id: Id, part: Part) -> Response:
    """Show a dismissed programme again."""
    notifications.restore(desk, id, part)
    return Response(status_code=204)


@router.post("/v1/profiles/{id}/feeds", **answers(Feed, eg.FEED, 404, status=201))
def add_feed(request: Request, desk: At, id: Id) -> Response:
    """Make secret addresses of an Atom feed and a calendar; they are shown once."""
    return _json(notifications.add_feed(desk, id, base_url(request)), 201)


@router.get("/v1/profiles/{id}/feeds", **answers(Feeds, eg.FEEDS, 404))
def feeds(desk: At, id: Id) -> Response:
    """List the feeds of a profile; their addresses were shown once."""
    return _json(notifications.feeds(desk, id))


@router.delete("/v1/profiles/{id}/feeds/{part}", status_code=204, responses=_GONE)
def drop_feed(desk: At, id: Id, part: Part) -> Response:
    """Revoke the addresses of a feed."""
    notifications.drop_feed(desk, id, part)
    return Response(status_code=204)


@router.get(
    "/feeds/{secret}/{form}",
    response_class=Response,
    responses={
        200: {
            "description": "The feed.",
            "content": {
                "application/atom+xml": {"example": "<feed/>"},
                "text/calendar": {"example": "BEGIN:VCALENDAR"},
            },
        },
        304: {"description": "The caller has this answer already."},
        404: {},
    },
)
def feed(
    request: Request,
    context: Shared,
    secret: Annotated[str, Path(max_length=100, examples=["SECRET"])],
    form: Literal["matches.atom", "deadlines.ics"],
) -> Response:
    """Follow a profile's matches or deadlines; the address itself is the key."""
    kinds = {"matches.atom": "application/atom+xml", "deadlines.ics": "text/calendar"}
    which = "calendar" if form == "deadlines.ics" else "atom"
    return reply(request, notifications.feed(context, secret, which), kinds[form])


@router.get("/v1/webhooks", **answers(dict[str, Any], {"items": [{"id": "9a", **eg.HOOK}]}))
def hooks(desk: At) -> Response:
    """List your webhooks."""
    return _json(notifications.hooks(desk))


@router.post(
    "/v1/webhooks",
    **answers(Hook, {"id": "9a", "secret": "SECRET", **eg.HOOK}, 404, 409, status=201),
)
def add_hook(desk: At, hook: Annotated[NewHook, Body(examples=[eg.HOOK])]) -> Response:
    """Send news of a profile to an address; the secret that signs them is shown once."""
    return _json(notifications.add_hook(desk, hook.url, hook.profile), 201)


@router.delete("/v1/webhooks/{part}", status_code=204, responses=_GONE)
def drop_hook(desk: At, part: Part) -> Response:
    """Stop sending to an address."""
    notifications.drop_hook(desk, part)
    return Response(status_code=204)
