"""Which numbers and sums stand in a text?

A number is read with its thousands as the continent writes them (1 500, 1.500, 1,500), a sum with its
currency before or behind it and its multiplier ("46,1 mln EUR", "$25M", "5 milioni di euro"). What
can be read in two ways is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from profiles.errors import ProfileError
from profiles.facts.numbers import numeral
from profiles.vocabulary.numerals import amount_of

__all__ = ["NUMBER", "WrittenAmount", "amounts", "headcount", "whole", "year"]

NUMBER = r"\d{1,3}(?:[ .,'\u2019]\d{3})+(?!\d)|\d+"

# fmt: off
_MULTIPLIERS = {
    10**3: "k thousand tsd tsd. tys tys. mila mil tausend mille duizend tusen t",
    10**6: "m mn mln mln. mio mio. million millions millionen milliun millón millon millones milioni milione "
           "mil. miljoen miljoner miljon millioner mill. mill milionów milion miliony milionu miljoonaa "
           "milj. milj miljonit млн мільйонів мільйони мільйон millió milionů mm",
    10**9: "bn billion billions mrd mrd. milliarde milliarden milliard milliards miliardi miliardo miliard "
           "miliardów miljard mld miljarder b млрд",
}
_CURRENCIES = {
    "EUR": "€ eur euro euros eura",
    "USD": "$ usd us$ dollar dollars dólares dólar dolares dollari dolarów dollarin доларів us-dollar "
           "us-dollars долл us-dollars",
    "GBP": "£ gbp pound pounds sterling livres funtów pfund",
    "CHF": "chf franken sfr", "PLN": "pln zł złotych", "SEK": "sek", "NOK": "nok", "DKK": "dkk",
    "CZK": "czk kč", "HUF": "huf", "RON": "ron", "UAH": "uah грн гривень", "CAD": "cad ca$ c$",
    "AUD": "aud au$ a$", "JPY": "jpy yen", "INR": "inr ₹", "ILS": "ils nis ₪", "KRW": "krw ₩",
    "TRY": "₺", "SGD": "sgd s$", "NZD": "nz$ nzd", "ISK": "isk",
}
_CROWNS = {"sv": "SEK", "no": "NOK", "da": "DKK"}
_CROWN = ("kr", "kronor", "kroner", "kr.")
_MILLIONS = {"msek": "SEK", "mnok": "NOK", "mdkk": "DKK", "meur": "EUR", "musd": "USD", "mkr": "kr"}
# fmt: on


@cache
def _factors() -> dict[str, int]:
    return {word: factor for factor, words in _MULTIPLIERS.items() for word in words.split()}


@cache
def _codes() -> dict[str, str]:
    return {word: code for code, words in _CURRENCIES.items() for word in words.split()}


def whole(text: str) -> int | None:
    """A whole number in digits or as a word.

    >>> whole("1 500"), whole("quarantaine"), whole("twelve"), whole("many")
    (1500, 40, 12, None)
    """
    bare = text.strip().casefold()
    if re.fullmatch(NUMBER, bare):
        return int(re.sub(r"\D", "", bare)) if len(bare) < 15 else None
    return numeral(bare)


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """A sum in a text."""

    amount: float
    currency: str
    start: int
    end: int


def _either(words: Iterator[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    signs = _either(word for word in _codes() if not word[-1].isalpha())
    names = _either(word for word in _codes() if word[-1].isalpha())
    factor = rf"(?:{_either(iter(_factors()))})(?![^\W\d_])"
    number = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
    money = rf"(?:US-)?(?:{signs}|(?:{names}|kronor|kroner|kr)(?![^\W\d_]))"
    return re.compile(
        rf"(?<![\w.,])(?P<before>{money})[ ]?(?P<first>{number})(?P<plus1>\+)?[ ]{{0,2}}(?P<size1>{factor})?(?P<plus3>\+)?"
        rf"|(?<![\w.,$€£])(?P<second>{number})(?P<plus2>\+)?[ \n]?(?P<size2>{factor})?[ \n]?"
        rf"(?:de |d'|di |of |US |amerikanischen |américains? )?(?P<after>{money})"
        rf"|(?<![\w.,$€£])(?P<letter>[kmKM])(?P<sign>€|\$|£)[ ]?(?P<third>{number})",
        re.IGNORECASE,
    )


def amounts(text: str, language: str = "en") -> Iterator[WrittenAmount]:
    """The sums of a text, in its order.

    >>> [(one.amount, one.currency) for one in amounts("5 milioni di euro, $25M and 46,1 mln EUR")]
    [(5000000.0, 'EUR'), (25000000.0, 'USD'), (46100000.0, 'EUR')]
    """
    for found in _pattern().finditer(text):
        if found["letter"]:
            number, size, sign = found["third"], found["letter"], found["sign"]
        else:
            number = found["first"] or found["second"]
            size = found["size1"] or found["size2"] or ""
            sign = found["before"] or found["after"]
        sign = sign.casefold()
        code = _CROWNS.get(language) if sign in _CROWN else _codes().get(sign)
        factor = _factors().get(size.casefold(), 1) if size else 1
        if code is None:
            continue
        try:
            amount = amount_of(text, number, scaled=False, decimals=2)
            if size and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number):
                continue
        except ProfileError:
            continue
        total = float(amount * factor)
        if total > 0:
            yield WrittenAmount(total, code, found.start(), found.end())


_ABOUT = (
    r"(?:about|around|approx(?:\.|imately)?|circa|ca\.?|c\.|some|over|more than|nearly|almost|roughly|at least|"
    r"etwa|rund|über|mehr als|knapp|fast|environ|plus de|près de|quelque|ok\.?|około|ponad|unos|unas|"
    r"más de|alrededor de|cerca de|circa|oltre|più di|quasi|ongeveer|meer dan|ruim|zo'n|omkring|cirka|"
    r"över|mer än|ungefär|over|понад|близько|noin|yli|umbes|üle|~|>|\u2248|up to)[ ]?"
)
_COUNT = re.compile(
    rf"^(?P<about>{_ABOUT})?(?P<low>{NUMBER})[ ]?(?:(?:-|to|bis|à|do|a|tot|till|\u2026)[ ]?(?P<high>{NUMBER}))?(?P<more>\+)?",
    re.IGNORECASE,
)
_CODED = re.compile(r"c_0*(\d+)_(?:0*(\d+)|max)", re.IGNORECASE)
_LESS = re.compile(
    rf"^(?:<|less than|under|fewer than|unter|weniger als|moins de|menos de|meno di)[ ]?({NUMBER})",
    re.IGNORECASE,
)
_MOST_STAFF = 1_000_000


def headcount(value: str) -> int | tuple[int, int] | None:
    """A number of people, or both ends of a band, at the start of what a key or a heading announces.

    >>> (
    ...     headcount("51-100 employees"),
    ...     headcount("~150+"),
    ...     headcount("<10"),
    ...     headcount("c_00051_00100"),
    ... )
    ((51, 100), 150, (1, 9), (51, 100))
    >>> headcount("2 801 (2023) \u2192 9 670 (2026)"), headcount("not disclosed")
    (9670, None)
    """
    value = re.split(r"\u2192|->|=>", value)[-1].strip()
    if coded := _CODED.fullmatch(value):
        return (int(coded[1]), int(coded[2])) if coded[2] else int(coded[1])
    if less := _LESS.match(value):
        most = whole(less[1])
        return (1, most - 1) if most and most > 2 else None
    found = _COUNT.match(value)
    if found is None:
        return numeral(value.split(" ", 1)[0]) if value else None
    low, high = whole(found["low"]), whole(found["high"] or "")
    following = value[found.end() :]
    # "9 670" is one number; "4.5 FTE", "40%", "3.5M" and "2019" beside a month are none of people.
    if low is None or re.match(r"[.,]\d|[ ]?[%€$£]|[ ]?[kKmM]\b|:\d", following):
        return None
    if high is not None:
        return (max(low, 1), high) if low < high <= _MOST_STAFF else None
    return low if 0 < low <= _MOST_STAFF else None


_YEAR = re.compile(r"(?<![\d.,/-])(1[89]\d\d|20[0-4]\d)(?![\d]|[.,]\d)")


def year(value: str) -> str | None:
    """The only year in a short text."""
    found = dict.fromkeys(_YEAR.findall(value))
    return next(iter(found)) if len(found) == 1 else None
