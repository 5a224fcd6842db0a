"""Which words do two texts share, and how much do those words say?

Word stems, weighed by how often a text says them and by how rare they are. Rarity comes from a
table that ships with the package, so that a score depends on the two texts alone and never on what
else is ranked. Weights are multiples of 1/256: their sums of products are exact in 64-bit floats,
and so the same in whatever order they are added.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from operator import mul
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from Stemmer import Stemmer

__all__ = ["Words", "codes", "highlighted", "rarity", "shared_words", "stem", "words_of"]

_WORD = re.compile(r"[^\W_]+")
_ASCII = {sign: chr(sign).lower() if chr(sign).isalnum() else " " for sign in range(128)}
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_LONGEST_CODE = 12
_STEPS = 256
_SHORTEST = 2
_STOP_WORDS = """
a about above after again against all also am an and any are as at be because been before being
below between both but by can could did do does doing down during each etc few for from further had
has have having he her here hers him his how i if in into is it its itself just may me might more
most must my no nor not now of off on once only or other our ours out over own per same shall she
should so some such than that the their theirs them then there these they this those through to too
under until up upon us very via was we were what when where which while who whom why will with
within without would you your yours
"""
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some passages.

    Attributes:
        weights: Stem to its weight: more for a stem that is said often, and for a rare one.
        rarities: Stem to its rarity.
        phrases: Two stems that follow each other, to the sum of their rarities.
        length: The root of the sum of the squared weights.
        count: How many words there are, the common ones with them.
    """

    weights: Mapping[str, float]
    rarities: Mapping[str, float]
    phrases: Mapping[str, float]
    length: float
    count: int


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("english")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str | None:
    """The stem of a word in lower case; None for one that says nothing.

    >>> stem("Drones"), stem("the")
    ('drone', None)
    """
    lower = word.lower()
    if len(lower) < _SHORTEST or lower in _STOP:
        return None
    root: str = _stemmer().stemWord(lower)
    return root


@lru_cache(maxsize=1)
def _table() -> tuple[Mapping[str, float], float]:
    data = orjson.loads(files("matcher").joinpath("data", "rarity.json").read_bytes())
    return data["stems"], float(data["unseen"])


@lru_cache(maxsize=1 << 16)
def rarity(stem_: str) -> float:
    """How rare a stem is: the inverse document frequency, a multiple of 1/256.

    A stem that the table does not hold is as rare as any.
    """
    stems, unseen = _table()
    return _stepped(stems.get(stem_, unseen))


def _stepped(value: float) -> float:
    return round(value * _STEPS) / _STEPS


def codes(passage: str) -> tuple[str, ...]:
    """Names and terms that a hyphen would take apart: with a digit, or a part of one letter.

    >>> codes("An F-16 with x-ray optics and a high-speed link to Link-16")
    ('f16', 'xray', 'link16')
    """
    if "-" not in passage:
        return ()
    hyphened = (token for token in passage.split() if "-" in token)
    found = []
    for match in _HYPHENED.findall(" ".join(hyphened)):
        parts = match.lower().split("-")
        code = "".join(parts)
        short = any(len(part) == 1 or any(map(str.isdigit, part)) for part in parts)
        if short and len(code) <= _LONGEST_CODE:
            found.append(code)
    return tuple(found)


def words_of(passages: Sequence[str]) -> Words:
    """The words of some passages; a phrase does not run over from one to the next.

    >>> found = words_of(["Drones and a fast drone"])
    >>> sorted(found.weights), list(found.phrases)
    (['drone', 'fast'], ['drone fast', 'fast drone'])
    """
    stems = [
        [found for found in map(stem, _spoken(passage)) if found is not None]
        for passage in passages
    ]
    said = Counter(chain.from_iterable((*stems, *map(codes, passages))))
    rarities = {found: rarity(found) for found in sorted(said)}
    weights = {
        found: rare if said[found] == 1 else _stepped((1.0 + math.log(said[found])) * rare)
        for found, rare in rarities.items()
    }
    phrases = {
        f"{one} {other}": rarities[one] + rarities[other]
        for one, other in chain.from_iterable(map(pairwise, stems))
    }
    length = math.sqrt(sum(map(mul, weights.values(), weights.values())))
    count = sum(len(passage.split()) for passage in passages)
    ordered = {phrase: phrases[phrase] for phrase in sorted(phrases)}
    return Words(weights, rarities, ordered, length, count)


def _spoken(passage: str) -> list[str]:
    """The words of a passage, those of ASCII in lower case already: cut without an expression."""
    return passage.translate(_ASCII).split() if passage.isascii() else _WORD.findall(passage)


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """The words of ``one`` whose stems stand in ``other``, as they are written, rarest first."""
    theirs = {stem(word) for word in _WORD.findall(other)}
    found: dict[str, str] = {}
    for word in _WORD.findall(one):
        root = stem(word)
        if root is not None and root in theirs:
            found.setdefault(root, word)
    return tuple(found[root] for root in sorted(found, key=lambda root: (-rarity(root), root)))


def highlighted(one: str, other: str) -> tuple[tuple[str, bool], ...]:
    """``one`` in pieces, each with whether its stem stands in ``other``; joined they are ``one``.

    >>> highlighted("Finds drones, quietly.", "a drone")
    (('Finds ', False), ('drones', True), (', quietly.', False))
    """
    theirs = {stem(word) for word in _WORD.findall(other)} - {None}
    pieces: list[tuple[str, bool]] = []
    start = 0
    for match in _WORD.finditer(one):
        if stem(match[0]) in theirs:
            pieces += [(one[start : match.start()], False), (match[0], True)]
            start = match.end()
    return tuple(piece for piece in (*pieces, (one[start:], False)) if piece[0])
