"""Which pairs cannot be kept, whatever their fit?

Sections and verdicts go first. A startup that may enter twenty open programmes keeps twenty of
those, and no other is looked at; so with a programme and the startups of a shard. What the rules
refuse is never kept. Profiles of the same verdicts are judged once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Band
from matcher.eligibility.sections import Section
from matcher.runs.fused.choosing import STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.runs.fused.layout import ProgrammeLayout

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Bands", "order_of"]

_CLASSES = len(Section) * len(Band)


@dataclass(frozen=True)
class Bands:
    """What verdicts and outlooks alone decide on the pairs of a shard.

    Attributes:
        kind: Of each profile, which of the different columns of bands it has; shape (n,).
        columns: Those columns, values of ``Band``; shape (sets of conditions, kinds).
        last_class: Of each kind, the last class of programmes that a startup can keep of, counted
            by section and then by verdict with outlook; -1 for none.
        unread: Of each kind, whether the texts are in a language that is not read; shape (kinds,).
        last_band: Of each set of conditions, the last band that a programme can keep of, those that
            are read counted before those that are not.
    """

    kind: Ints
    columns: NDArray[np.uint8]
    unread: NDArray[np.bool_]
    last_class: Ints
    last_band: Ints

    @classmethod
    def of(
        cls,
        found: NDArray[np.uint8],
        unread: NDArray[np.bool_],
        layout: ProgrammeLayout,
        *,
        top: int,
        depth: int,
        sides: tuple[str, ...],
        every_fit: bool,
    ) -> Bands:
        """Look at the bands of a whole shard.

        Args:
            found: Values of ``Band``, shape (sets of conditions, n).
            unread: Of each profile, whether its text is in a language that is not read.
            layout: The programmes.
            top: How many a startup keeps.
            depth: How many a programme keeps.
            sides: Whose are kept.
            every_fit: Whether any fit is high enough to be kept; if not, no band is known to
                fill the places.
        """
        rows = np.ascontiguousarray(np.vstack([found, unread.astype(np.uint8)]).T)
        packed = rows.view(np.dtype((np.void, rows.shape[1]))).reshape(-1)
        _, first, kind, number = np.unique(
            packed, return_index=True, return_inverse=True, return_counts=True
        )
        kinds, apart = found[:, first], unread[first]
        last_class = np.full(len(first), -1, np.int64)
        if "startups" in sides:
            places = _classes(kinds, layout)
            counts = np.stack(
                [
                    (layout.sizes * (places == one)).sum(axis=1)
                    if one % len(Band) != Band.INELIGIBLE  # no startup keeps those
                    else np.zeros(len(first), np.int64)
                    for one in range(_CLASSES)
                ]
            )
            last_class = _last(counts, top if every_fit else None)
        last_band = np.full(len(found), -1, np.int64)
        if "programmes" in sides:
            places = 2 * kinds.astype(np.int64) + apart
            counts = np.stack(
                [(number * (places == one)).sum(axis=1) for one in range(2 * len(Band))]
            )
            last_band = _last(counts, depth if every_fit else None)
        return cls(kind.reshape(-1), kinds, apart, last_class, last_band)

    def added(self, kinds: NDArray[np.intp], layout: ProgrammeLayout) -> tuple[Floats, Floats]:
        """What is added to log-odds on either side; minus infinity for what cannot be kept.

        Returns:
            Two of shape (kinds, groups).
        """
        classes = _classes(self.columns[:, kinds], layout)
        bands = classes % len(Band)
        fair = bands != Band.INELIGIBLE
        one = fair & (classes <= self.last_class[kinds, None])
        theirs = 2 * bands + self.unread[kinds, None]
        other = fair & (theirs <= self.last_band[layout.sets])
        return (
            np.where(one, -STEP * classes, -np.inf),
            np.where(other, -STEP * theirs, -np.inf),
        )


def _classes(found: NDArray[np.uint8], layout: ProgrammeLayout) -> Ints:
    """Section, then band, as one number; shape (kinds, groups)."""
    return layout.sections * len(Band) + found[layout.sets].T.astype(np.int64)


def _last(counts: Ints, top: int | None) -> Ints:
    """The first row at which ``top`` are counted, or the last of all; counts: (bands, n)."""
    if top is None:
        return np.full(counts.shape[1], len(counts), np.int64)
    enough = np.cumsum(counts, axis=0) >= top
    return np.where(enough.any(axis=0), enough.argmax(axis=0), len(counts)).astype(np.int64)


def order_of(needed: NDArray[np.bool_], number: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows in an order in which those that need the same stand together.

    What few need is looked at first: then most blocks do without it.

    Args:
        needed: Shape (rows, stretches of programmes).
        number: How many profiles each row stands for.
    """
    if not needed.shape[1]:
        return np.arange(len(needed))
    often = number @ needed
    packed = np.packbits(needed[:, np.argsort(often, kind="stable")], axis=1)
    return np.lexsort(packed.T[::-1])
