"""Which candidate should an officer judge next?

The one of whom the ranking could learn most about its head: who stands high, or could, because
little is known of what is like it. The value of a candidate is its log-odds and as many standard
deviations of what was not learned yet as there is reason to be curious.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.learning.model import design_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.learning.model import GradedPair
    from matcher.fit.model import FitModel

    Floats = NDArray[np.float64]

__all__ = ["next_to_judge"]

_CURIOUS = 1.5
_NOISE = 4.0
"""The variance of a judgment on the scale of log-odds: the logistic function's bound."""


def next_to_judge(
    log_odds: Floats,
    values: Floats,
    vectors: Floats,
    judged: Sequence[GradedPair],
    model: FitModel,
) -> NDArray[np.intp]:
    """The candidates in the order in which they are worth a judgment.

    Args:
        log_odds: Of each as it is ranked now, shape (candidates,).
        values: Of the features, shape (candidates, features).
        vectors: Of the texts, shape (candidates, dimension).
        judged: What is known already.
        model: The shipped fit.

    Returns:
        Places, the most worthwhile first; ties by place.
    """
    mine = design_of(values - model.zeros, np.asarray(vectors, np.float64))
    spread = np.einsum("ij,ij->i", mine, mine)
    if judged:
        known = design_of(
            np.array([one.values for one in judged]) - model.zeros,
            np.array([one.vector for one in judged], np.float64),
        )
        told = known @ known.T + _NOISE * np.eye(len(known))
        cross = mine @ known.T
        spread = spread - np.einsum("ij,ij->i", cross, np.linalg.solve(told, cross.T).T)
    worth = log_odds + _CURIOUS * np.sqrt(np.maximum(spread, 0.0))
    return np.argsort(-worth, kind="stable")
