"""Which openings say a word, and how heavily?

The words of all openings, turned round: for each stem the openings that hold it. A profile's words
are looked up here once, whatever the number of programmes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.lexical import rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.lexical import Words

    Floats = NDArray[np.float64]

__all__ = ["Postings"]


@dataclass(frozen=True, slots=True)
class Postings:
    """Stems to the texts that hold them.

    Attributes:
        column: Stem to its place.
        starts: Where a stem's texts begin in ``rows``, shape (stems + 1,).
        rows: The texts, shape (postings,).
        weights: The stem's weight in each, shape (postings,).
        lengths: Of each text, the length of its words; shape (texts,).
        rarities: Of each text, the sum of the rarities of its stems; shape (texts,).
    """

    column: dict[str, int]
    starts: NDArray[np.intp]
    rows: NDArray[np.intp]
    weights: Floats
    lengths: Floats
    rarities: Floats

    @classmethod
    def of(cls, texts: Sequence[Words]) -> Postings:
        """Postings of the words of n texts."""
        found: dict[str, list[tuple[int, float]]] = {}
        for row, words in enumerate(texts):
            for stem, weight in words.weights.items():
                found.setdefault(stem, []).append((row, weight))
        flat = [pair for pairs in found.values() for pair in pairs]
        return cls(
            column={stem: place for place, stem in enumerate(found)},
            starts=np.cumsum([0, *(len(pairs) for pairs in found.values())]),
            rows=np.array([row for row, _ in flat], np.intp),
            weights=np.array([weight for _, weight in flat], np.float64),
            lengths=np.array([words.length for words in texts], np.float64),
            rarities=np.array([sum(map(rarity, words.weights)) for words in texts], np.float64),
        )

    def meet(self, words: Words) -> tuple[Floats, Floats]:
        """What n texts share with some words.

        Returns:
            The sum of products of weights, and the sum of rarities of shared stems; shape (n,).
        """
        product = np.zeros(len(self.lengths))
        shared = np.zeros(len(self.lengths))
        for stem, weight in words.weights.items():
            place = self.column.get(stem)
            if place is not None:
                held = slice(self.starts[place], self.starts[place + 1])
                rows = self.rows[held]
                product[rows] += weight * self.weights[held]
                shared[rows] += rarity(stem)
        return product, shared
