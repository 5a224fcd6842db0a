"""What does an officer do around a list of candidates: shortlist, compare, ask?

Nothing is decided here. Names can be hidden: then a candidate is called by its place, and its
profile is one click further.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from api.errors import Missing, Unusable
from api.http.dependencies import At
from api.pages.exports import download
from api.pages.forms import Fields
from api.pages.render import Sent, redirect, render
from api.pages.why import bars
from api.schemas.query import Words
from api.usecases import judgments as judging
from api.usecases import marks
from api.usecases.access import must_serve
from api.usecases.base import UseCase
from matcher.answers.flags import applicant
from matcher.results import Match
from profiles.errors import UnknownProfile
from profiles.model import Profile
from profiles.vocabulary import instant
from programmes.model import current_call

__all__ = ["desk_of", "explained", "router", "served_programmes"]

router = APIRouter(include_in_schema=False)

_COMPARED = 4
_MOST = 200
Blind = Annotated[Literal["yes", "no"], Query(description="Whether names are hidden.")]


def desk_of(id: str) -> str:
    """The address of the candidates of a programme."""
    return f"/programmes/{quote(id, safe='')}/candidates"


def served_programmes(desk: UseCase) -> list[str]:
    """The programmes whose candidates an officer screens: granted, or of its organisation."""
    catalogue = desk.context.engine.matcher.catalogue
    own = desk.records.owned(desk.caller.holder)
    return [one for one in (*desk.caller.grants, *sorted(own)) if one in catalogue]


def programmes_of(desk: UseCase) -> list[dict[str, Any]]:
    """An officer's programmes with their calls, deadlines and what was done in each."""
    context = desk.context
    catalogue = context.engine.matcher.catalogue
    now = context.clock()
    found = []
    for id in dict.fromkeys(served_programmes(desk)):
        programme = catalogue.get(id)
        call, status = current_call(programme, on=now)
        closes = call.closes_when if call else None
        judged = judging.own(desk, id)
        found.append(
            {
                "id": id, "programme": programme, "call": call, "status": str(status),
                "days": (closes.latest.date() - now.date()).days if closes else None,
                "closes": call.closes_shown if call else None,
                "judged": len(judged),
                "good": sum(one["grade"] >= 2 for one in judged.values()),
                "shortlisted": len(marks.of_programme(desk, id, "shortlist")),
                "own": id in desk.records.owned(desk.caller.holder),
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: (one["days"] is None or one["days"] < 0,
                                          one["days"] or 0, one["id"]))  # fmt: skip


def explained(desk: UseCase, programme: str, profiles: list[str]) -> list[tuple[Profile, Match]]:
    """Candidates with all their reasons; those that are gone, or not to be seen, are left out.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    must_serve(desk.caller, programme, desk.records)
    engine = desk.context.engine
    moment = desk.context.moment(None, engine)
    found = []
    for one in profiles[:_MOST]:
        try:
            desk.look_at(one, "explain.read")
            profile = desk.context.stores.profiles.get(one)
        except (UnknownProfile, Missing):
            continue
        with desk.context.working():
            found.append((profile, engine.matcher.explain(profile, programme, on=moment)))
    return found


def _rows(desk: UseCase, id: str, profiles: list[str], *, blind: bool) -> list[dict[str, Any]]:
    judged = judging.own(desk, id)
    day = instant(desk.context.moment(None)).date()
    return [
        {
            "profile": profile,
            "id": profile.id,
            "who": f"Candidate {at}" if blind else profile.name,
            "match": match,
            "applicant": applicant(profile, day),
            "judgment": judged.get(profile.id),
            "bars": bars(match.contributions),
        }
        for at, (profile, match) in enumerate(explained(desk, id, profiles), 1)
    ]


@router.get("/programmes/{id:path}/side")
def side(
    request: Request,
    desk: At,
    id: str,
    chosen: Annotated[Words, Query(alias="with")] = [],  # noqa: B006 - FastAPI copies it
    blind: Blind = "no",
) -> Response:
    """Up to four candidates side by side, criterion by criterion."""
    rows = _rows(desk, id, list(dict.fromkeys(chosen))[:_COMPARED], blind=blind == "yes")
    rules = list(dict.fromkeys(one.criterion for row in rows for one in row["match"].findings))
    programme = desk.programme(id)
    return render(
        request, "side.html", id=id, programme=programme, rows=rows, rules=rules,
        blind=blind == "yes", back=desk_of(id), most=_COMPARED,
    )  # fmt: skip


@router.get("/programmes/{id:path}/shortlist")
def shortlist(request: Request, desk: At, id: str, blind: Blind = "no") -> Response:
    """Who is on the shortlist, in the order in which they were put there."""
    programme = desk.programme(id)
    rows = _rows(desk, id, _listed(desk, id), blind=blind == "yes")
    return render(
        request, "shortlist.html", id=id, programme=programme, rows=rows, blind=blind == "yes",
        back=desk_of(id),
    )  # fmt: skip


def _listed(desk: UseCase, id: str) -> list[str]:
    return [one.profile for one in marks.of_programme(desk, id, "shortlist")]


@router.post("/programmes/{id:path}/shortlist")
def put_on(desk: At, id: str, sent: Fields) -> Response:
    """Put a candidate on the shortlist, or take it off; lead back to its place."""
    marks.shortlist(desk, id, sent.get("profile", ""), on=sent.get("on") != "no")
    return redirect(back_to(id, sent))


def back_to(id: str, sent: Sent) -> str:
    """The place in an officer's pages from which a form was sent."""
    place, here = sent.get("place", ""), f"/programmes/{quote(id, safe='')}/"
    return place if place.startswith(here) and "\n" not in place else desk_of(id)


@router.get("/programmes/{id:path}/shortlist.{form}")
def exported(desk: At, id: str, form: str) -> Response:
    """The shortlist as a file."""
    if form not in ("csv", "xlsx"):
        raise Unusable(f"found {form!r}, expected csv or xlsx", parameter="form")
    rows = [exported_row(row) for row in _rows(desk, id, _listed(desk, id), blind=False)]
    return download(form, f"shortlist-{id}", rows)


def exported_row(row: dict[str, Any]) -> dict[str, Any]:
    """A candidate as a row of a file."""
    match, held = row["match"], row["judgment"] or {}
    return {
        "profile": row["id"], "name": row["who"], "country": row["applicant"].country,
        "verdict": match.verdict, "outlook": match.outlook, "fit": match.fit,
        "flags": "; ".join(row["applicant"].flags),
        "missing": " ".join(match.card.missing) if match.card else "",
        "grade": held.get("grade"), "note": held.get("note"),
    }  # fmt: skip


@router.get("/programmes/{id:path}/questions")
def questions(
    request: Request, desk: At, id: str, of: str = "shortlist", blind: Blind = "no"
) -> Response:
    """What each candidate has to be asked, as text to send."""
    profiles = _listed(desk, id)
    if of != "shortlist":
        judged = judging.listed(desk, id)["items"]
        profiles = [one["profile"] for one in judged if one["grade"] > 0]
    rows = _rows(desk, id, profiles, blind=blind == "yes")
    programme = desk.programme(id)
    return render(
        request, "questions.html", id=id, programme=programme, rows=rows, of=of,
        letters=[(row, _letter(programme.name, row)) for row in rows], back=desk_of(id),
    )  # fmt: skip


def _letter(programme: str, row: dict[str, Any]) -> str:
    card = row["match"].card
    asks = [one for one in card.missing if one.endswith("?")] if card else []
    if not asks:
        return ""
    lines = [f"{number}. {one}" for number, one in enumerate(asks, 1)]
    return "\n".join(
        [
            f"To {row['who']}, on your application to {programme}", "",
            "Before we decide, we have to know:", "", *lines, "",
            "A word to each is enough. Where you cannot say, say so: nothing is refused yet.",
        ]
    )  # fmt: skip
