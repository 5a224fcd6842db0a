"""What is handed to the compiled pass, and what comes back?

Numbers alone, in tuples that numba can read; arrays are shared, not copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.fit.features import OfProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["FOUND", "Bars", "BlockWords", "FeatureWeights", "ProfileBlock", "Scratch"]

FOUND = np.dtype(
    [
        ("profile", np.int32),
        ("opening", np.int32),
        ("programme", np.int32),
        ("sides", np.int32),
        ("meaning", np.float32),
        ("title", np.float32),
        ("words", np.float64),
        ("title_words", np.float64),
        ("phrases", np.float64),
        ("standing", np.float64),
    ]
)
"""A pair that could be kept: the profile's place in the batch, opening and programme by place in
the layout, its sides (1 the startup's, 2 the programme's, 4 whatever the bar is), what was counted,
and its standing on the programme's side."""


class BlockWords(NamedTuple):
    """The words of the profiles of a block: where each one's end, their numbers and weights."""

    ends: Ints
    words: Ints
    weights: Floats


class ProfileBlock(NamedTuple):
    """The profiles of a block.

    Attributes:
        rows: Their places in the batch.
        scales: What each one's text brings to all pairs.
        kind: Which kind of verdicts each has.
        area: Its row in the table of the weights, one a profile; so are the next three, in which
            profiles share rows.
    """

    rows: Ints
    scales: OfProfile
    kind: Ints
    area: Ints
    readiness: Ints
    ticket: Ints
    instrument: Ints


class FeatureWeights(NamedTuple):
    """What the features add to the log-odds.

    Attributes:
        weights: Of the text features.
        zeros: Where each of those adds nothing.
        base: Of each programme, what it has whoever asks.
        area: By profile and kind of offer, what declared areas and the scope add.
        readiness: By kind of profile and kind of offer; so are the next two.
    """

    weights: Floats
    zeros: Floats
    base: Floats
    area: Floats
    readiness: Floats
    ticket: Floats
    instrument: Floats


class Bars(NamedTuple):
    """What a pair has to reach.

    Attributes:
        top: How many a startup keeps; a programme as many as its heap holds.
        doubt: How far log-odds may be off.
        startup: By kind of verdicts and group, what is added to log-odds on the startup's side;
            minus infinity for what cannot be kept.
        programme: The same on the programme's side.
        needed: By kind of verdicts, the bundles in which something can be kept.
        least, surely: Log-odds below which a fit is surely too low, and at which it is high enough.
        heaps: Of each programme the best standings so far, shape (programmes, k).
        sizes: How many stand in each heap.
        bars: Of each programme, what the next one has to reach.
    """

    top: int
    doubt: float
    startup: Floats
    programme: Floats
    needed: NDArray[np.bool_]
    least: float
    surely: float
    heaps: Floats
    sizes: Ints
    bars: Floats


class Scratch(NamedTuple):
    """Room for one row."""

    words: Floats
    title_words: Floats
    phrases: Floats
    openings: Floats
    facts: Floats
    for_startup: Floats
    for_programme: Floats
    odds: Floats
    one: Floats
    other: Floats
    lanes: Floats
    heap: Floats
    marks: NDArray[np.uint8]
