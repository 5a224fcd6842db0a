"""What are the verdicts and fits of some profiles with all programmes?

One way through for one profile and for a block of thousands: rules over columns, text features of
the best opening, features of stated facts, fit. Whoever ranks, ranks what is found here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.features import text_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.board import Board
    from matcher.fit import FitModel
    from matcher.frame import Frame
    from matcher.index import Index, Reading
    from matcher.rulebook import Judgement

__all__ = ["Scores", "best_texts", "score_block"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found for n profiles.

    Attributes:
        judgement: Answers and verdicts.
        values: Features of each pair, shape (n, programmes, features).
        openings: Of each pair, the programme's opening that fits best; shape (n, programmes).
        fits: As shown and ranked, shape (n, programmes).
    """

    judgement: Judgement
    values: NDArray[np.float64]
    openings: NDArray[np.intp]
    fits: NDArray[np.float64]


def score_block(frame: Frame, readings: Sequence[Reading], board: Board, model: FitModel) -> Scores:
    """Judge and weigh each profile with each programme.

    Args:
        frame: n profiles as columns.
        readings: The same profiles' texts.
        board: The programmes at the instant asked about.
        model: The weights.
    """
    judgement = board.rulebook.judge(frame)
    structured = board.index.offers.features(frame, board.rulebook, judgement)
    n_text = len(model.names) - structured.shape[2]
    values = np.empty((*structured.shape[:2], len(model.names)))
    values[:, :, n_text:] = structured
    openings = np.empty(structured.shape[:2], np.intp)
    for row, reading in enumerate(readings):
        values[row, :, :n_text], openings[row] = best_texts(reading, board.index, model)
    return Scores(judgement, values, openings, model.fit(values))


def best_texts(
    reading: Reading, index: Index, model: FitModel
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Of each programme: the text features of its best opening, and which one that is."""
    text = text_features(reading, index)
    n_text = text.shape[1]
    strength = (text - model.zeros[:n_text]) @ model.weights[:n_text]
    best = index.best_openings(strength)
    return text[best], best
