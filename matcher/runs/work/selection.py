"""Which pairs are the best, without sorting all of them?

A pair's place in an order is one whole number: section, band, fit, then the id. Numbers compare
as ``matcher.fit.order`` sorts, so the best of thousands are found by partition, and equal fits fall
as they do there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Band
from matcher.fit.model import DECIMALS
from matcher.runs.files.tables import Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]

__all__ = [
    "OUT",
    "Best",
    "best_of_lists",
    "best_of_rows",
    "programme_keys",
    "startup_keys",
]

_UNIT = 10**DECIMALS
OUT = np.int64(2**62)
"""The key of a pair that is not kept, after all others."""


def _quality(bands: NDArray[np.uint8], fits: NDArray[np.float64]) -> tuple[Ints, Ints]:
    return bands.astype(np.int64), _UNIT - np.rint(fits * _UNIT).astype(np.int64)


def startup_keys(
    bands: NDArray[np.uint8],
    sections: NDArray[np.int8],
    fits: NDArray[np.float64],
    ties: Ints,
    mask: NDArray[np.bool_],
    *,
    number: int | None = None,
) -> Ints:
    """The order in which a startup sees programmes; the smallest key is the best.

    Args:
        bands: Values of ``Band``, shape (n, programmes), or of a list of pairs.
        sections: Of each programme, or of each pair of the list.
        fits: In the shape of ``bands``.
        ties: Of each programme, its place by id.
        mask: What the filters keep, in the shape of ``bands``. What a rule refuses is never
            kept.
        number: How many programmes there are; of a list of pairs it has to be said.
    """
    band, loss = _quality(bands, fits)
    keys = ((sections * np.int64(len(Band)) + band) * (_UNIT + 1) + loss) * (
        number or len(ties)
    ) + ties
    return np.where(mask & (bands != Band.INELIGIBLE), keys, OUT)


def programme_keys(
    bands: NDArray[np.uint8],
    fits: NDArray[np.float64],
    ties: Ints,
    mask: NDArray[np.bool_],
    unread: NDArray[np.bool_],
) -> Ints:
    """The order in which a programme sees the startups of a shard; see ``startup_keys``.

    Args:
        bands: Values of ``Band``, shape (n, programmes), or of a list of pairs.
        fits: In the shape of ``bands``.
        ties: Of each startup, its place by id in the shard, of which there are fewer than 2**31.
        mask: In the shape of ``bands``.
        unread: Of each startup, or of each pair of the list, whether its text is in a language
            that is not read: inside a band such stand apart, after the others.
    """
    band, loss = _quality(bands, fits)
    if band.ndim > 1:
        ties, unread = ties[:, None], unread[:, None]
    keys = ((2 * band + unread) * (_UNIT + 1) + loss) * 2**31 + ties
    return np.where(mask & (bands != Band.INELIGIBLE), keys, OUT)


def best_of_rows(keys: Ints, top: int) -> tuple[Places, Places, Ints]:
    """The smallest keys of each row, in order: their rows, columns and ranks from 1."""
    if keys.shape[1] > top:
        near = np.argpartition(keys, top - 1, axis=1)[:, :top]
    else:
        near = np.broadcast_to(np.arange(keys.shape[1]), keys.shape)
    values = np.take_along_axis(keys, near, axis=1)
    order = np.argsort(values, axis=1)
    near, values = np.take_along_axis(near, order, 1), np.take_along_axis(values, order, 1)
    rows, ranks = np.nonzero(values != OUT)
    return rows, near[rows, ranks], ranks.astype(np.int64) + 1


def best_of_lists(owners: Places, keys: Ints, top: int) -> tuple[Places, Ints]:
    """Of pairs in a list, the best of each owner: their places, by owner and rank, and ranks."""
    some = np.flatnonzero(keys != OUT)
    order = some[np.lexsort((keys[some], owners[some]))]
    owner = owners[order]
    rank = np.arange(len(order)) - np.searchsorted(owner, owner) + 1
    return order[rank <= top], rank[rank <= top].astype(np.int64)


class Best:
    """The best pairs of each programme so far, over the blocks of a shard.

    Args:
        programmes: How many there are.
        top: Pairs kept of each.

    Attributes:
        pairs: What is kept, by programme and rank; None before the first block.
    """

    def __init__(self, programmes: int, top: int) -> None:
        self.top = top
        self.pairs: Pairs | None = None
        self._bar = np.full(programmes, OUT)
        self._keys: Ints = np.zeros(0, np.int64)

    def among(self, keys: Ints) -> tuple[Places, Places]:
        """The rows and columns of a block that could be among the best."""
        bar = self._bar
        if len(keys) > self.top:
            # What is not among the best of its own block is among the best of none.
            last = np.partition(keys, self.top - 1, axis=0)[self.top - 1]
            bar = np.minimum(bar, last + 1)
        rows, places = np.nonzero(keys < bar)
        return rows, places

    def take(self, keys: Ints, pairs: Pairs) -> None:
        """Keep the best of what is held and of these."""
        if self.pairs is not None:
            keys = np.concatenate([self._keys, keys])
            pairs = Pairs.join([self.pairs, pairs])
        order = np.lexsort((keys, pairs.programme))
        owner = pairs.programme[order]
        rank = np.arange(len(order)) - np.searchsorted(owner, owner) + 1
        inside = rank <= self.top
        last = order[rank == self.top]
        self._bar[pairs.programme[last]] = keys[last]
        self._keys = keys[order[inside]]
        self.pairs = replace(pairs.take(order[inside]), rank=rank[inside])
