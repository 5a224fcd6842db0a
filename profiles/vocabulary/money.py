"""How much money is meant by what a person wrote?

An amount is kept in minor units (cents) with its ISO 4217 currency, so that sums are exact, and is
never converted into another currency: rates belong to a day and to whoever chooses them. Where
reading a comma or a dot either way changes the sum a thousandfold, the text is refused, with one
exception that is so common that refusing it would help nobody: "1.500" and "1,500" are thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.numerals import amount_of
from profiles.vocabulary.words import LONGEST

__all__ = ["Money", "currencies", "money"]

_EXPECTED = "an amount with its currency, such as EUR 1.5m, €2,000,000 or 500k GBP"
# 64-bit columns hold minor units up to about 9.2e18.
_MOST = 10**18
# One spelling for apostrophes, dashes and the narrow space; NFKC would also turn ₨ into letters.
_SAME = str.maketrans({"\u2019": "'", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u202f": " "})
_PARTS = re.compile(
    r"(?P<before>[^\d+\-(]*)(?P<number>\d(?:[\d.,' ]*\d)?)(?:[.,]-)?(?P<after>[^\d+\-)]*)"
)
# Letters may be written onto a sign: US$, T€, M£.
_TOKEN = re.compile(r"[^\W\d]*[$€£]|[^\W\d]+|[¥₩₹₪₺₴₽₣]")


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency.

    Attributes:
        minor: The amount in minor units: cents for EUR, yen for JPY, fils for KWD. At least 0.
        currency: ISO 4217 code.

    Raises:
        BadValue: The amount is negative.
        UnknownTerm: The code is none of ISO 4217.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.minor < 0:
            raise BadValue(self.minor, "an amount of 0 or more")
        if self.currency not in _decimals():
            raise UnknownTerm("currency", self.currency)

    @property
    def amount(self) -> Decimal:
        """The amount in the currency itself.

        >>> Money(150, "EUR").amount, Money(150, "JPY").amount
        (Decimal('1.50'), Decimal('150'))
        """
        return Decimal(self.minor).scaleb(-_decimals()[self.currency])

    def format(self) -> str:
        """Write the amount, short where that is still exact. :func:`money` reads it back.

        >>> Money(150_000_000, "EUR").format(), Money(123_456_789, "EUR").format()
        ('EUR 1.5m', 'EUR 1,234,567.89')
        """
        for size, unit in ((10**9, "bn"), (10**6, "m")):
            # With three decimals "1.234m" could be read as thousands of millions.
            if self.amount >= size and self.amount % (size // 100) == 0:
                return f"{self.currency} {_plain(self.amount / size)}{unit}"
        # Three decimals would look like thousands: hence no groups there, and a fourth decimal.
        thirds = _decimals()[self.currency] == 3
        whole, _, rest = f"{self.amount:{'' if thirds else ','}f}".partition(".")
        if not rest.strip("0"):
            return f"{self.currency} {whole}"
        return f"{self.currency} {whole}.{rest}{'0' if thirds else ''}"

    def __str__(self) -> str:
        return self.format()


def money(text: str | int | float | Decimal, default_currency: str | None = None) -> Money:
    """Read an amount of money as people write it.

    Args:
        text: "EUR 1.5m", "€2,000,000", "2 Mio. €", "1 500 000 €", "CHF 1'200'000", "£500k"; or a
            number in units of ``default_currency``.
        default_currency: The currency of what names none. A bare "$" is this currency if it is a
            dollar or a peso, else the US dollar.

    Raises:
        BadValue: No amount, no or two currencies, a negative amount, a range, a fraction of the
            smallest coin, or a separator that can be read in two ways ("1,500 million").
        UnknownTerm: ``default_currency`` is no ISO 4217 code.

    Source:
        ISO 4217 for codes and decimals; signs and words are general knowledge.

    >>> print(money("2,5 Mio EUR"), money("CHF 1'200'000"), money("$3M"), money("1,500 GBP"))
    EUR 2.5m CHF 1.2m USD 3m GBP 1,500
    >>> money("1,500 million EUR")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found '1,500 million EUR', expected a number that can be read in \
