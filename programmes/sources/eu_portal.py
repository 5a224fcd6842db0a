"""What does the EU Funding & Tenders Portal publish?

Three shapes of the same topics: the calendar of all (dates, no prose), the page of one topic (prose
and budget), and an answer of the search (most of both); and lists of its calls as others make them,
one a line. A topic is known by its code, in whichever shape it comes, so what one of them lacks is
kept from another.

Source:
    The portal's public JSON, as its fields stood in September 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Amount
from programmes.sources.budgets import budget_of
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.phrases import conditions_in
from programmes.sources.reading import json_items, json_lines, roots
from programmes.sources.records import Reader, Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import amount, flat, moment, several, text

__all__ = ["eu_portal_items"]

SOURCE = "eu-portal"
_PAGE = (
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/"
    "topic-details/"
)
_TENDER = "0"
_INSTRUMENTS = (
    ("EIC-ACC", ("grant", "equity")),
    ("PCP", ("contract",)),
    ("PPI", ("contract",)),
    ("PRIZE", ("prize",)),
    ("RPR", ("prize",)),
)


def eu_portal_items(path: Path) -> Iterator[Item | BadDocument]:
    """The topics of a file of the portal, each or what is wrong with its record.

    Raises:
        ShapeChanged: It is none of the three shapes, is cut short, or holds no topic.
    """
    found = roots(path)
    for root, prefix, read in _SHAPES:
        if root in found:
            records = enumerate(json_items(path, prefix), 1)
            yield from items_of(records, read, source=SOURCE, file=path.name)
            return
    if {"id", "title"} <= found:
        yield from items_of(json_lines(path), _listed, source=SOURCE, file=path.name)
        return
    named = ", ".join(sorted(found)[:6]) or "nothing"
    problem = f"holds {named}; expected fundingData, TopicDetails or results: its shape changed"
    raise ShapeChanged(path.name, problem)


def _item(said: Row) -> Row:
    identifier, prose = said["identifier"], said.get("prose")
    slug = slug_of(identifier)
    return {
        "key": said.get("key") or identifier.lower(),
        "id": slug,
        "title": said["title"],
        "statement": prose or said["title"],
        "basis": "stated" if prose else "our-reading",
        "call": slug_of(said["call"]) if said.get("call") else None,
        "call_name": said.get("call_name"),
        "kind": said.get("kind"),
        "instruments": said["instruments"],
        "opens": said.get("opens"),
        **deadlines(said["closes"], model=said.get("model"), zone=table(SOURCE).zone),
        "amounts": said.get("amounts"),
        "criteria": conditions_in(said.get("conditions"), f"{SOURCE}-{slug}"),
        "url": said.get("url") or f"{_PAGE}{identifier.lower()}",
        "hints": said["hints"],
    }


def _calendar(row: Row) -> Row | str:
    """A record of the calendar of all topics."""
    found = _dated(row)
    return found if isinstance(found, str) else _item(found)


def _dated(row: Row) -> Row | str:
    """What the calendar and the page of a topic both say."""
    identifier = text(row.get("identifier"))
    title = text(row.get("title")) or text(row.get("callTitle"))
    if not identifier or not title:
        return "is missing its identifier or its title"
    actions = [one for one in several(row.get("actions")) if isinstance(one, dict)]
    zone = table(SOURCE).zone
    starts = [row.get("plannedOpeningDate"), *(a.get("plannedOpeningDate") for a in actions)]
    ends = [end for a in actions for end in several(a.get("deadlineDates"))]
    ends = ends or several(row.get("deadlineDatesLong"))
    procedure = row.get("sumbissionProcedure") or row.get("submissionProcedure")
    types = [t for a in actions for t in several(a.get("types"))]
    kinds = [k for t in types for k in _words(t, "typeOfAction")] + _names(row.get("types"))
    tender = str(flat(row.get("type"))) == _TENDER
    return {
        "identifier": identifier,
        "key": str(row["ccm2Id"]) if row.get("ccm2Id") else None,
        "title": title,
        "call": text(row.get("callIdentifier")),
        "call_name": text(row.get("callTitle")),
        "kind": "contract" if tender else "grant",
        "instruments": ("contract",) if tender else _instruments(kinds),
        "opens": next((found for one in starts if (found := moment(one, zone))), None),
        "closes": [found for one in ends if (found := moment(one, zone))],
        "model": " ".join(_names(procedure)),
        "hints": _hints(row, identifier, title),
    }


def _page(row: Row) -> Row | str:
    """The page of one topic: prose, conditions and budget."""
    found = _dated(row)
    if isinstance(found, str):
        return found
    budget = flat(row.get("budgetOverviewJSONItem"))
    amounts, model = budget_of(budget, found["identifier"])
    said = {
        **found,
        "prose": text(row.get("description")),
        "conditions": text(row.get("conditions")),
        "amounts": amounts,
        "model": " ".join(part for part in (found["model"], model) if part),
        "instruments": _instruments(
            [w for one in several(row.get("topicMGAs")) for w in _words(one, "abbreviation")]
        )
        or found["instruments"],
    }
    return _item(said)


def _answer(row: Row) -> Row | str:
    """A result of the search, in which every value is a list."""
    meta = row.get("metadata")
    if not isinstance(meta, dict):
        return "is missing its metadata"
    one = {name: flat(value) for name, value in meta.items()}
    identifier, title = text(one.get("identifier")), text(one.get("title"))
    if not identifier or not title:
        return "is missing its identifier or its title"
    zone = table(SOURCE).zone
    amounts, model = budget_of(one.get("budgetOverview"), identifier)
    said = {
        "identifier": identifier,
        "key": str(one["ccm2Id"]) if one.get("ccm2Id") else None,
        "title": title,
        "prose": text(one.get("descriptionByte")) or text(one.get("description")),
        "conditions": text(one.get("topicConditions")),
        "call": text(one.get("callIdentifier")),
        "call_name": text(one.get("callTitle")),
        "instruments": _instruments(_names(meta.get("typesOfAction"))),
        "opens": moment(one.get("startDate"), zone),
        "closes": [f for d in several(meta.get("deadlineDate")) if (f := moment(d, zone))],
        "model": " ".join([*_names(meta.get("deadlineModel")), model or ""]).strip(),
        "amounts": amounts,
        "url": text(row.get("url")),
        "hints": _hints(meta, identifier, title),
    }
    return _item(said)


def _listed(row: Any) -> Row | str:
    """A line of a list of the portal's calls: id, title, text, call, deadline and the like."""
    if not isinstance(row, dict):
        return row if isinstance(row, str) else "expected a call, an object"
    named, title = text(row.get("id")), text(row.get("title"))
    if not named or not title:
        return "is missing its id or its title"
    identifier = named.removeprefix("eu-")
    zone = table(SOURCE).zone
    low, high = (amount(row.get(name), "EUR") for name in ("budget_min", "budget_max"))
    sums: tuple[Amount, ...] = ()
    if (low or high) and not (low and high and low[0] > high[0]):
        note = "For a whole project: its partners share it."
        sums = (
            Amount(
                label="one project", min=low[0] if low else None, max=high[0] if high else None,
                currency="EUR", note=note,
            ),
        )  # fmt: skip
    ends = row.get("closes") or row.get("deadline")
    framework = text(row.get("programme"))
    said = {
        "identifier": identifier,
        "title": title,
        "prose": text(row.get("text")),
        "call": text(row.get("call")),
        "call_name": text(row.get("call_title")),
        "instruments": _instruments(_names(row.get("action"))),
        "opens": moment(row.get("opens"), zone),
        "closes": [found for one in several(ends) if (found := moment(one, zone))],
        "amounts": sums,
        "url": text(row.get("url")),
        "hints": _hints(
            {"keywords": row.get("keywords"), "tags": row.get("tags")}, identifier, title
        )
        | {"framework": (framework,) if framework else ()},
    }
    return _item(said)


