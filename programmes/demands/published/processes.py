"""Which releases speak of one purchase, and what do they say together?

Releases of one process (one ``ocid``) are merged as the standard says, by its own library. Until
all of a file is read they wait in a private temporary database, which the system puts on disk once
it is large: memory stays flat.
"""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from programmes.demands.published.shape import slim, stated, written

__all__ = ["Process", "Processes"]

_WHOLE = "wholeListMerge"
# Lists that the standard replaces as a whole; all others are merged by the ids of their members.
_RULES = {
    ("tender", "items", "additionalClassifications"): _WHOLE,
    ("tender", "additionalClassifications"): _WHOLE,
    ("tender", "items", "deliveryAddresses"): _WHOLE,
    ("tender", "deliveryAddresses"): _WHOLE,
    ("tender", "lots", "deliveryAddresses"): _WHOLE,
}


@dataclass(frozen=True, slots=True)
class Process:
    """One purchase.

    Attributes:
        ocid: Its id; the place where it has none.
        place: Where its newest release stands.
        release: All releases together, slim; ``tag`` has the tags of all.
        merged: How many releases it was put together from.
        problem: Why they could not be put together.
    """

    ocid: str
    place: str
    release: dict[str, Any] = field(default_factory=dict)
    merged: int = 1
    problem: str = ""


class Processes:
    """Releases, waiting to be told by purchase."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("pragma journal_mode = off")
        self._base.execute(
            "create table held (ocid text, date text, compiled integer, place text, body text)"
        )

    def add(self, release: dict[str, Any], place: str, *, compiled: bool) -> Iterable[str]:
        """Keep one release; the numbers that it writes as texts."""
        kept = slim(release)
        ocid = str(kept.get("ocid") or kept.get("id") or place or "release")
        body = json.dumps(kept, ensure_ascii=False, default=_number)
        row = (ocid, str(kept.get("date") or ""), int(compiled), place, body)
        self._base.execute("insert into held values (?, ?, ?, ?, ?)", row)
        return written(kept)

    def told(self) -> Iterator[Process]:
        """Each purchase, in the order of the ocids; whatever stood first in the file."""
        order = "select * from held order by ocid, date, compiled, body, place"
        with closing(self._base), closing(self._base.execute(order)) as rows:
            for ocid, held in groupby(rows, key=lambda row: str(row[0])):
                yield _together(ocid, list(held))


def _number(value: Decimal) -> dict[str, str]:
    return {"$": str(value)}


def _read(body: str) -> dict[str, Any]:
    def numbers(found: dict[str, Any]) -> Any:
        return Decimal(found["$"]) if len(found) == 1 and "$" in found else found

    read: dict[str, Any] = json.loads(body, object_hook=numbers)
    return read


def _together(ocid: str, rows: list[tuple[str, str, int, str, str]]) -> Process:
    last = max((at for at, row in enumerate(rows) if row[2]), default=0)
    used = list(dict.fromkeys(row[4] for row in rows[last:]))
    place = rows[-1][3]
    releases = [_read(body) for body in used]
    if len(releases) == 1:
        return Process(ocid, place, stated(releases[0]))
    import ocdsmerge
    from ocdsmerge.exceptions import OCDSMergeError

    tags = sorted({tag for one in releases for tag in one.get("tag") or ()})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            merger = ocdsmerge.Merger(merge_rules=_RULES)
            merged = merger.create_compiled_release([_dated(one) for one in releases])
    except (OCDSMergeError, TypeError) as error:
        return Process(ocid, place, problem=f"its releases cannot be merged: {error}")
    dates = [one["date"] for one in releases if one.get("date")]
    whole = {**stated(merged), "tag": tags, "date": max(dates, default="")}
    return Process(ocid, place, whole, len(used))


def _dated(release: dict[str, Any]) -> dict[str, Any]:
    # The library wants a date to sort by; an undated release comes first.
    return {**release, "date": release.get("date") or "0001-01-01T00:00:00Z"}
