"""When can a call be entered, as its dates say at one instant?

Dates are texts, as precise as the source gives them and written in one way: what one reader took
is kept tidied, so that no stricter reader meets it later. How a call stands is derived from its
dates at the instant that is asked about, and is stored nowhere.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, model_validator

from profiles.vocabulary import When, when
from programmes.criteria import DateText, Frozen

__all__ = ["UNKNOWN_ZONE", "Date", "Dates", "Status", "Zone", "status"]

UNKNOWN_ZONE = "unknown"
"""The zone of dates whose source names none: a day may then end anywhere on earth."""


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


def _a_date(text: str) -> str:
    return when(text).text


def _a_zone(name: str) -> str:
    when("2026", zone=name)
    return name


Date: TypeAlias = Annotated[DateText, AfterValidator(_a_date)]
Zone: TypeAlias = Annotated[str, AfterValidator(_a_zone)]


def _dates(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Dates(Frozen):
    """The dates of one opening.

    Attributes:
        opens, closes: The first and the last instant for an entry. A closing day without a time
            means the end of that day.
        rolling: Entries are taken without a closing date; ``until`` says when that ends, if known.
        cutoffs: Days on which a rolling or long call is judged.
        stages: The deadlines of a call in stages, in order. A newcomer has to keep the first, so
            that is ``closes``.
        until_spent: It ends early, when the money is spent.
        expected: The dates were announced or are a habit, not yet fixed.
        zone: The time zone of dates that name none; ``unknown`` where the source does not say.
    """

    opens: Date | None = None
    closes: Date | None = None
    rolling: bool = False
    until: Date | None = None
    cutoffs: Annotated[tuple[Date, ...], BeforeValidator(_dates)] = ()
    stages: tuple[Date, ...] = ()
    until_spent: bool = False
    expected: bool = False
    zone: Zone = "UTC"
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _closes_with_the_first_stage(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("stages") and not data.get("closes"):
            first = data["stages"]
            return {**data, "closes": first[0] if isinstance(first, list | tuple) else first}
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        opens, closes = self.opens_when, self.closes_when
        if self.rolling and self.closes:
            msg = "is rolling and has a closing date: use until, or rolling: false"
            raise ValueError(msg)
        if opens and closes and opens.earliest >= closes.latest:
            msg = f"closes ({self.closes}) before it opens ({self.opens})"
            raise ValueError(msg)
        if self.stages and self.closes != self.stages[0]:
            msg = f"closes ({self.closes}) with its first stage ({self.stages[0]}): leave one out"
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
    # The end of a day is an instant too, but a person knows it by the day. A time on a clock that
    # nobody named stays as it was written.
    if span is None or ":" not in span.text or not span.exact:
        return span.text if span else None
    return span.earliest.strftime("%Y-%m-%dT%H:%M:%SZ")


def status(call: Dates, *, on: datetime) -> Status:
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