def _hints(row: Row, identifier: str, title: str) -> dict[str, tuple[str, ...]]:
    return {
        "identifier": (identifier,),
        "framework": tuple(_names(row.get("frameworkProgramme"))),
        "division": tuple(_names(row.get("programmeDivision"))),
        "tags": tuple(_names(row.get("tags"))),
        "words": (f" {title} {' '.join(_names(row.get('keywords')))} ".lower(),),
    }


def _names(value: Any) -> list[str]:
    """Words by which a value is called, whether it is one, a list, or objects with names."""
    found = []
    for one in several(value):
        if isinstance(one, dict):
            found += [str(one[k]) for k in ("abbreviation", "description", "id") if one.get(k)]
        elif isinstance(one, str | int):
            found.append(str(one))
    return found


def _words(value: Any, name: str) -> list[str]:
    if isinstance(value, dict):
        return [str(value[name])] if value.get(name) else []
    return [value] if isinstance(value, str) else []


def _instruments(kinds: list[str]) -> tuple[str, ...]:
    said = " ".join(kinds).upper()
    for word, instruments in _INSTRUMENTS:
        if re.search(rf"\b{word}\b", said):
            return instruments
    return ("grant",)


_SHAPES: tuple[tuple[str, str, Reader], ...] = (
    ("fundingData", "fundingData.GrantTenderObj.item", _calendar),
    ("TopicDetails", "TopicDetails", _page),
    ("[TopicDetails", "item.TopicDetails", _page),
    ("results", "results.item", _answer),
)
"""What stands at the top of a file, where its records are, and who reads them."""
