"""What is offered, to whom, until when?

A programme is a standing offer; a call is one opening of it; a challenge is a problem stated
inside it; a pool is what several nations buy together. The status of a call is derived from its
dates at the instant that is asked about, and is stored nowhere.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Protocol, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from profiles.vocabulary import Instrument, When, when
from programmes.criteria import (
    AnyCriterion,
    AreaSlug,
    AsOf,
    Confidence,
    CountryCode,
    DateText,
    Frozen,
    NonEmpty,
)

__all__ = [
    "Amount",
    "Call",
    "Challenge",
    "Fact",
    "Kind",
    "Offer",
    "Pool",
    "Programme",
    "Provenance",
    "Source",
    "Status",
    "current_call",
    "status",
]


class Status(StrEnum):
    """Where a call stands at one instant."""

    FORECAST = "forecast"
    OPEN = "open"
    ROLLING = "rolling"
    UNKNOWN = "unknown"
    CLOSED = "closed"

    @property
    def enterable(self) -> bool:
        """Whether it can still be entered, now or later."""
        return self in _ENTERABLE


_ENTERABLE = frozenset({Status.OPEN, Status.ROLLING, Status.FORECAST})
_PREFERENCE = (Status.OPEN, Status.ROLLING, Status.FORECAST, Status.UNKNOWN, Status.CLOSED)

Kind = Literal["accelerator", "challenge", "grant", "fund", "loan", "contract", "framework", "pool"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasId)


def _instrument(value: Any) -> Any:
    return Instrument.parse(value) if isinstance(value, str) else value


def _a_date(text: str) -> str:
    when(text)
    return text


def _a_zone(name: str) -> str:
    when("2026", zone=name)
    return name


def _each_once(items: tuple[_Named, ...]) -> tuple[_Named, ...]:
    ids = Counter(item.id for item in items)
    if twice := [name for name, count in ids.items() if count > 1]:
        msg = f"{twice[0]!r} is the id of {ids[twice[0]]} entries: give each its own"
        raise ValueError(msg)
    return items


def _for_all(entries: dict[str, Provenance]) -> dict[str, Provenance]:
    if "*" not in entries:
        msg = "needs an entry '*' with the sources of all fields that are not listed"
        raise ValueError(msg)
    return entries


Date: TypeAlias = Annotated[DateText, AfterValidator(_a_date)]


class Source(Frozen):
    """Where facts come from: an address, the day it speaks for, and what kind of page it is."""

    slug: NonEmpty
    url: str
    as_of: AsOf
    kind: NonEmpty
    retrieved: AsOf
    note: str | None = None


class Provenance(Frozen):
    """Sources, date and confidence of the facts of one part of a programme."""

    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    confidence: Confidence = "high"
    as_of: AsOf | None = None
    note: str | None = None


class Fact(Frozen):
    """A sourced statement that no other field holds, such as how many applied."""

    name: NonEmpty
    value: NonEmpty
    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    confidence: Confidence = "high"
    as_of: AsOf | None = None


class Amount(Frozen):
    """A sum, or a range of sums, in one currency. Absent bounds are not known."""

    label: str
    min: Annotated[float, Field(ge=0)] | None = None
    max: Annotated[float, Field(ge=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    per: Literal["company", "programme", "state"] = "company"
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            msg = f"min {self.min:g} lies above max {self.max:g}"
            raise ValueError(msg)
        return self


class Offer(Frozen):
    """What a chosen company receives."""

    instruments: tuple[Annotated[Instrument, BeforeValidator(_instrument)], ...] = ()
    amounts: tuple[Amount, ...] = ()
    equity: Literal["no", "yes", "optional", "mixed", "possible", "unknown"] = "unknown"
    text: str | None = None


class Call(Frozen):
    """One opening. Dates are texts, kept as precise as the source gives them.

    ``zone`` is the time zone of dates that name none. A rolling call takes entries without a
    closing date; ``until`` says when that ends, if it is known. ``expected`` marks dates that
    were announced or are a habit, not yet fixed.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: str | None = None
    opens: Date | None = None
    closes: Date | None = None
    rolling: bool = False
    until: Date | None = None
    cutoffs: tuple[Date, ...] = ()
    expected: bool = False
    zone: Annotated[str, AfterValidator(_a_zone)] = "UTC"
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        opens, closes = self.opens_when, self.closes_when
        if self.rolling and self.closes:
            msg = "is rolling and has a closing date: use until, or rolling: false"
            raise ValueError(msg)
        if opens and closes and opens.earliest >= closes.latest:
            msg = f"closes ({self.closes}) before it opens ({self.opens})"
            raise ValueError(msg)
        return self

    @property
    def opens_when(self) -> When | None:
        """When it opens, as an instant or a span."""
        return when(self.opens, zone=self.zone) if self.opens else None

    @property
    def closes_when(self) -> When | None:
        """When it closes; a bare date means the end of that day in the call's zone."""
        text = self.until if self.rolling else self.closes
        return when(text, zone=self.zone, end=True) if text else None

    @property
    def opens_shown(self) -> str | None:
        """The opening as it is shown: an instant in UTC, or the day or month that is known."""
        return _shown(self.opens_when)

    @property
    def closes_shown(self) -> str | None:
        """The closing as it is shown; of a rolling call, the end that is known."""
        return _shown(self.closes_when)

    def next_cutoff(self, on: datetime) -> When | None:
        """The first cut-off that has not passed."""
        spans = (when(text, zone=self.zone, end=True) for text in self.cutoffs)
        return min((s for s in spans if s.latest > on), key=lambda s: s.latest, default=None)


