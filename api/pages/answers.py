"""What does a founder see of a stored profile's answer, and do with it?

The whole choice stands in the address. A change of a fact leads back to the answer with what it has
changed, and one click undoes it.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Query, Request, Response

from api.errors import Missing, Unusable
from api.feeds.documents import calendar
from api.http.dependencies import At, Shared, base_url
from api.pages.changes import what_changed
from api.pages.choosing import ChoiceAsked, address, choice_sent
from api.pages.exports import FORMS, answer_rows, download
from api.pages.forms import Fields
from api.pages.guests import facts_sent
from api.pages.render import country_names, redirect, render, visitor
from api.pages.toolbar import toolbar
from api.pages.views import answer_view, chips, hopes
from api.pages.why import why_view
from api.usecases import guests, marks, notifications
from api.usecases import profiles as profile_cases
from api.usecases.access import owner_of
from api.usecases.arrangement import Arranged, ViewChoice, arrange
from api.usecases.base import UseCase
from api.usecases.matches import WeighedProfile, weighed_profile
from api.usecases.programmes import deadlines_of
from profiles.model import Profile

__all__ = ["base_of", "owned_profile", "owns", "router"]

router = APIRouter(include_in_schema=False)

Since = Annotated[int, Query(ge=0, le=2**31)]
ANSWER = "/profiles/{id}"


def base_of(id: str) -> str:
    """The address of a profile's pages."""
    return f"/profiles/{quote(id, safe='')}"


def owns(desk: UseCase, id: str) -> bool:
    """Whether the caller may change a profile."""
    return desk.caller.role == "admin" or owner_of(id) == desk.caller.holder


def owned_profile(desk: UseCase, id: str) -> Profile:
    """A profile of the caller's own.

    Raises:
        Missing: It is another's, or is not there.
    """
    if not owns(desk, id) or id not in desk.context.stores.profiles:
        raise Missing("profile")
    return desk.context.stores.profiles.get(id)


@router.get(ANSWER)
def answer(request: Request, desk: At, id: str, choice: ChoiceAsked, since: Since = 0) -> Response:
    """Show what a profile may enter, and why; with ``since``, what has changed from a version."""
    weighed = weighed_profile(desk, id)
    arranged = arrange(weighed.engine, weighed.listing, choice, weighed.without)
    own, session = owns(desk, id), visitor(request)
    return render(
        request, "answer.html", weighed=weighed, profile=weighed.profile,
        view=answer_view(weighed, arranged, choice), chips=chips(weighed.profile) if own else [],
        hidden=[], action=f"{base_of(id)}/facts{address(choice)}" if own else "",
        form=session.form if session else "", countries=country_names(), stated={},
        choice=choice, changed=_changed(desk, id, arranged, since), bar=toolbar(arranged, choice),
        base=base_of(id) if own else None, since=since, told=(), others=(),
        saved=marks.mine(desk, id) if own else {},
    )  # fmt: skip


def _changed(desk: UseCase, id: str, arranged: Arranged, since: int) -> str:
    if not since:
        return ""
    before = weighed_profile(desk, id, since)
    groups = arrange(before.engine, before.listing, ViewChoice(), before.without).groups
    was = {name: [one.programme for one in some] for name, some in hopes(groups).items()}
    return what_changed(was, arranged.groups, before.listing.snapshot)


@router.get("/profiles/{id}/answer.{form}")
def export(desk: At, id: str, form: str, choice: ChoiceAsked) -> Response:
    """The answer as a file, exactly what is chosen."""
    if form not in FORMS:
        raise Unusable(f"found {form!r}, expected one of {', '.join(FORMS)}", parameter="form")
    weighed = weighed_profile(desk, id)
    if form == "ics":
        found = deadlines_of(weighed, desk.context.clock(), limit=200)
        kept = {"content-disposition": 'attachment; filename="deadlines.ics"'}
        return Response(calendar(id, weighed.moment, found), media_type=FORMS[form], headers=kept)
    arranged = arrange(weighed.engine, weighed.listing, choice, weighed.without)
    return download(form, f"allymatch-{id}", answer_rows(arranged))


