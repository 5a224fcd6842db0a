"""Which number does a published file mean where it writes one as text?

The standard wants JSON numbers. A text is read if it can be read in one way, or if the other
numbers of the same file show which of "." and "," marks its decimals; else it is asked about.
Nothing is multiplied that rests on such evidence: a value would be the product of two readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from profiles.errors import BadValue

__all__ = ["Numbers"]

_PLAIN = re.compile(r"-?\d+")
_POINT = re.compile(r"-?\d+\.\d+")
_DOUBTFUL = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_SURE_POINT = re.compile(
    r"-?(?:\d+\.(?:\d{1,2}|\d{4,})|0+\.\d+|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+)"
)
_SURE_COMMA = re.compile(r"-?(?:\d+,(?:\d{1,2}|\d{4,})|0+,\d+|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+)")
_SPACES = re.compile("[\\s\u00a0\u202f\u2009']+")
_LEAST = 2
_LONGEST = 40
_EXPECTED = "a number such as 1000 or 2.5, as JSON writes it"


@dataclass
class Numbers:
    """What the numbers of a file show of its way of writing them.

    Attributes:
        points: Texts in which a point marks the decimals beyond doubt.
        commas: The same with a comma.
    """

    points: set[str] = field(default_factory=set)
    commas: set[str] = field(default_factory=set)

    def see(self, value: Any) -> None:
        """Take one number of the file as evidence."""
        if isinstance(value, str) and len(value) <= _LONGEST:
            text = _SPACES.sub("", value)
            if _SURE_POINT.fullmatch(text):
                self.points.add(text)
            elif _SURE_COMMA.fullmatch(text):
                self.commas.add(text)

    def read(self, value: Any) -> tuple[Decimal, bool]:
        """A number, and whether it is as certain as a JSON number.

        Raises:
            BadValue: It is none, or can be read in two ways and the file does not show which.

        >>> numbers = Numbers()
        >>> numbers.read(5), numbers.read("12.50")
        ((Decimal('5'), True), (Decimal('12.50'), True))
        >>> numbers.see("2,5"), numbers.see("3,75"), numbers.read("1.000")
        (None, None, (Decimal('1000'), False))
        """
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
                raise BadValue(str(value)[:_LONGEST], _EXPECTED)
            return number, True
        text = _SPACES.sub("", value) if isinstance(value, str) else ""
        if not text or len(text) > _LONGEST:
            raise BadValue(value, _EXPECTED)
        if _PLAIN.fullmatch(text) or (_POINT.fullmatch(text) and not _DOUBTFUL.fullmatch(text)):
            return Decimal(text), True
        return self._by_evidence(value, text), False

    def _by_evidence(self, value: Any, text: str) -> Decimal:
        points, commas = len(self.points - {text}), len(self.commas - {text})
        digits = re.fullmatch(r"-?[\d.,]*\d", text) is not None
        least = _LEAST if _DOUBTFUL.fullmatch(text) else 1
        if digits and points >= least and not commas:
            bare = text.replace(",", "")
        elif digits and commas >= least and not points:
            bare = text.replace(".", "").replace(",", ".")
        elif digits and _DOUBTFUL.fullmatch(text):
            one, other = re.sub("[.,]", "", text), text.replace(",", ".").rstrip("0").rstrip(".")
            raise BadValue(value, f"a number that can be read in one way only: {one} or {other}?")
        else:
            raise BadValue(value, _EXPECTED)
        if not (_PLAIN.fullmatch(bare) or _POINT.fullmatch(bare)):
            raise BadValue(value, _EXPECTED)
        return Decimal(bare)
