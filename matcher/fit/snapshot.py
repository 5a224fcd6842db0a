"""What is known of all programmes at one instant, whoever asks?

Their conditions, calls and sections, and what every list of them needs: the order of ids, and codes
of status, kind and area to count by. It is worked out once an instant and never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.rulebook import Rulebook
from matcher.fit.order import kept, places_by_id
from matcher.fit.sections import sections_of
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.index import Index
    from matcher.fit.order import Filters

    Places = NDArray[np.intp]

__all__ = ["Snapshot"]

_MASKS = 256
"""Sets of filters whose programmes are remembered: a few kilobytes each."""


class Snapshot:
    """Programmes, their conditions and their calls at an instant.

    Args:
        index: The programmes, read.
        on: The instant, with a time zone.
        siblings: Programmes that are not looked at, but are of a series with one that is: which of
            them is the last decides on sections.

    Attributes:
        index, on: The same.
        ids: The programmes' ids.
        programmes: The programmes by id.
        places: The place of each id.
        ties: Of each programme, its place by id; shape (programmes,).
        rulebook: The distinct conditions, and the distinct sets of them.
        calls: Of each programme, its current call and status.
        statuses: The statuses alone.
        sections: Where each stands if no rule refuses the startup, shape (programmes,).
    """

    def __init__(self, index: Index, on: datetime, siblings: Sequence[Programme] = ()) -> None:
        self.index, self.on = index, on
        self.ids = [programme.id for programme in index.programmes]
        self.programmes = dict(zip(self.ids, index.programmes, strict=True))
        self.places = {identifier: place for place, identifier in enumerate(self.ids)}
        self.ties = places_by_id(self.ids)
        self.rulebook = Rulebook(index.programmes, on=on)
        self.calls: list[tuple[Call | None, Status]] = [
            current_call(programme, on=on) for programme in index.programmes
        ]
        self.statuses = [status for _, status in self.calls]
        others = [(one, current_call(one, on=on)) for one in siblings]
        self.sections = sections_of(
            [*index.programmes, *(one for one, _ in others)],
            [*self.calls, *(call for _, call in others)],
        )[: len(self.calls)]
        self._coded = {
            "status": _coded([str(status) for status in self.statuses]),
            "kind": _coded([programme.kind for programme in index.programmes]),
        }
        areas = sorted({area for one in index.programmes for area in one.areas})
        self._areas = {
            area: np.array([area in one.areas for one in index.programmes], np.bool_)
            for area in areas
        }
        # A cache that held a method of this object would hold the object itself for ever.
        self._masks: dict[Filters, NDArray[np.bool_]] = {}

    def mask(self, filters: Filters, fits: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which programmes pass the filters, shape (programmes,)."""
        wanted = replace(filters, min_fit=0.0)
        whole = self._masks.get(wanted)
        if whole is None:
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            every = np.ones(len(self.ids))
            whole = kept(wanted, self.index.programmes, self.statuses, every)
            whole.flags.writeable = False
            self._masks[wanted] = whole
        return whole & (fits >= filters.min_fit) if filters.min_fit > 0 else whole

    def without(self, identifiers: Iterable[str]) -> Places:
        """The places of these programmes; one that is not there is left out."""
        return np.array([self.places[one] for one in identifiers if one in self.places], np.intp)

    def counts(self, places: Places) -> dict[str, dict[str, int]]:
        """How many of these programmes there are of each status, kind and area."""
        found = {
            name: {
                word: int(n)
                for word, n in zip(words, np.bincount(codes[places], minlength=1), strict=False)
                if n
            }
            for name, (words, codes) in self._coded.items()
        }
        areas = {area: int(held[places].sum()) for area, held in self._areas.items()}
        return {**found, "area": {area: n for area, n in areas.items() if n}}


def _coded(words: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The distinct words, sorted, and of each the place among them."""
    names = sorted(set(words))
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[word] for word in words], np.intp)
