"""How does one aim follow another without losing what the first reached?

All best answers of a linear program are one face of it: pairs that would lose stay out, pairs that
gain stay in, and rows that have a price stay full. The next aim is then pursued on that face. It
adds no row, so what was whole stays whole, and each step is smaller than the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.selection.solving import Infeasible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.selection.solving import Bounds

    Floats = NDArray[np.float64]

__all__ = ["Broken", "Face"]

_NEAR = 1e-6


class Broken(Exception):
    """The relaxed answer is not whole: faces say nothing of whole numbers then."""


@dataclass(frozen=True)
class Face:
    """What may still be.

    Attributes:
        grid: Sparse, shape (rows, pairs), by column.
        least, most: Of each row.
        low, high: Of each pair: 0 and 1, or twice the same where it is settled.
    """

    grid: Any
    least: Floats
    most: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, bounds: Bounds) -> Face:
        """Everything that keeps the bounds."""
        pairs = bounds.columns.shape[1]
        return cls(bounds.columns, bounds.least, bounds.most, np.zeros(pairs), np.ones(pairs))

    def best(self, gains: Floats) -> tuple[Floats, Face]:
        """The greatest sum of gains, and the face of all answers that reach it.

        Raises:
            Infeasible: Nothing is on this face.
            Broken: The answer is not whole.
        """
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        free = np.flatnonzero(self.high > 0)
        grid = self.grid[:, free].tocsr()
        same = self.least == self.most
        up, down = np.isfinite(self.most) & ~same, (self.least > 0) & ~same
        done = linprog(
            -gains[free],
            vstack([grid[up], -grid[down]]).tocsr(),
            np.concatenate([self.most[up], -self.least[down]]),
            grid[same] if same.any() else None,
            self.most[same] if same.any() else None,
            bounds=np.stack([self.low[free], self.high[free]], axis=1),
            method="highs",
        )
        if done.x is None:
            raise Infeasible
        if (np.abs(done.x - np.rint(done.x)) > _NEAR).any():
            raise Broken
        x = np.zeros(len(gains))
        x[free] = np.rint(done.x)
        marginals, many = done.ineqlin.marginals, int(up.sum())
        least, most = self.least.copy(), self.most.copy()
        full = np.flatnonzero(up)[marginals[:many] < -_NEAR]
        least[full] = most[full]
        needed = np.flatnonzero(down)[marginals[many:] < -_NEAR]
        most[needed] = least[needed]
        low, high = self.low.copy(), self.high.copy()
        high[free[done.lower.marginals > _NEAR]] = low[free[done.lower.marginals > _NEAR]]
        low[free[done.upper.marginals < -_NEAR]] = high[free[done.upper.marginals < -_NEAR]]
        return x, Face(self.grid, least, most, low, high)
