"""Where no assignment keeps all terms: which fewest of them cannot be kept together?

A set of terms clashes if nothing keeps all of them, whatever becomes of the others. The smallest
is found by its duality with what must give way: the fewest terms whose loss would help are asked
for again and again, and a smallest set that meets all of these is tried, until it clashes itself
(Ignatiev, Previti, Liffiton and Marques-Silva 2015, doi:10.1007/978-3-319-23219-5_13). Values play
no part in it, so applicants whom no term tells apart are counted, and not listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matcher.selection.terms import Bounded, Term

__all__ = ["Clash", "smallest_clash"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Terms that cannot be kept together, each needed for that.

    Attributes:
        terms: Their places in the list of terms, in its order.
        possible: Of each, the number with which the others could be kept; None where no number
            helps, as with a pair.
    """

    terms: tuple[int, ...]
    possible: tuple[int | None, ...]


@dataclass(frozen=True)
class _Row:
    """A bound over counted pairs: coefficients, bounds, and the terms that state them."""

    at: tuple[int, ...]
    least: float
    most: float
    floor: int
    cap: int
    size: int = 1


class _CountedProblem:
    """The same problem over kinds of applicants: how many of a kind have which host."""

    def __init__(self, parts: Sequence[Bounded], pairs: int) -> None:
        own = [one for one in parts if one.owner >= 0]
        rest = [one for one in parts if one.owner < 0]
        marks: list[list[int]] = [[] for _ in range(pairs)]
        for number, part in enumerate(rest):
            for at in part.pairs.tolist():
                marks[at].append(number)
        kinds: dict[tuple[tuple[int, ...], ...], list[Bounded]] = {}
        for one in own:
            sign = tuple(sorted(tuple(marks[at]) for at in one.pairs.tolist()))
            kinds.setdefault(sign, []).append(one)
        self.sizes: list[int] = []
        self.rows: list[_Row] = []
        counted: list[list[int]] = [[] for _ in rest]
        for sign, alike in kinds.items():
            first = len(self.sizes)
            for mark in sign:
                for number in mark:
                    counted[number].append(len(self.sizes))
                self.sizes.append(len(alike))
            self._each(alike[0], len(alike), tuple(range(first, len(self.sizes))))
        for part, some in zip(rest, counted, strict=True):
            self._row(tuple(some), part)

    def _each(self, part: Bounded, size: int, at: tuple[int, ...]) -> None:
        least = -np.inf if part.least is None else part.least * size
        most = np.inf if part.most is None else part.most * size
        self.rows.append(_Row(at, least, most, part.floor, part.cap, size))

    def _row(self, at: tuple[int, ...], part: Bounded) -> None:
        least = -np.inf if part.least is None else part.least
        most = np.inf if part.most is None else part.most
        self.rows.append(_Row(at, least, most, part.floor, part.cap))

    def gives_way(self, kept: frozenset[int], terms: int) -> frozenset[int] | None:
        """The fewest terms that must go so that something keeps all others.

        Args:
            kept: Terms that must stay.
            terms: How many there are.

        Returns:
            What goes; None where nothing keeps even those that must stay.
        """
        width = len(self.sizes)
        cost = np.concatenate([np.zeros(width), np.ones(terms)])
        upper = np.concatenate([np.array(self.sizes, float), np.ones(terms)])
        upper[width + np.array(sorted(kept), np.int64)] = 0
        grid, least, most = self._elastic(terms)
        found = _solved(cost, upper, grid, least, most)
        if found is None:
            return None
        return frozenset(np.flatnonzero(found[width:] > 0.5).tolist())

    def _elastic(self, terms: int) -> tuple[Any, Any, Any]:
        from scipy.sparse import csr_array

        width = len(self.sizes)
        entries: list[tuple[int, int, float]] = []
        least: list[float] = []
        most: list[float] = []
        for row in self.rows:
            reach = sum(self.sizes[at] for at in row.at)
            for bound, term, sign in ((row.least, row.floor, 1.0), (row.most, row.cap, -1.0)):
                if not np.isfinite(bound):
                    continue
                here = len(least)
                entries += [(here, at, 1.0) for at in row.at]
                if term >= 0:
                    slack = bound if sign > 0 else max(reach - bound, 0.0)
                    entries.append((here, width + term, sign * slack))
                least.append(bound if sign > 0 else -np.inf)
                most.append(np.inf if sign > 0 else bound)
        where = np.array([(r, c) for r, c, _ in entries], np.int64).reshape(-1, 2)
        values = np.array([v for *_, v in entries])
        shape = (len(least), width + terms)
        grid = csr_array((values, (where[:, 0], where[:, 1])), shape=shape)
        return grid, np.array(least), np.array(most)

    def possible(self, term: int, others: frozenset[int]) -> int | None:
        """With which number of one term the others of a clash could be kept; None if with none."""
        from scipy.sparse import csr_array

        # One more variable: by how much the term is missed.
        width = len(self.sizes)
        entries: list[tuple[int, int, float]] = []
        least: list[float] = []
        most: list[float] = []
        number = 0.0
        for row in self.rows:
            for bound, one, sign in ((row.least, row.floor, 1.0), (row.most, row.cap, -1.0)):
                if not np.isfinite(bound) or (one not in others and one != term and one >= 0):
                    continue
                here = len(least)
                entries += [(here, at, 1.0) for at in row.at]
                if one == term:
                    entries.append((here, width, sign * row.size))
                    number = sign * bound / row.size
                least.append(bound if sign > 0 else -np.inf)
                most.append(np.inf if sign > 0 else bound)
        where = np.array([(r, c) for r, c, _ in entries], np.int64).reshape(-1, 2)
        grid = csr_array(
            (np.array([v for *_, v in entries]), (where[:, 0], where[:, 1])),
            shape=(len(least), width + 1),
        )
        cost = np.append(np.zeros(width), 1.0)
        upper = np.append(np.array(self.sizes, float), np.inf)
        found = _solved(cost, upper, grid, np.array(least), np.array(most))
        return None if found is None else abs(round(number - found[-1]))


