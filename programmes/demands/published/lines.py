"""Which lines does a purchase hold?

One rule: a line is the smallest thing that says for itself what is wanted. An item with a
description is a line; a lot whose items are codes only is one, with these codes; a tender without
lots and without described items is one; so is a planned budget before there is a tender. Sums that
cover several lines are told in a note and never divided.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from programmes.demands.cpv import cpv_name
from programmes.demands.model import JOINABLE, PurchaseStage
from programmes.demands.published.fields import Fields
from programmes.demands.published.numbers import Numbers
from programmes.demands.published.processes import Process
from programmes.demands.published.stages import firmness_of, stage_of
from programmes.demands.published.texts import heading, languages, title_of
from programmes.demands.records import DemandRecord
from programmes.errors import BadDocument

__all__ = ["PurchaseLine", "lines_of"]

_LONGEST_ID = 120


@dataclass(slots=True)
class PurchaseLine:
    """One line of a purchase, not yet checked.

    Attributes:
        record: Its fields as they were written.
        stage: How far the purchase has come.
        notes: What a reader should know of it.
        problems: What cannot be read of it.
    """

    record: DemandRecord
    stage: PurchaseStage
    notes: list[str] = field(default_factory=list)
    problems: list[BadDocument] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a line is made of: texts from one place, codes and numbers of its items."""

    key: str
    place: str
    stated: Mapping[str, Any]
    text: str
    lot: Mapping[str, Any]
    items: tuple[tuple[str, Mapping[str, Any]], ...]
    covers: int = 1
    """How many lines share the value of the lot or tender."""


def lines_of(process: Process, file: str, numbers: Numbers, on: date) -> list[PurchaseLine]:
    """The lines of one purchase; none where it says nothing of what is wanted."""
    return _Purchase(process, file, numbers, on).lines()


