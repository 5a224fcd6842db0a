"""What is every pair of a block worth, and which of them could be kept?

One pass a profile: the best passages, the words that both say, the features, log-odds, standing.
What could be kept is handed on with what was counted of it, which is exact; its log-odds are not,
and are worked out again as for a single match. Compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from matcher.fit.features import OfProfile
from matcher.runs.fused.adding import differs, meet, odds_of, of_facts, of_texts, spread, stand
from matcher.runs.fused.choosing import LOWEST, WIDTH, bar_of_row, lowered, push, reach, reaches
from matcher.runs.fused.compiled import compiled, mark

__all__ = ["Kernels", "kernels"]


@njit(nogil=True, error_model="numpy")
def _greater(out, values):  # type: ignore[no-untyped-def]  # compiled
    """Keep the greater of each two numbers."""
    for place in range(len(values)):
        value = values[place]
        out[place] = value if value > out[place] else out[place]


@njit(nogil=True, error_model="numpy")
def _widened(halves, out):  # type: ignore[no-untyped-def]  # compiled
    """The bits of 32-bit floats from those of bfloat16."""
    for place in range(len(halves)):
        out[place] = np.uint32(halves[place]) << np.uint32(16)


# Vectors are on a grid: their sums are exact, in any order.
@njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
def _dot(one, other):  # type: ignore[no-untyped-def]  # compiled
    total = np.float32(0.0)
    for place in range(len(one)):
        total += one[place] * other[place]
    return total


@njit(nogil=True, error_model="numpy")
def _doubt(odds, least, surely, one, other, marks):  # type: ignore[no-untyped-def]  # compiled
    """Leave out what fits too little; what is too near to tell is marked, and not counted on."""
    for place in range(len(odds)):
        if odds[place] < surely:
            if odds[place] >= least:
                if one[place] > LOWEST:
                    marks[place] |= 5
                if other[place] > LOWEST:
                    marks[place] |= 6
            one[place] = other[place] = -np.inf


@njit(nogil=True, error_model="numpy")
def _choose(bars, scratch):  # type: ignore[no-untyped-def]  # compiled
    """Mark what could be kept on either side, and raise the programmes' bars."""
    bar = bar_of_row(scratch.one, bars.top, bars.doubt, scratch.lanes, scratch.heap)
    number = len(scratch.one)
    for start in range(0, number, WIDTH):
        end = min(start + WIDTH, number)
        one, other = scratch.one[start:end], scratch.other[start:end]
        if not (reaches(one, bar) or reach(other, bars.bars[start:end])):
            continue
        for place in range(start, end):
            if scratch.one[place] >= bar:
                scratch.marks[place] |= 1
            if scratch.other[place] >= bars.bars[place]:
                scratch.marks[place] |= 2
                size = push(bars.heaps[place], bars.sizes[place], scratch.other[place])
                bars.sizes[place] = size
                if size == bars.heaps.shape[1]:
                    bars.bars[place] = lowered(bars.heaps[place, 0], bars.doubt)


class Kernels(NamedTuple):
    """Compiled functions; each says of itself what it does."""

    above: Callable[..., Any]
    gather: Callable[..., Any]
    gather_rounded: Callable[..., Any]
    measure: Callable[..., Any]
    weigh: Callable[..., Any]


