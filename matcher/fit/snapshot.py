"""What is known of all programmes at one instant, whoever asks?

Their conditions, calls and sections, and what every list of them needs: the order of ids, and codes
of status, kind and area to count by. It is worked out once an instant and never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.rulebook import Rulebook
from matcher.eligibility.sections import sections_of
from matcher.fit.facts import Offers
from matcher.fit.order import places_by_id
from programmes.entries import MARK, narrowed, topic_of, topics_of
from programmes.filters import Filtered
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.index import Index
    from programmes.filters import Filters

    Places = NDArray[np.intp]

__all__ = ["Snapshot"]


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
        filtered: The programmes, ready to be filtered and counted.
    """

    index: Index
    on: datetime
    ids: list[str]
    programmes: dict[str, Programme]
    places: dict[str, int]
    ties: NDArray[np.intp]
    rulebook: Rulebook
    statuses: list[Status]
    sections: NDArray[np.int8]
    filtered: Filtered

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
        self.filtered = Filtered(index.programmes, self.statuses)
        self._topics: dict[tuple[int, str], tuple[str, str, str | None]] = {}
        self._offers: dict[int, tuple[dict[str, int], Offers]] = {}

    def topic_offers(self, place: int) -> tuple[dict[str, int], Offers]:
        """What each of a programme's topics offers by itself, and where each of them stands."""
        if place not in self._offers:
            whole = self.index.programmes[place]
            at = {topic.id: number for number, topic in enumerate(whole.challenges)}
            self._offers[place] = at, Offers.of(topics_of(whole))
        return self._offers[place]

    def topic(self, place: int, name: str) -> tuple[str, str, str | None]:
        """The title of a programme's topic, how it stands, and when it closes."""
        known = self._topics.get((place, name))
        if known is None:
            whole = self.index.programmes[place]
            entry = narrowed(whole, name) or whole
            call, status = current_call(entry, on=self.on)
            known = entry.summary, str(status), call.closes_shown if call else None
            self._topics[place, name] = known
        return known

    def mask(self, filters: Filters, fits: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which programmes pass the filters, shape (programmes,)."""
        found = self.filtered.mask(filters)
        return found & (fits >= filters.min_fit) if filters.min_fit > 0 else found

    def without(self, identifiers: Iterable[str]) -> Places:
        """The places of these programmes and of their topics; what is not there is left out."""
        wanted = set(identifiers)
        found = [
            place
            for one, place in self.places.items()
            if one in wanted or (MARK in one and topic_of(one)[0] in wanted)
        ]
        return np.array(found, np.intp)
