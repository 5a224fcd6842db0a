"""What does SAM.gov, the US government's list of contract opportunities, publish?

Two shapes of the same notices: answers of its API, and the daily file of all of them (CSV, mostly
in Windows-1252). Persons of contact are left unread. What is posted before a solicitation (sources
sought, a presolicitation) is a forecast; awards and sales are no calls.

Source:
    SAM.gov's public API and data extract, as their fields stood in September 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.phrases import conditions_in
from programmes.sources.reading import csv_rows, json_items, roots, start_of
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import moment, several, text

__all__ = ["sam_items"]

SOURCE = "sam"
_NO_CALL = ("award", "justification", "intent to bundle", "surplus", "sale of")
_EARLY = ("sources sought", "presolicitation", "special notice")
_NEEDED = frozenset({"NoticeId", "Title"})
_SET_ASIDES = {
    "SBA": "a small business under the US size standards",
    "SBP": "a small business under the US size standards",
}


def sam_items(path: Path) -> Iterator[Item | BadDocument]:
    """The notices of an answer or of the daily file, each or what is wrong with its record.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no notice.
    """
    if start_of(path).lstrip(b"\xef\xbb\xbf \r\n")[:1] in (b"{", b"["):
        found = roots(path)
        if "opportunitiesData" not in found and "[noticeId" not in found:
            named = ", ".join(sorted(found)[:6]) or "nothing"
            problem = f"holds {named}; expected opportunitiesData: its shape changed"
            raise ShapeChanged(path.name, problem)
        prefix = "opportunitiesData.item" if "opportunitiesData" in found else "item"
        records: Iterator[tuple[int, Any]] = enumerate(json_items(path, prefix), 1)
        yield from items_of(records, _answer, source=SOURCE, file=path.name)
        return
    yield from items_of(_rows(path), _row, source=SOURCE, file=path.name)


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    for number, row in csv_rows(path, ("utf-8-sig", "cp1252", "latin-1")):
        if not row.keys() >= _NEEDED:
            named = ", ".join(list(row)[:6])
            problem = f"has the columns {named}; expected NoticeId and Title: its shape changed"
            raise ShapeChanged(path.name, problem)
        yield number, row


def _answer(row: Row) -> Row | str | None:
    prose = row.get("description")
    if isinstance(prose, str) and prose.startswith("http"):
        prose = None  # an address that wants a key, in place of the text
    return _notice(
        key=text(row.get("noticeId")),
        title=text(row.get("title")),
        number=text(row.get("solicitationNumber")),
        office=text(row.get("fullParentPathName")),
        kind=text(row.get("type")) or text(row.get("baseType")) or "",
        posted=row.get("postedDate"),
        due=row.get("responseDeadLine") or row.get("reponseDeadLine"),
        active=row.get("active"),
        # The API gives an address that wants a key in place of the text.
        prose=None
        if str(row.get("description", "")).startswith("http")
        else row.get("description"),
        url=text(row.get("uiLink")),
        set_aside=text(row.get("typeOfSetAside")),
        codes=[str(one) for one in several(row.get("classificationCode"))],
    )


def _row(row: Row) -> Row | str | None:
    office = " / ".join(
        said for name in ("Department/Ind.Agency", "Sub-Tier", "Office") if (said := row.get(name))
    )
    return _notice(
        key=text(row.get("NoticeId")),
        title=text(row.get("Title")),
        number=text(row.get("Sol#")),
        office=text(office),
        kind=text(row.get("Type")) or "",
        posted=row.get("PostedDate"),
        due=row.get("ResponseDeadLine"),
        active=row.get("Active"),
        prose=row.get("Description"),
        url=text(row.get("Link")),
        set_aside=text(row.get("SetASideCode")),
        codes=[row["ClassificationCode"]] if row.get("ClassificationCode") else [],
    )


def _notice(
    *, key: str | None, title: str | None, number: str | None, office: str | None, kind: str,
    posted: Any, due: Any, active: Any, prose: Any, url: str | None, set_aside: str | None,
    codes: list[str],
) -> Row | str | None:  # fmt: skip
    if not key or not title:
        return "is missing its noticeId or its title"
    lower = kind.lower()
    if any(word in lower for word in _NO_CALL):
        return None
    zone = table(SOURCE).zone
    said = text(prose)
    closes = moment(due, zone)
    early = any(word in lower for word in _EARLY)
    slug = slug_of(number or key)
    wanted = _SET_ASIDES.get((set_aside or "").upper())
    criteria = [*conditions_in(said, f"{SOURCE}-{slug}")]
    if wanted:
        criteria.append(_set_aside(slug, wanted, set_aside or ""))
    opened = moment(str(posted)[:10], zone) if posted else None
    return {
        "key": key,
        "id": slug,
        "title": title,
        "statement": said,
        "basis": "stated" if said else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": office,
        "opens": opened,
        **deadlines([closes] if closes else [], zone=zone),
        "expected": True if early else None,
        "note": f"{kind}: no offer is asked for yet." if early else None,
        "criteria": criteria,
        "url": url,
        "hints": {
            "office": (office or "",),
            "number": (number or "",),
            "cpv": tuple(codes),
            "type": (kind,),
            "active": (str(active or ""),),
            "words": (f" {title} ".lower(),),
        },
    }


def _set_aside(slug: str, wanted: str, code: str) -> Row:
    return {
        "kind": "statement",
        "id": f"{slug}-set-aside",
        "asks": f"Are you {wanted}?",
        "source": [f"{SOURCE}-{slug}"],
        "note": f"The notice is set aside: {code}.",
    }
