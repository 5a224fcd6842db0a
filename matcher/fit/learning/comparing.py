"""Is what was learned better than the shipped fit, on judgments that came later?

Judgments are taken in the order of time: a model learns from the earlier ones and is asked about
the later ones, as it will be. What counts is how often, of two candidates with different grades,
the better one stands higher. The interval comes from drawing the later candidates anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.learning.model import FEWEST, learn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.learning.model import GradedPair
    from matcher.fit.model import FitModel

    Floats = NDArray[np.float64]

__all__ = ["FitComparison", "compared"]

_CUTS = (0.5, 0.6, 0.7, 0.8)
_DRAWS = 400
_SEED = 7
_WITHIN = (0.005, 0.995)
"""Quantiles of the interval. Drawing later candidates anew leaves out what chance does to the
learning, so it is wide: of sixty programmes whose grades dice had thrown, four were called better,
where nine were with nine times of ten."""


@dataclass(frozen=True, slots=True)
class FitComparison:
    """How two rankings of one programme do on later judgments.

    Attributes:
        judged: How many judgments there are.
        pairs: How many pairs of later candidates with different grades were looked at.
        shipped, learned: The share of them in the right order; None where there are no pairs.
        gain: How much larger the learned share is.
        low, high: An interval for that; see ``_WITHIN``.
    """

    judged: int
    pairs: int
    shipped: float | None = None
    learned: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def better(self) -> bool:
        """Whether the learned ranking is better, and not by chance."""
        return self.low is not None and self.low > 0


def compared(judged: Sequence[GradedPair], model: FitModel) -> FitComparison:
    """Compare in the order of time.

    Args:
        judged: The earliest first.
        model: The shipped fit.
    """
    number = len(judged)
    if number < 2 * FEWEST:
        return FitComparison(number, 0)
    dice = np.random.default_rng(_SEED)
    right = np.zeros((2, _DRAWS + 1))
    pairs = np.zeros(_DRAWS + 1)
    for cut in _CUTS:
        at = int(number * cut)
        later = judged[at:]
        found = learn("", judged[:at], model)
        values = np.array([one.values for one in later])
        scores = (
            model.log_odds(values),
            found.log_odds(model, values, np.array([one.vector for one in later])),
        )
        grades = np.array([one.grade for one in later])
        above = grades[:, None] > grades[None, :]
        # The first row counts each once: that is the figure itself.
        weights = np.vstack(
            [np.ones(len(later)), dice.multinomial(len(later), np.full(len(later), 1 / len(later)),
                                                   _DRAWS)]
        )  # fmt: skip
        pairs += np.einsum("di,ij,dj->d", weights, above.astype(float), weights)
        for row, score in enumerate(scores):
            order = (score[:, None] > score[None, :]) + 0.5 * (score[:, None] == score[None, :])
            right[row] += np.einsum("di,ij,dj->d", weights, above * order, weights)
    if not pairs[0]:
        return FitComparison(number, 0)
    shares = right / np.maximum(pairs, 1.0)
    gains = shares[1] - shares[0]
    low, high = np.quantile(gains[1:][pairs[1:] > 0], _WITHIN)
    shown = [round(float(one), 4) for one in (shares[0, 0], shares[1, 0], gains[0], low, high)]
    return FitComparison(number, int(pairs[0]), *shown)
