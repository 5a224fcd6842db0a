"""Which number does a word say: "twenty-two", "zweiundzwanzig", "une vingtaine", "sześcioro"?

Counts of people are written as words up to a hundred, and as words of their own for a company of so
many: "zu sechst", "met z'n achten", "siebenköpfig", "dziesięcioosobowy".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["in_digits", "numeral"]

# fmt: off
_UNITS = {
    "en": "one two three four five six seven eight nine",
    "de": "ein zwei drei vier fünf sechs sieben acht neun",
    "fr": "un deux trois quatre cinq six sept huit neuf",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "uno due tre quattro cinque sei sette otto nove",
    "nl": "een twee drie vier vijf zes zeven acht negen",
    "sv": "en två tre fyra fem sex sju åtta nio",
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt "
          "dziewięćdziesiąt",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "sv": "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "pl": "dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście "
          "osiemnaście dziewiętnaście",
}
_OTHERS = {
    "en": {12: "dozen", 100: "hundred"},
    "de": {2: "zweit beiden", 3: "dritt", 4: "viert", 5: "fünft", 6: "sechst", 7: "siebt", 8: "acht",
           9: "neunt", 10: "zehnt", 11: "elft", 12: "zwölft dutzend", 100: "hundert"},
    "fr": {10: "dizaine", 12: "douzaine", 15: "quinzaine", 20: "vingtaine", 30: "trentaine",
           40: "quarantaine", 50: "cinquantaine", 60: "soixantaine", 100: "cent centaine"},
    "es": {10: "decena", 12: "docena", 20: "veintena", 30: "treintena", 40: "cuarentena", 50: "cincuentena",
           100: "cien centenar"},
    "it": {10: "decina", 12: "dozzina", 20: "ventina", 30: "trentina", 40: "quarantina",
           50: "cinquantina", 100: "cento centinaio"},
    "nl": {2: "tweeën", 3: "drieën", 4: "vieren", 5: "vijven", 6: "zessen", 7: "zevenen", 8: "achten",
           9: "negenen", 10: "tienen tiental", 11: "elven", 12: "twaalven", 20: "twintigtal", 100: "honderd"},
    "sv": {100: "hundra"},
    "pl": {2: "dwie dwoje dwóch dwu", 3: "troje trzech", 4: "czworo czterech cztero", 5: "pięcioro pięciu pięcio",
           6: "sześcioro sześciu sześcio", 7: "siedmioro siedmiu siedmio", 8: "ośmioro ośmiu ośmio",
           9: "dziewięcioro dziewięciu dziewięcio", 10: "dziesięcioro dziesięciu dziesięcio",
           11: "jedenastu jedenasto", 12: "dwunastu dwunasto", 15: "piętnastu piętnasto",
           20: "dwudziestu dwudziesto", 30: "trzydziestu trzydziesto", 40: "czterdziestu", 100: "sto"},
}
# fmt: on


def _pairs() -> Iterator[tuple[str, str, int]]:
    """Language, word and number."""
    for tongue, words in _TEENS.items():
        units = _UNITS[tongue].split()
        said = [
            *zip(words.split(), range(10, 20), strict=True),
            *zip(units[1:], range(2, 10), strict=True),
        ]
        for ten, name in zip(range(20, 100, 10), _TENS[tongue].split(), strict=False):
            said.append((name, ten))
            said += [
                (word, ten + one)
                for one, unit in enumerate(units, 1)
                for word in _joined(tongue, name, unit, one)
            ]
        said += [(word, value) for value, ones in _OTHERS[tongue].items() for word in ones.split()]
        for word, value in said:
            yield tongue, word, value


def _joined(tongue: str, ten: str, unit: str, one: int) -> Iterator[str]:
    if tongue == "de":
        yield f"{unit}und{ten}"
    elif tongue == "nl":
        yield f"{unit}{'ën' if unit.endswith('e') else 'en'}{ten}"
    elif tongue == "sv":
        yield ten + unit
    elif tongue == "it":
        yield (ten[:-1] if one in (1, 8) else ten) + unit
    elif tongue == "es":
        short = {2: "dós", 3: "trés", 6: "séis"}
        yield f"veinti{short.get(one, unit)}" if ten == "veinte" else f"{ten} y {unit}"
    elif tongue == "fr":
        yield f"{ten} et un" if one == 1 else f"{ten}-{unit}"
    else:
        yield f"{ten}{'-' if tongue == 'en' else ' '}{unit}"


@cache
def _numerals(tongue: str | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for of, word, value in _pairs():
        if tongue in (None, of):
            found.setdefault(word, value)
    return found


def numeral(word: str) -> int | None:
    """The number that a word says, in any of the languages.

    >>> numeral("twenty-two"), numeral("zweiundzwanzig"), numeral("Vingtaine"), numeral("many")
    (22, 22, 20, None)
    >>> numeral("tweeëntwintig"), numeral("sześcioro"), numeral("tjugotvå")
    (22, 6, 22)
    """
    return _numerals(None).get(word.casefold())


@cache
def _several(tongue: str) -> re.Pattern[str] | None:
    """The numbers of a language that take several words: "treinta y dos"."""
    words = sorted((word for word in _numerals(tongue) if " " in word), key=len, reverse=True)
    parts = "|".join(re.escape(word).replace("\\ ", "[ \\n]") for word in words)
    return re.compile(rf"\b(?:{parts})\b", re.IGNORECASE) if words else None


_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_COMPANY = re.compile(r"(?:-?köpfig|osobow|-?koppig)")


def in_digits(text: str, tongue: str) -> str:
    r"""A text with its numbers in digits, every character in its place: what is left over is ``\x01``.

    >>> in_digits("We are twenty-two.", "en")
    'We are 22\x01\x01\x01\x01\x01\x01\x01\x01.'
    >>> in_digits("Sie sei sechsköpfig", "de")
    'Sie sei 6\x01\x01\x01\x01köpfig'
    """
    if tongue not in _UNITS:
        return text

    known = _numerals(tongue)

    def digits(found: re.Match[str]) -> str:
        word = found[0].casefold().replace("\n", " ")
        value, size = known.get(word), len(word)
        if value is None and "-" in word:
            size = word.index("-")
            value = known.get(word[:size])
        if value is None and (company := _COMPANY.search(word)):
            size = company.start()
            value = known.get(word[:size])
        if value is None:
            return found[0]
        return str(value).ljust(size, "\x01") + found[0][size:]

    if several := _several(tongue):
        text = several.sub(digits, text)
    return _TOKEN.sub(digits, text)
