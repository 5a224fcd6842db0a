"""Which offers, in which order, lead from a level of readiness to orders in series?

The shortest path through a small graph: a state is a level of readiness in a month, an edge is an
offer that can be entered then. Length is months, lengthened where a fact is missing, where the text
fits badly, where a later call has to be assumed, and most of all where no offer leads on: such a
gap is taken only if there is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from matcher.eligibility.answer import Verdict
from matcher.pathway.ways import PRODUCTION, Way, month_after

__all__ = ["GAP_MONTHS", "Leg", "route"]

GAP_MONTHS = 12
"""Months for a level that a company has to climb by itself (our assumption)."""
_GAP_WEIGHT = 1000.0
_OPEN_FACTS = 6.0
_AGAIN = 9.0
_FIT = 12.0
_LAST_MONTH = 240

_State: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leg:
    """One edge that was taken.

    Attributes:
        way: The offer; None for a gap.
        start, end: Levels of readiness; the state behind TRL 9 is ``PRODUCTION``.
        begins, finishes: Months after the day that is asked about.
        again: Whether it counts on another call like the last one.
    """

    way: Way | None
    start: int
    end: int
    begins: int
    finishes: int
    again: bool = False


def route(ways: Iterable[Way], *, level: int, on: date, gap: int = GAP_MONTHS) -> tuple[Leg, ...]:
    """The shortest way from a level to production; no offer is taken twice.

    Args:
        ways: The offers; their order does not matter.
        level: Where it starts, 1 to 9.
        on: The day that is asked about.
        gap: Months for a level that a company climbs by itself.
    """
    offers = sorted(ways, key=lambda way: way.match.programme)
    barred: set[tuple[str, int]] = set()
    while True:
        legs = _shortest(offers, level, on, barred, gap)
        seen: set[str] = set()
        again = None
        for leg in legs:
            if leg.way is None:
                continue
            if leg.way.match.programme in seen:
                again = (leg.way.match.programme, leg.start)
                break
            seen.add(leg.way.match.programme)
        if again is None:
            return legs
        barred.add(again)


def _shortest(
    offers: Sequence[Way], level: int, on: date, barred: set[tuple[str, int]], gap: int
) -> tuple[Leg, ...]:
    start: _State = (level, 0)
    lengths = {start: 0.0}
    came: dict[_State, tuple[_State, Leg]] = {}
    # Of two states that are equally far the one found first goes first.
    order = count()
    waiting, done = [(0.0, next(order), start)], set[_State]()
    while True:
        length, _, state = heappop(waiting)
        if state in done:
            continue
        if state[0] == PRODUCTION:
            return _walked(state, came)
        done.add(state)
        if state[1] > _LAST_MONTH:
            continue
        for leg, weight in _legs(state, offers, on, barred, gap):
            end = (leg.end, leg.finishes)
            if end not in lengths or length + weight < lengths[end]:
                lengths[end], came[end] = length + weight, (state, leg)
                heappush(waiting, (length + weight, next(order), end))


def _walked(end: _State, came: Mapping[_State, tuple[_State, Leg]]) -> tuple[Leg, ...]:
    legs: list[Leg] = []
    while end in came:
        end, leg = came[end]
        legs.append(leg)
    return tuple(reversed(legs))


def _legs(
    state: _State, offers: Sequence[Way], on: date, barred: set[tuple[str, int]], gap: int
) -> Iterable[tuple[Leg, float]]:
    level, month = state
    for rank, way in enumerate(offers):
        end = way.ends(level)
        if end is None or (way.match.programme, level) in barred:
            continue
        wait, again = _wait(way, on, month)
        if wait is None:
            continue
        finishes = month + wait + way.months
        weight = wait + way.months + _FIT * (1.0 - way.match.fit) + (_AGAIN if again else 0.0)
        if way.match.verdict == Verdict.UNDETERMINED.word:
            weight += _OPEN_FACTS
        # Of two that are equal the first by id is taken.
        yield Leg(way, level, end, month + wait, finishes, again), weight + rank * 1e-6
    finishes = month + gap
    yield Leg(None, level, level + 1, month, finishes), _GAP_WEIGHT


def _wait(way: Way, on: date, month: int) -> tuple[int | None, bool]:
    """Months until it can be entered, and whether another call has to be assumed."""
    day = on if month == 0 else month_after(on, month)
    wait = 0
    if way.opens is not None and way.opens > day:
        wait = (way.opens.year - day.year) * 12 + way.opens.month - day.month
        if month_after(day, wait) < way.opens:
            wait += 1
        return wait, False
    if way.closes is not None and way.closes < day:
        return (0, True) if way.again else (None, False)
    return wait, False
