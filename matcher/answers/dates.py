"""How are dates said to a person who plans?

A day with what is left until then, a month or a quarter where no more is known, and plain words
where nobody has said. An instant keeps its hour: a deadline at noon is missed by whoever reads only
the day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from programmes.model import Status

if TYPE_CHECKING:
    from profiles.vocabulary import When
    from programmes.model import Call, Programme

__all__ = ["days_left", "span_in_words", "timing"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_AND_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](.+)")
_BETWEEN = re.compile(r"/(?=\d{4})")
"""Between two dates, not within Europe/Paris."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LONG = 400
"""Days after which the end of a rolling call is no news."""


def day_in_words(day: date, on: date) -> str:
    """A day; its year is said where it is another than that of the day asked about.

    >>> day_in_words(date(2026, 12, 17), date(2026, 11, 28))
    '17 December'
    """
    year = "" if day.year == on.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def span_in_words(span: When, on: date) -> str:
    """A date as far as it is known.

    >>> from profiles.vocabulary import when
    >>> span_in_words(when("2027-06"), date(2026, 11, 28))
    'June 2027'
    >>> span_in_words(when("2027-Q1"), date(2026, 11, 28))
    'the first quarter of 2027'
    >>> span_in_words(when("2026-12-17T12:00Z"), date(2026, 11, 28))
    '17 December, 12:00 UTC'
    >>> span_in_words(when("2026-12-17", zone="Europe/Paris", end=True), date(2026, 11, 28))
    '17 December'
    >>> span_in_words(when("2027-03/2027-05"), date(2026, 11, 28))
    'between March 2027 and May 2027'
    >>> span_in_words(when("2027-03-01 midnight Zurich"), date(2026, 11, 28))
    '1 March 2027, midnight Zurich'
    """
    text = span.text
    if span.exact and ":" in text:
        instant = span.earliest.astimezone(UTC)
        return f"{day_in_words(instant.date(), on)}, {instant:%H:%M} UTC"
    return _in_words(text, on)


def _in_words(text: str, on: date) -> str:
    """What was written, tidied, in words."""
    first, *last = _BETWEEN.split(text, maxsplit=1)
    if last:
        return f"between {_in_words(first, on)} and {_in_words(last[0], on)}"
    if _DAY.fullmatch(text):
        return day_in_words(date.fromisoformat(text), on)
    if found := _DAY_AND_CLOCK.fullmatch(text):
        # An hour that the clocks there show twice, or midnight at either end of the day.
        clock = re.sub(r"(:\d{2})(?::00)?Z$", r"\1 UTC", found[2])
        return f"{day_in_words(date.fromisoformat(found[1]), on)}, {clock}"
    year, _, part = text.partition("-")
    if not part:
        return year
    if part[0] in "QH":
        which = ("first", "second", "third", "fourth")[int(part[1]) - 1]
        return f"the {which} {'quarter' if part[0] == 'Q' else 'half'} of {year}"
    return f"{MONTHS[int(part) - 1]} {year}"


def days_left(span: When, on: datetime) -> int:
    """Whole days until the last day of a date; the day that was written, whatever its zone."""
    last = date.fromisoformat(span.text) if _DAY.fullmatch(span.text) else span.last_day
    return (last - on.astimezone(UTC).date()).days


def left_in_words(days: int) -> str:
    """How much time is left.

    >>> left_in_words(0), left_in_words(1), left_in_words(19)
    ('today', '1 day left', '19 days left')
    """
    if days <= 0:
        return "today"
    return f"{days} day{'s' if days > 1 else ''} left"


def timing(programme: Programme, call: Call | None, status: Status, on: datetime) -> str:
    """When a programme can be entered, in one line.

    Args:
        programme: The offer.
        call: Its current call.
        status: Of that call.
        on: The instant asked about.
    """
    if programme.standing == "ended":
        return "over: it takes no more entries"
    if programme.standing == "proposal":
        return "a proposal: nobody can apply"
    if programme.buyers == "states":
        return "no date to keep: states buy"
    if call is None:
        return "no dates known"
    today = on.astimezone(UTC).date()
    opens, closes = call.opens_when, call.closes_when
    match status:
        case Status.OPEN if closes is not None:
            spent = ", or when the money is spent" if call.until_spent else ""
            left = left_in_words(days_left(closes, on))
            return f"closes {span_in_words(closes, today)} ({left}){spent}"
        case Status.OPEN:
            return "open"
        case Status.ROLLING:
            first = call.next_cutoff(on)
            if first is not None:
                left = left_in_words(days_left(first, on))
                return f"any time; next judged {span_in_words(first, today)} ({left})"
            if closes is not None and days_left(closes, on) < _LONG:
                left = left_in_words(days_left(closes, on))
                return f"any time until {span_in_words(closes, today)} ({left})"
            return "any time"
        case Status.FORECAST if opens is not None:
            verb = "expected" if call.expected else "opens"
            return f"{verb} {span_in_words(opens, today)}"
        case Status.FORECAST:
            return "announced, no date yet"
        case Status.CLOSED if closes is not None:
            return f"closed {span_in_words(closes, today)}; next call not announced"
        case _ if closes is not None and closes.latest <= on:
            return f"closed {span_in_words(closes, today)}; next call not announced"
        case _ if opens is not None:
            return f"no firm date; {span_in_words(opens, today)} was named"
        case _:
            return "no dates known"
