"""What are the verdicts and fits of some profiles with all programmes?

One way through for one profile and for a block of thousands: rules over columns, text features of
the best opening, features of stated facts, fit. Whoever ranks, ranks what is found here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.features import text_features
from matcher.fit.scope import scopes_of
from matcher.results import MARKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.columns import Frame
    from matcher.eligibility.rulebook import RulebookResult
    from matcher.fit.index import Index, ProfileReading
    from matcher.fit.model import FitModel
    from matcher.fit.snapshot import Snapshot

__all__ = ["Scores", "best_texts", "score_block"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found for n profiles.

    Attributes:
        judgement: Answers and verdicts.
        readings: Of each profile, whether its text could be judged by; places in
            ``results.MARKS``.
        values: Features of each pair, shape (n, programmes, features).
        openings: Of each pair, the programme's opening that fits best; shape (n, programmes).
        fits: As shown and ranked, shape (n, programmes).
        texts: Text features of every opening, shape (features, n, openings), for a profile alone:
            of many they would take more memory than all else.
    """

    judgement: RulebookResult
    readings: NDArray[np.uint8]
    values: NDArray[np.float64]
    openings: NDArray[np.intp]
    fits: NDArray[np.float64]
    texts: NDArray[np.float64] | None = None


def score_block(
    frame: Frame, readings: Sequence[ProfileReading], snapshot: Snapshot, model: FitModel
) -> Scores:
    """Judge and weigh each profile with each programme.

    Args:
        frame: n profiles as columns.
        readings: The same profiles' texts.
        snapshot: The programmes at the instant asked about.
        model: The weights.
    """
    judgement = snapshot.rulebook.judge(frame)
    every = text_features(readings, snapshot.index)
    text, openings = _best(every, snapshot.index, model)
    scopes = scopes_of([one.scope for one in readings])
    structured = snapshot.index.offers.features(frame, scopes, snapshot.rulebook, judgement)
    # Feature by feature in memory, as they are worked out and weighed.
    planes = np.concatenate([text, np.moveaxis(structured, 2, 0)])
    values = np.moveaxis(planes, 0, 2)
    alone = every if len(readings) == 1 else None
    marks = np.array([MARKS.index(one.mark) for one in readings], np.uint8)
    return Scores(judgement, marks, values, openings, model.fit(values), alone)


def best_texts(
    readings: Sequence[ProfileReading], index: Index, model: FitModel
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Of each programme: the text features of its best opening, and which one that is.

    Returns:
        Shapes (text features, n, programmes) and (n, programmes).
    """
    return _best(text_features(readings, index), index, model)


def _best(
    text: NDArray[np.float64], index: Index, model: FitModel
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    best = index.best_openings(model.strength(np.moveaxis(text, 0, 2)))
    if best.shape == text.shape[1:]:
        return text, best
    return np.take_along_axis(text, best[None], axis=2), best
