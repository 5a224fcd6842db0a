"""When did the answer for "now" last change?

An answer depends on the day (ages, memberships) and on the instants at which calls open and close.
Between two such instants every answer is the same, so "now" is answered as of the last of them:
equal questions get equal bytes, and an answer can be kept until the next one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from programmes.model import Programme

__all__ = ["between", "edges", "last_change", "written"]


def edges(programmes: Iterable[Programme]) -> tuple[datetime, ...]:
    """The instants at which the status of some call changes, sorted."""
    found: set[datetime] = set()
    for programme in programmes:
        for call in programme.calls:
            for span in (call.opens_when, call.closes_when):
                if span is not None:
                    found |= {span.earliest.astimezone(UTC), span.latest.astimezone(UTC)}
    return tuple(sorted(found))


def between(now: datetime, changes: tuple[datetime, ...]) -> tuple[datetime, datetime]:
    """The last change before an instant, and the next one after it."""
    first = last_change(now, changes)
    at = now.astimezone(UTC)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    place = bisect_right(changes, at)
    return first, min(midnight, changes[place]) if place < len(changes) else midnight


def last_change(now: datetime, changes: tuple[datetime, ...]) -> datetime:
    """The start of the day (UTC) or the last edge before ``now``, whichever is later.

    >>> noon = datetime(2026, 7, 3, 12, tzinfo=UTC)
    >>> last_change(datetime(2026, 7, 3, 18, tzinfo=UTC), (noon,)).isoformat()
    '2026-07-03T12:00:00+00:00'
    >>> last_change(datetime(2026, 7, 4, 9, tzinfo=UTC), (noon,)).isoformat()
    '2026-07-04T00:00:00+00:00'
    """
    at = now.astimezone(UTC)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    place = bisect_right(changes, at)
    return max(midnight, changes[place - 1]) if place else midnight


def written(at: datetime) -> str:
    """An instant as results show it: ISO 8601 in UTC, with a Z.

    >>> written(datetime(2026, 7, 3, 12, tzinfo=UTC))
    '2026-07-03T12:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
