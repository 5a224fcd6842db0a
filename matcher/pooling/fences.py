"""Which groups may not become one, when every group knows only a little of its lines?

A group keeps what its lines state as one number, and of their days the first and the last: whether
a rule parts any line of one group from any line of another is then read off, however many lines
they have. It is the same answer that each two lines would give; a test asks them.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

__all__ = ["EARLIEST", "LATEST", "Days", "Fences"]

LATEST = 10**8
"""Later than any day: where nothing is said of an end."""
EARLIEST = -LATEST


@dataclass(frozen=True)
class Days:
    """When each node can be delivered to, as numbers of days; shape (nodes,) each.

    Attributes:
        opens: The first day; ``EARLIEST`` if none is stated.
        first: The last day on which it is in time; ``LATEST`` if none is stated.
        last: The same; ``EARLIEST`` if none is stated.
        until: The last day by which another may be needed that shares a group with it.
    """

    opens: Numbers
    first: Numbers
    last: Numbers
    until: Numbers


class Fences:
    """Groups, each of one node at first, and what keeps them apart.

    Args:
        codes: What each node states besides its days, as a number; shape (nodes,).
        barred: Which of these may not meet; shape (numbers, numbers), symmetric.
        days: None where none are looked at.
    """

    opens: Numbers
    until: Numbers
    first: Numbers
    last: Numbers

    def __init__(self, codes: NDArray[np.intp], barred: Flags, days: Days | None = None) -> None:
        # What is kept from the same others is the same here.
        rows, place = np.unique(barred, axis=0, return_inverse=True)
        place = place.reshape(-1)
        firsts = [int(np.flatnonzero(place == at)[0]) for at in range(len(rows))]
        self._stated = _Stated(rows[:, firsts].astype(np.bool_))
        self.state: NDArray[np.intp] = place[codes].astype(np.intp)
        self._dated = days is not None
        if days is not None:
            self.opens, self.until = days.opens.copy(), days.until.copy()
            self.first, self.last = days.first.copy(), days.last.copy()

    def barred(self, one: int) -> Flags:
        """Which groups one may not meet; shape (groups,)."""
        found: Flags = self._stated.table[self.state[one]][self.state]
        if self._dated:
            found |= self.last > self.until[one]
            found |= self.until < self.last[one]
            found |= self.opens > self.first[one]
            found |= self.first < self.opens[one]
        return found

    def join(self, one: int, other: int) -> None:
        """Let one group hold what two held; the other's place means nothing any more."""
        self.state[one] = self._stated.union(int(self.state[one]), int(self.state[other]))
        if self._dated:
            for most in (self.opens, self.last):
                most[one] = max(most[one], most[other])
            for least in (self.first, self.until):
                least[one] = min(least[one], least[other])

    def keep(self, places: NDArray[np.intp]) -> None:
        """Forget all groups but some, which are numbered anew in this order."""
        self.state = self.state[places]
        if self._dated:
            self.opens, self.until = self.opens[places], self.until[places]
            self.first, self.last = self.first[places], self.last[places]

    def only(self, places: NDArray[np.intp]) -> Fences:
        """The same of some groups alone."""
        found = copy(self)
        found.keep(places)
        return found


class _Stated:
    """Numbers for what groups state, and which of them may not meet.

    Attributes:
        table: Shape (numbers or more, the same).
    """

    def __init__(self, base: Flags) -> None:
        count = len(base)
        self.base = base
        self.table = base.copy()
        self.members: Flags = np.eye(count, dtype=np.bool_)
        self.sets = [frozenset((at,)) for at in range(count)]
        self.known = {held: at for at, held in enumerate(self.sets)}
        self.unions: dict[tuple[int, int], int] = {}

    def union(self, one: int, other: int) -> int:
        """The number of what two groups state together."""
        if one == other:
            return one
        pair = (min(one, other), max(one, other))
        if pair not in self.unions:
            self.unions[pair] = self._number(self.sets[one] | self.sets[other])
        return self.unions[pair]

    def _number(self, held: frozenset[int]) -> int:
        # Who is kept from fewer than another of the group, and from none else, adds nothing.
        ordered = sorted(held)
        rows = self.base[ordered]
        kept = frozenset(
            code
            for at, code in enumerate(ordered)
            if not any(at != by and not (rows[at] & ~rows[by]).any() for by in range(len(ordered)))
        )
        if kept not in self.known:
            self._add(kept)
        return self.known[kept]

    def _add(self, kept: frozenset[int]) -> None:
        new = len(self.sets)
        bars = self.base[sorted(kept)].any(axis=0)
        against = (self.members[:new] & bars).any(axis=1)
        if new == len(self.table):
            wider = np.zeros((2 * new, 2 * new), np.bool_)
            wider[:new, :new] = self.table
            self.table = wider
            self.members = np.vstack([self.members, np.zeros_like(self.members)])
        self.members[new, sorted(kept)] = True
        self.table[new, :new] = self.table[:new, new] = against
        self.known[kept] = new
        self.sets.append(kept)
