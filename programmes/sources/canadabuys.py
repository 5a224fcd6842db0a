"""What does CanadaBuys publish?

Tables of tender notices with their columns named in both languages. English is read, and French
where English is empty. Persons of contact are left unread.

Source:
    CanadaBuys' open data, as its columns stood in September 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.phrases import conditions_in
from programmes.sources.reading import csv_rows
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import moment, text

__all__ = ["canadabuys_items"]

SOURCE = "canadabuys"
_KEY = "referenceNumber-numeroReference"
_TITLES = ("title-titre-eng", "title-titre-fra")
_PROSE = (
    "tenderDescription-descriptionAppelOffres-eng",
    "tenderDescription-descriptionAppelOffres-fra",
)
_NOT_OPEN = ("cancelled", "annul", "expired", "awarded")
_EARLY = ("information", "rfi", "intent", "advance", "consultation")


def canadabuys_items(path: Path) -> Iterator[Item | BadDocument]:
    """The notices of a table, each or what is wrong with its row.

    Raises:
        ShapeChanged: It is no such table, or holds no notice.
    """
    yield from items_of(_rows(path), _notice, source=SOURCE, file=path.name)


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    for number, row in csv_rows(path, ("utf-8-sig", "cp1252", "latin-1")):
        if _KEY not in row or _TITLES[0] not in row:
            named = ", ".join(list(row)[:4])
            problem = f"has the columns {named}; expected {_TITLES[0]}, {_KEY}: its shape changed"
            raise ShapeChanged(path.name, problem)
        yield number, row


def _notice(row: Row) -> Row | str | None:
    key = text(row.get(_KEY)) or text(row.get("solicitationNumber-numeroSollicitation"))
    title = next((said for name in _TITLES if (said := text(row.get(name)))), None)
    if not key or not title:
        return "is missing its reference number or its title"
    status = (row.get("tenderStatus-appelOffresStatut-eng") or "").lower()
    if any(word in status for word in _NOT_OPEN):
        return None
    zone = table(SOURCE).zone
    prose = next((said for name in _PROSE if (said := text(row.get(name)))), None)
    kind = (row.get("noticeType-avisType-eng") or "").strip()
    early = any(word in kind.lower() for word in _EARLY)
    closes = moment(row.get("tenderClosingDate-appelOffresDateCloture"), zone)
    opens = moment(row.get("publicationDate-datePublication"), zone)
    slug = slug_of(key)
    office = text(row.get("contractingEntityName-nomEntitContractante-eng"))
    user = text(row.get("endUserEntitiesName-nomEntitesUtilisateurFinal-eng"))
    return {
        "key": key,
        "id": slug,
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": office,
        "opens": opens,
        **deadlines([closes] if closes else [], zone=zone),
        "expected": True if early else None,
        "note": f"{kind}: no offer is asked for yet." if early else None,
        "criteria": conditions_in(prose, f"{SOURCE}-{slug}"),
        "url": text(row.get("noticeURL-URLavis-eng")),
        "hints": _hints(row, office, user, title),
    }


def _hints(row: Row, office: str | None, user: str | None, title: str) -> dict[str, Any]:
    codes = [row.get("gsin-nibs"), row.get("unspsc")]
    return {
        "office": tuple(one for one in (office, user) if one),
        "number": (text(row.get("solicitationNumber-numeroSollicitation")) or "",),
        "cpv": tuple(one for one in codes if one),
        "words": (f" {title} ".lower(),),
    }
