"""What answers questions about one state of the catalogue?

A matcher, and what was worked out with it. When the catalogue changes, another engine takes its
place, and what was worked out with this one goes with it.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.usecases.cache import BoundedCache
from api.usecases.moments import between, edges, written
from matcher.answers.listing import Listing
from matcher.answers.page import mark_of
from programmes.search import SearchIndex

if TYPE_CHECKING:
    from matcher.service import Matcher

__all__ = ["Engine", "unsearched"]

_RARELY = (20_000, 20, 50)
"""How many new objects are looked through for garbage at a time, and how often older ones are."""
_LISTINGS = 128 << 20
"""Bytes of weighed profiles that are kept in memory."""
_SEARCHES = 6
"""Instants, and kinds of callers, whose lists are kept."""


class Engine:
    """A matcher with what is known of its catalogue, and what was worked out with it.

    Args:
        matcher: Over the built-in programmes and those that organisations have added.
        guest: The same for profiles that are not stored: their vectors are not kept either.
        revision: Which state of the added programmes it holds.

    Attributes:
        changes: When the status of some call changes.
        mark: Settings on which its answers depend, in short.
        listings: Profiles that were weighed, by id, content and instant.
        opportunities: The programmes in the shape of CommonGrants, once somebody asked.
    """

    def __init__(self, matcher: Matcher, guest: Matcher, revision: int) -> None:
        self.matcher, self.guest, self.revision = matcher, guest, revision
        self.changes = edges(matcher.catalogue.entries)
        self.mark = mark_of(matcher.settings)
        self.listings = BoundedCache[Listing](_LISTINGS)
        self._now: tuple[datetime, datetime, str] | None = None
        self.opportunities: Any = None
        self._searches: OrderedDict[tuple[datetime, frozenset[str]], SearchIndex] = OrderedDict()

    def search_index(self, on: datetime, without: frozenset[str] = frozenset()) -> SearchIndex:
        """The programmes as lists show them at an instant; those of the last ones are kept.

        Args:
            on: The instant.
            without: Programmes that whoever asks does not see.
        """
        question = on, without
        found = self._searches.pop(question, None)
        if found is None:
            shown = [one for one in self.matcher.catalogue if one.id not in without]
            found = SearchIndex(shown, on)
        self._searches[question] = found
        while len(self._searches) > _SEARCHES:
            self._searches.popitem(last=False)
        return found

    def now(self, at: datetime) -> str:
        """The last instant before ``at`` at which an answer could have changed, as it is shown."""
        known = self._now
        if known is None or not known[0] <= at < known[1]:
            first, following = between(at, self.changes)
            self._now = known = first, following, written(first)
        return known[2]


@contextmanager
def unsearched() -> Iterator[None]:
    """Make what stays without looking for garbage in it, now or later.

    A catalogue of thousands is a million objects. To look through them again and again takes
    longer than to read it, and while the server answers it would hold up every thread for a second.
    Nothing of an engine refers to itself, so the one before still goes when it is replaced.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_RARELY)
        gc.enable()
