"""Does a cell that might be a field read as one?

A location is a seat only where the whole of it is the name of a country, or a code that is that of
no state or province as well: "Singapore" and "NO" are, "CA" may be California, and "New York, NY,
USA" is the address of an office, from which no lawyer would conclude a seat. Tags are
areas only where all of them are names of ours. The keywords of an area do not count here: whoever
tags a firm "telehealth" has not declared combat medicine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from profiles.vocabulary import areas
from profiles.vocabulary.countries import find_country
from profiles.vocabulary.words import fold

__all__ = ["hinted"]

# Also a state of the US, and a location is where people write one.
_DOUBTFUL = frozenset({"georgia"})
# Codes of countries that are codes of a state of the US, of Canada or of Australia as well.
_REGIONS = {
    *("AL", "AR", "AS", "AZ", "CA", "CO", "DC", "DE", "GA", "GU", "ID", "IL", "IN", "KY", "LA"),
    *("MA", "MD", "ME", "MN", "MO", "MP", "MS", "MT", "NC", "NE", "PA", "PR", "SC", "SD", "TN"),
    *("VA", "VI", "NF", "NL", "NT", "PE", "SK", "SA"),
}
_SEPARATORS = re.compile(r"[;|,\n]")


def hinted(field: str, value: Any) -> str | list[str] | None:
    """The value of a field if a cell surely holds one.

    >>> hinted("headquarters", "Singapore"), hinted("headquarters", "NO")
    ('SG', 'NO')
    >>> hinted("headquarters", "CA")
    >>> hinted("areas", ["Quantum", "Space"]), hinted("areas", "Quantum; SaaS")
    (['quantum', 'space'], None)
    """
    if field == "headquarters":
        return _seat(value) if isinstance(value, str) else None
    if isinstance(value, str):  # the name of an area may hold a comma itself
        value = [value] if fold(value) in _areas() else _SEPARATORS.split(value)
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        return None
    found: dict[str, None] = {}
    for part in value:
        if part.strip():
            slug = _areas().get(fold(part))
            if slug is None:
                return None
            found[slug] = None
    return [*found] or None


@cache
def _areas() -> Mapping[str, str]:
    """Folded names and slugs of areas and their parts."""
    named = [(one.slug, one.name) for one in areas()]
    named += [(part.slug, part.name) for one in areas() for part in one.subareas]
    return {fold(word): slug for slug, name in named for word in (slug, name)}


def _seat(text: str) -> str | None:
    if text.strip() in _REGIONS or fold(text) in _DOUBTFUL:
        return None
    if len(text.strip()) <= 3 and not text.strip().isupper():
        return None
    found = find_country(text)
    return found.code if found else None
