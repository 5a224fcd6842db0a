"""Which countries lie inside a place on a day?"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, either
from profiles.vocabulary import by_code, countries, group

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from programmes.criteria import Where

__all__ = ["places"]


def places(within: Where | None, perhaps: Where | None, on: date) -> Answers:
    """The answer for each country, by its position, and one more at the end for "not known".

    Group membership is taken on the day. Where the day of joining is itself not known, or the
    country is only among ``perhaps``, the answer is unknown. A country that is not known is inside
    only where no country is left out.

    Returns:
        Shape (number of countries + 1,), so that position -1 reads the last.
    """
    table = np.full(len(countries()) + 1, UNMET, np.uint8)
    if perhaps is not None:
        table[:-1][_held(perhaps, on) != UNMET] = UNKNOWN
    if within is not None:
        table[:-1] = either(table[:-1], _held(within, on))
    free = within is not None and within.anywhere and not within.except_for
    table[-1] = MET if free else UNKNOWN
    return table


@lru_cache(maxsize=1024)
def _held(where: Where, on: date) -> Answers:
    """By country; whoever asks again about the day, for other startups, gets the same array."""
    every = countries()
    held = np.full(len(every), MET if where.anywhere else UNMET, np.uint8)
    for slug in where.groups:
        members = group(slug)
        for country in every:
            known = members.holds(country.code, on)
            answer = UNKNOWN if known is None else MET if known else UNMET
            held[country.index] = min(held[country.index], answer)
    for code in where.countries:
        held[by_code(code).index] = MET
    for code in where.except_for:
        held[by_code(code).index] = UNMET
    held.flags.writeable = False
    return held
