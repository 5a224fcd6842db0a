"""Which lines does a rule keep apart, for very many lines at once?

The rules themselves stand in ``programmes.pools.rules``, for two lines. What they look at takes few
different values (calibres, bands, units), so each rule is asked once for each pair of values; days
are compared as numbers. A test holds the two against each other.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.fences import EARLIEST, LATEST
from matcher.pooling.fences import Days as Window
from profiles.vocabulary.words import fold
from programmes.pools.rules import Rules, barriers, later
from programmes.pools.signals import bands, calibres, drives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.demands import Demand

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

__all__ = ["Walls", "facts_of"]

_NONE = -1
_JOINT = ("suppliers", "frequency")
"""The rules that look at a whole group as well."""
_BY_VALUE: dict[str, Callable[[Demand], Hashable]] = {
    "calibre": lambda line: calibres(line.item),
    "frequency": lambda line: bands(line.item),
    "drive": lambda line: drives(line.item),
    "suppliers": lambda line: line.supply_from,
}
_BY_EQUALITY: dict[str, Callable[[Demand], Hashable]] = {
    "unit": lambda line: unit.dimension if (unit := line.counted_in) else None,
    "supplier": lambda line: fold(line.supplier) if line.supplier else None,
}


def facts_of(line: Demand) -> Hashable:
    """All that the rules look at in a line; lines of the same facts are kept from the same ones."""
    ways = (*_BY_VALUE.values(), *_BY_EQUALITY.values())
    return (*(way(line) for way in ways), line.window)


@dataclass(frozen=True)
class _CalendarDays:
    """One day a line: months from year 0, the day, whether it is its month's last, and that day."""

    months: Numbers
    day: Numbers
    ends: Flags
    length: Numbers
    known: Flags

    @classmethod
    def of(cls, days: Sequence[date | None]) -> _CalendarDays:
        held = [one or date.min for one in days]
        lengths = [monthrange(one.year, one.month)[1] for one in held]
        return cls(
            np.array([one.year * 12 + one.month for one in held], np.int64),
            np.array([one.day for one in held], np.int64),
            np.array([o.day == length for o, length in zip(held, lengths, strict=True)], np.bool_),
            np.array(lengths, np.int64),
            np.array([one is not None for one in days], np.bool_),
        )

    def at(self, places: NDArray[np.intp], *, down: bool) -> _CalendarDays:
        shape = (slice(None), None) if down else (None, slice(None))
        return _CalendarDays(
            self.months[places][shape],
            self.day[places][shape],
            self.ends[places][shape],
            self.length[places][shape],
            self.known[places][shape],
        )


def _later(one: _CalendarDays, other: _CalendarDays) -> Flags:
    """Whether one day comes after the other."""
    later = (one.months > other.months) | ((one.months == other.months) & (one.day > other.day))
    return np.asarray(later)


def _months(one: _CalendarDays, other: _CalendarDays) -> Numbers:
    """The months between two days, as ``rules.months_apart`` counts them."""
    swap = _later(one, other)

    def pick(name: str, *, first: bool) -> NDArray[np.int64]:
        left, right = getattr(one, name), getattr(other, name)
        return np.asarray(np.where(swap == first, right, left))

    between = pick("months", first=False) - pick("months", first=True)
    length = pick("length", first=False)
    reached = np.where(
        pick("ends", first=True), length, np.minimum(pick("day", first=True), length)
    )
    return np.asarray(between + (reached < pick("day", first=False)))


