"""What does TED, the journal of the EU's public contracts, publish?

Answers of its search and single eForms notices in XML. A competition is a call of its buyer; what
is only planned is a forecast; results are none. Each lot has a deadline of its own: the last one
closes the notice. English is read where there is any, and else what there is.

Source:
    TED's search API, version 3, and eForms (UBL 2.3), as their fields stood in September 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from profiles.errors import ProfileError
from profiles.vocabulary import when
from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Amount
from programmes.sources.deadlines import deadlines
from programmes.sources.eforms import Eform, notice_in
from programmes.sources.item import Item, slug_of
from programmes.sources.reading import json_items, roots, start_of
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import amount, several, text

__all__ = ["ted_items"]

SOURCE = "ted"
_PAGE = "https://ted.europa.eu/en/notice/-/detail/"
_NOT_CALLS = ("result", "can-", "contract award", "completion", "cont-modif")
_PLANNED = ("planning", "pin-", "pmc", "consultation")


def ted_items(path: Path) -> Iterator[Item | BadDocument]:
    """The notices of an answer, or the one of an XML file, each or what is wrong with it.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no notice.
    """
    if start_of(path).lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        yield from items_of([(1, notice_in(path))], _eform, source=SOURCE, file=path.name)
        return
    found = roots(path)
    if "notices" not in found:
        named = ", ".join(sorted(found)[:6]) or "nothing"
        raise ShapeChanged(path.name, f"holds {named}; expected notices: its shape changed")
    if any(json_items(path, "timedOut")):
        raise ShapeChanged(path.name, "says that it timed out: its notices are not all; ask again")
    records = enumerate(json_items(path, "notices.item"), 1)
    yield from items_of(records, _notice, source=SOURCE, file=path.name)


def _notice(row: Row) -> Row | str | None:
    number = _first(row.get("publication-number"))
    title = text(_first(row.get("title-proc")) or _first(row.get("notice-title")))
    if not number or not title:
        return "is missing its publication-number or its title"
    form = f"{_first(row.get('form-type')) or ''} {_first(row.get('notice-type')) or ''}".lower()
    if any(word in form for word in _NOT_CALLS):
        return None
    lots = several(_language(row.get("description-lot")))
    ends = _lot_ends(row, "deadline-receipt-tender") or _lot_ends(row, "deadline-receipt-request")
    currency = _first(row.get("estimated-value-cur-proc"))
    value = amount(_first(row.get("estimated-value-proc")), currency)
    return _fields(
        key=_first(row.get("procedure-identifier")) or number,
        number=number,
        title=title,
        prose=text(_first(row.get("description-proc")), *lots[:20]),
        buyer=text(_first(row.get("buyer-name"))),
        country=tuple(str(one) for one in several(row.get("buyer-country"))),
        cpv=tuple(str(one) for one in several(row.get("classification-cpv"))),
        procedure=_first(row.get("procedure-type")) or "",
        published=(_first(row.get("publication-date")) or "")[:10],
        ends=ends,
        planned=any(word in form for word in _PLANNED),
        value=value,
        version=_first(row.get("notice-version")),
    )


def _eform(found: Eform | None) -> Row | str | None:
    if found is None:
        return None
    if not found.number or not found.title:
        return "is missing its notice number or its title: a contract notice has both"
    return _fields(
        key=found.procedure_id or found.number,
        number=found.number,
        title=text(found.title) or found.title,
        prose=text(*found.prose[:20]),
        buyer=text(found.buyer),
        country=found.countries,
        cpv=found.cpv,
        procedure=found.procedure,
        published=found.published[:10],
        ends=[_at(day, time) for day, time in found.ends],
        planned=found.planned,
        value=amount(found.value, found.currency),
        version=found.version,
    )


def _fields(
    *, key: str, number: str, title: str, prose: str | None, buyer: str | None,
    country: tuple[str, ...], cpv: tuple[str, ...], procedure: str, published: str,
    ends: list[str], planned: bool, value: tuple[float, str | None] | None, version: str | None,
) -> Row:  # fmt: skip
    last = _last(ends)
    sums: tuple[Amount, ...] = ()
    if value is not None:
        whole, currency = value
        label = "the whole contract"
        sums = (Amount(label=label, max=whole, currency=currency, per="programme"),)
    return {
        "key": key,
        "id": slug_of(f"ted-{number}"),
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": buyer,
        "opens": published or None,
        **deadlines([last] if last else [], zone=table(SOURCE).zone),
        "cutoffs": tuple(dict.fromkeys(ends)) if len(set(ends)) > 1 else None,
        "expected": True if planned else None,
        "note": "Planned: no offer is asked for yet." if planned else None,
        "amounts": sums,
        "url": f"{_PAGE}{number}",
        "version": version,
        "hints": {
            "cpv": cpv,
            "country": country,
            "office": (buyer or "",),
            "procedure": (procedure,),
            "number": (number,),
            "words": (f" {title} ".lower(),),
        },
    }


def _language(value: Any) -> Any:
    """What is said in English, or in the first language by name."""
    if not isinstance(value, Mapping):
        return value
    for name in ("eng", "ENG", "en"):
        if name in value:
            return value[name]
    return value[min(value)] if value else None


def _first(value: Any) -> str | None:
    said = _language(value)
    for one in several(said):
        if isinstance(one, str | int | float) and not isinstance(one, bool) and str(one).strip():
            return str(one).strip()
    return None


def _lot_ends(row: Row, name: str) -> list[str]:
    """The deadlines of the lots: a list of dates and, beside it, a list of times."""
    days = [str(one) for one in several(row.get(f"{name}-date-lot"))]
    times = [str(one) for one in several(row.get(f"{name}-time-lot"))]
    paired = len(times) == len(days)
    return [_at(day, times[place] if paired else None) for place, day in enumerate(days)]


def _at(day: str, time: str | None) -> str:
    """A day and a time, each with the offset it carries: "2026-09-03+02:00", "12:00:00+02:00"."""
    if not time:
        return day[:10]
    clock = time.rstrip("Z")
    return f"{day[:10]}T{clock}{'Z' if time.endswith('Z') else ''}"


def _last(ends: Iterable[str]) -> str | None:
    zone = table(SOURCE).zone
    found = list(ends)
    try:
        return max(found, key=lambda one: when(one, zone=zone).latest, default=None)
    except ProfileError:
        return found[0]  # what cannot be read is told where the call is checked
