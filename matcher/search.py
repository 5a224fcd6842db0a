"""Which programmes of the catalogue does somebody look for, and how many are there of each kind?

A search without a profile: text, filters, sizes. Filters act before anything is counted, and the
counts of a facet are those of the programmes that are found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from matcher.fit.order import Filters, keeps, reaches
from profiles.vocabulary import groups
from programmes.criteria import Seat
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.model import Amount

__all__ = ["SIZES", "Found", "Listing", "Query", "Shelf", "Sort", "listing", "search", "size_of"]

Sort = Literal["deadline", "fit", "name", "size"]

SIZES: Mapping[str, tuple[float, float]] = {
    "below-100k": (0.0, 100_000.0),
    "100k-to-1m": (100_000.0, 1_000_000.0),
    "1m-to-10m": (1_000_000.0, 10_000_000.0),
    "10m-and-more": (10_000_000.0, float("inf")),
}
"""Bands of what one company receives at most, in the currency that the programme states."""

_WORD = re.compile(r"\w+")
_NOTHING = Filters()


@dataclass(frozen=True, slots=True)
class Listing:
    """One programme in a list.

    ``amount`` is what one company receives at most, in ``currency``; None where that is not known.
    """

    id: str
    name: str
    owner: str
    kind: str
    status: str
    opens: str | None
    closes: str | None
    areas: tuple[str, ...]
    instruments: tuple[str, ...]
    amount: float | None
    currency: str | None
    summary: str
    apply_url: str | None
    fit: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; an empty field keeps everything.

    Attributes:
        filters: Country, area, kind, status.
        text: Words that all have to stand in the programme's texts.
        instruments: Kinds of money, one of which is offered.
        sizes: Bands of ``SIZES``.
        sort: What comes first. ``fit`` needs fits; ``deadline`` puts what has none last.
    """

    filters: Filters = field(default_factory=Filters)
    text: str = ""
    instruments: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    sort: Sort = "deadline"


@dataclass(frozen=True, slots=True)
class Found:
    """The programmes that a query keeps, in order, and the counts of each facet."""

    listings: tuple[Listing, ...]
    facets: dict[str, dict[str, int]]


def _largest(programme: Programme) -> Amount | None:
    known = [
        amount
        for amount in programme.offer.amounts
        if amount.per == "company" and (amount.max or amount.min)
    ]
    return max(known, key=lambda amount: amount.max or amount.min or 0.0, default=None)


def size_of(amount: float | None) -> str:
    """The band of an amount, or ``unknown``.

    >>> size_of(250_000)
    '100k-to-1m'
    """
    if amount is None:
        return "unknown"
    return next(name for name, (low, high) in SIZES.items() if low <= amount < high)


def listing(
    programme: Programme, call: Call | None, status: Status, fit: float | None = None
) -> Listing:
    """A programme as a list shows it."""
    amount = _largest(programme)
    return Listing(
        id=programme.id,
        name=programme.name,
        owner=programme.owner,
        kind=programme.kind,
        status=str(status),
        opens=call.opens_shown if call else None,
        closes=call.closes_shown if call else None,
        areas=programme.areas,
        instruments=tuple(str(each) for each in programme.offer.instruments),
        amount=(amount.max or amount.min) if amount else None,
        currency=amount.currency if amount else None,
        summary=programme.summary,
        apply_url=programme.apply_url,
        fit=fit,
    )