def _solved(cost: Any, upper: Any, grid: Any, least: Any, most: Any) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(cost):
        return None
    done = milp(
        cost,
        bounds=Bounds(0, upper),
        integrality=np.ones(len(cost)),
        constraints=LinearConstraint(grid, least, most) if grid.shape[0] else None,
        options={"mip_rel_gap": 0},
    )
    return done.x


def smallest_clash(terms: Sequence[Term], parts: Sequence[Bounded], pairs: int) -> Clash:
    """The fewest terms that cannot be kept together.

    Args:
        terms: All terms; nothing keeps all of them.
        parts: What they count.
        pairs: How many pairs could be.

    Returns:
        The clash; empty where the terms can be kept after all.
    """
    counted = _CountedProblem(parts, pairs)
    meets: list[frozenset[int]] = []
    while True:
        tried = _hitting(meets, len(terms))
        gone = counted.gives_way(tried, len(terms))
        if gone is None:
            break
        if not gone:
            return Clash((), ())
        meets.append(gone)
    found = tuple(sorted(tried))
    pairwise = {"pin", "conflict"}
    numbers = [
        None if terms[one].kind in pairwise else counted.possible(one, tried - {one})
        for one in found
    ]
    return Clash(found, tuple(numbers))


def _hitting(sets: Sequence[frozenset[int]], terms: int) -> frozenset[int]:
    """The fewest terms of which every set holds one; of several such, the earliest."""
    if not sets:
        return frozenset()
    from scipy.optimize import Bounds, LinearConstraint, milp

    grid = np.zeros((len(sets), terms))
    for row, one in enumerate(sets):
        grid[row, sorted(one)] = 1
    # Less than one in all, so that it decides between equals alone.
    late = np.arange(terms) / (terms * terms + 1.0)
    done = milp(
        1 + late,
        bounds=Bounds(0, 1),
        integrality=np.ones(terms),
        constraints=LinearConstraint(grid, 1, np.inf),
        options={"mip_rel_gap": 0},
    )
    return frozenset(np.flatnonzero(done.x > 0.5).tolist())
