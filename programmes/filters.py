"""Which programmes of a list does somebody want to see?

By country, area, kind and status. One meaning serves every list: a catalogue on a terminal, a
search, a profile's matches, a run. A country passes where no rule on seats keeps its companies out,
whatever the dates of membership.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from profiles.vocabulary import group, groups
from programmes.criteria import Seat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.model import Programme, Status

    Mask = NDArray[np.bool_]

__all__ = ["Facet", "Filtered", "Filters", "reaches"]

_MASKS = 256
"""Filters whose programmes are remembered: a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody wants to see; an empty field keeps everything.

    Attributes:
        countries: Programmes that companies of one of these countries may enter or supply.
        areas: Dual-use areas, at the level of the fourteen.
        kinds, statuses: As in the results.
        min_fit: The lowest fit shown, where there are fits.
    """

    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_fit: float = 0.0


class Facet:
    """Which items of a list have which words.

    Args:
        words: Of each item.

    >>> areas = Facet([("space", "quantum"), ("space",)])
    >>> areas.any_of(["quantum"]).tolist(), areas.counts(np.array([0, 1]))
    ([True, False], {'quantum': 1, 'space': 2})
    """

    names: list[str]

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self.names = sorted({word for some in words for word in some})
        self._place = {name: at for at, name in enumerate(self.names)}
        self._held = np.zeros((len(words), len(self.names)), np.bool_)
        for row, some in enumerate(words):
            self._held[row, [self._place[word] for word in some]] = True

    def any_of(self, wanted: Iterable[str]) -> Mask:
        """Which items have one of these words, shape (items,)."""
        columns = [self._place[word] for word in wanted if word in self._place]
        return np.asarray(self._held[:, columns].any(axis=1), np.bool_)

    def counts(self, some: NDArray[np.bool_] | NDArray[np.intp]) -> dict[str, int]:
        """How many of some items have each word that any of them has.

        Args:
            some: A mask over the items, or their places.
        """
        numbers = self._held[some].sum(axis=0).tolist()
        return {name: n for name, n in zip(self.names, numbers, strict=True) if n}


class Filtered:
    """Programmes with their statuses at an instant, ready to be filtered and counted.

    Args:
        programmes: In the order of the masks.
        statuses: Of each.
    """

    def __init__(self, programmes: Sequence[Programme], statuses: Sequence[Status]) -> None:
        self._programmes = programmes
        self.facets: Mapping[str, Facet] = {
            "status": Facet([(str(status),) for status in statuses]),
            "kind": Facet([(programme.kind,) for programme in programmes]),
            "area": Facet([programme.areas for programme in programmes]),
        }
        # A cache that held a method of this object would hold the object itself for ever.
        self._masks: dict[Filters, Mask] = {}

    @cached_property
    def countries(self) -> Facet:
        """The countries of any group whose companies may enter; alike rules are worked out once."""
        members = sorted({member.country for each in groups() for member in each.memberships})
        known: dict[tuple[object, ...], list[str]] = {}
        found = []
        for programme in self._programmes:
            rule = _seats(programme)
            if rule not in known:
                known[rule] = [code for code in members if reaches(programme, code)]
            found.append(known[rule])
        return Facet(found)

    def mask(self, filters: Filters) -> Mask:
        """Which programmes pass, fits aside; shape (programmes,), and not to be written to."""
        wanted = replace(filters, min_fit=0.0) if filters.min_fit else filters
        found = self._masks.get(wanted)
        if found is None:
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            found = self._masks[wanted] = self._passing(wanted)
            found.flags.writeable = False
        return found

    def _passing(self, filters: Filters) -> Mask:
        found = np.ones(len(self._programmes), np.bool_)
        for name, wanted in (
            ("kind", filters.kinds), ("status", filters.statuses), ("area", filters.areas),
        ):  # fmt: skip
            if wanted:
                found &= self.facets[name].any_of(wanted)
        if filters.countries:
            for place in np.flatnonzero(found).tolist():
                programme = self._programmes[place]
                found[place] = any(reaches(programme, code) for code in filters.countries)
        return found

    def counts(self, some: NDArray[np.bool_] | NDArray[np.intp]) -> dict[str, dict[str, int]]:
        """How many of some programmes there are of each status, kind and area."""
        return {name: facet.counts(some) for name, facet in self.facets.items()}


def _seats(programme: Programme) -> tuple[object, ...]:
    """What decides on the countries that a programme reaches."""
    seats = [(one.within, one.perhaps) for one in programme.criteria if isinstance(one, Seat)]
    return (*seats, programme.pool.participants if programme.pool else ())


def reaches(programme: Programme, country: str) -> bool:
    """Whether no rule on seats keeps a country's companies out, membership dates aside."""
    for criterion in programme.criteria:
        if isinstance(criterion, Seat):
            wheres = [w for w in (criterion.within, criterion.perhaps) if w is not None]
            inside = any(
                (
                    w.anywhere
                    or country in w.countries
                    or any(country in {m.country for m in group(g).memberships} for g in w.groups)
                )
                and country not in w.except_for
                for w in wheres
            )
            if not inside:
                return False
    if programme.pool is not None and programme.pool.participants:
        return country in programme.pool.participants
    return True
