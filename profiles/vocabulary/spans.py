"""Which days does a written date name?

A date names one day, a month, a quarter, a half or a year. Day first is assumed only where dots
say so (03.07.2026); with slashes or hyphens the order of day and month has to be plain from the
numbers, or the text is refused: an application three months late is worse than a question.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from profiles.errors import BadValue
from profiles.vocabulary.files import table
from profiles.vocabulary.words import fold

__all__ = ["EXPECTED", "Span", "span"]

_YEARS = range(1800, 2201)
EXPECTED = "a date such as 2026-07-03, 3 July 2026, 2026-07, 2027-Q1 or 2026"

_WEEKDAY = (
    r"(?:[^\W\d]+,\s*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+|(?:mo|di|mi|do|fr|sa|so)[a-zß]*tag\s+"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?"
)
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_PART_AFTER = re.compile(r"(\d{4})[-\s/]?([QH])([1-4])", re.IGNORECASE)
_PART_BEFORE = re.compile(r"([QH])([1-4])[-\s/]?(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})")
_DAY_WORD = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]*(?:of\s+)?([^\W\d]+)\.?,?[\s-]*(\d{4})",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    _WEEKDAY + r"([^\W\d]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE
)
_WORD_YEAR = re.compile(r"([^\W\d]+)\.?,?[\s-]*(\d{4})")


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both included, and their tidy ISO-like spelling."""

    first: date
    last: date
    text: str


def span(text: str) -> Span:
    """Read a date as far as it is given.

    Raises:
        BadValue: It is no date, not an existing one, or day and month could be exchanged.

    >>> span("3 July 2026").text, span("Juli 2026").text, span("Q1 2027").text
    ('2026-07-03', '2026-07', '2027-Q1')
    """
    said = " ".join(text.split())
    if _YEAR.fullmatch(said):
        return _months(text, int(said), 1, 12, said)
    if found := _MONTH.fullmatch(said):
        return _month(text, int(found[1]), int(found[2]))
    if found := _PART_AFTER.fullmatch(said):
        return _part(text, int(found[1]), found[2].upper(), int(found[3]))
    if found := _PART_BEFORE.fullmatch(said):
        return _part(text, int(found[3]), found[1].upper(), int(found[2]))
    if found := _YEAR_FIRST.fullmatch(said):
        return _day(text, int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(said):
        return _numbers(text, int(found[1]), int(found[3]), int(found[4]), dots=found[2] == ".")
    if found := _DAY_WORD.fullmatch(said):
        return _day(text, int(found[3]), _named(text, found[2]), int(found[1]))
    if found := _WORD_DAY.fullmatch(said):
        return _day(text, int(found[3]), _named(text, found[1]), int(found[2]))
    if found := _WORD_YEAR.fullmatch(said):
        return _month(text, int(found[2]), _named(text, found[1]))
    raise BadValue(text, EXPECTED)


@cache
def _month_names() -> dict[str, int]:
    months = table("dates")["months"].items()
    return {fold(name): number for number, names in months for name in names}


def _named(text: str, word: str) -> int:
    try:
        return _month_names()[fold(word)]
    except KeyError:
        raise BadValue(text, EXPECTED) from None


def _numbers(text: str, one: int, two: int, year: int, *, dots: bool) -> Span:
    """Day and month in an order that only the dots or the numbers can tell."""
    if dots or one > 12 or one == two:
        return _day(text, year, two, one)
    if two > 12:
        return _day(text, year, one, two)
    either = f"{year:04}-{two:02}-{one:02} or {year:04}-{one:02}-{two:02}"
    raise BadValue(text, f"a date with the year first, because this may be {either}")


def _day(text: str, year: int, month: int, day: int) -> Span:
    if year not in _YEARS:
        raise BadValue(text, _year_expected())
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadValue(text, "a day that exists") from None
    return Span(found, found, found.isoformat())


def _month(text: str, year: int, month: int) -> Span:
    if not 1 <= month <= 12:
        raise BadValue(text, "a month from 1 to 12")
    return _months(text, year, month, month, f"{year:04}-{month:02}")


def _part(text: str, year: int, letter: str, number: int) -> Span:
    """A quarter (Q) or a half (H) of a year."""
    months = 3 if letter == "Q" else 6
    if number > 12 // months:
        raise BadValue(text, "H1 or H2 for a half of the year")
    end = number * months
    return _months(text, year, end - months + 1, end, f"{year:04}-{letter}{number}")


def _months(text: str, year: int, start: int, end: int, tidy: str) -> Span:
    if year not in _YEARS:
        raise BadValue(text, _year_expected())
    return Span(date(year, start, 1), date(year, end, monthrange(year, end)[1]), tidy)


def _year_expected() -> str:
    return f"a year from {_YEARS.start} to {_YEARS.stop - 1}"
