"""What speaks for a pair, in numbers that do not depend on any other pair?

Each feature lies in [0, 1] and has a name that a person understands. These compare texts, for every
opening of a programme; those that compare facts are in ``matcher.offers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.index import Index, Reading

    Floats = NDArray[np.float64]

__all__ = ["TEXT_FEATURES", "text_features"]

TEXT_FEATURES = ("meaning", "title", "words", "title_words", "shared")

_PIVOT = 50.0
"""Length of the words of a usual opening; longer ones are not made to pay for it in full."""
_SLOPE = 0.75
_TITLE_EASE = 5.0
"""Rarity added to a title's, so that one rare word in it is not a whole title."""
_HALF_SHARED = 60.0
"""Rarity of shared words at which ``shared`` is one half."""


def text_features(reading: Reading, index: Index) -> Floats:
    """Likeness in meaning, of the title, in words, in words of the title, and how much is shared.

    Returns:
        Shape (openings, 5), in [0, 1]; negative likeness counts as none.
    """
    found = np.zeros((len(index.openings), len(TEXT_FEATURES)))
    if not len(index.openings):
        return found
    if len(reading.vectors):
        best = (index.vectors @ reading.vectors.T).max(axis=1)
        titles = best[index.starts]
        # A title is no passage of its own, unless there is nothing else.
        best[index.starts] = np.where(index.alone, titles, -1.0)
        found[:, 0] = np.maximum.reduceat(best, index.starts)
        found[:, 1] = titles
    product, shared = index.words.meet(reading.words)
    lengths = _SLOPE * index.words.lengths + (1.0 - _SLOPE) * _PIVOT
    found[:, 2] = product / (max(reading.words.length, 1.0) * lengths)
    _, in_title = index.title_words.meet(reading.words)
    found[:, 3] = in_title / (_TITLE_EASE + index.title_words.rarities)
    found[:, 4] = shared / (shared + _HALF_SHARED)
    return found.clip(0.0, 1.0)
