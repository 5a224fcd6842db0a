"""Which pages are there?"""

from __future__ import annotations

from typing import Any, get_args

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.http.dependencies import At, Shared
from api.http.middleware import address_of, too_often
from api.pages.catalogue import is_old, pool_map
from api.pages.forms import Fields
from api.pages.guests import front
from api.pages.officers import programmes_of
from api.pages.render import country_names, form_of, redirect, render
from api.pages.views import programme_view
from api.schemas.query import Cursor, Searched
from api.store import sessions
from api.store.keys import caller_of
from api.usecases import profiles as profile_cases
from api.usecases import programmes as programme_cases
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from matcher.answers.flags import applicant
from profiles.vocabulary import areas, link_or_none
from programmes.model import Kind, Status

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


_LISTED = 100
_MINE = 3


@router.get("/")
def home(request: Request, context: Shared) -> Response:
    """Show the caller's profiles; to a stranger, a field for a text."""
    caller = request.state.caller
    if caller is None:
        return front(request, context)
    desk = UseCase(context, caller, request.state.request_id)
    if caller.role == "officer":
        return render(request, "officer.html", programmes=programmes_of(desk))
    return _profiles(request, desk)


@router.get("/profiles")
def all_profiles(request: Request, desk: At) -> Response:
    """The profiles that the caller sees."""
    return _profiles(request, desk)


def _profiles(request: Request, desk: UseCase) -> Response:
    found = profile_cases.ids(desk)
    store = desk.context.stores.profiles
    shown = [store.get(one) for one in found[:_LISTED]]
    day = desk.context.clock().date()
    rows = [{"profile": one, "applicant": applicant(one, day)} for one in shown]
    return render(request, "home.html", rows=rows, total=len(found))


@router.get("/sign-in")
def sign_in(
    request: Request, context: Shared, token: str = "", after: str = Query("", alias="next")
) -> Response:
    """Ask for a key, or take the token of a link."""
    if token and request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        # Another site may lead here with a link of its own: whoever follows it is asked.
        return render(request, "sign_in.html", said="", token=token, after=after)
    return _redeemed(request, context, token, after)


def _redeemed(request: Request, context: AppContext, token: str, after: str = "") -> Response:
    cookie = sessions.redeem(context.records, token) if token else None
    if cookie is None:
        said = "This link was used, or is too old. Sign in with a key." if token else ""
        return render(request, "sign_in.html", said=said, token="", after=after)
    return _welcomed(request, cookie, after)


@router.post("/sign-in")
async def sign_in_by_key(request: Request, context: Shared) -> Response:
    """Begin a session for a key, or for a link that a person has confirmed."""
    sent = await form_of(request, signed_in=False)
    if token := sent.get("token", ""):
        after = sent.get("next", "")
        return await run_in_threadpool(_redeemed, request, context, token, after)
    key = sent.get("key", "").strip()
    caller = caller_of(context.records.seen(), key)
    if caller is None:
        if seconds := request.app.state.wrong.wait(address_of(request.scope), key):
            raise too_often(seconds)
        said = "This key is not valid, or no longer."
        return render(request, "sign_in.html", 401, said=said, token="", after=sent.get("next", ""))
    cookie = await run_in_threadpool(lambda: sessions.begin(context.records, caller.key))
    return _welcomed(request, cookie, sent.get("next", ""))


def _welcomed(request: Request, cookie: str, after: str = "") -> Response:
    # Only to an address of ours: "//example.org" would be another's.
    inside = after.startswith("/") and not after.startswith(("//", "/\\"))
    answer = redirect(after if inside else "/")
    secure = request.url.scheme == "https" or request.app.state.context.settings.secure
    answer.set_cookie(
        sessions.COOKIE, cookie, httponly=True, samesite="strict", secure=secure, path="/"
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, context: Shared, _: Fields) -> Response:
    """End the session."""
    sessions.end(context.records, request.cookies.get(sessions.COOKIE, ""))
    answer = redirect("/sign-in")
    answer.delete_cookie(sessions.COOKIE, path="/")
    return answer


def _chosen(filters: Any) -> dict[str, Any]:
    names = [(one.slug, one.name) for one in areas()]
    return {
        "filters": filters, "areas": names, "countries": country_names(),
        "kinds": get_args(Kind), "statuses": [str(one) for one in Status],
    }  # fmt: skip


@router.get("/programmes")
def programmes(request: Request, desk: At, query: Searched, cursor: Cursor = None) -> Response:
    """Search programmes."""
    found = programme_cases.found(desk, query, on=None, limit=20, cursor=cursor)
    return render(request, "programmes.html", found=found, query=query, **_chosen(query.filters))


@router.get("/programmes/{id:path}")
def programme(request: Request, desk: At, id: str) -> Response:
    """Show a programme with its rules and sources."""
    found = programme_cases.page_of(desk, id, None)
    view = programme_view(found["programme"], found["on"])
    ids = profile_cases.ids(desk)[:_MINE] if desk.caller.role == "founder" else []
    names = profile_cases.names(desk, ids)
    return render(
        request, "programme.html", found=found, view=view, picture=pool_map(found["programme"]),
        links={one.slug: one.url for one in found["sources"] if link_or_none(one.url)},
        mine=[{"id": one, "name": names.get(one, one)} for one in ids],
        old={one.slug for one in found["sources"] if is_old(one.as_of, desk.context.clock())},
    )  # fmt: skip
