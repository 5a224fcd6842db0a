"""What speaks for a pair, in numbers that do not depend on any other pair?

Each feature lies in [0, 1] and has a name that a person understands. These compare texts, for every
opening of a programme; those that compare facts are in ``matcher.offers``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.index import Index, Reading

    Floats = NDArray[np.float64]

__all__ = ["TEXT_FEATURES", "text_features"]

TEXT_FEATURES = ("meaning", "title", "words", "title_words", "phrases", "brevity")

_PIVOT = 50.0
"""Length of the words of a usual opening; longer ones are not made to pay for it in full."""
_SLOPE = 0.75
_TITLE_EASE = 5.0
"""Rarity added to a title's, so that one rare word in it is not a whole title."""
_HALF_SHARED = 60.0
"""Rarity of shared phrases at which ``phrases`` is one half."""
_USUAL = 300.0
"""Words of a profile above which it is long: it meets more by chance, and has to share more."""
_ENOUGH = (0.75, 0.65, 0.5, 0.8, 0.7, 1.0)
"""Where each feature ends: more likeness than this is a copied text, and says nothing more."""
_SHORT = 80.0
"""Words below which an opening is short: it cannot share what it does not say."""


def text_features(readings: Sequence[Reading], index: Index) -> Floats:
    """Likeness in meaning, of the title, in words, in words of the title, in phrases; brevity.

    Every number is a function of its pair: vectors are on a grid and weights of words multiples of
    1/256, so that sums are exact, and the rest is done number by number.

    Args:
        readings: n profiles' texts.
        index: The programmes'.

    Returns:
        Shape (6, n, openings), in [0, 1]; negative likeness counts as none.
    """
    found = np.zeros((len(TEXT_FEATURES), len(readings), len(index.openings)))
    if not found.size:
        return found
    _meaning(readings, index, found[0], found[1])
    words = [reading.words for reading in readings]
    lengths = _SLOPE * index.lengths + (1.0 - _SLOPE) * _PIVOT
    mine = np.array([max(one.length, 1.0) for one in words])
    np.divide(index.words.meet([w.weights for w in words]), mine[:, None] * lengths, out=found[2])
    in_title = index.title_words.meet([w.rarities for w in words])
    by_chance = np.sqrt(np.array([max(w.count / _USUAL, 1.0) for w in words]))[:, None]
    np.divide(in_title, by_chance * (_TITLE_EASE + index.title_rarities), out=found[3])
    shared = index.phrases.meet([w.phrases for w in words])
    np.divide(shared, shared + _HALF_SHARED * by_chance, out=found[4])
    found[5] = 1.0 - index.counts / _SHORT
    return np.clip(found, 0.0, np.array(_ENOUGH)[:, None, None], out=found)


def _meaning(readings: Sequence[Reading], index: Index, best: Floats, title: Floats) -> None:
    """The best pair of passages, and the best passage for the title; shapes (n, openings)."""
    some = [row for row, reading in enumerate(readings) if len(reading.vectors)]
    if not some:
        return
    mine = np.concatenate([readings[row].vectors for row in some])
    starts = np.cumsum([0, *(len(readings[row].vectors) for row in some)])[:-1]
    likeness = np.maximum.reduceat(mine @ index.vectors.T, starts, axis=0)
    titles = likeness[:, index.starts]
    title[some] = titles
    # A title is no passage of its own, unless there is nothing else.
    likeness[:, index.starts] = np.where(index.alone, titles, np.float32(-1.0))
    best[some] = np.maximum.reduceat(likeness, index.starts, axis=1)
