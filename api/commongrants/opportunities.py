"""How does a programme look as an opportunity of the CommonGrants protocol?

Version 0.4.0, in exactly its shape. What the protocol has no field for goes into ``customFields``.
Ids are UUIDs made from ours, so they stay the same; a programme is "modified" on the newest day
that one of its sources speaks for. Filters and orders act on what is shown, as a client would see.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from profiles.vocabulary import When, when
from programmes.criteria import OpenTo
from programmes.model import Amount, Call, Programme, Status, current_call
from programmes.search import hit

__all__ = ["ORDERS", "Opportunities", "identifier_of", "opportunity"]

_SPACE = uuid.UUID("0d3a6f5e-52a4-4b43-9d0e-7a2f5d1c9b10")
_STATUS = {Status.OPEN: "open", Status.FORECAST: "forecasted", Status.CLOSED: "closed"}
_EPOCH = "2026-01-01T00:00:00Z"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = {
    "totalFundingAvailableRange": "totalAmountAvailable",
    "minAwardAmountRange": "minAwardAmount",
    "maxAwardAmountRange": "maxAwardAmount",
}
"""Filters on sums, and the field that each looks at."""


def identifier_of(programme: str) -> str:
    """The UUID of a programme.

    >>> identifier_of("nato-diana-2027") == identifier_of("nato-diana-2027")
    True
    """
    return str(uuid.uuid5(_SPACE, programme))


def _modified(programme: Programme) -> str:
    days = [
        entry.as_of
        for entry in (*programme.provenance.values(), *programme.criteria)
        if entry.as_of is not None
    ]
    known = [text for text in days if _is_day(text)]
    return f"{max(known)}T00:00:00Z" if known else _EPOCH


def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def _money(amount: float | None, currency: str | None) -> dict[str, str] | None:
    # The protocol has no sum without a currency, and none is guessed.
    return (
        None
        if amount is None or currency is None
        else {"amount": f"{amount:.2f}", "currency": currency}
    )


def _funding(programme: Programme) -> dict[str, Any] | None:
    known: dict[str, Any] = {}
    for each in programme.offer.amounts:
        if each.per == "company" and "maxAwardAmount" not in known:
            known |= _range(each)
        elif each.per == "programme" and each.max is not None:
            known["totalAmountAvailable"] = _money(each.max, each.currency)
    if programme.offer.text:
        known["details"] = programme.offer.text
    return {name: value for name, value in known.items() if value is not None} or None


def _range(amount: Amount) -> dict[str, Any]:
    return {
        "minAwardAmount": _money(amount.min, amount.currency),
        "maxAwardAmount": _money(amount.max, amount.currency),
    }


def _event(name: str, span: When) -> dict[str, Any]:
    """A date as the protocol has it: a day or an instant where it is known so, else in words.

    What the catalogue has read is shown as it was read, and never read again: a parser that is
    stricter than the first would end every list at one date's wording.
    """
    if ":" in span.text and span.exact:
        at = span.earliest
        return {
            "name": name, "eventType": "singleDate", "date": at.date().isoformat(),
            "time": at.strftime("%H:%M:%S"), "description": f"{span.text}; the time is UTC",
        }  # fmt: skip
    if _is_day(span.text):
        return {"name": name, "eventType": "singleDate", "date": span.text}
    return {"name": name, "eventType": "other", "details": span.text}


def _dates(call: Call | None) -> dict[str, Any] | None:
    if call is None:
        return None
    found: dict[str, Any] = {}
    if opens := call.opens_when:
        found["postDate"] = _event("Opens", opens)
    if closes := call.closes_when:
        found["closeDate"] = _event("Closes", closes)
    others = {
        f"{word}{number}": _event(f"{name} {number}", when(text, zone=call.zone, end=True))
        for word, name, dates in (
            ("cutoff", "Cut-off", call.cutoffs),
            ("stage", "Deadline of stage", call.stages),
        )
        for number, text in enumerate(dates, 1)
    }
    if others:
        found["otherDates"] = others
    return found or None


def _applicants(programme: Programme) -> list[dict[str, str]]:
    kinds = sorted(
        {
            str(who)
            for each in programme.criteria
            if isinstance(each, OpenTo)
            for who in each.applicants
        }
    )
    return [
        {"value": "custom", "customValue": kind, "description": f"Open to: {kind}"}
        for kind in kinds
    ] or [{"value": "organization", "description": "Companies"}]


def opportunity(programme: Programme, on: datetime) -> dict[str, Any]:
    """A programme as the protocol's opportunity.

    Args:
        programme: Ours.
        on: The instant for which its status holds.
    """
    call, status = current_call(programme, on=on)
    value = _STATUS.get(status, "custom")
    said: dict[str, Any] = {"value": value, "description": f"{status} on {on.date()}"}
    if value == "custom":
        said["customValue"] = str(status)
    shown = hit(programme, call, status)
    modified = _modified(programme)
    found = {
        "id": identifier_of(programme.id),
        "title": programme.name,
        "status": said,
        "description": programme.description,
        "funding": _funding(programme),
        "keyDates": _dates(call),
        "acceptedApplicantTypes": _applicants(programme),
        "source": programme.apply_url,
        "customFields": {
            "allymatchId": _custom("allymatchId", "string", programme.id),
            "owner": _custom("owner", "string", programme.owner),
            "kind": _custom("kind", "string", programme.kind),
            "areas": _custom("areas", "array", list(shown.areas)),
            "instruments": _custom("instruments", "array", list(shown.instruments)),
        },
        "createdAt": modified,
        "lastModifiedAt": modified,
    }
    return {name: value for name, value in found.items() if value is not None}


def _custom(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"name": name, "fieldType": kind, "value": value}


def _at(found: Mapping[str, Any], path: str) -> Any:
    """What stands at a path such as ``keyDates.closeDate``; None if nothing does."""
    value: Any = found
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _day(found: Mapping[str, Any]) -> str | None:
    closes = _at(found, "keyDates.closeDate.date")
    return str(closes) if closes else None


def _sum(path: str) -> Callable[[Mapping[str, Any]], tuple[str, float] | None]:
    def key(found: Mapping[str, Any]) -> tuple[str, float] | None:
        money = _at(found, f"funding.{path}")
        return (money["currency"], float(money["amount"])) if money else None

    return key


ORDERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "lastModifiedAt": lambda one: one["lastModifiedAt"],
    "createdAt": lambda one: one["createdAt"],
    "title": lambda one: one["title"],
    "status.value": lambda one: one["status"]["value"],
    "keyDates.closeDate": _day,
    "funding.maxAwardAmount": _sum("maxAwardAmount"),
    "funding.minAwardAmount": _sum("minAwardAmount"),
    "funding.totalAmountAvailable": _sum("totalAmountAvailable"),
}
"""What opportunities can be sorted by; sums of one currency stand together."""


class Opportunities:
    """All programmes as opportunities at an instant.

    Args:
        programmes: The catalogue.
        on: The instant for which their status holds.
    """

    def __init__(self, programmes: Iterable[Programme], on: datetime) -> None:
        self.on = on
        self._all = [
            (opportunity(one, on), f"{one.name} {one.summary} {one.description}".casefold())
            for one in sorted(programmes, key=lambda one: one.id)
        ]
        self.by_id = {found["id"]: found for found, _ in self._all}

    def sorted(self, by: str = "lastModifiedAt", order: str = "desc") -> list[dict[str, Any]]:
        """All of them in an order of ``ORDERS``; those without a value come last."""
        return _ordered([found for found, _ in self._all], by, order)

    def search(
        self, text: str, filters: Mapping[str, Any], by: str, order: str
    ) -> list[dict[str, Any]]:
        """Those that say every word and pass every filter.

        Args:
            text: Words.
            filters: The protocol's, by name, in its shape.
            by: One of ``ORDERS``.
            order: ``asc`` or ``desc``.
        """
        words = text.casefold().split()
        kept = [
            found
            for found, said in self._all
            if all(word in said for word in words)
            and all(_passes(found, name, wanted) for name, wanted in filters.items())
        ]
        return _ordered(kept, by, order)


def _ordered(found: Sequence[dict[str, Any]], by: str, order: str) -> list[dict[str, Any]]:
    keyed = [(ORDERS[by](one), one) for one in found]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=order == "desc")
    return [one for _, one in known] + [one for key, one in keyed if key is None]


def _passes(found: Mapping[str, Any], name: str, wanted: Mapping[str, Any]) -> bool:
    operator, value = wanted["operator"], wanted["value"]
    if name == "status":
        return bool((found["status"]["value"] in value) == (operator == "in"))
    if name == "closeDateRange":
        day = _day(found)
        inside = day is not None and value["min"][:10] <= day <= value["max"][:10]
        return day is not None and inside == (operator == "between")
    money = _at(found, f"funding.{_MONEY[name]}")
    # A sum in another currency is left out, as the protocol has it.
    if money is None or money["currency"] != value["min"]["currency"]:
        return False
    low, high = float(value["min"]["amount"]), float(value["max"]["amount"])
    inside = low <= float(money["amount"]) <= high
    return bool(inside == (operator == "between"))
