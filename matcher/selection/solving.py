"""Which choice of pairs has the greatest sum, of all that keep the bounds?

HiGHS proves it. A large problem is not handed over whole: the best pairs of each applicant and of
each part come first, and the prices of that solution tell which of all others could still improve
it (column generation), until none can. Where the relaxed answer is not whole, pairs that could not
close the gap stay out and the whole numbers are proved over the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.selection.terms import Bounded

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Bounds", "Infeasible", "greatest"]

AT_ONCE = 30_000
"""Pairs that are handed over whole."""
_FIRST = 8
_MORE = 40_000
_NEAR = 1e-6
_GAIN = 1e-4
"""What is less of a value than this is rounding: values are whole numbers."""
_SHORT = 1e9


class Infeasible(Exception):
    """No choice keeps the bounds; ``selection.clash`` says which of them clash."""


@dataclass(frozen=True)
class Bounds:
    """Rows of ones and zeros over the pairs, each with a least and a greatest sum.

    Attributes:
        grid: Sparse, shape (rows, pairs), by row.
        columns: The same, by column.
        least, most: Shape (rows,); infinite where there is no bound.
    """

    grid: Any
    columns: Any
    least: Floats
    most: Floats

    @classmethod
    def of(cls, parts: Sequence[Bounded], pairs: int) -> Bounds:
        """The bounds that parts state."""
        rows = [(one.pairs, one.least, one.most) for one in parts]
        return cls.rows(rows, pairs)

    @classmethod
    def rows(cls, rows: Sequence[tuple[Ints, float | None, float | None]], pairs: int) -> Bounds:
        """The same of plain rows: which pairs, least and most."""
        from scipy.sparse import csr_array

        starts = np.cumsum([0, *(len(one) for one, _, _ in rows)])
        held = [one for one, _, _ in rows]
        columns = np.concatenate(held) if held else np.zeros(0, np.int64)
        ones = np.ones(len(columns))
        grid = csr_array((ones, columns.astype(np.int64), starts), shape=(len(rows), pairs))
        least = np.array([-np.inf if low is None else low for _, low, _ in rows], float)
        most = np.array([np.inf if high is None else high for _, _, high in rows], float)
        return cls(grid, grid.tocsc(), least, most)

    def and_row(self, pairs: Ints, least: float) -> Bounds:
        """The same with one row more: at least so many of these pairs."""
        from scipy.sparse import csr_array, vstack

        ones = np.ones(len(pairs))
        row = csr_array((ones, pairs, [0, len(pairs)]), shape=(1, self.grid.shape[1]))
        grid = vstack([self.grid, row]).tocsr()
        return Bounds(
            grid, grid.tocsc(), np.append(self.least, least), np.append(self.most, np.inf)
        )

    def kept(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether a choice keeps all of them."""
        sums = self.grid @ chosen.astype(float)
        return bool(((sums >= self.least) & (sums <= self.most)).all())


@dataclass(frozen=True)
class _Relaxed:
    """An answer in parts, with what each pair would change and which rows hold it."""

    x: Floats
    total: float
    gains: Floats
    low: NDArray[np.bool_]
    high: NDArray[np.bool_]


def greatest(values: Ints, bounds: Bounds, ties: Ints | None = None) -> NDArray[np.bool_]:
    """The choice with the greatest sum.

    Args:
        values: What each pair is worth, shape (pairs,).
        bounds: What must be kept.
        ties: What each pair costs among choices of equal sums, shape (pairs,): the cheapest of
            them is taken where the relaxed answer is whole.

    Returns:
        Which pairs are chosen, shape (pairs,).

    Raises:
        Infeasible: No choice keeps the bounds.
    """
    if not len(values):
        if (bounds.least > 0).any():
            raise Infeasible
        return np.zeros(0, np.bool_)
    relaxed, active = _priced(values.astype(float), bounds)
    if not _whole(relaxed.x):
        return _proved(values.astype(float), bounds, relaxed, active)
    if ties is None:
        return relaxed.x > 0.5
    return _cheapest(ties.astype(float), bounds, relaxed)


def _whole(x: Floats) -> bool:
    return bool((np.abs(x - np.rint(x)) < _NEAR).all())


def _priced(values: Floats, bounds: Bounds) -> tuple[_Relaxed, Ints]:
    """The relaxed answer over all pairs, and the pairs that were handed over for it."""
    active = _first(values, bounds)
    while True:
        found = _relaxed(values, bounds, active)
        better = found.gains > _GAIN
        better[active] = False
        missing = np.flatnonzero(better)
        if not len(missing):
            return found, active
        if len(missing) > _MORE:
            missing = np.sort(missing[np.argsort(-found.gains[missing], kind="stable")[:_MORE]])
        active = np.union1d(active, missing)


