"""What speaks for a pair, in numbers that do not depend on any other pair?

Each feature lies in [0, 1] and has a name that a person understands. These compare texts, for every
opening of a programme; those that compare facts are in ``matcher.fit.facts``.

Two steps: what is counted of a pair, and what that is worth (``worth``). The second is
written with nothing but arithmetic, so that the very same lines serve one pair, an array of them,
and the compiled pass over all pairs in ``matcher.runs.fused``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.index import Index, ProfileReading

    Floats = NDArray[np.float64]

__all__ = [
    "TEXT_FEATURES",
    "OfOpening",
    "OfProfile",
    "text_features",
    "worth",
    "worth_of",
]

TEXT_FEATURES = ("meaning", "title", "words", "title_words", "phrases", "brevity", "standing")

_PIVOT = 50.0
"""Length of the words of a usual opening; longer ones are not made to pay for it in full."""
_SLOPE = 0.75
_TITLE_EASE = 12.0
"""Rarity added to a title's, so that two common words are not a whole title."""
_HALF_SHARED = 60.0
"""Rarity of shared phrases at which ``phrases`` is one half."""
_USUAL = 300.0
"""Words of a profile above which it is long: it meets more by chance, and has to share more."""
_ENOUGH = (0.75, 0.65, 0.5, 0.8, 0.7, 0.6)
"""Where each feature ends: more likeness than this is a copied text, and says nothing more."""
_SHORT = 80.0
"""Words below which an opening is short: it cannot share what it does not say."""
_TRUST = {"topic": 1.0, "challenge": 0.8, "offer": 0.5}
"""How much likeness counts: a standing offer is judged by its scope, and likeness refines that."""
_TITLED = {"topic": 1.0, "challenge": 0.8, "offer": 0.0}
"""The same of a title: that of a standing offer is its name, and who says it has named it."""
_STANDING = {"topic": 0.0, "challenge": 0.618, "offer": 1.0}
"""From where an opening starts. A challenge starts lower than its programme as a whole, so that one
that is no more like than the rest of the programme is not named."""


class OfProfile(NamedTuple):
    """What a profile's own text brings to all its pairs; shape (n,) each.

    Attributes:
        length: Of its words.
        by_chance: How much more than a usual profile it meets by chance.
        substance: How much there is to judge by, in [0, 1]: likeness counts for no more.
    """

    length: Any
    by_chance: Any
    substance: Any

    @classmethod
    def of(cls, readings: Sequence[ProfileReading]) -> OfProfile:
        """Of each profile."""
        words = [reading.words for reading in readings]
        long = np.array([max(one.count / _USUAL, 1.0) for one in words])
        return cls(
            np.array([max(one.length, 1.0) for one in words]),
            np.sqrt(long),
            np.array([reading.substance for reading in readings]),
        )


class OfOpening(NamedTuple):
    """What an opening's own text brings to all its pairs; shape (openings,) each.

    Attributes:
        length: Of its words, drawn towards the usual.
        title: What a title has to share.
        brevity: How short it is, below 0 if it is not; no matter for standing offers.
        trust: How much likeness counts.
        titled: How much likeness of the title counts.
        standing: 0 for a single topic, 1 for a standing offer, less for a challenge of one.
    """

    length: Any
    title: Any
    brevity: Any
    trust: Any
    titled: Any
    standing: Any

    @classmethod
    def of(cls, index: Index) -> OfOpening:
        """Of each opening."""
        stands = index.offers.standing[index.owners] > 0
        kinds = [
            ("offer" if opening.challenge is None else "challenge") if stands[place] else "topic"
            for place, opening in enumerate(index.openings)
        ]

        def of(table: Mapping[str, float]) -> Floats:
            return np.array([table[kind] for kind in kinds], np.float64)

        return cls(
            _SLOPE * index.lengths + (1.0 - _SLOPE) * _PIVOT,
            _TITLE_EASE + index.title_rarities,
            np.where(stands, 0.0, 1.0 - index.counts / _SHORT),
            of(_TRUST),
            of(_TITLED),
            of(_STANDING),
        )


def worth(
    meaning: Any, title: Any, words: Any, title_words: Any, phrases: Any, one: Any, other: Any
) -> Any:
    """The text features of pairs, in the order of ``TEXT_FEATURES``; negative counts as none.

    Compiled as it stands for the run of all pairs: only arithmetic, and numpy's least and greatest.

    Args:
        meaning: Likeness of the best pair of passages.
        title: Likeness of the title and the best passage.
        words: Sum over the stems that both say.
        title_words: Sum over the stems that the title says and the profile too.
        phrases: Sum over the phrases that both say.
        one: An ``OfProfile``.
        other: An ``OfOpening``.

    Returns:
        Numbers or arrays, one a feature, as they are given.
    """
    shared = words / (one.length * other.length)
    of_title = title_words / (one.by_chance * other.title)
    in_a_row = phrases / (phrases + _HALF_SHARED * one.by_chance)
    trust, titled = one.substance * other.trust, one.substance * other.titled
    return (
        trust * np.minimum(np.maximum(meaning, 0.0), _ENOUGH[0]),
        titled * np.minimum(np.maximum(title, 0.0), _ENOUGH[1]),
        trust * np.minimum(np.maximum(shared, 0.0), _ENOUGH[2]),
        titled * np.minimum(np.maximum(of_title, 0.0), _ENOUGH[3]),
        trust * np.minimum(np.maximum(in_a_row, 0.0), _ENOUGH[4]),
        np.minimum(np.maximum(other.brevity, 0.0), _ENOUGH[5]),
        other.standing,
    )


def worth_of(counted: Sequence[Floats], one: OfProfile, other: OfOpening) -> Floats:
    """The same as one array.

    Args:
        counted: The five numbers of each pair that ``worth`` begins with; shape (..., pairs).
        one: Of the profiles, broadcastable to that.
        other: Of the openings, likewise.

    Returns:
        Shape (7, ..., pairs).
    """
    found = np.empty((len(TEXT_FEATURES), *counted[0].shape))
    meaning, title, words, title_words, phrases = (np.asarray(c, np.float64) for c in counted)
    for place, values in enumerate(worth(meaning, title, words, title_words, phrases, one, other)):
        found[place] = values
    return found


def text_features(readings: Sequence[ProfileReading], index: Index) -> Floats:
    """Likeness in meaning, of the title, in words, in words of the title, in phrases; brevity.

    Every number is a function of its pair: vectors are on a grid and weights of words multiples of
    1/256, so that sums are exact, and the rest is done number by number.

    Args:
        readings: n profiles' texts.
        index: The programmes'.

    Returns:
        Shape (7, n, openings), in [0, 1]; negative likeness counts as none.
    """
    shape = (len(readings), len(index.openings))
    if not shape[0] * shape[1]:
        return np.zeros((len(TEXT_FEATURES), *shape))
    meaning, title = np.zeros(shape), np.zeros(shape)
    _meaning(readings, index, meaning, title)
    words = [reading.words for reading in readings]
    counted = (
        meaning,
        title,
        index.words.meet([w.weights for w in words]),
        index.title_words.meet([w.rarities for w in words]),
        index.phrases.meet([w.phrases for w in words]),
    )
    mine = OfProfile.of(readings)
    of_profile = OfProfile(*(column[:, None] for column in mine))
    return worth_of(counted, of_profile, OfOpening.of(index))


def _meaning(readings: Sequence[ProfileReading], index: Index, best: Floats, title: Floats) -> None:
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
