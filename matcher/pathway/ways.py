"""How far does an offer carry a technology, and in what time?

Where an offer begins and ends is taken from its own window of readiness, with its source, or, where
it states none, from a table of ours by kind. How many levels it adds and how long it takes no
programme states: that is our assumption throughout, and every step says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Verdict
from matcher.eligibility.sections import PROPOSED
from profiles.vocabulary import Instrument, when
from programmes.criteria import Readiness
from programmes.model import Status

if TYPE_CHECKING:
    from matcher.results import Match
    from programmes.model import Programme

__all__ = ["NO_MONTHS", "PRODUCTION", "Way", "money_of", "month_after", "way_of", "window"]

PRODUCTION = 10
"""The state behind TRL 9: orders in series."""
_HIGHEST = 9


@dataclass(frozen=True, slots=True)
class Usual:
    """What we assume of a kind of offer: its window, levels gained, months."""

    low: int
    high: int
    gain: int
    months: int


USUAL: Mapping[str, Usual] = {
    "accelerator": Usual(3, 7, 1, 6),
    "challenge": Usual(4, 7, 2, 12),
    "grant": Usual(3, 8, 2, 24),
    "contract": Usual(5, 8, 2, 18),
    "fund": Usual(4, 8, 1, 9),
    "loan": Usual(6, 8, 1, 12),
    "framework": Usual(9, 9, 1, 18),
    "pool": Usual(9, 9, 1, 24),
}
"""Our assumptions by kind of offer; only the differences between them shape a route."""
NO_MONTHS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Way:
    """One offer as an edge from a level to a higher one.

    Attributes:
        match: The pair that it comes from.
        low, high: From which to which level it can be entered.
        gain: How many levels it adds at most.
        months: How long it takes.
        opens, closes: When it can be entered; None where no day is set.
        again: Whether a later call is assumed after it has closed.
        says: What of this is stated and what is assumed.
        source, as_of: Of the window, or None where the window is ours.
        orders: Whether it is a register or a framework through which companies win orders.
    """

    match: Match
    low: int
    high: int
    gain: int
    months: int
    opens: date | None
    closes: date | None
    again: bool
    says: str
    source: str | None
    as_of: str | None
    orders: bool = False

    @property
    def buys(self) -> bool:
        """Whether it leads to orders: states are the buyers."""
        return self.orders or self.match.verdict == Verdict.SUPPLY_CHAIN.word

    def ends(self, level: int) -> int | None:
        """The level reached from a level; None if it cannot be entered there."""
        if self.buys:
            return PRODUCTION if level >= self.low else None
        if not self.low <= level <= self.high:
            return None
        most = max(self.high, level + 1)
        reached = min(level + self.gain, most, _HIGHEST)
        return reached if reached > level else None


def window(programme: Programme) -> tuple[int | None, int | None, Readiness | None]:
    """The readiness that an offer names, and the criterion that says so."""
    stated = [c for c in (*programme.criteria, *programme.guidance) if isinstance(c, Readiness)]
    if not stated:
        return None, None, None
    lows = [c.min for c in stated if c.min is not None]
    highs = [c.max for c in stated if c.max is not None]
    return max(lows, default=None), min(highs, default=None), stated[0]


def way_of(match: Match, programme: Programme, months: Mapping[str, int] = NO_MONTHS) -> Way | None:
    """An offer as an edge; None if it can be neither entered nor supplied.

    What the startup may not enter if what is known is right is no edge, nor is a pool of which its
    texts say nothing.

    Args:
        match: The pair.
        programme: The offer.
        months: By kind of offer, how long one takes, in place of our assumption.
    """
    if match.outlook == "unlikely":
        return None
    pool = match.verdict == Verdict.SUPPLY_CHAIN.word
    status = Status(match.status)
    if not (status.enterable or (pool and status is not Status.CLOSED)):
        return None
    # A register of suppliers is entered by a company, and what it leads to are orders.
    buys = pool or programme.offer.instruments == (Instrument.PROCUREMENT,)
    if programme.standing in {"ended", "proposal"} or (pool and match.fit < PROPOSED):
        return None
    usual = USUAL[programme.kind]
    lasts, whose = usual.months, "our assumption"
    if programme.kind in months:
        lasts, whose = months[programme.kind], "the months as you say"
    low, high, stated = window(programme)
    begins, ends = low or usual.low, high or (_HIGHEST if low else usual.high)
    if buys:
        # A purchase takes what is proven, whatever readiness an early project of it may have.
        begins, ends = max(begins, _HIGHEST), _HIGHEST
    if begins > ends:
        ends = begins
    if stated is not None and not buys:
        edge = f"TRL {low}" if high is None else f"TRL {low or 1} to {high}"
        says = f"window {edge} as stated; {usual.gain} levels in {lasts} months: {whose}"
    elif buys:
        says = f"orders after TRL {begins} and {lasts} months: {whose}"
    else:
        says = (
            f"TRL {begins} to {ends}, {usual.gain} levels and {lasts} months:"
            f" {whose} for a {programme.kind}"
        )
    return Way(
        match=match,
        low=begins,
        high=ends,
        gain=usual.gain,
        months=lasts,
        opens=_first(match.opens) if status is Status.FORECAST else None,
        closes=_last(match.closes),
        again=status in {Status.OPEN, Status.FORECAST},
        says=says.replace("1 levels", "1 level"),
        source=stated.source[0] if stated is not None else None,
        as_of=stated.as_of if stated is not None else None,
        orders=buys and not pool,
    )


def _first(text: str | None) -> date | None:
    # The last day on which it may open: a route must not begin before its call does.
    return when(text).last_day if text else None


def _last(text: str | None) -> date | None:
    return when(text).first_day if text else None


def month_after(day: date, months: int) -> date:
    """The first day of the month that lies some months after a day's own.

    >>> month_after(date(2026, 11, 21), 3)
    datetime.date(2027, 2, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def money_of(programme: Programme) -> str | None:
    """What a company can receive, in words; None where no sum for a company is on file."""
    sums = [one for one in programme.offer.amounts if one.per == "company" and one.max]
    if not sums:
        return None
    best = max(sums, key=lambda one: (one.max or 0.0, one.label))
    currency = f"{best.currency} " if best.currency else ""
    return f"up to {currency}{best.max:,.0f} ({best.label})"
