"""May this startup enter this programme, and how do we know?

A missing fact makes a criterion *unknown*, and an unknown criterion asks a question instead of
rejecting a startup. Each kind of criterion has its one meaning, over columns (``criteria``): the
same lines answer for one profile and for a million.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import NOT_APPLICABLE, UNKNOWN, UNMET, Verdict
from matcher.eligibility.criteria import kind_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.vocabulary import When
    from programmes.criteria import AnyCriterion

__all__ = ["answers", "joined"]


def answers(
    criterion: AnyCriterion, frame: Frame, *, on: datetime, closes: When | None = None
) -> Answers:
    """What one criterion finds in each profile.

    Args:
        criterion: One condition of a programme.
        frame: n profiles as columns.
        on: The instant that is asked about; group membership is taken on its day in UTC.
        closes: When the call closes, for conditions counted to that day.

    Returns:
        Shape (n,), values of ``Answer``. A criterion that we are not sure of is never met or
        unmet: it is unknown.
    """
    day = on.astimezone(UTC).date()
    found = kind_of(criterion).meaning(criterion, frame, day, closes)
    if not criterion.sure:
        found = np.where(found == NOT_APPLICABLE, found, UNKNOWN).astype(np.uint8)
    return found


def joined(worst: Answers, *, pool: NDArray[np.bool_]) -> Answers:
    """The verdict that follows from the worst answer of a programme's criteria.

    The order of criteria does not matter to the worst answer, and another one never betters it.

    Args:
        worst: Values of ``Answer``, shape (..., n).
        pool: Whether states are the buyers, so that a company can only supply; broadcastable.

    Returns:
        Values of ``Verdict``, in the shape of ``worst``.
    """
    best = np.where(pool, Verdict.SUPPLY_CHAIN, Verdict.ELIGIBLE)
    middle = np.where(pool, Verdict.SUPPLY_CHAIN, Verdict.UNDETERMINED)
    found = np.where(worst == UNKNOWN, middle, best)
    return np.where(worst == UNMET, Verdict.INELIGIBLE, found).astype(np.uint8)
