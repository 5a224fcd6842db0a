"""Does a cell that might be a field read as one?

A location is a seat only where the whole of it is the name of a country: "Singapore" is one, "New
York, NY, USA" is the address of an office, from which no lawyer would conclude a seat. Tags are
areas only where all of them are: one that fits by accident would be held for a declared fact.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from profiles.errors import UnknownTerm
from profiles.vocabulary import area, country
from profiles.vocabulary.words import fold

__all__ = ["hinted"]

# Also a state of the US, and a location is where people write one.
_DOUBTFUL = frozenset({"georgia"})
_SEPARATORS = re.compile(r"[;|,\n]")
_LONGEST = 60


def hinted(field: str, value: Any) -> str | list[str] | None:
    """The value of a field if a cell surely holds one.

    >>> hinted("headquarters", "Singapore"), hinted("headquarters", "CA")
    ('SG', None)
    >>> hinted("areas", ["Quantum", "Space"]), hinted("areas", "Quantum; SaaS")
    (['quantum', 'space'], None)
    """
    if field == "headquarters":
        return _seat(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    parts = _SEPARATORS.split(value) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    found = [_area(part.strip()) for part in parts if part.strip()]
    sure = [slug for slug in found if slug is not None]
    return list(dict.fromkeys(sure)) if sure and len(sure) == len(found) else None


@lru_cache(maxsize=16_384)
def _seat(text: str) -> str | None:
    # Codes are left out: CA, IN and DE are states of the US as well. So are texts with a comma,
    # which are addresses; trying them would cost a search for the nearest name each time.
    if len(text.strip()) <= 3 or fold(text) in _DOUBTFUL or _SEPARATORS.search(text):
        return None
    try:
        return country(text).code
    except UnknownTerm:
        return None


@lru_cache(maxsize=16_384)
def _area(text: str) -> str | None:
    try:
        return area(text).slug if len(text) <= _LONGEST else None
    except UnknownTerm:
        return None
