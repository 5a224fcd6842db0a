"""What does any server of the CommonGrants protocol publish?

Pages of opportunities, or one. Amounts carry their currency, dates their day, and a date in words
stays one. A server's own status is left unread: it is derived from dates, but where a forecast is
said and no date is.

Source:
    The CommonGrants protocol, version 0.4.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Amount
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.reading import json_items, roots
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import amount, moment, text

__all__ = ["common_grants_items"]

SOURCE = "common-grants"


def common_grants_items(path: Path) -> Iterator[Item | BadDocument]:
    """The opportunities of a page, or the one of an answer, each or what is wrong with it.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no opportunity.
    """
    found = roots(path)
    if "items" in found:
        prefix = "items.item"
    elif "data" in found:
        prefix = "data"
    elif "[keyDates" in found or "[title" in found:
        prefix = "item"
    elif "title" in found:
        prefix = ""
    else:
        named = ", ".join(sorted(found)[:6]) or "nothing"
        raise ShapeChanged(path.name, f"holds {named}; expected items: its shape changed")
    records = enumerate(json_items(path, prefix), 1)
    yield from items_of(records, _opportunity, source=SOURCE, file=path.name)


def _opportunity(row: Row) -> Row | str | None:
    key, title = text(row.get("id")), text(row.get("title"))
    if not key or not title:
        return "is missing its id or its title"
    zone = table(SOURCE).zone
    dates = row.get("keyDates") if isinstance(row.get("keyDates"), dict) else {}
    others = (dates or {}).get("otherDates")
    prose = text(row.get("description"))
    status = row.get("status")
    value = status.get("value") if isinstance(status, dict) else status
    opens, closes = (_event((dates or {}).get(name), zone) for name in ("postDate", "closeDate"))
    stages = [
        found
        for name, each in sorted(others.items() if isinstance(others, dict) else ())
        if "stage" in name.lower() and (found := _event(each, zone))
    ]
    cutoffs = [
        found
        for name, each in sorted(others.items() if isinstance(others, dict) else ())
        if "cut" in name.lower() and (found := _event(each, zone))
    ]
    funding = row.get("funding") if isinstance(row.get("funding"), dict) else {}
    return {
        "key": key,
        "id": slug_of(_slug(row, key, title)),
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "opens": opens,
        **deadlines([closes] if closes else [], zone=zone),
        "stages": tuple(stages) if stages and stages[0] == closes else None,
        "cutoffs": tuple(cutoffs) or None,
        "expected": True if value == "forecasted" and not opens else None,
        "amounts": _amounts(funding or {}),
        "url": text(row.get("source")),
        "version": text(row.get("lastModifiedAt")),
        "hints": {"words": (f" {title} ".lower(),), "server": (text(row.get("source")) or "",)},
    }


def _slug(row: Row, key: str, title: str) -> str:
    """A name that a person can read, and the start of the key, which keeps it apart."""
    custom = row.get("customFields")
    own = custom.get("programme") if isinstance(custom, dict) else None
    if isinstance(own, dict) and isinstance(own.get("value"), str):
        return f"{own['value']}-{key[:8]}"
    return f"{title[:60]}-{key[:8]}"


def _event(event: Any, zone: str) -> str | None:
    if not isinstance(event, dict):
        return moment(event, zone) if isinstance(event, str) else None
    day = event.get("date") or event.get("endDate")
    if not day:
        return text(event.get("details"))
    time = event.get("time") or event.get("endTime")
    said = str(event.get("description") or "")
    clock = f"T{time}{'Z' if 'UTC' in said else ''}" if time else ""
    return f"{day}{clock}"


def _amounts(funding: Row) -> tuple[Amount, ...]:
    low, high, whole = (
        amount(funding.get(name))
        for name in ("minAwardAmount", "maxAwardAmount", "totalAmountAvailable")
    )
    found = []
    if low or high:
        currency = (high or low or (0.0, None))[1]
        smallest, largest = low[0] if low else None, high[0] if high else None
        if smallest and largest and smallest > largest:
            smallest = None
        found.append(Amount(label="one award", min=smallest, max=largest, currency=currency))
    if whole:
        label = "all awards"
        found.append(Amount(label=label, max=whole[0], currency=whole[1], per="programme"))
    return tuple(found)
