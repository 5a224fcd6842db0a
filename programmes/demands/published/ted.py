"""What does a notice in an answer of the TED search say, in the words of OCDS?

The search answers with parallel lists, one entry a lot, and texts by language. A list that is not
as long as there are lots cannot be assigned to them: that is told, and its values are not guessed
at.

Source:
    TED search API, version 3 (the names of its fields).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.demands.published.eforms import stage_of_form

__all__ = ["is_notice", "ted_release"]

_LOT_TEXTS = {"title": "title-lot", "description": "description-lot"}
_LOT_FIELDS = {
    "id": "identifier-lot",
    "amount": "estimated-value-lot",
    "currency": "estimated-value-cur-lot",
    "bids": "deadline-receipt-tender-date-lot",
    "starts": "contract-duration-start-date-lot",
    "ends": "contract-duration-end-date-lot",
    "place": "place-of-performance-country-lot",
    "code": "main-classification-lot",
    "quantity": "quantity-lot",
    "unit": "unit-lot",
}


def is_notice(value: Mapping[str, Any]) -> bool:
    """Whether an object is a notice of a TED search answer.

    >>> is_notice({"publication-number": "554113-2026"}), is_notice({"ocid": "x"})
    (True, False)
    """
    return "publication-number" in value


def ted_release(notice: Mapping[str, Any]) -> dict[str, Any]:
    """A notice as a release."""
    tag, status = stage_of_form(str(_first(notice.get("form-type")) or ""))
    number = str(_first(notice.get("publication-number")))
    remarks: list[str] = []
    countries = _list(notice.get("buyer-country"))
    language = _language(notice)
    codes = [
        {"scheme": "CPV", "id": str(code)} for code in _unique(notice.get("classification-cpv"))
    ]
    lots, items = _lots(notice, remarks)
    whole: dict[str, Any] | None = None
    if codes:
        whole = {"classification": codes[0], "additionalClassifications": codes[1:]}
    return {
        "ocid": str(_first(notice.get("procedure-identifier")) or number),
        "id": number,
        "date": _first(notice.get("publication-date")),
        "language": language,
        "tag": [tag],
        "remarks": remarks,
        "parties": [
            {
                "roles": ["buyer"],
                "name": _texts(notice.get("buyer-name"), 0, 1).get(language),
                "address": {"country": country},
            }
            for country in _unique(countries)
        ],
        "tender": {
            **_named("title", notice.get("title-proc") or notice.get("notice-title"), language),
            **_named("description", notice.get("description-proc"), language),
            "status": status,
            "value": {
                "amount": _first(notice.get("estimated-value-proc")),
                "currency": _first(notice.get("estimated-value-cur-proc")),
            },
            "lots": lots,
            "items": items or ([whole] if whole else []),
        },
    }


def _lots(
    notice: Mapping[str, Any], remarks: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    count = max((_length(notice.get(name)) for name in _LOT_TEXTS.values()), default=0)
    count = count or _length(notice.get("identifier-lot"))
    held = {}
    for name, field in _LOT_FIELDS.items():
        values = _list(notice.get(field))
        if values and len(values) != count:
            remarks.append(f"{field} has {len(values)} values for {count} lots: they are not used")
            values = []
        held[name] = values or [None] * count
    language = _language(notice)
    lots, items = [], []
    for at in range(count):
        said = {name: values[at] for name, values in held.items()}
        key = str(said["id"] or f"LOT-{at + 1:04}")
        texts = {
            key_: value
            for name, field in _LOT_TEXTS.items()
            for key_, value in _named(name, notice.get(field), language, at, count).items()
        }
        lots.append(
            {
                "id": key,
                **texts,
                "value": {"amount": said["amount"], "currency": said["currency"]},
                "tenderPeriod": {"endDate": said["bids"]},
                "contractPeriod": {"startDate": said["starts"], "endDate": said["ends"]},
                "deliveryAddresses": [{"country": said["place"]}] if said["place"] else [],
            }
        )
        code = {"scheme": "CPV", "id": str(said["code"])} if said["code"] else None
        if code or said["quantity"]:
            unit = {"id": said["unit"]} if said["unit"] else None
            more = {"classification": code, "quantity": said["quantity"], "unit": unit}
            items.append({"id": key, "relatedLot": key, **more})
    return lots, items


def _named(name: str, value: Any, language: str, at: int = 0, count: int = 1) -> dict[str, str]:
    """A text under OCDS names: the main language bare, the others with their suffix."""
    found = _texts(value, at, count)
    main = language if language in found else next(iter(sorted(found)), "")
    return {name if key == main else f"{name}_{key.lower()}": text for key, text in found.items()}


def _texts(value: Any, at: int, count: int) -> dict[str, str]:
    """By language, the text at one place of lists of ``count`` texts."""
    by_language = value if isinstance(value, dict) else {"und": value}
    found = {}
    for language, said in by_language.items():
        texts = _list(said)
        if len(texts) == count and at < count and texts[at]:
            found[str(language)] = str(texts[at])
    return found


def _language(notice: Mapping[str, Any]) -> str:
    """English if there is any, else the first language of the titles."""
    held: list[str] = []
    for name in ("title-proc", "notice-title", "title-lot"):
        value = notice.get(name)
        held += sorted(map(str, value)) if isinstance(value, dict) else []
    return "eng" if "eng" in held else next(iter(held), "und")


def _length(value: Any) -> int:
    if isinstance(value, dict):
        return max((len(_list(one)) for one in value.values()), default=0)
    return len(_list(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _unique(value: Any) -> list[Any]:
    return list(dict.fromkeys(str(one) for one in _list(value) if one is not None))


def _first(value: Any) -> Any:
    return next(iter(_list(value)), None)
