"""What does an answer of allymatch consist of?

Plain frozen values, in the shape in which they are written: the command line, the server and a
run's files say the same thing. Names and order of fields are the interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = [
    "Contribution",
    "Evidence",
    "Finding",
    "Match",
    "MatchResult",
    "Question",
    "Refusal",
    "ScreenResult",
    "Step",
    "Suggestion",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer with its evidence.

    Attributes:
        criterion: The kind of criterion.
        answer: ``met``, ``unmet``, ``unknown`` or ``not-applicable``.
        field: The profile's field that it rests on; None if no field can settle it.
        value: What the profile says there; None if it says nothing.
        says: One sentence.
        source: The source to show first.
        as_of: The day that this source speaks for.
        confidence: How sure we are of the rule.
        sources: All sources.
        missing: Whether the answer waits for a fact that the startup can give.
        change: What the startup could do about an unmet criterion; None if nothing.
        note: What a reader should know of the rule.
    """

    criterion: str
    answer: str
    field: str | None
    value: Any
    says: str
    source: str
    as_of: str
    confidence: str
    sources: tuple[str, ...]
    missing: bool = False
    change: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One feature's part of a fit.

    Attributes:
        feature: Its name; ``start`` is the fit of a pair of which nothing is known but the kind of
            programme.
        value: The feature's value in [0, 1]; None for ``start``.
        points: What it adds to the fit; all points of a fit sum to it exactly.
    """

    feature: str
    value: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two passages that speak of the same thing, and the words they share."""

    profile: str
    programme: str
    similarity: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One pair of profile and programme, judged and explained.

    ``section`` is where in an answer it stands (``fit.sections``), and ``rank`` its place over
    all sections; None where the pair is not ranked. ``near_miss`` says that one criterion, which
    the startup can change, stands between it and entry.
    """

    rank: int | None
    profile: str
    programme: str
    name: str
    kind: str
    status: str
    opens: str | None
    closes: str | None
    verdict: str
    fit: float
    challenge: str | None
    near_miss: bool
    section: str
    findings: tuple[Finding, ...]
    guidance: tuple[Finding, ...]
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...]
    apply_url: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pair that a rule keeps apart, with all its findings.

    ``near_miss`` says that one criterion, which the startup can change, stands in the way; where
    there is something to enter still, ``section`` is ``one-change``.
    """

    profile: str
    programme: str
    name: str
    kind: str
    status: str
    fit: float
    near_miss: bool
    section: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is not known.

    Attributes:
        field: Where in the profile it would stand.
        asks: The question.
        settles: How many programmes wait for it.
        decides: How many of these wait for nothing else.
    """

    field: str
    asks: str
    settles: int
    decides: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value read out of the text, to be confirmed by the startup; it decides nothing."""

    field: str
    value: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way from prototype to production.

    Attributes:
        programme, name, verdict, status, kind: As in a match.
        readiness: From which level to which, in words.
        says: When it can be entered.
        from_trl, to_trl: Levels of readiness; 10 stands for orders in series.
        starts, ends: Days, by our assumptions on how long it takes.
        money: What a company can receive; None where no sum is on file.
        assumes: What is stated of readiness and time, and what is assumed.
        waits: Facts that are missing, where the verdict waits for them.
        source, as_of: On which the window of readiness, or the offer itself, rests.
    """

    programme: str
    name: str
    verdict: str
    status: str
    readiness: str
    says: str
    kind: str = ""
    from_trl: int | None = None
    to_trl: int | None = None
    starts: str | None = None
    ends: str | None = None
    money: str | None = None
    assumes: str | None = None
    waits: tuple[str, ...] = ()
    source: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What one profile may enter, best first; ``matches`` and ``ineligible`` share nothing."""

    profile: str
    on: str
    settings: dict[str, Any]
    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    pathway: tuple[Step, ...]
    ineligible: tuple[Refusal, ...]
    suggestions: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """Who may enter one programme, best first."""

    programme: str
    name: str
    on: str
    status: str
    settings: dict[str, Any]
    candidates: tuple[Match, ...]
    ineligible: tuple[Refusal, ...]
    problems: tuple[str, ...] = ()