class _Purchase:
    def __init__(self, process: Process, file: str, numbers: Numbers, on: date) -> None:
        self.process, self.file, self.numbers, self.on = process, file, numbers, on
        self.release = process.release
        self.tender: Mapping[str, Any] = self.release.get("tender") or {}
        self.planning: Mapping[str, Any] = self.release.get("planning") or {}
        self.main = str(self.release.get("language") or "und").lower()
        self.title = title_of(self.tender)

    def lines(self) -> list[PurchaseLine]:
        things = list(self._things()) if self.tender else list(self._planned())
        taken: Counter[str] = Counter()
        found = []
        for thing in things:
            key = f"{self.process.ocid}/{thing.key}" if thing.key else self.process.ocid
            taken[key] += 1
            found.append(self._line(thing, key if taken[key] == 1 else f"{key}#{taken[key]}"))
        return found

    def _things(self) -> Iterator[_Thing]:
        lots = {
            str(lot.get("id", at)): lot for at, lot in enumerate(self.tender.get("lots", ()), 1)
        }
        places = {key: f"tender.lots.{at}" for at, key in enumerate(lots, 1)}
        by_lot: dict[str, list[tuple[str, Mapping[str, Any]]]] = {key: [] for key in lots}
        loose: list[tuple[str, Mapping[str, Any]]] = []
        for at, item in enumerate(self.tender.get("items", ()), 1):
            by_lot.get(_lot_of(item), loose).append((f"tender.items.{at}", item))
        codes = [one for one in loose if not title_of(one[1], "description")]
        if lots and len(codes) == len(loose) and not any("quantity" in one for _, one in codes):
            # Codes of the whole purchase say something of each lot that has none of its own.
            for key in lots:
                by_lot[key] = by_lot[key] or codes
            loose = []
        for key, held in by_lot.items():
            text = heading(self.title, title_of(lots[key]) or title_of(lots[key], "description"))
            yield from self._of(key, places[key], lots[key], text, held)
        if loose or not lots:
            yield from self._of("", "tender", {}, self.title, loose)

    def _of(
        self,
        key: str,
        place: str,
        lot: Mapping[str, Any],
        text: str,
        held: Sequence[tuple[str, Mapping[str, Any]]],
    ) -> Iterator[_Thing]:
        """The lines of one lot, or of what stands in none."""
        described = [one for one in held if title_of(one[1], "description")]
        counted = [one for one in held if "quantity" in one[1]]
        bare = [one for one in held if one not in described]
        apart = bare if described or len(counted) > 1 or (not key and len(bare) > 1) else []
        covers = len(described) + len(apart)
        for at, item in (*described, *apart):
            own = title_of(item, "description")
            said = own or heading(text, _named(item))
            name = str(item.get("id") or at.rpartition(".")[2])
            yield _Thing(name, f"{self.process.place}.{at}", item, said, lot, ((at, item),), covers)
        if covers:
            return
        stated = lot if key else self.tender
        only = text or next(filter(None, (_named(item) for _, item in bare)), "")
        described_by = title_of(stated, "description")
        where = f"{self.process.place}.{place}"
        name = key or "tender"
        yield _Thing(name, where, stated, only or described_by, lot, tuple(bare))

    def _planned(self) -> Iterator[_Thing]:
        budget = self.planning.get("budget", {})
        for at, item in enumerate(self.planning.get("items", ()), 1):
            text = title_of(item, "description") or _named(item)
            key, held = f"planning.items.{at}", self.planning["items"]
            place = f"{self.process.place}.{key}"
            yield _Thing(str(item.get("id", at)), place, item, text, {}, ((key, item),), len(held))
        if self.planning.get("items"):
            return
        named = title_of(budget, "description") or title_of(self.planning, "rationale")
        text = named or str(budget.get("project") or "")
        if text:
            place = f"{self.process.place}.planning.budget"
            yield _Thing("", place, budget, text, {}, ())

    def _line(self, thing: _Thing, key: str) -> PurchaseLine:
        budget = self.planning.get("budget", {}).get("amount", {})
        item = thing.items[0][1] if len(thing.items) == 1 else {}
        stage, odd = stage_of(self.release, thing.lot, item, self.on)
        read = Fields(self.process, self.file, thing.place, self.numbers)
        values: dict[str, Any] = {
            "id": _short(key),
            "item": thing.text,
            "process": self.process.ocid,
            "source": f"{self.file}, {self.process.ocid}"[:200],
            "stage": stage,
            "firmness": firmness_of(stage, list(budget.values())),
        }
        stated = thing.lot.get("status") or self.tender.get("status")
        optional = {
            "as_of": str(self.release.get("date") or "")[:10] or None,
            "status": stated,
            "country": read.country(self.release),
            "buyer": read.buyer(self.release),
            "titles": self._titles(thing),
            "descriptions": self._descriptions(thing),
            "place": read.where(thing.stated, thing.lot, self.tender, *dict(thing.items).values()),
            "duration_days": read.duration(thing.lot, self.tender),
        }
        values |= {name: value for name, value in optional.items() if value}
        values |= read.codes([item for _, item in thing.items], self.tender)
        if len(thing.items) == 1:
            values |= read.quantity(*thing.items[0])
        values |= read.value(thing.items, thing.lot, self.tender, budget, thing.covers)
        values |= read.dates(thing.lot, self.tender, self.planning)
        read.notes += self.release.get("remarks", ())
        if odd is not None and stage in JOINABLE:
            read.notes.append(f"status {odd[:40]!r} is not one of the standard; taken as {stage}")
        names = dict(read.names)
        names.setdefault("item", thing.place)
        record = DemandRecord(None, values, names)
        return PurchaseLine(record, stage, read.notes, read.problems)

    def _titles(self, thing: _Thing) -> dict[str, str]:
        name = "title" if "title" in thing.stated or thing.stated is self.tender else "description"
        found = languages(thing.stated, name, self.main)
        return found or languages(self.tender, "title", self.main)

    def _descriptions(self, thing: _Thing) -> dict[str, str]:
        found = languages(thing.stated, "description", self.main) if "title" in thing.stated else {}
        return found or languages(thing.lot or self.tender, "description", self.main)


def _lot_of(item: Mapping[str, Any]) -> str:
    if "relatedLot" in item:
        return str(item["relatedLot"])
    related = list(item.get("relatedLots") or [])
    return str(related[0]) if len(related) == 1 else ""


def _named(item: Mapping[str, Any]) -> str:
    """What the code of an item means, where the item says it or our table has it."""
    code = item.get("classification", {})
    number = str(code.get("id", ""))
    return title_of(code, "description") or cpv_name(number[:8]) or number


def _short(key: str) -> str:
    if len(key) <= _LONGEST_ID:
        return key
    mark = hashlib.sha256(key.encode()).hexdigest()[:10]
    return f"{key[: _LONGEST_ID - 11]}-{mark}"
