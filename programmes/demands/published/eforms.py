"""What does an eForms notice say, in the words of OCDS?

The notice is UBL with extensions. It is brought to the shape of an OCDS release by the terms of
"OCDS for the European Union", as far as demands need it, so that one reader does for both.

Source:
    eForms (Implementing Regulation (EU) 2019/1780), business terms BT-01 to BT-775.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["eforms_release", "stage_of_form"]

_ROOTS = frozenset({"ContractNotice", "PriorInformationNotice", "ContractAwardNotice"})
_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}
_PROJECT = "cac:ProcurementProject"
_SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
_FORMS = {
    "planning": ("planning", "planned"),
    "competition": ("tender", "active"),
    "change": ("tenderUpdate", "active"),
    "dir-awa-pre": ("award", "complete"),
    "result": ("award", "complete"),
    "cont-modif": ("contractUpdate", "complete"),
    "completion": ("contractTermination", "complete"),
}
_DECIMAL = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?")
_WON, _NOBODY = "selec-w", "clos-nw"


def stage_of_form(form: str) -> tuple[str, str]:
    """The OCDS tag and status of a form type; an unknown form is a tender whose status is open.

    >>> stage_of_form("planning")
    ('planning', 'planned')
    """
    return _FORMS.get(form.strip().casefold(), ("tender", "active"))


def eforms_release(data: bytes) -> dict[str, Any] | str:
    """A notice as a release, or why it is none.

    Args:
        data: The XML of one notice.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data)
    except ParseError as error:
        return f"is not XML: {error}"
    except (DefusedXmlException, ValueError, LookupError) as error:
        return f"is XML that is not read: {type(error).__name__}"
    if root.tag.rpartition("}")[2] not in _ROOTS:
        return f"is XML and no eForms notice: its root is {root.tag.rpartition('}')[2][:60]}"
    return _Notice(root).release()


