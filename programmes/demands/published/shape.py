"""Which parts of an OCDS release are read, and of what kind is each?

Everything else is dropped before releases are kept, so that a national file fits into memory. A
part of the wrong kind becomes the text of its JSON: it then fails where it is read, with its place,
and breaks nothing before.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

__all__ = ["slim", "stated", "written"]

TEXT, NUMBER, TEXTS = "text", "number", "texts"
_MONEY = {"amount": NUMBER, "currency": TEXT}
_PERIOD = {"startDate": TEXT, "endDate": TEXT, "durationInDays": NUMBER, "maxExtentDate": TEXT}
_ADDRESS = dict.fromkeys(
    ("country", "countryCode", "countryName", "region", "locality", "description"), TEXT
)
_CODE = {"scheme": TEXT, "id": TEXT, "description": TEXT}
_PARTY = {"id": TEXT, "name": TEXT, "roles": TEXTS, "address": _ADDRESS}
_MILESTONES = [{"id": TEXT, "type": TEXT, "dueDate": TEXT}]
_LOT: dict[str, Any] = {
    "id": TEXT,
    "title": TEXT,
    "description": TEXT,
    "status": TEXT,
    "value": _MONEY,
    "maximumValue": _MONEY,
    "contractPeriod": _PERIOD,
    "tenderPeriod": _PERIOD,
    "deliveryAddresses": [_ADDRESS],
    "milestones": _MILESTONES,
}
_ITEM = {
    "id": TEXT,
    "description": TEXT,
    "relatedLot": TEXT,
    "relatedLots": TEXTS,
    "status": TEXT,
    "quantity": NUMBER,
    "classification": _CODE,
    "additionalClassifications": [_CODE],
    "unit": {"scheme": TEXT, "id": TEXT, "code": TEXT, "name": TEXT, "value": _MONEY},
    "deliveryAddresses": [_ADDRESS],
    "deliveryAddress": _ADDRESS,
}
_TENDER = {
    **_LOT,
    "lots": [_LOT],
    "items": [_ITEM],
    "procuringEntity": _PARTY,
    "classification": _CODE,
    "additionalClassifications": [_CODE],
}
_RELEASE: dict[str, Any] = {
    "ocid": TEXT,
    "id": TEXT,
    "date": TEXT,
    "language": TEXT,
    "tag": TEXTS,
    "remarks": TEXTS,
    "buyer": _PARTY,
    "parties": [_PARTY],
    "planning": {
        "rationale": TEXT,
        "budget": {"description": TEXT, "project": TEXT, "amount": _MONEY},
        "milestones": _MILESTONES,
        "items": [_ITEM],
    },
    "tender": _TENDER,
    "awards": [{"id": TEXT, "status": TEXT, "relatedLots": TEXTS}],
    "contracts": [{"id": TEXT, "awardID": TEXT, "status": TEXT}],
}
_LANGUAGE = re.compile(r"(\w+?)_([a-z]{2,3}(?:[_-]\w{2,8})?)")
_TRANSLATED = frozenset({"title", "description", "rationale"})
_NUMBERS = frozenset({"amount", "quantity", "durationInDays"})
_LONGEST = 20_000


def slim(release: Mapping[str, Any]) -> dict[str, Any]:
    """What is read of a release: known fields, each of its kind, ids unique in their list.

    >>> slim({"ocid": 5, "bids": {}, "tender": {"title": {"en": "Tents"}, "items": None}})
    {'ocid': '5', 'tender': {'title_en': 'Tents', 'title': 'Tents', 'items': None}}
    """
    return _object(release, _RELEASE)


def stated(value: Any) -> Any:
    """The same without what is null.

    >>> stated({"title": None, "lots": [{"id": "1", "value": None}]})
    {'lots': [{'id': '1'}]}
    """
    if isinstance(value, dict):
        return {key: stated(one) for key, one in value.items() if one is not None}
    return [stated(one) for one in value] if isinstance(value, list) else value


def written(value: Any, key: str = "") -> Iterator[str]:
    """The numbers below a slim release that are written as texts.

    >>> list(written({"items": [{"quantity": "1.5"}, {"quantity": 2}]}))
    ['1.5']
    """
    if isinstance(value, dict):
        for name, one in value.items():
            yield from written(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from written(one, key)
    elif isinstance(value, str) and key in _NUMBERS:
        yield value


def _object(value: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, kind in shape.items():
        one = value.get(key)
        if one is None:
            if key in value:
                # In a later release, null takes back what an earlier one said.
                found[key] = None
            continue
        if kind is TEXT and key in _TRANSLATED and isinstance(one, dict):
            said = {str(k): v for k, v in one.items() if isinstance(v, str) and v.strip()}
            for language in sorted(said):
                found[f"{key}_{language}"] = _clean(said[language])
            if said:
                found[key] = _clean(said.get("en") or said[min(said)])
            continue
        read = _part(one, kind)
        if read not in ("", [], {}):
            found[key] = read
    for key, one in value.items():
        named = _LANGUAGE.fullmatch(str(key))
        if named and named[1] in _TRANSLATED and named[1] in shape and isinstance(one, str):
            found[str(key)] = _clean(one)
    return found


def _part(value: Any, kind: Any) -> Any:
    if kind is TEXT:
        return _text(value)
    if kind is NUMBER:
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return value if number else _text(value)
    if kind is TEXTS:
        return [_text(one) for one in value if one is not None] if isinstance(value, list) else []
    if isinstance(kind, list):
        held = value if isinstance(value, list) else [value]
        return _identified([_object(one, kind[0]) for one in held if isinstance(one, dict)])
    if not isinstance(value, dict):
        # An amount that is a bare number, a buyer that is a bare name: kept to be told.
        only = {"amount": "amount", "name": "name"}
        key = next((name for name in only if name in kind), None)
        return {key: _part(value, kind[key])} if key else {}
    return _object(value, kind)


def _identified(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Objects that share an id in one list are told apart: merging would make one of two."""
    count: Counter[str] = Counter()
    for one in held:
        if key := one.get("id"):
            count[key] += 1
            if count[key] > 1 and "scheme" not in one:
                one["id"] = f"{key}#{count[key]}"
    return held


def _text(value: Any) -> str:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < 30 else str(value)
    if isinstance(value, dict | list):
        return _clean(json.dumps(value, ensure_ascii=False, default=str))[:200]
    return str(value)


def _clean(text: str) -> str:
    """Without lone surrogates and control characters, white space as single blanks."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    shown = "".join(letter if letter.isprintable() else " " for letter in whole)
    return " ".join(shown.split())[:_LONGEST]
