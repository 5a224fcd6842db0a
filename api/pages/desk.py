"""How does an officer work through the candidates of a programme?

One dense table, by the same rules for all, with a place for a judgment in each row and none chosen
before one is given. What is shown, which columns, whether names are hidden: all of it stands in the
address, and a judgment leads back to its row. A file holds exactly what is shown.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from api.errors import NotRanked, Unusable
from api.http.dependencies import At
from api.pages.exports import download
from api.pages.forms import Fields
from api.pages.officers import desk_of
from api.pages.render import redirect, render
from api.pages.screening_facets import ALIKE, candidate_facets
from api.schemas.query import Cursor, Words
from api.schemas.screening import ScreeningAsked
from api.store.values import LONGEST_NOTE
from api.usecases import candidates as screening
from api.usecases import judgments as judging
from api.usecases import marks
from api.usecases import runs as running
from api.usecases.base import UseCase
from matcher.answers.flags import applicant
from profiles.errors import UnknownProfile
from profiles.vocabulary import areas, countries, instant

__all__ = ["COLUMNS", "router"]

router = APIRouter(include_in_schema=False)

COLUMNS = (
    ("country", "Country"), ("size", "Size and readiness"), ("flags", "Look into"), ("why", "Why"),
    ("missing", "Missing"), ("areas", "Areas"),
)  # fmt: skip
"""Columns that can be left out or taken in; name, verdict, fit and judgment always stand there."""
_USUAL = ("country", "size", "flags", "why", "missing")
_ON_A_PAGE = 25
_MOST = 5_000


class ShownCandidate:
    """How the table is to be shown: which columns, and whether names are."""

    def __init__(
        self,
        column: Words = [],  # noqa: B006 - FastAPI copies it
        blind: Literal["yes", "no"] = "no",
    ) -> None:
        known = {name for name, _ in COLUMNS}
        self.columns = tuple(one for one in column if one in known) or _USUAL
        self.blind = blind == "yes"


ShownAsked = Annotated[ShownCandidate, Depends()]


def _rows(desk: UseCase, items: list[dict[str, Any]], *, blind: bool) -> list[dict[str, Any]]:
    """What is shown of each candidate, beside its pair."""
    day = instant(desk.context.moment(None)).date()
    names = {one.slug: one.name for one in areas()}
    found = []
    for item in items:
        try:
            profile = desk.context.stores.profiles.get(item["profile"])
        except UnknownProfile:
            continue
        said = applicant(profile, day)
        known = profile.believed()
        size = [f"{known.headcount} people" if known.headcount else "",
                f"TRL {known.trl}" if known.trl else "", known.stage or ""]  # fmt: skip
        match = item["match"]
        found.append(
            {
                **item,
                "who": f"Candidate {item['rank']}" if blind else profile.name,
                "country": said.country,
                "flags": [*said.flags, *(ALIKE[one] for one in item["flags"] if one in ALIKE)],
                "size": ", ".join(str(one) for one in size if one),
                "areas": ", ".join(names.get(one.partition("/")[0], one)
                                   for one in profile.areas or ()),
                "why": match.card.why if match and match.card else "",
                "missing": list(match.card.missing) if match and match.card else [],
                "outlook": match.outlook if match else "open",
            }
        )  # fmt: skip
    return found


@router.get("/programmes/{id:path}/candidates")
def candidates(
    request: Request,
    desk: At,
    id: str,
    filters: ScreeningAsked,
    shown: ShownAsked,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=50)] = _ON_A_PAGE,
) -> Response:
    """Screen a programme's candidates."""
    try:
        found = screening.candidates(desk, id, filters, limit=limit, cursor=cursor, full=True)
    except NotRanked as problem:
        run = running.under_way(desk, problem.on)
        return render(request, "not_ranked.html", 409, id=id, run=run, on=problem.on)
    listed = {one.profile for one in marks.of_programme(desk, id, "shortlist")}
    judged = judging.own(desk, id)
    return render(
        request, "candidates.html", id=id, programme=desk.programme(id), found=found,
        rows=_rows(desk, found["items"], blind=shown.blind), shown=shown, columns=COLUMNS,
        facets=candidate_facets(found["facets"], parse_qsl(request.url.query)),
        filters=filters, listed=listed, judged=len(judged), place=request.url.query,
        longest_note=LONGEST_NOTE, may_judge=desk.caller.role in ("officer", "admin"),
        countries=[(one.code, one.name) for one in countries()],
        areas=[(one.slug, one.name) for one in areas()],
        query=urlencode([pair for pair in parse_qsl(request.url.query) if pair[0] != "cursor"]),
    )  # fmt: skip


@router.get("/programmes/{id:path}/candidates.{form}")
def exported(desk: At, id: str, form: str, filters: ScreeningAsked, shown: ShownAsked) -> Response:
    """Exactly what is shown, all pages of it, as a file."""
    if form not in ("csv", "xlsx"):
        raise Unusable(f"found {form!r}, expected csv or xlsx", parameter="form")
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        found = screening.candidates(desk, id, filters, limit=100, cursor=cursor, full=True)
        rows += _rows(desk, found["items"], blind=shown.blind)
        cursor = found["next"]
        if cursor is None or len(rows) >= _MOST:
            break
    return download(form, f"candidates-{id}", [_row(one, shown) for one in rows])


def _row(one: dict[str, Any], shown: ShownCandidate) -> dict[str, Any]:
    always = {"rank": one["rank"], "name": one["who"]}
    if not shown.blind:
        always["profile"] = one["profile"]
    chosen = {
        name: "; ".join(one[name]) if isinstance(one[name], list) else one[name]
        for name in shown.columns
    }
    return {
        **always, "verdict": one["verdict"], "outlook": one["outlook"], "fit": one["fit"],
        **chosen, "grade": one["grade"], "note": one["note"],
    }  # fmt: skip


@router.post("/programmes/{id:path}/rank")
def rank(desk: At, id: str, _: Fields) -> Response:
    """Have all profiles ranked, so that candidates of every programme can be shown."""
    running.start(desk, None)
    return redirect(desk_of(id))


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
