"""What can a founder do around an answer: come back to it, plan, compare, and mind the facts?"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.dependencies import At, base_url
from api.pages.answers import base_of, owned_profile, owns
from api.pages.forms import Fields
from api.pages.pictures import pathway_picture
from api.pages.render import redirect, render
from api.pages.why import why_view
from api.schemas.query import Words
from api.usecases import marks, notifications
from api.usecases.matches import weighed_profile
from api.usecases.programmes import deadlines_of
from matcher.answers.page import Ask
from matcher.pathway.plan import plan
from profiles.vocabulary import instant

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_COMPARED = 4


@router.get("/profiles/{id}/saved")
def saved(request: Request, desk: At, id: str) -> Response:
    """What was saved, noted, dismissed and shared."""
    profile = owned_profile(desk, id)
    weighed = weighed_profile(desk, id)
    listing = weighed.listing
    known = listing.snapshot.places
    found = [
        {"match": why_view(weighed, programme)["match"], "marks": held}
        for programme, held in marks.mine(desk, id).items()
        if programme in known
    ]
    catalogue = weighed.engine.matcher.catalogue
    gone = [
        {**one, "name": catalogue.get(one["programme"]).name}
        for one in notifications.dismissed(desk, id)["items"]
        if one["programme"] in catalogue
    ]
    return render(
        request, "saved.html", profile=profile, base=base_of(id), found=found, gone=gone,
        shared=marks.shared(desk, id), feeds=notifications.feeds(desk, id)["items"],
        today=desk.context.clock().date().isoformat(),
    )  # fmt: skip


@router.get("/profiles/{id}/pathway")
def pathway(request: Request, desk: At, id: str) -> Response:
    """The way from prototype to production, as a picture and as a list."""
    weighed = weighed_profile(desk, id)
    matcher = weighed.engine.matcher
    ask = Ask(limit=None, beside=None, without=weighed.without)
    with desk.context.working():
        page = matcher.page(weighed.listing, ask, on=weighed.moment)
        snapshot = weighed.listing.snapshot
        found = plan(weighed.profile, page, snapshot.programmes, weighed.listing.sources)
    return render(
        request, "pathway.html", profile=weighed.profile, base=base_of(id), found=found,
        picture=pathway_picture(found.steps), own=owns(desk, id),
    )  # fmt: skip


@router.get("/profiles/{id}/calendar")
def calendar(request: Request, desk: At, id: str) -> Response:
    """The deadlines of what may still be entered, by month."""
    weighed = weighed_profile(desk, id)
    now = desk.context.clock()
    months: dict[str, list[dict[str, Any]]] = {}
    for one in deadlines_of(weighed, now, limit=200):
        closes = instant(one["closes"])
        row = {**one, "days": (closes.date() - now.date()).days, "day": f"{closes:%-d %B}"}
        months.setdefault(f"{closes:%B %Y}", []).append(row)
    own = owns(desk, id)
    held = marks.mine(desk, id) if own else {}
    reminders = sorted(
        (one["reminder"].day, programme) for programme, one in held.items() if "reminder" in one
    )
    names = weighed.engine.matcher.catalogue
    return render(
        request, "calendar.html", profile=weighed.profile, base=base_of(id), months=months,
        own=own, feeds=notifications.feeds(desk, id)["items"] if own else [],
        reminders=[
            (_in_words(day), names.get(one).name, one) for day, one in reminders if one in names
        ],
    )  # fmt: skip


def _in_words(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


@router.post("/profiles/{id}/feed")
def feed(request: Request, desk: At, id: str, _: Fields) -> Response:
    """Make the addresses of a calendar and a feed; they are shown once."""
    made = notifications.add_feed(desk, id, base_url(request))
    return render(
        request, "feed.html", made=made, base=base_of(id), profile=owned_profile(desk, id)
    )


@router.post("/profiles/{id}/unfeed")
def unfeed(desk: At, id: str, sent: Fields) -> Response:
    """Close the addresses of a feed."""
    notifications.drop_feed(desk, id, sent.get("feed", ""))
    return redirect(f"{base_of(id)}/saved#feeds")


@router.get("/profiles/{id}/compare")
def compare(
    request: Request,
    desk: At,
    id: str,
    chosen: Annotated[Words, Query(alias="with")] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Up to four programmes side by side."""
    weighed = weighed_profile(desk, id)
    snapshot = weighed.listing.snapshot
    wanted = [one for one in dict.fromkeys(chosen) if one][:_COMPARED]
    for one in wanted:
        desk.programme(one)
    best = weighed.listing.select_best(weighed.without)[:60]
    return render(
        request, "compare.html", profile=weighed.profile, base=base_of(id), own=owns(desk, id),
        views=[why_view(weighed, one) for one in wanted], chosen=wanted, most=_COMPARED,
        programmes=[snapshot.programmes[one] for one in wanted],
        choices=[(one, snapshot.programmes[one].name) for one in best if one not in wanted],
    )  # fmt: skip
