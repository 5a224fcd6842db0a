"""What is told to each applicant, and by what right?

A letter's facts are taken from that applicant's own row of the screen and from numbers that speak
of all: places, applicants, ranks. Nothing of another applicant goes in, so nothing of one can come
out, whatever a template says. The reasons are the findings that decided, each with its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from matcher.errors import BadInput

__all__ = ["AskedFact", "LetterFacts", "LetterKind", "asked_facts", "letters_of"]

LetterKind: TypeAlias = Literal["accepted", "reserve", "not-now"]
_RESERVES = 5
"""Who is told of a rank on the reserve list, unless it is said."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that is not met: what it says, what could change it, its source and its day."""

    says: str
    change: str | None
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter to one applicant may say.

    Attributes:
        kind: What became of the application.
        profile, name: The applicant.
        programme, programme_name: What it applied for.
        on: The day of the screen.
        places: How many places there were; None if no bound was set.
        applicants: How many applied.
        rank, ranked: Where it stood, among how many that could be taken; None for one that could
            not, and for one with a place.
        graded: Whether officers' grades made the order, with the fit.
        reserve: Its rank on the reserve list; None if it is not on it.
        verdict: As the screen says.
        refusals: The rules that are not met.
        questions: What is still to be answered.
        reasons: Why it has no place, besides the rules, in sentences.
        elsewhere: Where it has a place instead; None if nowhere.
        link: Where to look further; None if no address is on file.
    """

    kind: LetterKind
    profile: str
    name: str
    programme: str
    programme_name: str
    on: str
    places: int | None
    applicants: int
    rank: int | None
    ranked: int
    graded: bool
    reserve: int | None
    verdict: str
    refusals: tuple[Refusal, ...]
    questions: tuple[str, ...]
    reasons: tuple[str, ...]
    elsewhere: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class AskedFact:
    """One question to one applicant: the field that an answer fills, and why it is asked."""

    profile: str
    name: str
    field: str
    asks: str
    why: str


def letters_of(
    screen: Mapping[str, Any],
    assignment: Mapping[str, Any] | None = None,
    *,
    shortlist: int | None = None,
    reserves: int = _RESERVES,
) -> tuple[LetterFacts, ...]:
    """The facts of a letter to every applicant of a screen, in the screen's order.

    Args:
        screen: A screen as JSON says it.
        assignment: Who has a place; the best ``shortlist`` if None.
        shortlist: How many of the best have a place, where there is no assignment.
        reserves: How many are told of a rank on the reserve list.

    Raises:
        BadInput: Neither an assignment nor a shortlist is given, or it is not of this programme.
    """
    programme = str(screen["programme"])
    may = [one["profile"] for one in screen["candidates"]]
    if assignment is not None:
        given = _from_assignment(assignment, programme)
    elif shortlist is not None:
        given = _LetterFacts(
            placed=dict.fromkeys(may[:shortlist], programme),
            waiting={who: at for at, who in enumerate(may[shortlist:], 1)},
            places=shortlist,
            standing={who: (at, len(may)) for at, who in enumerate(may, 1)},
        )
    else:
        raise BadInput("letters", "say who has a place: --assignment FILE or --shortlist N")
    every = [*screen["candidates"], *screen.get("ineligible", ())]
    return tuple(
        _letter(one, screen, given, applicants=len(every), reserves=reserves) for one in every
    )


@dataclass(frozen=True)
class _LetterFacts:
    """Who has a place where, who waits in which rank, and how each stands at the programme."""

    placed: Mapping[str, str]
    waiting: Mapping[str, int]
    places: int | None
    standing: Mapping[str, tuple[int, int]]
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    graded: bool = False


def _from_assignment(assignment: Mapping[str, Any], programme: str) -> _LetterFacts:
    host = next((one for one in assignment["hosts"] if one["host"] == programme), None)
    if host is None:
        raise BadInput("--assignment", f"gives no place of {programme}: is it of another screen?")
    placed = {one["applicant"]: one["host"] for one in assignment["placed"]}
    for one in assignment["placed"]:
        if one["host"] == programme:
            placed[one["applicant"]] = programme
    left = assignment["unplaced"]
    standing = {
        one["applicant"]: (one["standing"][programme][0], one["standing"][programme][1])
        for one in left
        if programme in one["standing"]
    }
    return _LetterFacts(
        placed=placed,
        waiting={one["applicant"]: one["rank"] for one in host["alternates"]},
        places=host["most"],
        standing=standing,
        because={one["applicant"]: tuple(one["because"].get(programme, ())) for one in left},
        graded=bool(assignment["graded"]),
    )


def _letter(
    one: Mapping[str, Any],
    screen: Mapping[str, Any],
    given: _LetterFacts,
    *,
    applicants: int,
    reserves: int,
) -> LetterFacts:
    who, programme = one["profile"], str(screen["programme"])
    person = (screen.get("applicants") or {}).get(who) or {}
    refused = one["verdict"] == "ineligible"
    reserve = given.waiting.get(who)
    rank, ranked = given.standing.get(who, (None, 0))
    kind: LetterKind = "not-now"
    if given.placed.get(who) == programme:
        kind = "accepted"
    elif not refused and who not in given.placed and reserve is not None and reserve <= reserves:
        kind = "reserve"
    findings = one.get("findings") or ()
    return LetterFacts(
        kind=kind,
        profile=who,
        name=person.get("name") or who,
        programme=programme,
        programme_name=screen.get("name") or programme,
        on=str(screen["on"]),
        places=given.places,
        applicants=applicants,
        rank=rank,
        ranked=ranked,
        graded=given.graded,
        reserve=reserve if kind == "reserve" else None,
        verdict=one["verdict"],
        refusals=tuple(
            Refusal(f["says"], f.get("change"), f["source"], f["as_of"])
            for f in findings
            if f["answer"] == "unmet"
        )
        if refused
        else (),
        questions=() if refused else tuple(asked.asks for asked in _asked(one, who, "")),
        reasons=()
        if kind == "accepted" or refused
        else given.because.get(who) or _full(given.places),
        elsewhere=None if kind == "accepted" else given.placed.get(who),
        link=one.get("apply_url"),
    )


def _full(places: int | None) -> tuple[str, ...]:
    if places is None:
        return ()
    return ("the one place was given" if places == 1 else f"all {places} places were given",)


def asked_facts(screen: Mapping[str, Any]) -> tuple[AskedFact, ...]:
    """What to ask whom, so that what is open is settled: by applicant, in the screen's order."""
    people = screen.get("applicants") or {}
    return tuple(
        asked
        for one in screen["candidates"]
        for asked in _asked(
            one, one["profile"], (people.get(one["profile"]) or {}).get("name") or one["profile"]
        )
    )


def _asked(one: Mapping[str, Any], who: str, name: str) -> Sequence[AskedFact]:
    from matcher.answers.questions import asks_for

    found: dict[str, AskedFact] = {}
    for finding in one.get("findings") or ():
        field = finding.get("field")
        if finding["answer"] == "unknown" and finding.get("missing") and field:
            asks = asks_for(field, finding["says"], finding.get("quote"))
            found.setdefault(field, AskedFact(who, name, field, asks, finding["says"]))
    return tuple(found.values())
