"""Which instant is a time on a named clock?

Calls close "17:00 Brussels", "12:00 UTC", "noon CET". A place means its local time, with or
without summer time. An abbreviation of one season used in the other (CET in July) may mean either
clock, so both instants are kept, as are both readings of the hour that a change of clocks repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from profiles.errors import UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.words import fold, nearest

__all__ = ["Clock", "clock"]

Clock: TypeAlias = Callable[[datetime], tuple[datetime, datetime]]
"""From a local time without zone to the earliest and the latest instant it can be, in UTC."""

_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s*(?P<sign>[+\-\u2212])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?"
)
_FILLER = re.compile(r"\b(?:local|standard|summer|daylight)?\s*time\b|[()]", re.IGNORECASE)


@lru_cache(maxsize=512)
def clock(name: str) -> Clock:
    """The clock that goes by this name.

    Args:
        name: A place ("Brussels", "Europe/Kyiv"), an abbreviation ("UTC", "CEST", "BST", which is
            British Summer Time) or an offset ("+02:00", "UTC+1"); "unknown" is the span of all
            clocks on earth, for a source that names none.

    Raises:
        UnknownTerm: No clock has the name.

    >>> early, late = clock("Brussels")(datetime(2026, 9, 29, 17, 0))
    >>> early == late, early.isoformat()
    (True, '2026-09-29T15:00:00+00:00')
    """
    said = _FILLER.sub(" ", name).strip()
    if found := _OFFSET.fullmatch(said.upper()):
        return _offset(name, found)
    key = fold(said)
    if key == "unknown":
        return _anywhere
    if key in _fixed():
        return _in_zone(timezone(timedelta(hours=_fixed()[key])))
    if key in _seasonal():
        hours, place = _seasonal()[key]
        return _either(_in_zone(timezone(timedelta(hours=hours))), _in_zone(ZoneInfo(place)))
    try:
        return _in_zone(ZoneInfo(_places().get(key, said)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTerm("time zone", name, _suggest(said)) from None


def _offset(name: str, found: re.Match[str]) -> Clock:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        raise UnknownTerm("time zone", name, ("+02:00",))
    ahead = timedelta(hours=hours, minutes=minutes)
    return _in_zone(timezone(ahead if found["sign"] == "+" else -ahead))


def _in_zone(zone: tzinfo) -> Clock:
    def read(local: datetime) -> tuple[datetime, datetime]:
        # Where clocks go back an hour happens twice: fold 0 is the first, fold 1 the second.
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(first, second), max(first, second)

    return read


def _anywhere(local: datetime) -> tuple[datetime, datetime]:
    """From the clocks that are furthest ahead to those that are furthest behind."""
    at = local.replace(tzinfo=UTC)
    return at - timedelta(hours=14), at + timedelta(hours=12)


def _either(one: Clock, other: Clock) -> Clock:
    def read(local: datetime) -> tuple[datetime, datetime]:
        (a, b), (c, d) = one(local), other(local)
        # In season the two agree, but for the repeated hour, which the abbreviation settles.
        return (a, b) if a in (c, d) else (min(a, c), max(b, d))

    return read


@cache
def _places() -> Mapping[str, str]:
    return {fold(place): zone for place, zone in table("dates")["places"].items()}


@cache
def _fixed() -> Mapping[str, float]:
    return {fold(name): hours for name, hours in table("dates")["fixed"].items()}


@cache
def _seasonal() -> Mapping[str, tuple[float, str]]:
    return {fold(name): (row[0], row[1]) for name, row in table("dates")["seasonal"].items()}


def _suggest(name: str) -> tuple[str, ...]:
    return nearest(name, {fold(place): place for place in table("dates")["places"]})
