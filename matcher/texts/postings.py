"""Which openings say a word, and how heavily?

The words of all openings, turned round: for each word the openings that hold it. A profile's words
are looked up here once, whatever the number of programmes. A word here is any key: a stem, or a
phrase of two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Postings"]

_FEW = 8
"""Profiles below which looking up word by word is quicker than to set up a product."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Words to the texts that hold them.

    Attributes:
        column: Word to its place.
        starts: Where a word's texts begin in ``rows``, shape (words + 1,).
        rows: The texts, shape (postings,).
        weights: The word's weight in each, shape (postings,).
        n: How many texts there are.
    """

    column: dict[str, int]
    starts: NDArray[np.intp]
    rows: NDArray[np.intp]
    weights: Floats
    n: int

    @classmethod
    def of(cls, texts: Sequence[Mapping[str, float]]) -> Postings:
        """Postings of n texts, each given as its words with their weights."""
        column: dict[str, int] = {}
        places = np.array(
            [column.setdefault(word, len(column)) for text in texts for word in text], np.intp
        )
        rows = np.repeat(np.arange(len(texts), dtype=np.intp), [len(text) for text in texts])
        weights = np.array([weight for text in texts for weight in text.values()], np.float64)
        order = np.argsort(places, kind="stable")
        counts = np.bincount(places, minlength=len(column))
        starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(counts, dtype=np.intp)])
        return cls(column, starts, rows[order], weights[order], len(texts))

    def meet(self, asked: Sequence[Mapping[str, float]]) -> Floats:
        """Sums of products of weights, of each profile's words with each text's.

        Weights are multiples of 1/256, so sums are exact: one profile and a block have the same
        ones though they are added up in another order.

        Args:
            asked: Of each profile, its words with their weights.

        Returns:
            Shape (profiles, n).
        """
        if len(asked) < _FEW:
            return np.stack([self._meet(one) for one in asked])
        from scipy.sparse import csr_array

        ends, places, said = self.held(asked)
        mine = csr_array((said, places, ends), (len(asked), len(self.column)))
        theirs = csr_array((self.weights, self.rows, self.starts), (len(self.column), self.n))
        found: Floats = (mine @ theirs).toarray()
        return found

    def held(
        self, asked: Sequence[Mapping[str, float]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """The words of each profile that some text holds.

        Returns:
            Where each profile's words end (from 0; shape (profiles + 1,)), their places, and their
            weights.
        """
        number = sum(map(len, asked))
        looked_up = map(self.column.get, chain.from_iterable(asked), repeat(-1))
        places = np.fromiter(looked_up, np.int64, number)
        said = chain.from_iterable(one.values() for one in asked)
        weights = np.fromiter(said, np.float64, number)
        known = places >= 0
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(known, dtype=np.int64)])
        ends = before[np.cumsum([0, *map(len, asked)])]
        return ends, places[known], weights[known]

    def _meet(self, asked: Mapping[str, float]) -> Floats:
        found = np.zeros(self.n)
        for word, weight in asked.items():
            place = self.column.get(word)
            if place is not None:
                held = slice(self.starts[place], self.starts[place + 1])
                found[self.rows[held]] += weight * self.weights[held]
        return found
