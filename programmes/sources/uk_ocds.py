"""What do Find a Tender and Contracts Finder, the UK's lists of public contracts, publish?

OCDS release packages, one release a notice, or releases one a line. Pipelines, market engagement
and planned procurements are forecasts; a tender that was cancelled, withdrawn or completed is no
call, nor is an award. Samples write line ends as the letters "rn"; they are cleaned.

Source:
    Open Contracting Data Standard 1.1.5, as both publish it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Amount
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.phrases import conditions_in
from programmes.sources.reading import json_items, json_lines, roots
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import amount, moment, several, text

__all__ = ["uk_ocds_items"]

SOURCE = "uk-ocds"
_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn", "complete"})
_EARLY = frozenset({"UK1", "UK2", "UK3"})
_FIND_A_TENDER = "https://www.find-tender.service.gov.uk/Notice/"


def uk_ocds_items(path: Path) -> Iterator[Item | BadDocument]:
    """The notices of a release package, or of releases one a line, each or what is wrong with it.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no release.
    """
    found = roots(path)
    if "releases" in found:
        records: Iterator[tuple[int, Any]] = enumerate(json_items(path, "releases.item"), 1)
    elif "records" in found:
        records = enumerate(json_items(path, "records.item.compiledRelease"), 1)
    elif "ocid" in found:
        records = json_lines(path)
    elif "[ocid" in found:
        records = enumerate(json_items(path, "item"), 1)
    else:
        named = ", ".join(sorted(found)[:6]) or "nothing"
        raise ShapeChanged(path.name, f"holds {named}; expected releases: its shape changed")
    yield from items_of(records, _release, source=SOURCE, file=path.name)


def _release(row: Any) -> Row | str | None:
    if not isinstance(row, dict):
        return row if isinstance(row, str) else "expected a release, an object"
    tender = row.get("tender")
    if not isinstance(tender, dict):
        return None if several(row.get("awards")) else "has no tender"
    ocid = text(row.get("ocid"))
    title = text(tender.get("title"))
    if not ocid or not title:
        return "is missing its ocid or the title of its tender"
    tags = {str(one) for one in several(row.get("tag"))}
    if tender.get("status") in _OVER or (tags and all("award" in tag for tag in tags)):
        return None
    zone = table(SOURCE).zone
    prose = text(tender.get("description"), *(_lot(one) for one in several(tender.get("lots"))))
    period = tender.get("tenderPeriod") if isinstance(tender.get("tenderPeriod"), dict) else {}
    ends = moment((period or {}).get("endDate"), zone)
    opens = moment(tender.get("datePublished") or row.get("date"), zone)
    notices = {str(d.get("noticeType")) for d in several(tender.get("documents")) if _is(d)}
    early = (bool(notices & _EARLY) and "UK4" not in notices) or tags == {"planning"}
    slug = slug_of(ocid)
    identifier = text(row.get("id")) or ocid
    buyers = _buyers(row)
    return {
        "key": ocid,
        "id": slug,
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": buyers[0] if buyers else None,
        "opens": opens,
        **deadlines([ends] if ends else [], zone=zone),
        "expected": True if early else None,
        "note": "Planned: no offer is asked for yet." if early else None,
        "amounts": _amounts(tender.get("value") or tender.get("minValue")),
        "criteria": conditions_in(prose, f"{SOURCE}-{slug}"),
        "url": _address(tender, identifier),
        "version": identifier,
        "hints": {
            "office": buyers,
            "cpv": tuple(_codes(tender)),
            "procedure": (str(tender.get("procurementMethod") or ""),),
            "number": (identifier,),
            "words": (f" {title} ".lower(),),
        },
    }


def _is(value: Any) -> bool:
    return isinstance(value, dict)


def _lot(lot: Any) -> str | None:
    return lot.get("description") if isinstance(lot, dict) else None


def _buyers(row: Row) -> tuple[str, ...]:
    buyer = row.get("buyer")
    found = [text(buyer.get("name"))] if isinstance(buyer, dict) else []
    for party in several(row.get("parties")):
        if isinstance(party, dict) and {"buyer", "procuringEntity"} & {
            str(role) for role in several(party.get("roles"))
        }:
            found.append(text(party.get("name")))
    return tuple(dict.fromkeys(one for one in found if one))


def _amounts(value: Any) -> tuple[Amount, ...]:
    if not isinstance(value, dict):
        return ()
    found = amount(value.get("amount") or value.get("amountGross"), value.get("currency"))
    if found is None:
        return ()
    return (Amount(label="the whole contract", max=found[0], currency=found[1], per="programme"),)


def _codes(tender: Row) -> Iterator[str]:
    stated = [tender.get("classification"), *several(tender.get("additionalClassifications"))]
    for item in several(tender.get("items")):
        if isinstance(item, dict):
            stated += [item.get("classification"), *several(item.get("additionalClassifications"))]
    for one in stated:
        if isinstance(one, dict) and one.get("id"):
            yield str(one["id"])


def _address(tender: Row, identifier: str) -> str | None:
    for document in several(tender.get("documents")):
        stated = _is(document) and str(document.get("noticeType", "")).startswith("UK")
        if stated and (said := text(document.get("url"))):
            return said
    number = identifier.rpartition("/")[2]
    return f"{_FIND_A_TENDER}{number}" if number.count("-") == 1 and number[0].isdigit() else None