def _first(values: Floats, bounds: Bounds) -> Ints:
    """The pairs to begin with: all of a small problem, else the best of every row."""
    pairs = len(values)
    if pairs <= AT_ONCE:
        return np.arange(pairs)
    taken = np.zeros(pairs, np.bool_)
    grid = bounds.grid
    for row in range(grid.shape[0]):
        some = grid.indices[grid.indptr[row] : grid.indptr[row + 1]]
        need = max(bounds.least[row], bounds.most[row] if np.isfinite(bounds.most[row]) else 0, 0)
        many = int(min(len(some), max(_FIRST, 2 * need)))
        taken[some[np.argsort(-values[some], kind="stable")[:many]]] = True
    return np.flatnonzero(taken)


def _relaxed(values: Floats, bounds: Bounds, active: Ints) -> _Relaxed:
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, hstack, vstack

    some = bounds.columns[:, active].tocsr()
    high, low = np.isfinite(bounds.most), bounds.least > 0
    # A floor that these pairs cannot reach is paid for, so that prices say which pairs are wanted.
    lacking = eye_array(some.shape[0], format="csr")[low]
    up = hstack([some[high], 0 * lacking.T[high]]) if low.any() else some[high]
    down = hstack([-some[low], -lacking @ lacking.T]) if low.any() else -some[low]
    limit = np.concatenate([bounds.most[high], -bounds.least[low]])
    shorts = int(low.sum())
    cost = np.concatenate([-values[active], np.full(shorts, _SHORT)])
    limits = np.zeros((len(cost), 2))
    limits[: len(active), 1] = 1
    limits[len(active) :, 1] = np.inf
    done = linprog(cost, vstack([up, down]).tocsr(), limit, bounds=limits, method="highs")
    if done.x is None:
        raise Infeasible
    duals = np.zeros(some.shape[0])
    marginals = -done.ineqlin.marginals
    duals[high] += marginals[: int(high.sum())]
    duals[low] -= marginals[int(high.sum()) :]
    gains = values - bounds.columns.T @ duals
    x = np.zeros(len(values))
    x[active] = done.x[: len(active)]
    if shorts and done.x[len(active) :].max() > _NEAR:
        # Pairs that are not at hand may still fill it.
        waiting = gains > _GAIN
        waiting[active] = False
        if not waiting.any():
            raise Infeasible
    tight_high, tight_low = np.zeros(len(duals), np.bool_), np.zeros(len(duals), np.bool_)
    tight_high[high] = marginals[: int(high.sum())] > _GAIN
    tight_low[low] = marginals[int(high.sum()) :] > _GAIN
    return _Relaxed(x, float(values @ x), gains, tight_low, tight_high)


def _proved(values: Floats, bounds: Bounds, relaxed: _Relaxed, active: Ints) -> NDArray[np.bool_]:
    """The best whole answer: over the pairs at hand first, then over all that could beat it."""
    best = _milp(-values[active], bounds, active)
    gap = np.inf if best is None else relaxed.total - float(values @ best)
    could = np.flatnonzero(relaxed.gains >= -gap - 1.0)
    could = np.union1d(could, np.flatnonzero(relaxed.x > _NEAR))
    if best is None or len(np.setdiff1d(could, active)):
        best = _milp(-values[could], bounds, could)
    if best is None:
        raise Infeasible
    return best


def _milp(cost: Floats, bounds: Bounds, active: Ints) -> NDArray[np.bool_] | None:
    from scipy.optimize import Bounds as Between
    from scipy.optimize import LinearConstraint, milp

    rows = LinearConstraint(bounds.columns[:, active], bounds.least, bounds.most)
    whole = np.ones(len(cost))
    done = milp(
        cost,
        bounds=Between(0, 1),
        integrality=whole,
        constraints=rows,
        options={"mip_rel_gap": 0},
    )
    if done.x is None:
        return None
    chosen = np.zeros(bounds.columns.shape[1], np.bool_)
    chosen[active[done.x > 0.5]] = True
    return chosen


def _cheapest(ties: Floats, bounds: Bounds, relaxed: _Relaxed) -> NDArray[np.bool_]:
    """Of all choices with the greatest sum, the one that costs least.

    A choice has the greatest sum exactly if it leaves out what would lose, takes what gains, and
    fills every row that has a price: the prices of one best answer describe all of them.
    """
    from scipy.optimize import Bounds as Between
    from scipy.optimize import LinearConstraint, milp

    some = np.flatnonzero((relaxed.gains >= -_GAIN) | (relaxed.x > 0.5))
    sure = relaxed.gains[some] > _GAIN
    least = np.where(relaxed.high, bounds.most, bounds.least)
    most = np.where(relaxed.low, bounds.least, bounds.most)
    grid = bounds.columns[:, some]
    limits = np.stack([np.where(sure, 1.0, 0.0), np.ones(len(some))], axis=1)
    for whole in (0, 1):
        done = milp(
            ties[some],
            bounds=Between(limits[:, 0], limits[:, 1]),
            integrality=np.full(len(some), whole),
            constraints=LinearConstraint(grid, least, most),
            options={"mip_rel_gap": 0},
        )
        if done.x is not None and _whole(done.x):
            chosen = np.zeros(len(relaxed.x), np.bool_)
            chosen[some[done.x > 0.5]] = True
            return chosen
    return relaxed.x > 0.5
