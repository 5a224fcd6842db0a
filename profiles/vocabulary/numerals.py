"""Which number do these digits, dots, commas, spaces and apostrophes write?

Spaces and apostrophes only ever group thousands. Of dots and commas, the last kind written marks
the decimals, unless it is repeated. One alone before exactly three digits is the doubtful case:
see :func:`amount_of`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from profiles.errors import BadValue

__all__ = ["amount_of"]

_EXPECTED = "thousands in groups of three, such as 1,500,000 or 1 500 000"
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3}(?:\1\d{3})*)?|\d+")
_DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def amount_of(text: str, number: str, *, scaled: bool, decimals: int) -> Decimal:
    """Read a number of which only the digits and separators are left.

    "1.500" and "1,500" are 1500, unless a multiplier follows ("1,500 million" is 1.5 bn to some
    and 1.5 m to others) or the currency has three decimals: then they are refused.

    Args:
        text: All that was written, for the error.
        number: Digits with dots, commas, spaces or apostrophes (') between them.
        scaled: Whether a multiplier such as "million" follows.
        decimals: How many decimals the currency has.

    Raises:
        BadValue: The groups are not of three digits, or the number can be read in two ways.

    >>> amount_of("", "1.500.000,50", scaled=False, decimals=2)
    Decimal('1500000.50')
    >>> (
    ...     amount_of("", "2,5", scaled=True, decimals=2),
    ...     amount_of("", "0.125", scaled=True, decimals=2),
    ... )
    (Decimal('2.5'), Decimal('0.125'))
    """
    if _DOUBTFUL.fullmatch(number) and (scaled or decimals == 3):
        one, other = re.sub("[.,]", "", number), f"{_decimal(number).normalize():f}"
        raise BadValue(text, f"a number that can be read in one way only: {one} or {other}?")
    whole, fraction = _split(number)
    if not _GROUPED.fullmatch(whole) or not re.fullmatch(r"\d*", fraction):
        raise BadValue(text, _EXPECTED)
    return Decimal(re.sub(r"\D", "", whole) + "." + (fraction or "0"))


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _split(number: str) -> tuple[str, str]:
    """The grouped part and the decimals."""
    dots, commas = number.count("."), number.count(",")
    last = "." if number.rfind(".") > number.rfind(",") else ","
    if dots + commas == 0 or (dots + commas > 1 and not (dots and commas)):
        return number, ""
    if dots + commas == 1 and _DOUBTFUL.fullmatch(number):
        return number, ""
    whole, _, fraction = number.rpartition(last)
    return whole, fraction