@router.get("/profiles/{id}/why/{programme:path}")
def why(request: Request, desk: At, id: str, programme: str) -> Response:
    """Explain one programme: rules, fit, passages, what would change it."""
    weighed = weighed_profile(desk, id)
    own = owns(desk, id)
    programme = desk.programme(programme).id
    return render(
        request, "why.html", view=why_view(weighed, programme), profile=weighed.profile,
        back=base_of(id), hidden=[], base=base_of(id) if own else None,
        marked=marks.mine(desk, id).get(programme, {}) if own else {},
    )  # fmt: skip


@router.post("/profiles/{id}/facts")
def facts(desk: At, id: str, sent: Fields, choice: ChoiceAsked) -> Response:
    """State a fact that was read, correct it, drop it, or answer a question."""
    stored = owned_profile(desk, id)
    before = profile_cases.read(desk, id)["version"]
    said, dropped = facts_sent(sent)
    profile_cases.update(desk, id, guests.completed(stored, said, dropped))
    after = address(choice)
    return redirect(f"{base_of(id)}{after}{'&' if after else '?'}since={before}")


def _back(id: str, sent: Fields) -> Response:
    """To the page from which a form was sent: one of this profile's."""
    place = sent.get("place", "")
    inside = place.startswith((f"{base_of(id)}?", f"{base_of(id)}/", f"{base_of(id)}#"))
    return redirect(place if inside else base_of(id))


@router.post("/profiles/{id}/dismiss")
def dismiss(desk: At, id: str, sent: Fields) -> Response:
    """Never show a programme to a profile again; the saved page undoes it."""
    notifications.dismiss(desk, id, sent.get("programme", ""))
    return redirect(f"{base_of(id)}/saved#dismissed") if sent.get("stay") else _back(id, sent)


@router.post("/profiles/{id}/restore")
def restore(desk: At, id: str, sent: Fields) -> Response:
    """Show a dismissed programme again."""
    notifications.restore(desk, id, sent.get("programme", ""))
    return _back(id, sent)


@router.post("/profiles/{id}/save")
def save(desk: At, id: str, sent: Fields) -> Response:
    """Save a programme for a profile, or take that back."""
    programme = sent.get("programme", "")
    if sent.get("on") == "no":
        marks.take_back(desk, id, programme, "saved")
    else:
        marks.keep(desk, id, programme, "saved")
    return _back(id, sent)


@router.post("/profiles/{id}/note")
def note(desk: At, id: str, sent: Fields) -> Response:
    """Keep a note on a programme, and a day to be reminded on."""
    programme = sent.get("programme", "")
    marks.keep(desk, id, programme, "note", sent.get("note", ""))
    marks.remind(desk, id, programme, sent.get("day", ""))
    return _back(id, sent)


@router.post("/profiles/{id}/share")
def share(request: Request, desk: At, id: str, sent: Fields, choice: ChoiceAsked) -> Response:
    """Make an address at which anybody can read the answer; it is shown once."""
    secret = marks.share(desk, id, address(choice).removeprefix("?"))
    link = f"{base_url(request)}/shared/{secret}"
    return render(
        request, "shared_link.html", link=link, base=base_of(id), shared=marks.shared(desk, id),
        who=desk.context.stores.profiles.get(id).name,
    )  # fmt: skip


@router.post("/profiles/{id}/unshare")
def unshare(desk: At, id: str, sent: Fields) -> Response:
    """Close a shared answer."""
    marks.close(desk, id, sent.get("prefix", ""))
    return redirect(f"{base_of(id)}/saved#shared")


@router.get("/shared/{secret}")
def shared(request: Request, context: Shared, secret: str) -> Response:
    """Show an answer to whoever knows its address: nothing can be changed there."""
    desk, found = marks.opened(context, secret)
    choice = choice_sent(parse_qs(found.query))
    weighed = weighed_profile(desk, found.profile)
    return render(request, "answer.html", **_read_only(weighed, choice))


def _read_only(weighed: WeighedProfile, choice: ViewChoice) -> dict[str, Any]:
    arranged = arrange(weighed.engine, weighed.listing, choice, weighed.without)
    return {
        "weighed": weighed, "profile": weighed.profile, "choice": choice,
        "view": answer_view(weighed, arranged, choice), "chips": [], "hidden": [], "action": "",
        "form": None, "countries": (), "stated": {}, "changed": "", "bar": None, "base": None,
        "saved": {}, "told": (), "others": (),
    }  # fmt: skip
