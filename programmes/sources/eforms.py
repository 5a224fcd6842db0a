"""What does one eForms notice say?

Elements are found by their names, whatever the prefix of their namespace. Entities are left unread,
and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programmes.errors import ShapeChanged
from programmes.sources.reading import opened

__all__ = ["Eform", "notice_in"]

_RESULT = "ContractAwardNotice"
_NOTICES = ("ContractNotice", "PriorInformationNotice", _RESULT)
_MOST = 20_000_000


@dataclass(frozen=True, slots=True)
class Eform:
    """A notice of competition or planning; texts as they are written, ends as day and time."""

    number: str | None
    procedure_id: str | None
    version: str | None
    title: str | None
    prose: list[str | None]
    buyer: str | None
    countries: tuple[str, ...]
    cpv: tuple[str, ...]
    procedure: str
    published: str
    ends: list[tuple[str, str | None]]
    planned: bool
    value: str | None
    currency: str | None


def notice_in(path: Path) -> Eform | None:
    """The notice of a file; None where it tells a result.

    Raises:
        ShapeChanged: It is no such notice, is cut short, or larger than a notice is.
    """
    from lxml import etree

    with opened(path) as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise ShapeChanged(path.name, "is too large for one notice")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ShapeChanged(path.name, f"is not whole XML: {error.msg}") from None
    kind = etree.QName(root).localname
    if kind not in _NOTICES:
        known = ", ".join(_NOTICES)
        raise ShapeChanged(path.name, f"is a {kind}; expected one of {known}: its shape changed")
    return None if kind == _RESULT else _read(root, planned=kind == "PriorInformationNotice")


def _read(root: Any, *, planned: bool) -> Eform:
    lots = "ProcurementProjectLot"
    total = _elements(root, "ProcurementProject", "RequestedTenderTotal", _ESTIMATE)
    return Eform(
        number=_first(root, "**", "NoticePublicationID") or _first(root, "ID"),
        procedure_id=_first(root, "ContractFolderID"),
        version=_first(root, "VersionID"),
        title=_first(root, "ProcurementProject", "Name"),
        prose=[
            _first(root, "ProcurementProject", "Description"),
            *_texts(root, lots, "ProcurementProject", "Description"),
        ],
        buyer=_first(root, "**", "Company", "PartyName", "Name"),
        countries=tuple(dict.fromkeys(_texts(root, "**", "Country", "IdentificationCode"))),
        cpv=tuple(dict.fromkeys(_texts(root, "**", "ItemClassificationCode"))),
        procedure=_first(root, "TenderingProcess", "ProcedureCode") or "",
        published=_first(root, "**", "PublicationDate") or _first(root, "IssueDate") or "",
        ends=[
            (day, _first(period, "EndTime"))
            for at in ((), (lots,))
            for period in _elements(root, *at, "TenderingProcess", _DEADLINE)
            if (day := _first(period, "EndDate"))
        ],
        planned=planned,
        value=(total[0].text or "").strip() if total else None,
        currency=total[0].get("currencyID") if total else None,
    )


_ESTIMATE = "EstimatedOverallContractAmount"
_DEADLINE = "TenderSubmissionDeadlinePeriod"


def _elements(place: Any, *names: str) -> list[Any]:
    """The elements at a path of names; ``**`` goes down any number of steps."""
    path = "."
    for name in names:
        if name == "**":
            path += "/"
        else:
            path += f"/*[local-name()='{name}']"
    return list(place.xpath(path))


def _texts(place: Any, *names: str) -> list[str]:
    return [said for one in _elements(place, *names) if (said := (one.text or "").strip())]


def _first(place: Any, *names: str) -> str | None:
    return next(iter(_texts(place, *names)), None)