class _Notice:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.language = _text(root, "cbc:NoticeLanguageCode") or "und"

    def release(self) -> dict[str, Any]:
        code = self.root.find("cbc:NoticeTypeCode", _SPACES)
        form = code.get("listName", "") if code is not None else ""
        tag, status = stage_of_form(form)
        procedure = _text(self.root, "cbc:ContractFolderID")
        notice = _text(self.root, "cbc:ID")
        buyers = [one.text for one in self.root.iterfind(_BUYER, _SPACES) if one.text]
        lots = [lot for lot in self._lots() if lot[1] in {"Lot", "Part", ""}]
        project = self.root.find(_PROJECT, _SPACES)
        tender = self._project(project) if project is not None else {}
        return {
            "ocid": procedure or notice,
            "id": "-".join(filter(None, (notice, _text(self.root, "cbc:VersionID")))),
            "date": _text(self.root, "cbc:IssueDate"),
            "language": self.language.lower(),
            "tag": [tag],
            "buyer": {"id": buyers[0]} if buyers else None,
            "parties": list(self._parties(buyers)),
            "tender": {
                **tender,
                "status": status,
                "lots": [lot for lot, *_ in lots],
                "items": [item for _, _, item in lots if item] or self._codes(project, None),
            },
        }

    def _parties(self, buyers: list[str]) -> Iterator[dict[str, Any]]:
        for company in self.root.iterfind(".//efac:Organization/efac:Company", _SPACES):
            key = _text(company, "cac:PartyIdentification/cbc:ID")
            if key in buyers:
                address = "cac:PostalAddress/"
                yield {
                    "id": key,
                    "name": _text(company, "cac:PartyName/cbc:Name"),
                    "roles": ["buyer"],
                    "address": {
                        "country": _text(company, f"{address}cac:Country/cbc:IdentificationCode"),
                        "locality": _text(company, f"{address}cbc:CityName"),
                    },
                }

    def _lots(self) -> Iterator[tuple[dict[str, Any], str, dict[str, Any] | None]]:
        results = self._results()
        for at, stated in enumerate(self.root.iterfind("cac:ProcurementProjectLot", _SPACES), 1):
            named = stated.find("cbc:ID", _SPACES)
            key = (named.text if named is not None else None) or str(at)
            project = stated.find(_PROJECT, _SPACES)
            process = "cac:TenderingProcess/cac:TenderSubmissionDeadlinePeriod/cbc:EndDate"
            lot = {
                **(self._project(project) if project is not None else {}),
                "id": key,
                "status": results.get(key),
                "tenderPeriod": {"endDate": _text(stated, process)},
            }
            items = self._codes(project, key)
            kind = named.get("schemeName", "") if named is not None else ""
            yield lot, kind, items[0] if items else None

    def _project(self, project: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, path in (("title", "cbc:Name"), ("description", "cbc:Description")):
            for one in project.iterfind(path, _SPACES):
                language = one.get("languageID", self.language)
                own = language == self.language or name not in found
                found[name if own else f"{name}_{language.lower()}"] = one.text
        amount = project.find(
            "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", _SPACES
        )
        if amount is not None:
            found["value"] = {"amount": _number(amount), "currency": amount.get("currencyID")}
        if (period := project.find("cac:PlannedPeriod", _SPACES)) is not None:
            found["contractPeriod"] = _period(period)
        addresses = [_address(one) for one in project.iterfind(_PLACE, _SPACES)]
        return {**found, "deliveryAddresses": addresses}

    def _codes(self, project: Element | None, lot: str | None) -> list[dict[str, Any]]:
        """One item with the codes and the quantity of a lot, or of the whole."""
        if project is None:
            return []
        paths = ("cac:MainCommodityClassification", "cac:AdditionalCommodityClassification")
        main, more = (
            [
                {"scheme": (one.get("listName") or "CPV").upper(), "id": one.text}
                for one in project.iterfind(f"{path}/cbc:ItemClassificationCode", _SPACES)
            ]
            for path in paths
        )
        count = project.find("cbc:EstimatedOverallContractQuantity", _SPACES)
        if not main and not more and count is None:
            return []
        return [
            {
                "id": lot or "1",
                "relatedLot": lot,
                "classification": main[0] if main else None,
                "additionalClassifications": [*main[1:], *more],
                "quantity": None if count is None else _number(count),
                "unit": None if count is None else {"id": count.get("unitCode")},
            }
        ]

    def _results(self) -> dict[str, str]:
        """The status of each lot of which the notice tells a result."""
        found = {}
        for result in self.root.iterfind(".//efac:LotResult", _SPACES):
            code = _text(result, "cbc:TenderResultCode")
            key = _text(result, "efac:TenderLot/cbc:ID")
            if key and code:
                found[key] = {_WON: "complete", _NOBODY: "unsuccessful"}.get(code, "active")
        return found


_BUYER = "cac:ContractingParty/cac:Party/cac:PartyIdentification/cbc:ID"
_PLACE = "cac:RealizedLocation/cac:Address"


def _text(node: Element, path: str) -> str | None:
    return node.findtext(path, None, _SPACES)


def _number(node: Element) -> Decimal | str | None:
    """XML writes its decimals with a point; whatever else stands there is told where it is read."""
    text = (node.text or "").strip()
    return Decimal(text) if _DECIMAL.fullmatch(text) else text or None


def _address(node: Element) -> dict[str, Any]:
    return {
        "locality": _text(node, "cbc:CityName"),
        "region": _text(node, "cbc:CountrySubentityCode"),
        "country": _text(node, "cac:Country/cbc:IdentificationCode"),
    }


def _period(node: Element) -> dict[str, Any]:
    measure = node.find("cbc:DurationMeasure", _SPACES)
    days = None
    if measure is not None and (measure.text or "").strip().isdigit():
        # As OCDS for the EU has it: a month counts 30 days, a year 365.
        days = int(measure.text or 0) * _DAYS.get(measure.get("unitCode", ""), 0) or None
    return {
        "startDate": _text(node, "cbc:StartDate"),
        "endDate": _text(node, "cbc:EndDate"),
        "durationInDays": days,
    }
