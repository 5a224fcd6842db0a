"""How many firms does a standing offer take, by what it says of itself?

Of two offers that suit equally well a firm gains more from asking the larger one. What an offer
gives out in all tells its size, and so does how many firms it took, where it says so.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programmes.model import Programme

__all__ = ["USUAL", "size_of"]

_KEPT = frozenset({"grant", "equity", "contract", "prize"})
_LIKE_EUROS = frozenset({"EUR", "USD", "GBP", "CAD", "CHF"})
_USUAL_SIZE = 3e7
_A_FIRM = 2e6
"""What a firm that was taken counts for: the usual sum of the offers that state both."""
_SMALLEST, _DECADES = 6.0, 3.2
_COUNTED = re.compile(r"companies (?:selected|a cohort)\b")
_NUMBER = re.compile(r"\d[\d,]*")


def size_of(programme: Programme) -> float:
    """A million and less is 0, a billion and a half and more 1, in steps of the logarithm.

    Of money only what companies keep counts: a bank's line or a scheme of advice says nothing of
    how many it takes. Sums of the currencies above are taken as they stand: they differ by less
    than the step between two offers that differ in size. An offer that states neither money nor
    firms is taken for a usual one, and so is a single topic, which asks who answers it best.

    Returns:
        In [0, 1], to two decimals, so that a usual one is ``USUAL`` exactly.
    """
    if not (programme.seeks or programme.technologies):
        return USUAL
    stated = [
        max(amount.min or 0.0, amount.max or 0.0)
        for amount in programme.offer.amounts
        if amount.per == "programme" and amount.currency in _LIKE_EUROS
    ]
    if _KEPT.isdisjoint(programme.offer.instruments):
        stated = []
    return _scaled(max([*stated, _A_FIRM * _taken(programme)]) or _USUAL_SIZE)


def _taken(programme: Programme) -> int:
    """How many firms it says that it took."""
    counted = [
        int(number[0].replace(",", ""))
        for fact in programme.facts
        if _COUNTED.match(fact.name) and (number := _NUMBER.match(fact.value))
    ]
    return max(counted, default=0)


def _scaled(amount: float) -> float:
    return round(min(max((math.log10(amount) - _SMALLEST) / _DECADES, 0.0), 1.0), 2)


USUAL = _scaled(_USUAL_SIZE)
"""Of an offer that does not say."""
