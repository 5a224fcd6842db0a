"""What does a cell say that no field takes as it stands?

A row is never lost for such a cell. Where the cell plainly says a fact in another form ("51-100",
"Munich, Germany"), the fact is stated; where it probably does ("Itly", "~20", a day that Excel made
of "1-10"), it is kept as read, which decides nothing and is asked about; else the field stays
unknown.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles.basis import SUMS
from profiles.errors import UnknownTerm
from profiles.facts.amounts import amounts, headcount, year
from profiles.facts.funding import stage_of
from profiles.facts.places import place, whole_place
from profiles.vocabulary import country
from profiles.vocabulary.areas import find_area
from profiles.vocabulary.words import LONGEST, fold

__all__ = ["Salvaged", "salvaged"]

_SEATS = frozenset({"incorporated_in", "headquarters", "managed_from"})
_OF = {euros: name for name, euros in SUMS.items()}
_TRL = re.compile(
    r"(?:TRL)?[ ]?([1-9])[ ]?(?:-|\u2013|/|to|bis|,|and)[ ]?(?:TRL)?[ ]?([1-9])(?!\d)",
    re.IGNORECASE,
)
_ONE_TRL = re.compile(
    r"\bTRL[ -]?([1-9])(?![\d.,-])|^([1-9])[ ]?(?:\(|-[ ]?[a-z]|/[ ]?9)", re.IGNORECASE
)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]((?:19|20)\d\d)")
_DOUBTFUL = frozenset({"georgia"})  # a state of the US as well
_PARTS = re.compile(r"[;|,/\n]")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 55_000
_SERIAL_ZERO = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What a cell says after all.

    Attributes:
        stated: Fields and values that it states in another form.
        read: Facts that it probably says, by field.
    """

    stated: Mapping[str, Any] = field(default_factory=dict)
    read: Mapping[str, Any] = field(default_factory=dict)


def salvaged(name: str, value: Any) -> Salvaged:
    """What a cell of one field says, which the field does not take.

    >>> salvaged("headcount", "51-100").stated, salvaged("headquarters", "Munich, Germany").stated
    ({'headcount_range': (51, 100)}, {'headquarters': 'DE'})
    >>> salvaged("headquarters", "Itly").read
    {'headquarters': 'IT'}
    """
    if isinstance(value, datetime.date):
        return _of_day(name, value)
    if name == "founded" and isinstance(value, int | float) and not isinstance(value, bool):
        return _of_serial(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        return Salvaged()
    said = value.strip()
    if name in _SEATS:
        return _seat(name, said)
    if name in _OF:
        found = [*amounts(said)]
        if len(found) == 1:
            return Salvaged(read={_OF[name]: _sum(found[0].amount, found[0].currency)})
        return Salvaged()
    match name:
        case "headcount":
            return _heads(said)
        case "trl":
            return _level(said)
        case "founded":
            return _founded(said)
        case "stage":
            stage = stage_of(said)
            return Salvaged(read={"stage": stage}) if stage else Salvaged()
        case "controlled_from":
            return _owners(said)
        case "areas":
            return _areas(said)
        case _:
            return Salvaged()


def _sum(amount: float, currency: str) -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def _of_day(name: str, value: datetime.date) -> Salvaged:
    """A day that a spreadsheet made of a band.

    "1-10" became the first of October or the tenth of January: both are the band from 1 to 10.
    """
    low, high = sorted((value.month, value.day))
    if low == high:
        return Salvaged()
    if name == "headcount":
        return Salvaged(read={"headcount_range": [low, high]})
    if name == "trl" and high <= 9:
        return Salvaged(read={"trl_range": [low, high]})
    return Salvaged()


def _of_serial(value: float) -> Salvaged:
    """The number by which a spreadsheet counts days."""
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        found = _SERIAL_ZERO + datetime.timedelta(days=int(value))
        return Salvaged(read={"founded": found.isoformat()})
    return Salvaged()


def _heads(said: str) -> Salvaged:
    found = headcount(said)
    if isinstance(found, tuple):
        return Salvaged(stated={"headcount_range": found})
    return Salvaged(read={"headcount": found}) if found else Salvaged()


def _level(said: str) -> Salvaged:
    if found := _TRL.search(said):
        ends = sorted((int(found[1]), int(found[2])))
        return Salvaged(stated={"trl_range": tuple(ends)})
    if found := _ONE_TRL.search(said):
        return Salvaged(read={"trl": int(found[1] or found[2])})
    return Salvaged()


def _founded(said: str) -> Salvaged:
    if found := _DAY.fullmatch(said):
        # Day and month can be read in two ways; the year cannot.
        return Salvaged(stated={"founded": found[1]})
    if said.isdecimal():
        return _of_serial(int(said))
    when = year(said) or next(iter(re.findall(r"(?:19|20)\d\d", said)), None)
    return Salvaged(read={"founded": when}) if when else Salvaged()


def _seat(name: str, said: str) -> Salvaged:
    if fold(said) in _DOUBTFUL:
        return Salvaged()
    if code := whole_place(said):
        return Salvaged(stated={name: code})
    code = place(said) or _nearest(said)
    return Salvaged(read={name: code}) if code else Salvaged()


def _nearest(said: str) -> str | None:
    try:
        country(said)
    except UnknownTerm as error:
        if len(error.suggestions) != 1 or error.ambiguous:
            return None
        return country(error.suggestions[0]).code
    return None  # it is a code, and in the cell of a location CA is California


def _owners(said: str) -> Salvaged:
    codes = [whole_place(one) or _nearest(one) for one in _PARTS.split(said) if one.strip()]
    if codes and all(codes):
        return Salvaged(read={"controlled_from": [*dict.fromkeys(codes)]})
    return Salvaged()


def _areas(said: str) -> Salvaged:
    known = []
    for one in _PARTS.split(said):
        if ref := find_area(one.strip()):
            known.append(str(ref))
    return Salvaged(read={"areas": [*dict.fromkeys(known)]}) if known else Salvaged()
