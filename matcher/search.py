"""Which programmes of the catalogue does somebody look for, and how many are there of each kind?

A search without a profile: text, filters, sizes. Filters act before anything is counted, and the
counts of a facet are those of the programmes that are found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from matcher.rank import Filters, keeps, reaches
from profiles.vocabulary import groups
from programmes.criteria import Seat
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from programmes.model import Amount

__all__ = ["SIZES", "Found", "Listing", "Query", "Sort", "listing", "search", "size_of"]

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


def search(
    programmes: Iterable[Programme],
    query: Query,
    *,
    on: datetime,
    fits: Mapping[str, float] | None = None,
) -> Found:
    """The programmes that a query keeps.

    Args:
        programmes: What to search.
        query: What is looked for.
        on: The instant asked about, with a time zone.
        fits: By programme, for ``sort="fit"`` and ``min_fit``; a programme without one is left out
            where ``min_fit`` is above 0.
    """
    words = tuple(word.casefold() for word in _WORD.findall(query.text))
    known = fits or {}
    kept: list[tuple[Programme, Listing]] = []
    ends: dict[str, float] = {}
    for programme in programmes:
        call, status = current_call(programme, on=on)
        if not keeps(query.filters, programme, status) or not _says(programme, words):
            continue
        shown = listing(programme, call, status, known.get(programme.id))
        if _suits(shown, query):
            kept.append((programme, shown))
            closes = call.closes_when if call and status.enterable else None
            ends[shown.id] = closes.latest.timestamp() if closes else float("inf")
    kept.sort(key=lambda pair: _key(pair[1], query.sort, ends))
    return Found(tuple(shown for _, shown in kept), _facets(kept))


def _says(programme: Programme, words: Sequence[str]) -> bool:
    if not words:
        return True
    fields = (
        programme.id, programme.name, programme.short_name or "", programme.owner,
        programme.summary, programme.description, *programme.also_known_as, *programme.seeks,
        *programme.technologies, *programme.use_cases,
        *(challenge.title for challenge in programme.challenges),
    )  # fmt: skip
    text = " ".join(fields).casefold()
    return all(word in text for word in words)


def _suits(shown: Listing, query: Query) -> bool:
    return (
        (not query.instruments or not set(query.instruments).isdisjoint(shown.instruments))
        and (not query.sizes or size_of(shown.amount) in query.sizes)
        and (query.filters.min_fit <= 0 or (shown.fit or 0.0) >= query.filters.min_fit)
    )


def _key(shown: Listing, sort: Sort, ends: Mapping[str, float]) -> tuple[float, str]:
    key: dict[str, Callable[[], float]] = {
        "deadline": lambda: ends[shown.id],
        "fit": lambda: -(shown.fit or 0.0),
        "size": lambda: -(shown.amount or 0.0),
        "name": lambda: 0.0,
    }
    return key[sort](), shown.name if sort == "name" else shown.id


def _facets(kept: Sequence[tuple[Programme, Listing]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("area", "country", "kind", "status", "instrument", "size")
    }
    allowed: dict[str, list[str]] = {}
    for programme, shown in kept:
        counts["area"].update(shown.areas)
        counts["instrument"].update(shown.instruments)
        counts["kind"][shown.kind] += 1
        counts["status"][shown.status] += 1
        counts["size"][size_of(shown.amount)] += 1
        counts["country"].update(_countries(programme, allowed))
    return {name: dict(sorted(found.items())) for name, found in counts.items()}


def _countries(programme: Programme, known: dict[str, list[str]]) -> list[str]:
    """The countries of any group whose companies may enter; alike rules are worked out once."""
    seats = [each.model_dump_json() for each in programme.criteria if isinstance(each, Seat)]
    buyers = ",".join(programme.pool.participants) if programme.pool else ""
    rule = "|".join([*seats, buyers])
    if rule not in known:
        grouped = {member.country for each in groups() for member in each.memberships}
        known[rule] = [code for code in sorted(grouped) if reaches(programme, code)]
    return known[rule]
