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

from programmes.filters import Facet, Filtered, Filters
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.model import Amount

__all__ = [
    "SIZES",
    "Hit",
    "Query",
    "SearchIndex",
    "SearchResult",
    "Sort",
    "hit",
    "search",
    "size_of",
]

Sort = Literal["deadline", "fit", "name", "size"]

SIZES: Mapping[str, tuple[float, float]] = {
    "below-100k": (0.0, 100_000.0),
    "100k-to-1m": (100_000.0, 1_000_000.0),
    "1m-to-10m": (1_000_000.0, 10_000_000.0),
    "10m-and-more": (10_000_000.0, float("inf")),
}
"""Bands of what one company receives at most, in the currency that the programme states."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One programme in a list.

    ``amount`` is what one company receives at most, in ``currency``; None where that is not known.
    ``maker`` is the organisation that has added it; None in the curated catalogue.
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
    maker: str | None = None


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
class SearchResult:
    """The programmes that a query keeps, in order, and the counts of each facet."""

    hits: tuple[Hit, ...]
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


def hit(programme: Programme, call: Call | None, status: Status, fit: float | None = None) -> Hit:
    """A programme as a list shows it."""
    amount = _largest(programme)
    return Hit(
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
        maker=programme.maker,
    )


class SearchIndex:
    """Programmes as lists show them at an instant; what every search needs is worked out once.

    Args:
        programmes: What to search.
        on: The instant asked about, with a time zone.
    """

    programmes: tuple[Programme, ...]
    hits: list[Hit]

    def __init__(self, programmes: Iterable[Programme], on: datetime) -> None:
        self.programmes = tuple(programmes)
        calls = [current_call(programme, on=on) for programme in self.programmes]
        self.hits = [
            hit(programme, call, status)
            for programme, (call, status) in zip(self.programmes, calls, strict=True)
        ]
        self._filtered = Filtered(self.programmes, [status for _, status in calls])
        ends = [
            call.closes_when if call is not None and status.enterable else None
            for call, status in calls
        ]
        # Those that have no end, and those whose end is not known, come last.
        by_end = [each.latest.timestamp() if each else math.inf for each in ends]
        shown = self.hits
        self._orders = {
            "deadline": _ranked([(end, one.id) for end, one in zip(by_end, shown, strict=True)]),
            "size": _ranked([(-(one.amount or 0.0), one.id) for one in shown]),
            "name": _ranked([(0.0, one.name) for one in shown]),
        }
        self._ids = _ranked([(0.0, one.id) for one in shown])
        self._facets = {
            "area": self._filtered.facets["area"],
            "country": self._filtered.countries,
            "kind": self._filtered.facets["kind"],
            "status": self._filtered.facets["status"],
            "instrument": Facet([one.instruments for one in shown]),
            "size": Facet([(size_of(one.amount),) for one in shown]),
        }

    @cached_property
    def _texts(self) -> list[str]:
        return [_text(programme) for programme in self.programmes]

    def search(self, query: Query, fits: Mapping[str, float] | None = None) -> SearchResult:
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
            mask &= np.array([known.get(one.id, 0.0) >= least for one in self.hits], np.bool_)
        if query.sort == "fit":
            values = np.array([known.get(one.id) or 0.0 for one in self.hits])
            order = np.lexsort((self._ids.argsort(), -values))
        else:
            order = self._orders[query.sort]
        places = order[mask[order]].tolist()
        found = [self.hits[place] for place in places]
        if known:
            found = [replace(one, fit=known.get(one.id)) for one in found]
        return SearchResult(
            tuple(found), {name: one.counts(mask) for name, one in self._facets.items()}
        )

    def _mask(self, query: Query) -> NDArray[np.bool_]:
        mask = self._filtered.mask(query.filters).copy()
        for name, wanted in (("instrument", query.instruments), ("size", query.sizes)):
            if wanted:
                mask &= self._facets[name].any_of(wanted)
        if words := tuple(word.casefold() for word in _WORD.findall(query.text)):
            mask &= np.array(
                [all(word in text for word in words) for text in self._texts], np.bool_
            )
        return mask


def _ranked(keys: Sequence[tuple[float, str]]) -> NDArray[np.intp]:
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.intp)


def search(
    programmes: Iterable[Programme],
    query: Query,
    *,
    on: datetime,
    fits: Mapping[str, float] | None = None,
) -> SearchResult:
    """The programmes that a query keeps; see ``SearchIndex``, for whoever asks more than once."""
    return SearchIndex(programmes, on).search(query, fits)


def _text(programme: Programme) -> str:
    fields = (
        programme.id, programme.name, programme.short_name or "", programme.owner,
        programme.summary, programme.description, *programme.also_known_as, *programme.seeks,
        *programme.technologies, *programme.use_cases,
        *(challenge.title for challenge in programme.challenges),
    )  # fmt: skip
    return " ".join(fields).casefold()
