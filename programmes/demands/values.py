"""What do the cells of a demand line say?

Each function reads one kind of cell, however it came (text, number, date), and answers with an
exact value or an error that says what would have been understood.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import Money, country, group, money
from profiles.vocabulary.numerals import amount_of
from profiles.vocabulary.words import fold, nearest

__all__ = ["firm", "number", "share", "sum_of", "where"]

_QUANTITY = "a number above 0, such as 500, 12 000 or 2.5"
_MOST = Decimal(10) ** 12
_DECIMALS = 6
_DIGITS = re.compile(r"\d(?:[\d.,' ]*\d)?")
_SAME = str.maketrans({"\u2019": "'", "\u202f": " ", "\u00a0": " ", "\u2009": " ", "\u2212": "-"})
_FIRMNESS = {
    "interest": "interest; expression of interest; EoI; letter of intent; LoI; intended; possible",
    "planned": "planned; plan; planning; in plan; programmed; forecast",
    "budgeted": "budgeted; budget; funded; approved; budget approved; tender; tendered",
    "contracted": "contracted; contract; signed; ordered; order; under contract",
}
_SHORT = {"eu": ("eu_27",), "nato": ("nato_32",), "eea": ("eu_27", "eea_efta")}
_WORDS = {fold(word): name for name, words in _FIRMNESS.items() for word in words.split(";")}


def number(value: Any) -> Any:
    """A quantity, exact. "12,500" and "12.500" are thousands, as in amounts of money.

    >>> number("12 500"), number("2,5"), number(500.0)
    (Decimal('12500'), Decimal('2.5'), Decimal('500'))
    """
    found = _decimal(value, _QUANTITY)
    if found <= 0:
        raise BadValue(value, _QUANTITY)
    if found >= _MOST or -_exponent(found) > _DECIMALS:
        raise BadValue(value, f"a number below {_MOST:,} with at most {_DECIMALS} decimals")
    return found


def _exponent(found: Decimal) -> int:
    exponent = found.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _decimal(value: Any, expected: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise BadValue(value, expected)
    if isinstance(value, str):
        text = value.translate(_SAME).strip()
        if len(text) > 40 or not _DIGITS.fullmatch(text):
            raise BadValue(value, expected)
        return _tidy(amount_of(value, text, scaled=False, decimals=2))
    try:
        # Through its shortest text: a spreadsheet's 0.1 is meant as 0.1.
        return _tidy(Decimal(str(value)))
    except InvalidOperation:
        raise BadValue(value, expected) from None


def _tidy(found: Decimal) -> Decimal:
    if not found.is_finite():
        raise BadValue(str(found), "a finite number")
    if found == found.to_integral_value() and abs(found) < _MOST:
        return Decimal(int(found))
    return found.normalize()


def sum_of(value: Any) -> Any:
    """A sum of money: "EUR 1.5m", or the pair of an amount and its currency."""
    if isinstance(value, Money):
        found = value
    elif isinstance(value, str):
        found = money(value)
    elif isinstance(value, tuple | list) and len(value) == 2:
        found = money(value[0], default_currency=str(value[1]))
        if found.currency != value[1]:
            raise BadValue(value[0], f"an amount in {value[1]}, the currency given beside it")
    else:
        raise BadValue(value, "an amount with its currency, such as EUR 1.5m")
    return found


def share(value: Any) -> Any:
    """A share from 0 to 1, also as "35%".

    >>> share("35 %"), share(0.35)
    (Decimal('0.35'), Decimal('0.35'))
    """
    expected = "a share from 0 to 1, or a percentage such as 35%"
    percent = isinstance(value, str) and value.strip().endswith("%")
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    found = _decimal(text, expected)
    found = found / 100 if percent else found
    if not 0 <= found <= 1:
        raise BadValue(value, expected)
    return found


def firm(value: Any) -> Any:
    """How firm a line is, by its name or a word in use.

    >>> firm("LoI"), firm("under contract")
    ('interest', 'contracted')
    """
    if not isinstance(value, str):
        return value
    if (found := _WORDS.get(fold(value))) is None:
        near = nearest(value, _WORDS) or tuple(_FIRMNESS)
        raise UnknownTerm("firmness", value, near)
    return found


def where(value: Any) -> Any:
    """Where suppliers may sit: groups and countries, with semicolons or commas between them."""
    if not isinstance(value, str):
        return value
    groups: list[str] = []
    countries: list[str] = []
    for part in filter(None, (one.strip() for one in re.split(r"[;,|]", value))):
        if short := _SHORT.get(part.casefold()):
            groups += short
            continue
        try:
            countries.append(country(part).code)
        except UnknownTerm:
            groups.append(group(part).slug)
    if not groups and not countries:
        raise BadValue(value, "groups or countries, such as eu_27; NO")
    return {"groups": sorted(set(groups)), "countries": sorted(set(countries))}