class Shelf:
    """Programmes as lists show them at an instant; what every search needs is worked out once.

    Args:
        programmes: What to search.
        on: The instant asked about, with a time zone.
    """

    def __init__(self, programmes: Iterable[Programme], on: datetime) -> None:
        self.programmes = tuple(programmes)
        calls = [current_call(programme, on=on) for programme in self.programmes]
        self.listings = [
            listing(programme, call, status)
            for programme, (call, status) in zip(self.programmes, calls, strict=True)
        ]
        self._statuses = [status for _, status in calls]
        ends = [
            call.closes_when if call is not None and status.enterable else None
            for call, status in calls
        ]
        # Those that have no end, and those whose end is not known, come last.
        by_end = [each.latest.timestamp() if each else math.inf for each in ends]
        shown = self.listings
        self._orders = {
            "deadline": _ranked([(end, one.id) for end, one in zip(by_end, shown, strict=True)]),
            "size": _ranked([(-(one.amount or 0.0), one.id) for one in shown]),
            "name": _ranked([(0.0, one.name) for one in shown]),
        }
        self._ids = _ranked([(0.0, one.id) for one in shown])
        allowed: dict[str, list[str]] = {}
        self._facets = {
            "area": _Facet([one.areas for one in shown]),
            "country": _Facet([_countries(one, allowed) for one in self.programmes]),
            "kind": _Facet([(one.kind,) for one in shown]),
            "status": _Facet([(one.status,) for one in shown]),
            "instrument": _Facet([one.instruments for one in shown]),
            "size": _Facet([(size_of(one.amount),) for one in shown]),
        }

    @cached_property
    def _texts(self) -> list[str]:
        return [_text(programme) for programme in self.programmes]

    def search(self, query: Query, fits: Mapping[str, float] | None = None) -> Found:
        """The programmes that a query keeps.

        Args:
            query: What is looked for.
            fits: By programme, for ``sort="fit"`` and ``min_fit``; a programme without one is left
                out where ``min_fit`` is above 0.
        """
        known = fits or {}
        mask: NDArray[np.bool_] = self._mask(query)
        if query.filters.min_fit > 0:
            least = query.filters.min_fit
            mask &= np.array([known.get(one.id, 0.0) >= least for one in self.listings], np.bool_)
        if query.sort == "fit":
            values = np.array([known.get(one.id) or 0.0 for one in self.listings])
            order = np.lexsort((self._ids.argsort(), -values))
        else:
            order = self._orders[query.sort]
        places = order[mask[order]].tolist()
        found = [self.listings[place] for place in places]
        if known:
            found = [replace(one, fit=known.get(one.id)) for one in found]
        return Found(tuple(found), {name: one.counts(mask) for name, one in self._facets.items()})

    def _mask(self, query: Query) -> NDArray[np.bool_]:
        filters = query.filters
        mask: NDArray[np.bool_] = np.ones(len(self.programmes), np.bool_)
        for name, wanted in (
            ("kind", filters.kinds), ("status", filters.statuses), ("area", filters.areas),
            ("instrument", query.instruments), ("size", query.sizes),
        ):  # fmt: skip
            if wanted:
                mask &= self._facets[name].any_of(wanted)
        if filters.countries:
            whole = replace(_NOTHING, countries=filters.countries)
            mask &= np.array(
                [m and keeps(whole, p, s)
                 for m, p, s in zip(mask.tolist(), self.programmes, self._statuses, strict=True)],
                np.bool_,
            )  # fmt: skip
        if words := tuple(word.casefold() for word in _WORD.findall(query.text)):
            mask &= np.array(
                [all(word in text for word in words) for text in self._texts], np.bool_
            )
        return mask


class _Facet:
    """Which programmes have which words.

    Args:
        words: Of each programme.
    """

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self.names = sorted({word for some in words for word in some})
        place = {name: at for at, name in enumerate(self.names)}
        self._held = np.zeros((len(words), len(self.names)), np.bool_)
        for row, some in enumerate(words):
            self._held[row, [place[word] for word in some]] = True
        self._place = place

    def any_of(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Which programmes have one of these words."""
        columns = [self._place[word] for word in wanted if word in self._place]
        return np.asarray(self._held[:, columns].any(axis=1), np.bool_)

    def counts(self, mask: NDArray[np.bool_]) -> dict[str, int]:
        """How many of the programmes of a mask have each word; of those that any has."""
        numbers = self._held[mask].sum(axis=0).tolist()
        return {name: n for name, n in zip(self.names, numbers, strict=True) if n}


def _ranked(keys: Sequence[tuple[float, str]]) -> NDArray[np.intp]:
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.intp)


def search(
    programmes: Iterable[Programme],
    query: Query,
    *,
    on: datetime,
    fits: Mapping[str, float] | None = None,
) -> Found:
    """The programmes that a query keeps; see ``Shelf``, for whoever asks more than once."""
    return Shelf(programmes, on).search(query, fits)


def _text(programme: Programme) -> str:
    fields = (
        programme.id, programme.name, programme.short_name or "", programme.owner,
        programme.summary, programme.description, *programme.also_known_as, *programme.seeks,
        *programme.technologies, *programme.use_cases,
        *(challenge.title for challenge in programme.challenges),
    )  # fmt: skip
    return " ".join(fields).casefold()


def _countries(programme: Programme, known: dict[str, list[str]]) -> list[str]:
    """The countries of any group whose companies may enter; alike rules are worked out once."""
    seats = [each.model_dump_json() for each in programme.criteria if isinstance(each, Seat)]
    buyers = ",".join(programme.pool.participants) if programme.pool else ""
    rule = "|".join([*seats, buyers])
    if rule not in known:
        grouped = {member.country for each in groups() for member in each.memberships}
        known[rule] = [code for code in sorted(grouped) if reaches(programme, code)]
    return known[rule]
