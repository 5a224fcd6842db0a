"""What speaks for a pair, in numbers that do not depend on any other pair?

Each feature lies in [0, 1] and has a name that a person understands. These compare texts, for every
opening of a programme; those that compare facts are in ``matcher.offers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.lexical import coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.index import Index, Reading

    Floats = NDArray[np.float64]

__all__ = ["TEXT_FEATURES", "text_features"]

TEXT_FEATURES = ("meaning", "title", "words")
_BEST = 3


def text_features(reading: Reading, index: Index) -> Floats:
    """Likeness in meaning (the best three passages), of the title, and in words.

    Returns:
        Shape (openings, 3), in [0, 1]; negative likeness counts as none.
    """
    n = len(index.openings)
    found = np.zeros((n, len(TEXT_FEATURES)))
    if not n or not len(reading.vectors):
        return found
    best = (index.vectors @ reading.vectors.T).max(axis=1)
    ends = np.append(index.starts[1:], len(best))
    for row, (start, end) in enumerate(zip(index.starts, ends, strict=True)):
        top = np.sort(best[start:end])[-_BEST:]
        found[row, 0] = top.mean()
        found[row, 1] = best[start]
    found[:, 2] = [coverage(reading.words, opening.words) for opening in index.openings]
    return found.clip(0.0, 1.0)
