"""How do a feed reader and a calendar follow one profile?

An Atom feed of what it may enter and an iCalendar of its deadlines. Their bytes depend on the
matches alone and not on when they are asked for, so that a reader sees an entry as changed when
it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from profiles.vocabulary import when

__all__ = ["atom", "calendar"]

_ATOM = "http://www.w3.org/2005/Atom"
_LAST_HOUR, _ONE_DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
_VAGUE = " at the latest, the day is not stated"
_SPACE = uuid.UUID("5a0b6b0e-3c0f-4f0b-9a55-2f4a4a3d6c11")


def _urn(*parts: str) -> str:
    return uuid.uuid5(_SPACE, "|".join(parts)).urn


def atom(profile: str, updated: str, matches: Iterable[Mapping[str, Any]]) -> bytes:
    """An Atom feed.

    Args:
        profile: Whose.
        updated: The instant for which the matches hold, ISO 8601.
        matches: As the compact view has them.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")

    def put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text or None
        return element

    put(feed, "id", _urn("feed", profile))
    put(feed, "title", "Programmes to enter")
    put(feed, "updated", updated)
    put(put(feed, "author"), "name", "allymatch")
    for match in matches:
        entry = put(feed, "entry")
        put(entry, "id", _urn("match", profile, match["programme"]))
        put(entry, "title", match["name"])
        put(entry, "updated", updated)
        put(entry, "category", term=match["verdict"])
        closes = f", closes {match['closes']}" if match["closes"] else ""
        said = f"{match['verdict']}, {match['status']}{closes}, fit {match['fit']:.2f}"
        # An entry that has no link needs content, a summary is not enough (RFC 4287, 4.1.2).
        put(entry, "content", said, type="text")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def calendar(profile: str, updated: str, deadlines: Iterable[Mapping[str, Any]]) -> bytes:
    """An iCalendar of deadlines, each with a reminder a week before.

    A deadline at an hour is the end of an entry that lasts an hour. Where a day is stated, or less
    than that, the entry is for the whole day: no hour is made up.

    Args:
        profile: Whose.
        updated: The instant for which the deadlines hold, ISO 8601.
        deadlines: With ``programme``, ``name``, ``closes`` in ISO 8601, ``said`` as the programme
            states it, ``verdict``, ``status``.
    """
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", "-//allymatch//deadlines//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Deadlines of programmes")
    for row in deadlines:
        event = Event()
        event.add("uid", f"{_urn('deadline', profile, row['programme'])[9:]}@allymatch")
        event.add("dtstamp", datetime.fromisoformat(updated))
        said = str(row["said"])
        span, closes = when(said), datetime.fromisoformat(row["closes"])
        if timed := ":" in said:
            # A calendar shows no event that ends as it begins, and one that goes on after the
            # deadline would tell people that they have an hour more.
            event.add("dtstart", closes - _LAST_HOUR)
            event.add("dtend", closes)
        else:
            event.add("dtstart", span.last_day)
            event.add("dtend", span.last_day + _ONE_DAY)
        vague = "" if span.first_day == span.last_day else _VAGUE
        at = f" at {closes:%H:%M} UTC" if timed else ""
        event.add("summary", f"Closes{at}{vague}: {row['name']}")
        event.add("description", f"{row['verdict']}, {row['status']}; stated as {row['said']}")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"A week left: {row['name']}")
        alarm.add("trigger", -_WEEK)
        event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical())
