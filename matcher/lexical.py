"""Which words do two texts share, and how much do those words say?

Word stems, each weighed by how rare it is. The scale is absolute: rarity comes from a table that
ships with the package, so a score depends on the two texts alone and never on what else is ranked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

__all__ = ["Bag", "bag", "coverage", "shared_words"]

_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_STOP_WORDS = """
a an and are as at be been but by can could do does for from had has have he her his how i
if in into is it its may more most must no not of on one or other our out over per she
should so some such than that the their them then there these they this those through to
under up use used using very was we were what when where which while who will with within
without would you your also any all both each between during about after before being
because
"""
_STOP = frozenset(_STOP_WORDS.split())

Bag = Mapping[str, float]
"""Stem to weight."""


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("english")


def bag(text: str) -> Bag:
    """The stems of a text with their weights; a stem counts once, however often it is said.

    >>> sorted(bag("Drones and a drone"))
    ['drone']
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    kept = [word for word in words if word not in _STOP and len(word) > 1]
    return {stem: _weight(stem) for stem in _stemmer().stemWords(kept)}


def _weight(stem: str) -> float:
    """Longer words and those with digits in them are rarer."""
    return min(len(stem), 10) / 10 + (0.5 if any(c.isdigit() for c in stem) else 0.0)


def coverage(one: Bag, other: Bag) -> float:
    """The weight of what is shared, over the geometric mean of the two weights; in [0, 1]."""
    if not one or not other:
        return 0.0
    if len(other) < len(one):
        one, other = other, one
    shared = sum(weight for stem, weight in one.items() if stem in other)
    return float(shared / (sum(one.values()) * sum(other.values())) ** 0.5)


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """The words of ``one`` whose stems stand in ``other``, as they are written, heaviest first."""
    weights = bag(other)
    found: dict[str, tuple[float, str]] = {}
    for word in _WORD.findall(one):
        for stem, weight in bag(word).items():
            if stem in weights and stem not in found:
                found[stem] = (-weight, word)
    return tuple(word for _, word in sorted(found.values()))