one way only: 1500 or 1.5?
    """
    if default_currency is not None and default_currency not in _decimals():
        raise UnknownTerm("currency", default_currency)
    if isinstance(text, str):
        if len(text) > LONGEST:
            raise BadValue(text, _EXPECTED)
        return _read(text, default_currency)
    if isinstance(text, bool) or not Decimal(text).is_finite() or text < 0:
        raise BadValue(text, _EXPECTED)
    if default_currency is None:
        raise BadValue(text, _EXPECTED)
    return _exact(text, Decimal(str(text)), default_currency)


@lru_cache(maxsize=4096)
def _read(text: str, default_currency: str | None) -> Money:
    said = " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split()).casefold()
    found = _PARTS.fullmatch(said)
    if found is None:
        raise BadValue(text, _EXPECTED)
    tokens = [*_tokens(text, found["before"]), *_tokens(text, found["after"])]
    factor, options = _meaning(text, tokens)
    currency = _currency(text, options, default_currency)
    number = amount_of(text, found["number"], scaled=factor > 1, decimals=_decimals()[currency])
    return _exact(text, number * factor, currency)


def _exact(found: object, amount: Decimal, currency: str) -> Money:
    minor = amount.scaleb(_decimals()[currency])
    if minor != minor.to_integral_value():
        raise BadValue(found, f"no more decimals than {currency} has ({_decimals()[currency]})")
    if minor >= _MOST:
        raise BadValue(found, "an amount below ten thousand trillion")
    return Money(int(minor), currency)


def _tokens(text: str, words: str) -> list[str]:
    """The words and signs around the number; nothing else may stand there."""
    if _TOKEN.sub("", words).replace(".", "").strip():
        raise BadValue(text, _EXPECTED)
    return _TOKEN.findall(words)


def _meaning(text: str, tokens: list[str]) -> tuple[int, list[tuple[str | None, ...]]]:
    """The multiplier of some words, and what currencies each of the others may be."""
    factors: list[int] = []
    options: list[tuple[str | None, ...]] = []
    for token in tokens:
        if token in _multipliers():
            factors.append(_multipliers()[token])
        elif token in _signs():
            options.append(_signs()[token])
        elif parts := _attached(token):
            factors.append(parts[0])
            options.append(parts[1])
        else:
            raise BadValue(text, _EXPECTED)
    if len(factors) > 1:
        raise BadValue(text, "one multiplier, such as k, m or bn")
    return (factors[0] if factors else 1), options


def _attached(token: str) -> tuple[int, tuple[str | None, ...]] | None:
    """A multiplier written onto a currency: MEUR, TEUR, EURm."""
    for letters, factor in (*_multipliers().items(), *_loose().items()):
        for rest in (token.removeprefix(letters), token.removesuffix(letters)):
            if rest != token and rest in _signs():
                return factor, _signs()[rest]
    return None


def _currency(
    text: str, options: list[tuple[str | None, ...]], default_currency: str | None
) -> str:
    """The one currency that all the words agree on."""
    if not options:
        if default_currency is None:
            raise BadValue(text, _EXPECTED)
        return default_currency
    shared = set(options[0]).intersection(*options[1:]) - {None}
    if default_currency in shared:
        return str(default_currency)
    for option in sorted(options, key=len):
        if option[0] in shared:
            return str(option[0])
    if not shared:
        raise BadValue(text, "one currency, not two")
    raise BadValue(text, f"a currency code ({' or '.join(sorted(map(str, shared)))})")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def currencies() -> tuple[str, ...]:
    """The ISO 4217 codes that are understood, sorted.

    >>> "EUR" in currencies()
    True
    """
    return tuple(sorted(_decimals()))


@cache
def _decimals() -> Mapping[str, int]:
    rows = table("currencies")["decimals"].items()
    return {code: decimals for decimals, codes in rows for code in codes.split()}


@cache
def _signs() -> Mapping[str, tuple[str | None, ...]]:
    signs = {sign: tuple(codes) for sign, codes in table("currencies")["signs"].items()}
    return {**{code.casefold(): (code,) for code in _decimals()}, **signs}


@cache
def _multipliers() -> Mapping[str, int]:
    return dict(table("currencies")["multipliers"])


@cache
def _loose() -> Mapping[str, int]:
    return dict(table("currencies")["attached"])