class Walls:
    """Some lines, ready to be asked which of them a rule keeps apart.

    Args:
        lines: n lines, one for each set of facts.
        rules: What the rules depend on besides.

    Attributes:
        plain: What each line states besides its days, as a number; shape (n,).
        joint: What each states of which pairs alone settle nothing, as a number; shape (n,).
        window: When each can be delivered to.
    """

    tables: dict[str, tuple[Numbers, Flags]]
    codes: dict[str, Numbers]
    plain: NDArray[np.intp]
    joint: NDArray[np.intp]
    opens: _CalendarDays
    closes: _CalendarDays
    window: Window

    def __init__(self, lines: Sequence[Demand], rules: Rules) -> None:
        self.rules = rules
        self.tables = {rule: _table(lines, rule, way, rules) for rule, way in _BY_VALUE.items()}
        self.codes = {rule: _codes(lines, way)[0] for rule, way in _BY_EQUALITY.items()}
        held = [*(codes for codes, _ in self.tables.values()), *self.codes.values()]
        self.plain, self._firsts = _numbers(held, len(lines))
        self.joint, _ = _numbers([self.tables[rule][0] for rule in _JOINT], len(lines))
        windows = [line.window for line in lines]
        self.opens = _CalendarDays.of([first for first, _ in windows])
        self.closes = _CalendarDays.of([last for _, last in windows])
        self.window = _window(windows, rules.months)

    def by_rule(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> dict[str, Flags]:
        """Which pairs each rule keeps apart, each of shape (len(rows), len(columns))."""
        found = {}
        for rule, (codes, table) in self.tables.items():
            if table.any():
                found[rule] = table[np.ix_(codes[rows], codes[columns])]
        for rule, codes in self.codes.items():
            one, other = codes[rows][:, None], codes[columns][None, :]
            found[rule] = np.asarray((one != other) & (one != _NONE) & (other != _NONE))
        found["dates"] = self._dates(rows, columns)
        return found

    def barred(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Flags:
        """Which pairs any rule keeps apart."""
        plain = self.meet[self.plain[rows]][:, self.plain[columns]]
        return np.asarray(plain | self._dates(rows, columns))

    @cached_property
    def plainly(self) -> dict[str, Flags]:
        """Which two numbers of ``plain`` each rule keeps apart that does not look at days."""
        found = self.by_rule(self._firsts, self._firsts)
        return {rule: flags for rule, flags in found.items() if rule != "dates" and flags.any()}

    @cached_property
    def meet(self) -> Flags:
        """Which two numbers of ``plain`` any of these rules keeps apart."""
        found = np.zeros((len(self._firsts), len(self._firsts)), np.bool_)
        for flags in self.plainly.values():
            found |= flags
        return found

    def _dates(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Flags:
        days = self.window
        one, other = rows[:, None], columns[None, :]
        found = days.last[other] > days.until[one]
        found |= days.until[other] < days.last[one]
        found |= days.opens[other] > days.first[one]
        found |= days.first[other] < days.opens[one]
        return np.asarray(found)

    def excess(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Numbers:
        """By how many months two lines miss each other; 0 where dates keep nothing apart."""
        opens, starts = self.opens.at(rows, down=True), self.opens.at(columns, down=False)
        closes, ends = self.closes.at(rows, down=True), self.closes.at(columns, down=False)
        both = closes.known & ends.known
        apart = np.where(both, np.maximum(_months(closes, ends) - self.rules.months, 0), 0)
        missed = np.zeros_like(apart)
        for first, last in ((opens, ends), (starts, closes)):
            misses = first.known & last.known & _later(first, last)
            missed = np.where(misses, np.maximum(_months(first, last), 1), missed)
        return np.asarray(np.where(apart > 0, apart, missed))


def _window(windows: Sequence[tuple[date | None, date | None]], months: int) -> Window:
    """Windows as numbers of days."""
    reach = {last: later(last, months).toordinal() for _, last in windows if last}
    return Window(
        opens=np.array([a.toordinal() if a else EARLIEST for a, _ in windows], np.int64),
        first=np.array([b.toordinal() if b else LATEST for _, b in windows], np.int64),
        last=np.array([b.toordinal() if b else EARLIEST for _, b in windows], np.int64),
        until=np.array([reach[b] if b else LATEST for _, b in windows], np.int64),
    )


def _numbers(columns: Sequence[Numbers], n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """A number for each different row of some columns, and the first place of each number."""
    rows = np.stack(columns, axis=1).reshape(n, len(columns))
    _, firsts, found = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return found.reshape(-1).astype(np.intp), firsts.astype(np.intp)


def _codes(lines: Sequence[Demand], way: Callable[[Demand], Hashable]) -> tuple[Numbers, list[int]]:
    """A number for each different value, and a line that has it; nothing stated is -1."""
    known: dict[Hashable, int] = {}
    first: list[int] = []
    codes = []
    for at, line in enumerate(lines):
        value = way(line)
        if value is None or value == ():
            codes.append(_NONE)
            continue
        if value not in known:
            known[value] = len(first)
            first.append(at)
        codes.append(known[value])
    return np.array(codes, np.int64), first


def _table(
    lines: Sequence[Demand], rule: str, way: Callable[[Demand], Hashable], rules: Rules
) -> tuple[Numbers, Flags]:
    codes, first = _codes(lines, way)
    # The last row and column, which -1 names, are for lines that state nothing: nothing bars them.
    table = np.zeros((len(first) + 1, len(first) + 1), np.bool_)
    for (a, one), (b, other) in combinations(enumerate(first), 2):
        walls = barriers(lines[one], lines[other], rules)
        table[a, b] = table[b, a] = any(wall.rule == rule for wall in walls)
    return codes, table
