"""What was known of a source on an earlier day?

The history is read backwards from what is known today: what came later is taken back, change by
change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from programmes.history.changes import Change

__all__ = ["as_of"]


def as_of(
    today: Mapping[str, Mapping[str, Any]], history: Iterable[Change], day: str
) -> dict[str, dict[str, Any]]:
    """The state of some records at the end of a day.

    Args:
        today: Records as fields, by the id that changes name them by.
        history: Every change, in the order of days.
        day: The day, as in ISO 8601.

    >>> moved = Change(
    ...     on="2026-11-28",
    ...     by="ted",
    ...     id="x",
    ...     title="X",
    ...     what="changed",
    ...     fields={"closes": ("2026-12-01", "2026-12-15")},
    ... )
    >>> as_of({"x": {"closes": "2026-12-15"}}, [moved], "2026-11-27")
    {'x': {'closes': '2026-12-01'}}
    """
    found = {name: dict(fields) for name, fields in today.items()}
    for change in reversed(list(history)):
        if change.on <= day or change.id not in found:
            continue
        if change.what == "new":
            del found[change.id]
            continue
        record = found[change.id]
        for field, (was, _) in change.fields.items():
            if was is None:
                record.pop(field, None)
            else:
                record[field] = was
        if change.what == "gone":
            record.pop("gone", None)
        elif change.what == "back":
            record["gone"] = change.on
    return found
