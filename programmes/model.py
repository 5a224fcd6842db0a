"""What is offered, to whom, until when?

A programme is a standing offer; a call is one opening of it; a topic (or challenge) is a problem
stated inside a call; a pool is what several nations buy together. A call and a topic may have
dates, sums and conditions of their own. What a topic leaves out it inherits from its call, and what
a call leaves out from the programme.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any, Literal, Protocol, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from profiles.vocabulary import Instrument, link, link_or_none
from programmes.criteria import (
    AnyCriterion,
    Applicant,
    AreaSlug,
    AsOf,
    Confidence,
    CountryCode,
    Frozen,
    NonEmpty,
    Slug,
)
from programmes.dates import Dates, Status, status

__all__ = [
    "Amount",
    "Call",
    "Fact",
    "Instruments",
    "Kind",
    "Link",
    "Offer",
    "Pool",
    "Programme",
    "Provenance",
    "Source",
    "Status",
    "Terms",
    "Topic",
    "current_call",
    "status",
]

_PREFERENCE = (Status.OPEN, Status.ROLLING, Status.FORECAST, Status.UNKNOWN, Status.CLOSED)

Kind = Literal["accelerator", "challenge", "grant", "fund", "loan", "contract", "framework", "pool"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasId)


def _instrument(value: Any) -> Any:
    return Instrument.parse(value) if isinstance(value, str) else value


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


Instruments: TypeAlias = tuple[Annotated[Instrument, BeforeValidator(_instrument)], ...]


def _link_or_words(text: str) -> str:
    # A source may be no page: "general knowledge". What has the form of an address has to be one.
    return link(text) if ":" in text or link_or_none(text) else text.strip()


Link: TypeAlias = Annotated[str, AfterValidator(link)]


class Source(Frozen):
    """Where facts come from: an address, the day it speaks for, and what kind of page it is."""

    slug: NonEmpty
    url: Annotated[str, AfterValidator(_link_or_words)]
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
    """A sum, or a range of sums. Absent bounds, and an absent currency, are not known."""

    label: str
    min: Annotated[float, Field(ge=0)] | None = None
    max: Annotated[float, Field(ge=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
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

    instruments: Instruments = ()
    amounts: tuple[Amount, ...] = ()
    equity: Literal["no", "yes", "optional", "mixed", "possible", "unknown"] = "unknown"
    text: str | None = None


class Terms(Dates):
    """What one call or one topic may set for itself; what it leaves out is inherited.

    Attributes:
        amounts: Sums of its own, in place of those of the level above.
        applicants: Who may apply to it, in place of what the level above says.
        criteria: Conditions of its own. One replaces the condition of the same kind of the level
            above (of the same basis for a seat, of the same id for a statement); others are added.
        apply_url: Where one applies to it.
    """

    amounts: tuple[Amount, ...] = ()
    applicants: tuple[Applicant, ...] = ()
    criteria: tuple[AnyCriterion, ...] = ()
    apply_url: Link | None = None


class Call(Terms):
    """One opening of a programme."""

    id: Slug
    name: str | None = None
    source: tuple[NonEmpty, ...] = ()


class Topic(Terms):
    """A stated problem inside a call.

    ``basis`` tells whether the statement rests on the programme's own words (in ours), or is our
    reading of a bare title. ``call`` names the call it belongs to, where the programme has more
    than one; ``url`` is its own page.
    """

    id: Slug
    title: NonEmpty
    statement: NonEmpty
    basis: Literal["stated", "our-reading"]
    call: str | None = None
    areas: tuple[AreaSlug, ...] = ()
    url: Link | None = None
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
        maker: The organisation that has added it to a server; None in the catalogue, which is
            curated.
        series: What editions of the same offer have in common, such as ``nato-diana``: people are
            shown a series as one.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=120)]
    name: NonEmpty
    short_name: str | None = None
    also_known_as: tuple[str, ...] = ()
    series: Slug | None = None
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
    challenges: Annotated[tuple[Topic, ...], AfterValidator(_each_once)] = ()
    criteria: tuple[AnyCriterion, ...] = ()
    guidance: tuple[AnyCriterion, ...] = ()
    pool: Pool | None = None
    process: str | None = None
    apply_url: Link | None = None
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    maker: str | None = None
    provenance: Annotated[dict[str, Provenance], AfterValidator(_for_all)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.buyers == "states" and self.pool is None:
            msg = "has states as buyers: say under pool what they buy"
            raise ValueError(msg)
        known = {call.id for call in self.calls}
        for topic in self.challenges:
            if topic.call is not None and topic.call not in known:
                calls = ", ".join(sorted(known)) or "none"
                msg = f"{topic.id!r} belongs to the call {topic.call!r}; there are: {calls}"
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
