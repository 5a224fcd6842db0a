"""How is what a person wrote in one field of a profile read?

Each type here takes what stands in a cell or a file ("EUR 1.5m", "TRL 5", "30 %", "Türkiye",
"oui") and gives the one form in which a profile keeps it. A word for "not known" becomes None, a
word for "none" an empty list: they are different answers. A yes is never read as the number 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from profiles.errors import BadValue
from profiles.vocabulary import (
    Instrument,
    Stage,
    area,
    country,
    day,
    export_code,
    instrument,
    money,
    stage,
    trl,
)
from profiles.vocabulary.words import LONGEST

__all__ = [
    "AreaSlug",
    "Count",
    "CountryCode",
    "Currency",
    "Day",
    "Euros",
    "ExportCodeText",
    "Flag",
    "InstrumentTerm",
    "Levels",
    "Listed",
    "ListedCountries",
    "Maybe",
    "Range",
    "Share",
    "StageTerm",
    "Text",
    "Trl",
    "amount",
    "unknown_is_none",
]

YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "tak", "si", "sí", "sì"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "nie"})
UNKNOWN = frozenset(
    {"", "unknown", "not known", "n/a", "#n/a", "na", "-", "–", "?", "none", "null", "nan", "tbd"}
)
_LONGEST = 16
NOTHING = frozenset({"none", "keine", "aucun", "aucune", "[]"})

_LISTED = re.compile(r"[;|\n]")
_COUNTRIES = re.compile(r"[;|,\n]")
_THOUSANDS = re.compile(r"(?<=\d)[\s.,'’](?=\d{3}(?!\d))")


def unknown_is_none(value: Any) -> Any:
    """None for a word that says so ("n/a", "unknown", an empty text); anything else as it is."""
    # Long texts are not lowered only to be compared with short words.
    if isinstance(value, str) and len(value) <= _LONGEST and value.strip().casefold() in UNKNOWN:
        return None
    return value


def _split(separators: re.Pattern[str]) -> Callable[[Any], Any]:
    """One text may stand for a list."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        said = value.strip().casefold()
        if said in NOTHING:
            return []
        if said in UNKNOWN:
            return None
        return [part.strip() for part in separators.split(value) if part.strip()]

    return read


def _text_only(read: Callable[[str], str], expected: str) -> BeforeValidator:
    """A value that must be a text: a number or a yes would otherwise pass as its digits."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise BadValue(value, expected)
        return read(value)

    return BeforeValidator(check)


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in YES or word in NO:
            return word in YES
        raise BadValue(value, "yes or no, or nothing if it is not known")
    return value


def _share(value: Any) -> Any:
    expected = "a share from 0 to 1, or a percentage such as 30%"
    if isinstance(value, bool):
        raise BadValue(value, expected)
    if not isinstance(value, str):
        return value
    said = value.strip().replace(",", ".")
    try:
        # Decimals, because 33.3 / 100 is not 0.333 in floats.
        number = Decimal(said.rstrip("%")) / (100 if said.endswith("%") else 1)
    except InvalidOperation:
        raise BadValue(value, expected) from None
    if not number.is_finite():
        raise BadValue(value, expected)
    return float(number)


def _euros(value: Any) -> Any:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return amount(value, "EUR")
    if isinstance(value, str):
        found = money(value, default_currency="EUR")
        if found.currency != "EUR":
            raise BadValue(value, "an amount in euros, because rates change: give it in EUR")
        return float(found.amount)
    raise BadValue(value, "an amount in euros, such as 1500000 or EUR 1.5m")


def amount(value: float | Decimal, currency: str) -> float:
    """A number as an amount of one currency, rounded to cents as a computed cell needs.

    Raises:
        BadValue: It is negative, not finite, or finer than the currency's smallest coin.
    """
    cents = round(value, 2) if isinstance(value, float) else value
    return float(money(cents, default_currency=currency).amount)


def _count(value: Any) -> Any:
    expected = "a whole number, 0 or more"
    if isinstance(value, bool):
        raise BadValue(value, expected)
    if isinstance(value, str):
        bare = _THOUSANDS.sub("", value.strip()).removesuffix(".0")
        if not re.fullmatch(r"\d{1,12}", bare):
            raise BadValue(value, expected)
        return int(bare)
    return value


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise BadValue(value, "a date such as 2022-03-01, 2022-03 or 2022")
    return day(value).text


_RANGE = re.compile(r"(?P<low>[\d.,' ]+)(?:-|\u2013|to|/|\u2026|\.\.\.?)(?P<high>[\d.,' ]+)")


def _ends(value: Any) -> Any:
    """The two ends of "51-100"."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return value
    found = _RANGE.fullmatch(value.strip())
    if found is None:
        raise BadValue(value, "two whole numbers, such as 51-100")
    return _count(found["low"]), _count(found["high"])


def _rising(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] > value[1]:
        raise BadValue(f"{value[0]}-{value[1]}", "the smaller number first")
    return value


Maybe: BeforeValidator = BeforeValidator(unknown_is_none)
"""Put last: a word for "not known" is then None before anything else reads it."""

Listed: BeforeValidator = BeforeValidator(_split(_LISTED))
ListedCountries: BeforeValidator = BeforeValidator(_split(_COUNTRIES))

_MAX_TEXT = 500_000
# A NUL byte is the mark of a file read in the wrong encoding, and cuts texts short downstream.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=_MAX_TEXT)]
CountryCode = Annotated[
    str, _text_only(lambda text: country(text).code, "a country, such as Germany or DE")
]
AreaSlug = Annotated[str, _text_only(lambda text: area(text).slug, "an area, such as quantum")]
ExportCodeText = Annotated[
    str, _text_only(lambda text: export_code(text).text, "an export control code, such as 6A003")
]
StageTerm = Annotated[Stage, _text_only(stage, "a stage, such as seed or series-a")]
InstrumentTerm = Annotated[Instrument, _text_only(instrument, "an instrument, such as grant")]
Trl = Annotated[int, Field(ge=1, le=9), BeforeValidator(trl)]
Day = Annotated[str, BeforeValidator(_day)]
Count = Annotated[int, Field(ge=0, le=100_000_000), BeforeValidator(_count)]
Euros = Annotated[float, Field(ge=0), BeforeValidator(_euros)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Range = Annotated[tuple[Count, Count], BeforeValidator(_ends), AfterValidator(_rising)]
Levels = Annotated[tuple[Trl, Trl], BeforeValidator(_ends), AfterValidator(_rising)]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_share)]
