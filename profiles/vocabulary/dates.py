"""When is it, as far as that is known?

A source says "3 July 2026, 12:00 UTC", "2026-07-03", "2027-Q1" or "2026". Each is read as a
:class:`When`: the earliest and the latest instant that it can mean, in UTC. Nothing is made more
exact than it was written, and what can be read in two ways (07/03/2026) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from profiles.errors import BadValue
from profiles.vocabulary.spans import EXPECTED, Span, span
from profiles.vocabulary.words import LONGEST
from profiles.vocabulary.zones import clock

__all__ = ["When", "day", "instant", "when"]

_TICK = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)
_TIME_EXPECTED = "a time such as 17:00, 17:00:30, 5:00 pm, noon or 24:00"
# 17:00, 17h30, 5:00 p.m., 17:00 Uhr; without minutes only where a word says that it is a time.
# Not the am of Amsterdam nor the h of Helsinki.
_CLOCK = (
    r"(?P<clock>\d{1,2}(?:"
    r"[:h]\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:hrs|h|Uhr)\b)?"
    r"(?:\s*(?:noon|midday|\((?:noon|midday)\)))?"
    r"|(?:\.\d{2})?\s*(?:[ap]\.?m\b\.?|(?:hrs|h|Uhr|o'clock)\b))"
    r"|(?:12\s+)?noon\b|midday\b|midnight\b)"
)
_CLOCKED = re.compile(
    rf"(?P<day>.*?\w)(?:T|,?\s+(?:at|um|by)\s+|,?\s+|,){_CLOCK}\s*(?P<zone>[^\s\d:].*)?",
    re.IGNORECASE | re.DOTALL,
)
_CLOCK_FIRST = re.compile(
    rf"{_CLOCK}(?P<zone>[^\d,]*?)(?:,\s*|\s+(?:on|am|le)\s+|(?<=\S)\s+(?=\S*\d))(?P<day>.*\d.*)",
    re.IGNORECASE | re.DOTALL,
)
_READ_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(\.\d+)?)?", re.IGNORECASE)
_NOON = re.compile(r"noon|midday", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_HALF = re.compile(r"([ap])\.?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """An instant, or the span in which an instant lies.

    Attributes:
        earliest: The first instant it can be, in UTC.
        latest: The last instant it can be, in UTC; for a day, the start of the next one.
        text: What was written, tidied. Read again with the same zone it gives the same When.

    Raises:
        BadValue: The span ends before it begins, or is not in UTC.
    """

    earliest: datetime
    latest: datetime
    text: str

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is not UTC or self.latest.tzinfo is not UTC:
            raise BadValue(self.text, "instants in UTC")
        if self.earliest > self.latest:
            raise BadValue(self.text, "a span that ends after it begins")

    @property
    def exact(self) -> bool:
        """Whether the instant itself is known."""
        return self.earliest == self.latest

    @property
    def first_day(self) -> date:
        """The first UTC day it can fall on."""
        return self.earliest.date()

    @property
    def last_day(self) -> date:
        """The last UTC day it can fall on."""
        return self.latest.date() if self.exact else (self.latest - _TICK).date()

    def __str__(self) -> str:
        return self.text


def when(text: str | int | date, zone: str = "UTC", *, end: bool = False) -> When:
    """Read an instant, a day, a month, a quarter, a half, a year or a span of these.

    A day is the whole day on the clocks of ``zone``: from its first instant to the first of the
    next. A time carries its own zone or is read in ``zone``. Two values with a slash or two dots
    between them are a span: some instant from the start of the first to the end of the second.

    Args:
        text: What a person or a file says; also a date, a datetime (without zone: in ``zone``) or
            the number of a year.
        zone: The clock of what carries none, by any name that
            :func:`~profiles.vocabulary.zones.clock` takes.
        end: Whether the day itself still counts, as a closing date given without a time does: then
            it is the end of that day, or of some day in the month, that is meant.

    Raises:
        BadValue: It is no date or can be read in two ways.
        UnknownTerm: The zone has no such name.

    >>> print(when("2026-09-29T17:00 Brussels").earliest)
    2026-09-29 15:00:00+00:00
    >>> half = when("2027-Q1")
    >>> print(half.earliest.date(), half.latest.date(), half.exact)
    2027-01-01 2027-04-01 False
    >>> print(when("2026-07-03", end=True).earliest)
    2026-07-04 00:00:00+00:00
    >>> when("07/03/2026")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found '07/03/2026', expected a date with the year first, because \
