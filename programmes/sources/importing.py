"""What does today's file of a source change in what we knew of it?

Items are known by the source's own key. A field that a file does not state (a calendar has no
prose) stays as an earlier file stated it. What is missing from a file that holds everything is
marked as gone and kept; what is missing from a part of it says nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.errors import BadDocument
from programmes.history.changes import Change, changed_fields
from programmes.sources.item import Item
from programmes.sources.placing import placed
from programmes.sources.selection import Keep, reason_against

__all__ = ["ImportResult", "imported"]

MOST_SHOWN = 1_000
"""Bad records whose words are kept; the others are counted."""

_SILENT = frozenset({"source", "key", "id", "version", "retrieved", "gone", "hints", "call_name"})
_KEPT_IF_EMPTY = ("amounts", "criteria", "applicants", "areas", "call", "call_name", "opens")


@dataclass(slots=True)
class ImportResult:
    """What an import did.

    Attributes:
        items: All items of the source as they are now known, by key.
        changes: What is new, changed, gone or back, in the order of ids.
        read: Records that were read, good and bad.
        kept: Of the good ones, those that were kept.
        left_out: Of the others, how many for which reason.
        under: How many of the kept ones fall under which programme; those of none under "".
        wrong: Bad records, each with what is wrong; no more than ``MOST_SHOWN``.
        bad: How many bad records there were.
    """

    items: dict[str, Item]
    changes: list[Change] = field(default_factory=list)
    read: int = 0
    kept: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    under: Counter[str] = field(default_factory=Counter)
    wrong: list[BadDocument] = field(default_factory=list)
    bad: int = 0

    def count(self, what: str) -> int:
        """How many changes are of one kind."""
        return sum(change.what == what for change in self.changes)


def imported(
    read: Iterable[Item | BadDocument],
    known: Mapping[str, Item],
    programmes: Iterable[str],
    *,
    keep: Keep,
    on: str,
    whole: bool,
) -> ImportResult:
    """Take a file's items over into what is known of its source.

    Args:
        read: The items of the file, and what is wrong with bad records.
        known: What was known, by key.
        programmes: The ids of the programmes that there are.
        keep: What is kept.
        on: The day of the import.
        whole: Whether the file holds all that the source has.
    """
    ids = frozenset(programmes)
    report = ImportResult(dict(known))
    by_id = {item.id: key for key, item in known.items()}
    seen: set[str] = set()
    for one in read:
        report.read += 1
        if isinstance(one, BadDocument):
            report.bad += 1
            if len(report.wrong) < MOST_SHOWN:
                report.wrong.append(one)
            continue
        key = one.key if one.key in report.items else by_id.get(one.id, one.key)
        item = placed(one, ids)
        seen.add(key)
        reason = reason_against(item, keep)
        if reason is not None:
            report.left_out[reason] += 1
            continue
        report.kept += 1
        report.under[item.programme or ""] += 1
        _take(item, key, by_id, report, on)
    if whole and seen:
        _mark_gone(report, seen, on)
    report.changes.sort(key=lambda change: (change.id, change.what))
    return report


def _take(item: Item, key: str, by_id: dict[str, str], report: ImportResult, on: str) -> None:
    old = report.items.get(key)
    if old is None:
        if by_id.setdefault(item.id, key) != key:
            # Two records of one id: a mark of its key keeps the second apart.
            mark = hashlib.sha256(key.encode()).hexdigest()[:8]
            item = item.model_copy(update={"id": f"{item.id}-{mark}"})
            by_id[item.id] = key
        new = item.model_copy(update={"retrieved": on, "hints": {}})
        report.changes.append(_change(new, "new", {}, on))
    else:
        new = _over(old, item).model_copy(update={"retrieved": on, "gone": None, "hints": {}})
        fields = changed_fields(_stated(old), _stated(new))
        if old.gone is not None:
            report.changes.append(_change(new, "back", fields, on))
        elif fields:
            report.changes.append(_change(new, "changed", fields, on))
        else:
            # Nothing that is stated has changed: it stays as it was read, and so do its bytes.
            new = new.model_copy(update={"retrieved": old.retrieved})
    report.items[key] = new


def _over(old: Item, new: Item) -> Item:
    """What a new record states, over what an earlier one stated."""
    update: dict[str, Any] = {"id": old.id, "key": old.key}
    for name in _KEPT_IF_EMPTY:
        if not getattr(new, name):
            update[name] = getattr(old, name)
    if new.basis != "stated" and old.basis == "stated":
        update |= {"statement": old.statement, "basis": old.basis}
    if not (new.closes or new.rolling):
        update |= {n: getattr(old, n) for n in ("closes", "stages", "cutoffs", "rolling", "until")}
    return new.model_copy(update=update)


def _mark_gone(report: ImportResult, seen: set[str], on: str) -> None:
    for key, item in report.items.items():
        if key not in seen and item.gone is None:
            report.items[key] = item.model_copy(update={"gone": on})
            report.changes.append(_change(item, "gone", {}, on))


def _stated(item: Item) -> dict[str, Any]:
    fields = item.model_dump(mode="json", exclude_none=True, exclude=set(_SILENT))
    return {name: value for name, value in fields.items() if value not in ([], False)}


def _change(item: Item, what: Any, fields: dict[str, tuple[Any, Any]], on: str) -> Change:
    name = f"{item.programme}/{item.id}" if item.programme else item.id
    return Change(on=on, by=item.source, id=name, title=item.title, what=what, fields=fields)
