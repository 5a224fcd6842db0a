"""Which demands does an OCDS release package state?

Planning and tender stages of the Open Contracting Data Standard: one record for each item of a
tender, or for the tender or its lot where no items are listed, or for the planned budget where
there is no tender yet. A value that is stated for several items at once is not divided: it would
be an invented number. It stands in the notes instead.

Source:
    Open Contracting Data Standard 1.1, release schema (fields and stages).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from programmes.demands.records import Record
from programmes.errors import BadDemands, BadDocument

__all__ = ["ocds_records"]


def ocds_records(package: dict[str, Any], file: str) -> tuple[list[Record], list[str]]:
    """The records of a release package, and what could not be carried over.

    Args:
        package: The parsed JSON, with ``releases`` (or ``records`` with a compiled release each).
        file: Its name, for messages and as the source.

    Raises:
        BadDemands: A release is none, or names no buyer's country.
    """
    found: list[Record] = []
    notes: list[str] = []
    problems: list[BadDocument] = []
    for place, release in _releases(package):
        if not isinstance(release, dict):
            problems.append(BadDocument(file, place, "expected a release, an object"))
            continue
        reader = _Release(release, place, file)
        found += reader.records()
        notes += reader.notes
        problems += reader.problems
    if problems:
        raise BadDemands(problems)
    return found, notes


def _releases(package: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for at, release in enumerate(_list(package.get("releases")), 1):
        yield f"releases.{at}", release
    for at, record in enumerate(_list(package.get("records")), 1):
        if isinstance(record, dict):
            yield f"records.{at}.compiledRelease", record.get("compiledRelease")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class _Release:
    """One release, read into records."""

    def __init__(self, release: dict[str, Any], place: str, file: str) -> None:
        self.release, self.place, self.file = release, place, file
        self.notes: list[str] = []
        self.problems: list[BadDocument] = []
        self.tender = _dict(release.get("tender"))
        self.planning = _dict(release.get("planning"))
        self.ocid = str(release.get("ocid") or release.get("id") or place)

    def records(self) -> list[Record]:
        country = self._country()
        if country is None:
            problem = (
                "names no buyer's country: give parties an address with countryName (or country),"
                " for the party whose role is buyer or procuringEntity"
            )
            self.problems.append(BadDocument(self.file, f"{self.place}.parties", problem))
            return []
        common = {
            "country": country,
            "source": f"{self.file}, {self.ocid}"[:200],
            "firmness": self._firmness(),
        }
        if date := str(self.release.get("date") or "")[:10]:
            common["as_of"] = date
        if not self.tender:
            return self._planned(common)
        lots = {str(lot.get("id")): lot for lot in map(_dict, _list(self.tender.get("lots")))}
        items = [_dict(item) for item in _list(self.tender.get("items"))]
        found = [
            self._item(at, item, lots, items, common)
            for at, item in enumerate(items, 1)
            if item.get("description") or _dict(item.get("classification")).get("description")
        ]
        served = {str(item.get("relatedLot")) for item in items}
        for at, (key, lot) in enumerate(lots.items(), 1):
            if key not in served and lot.get("title"):
                found.append(self._whole(f"tender.lots.{at}", key, lot, common))
        if not found and self.tender.get("title"):
            found.append(self._whole("tender", "tender", self.tender, common))
        return found

    def _country(self) -> str | None:
        buyer = _dict(self.release.get("buyer")).get("id")
        parties = [_dict(party) for party in _list(self.release.get("parties"))]
        for party in sorted(parties, key=lambda one: one.get("id") != buyer):
            roles = _list(party.get("roles"))
            if party.get("id") == buyer or {"buyer", "procuringEntity"} & set(map(str, roles)):
                address = _dict(party.get("address"))
                for key in ("country", "countryCode", "countryName"):
                    if address.get(key):
                        return str(address[key])
        return None

    def _firmness(self) -> str:
        if any(_dict(c).get("status") == "active" for c in _list(self.release.get("contracts"))):
            return "contracted"
        if self.tender and self.tender.get("status") not in ("planning", "planned"):
            return "budgeted"
        return (
            "budgeted" if _amount(_dict(self.planning.get("budget")).get("amount")) else "planned"
        )

    def _planned(self, common: dict[str, Any]) -> list[Record]:
        budget = _dict(self.planning.get("budget"))
        text = budget.get("description") or self.planning.get("rationale") or budget.get("project")
        if not text:
            self.notes.append(f"{self.file}, {self.ocid}: has no tender and no planned item")
            return []
        values = {**common, "id": self.ocid, "item": str(text)}
        values |= self._money(budget.get("amount"))
        values |= self._milestone(self.planning)
        names = {"item": f"{self.place}.planning.budget.description"}
        return [Record(None, values, names)]

    def _item(
        self,
        at: int,
        item: dict[str, Any],
        lots: dict[str, Any],
        items: list[dict[str, Any]],
        common: dict[str, Any],
    ) -> Record:
        key = str(item.get("relatedLot"))
        lot = lots.get(key, {})
        fellows = [one for one in items if str(one.get("relatedLot")) == key]
        described = item.get("description") or _dict(item["classification"]).get("description")
        values = {**common, "id": f"{self.ocid}/{item.get('id', at)}", "item": str(described)}
        codes = _dict(item.get("classification"))
        if str(codes.get("scheme", "")).upper() == "CPV" and codes.get("id"):
            values["cpv"] = str(codes["id"])
        unit = _dict(item.get("unit"))
        if item.get("quantity") is not None:
            values["quantity"] = item["quantity"]
            values["unit"] = str(unit.get("name") or "piece")
        values |= self._value(item, unit, lot or self.tender, fellows)
        values |= self._dates(lot)
        place = f"{self.place}.tender.items.{at}"
        names = {
            "item": f"{place}.description",
            "cpv": f"{place}.classification.id",
            "quantity": f"{place}.quantity",
            "unit": f"{place}.unit.name",
            "value": f"{place}.unit.value",
            "country": f"{self.place}.parties",
        }
        return Record(None, values, names)

    def _value(
        self,
        item: dict[str, Any],
        unit: dict[str, Any],
        around: dict[str, Any],
        fellows: list[dict[str, Any]],
    ) -> dict[str, Any]:
        each = _amount(unit.get("value"))
        if each is not None and item.get("quantity") is not None:
            quantity = Decimal(str(item["quantity"]))
            return {"value": each[0] * quantity, "currency": each[1]}
        if len(fellows) == 1:
            return self._money(around.get("value"))
        if (whole := _amount(around.get("value"))) is not None:
            name = around.get("title") or around.get("id") or "the tender"
            note = (
                f"{self.file}, {self.ocid}: {whole[1]} {whole[0]} of {name} covers"
                f" {len(fellows)} items and is not divided among them"
            )
            if note not in self.notes:
                self.notes.append(note)
        return {}

    def _whole(
        self, place: str, key: str, stated: dict[str, Any], common: dict[str, Any]
    ) -> Record:
        values = {**common, "id": f"{self.ocid}/{key}", "item": str(stated["title"])}
        values |= self._money(stated.get("value"))
        values |= self._dates(stated)
        path = f"{self.place}.{place}"
        return Record(None, values, {"item": f"{path}.title", "value": f"{path}.value"})

    def _money(self, stated: Any) -> dict[str, Any]:
        amount = _amount(stated)
        return {} if amount is None else {"value": amount[0], "currency": amount[1]}

    def _dates(self, lot: dict[str, Any]) -> dict[str, Any]:
        for stated in (lot, self.tender):
            period = _dict(stated.get("contractPeriod"))
            found = {
                name: str(period[key])[:10]
                for name, key in (("needed_from", "startDate"), ("needed_by", "endDate"))
                if period.get(key)
            }
            if found:
                return found
        return self._milestone(self.tender) or self._milestone(self.planning)

    def _milestone(self, stage: dict[str, Any]) -> dict[str, Any]:
        for milestone in map(_dict, _list(stage.get("milestones"))):
            if milestone.get("type") == "delivery" and milestone.get("dueDate"):
                return {"needed_by": str(milestone["dueDate"])[:10]}
        return {}


def _amount(value: Any) -> tuple[Decimal, str] | None:
    stated = _dict(value)
    amount, currency = stated.get("amount"), stated.get("currency")
    if amount is None or not currency or isinstance(amount, bool):
        return None
    return Decimal(str(amount)), str(currency)