this may be 2026-03-07 or 2026-07-03
    """
    if isinstance(text, datetime):
        return _moment(text, zone)
    said = f"{text:04}" if isinstance(text, int) else str(text).strip()
    if len(said) > LONGEST:
        raise BadValue(said, EXPECTED)
    return _when(said, zone, end=end)


@lru_cache(maxsize=4096)
def _when(said: str, zone: str, *, end: bool) -> When:
    for mark in ("..", "/"):
        if mark in said and (pair := _pair(said, mark, zone, end=end)):
            return pair
    return _one(said, zone, end=end)


def day(text: str | int | date) -> When:
    """Read the day on which something happened, or the span in which that day lies.

    "2022" stays a year: an age rule then answers "unknown" between the earliest and the latest
    possible birthday instead of guessing the first of January. A time of day is dropped.

    Raises:
        BadValue: It is no date or can be read in two ways.

    >>> founded = day("March 2022")
    >>> print(founded, founded.first_day, founded.last_day)
    2022-03 2022-03-01 2022-03-31
    """
    if isinstance(text, datetime):
        return when(text.date())
    if isinstance(text, str) and len(text) <= LONGEST:
        found = _clocked(text.strip())
        return when(found["day"] if found else text)
    return when(text)


def instant(on: str | date) -> datetime:
    """The instant at which a question is asked, in UTC.

    Args:
        on: A datetime (without zone: UTC), or a date or the text of one, which means 00:00 UTC of
            that day.

    Raises:
        BadValue: It is no date, or not known to the day.

    >>> print(instant("2026-06-15"), instant("2026-07-03T12:00 BST"), sep=" | ")
    2026-06-15 00:00:00+00:00 | 2026-07-03 11:00:00+00:00
    """
    found = when(on)
    if found.exact or found.latest - found.earliest == _ONE_DAY:
        return found.earliest
    raise BadValue(str(on), "one day or one instant, such as 2026-06-15 or 2026-06-15T12:00Z")


def _moment(at: datetime, zone: str) -> When:
    if at.tzinfo is None:
        return When(*clock(zone)(at), text=at.isoformat())
    there = at.astimezone(UTC)
    return When(there, there, text=_iso(there))


def _one(said: str, zone: str, *, end: bool) -> When:
    if found := _clocked(said):
        return _at(said, found, zone)
    return _whole(span(said), zone, end=end)


def _clocked(said: str) -> re.Match[str] | None:
    found = (pattern.fullmatch(said) for pattern in (_CLOCKED, _CLOCK_FIRST))
    return next((one for one in found if one and _YEAR.search(one["day"])), None)


def _pair(said: str, mark: str, zone: str, *, end: bool) -> When | None:
    """Two dates with a mark between; None where the marks belong to one date."""
    left, _, right = said.partition(mark)
    if mark in right or not re.match(r"\s*\d{4}", left) or not re.match(r"\s*\d{4}", right):
        return None
    first, last = _one(left.strip(), zone, end=end), _one(right.strip(), zone, end=end)
    return When(first.earliest, last.latest, f"{first.text}/{last.text}")


def _whole(days: Span, zone: str, *, end: bool) -> When:
    read = clock(zone)
    first = days.first + _ONE_DAY if end else days.first
    early, _ = read(datetime.combine(first, time()))
    _, late = read(datetime.combine(days.last + _ONE_DAY, time()))
    return When(early, late, days.text)


def _at(said: str, found: re.Match[str], zone: str) -> When:
    days = span(found["day"])
    if days.first != days.last:
        raise BadValue(said, "a time on one day, not in a longer span")
    named = (found["zone"] or "").strip(" ()")
    read = clock(named or zone)
    if found["clock"].lower() == "midnight":
        # The first instant of that day or the last: both are meant by some.
        start = datetime.combine(days.first, time())
        early, late = read(start)[0], read(start + _ONE_DAY)[1]
        return When(early, late, f"{days.first} midnight {named}".strip())
    at, later = _time(said, found["clock"])
    early, late = read(datetime.combine(days.first, at) + later)
    exact = bool(at.second or at.microsecond)
    hours = "24:00" if later else at.isoformat(timespec="auto" if exact else "minutes")
    if early == late and named.upper() in {"Z", "UTC"}:
        return When(early, late, _iso(early))
    return When(early, late, f"{days.first}T{hours} {named}".strip())


def _time(said: str, written: str) -> tuple[time, timedelta]:
    """The time of the day, and a day more for 24:00."""
    found, noon = _READ_CLOCK.match(written), _NOON.search(written)
    if found is None:
        return time(12), timedelta()
    hour, half = int(found[1]), _HALF.search(written)
    minute, second = int(found[2] or 0), int(found[3] or 0)
    if half:
        if not 1 <= hour <= 12:
            raise BadValue(said, _TIME_EXPECTED)
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    if noon and (hour, minute, second) != (12, 0, 0):
        raise BadValue(said, _TIME_EXPECTED)
    if (hour, minute, second) == (24, 0, 0):
        return time(), _ONE_DAY
    micro = int((found[4] or ".0")[1:].ljust(6, "0"))
    try:
        return time(hour, minute, second, micro), timedelta()
    except ValueError:
        raise BadValue(said, _TIME_EXPECTED) from None


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
