"""Which calibres, frequency bands and wheel drives does the text of a demand name?

Facts that decide, in whatever language the sentence is: 155 mm and 152 mm are never one purchase,
however alike the words. A number is a calibre only if guns of that calibre exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

__all__ = ["Calibre", "FrequencyBand", "bands", "calibres", "drives"]

# Bores of guns, mortars, rockets and small arms in service, in millimetres (general knowledge).
_BORES = frozenset(
    map(
        Decimal,
        """4.6 5.45 5.56 5.7 6.5 6.8 7.62 7.65 8.6 9 12.7 14.5 18.5 20 23 25 27 30 35 37 38 40 45 50
        51 57 60 66 70 73 76 80 81 82 84 90 100 105 107 110 112 114 115 120 122 125 127 128 130 150
        152 155 160 170 175 180 203 220 227 230 240 298 300""".split(),  # noqa: SIM905 - a table, not a list of texts
    )
)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_WITH_CASE = re.compile(
    rf"(?<![\w.,])({_NUMBER})\s?(?:mm\s?)?[x\u00d7\u0445]\s?(\d{{2,3}})(?![\w.,]*\d)", re.I
)
_MILLIMETRES = re.compile(rf"(?<![\w.,])({_NUMBER})[\s-]?(?:mm\b|мм\b|χιλ\b|milim)", re.I)
_CENTIMETRES = re.compile(rf"(?<![\w.,])({_NUMBER})[\s-]?cm\b", re.I)
_NAMED = re.compile(
    r"(?:calib\w*|kalib\w*|cal\.|cal\b|kal\.|raže|ráže|калиб\w*)\s*(?:de\s|da\s|di\s)?"
    rf"({_NUMBER})(?![\w.,]*\d)",
    re.I,
)
_INCH = re.compile(
    r"(?<![\w.])[.,](50|338|300|308|45|22)(?!\d)\s*(?:bmg|cal|lapua|magnum|inch)?", re.I
)
_INCHES = {"50": "12.7", "338": "8.6", "300": "7.62", "308": "7.62", "45": "11.43", "22": "5.6"}

_LETTERS = {
    "HF": (3, 30),
    "VHF": (30, 300),
    "UHF": (300, 3000),
    "L": (1000, 2000),
    "S": (2000, 4000),
    "C": (4000, 8000),
    "X": (8000, 12000),
    "KU": (12000, 18000),
    "K": (18000, 27000),
    "KA": (26500, 40000),
}
_BAND_WORD = (
    "(?:band|bands|bande|bandes|banda|bande|pásm\\w*|pasm\\w*|paśm\\w*|juost\\w*|taajuus\\w*)"
)
_LONG_WAVES = re.compile(r"\b[HVUF/]{0,12}HF\b")
_LETTER = re.compile(rf"\b(KU|KA|Ku|Ka|[LSCXK])[\s-]?{_BAND_WORD}\b")
_LETTER_AFTER = re.compile(rf"\b{_BAND_WORD}\s+(KU|KA|Ku|Ka|[LSCXK])\b", re.I)
_RANGE = re.compile(
    r"(\d{1,5}(?:[.,]\d{1,3})?)\s?(?:-|–|to|bis|à|a|do)\s?(\d{1,5}(?:[.,]\d{1,3})?)\s?([MG])Hz",
    re.I,
)
_ONE = re.compile(r"(?<![\d.,–-])(\d{1,5}(?:[.,]\d{1,3})?)\s?([MG])Hz", re.I)


@dataclass(frozen=True, slots=True, order=True)
class Calibre:
    """A bore in millimetres, with the length of the case where it is named."""

    bore: Decimal
    case: int | None = None

    def __str__(self) -> str:
        return f"{self.bore:f}{f'x{self.case}' if self.case else ''} mm"

    def agrees(self, other: Calibre) -> bool:
        """Whether both can be the same; a case that is not named leaves it open."""
        return self.bore == other.bore and (
            self.case is None or other.case is None or self.case == other.case
        )


@dataclass(frozen=True, slots=True, order=True)
class FrequencyBand:
    """Frequencies in megahertz, from ``low`` up to ``high``."""

    low: Decimal
    high: Decimal
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.low:f} to {self.high:f} MHz"

    def meets(self, other: FrequencyBand) -> bool:
        """Whether the two share any frequency."""
        return self.low < other.high and other.low < self.high


@lru_cache(maxsize=65_536)
def calibres(text: str) -> tuple[Calibre, ...]:
    """The calibres that a text names, sorted, each once.

    >>> [str(one) for one in calibres("5,56 x 45 mm ball and 7.62x51 linked")]
    ['5.56x45 mm', '7.62x51 mm']
    >>> [str(one) for one in calibres("12 cm granatkastare; stål 17 mm")]
    ['120 mm']
    """
    found: dict[Decimal, set[int | None]] = {}
    for match in _WITH_CASE.finditer(text):
        bore, case = _decimal(match[1]), int(match[2])
        if bore in _BORES and case > bore:
            found.setdefault(bore, set()).add(case)
    rest = _WITH_CASE.sub(" ", text)
    bores = [_decimal(m[1]) for pattern in (_MILLIMETRES, _NAMED) for m in pattern.finditer(rest)]
    bores += [_decimal(m[1]) * 10 for m in _CENTIMETRES.finditer(rest)]
    bores += [Decimal(_INCHES[m[1]]) for m in _INCH.finditer(rest)]
    for bore in bores:
        if bore in _BORES or bore in map(Decimal, _INCHES.values()):
            found.setdefault(bore.normalize(), {None})
    return tuple(
        Calibre(Decimal(f"{bore:f}"), case)
        for bore in sorted(found)
        for case in sorted(found[bore], key=lambda one: one or 0)
    )


@lru_cache(maxsize=65_536)
def bands(text: str) -> tuple[FrequencyBand, ...]:
    """The frequency bands that a text names, sorted, each once.

    >>> [str(one) for one in bands("V/UHF radios and 30-88 MHz for the old net")]
    ['30 to 88 MHz', 'VHF', 'UHF']
    """
    names = set()
    for match in _LONG_WAVES.finditer(text):
        parts = match[0].split("/")
        names |= {f"{one.removesuffix('HF').rstrip('H')}HF" for one in parts} & _LETTERS.keys()
    names |= {match[1].upper() for match in _LETTER.finditer(text)}
    names |= {match[1].upper() for match in _LETTER_AFTER.finditer(text)}
    found = {
        FrequencyBand(Decimal(low), Decimal(high), _shown(name))
        for name, (low, high) in ((name, _LETTERS[name]) for name in names)
    }
    rest = _RANGE.sub(" ", text)
    ends = [(_mhz(m[1], m[3]), _mhz(m[2], m[3])) for m in _RANGE.finditer(text)]
    # A single frequency is a band one megahertz wide.
    ends += [(at, at + 1) for at in (_mhz(m[1], m[2]) for m in _ONE.finditer(rest))]
    found |= {FrequencyBand(low, high) for low, high in ends if low < high}
    return tuple(sorted(found))


_DRIVE = re.compile(r"(?<![\w.,])(4|6|8|10)\s?[x\u00d7\u0445]\s?(4|6|8|10)(?![\w.,]*\d)", re.I)


@lru_cache(maxsize=65_536)
def drives(text: str) -> tuple[str, ...]:
    """The wheel drives that a text names, sorted, each once.

    >>> drives("6x6 carriers and 8 x 8 trucks; plate 8x10 m")
    ('6x6', '8x8')
    """
    pairs = ((int(m[1]), int(m[2])) for m in _DRIVE.finditer(text))
    return tuple(sorted({f"{wheels}x{driven}" for wheels, driven in pairs if driven <= wheels}))


def _shown(name: str) -> str:
    return name if name.endswith("F") else f"{name.capitalize()} band"


def _mhz(number: str, letter: str) -> Decimal:
    megahertz = _decimal(number) * (1000 if letter in "gG" else 1)
    whole = megahertz.to_integral_value()
    return whole if whole == megahertz else megahertz


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ".")).normalize()
