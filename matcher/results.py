"""What does an answer of allymatch consist of?

Plain frozen values, in the shape in which they are written: the command line, the server and a
run's files say the same thing. Names and order of fields are the interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from profiles.evidence.sentences import LeftOut

__all__ = [
    "MARKS",
    "Applicant",
    "Card",
    "Contribution",
    "Counts",
    "Evidence",
    "Facets",
    "Finding",
    "Mark",
    "Match",
    "MatchPage",
    "Question",
    "ScreenResult",
    "Step",
    "Suggestion",
    "Took",
    "TopicFit",
]


Mark: TypeAlias = Literal["read", "too-little", "not-read"]
"""Whether a profile's text could be judged by: read; read, and too little or too general to judge;
or written in a language whose meaning is not read, so that its fits say little."""
MARKS: tuple[Mark, ...] = ("read", "too-little", "not-read")
"""In the order of their numbers in files."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer with its evidence.

    Attributes:
        criterion: The kind of criterion.
        answer: ``met``, ``unmet``, ``unknown`` or ``not-applicable``.
        field: The profile's field that it rests on; None if no field can settle it.
        value: What the profile says there; None if it says nothing.
        basis: How the value is known: ``stated``, or None where there is none.
        quote: The words of the profile that it was read from; None if it was not read.
        level: Whose rule it is: the programme's, one call's or one topic's.
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
    basis: str | None
    quote: str | None
    level: str
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
class Card:
    """One programme for one startup, in lines.

    Attributes:
        name: What people call it.
        what: What it is, in some eight words.
        buys: Of a joint purchase, what states buy, how much, for whom and how firmly; None of
            others.
        may: Whether it may be entered: "yes", "likely yes", "2 questions", "no".
        why: The strongest reason for or against, with words that both texts share.
        like: A firm like it that the programme took; None where none is known.
        money: Instruments and sums; None where neither is on file.
        share: Which part of the cost is paid; None where that is not on file.
        equity: Whether shares are taken; None where that is not on file.
        sought: The sum that the startup looks for; None where it does not say.
        compares: How that lies to what one company receives: in its range, more, less; None where
            one of the two is not known, or in another currency.
        when: The next date, with the days that are left.
        effort: How one applies; None where that is not on file.
        missing: What has to be answered or changed, the most telling first.
        next: What to do next.
        link: Where; None where no address is on file.
        contact: Whom to ask.
    """

    name: str
    what: str
    buys: str | None
    may: str
    why: str
    like: str | None
    money: str | None
    share: str | None
    equity: str | None
    sought: str | None
    compares: str | None
    when: str
    effort: str | None
    missing: tuple[str, ...]
    next: str
    link: str | None
    contact: str


@dataclass(frozen=True, slots=True)
class TopicFit:
    """One topic of a programme: ``explain`` and ``screen`` take it as ``programme/topic``.

    Attributes:
        topic, title: Its id and its title.
        fit: As that of the match, with this topic's texts.
        status, closes: Of the topic, where it has dates of its own.
    """

    topic: str
    title: str
    fit: float
    status: str
    closes: str | None


@dataclass(frozen=True, slots=True)
class Took:
    """A firm that a programme, or a former edition of it, took.

    Attributes:
        says: In a line.
        firm, country, makes, year, topic: Who, from where, with what, when, and for which topic.
        programme: The edition.
        sources: Slugs of the sources.
    """

    says: str
    firm: str
    country: str | None
    makes: str
    year: int
    programme: str
    topic: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One pair of profile and programme, judged and explained.

    Every pair has these fields, whatever its verdict. In the list of what a rule refuses,
    ``guidance``, ``contributions`` and ``evidence`` are empty: ``explain`` has them.

    Attributes:
        rank: Its place over all sections; None where the pair is not ranked.
        section: Where in an answer it stands; see ``eligibility.sections``.
        outlook: What the verdict would be with what is known but not stated: ``likely``, ``open``
            or ``unlikely``.
        topic: The stated problem of the programme that fits best; None if that is the whole offer.
        near_miss: Whether one criterion, which the startup can change, stands before entry.
        findings: What the rules that decide say, worst answer first.
        guidance: What the programme says that only guides.
        contributions: What the fit is made of; the points sum to it exactly.
        evidence: The passages that speak of the same thing.
        card: What a founder needs to know at a glance; None in the compact view.
        topics: Of a programme with several topics, those that fit best.
        reading: Whether the profile's text could be judged by.
        left_out: What of the text is no evidence, and why, where one pair is explained.
        took: Of those whom it took before, the nearest in what they make.
        series: What editions of the same offer have in common; None where there is one alone.
        flags: What should be looked into of the company, whatever the programme: who controls it
            from outside every alliance, a sanctions list; see ``answers.flags``.
        maker: The organisation that has added the programme; None in the curated catalogue.
        topic_status: How that topic stands by its own dates; None where none is named.
    """

    rank: int | None
    profile: str
    programme: str
    name: str
    kind: str
    status: str
    section: str
    outlook: str
    opens: str | None
    closes: str | None
    verdict: str
    fit: float
    topic: str | None
    near_miss: bool
    findings: tuple[Finding, ...]
    guidance: tuple[Finding, ...]
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...]
    apply_url: str | None = None
    card: Card | None = None
    topics: tuple[TopicFit, ...] = ()
    reading: Mark = "read"
    left_out: tuple[LeftOut, ...] = ()
    took: tuple[Took, ...] = ()
    series: str | None = None
    flags: tuple[str, ...] = ()
    maker: str | None = None
    topic_status: str | None = None


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
        because: Why it was chosen.
        alternatives: Programmes that lead as far from the same level, the best fit first.
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
    because: str = ""
    alternatives: tuple[str, ...] = ()
    source: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many programmes the filters keep; a near miss is among the ineligible, too."""

    matches: int
    ineligible: int
    near_misses: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the matches there are of each section, verdict, status, kind and area."""

    section: dict[str, int]
    verdict: dict[str, int]
    status: dict[str, int]
    kind: dict[str, int]
    area: dict[str, int]


class MatchPage(BaseModel):
    """What one profile may enter, best first: the one answer, whoever asks in whichever way.

    ``matches`` and ``ineligible`` share no programme, and their items have the same fields. Each
    holds the part of its list that was asked for; ``counts``, ``facets``, ``questions`` and
    ``pathway`` speak of all that the filters keep. ``near_misses`` names the ids of those in
    ``ineligible`` that one change would open. ``next`` is the cursor of the page that follows.

    >>> sorted(MatchPage.model_json_schema()["properties"])[:4]
    ['counts', 'facets', 'ineligible', 'matches']
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    profile: str
    on: str
    settings: dict[str, Any]
    counts: Counts
    facets: Facets
    matches: tuple[Match, ...]
    ineligible: tuple[Match, ...]
    near_misses: tuple[str, ...]
    questions: tuple[Question, ...]
    pathway: tuple[Step, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...]
    next: str | None = None

    def parts(self) -> dict[str, Any]:
        """The fields in their order, as they are written."""
        return {name: getattr(self, name) for name in type(self).model_fields}


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, as a list names them.

    Attributes:
        name: Of the company.
        country: Of its headquarters, else of another seat, stated or read; None if not known.
        flags: What should be looked into; see ``answers.flags``.
    """

    name: str
    country: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """Who may enter one programme, best first; ``applicants`` names each by its profile's id."""

    programme: str
    name: str
    on: str
    status: str
    settings: dict[str, Any]
    candidates: tuple[Match, ...]
    ineligible: tuple[Match, ...]
    applicants: dict[str, Applicant]
    problems: tuple[str, ...] = ()
