"""What do the fields of a purchase say, and where do they stand?

Each part is read into the value of a demand's field. What is stated and cannot be read is a problem
and sets the line aside; what is not there is left out; what is there and cannot be used as it
stands (a sum over several lines, a number without a unit) becomes a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import country
from programmes.demands.cpv import cpv
from programmes.demands.published.numbers import Numbers
from programmes.demands.published.processes import Process
from programmes.demands.units import unit_of
from programmes.errors import BadDocument

__all__ = ["Fields"]

_BUYERS = frozenset({"buyer", "procuringEntity"})
_ISO = ("country", "countryCode", "countryName")
_CPV_SCHEME = re.compile(r"(?:EU-?)?CPV(?:[- ]?2008)?|(?:ДК|DK)[- ]?021.*", re.I)
_LONGEST = 200


class Fields:
    """Reads the fields of one line; keeps where each stands, what is odd and what is wrong."""

    file: str
    place: str
    root: str
    numbers: Numbers

    def __init__(self, process: Process, file: str, place: str, numbers: Numbers) -> None:
        self.file, self.place, self.root, self.numbers = file, place, process.place, numbers
        self.names: dict[str, str] = {}
        self.notes: list[str] = []
        self.problems: list[BadDocument] = []

    def fault(self, at: str, problem: str) -> None:
        """Keep what is wrong at a place below the release."""
        where = f"{self.root}.{at}".strip(".")
        self.problems.append(BadDocument(self.file, where, problem))

    def country(self, release: Mapping[str, Any]) -> str | None:
        """The country of the buyer; a problem where none is named."""
        self.names["country"] = f"{self.root}.parties".strip(".")
        found = [code for party in _buyers(release) if (code := _country(party))]
        if not found:
            problem = (
                "names no buyer's country: give parties an address with countryName (or country),"
                " for the party whose role is buyer or procuringEntity"
            )
            self.fault("parties", problem)
            return None
        if len(every := sorted(set(found))) > 1:
            self.notes.append(f"bought jointly from {', '.join(every)}; counted under {found[0]}")
        return found[0]

    def buyer(self, release: Mapping[str, Any]) -> str | None:
        """The name of the buyer."""
        named = (one.get("name") for one in _buyers(release))
        return str(next(filter(None, named), ""))[:_LONGEST] or None

    def where(self, *stated: Mapping[str, Any]) -> str | None:
        """The place of delivery, from the first that says one."""
        for one in stated:
            addresses = one.get("deliveryAddresses") or [one.get("deliveryAddress", {})]
            said = (_address(address) for address in addresses)
            if found := "; ".join(dict.fromkeys(filter(None, said))):
                return found[:_LONGEST].strip()
        return None

    def codes(
        self, items: Sequence[Mapping[str, Any]], tender: Mapping[str, Any]
    ) -> dict[str, Any]:
        """CPV codes, the main one apart, and the first code of another scheme as category."""
        held = list(items) or [tender]
        main = [code for one in held if (code := one.get("classification"))]
        more = [code for one in held for code in one.get("additionalClassifications", ())]
        if not main and not more:
            held = [tender]
            main = [tender["classification"]] if tender.get("classification") else []
            more = list(tender.get("additionalClassifications", ()))
        found: dict[str, Any] = {}
        codes: list[str] = []
        for code in (*main, *more):
            number, scheme = str(code.get("id", "")), str(code.get("scheme", ""))
            if not number:
                continue
            if not (
                _CPV_SCHEME.fullmatch(scheme) or (not scheme and re.match(r"\d{8}-\d$", number))
            ):
                found.setdefault("category", f"{scheme} {number}".strip()[:_LONGEST])
                continue
            try:
                codes.append(cpv(number))
            except BadValue as error:
                if code in main:
                    self.problems.append(
                        BadDocument(self.file, f"{self.place}.classification.id", str(error))
                    )
                else:
                    self.notes.append(f"a further code is left out: {error}")
        if codes:
            found["cpv"] = codes[0]
            found["more_cpv"] = [one for one in dict.fromkeys(codes) if one != codes[0]]
        return found

    def quantity(self, at: str, item: Mapping[str, Any]) -> dict[str, Any]:
        """Quantity and unit, the unit's code before its name."""
        if "quantity" not in item:
            return {}
        unit = item.get("unit", {})
        place = f"{self.root}.{at}".strip(".")
        self.names |= {"quantity": f"{place}.quantity", "unit": f"{place}.unit"}
        try:
            number, _ = self.numbers.read(item["quantity"])
        except BadValue as error:
            self.fault(f"{at}.quantity", str(error))
            return {}
        code, name = unit.get("id") or unit.get("code"), unit.get("name")
        if not code and not name:
            self.notes.append(f"{number:f} of no unit: its quantity is not used")
            return {}
        try:
            return {"quantity": number, "unit": unit_of(code, name).name}
        except (BadValue, UnknownTerm) as error:
            part = "name" if name else "code"
            self.fault(f"{at}.unit.{part}", str(error))
            return {}

    def value(
        self,
        items: Sequence[tuple[str, Mapping[str, Any]]],
        lot: Mapping[str, Any],
        tender: Mapping[str, Any],
        budget: Mapping[str, Any],
        covers: int,
    ) -> dict[str, Any]:
        """The line's own value, if one is stated for it alone."""
        if len(items) == 1 and (each := items[0][1].get("unit", {}).get("value")):
            return self._product(*items[0], each)
        lots = len(tender.get("lots", ()))
        below = "tender" if tender else "planning.budget"
        around = [(lot, covers, "lot"), (tender, covers if lots < 2 else max(lots, 2), below)]
        for stated, lines, at in around:
            if not (value := stated.get("value")):
                continue
            if lines > 1:
                self._covering(value, stated, lines)
                return {}
            self.names["value"] = f"{self.root}.{at}.value".strip(".")
            return self._money(value, f"{at}.value")
        if not tender and budget:
            self.names["value"] = f"{self.root}.planning.budget.amount".strip(".")
            return self._money(budget, "planning.budget.amount") if covers == 1 else {}
        if most := lot.get("maximumValue") or tender.get("maximumValue"):
            shown = f"{most.get('currency', '')} {most.get('amount', '')}".strip()
            self.notes.append(f"states a maximum of {shown} and no value")
        return {}

    def _product(self, at: str, item: Mapping[str, Any], each: Mapping[str, Any]) -> dict[str, Any]:
        """Price by quantity, if both are numbers beyond doubt."""
        self.names["value"] = f"{self.root}.{at}.unit.value".strip(".")
        price = self._amount(each, f"{at}.unit.value")
        if price is None or "quantity" not in item:
            return {}
        try:
            quantity, sure = self.numbers.read(item["quantity"])
        except BadValue:
            return {}
        if not (sure and price[1]):
            self.notes.append(
                "price and quantity are texts that the rest of the file explains: not multiplied"
            )
            return {}
        return {"value": price[0] * quantity, "currency": price[2]}

    def _money(self, stated: Mapping[str, Any], at: str) -> dict[str, Any]:
        found = self._amount(stated, at)
        return {} if found is None else {"value": found[0], "currency": found[2]}

    def _amount(self, stated: Mapping[str, Any], at: str) -> tuple[Decimal, bool, str] | None:
        if "amount" not in stated:
            return None
        try:
            number, sure = self.numbers.read(stated["amount"])
        except BadValue as error:
            self.fault(f"{at}.amount", str(error))
            return None
        if not stated.get("currency"):
            self.notes.append(f"an amount of {number:f} names no currency: it is not used")
            return None
        return number, sure, str(stated["currency"])

    def _covering(self, value: Mapping[str, Any], stated: Mapping[str, Any], lines: int) -> None:
        name = stated.get("title") or stated.get("id") or "the tender"
        shown = f"{value.get('currency', '')} {value.get('amount', '')}".strip()
        what = "items" if "items" in stated or "lots" not in stated else "lots"
        self.notes.append(f"{shown} of {name} covers {lines} {what} and is not divided among them")

    def dates(self, *stages: Mapping[str, Any]) -> dict[str, Any]:
        """The contract's period, or the day of a delivery milestone."""
        at = f"{self.root}.contractPeriod".strip(".")
        for stated in stages:
            period = stated.get("contractPeriod", {})
            pairs = (("needed_from", "startDate"), ("needed_by", "endDate"))
            found = {name: period[key][:10] for name, key in pairs if period.get(key)}
            if found:
                self.names |= {name: f"{at}.{key}" for name, key in pairs}
                return found
        for stated in stages:
            for milestone in stated.get("milestones", ()):
                if milestone.get("type") == "delivery" and milestone.get("dueDate"):
                    self.names["needed_by"] = f"{self.root}.milestones.dueDate".strip(".")
                    return {"needed_by": milestone["dueDate"][:10]}
        return {}

    def duration(self, *stages: Mapping[str, Any]) -> int | None:
        """How many days the contract runs, where that is stated."""
        for stated in stages:
            days = stated.get("contractPeriod", {}).get("durationInDays")
            if days is None:
                continue
            try:
                number, _ = self.numbers.read(days)
            except BadValue as error:
                self.notes.append(f"its duration is left out: {error}")
                return None
            return int(number) if 0 < number < 100_000 else None
        return None


def _buyers(release: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The buyers, the one named as such first; OCDS 1.0 has them where 1.1 has references."""
    named = release.get("buyer", {})
    tender = release.get("tender", {})
    parties = release.get("parties", ())
    own = [one for one in parties if named.get("id") and one.get("id") == named["id"]]
    roles = [one for one in parties if _BUYERS.intersection(one.get("roles", ()))]
    roles.sort(key=lambda one: "buyer" not in one.get("roles", ()))
    others = [named, tender.get("procuringEntity", {})]
    return [*own, *(one for one in roles if one not in own), *filter(None, others)]


def _country(party: Mapping[str, Any]) -> str | None:
    said = [str(party["address"][key]) for key in _ISO if party.get("address", {}).get(key)]
    for text in said:
        try:
            return country(text).code
        except (UnknownTerm, BadValue):
            continue
    return said[0] if said else None


def _address(address: Mapping[str, Any]) -> str:
    parts = (address.get(key) for key in ("locality", "region", "countryName", "country"))
    return ", ".join(dict.fromkeys(filter(None, map(str, filter(None, parts)))))