def _made(made_of: int) -> Kernels:
    @compiled
    def gather(likeness, passages, sizes, meaning, title):  # type: ignore[no-untyped-def]
        """The best passage of each opening of a bundle, and its title, for each profile.

        Args:
            likeness: The block's product with the bundle, shape (passages, columns).
            passages: Where each profile's rows begin, shape (n + 1,).
            sizes: Of the bundle's slots.
            meaning: Filled; shape (n, openings of the bundle), and so is ``title``.
            title: The first slot.
        """
        for profile in range(len(passages) - 1):
            best, titles = meaning[profile], title[profile]
            begin, end = passages[profile], passages[profile + 1]
            if begin == end:
                best[:] = 0.0
                titles[:] = 0.0
            # A title is no passage of its own, unless there is nothing else.
            size = sizes[1] if len(sizes) > 1 else 0
            for number in range(begin, end):
                row = likeness[number]
                if number == begin:
                    titles[:] = row[: sizes[0]]
                else:
                    _greater(titles, row[: sizes[0]])
                column = sizes[0]
                for slot in range(1, len(sizes)):
                    values = row[column : column + sizes[slot]]
                    column += sizes[slot]
                    if number == begin and slot == 1:
                        best[:size] = values
                    else:
                        _greater(best, values)
            best[size:] = titles[size:]

    @compiled
    def gather_rounded(likeness, passages, sizes, meaning, title):  # type: ignore[no-untyped-def]
        """The same of bfloat16, given and handed on as bits.

        As whole numbers they are in order as long as they are not below 0, and what is below 0
        counts as none.
        """
        count = np.int64(sizes[0])
        best, titles = np.empty(count, np.int16), np.empty(count, np.int16)
        size = sizes[1] if len(sizes) > 1 else 0
        for profile in range(len(passages) - 1):
            best[:] = 0
            titles[:] = 0
            begin, end = passages[profile], passages[profile + 1]
            for number in range(begin, end):
                row = likeness[number]
                _greater(titles, row[:count])
                column = count
                for slot in range(1, len(sizes)):
                    _greater(best, row[column : column + sizes[slot]])
                    column += sizes[slot]
            best[size:] = titles[size:]
            _widened(best, meaning[profile])
            _widened(titles, title[profile])

    @compiled
    def measure(pairs, passages, mine, openings, starts, theirs):  # type: ignore[no-untyped-def]
        """Put the exact likeness into pairs.

        Args:
            pairs: Of dtype ``FOUND``.
            passages: Where each profile's vectors begin in ``mine``.
            mine: Shape (passages, dimension).
            openings: By place in the layout, positions in the index.
            starts: Where each opening's vectors begin in ``theirs``, and the end.
            theirs: Shape (passages, dimension), titles first.
        """
        for number in range(len(pairs)):
            profile = pairs[number].profile
            opening = openings[pairs[number].opening]
            first, last = starts[opening], starts[opening + 1]
            title = meaning = np.float32(-4.0)
            for row in range(passages[profile], passages[profile + 1]):
                title = max(title, _dot(mine[row], theirs[first]))
                for other in range(first + 1, last):
                    meaning = max(meaning, _dot(mine[row], theirs[other]))
            if last == first + 1:
                meaning = title
            if passages[profile] == passages[profile + 1]:
                meaning = title = np.float32(0.0)
            pairs[number].meaning = meaning
            pairs[number].title = title

    @compiled
    def weigh(meaning, title, shelf, terms, said, asked, weights, bars, scratch, begin, out):  # type: ignore[no-untyped-def]
        """Weigh the profiles of a block from ``begin`` on, as far as there is room in ``out``.

        Returns:
            The profile to go on with, and how many pairs were found.
        """
        found = 0
        if made_of < 0:
            return begin, found
        for profile in range(begin, len(asked.kind)):
            if len(out) - found < len(scratch.openings):
                return profile, found
            kind = asked.kind[profile]
            meet(terms[0], said[0], profile, scratch.words)
            meet(terms[1], said[1], profile, scratch.title_words)
            meet(terms[2], said[2], profile, scratch.phrases)
            scratch.marks[:] = 0
            scale = OfProfile(
                asked.scales.length[profile], asked.scales.by_chance[profile],
                asked.scales.substance[profile],
            )  # fmt: skip
            if profile == begin or kind != asked.kind[profile - 1]:
                spread(shelf.group, bars.startup[kind], scratch.for_startup)
                spread(shelf.group, bars.programme[kind], scratch.for_programme)
            if profile == begin or differs(asked, profile):
                of_facts(shelf, asked, weights, profile, scratch.facts)
            for bundle in range(len(shelf.openings)):
                if bars.needed[kind, bundle]:
                    first, last = shelf.openings[bundle]
                    low, high = shelf.programmes[bundle]
                    of_texts(
                        meaning[profile, first:last], title[profile, first:last],
                        scratch.words[first:last], scratch.title_words[first:last],
                        scratch.phrases[first:last], scale, shelf.scales, first,
                        weights.zeros, weights.weights, scratch.openings[first:last],
                    )  # fmt: skip
                    odds = scratch.odds[low:high]
                    one, other = scratch.one[low:high], scratch.other[low:high]
                    odds_of(
                        scratch.openings[first:last], shelf.owner[first:last],
                        scratch.facts[low:high], shelf.area[low:high],
                        weights.area[asked.area[profile]], odds,
                    )  # fmt: skip
                    stand(odds, scratch.for_startup[low:high], one)
                    stand(odds, scratch.for_programme[low:high], other)
                    if bars.least > -np.inf:
                        _doubt(odds, bars.least, bars.surely, one, other, scratch.marks[low:high])
                else:
                    low, high = shelf.programmes[bundle]
                    scratch.one[low:high] = -np.inf
                    scratch.other[low:high] = -np.inf
            _choose(bars, scratch)
            for place in range(len(scratch.marks)):
                if scratch.marks[place]:
                    for number in range(shelf.own_starts[place], shelf.own_starts[place + 1]):
                        opening = shelf.own[number]
                        pair = out[found]
                        pair.profile = asked.rows[profile]
                        pair.opening = opening
                        pair.programme = place
                        pair.sides = scratch.marks[place]
                        pair.meaning = meaning[profile, opening]
                        pair.title = title[profile, opening]
                        pair.words = scratch.words[opening]
                        pair.title_words = scratch.title_words[opening]
                        pair.phrases = scratch.phrases[opening]
                        pair.standing = scratch.other[place]
                        found += 1
        return len(asked.kind), found

    @compiled
    def above(pairs, number, bars):  # type: ignore[no-untyped-def]
        """Draw together what is still among the best of the first pairs; returns how many.

        What is not so on the programme's side may be so on the startup's.
        """
        kept = 0
        for place in range(number):
            sides = pairs[place].sides
            if sides & 6 == 2 and pairs[place].standing < bars[pairs[place].programme]:
                sides &= 1
            if sides:
                if kept != place:
                    pairs[kept] = pairs[place]
                pairs[kept].sides = sides
                kept += 1
        return kept

    return Kernels(above, gather, gather_rounded, measure, weigh)


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """The compiled functions, of the sources as they are now."""
    return _made(mark())