def _shown(span: When | None) -> str | None:
    # The end of a day is an instant too, but a person knows it by the day.
    if span is None or ":" not in span.text:
        return span.text if span else None
    return span.earliest.strftime("%Y-%m-%dT%H:%M:%SZ")


def status(call: Call, *, on: datetime) -> Status:
    """Where a call stands at one instant.

    A call is open only where it has surely opened and surely not closed. Where a date is known
    to the month only, the answer inside that month is unknown.

    Args:
        call: The opening.
        on: An instant with a time zone.
    """
    opens, closes = call.opens_when, call.closes_when
    if closes and on >= closes.latest:
        return Status.UNKNOWN if call.rolling or call.expected else Status.CLOSED
    if opens and on < opens.earliest:
        return Status.FORECAST
    if opens and on < opens.latest:
        return Status.FORECAST if call.expected else Status.UNKNOWN
    if call.expected:
        return Status.UNKNOWN
    if call.rolling:
        return Status.UNKNOWN if closes and on >= closes.earliest else Status.ROLLING
    if opens and closes and on < closes.earliest:
        return Status.OPEN
    return Status.UNKNOWN


class Challenge(Frozen):
    """A stated problem inside a call.

    ``basis`` tells whether the statement rests on the programme's own words (in ours), or is our
    reading of a bare title.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: NonEmpty
    statement: NonEmpty
    basis: Literal["stated", "our-reading"]
    areas: tuple[AreaSlug, ...] = ()
    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    confidence: Confidence = "high"


class Pool(Frozen):
    """An aggregated procurement: what is bought, by which nations, from whom."""

    item: str
    quantity: str | None = None
    value: Amount | None = None
    participants: tuple[CountryCode, ...] = ()
    participants_complete: bool = False
    participants_note: str | None = None
    signed: AsOf | None = None
    suppliers: tuple[str, ...] = ()
    state: str | None = None


class Programme(Frozen):
    """A standing offer, as one document describes it.

    Attributes:
        standing: ``proposal`` is an idea nobody can apply to; ``announced`` is decided but not
            running; ``ended`` takes no more entries.
        buyers: ``states`` makes it a pool: a company can only supply it.
        criteria: Conditions that decide.
        guidance: Conditions that a partner reads into it, or that are a habit or an aim: they
            feed the fit and decide nothing.
        provenance: Field (dotted) to its sources; ``*`` stands for all that are not listed.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=120)]
    name: NonEmpty
    short_name: str | None = None
    also_known_as: tuple[str, ...] = ()
    owner: NonEmpty
    kind: Kind
    standing: Literal["running", "announced", "ended", "proposal", "unknown"] = "running"
    standing_note: str | None = None
    buyers: Literal["none", "states"] = "none"
    summary: NonEmpty
    description: NonEmpty
    seeks: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    not_for: str | None = None
    areas: tuple[AreaSlug, ...] = ()
    offer: Offer = Offer()
    calls: Annotated[tuple[Call, ...], AfterValidator(_each_once)] = ()
    challenges: Annotated[tuple[Challenge, ...], AfterValidator(_each_once)] = ()
    criteria: tuple[AnyCriterion, ...] = ()
    guidance: tuple[AnyCriterion, ...] = ()
    pool: Pool | None = None
    process: str | None = None
    apply_url: str | None = None
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: Annotated[dict[str, Provenance], AfterValidator(_for_all)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.buyers == "states" and self.pool is None:
            msg = "has states as buyers: say under pool what they buy"
            raise ValueError(msg)
        return self


def current_call(programme: Programme, *, on: datetime) -> tuple[Call | None, Status]:
    """The call that matters at an instant, and its status.

    What is open goes before what is rolling, forecast, unknown and closed; among equals the one
    that closes (or opens) first, and among closed ones the last. A programme without calls is
    unknown, or closed if it has ended.
    """
    if not programme.calls or programme.standing == "proposal":
        return None, Status.CLOSED if programme.standing == "ended" else Status.UNKNOWN
    ranked = []
    for call in programme.calls:
        state = status(call, on=on)
        span = call.opens_when if state is Status.FORECAST else call.closes_when
        edge = span.latest.timestamp() if span else float("inf")
        if state in {Status.CLOSED, Status.UNKNOWN}:
            edge = -edge if span else float("inf")
        ranked.append((_PREFERENCE.index(state), edge, call.id, call, state))
    *_, call, state = min(ranked, key=lambda item: item[:3])
    return call, state
