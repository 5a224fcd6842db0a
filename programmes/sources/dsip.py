"""What do the portals of the US small-business programmes publish?

DSIP, the Department of Defense's portal, lists topics and tells each in full at an address of its
own; SBIR.gov lists solicitations with their topics. Names and telephones of topic managers are left
unread. ITAR makes a topic one for US persons, which is a condition that a startup has to state.

Source:
    Both portals' public JSON, as its fields stood in August 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.reading import json_items, roots
from programmes.sources.records import Reader, Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import moment, several, text

__all__ = ["dsip_items"]

SOURCE = "dsip"
_PAGE = "https://www.dodsbirsttr.mil/topics-app/"
_PROSE = ("objective", "description", "phase1Description", "phase3Description")


def dsip_items(path: Path) -> Iterator[Item | BadDocument]:
    """The topics of an answer of DSIP or of SBIR.gov, each or what is wrong with its record.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no topic.
    """
    found = roots(path)
    read: Reader = _topic
    if "data" in found:
        records: Iterator[tuple[int, Any]] = enumerate(json_items(path, "data.item"), 1)
    elif "[topicCode" in found or "[topicId" in found:
        records = enumerate(json_items(path, "item"), 1)
    elif "topicCode" in found or "topicId" in found:
        records = enumerate(json_items(path, ""), 1)
    elif "[solicitation_topics" in found or "[solicitation_title" in found:
        records, read = _of_solicitations(path), _sbir_topic
    else:
        named = ", ".join(sorted(found)[:6]) or "nothing"
        problem = f"holds {named}; expected data with topics, or solicitations: its shape changed"
        raise ShapeChanged(path.name, problem)
    yield from items_of(records, read, source=SOURCE, file=path.name)


def _topic(row: Row) -> Row | str:
    code, title = text(row.get("topicCode")), text(row.get("topicTitle"))
    if not code or not title:
        return "is missing its topicCode or its topicTitle"
    zone = table(SOURCE).zone
    prose = text(*(row.get(name) for name in _PROSE))
    slug = slug_of(code)
    component = text(row.get("component")) or ""
    ends = moment(row.get("topicEndDate"), zone)
    key = text(row.get("topicId")) or code
    return {
        "key": key,
        "id": slug,
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": f"US Department of Defense, {component}" if component else None,
        "opens": moment(row.get("topicStartDate"), zone),
        **deadlines([ends] if ends else [], zone=zone),
        "criteria": [_us_persons(slug)] if row.get("itar") is True else None,
        "call_name": text(row.get("solicitationTitle")),
        "url": f"{_PAGE}#/topic/{key}",
        "version": str(row["modifiedDate"]) if row.get("modifiedDate") else None,
        "hints": _hints(component, text(row.get("program")), title, row.get("technologyAreas")),
    }


def _us_persons(slug: str) -> Row:
    return {
        "kind": "statement",
        "id": f"{slug}-itar",
        "asks": "Would only US persons work on it? The topic is under ITAR.",
        "changeable": True,
        "source": [f"{SOURCE}-{slug}"],
        "note": "The topic is marked as under the International Traffic in Arms Regulations.",
    }


def _of_solicitations(path: Path) -> Iterator[tuple[int, Any]]:
    number = 0
    for solicitation in json_items(path, "item"):
        topics = several(solicitation.get("solicitation_topics")) or [{}]
        for topic in topics:
            number += 1
            yield number, (solicitation, topic)


def _sbir_topic(pair: tuple[Any, Any]) -> Row | str:
    solicitation, topic = pair
    code = text(topic.get("topic_number")) or text(str(solicitation.get("solicitation_id") or ""))
    title = text(topic.get("topic_title")) or text(solicitation.get("solicitation_title"))
    if not code or not title:
        return "is missing its topic_number or its title"
    zone = table(SOURCE).zone
    due = [moment(one, zone) for one in several(solicitation.get("application_due_date"))]
    closes = moment(solicitation.get("close_date"), zone)
    branch = text(topic.get("branch")) or text(solicitation.get("branch")) or ""
    prose = text(topic.get("topic_description"))
    found = list(dict.fromkeys(one for one in due if one)) or ([closes] if closes else [])
    return {
        "key": code,
        "id": slug_of(code),
        "title": title,
        "statement": prose,
        "basis": "stated" if prose else "our-reading",
        "kind": "contract",
        "instruments": ("contract",),
        "owner": text(solicitation.get("agency")),
        "opens": moment(solicitation.get("open_date"), zone),
        **deadlines(found, model="multiple cut-off" if len(found) > 1 else None, zone=zone),
        "call_name": text(solicitation.get("solicitation_title")),
        "url": text(topic.get("sbir_topic_link"))
        or text(solicitation.get("solicitation_agency_url")),
        "hints": {
            **_hints(branch, text(solicitation.get("program")), title, None),
            "agency": (text(solicitation.get("agency")) or "",),
        },
    }


def _hints(component: str, program: str | None, title: str, areas: Any) -> dict[str, Any]:
    words = [one for one in several(areas) if isinstance(one, str)]
    return {
        "component": (component,),
        "program": (program or "",),
        "words": (f" {title} {' '.join(words)} ".lower(),),
    }
