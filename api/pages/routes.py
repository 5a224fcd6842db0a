"""Which pages are there?"""

from __future__ import annotations

from typing import Annotated, Any, get_args
from urllib.parse import parse_qsl, quote, urlencode

import orjson
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.errors import NotRanked, Unusable
from api.http.dependencies import At, Shared
from api.http.middleware import address_of, too_often
from api.pages.forms import Fields
from api.pages.guests import front
from api.pages.officers import programmes_of
from api.pages.render import country_names, form_of, redirect, render
from api.pages.views import programme_view
from api.schemas.query import Cursor, FiltersAsked, Searched
from api.store import sessions
from api.store.keys import caller_of
from api.store.values import LONGEST_NOTE
from api.usecases import candidates as screening
from api.usecases import judgments as judging
from api.usecases import profiles as profile_cases
from api.usecases import programmes as programme_cases
from api.usecases import runs as running
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from matcher.answers.flags import applicant
from profiles.vocabulary import areas
from programmes.model import Kind, Status

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


_LISTED = 100


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


@router.get("/programmes/{id:path}/candidates")
def candidates(
    request: Request,
    desk: At,
    id: str,
    filters: FiltersAsked,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> Response:
    """Screen a programme's candidates, each with the reasons and a place for a judgment."""
    try:
        found = screening.candidates(desk, id, filters, limit=limit, cursor=cursor, full=True)
    except NotRanked as problem:
        run = running.under_way(desk, problem.on)
        return render(request, "not_ranked.html", 409, id=id, run=run, on=problem.on)
    shown = {**found, "items": orjson.loads(orjson.dumps(found["items"]))}
    names = profile_cases.names(desk, [one["profile"] for one in shown["items"]])
    name = desk.programme(id).name
    return render(
        request,
        "candidates.html",
        id=id,
        programme=name,
        found=shown,
        names=names,
        place=request.url.query,
        longest_note=LONGEST_NOTE,
        **_chosen(filters),
    )


@router.get("/programmes/{id:path}")
def programme(request: Request, desk: At, id: str) -> Response:
    """Show a programme with its rules and sources."""
    found = programme_cases.page_of(desk, id, None)
    view = programme_view(found["programme"], found["on"])
    return render(request, "programme.html", found=found, view=view)


@router.post("/programmes/{id:path}/rank")
def rank(desk: At, id: str, _: Fields) -> Response:
    """Have all profiles ranked, so that candidates of every programme can be shown."""
    running.start(desk, None)
    return redirect(f"/programmes/{quote(id, safe='')}/candidates")


@router.post("/programmes/{id:path}/judge")
def judge(desk: At, id: str, sent: Fields) -> Response:
    """Keep a judgment of the form, and lead back to where in the list it was made."""
    grade = sent.get("grade", "")
    if grade not in {"0", "1", "2", "3"}:
        raise Unusable("choose a grade from 0 to 3: nothing was kept")
    judging.judge(desk, id, sent.get("profile", ""), int(grade), sent.get("note", ""))
    where, rank = urlencode(parse_qsl(sent.get("place", ""))), sent.get("rank", "")
    after = (f"?{where}" if where else "") + (f"#rank-{rank}" if rank.isdecimal() else "")
    return redirect(f"/programmes/{quote(id, safe='')}/candidates{after}")
