"""Which kinds of facts can a sentence hold at all, by its words?

Costly patterns are tried only where a word announces what they look for. Every word is looked up
once, by its beginning or its end, in ``data/cues.txt``; what a word announces is remembered, so a
page costs some hundred look-ups.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from profiles.facts.firms import stems_of_places

__all__ = ["Cue", "CueHit", "announced", "hits"]


class Cue:
    """What words may announce, a bit each; :attr:`ALL` where nobody looked."""

    FOUNDING: Final = 1
    PEOPLE: Final = 2
    NUMERAL: Final = 4
    MONEY: Final = 8
    STAGE: Final = 16
    SEAT: Final = 32
    FIRM: Final = 64
    OWNER: Final = 128
    TRL: Final = 256
    OWN: Final = 512
    PAPER: Final = 1024
    DUAL: Final = 2048
    WEAPON: Final = 4096
    DEFENCE: Final = 8192
    CIVIL: Final = 16384
    LISTED: Final = 32768
    NATION: Final = 65536
    DIGIT: Final = 131072
    READY: Final = 1 << 18
    ALL: Final = (1 << 19) - 1


@dataclass(frozen=True, slots=True)
class CueHit:
    """Words of a kind, and their place in the text that was searched."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lexicon:
    exact: Mapping[str, int]
    begins: Mapping[str, int]
    ends: Mapping[str, int]
    inside: Mapping[str, int]
    phrases: Mapping[str, tuple[tuple[int, bool, tuple[str, ...]], ...]]
    """By the first word, or its beginning with a star: the kind, whether it is taken away, the rest."""


_TOKEN = re.compile(r"[^\W_]+|[\u20ac$\u00a3\u20b9\u20aa\u20a9\u20ba]")
_LONGEST = 40


@cache
def _lexicon() -> _Lexicon:
    exact: dict[str, int] = defaultdict(int)
    begins: dict[str, int] = defaultdict(int)
    ends: dict[str, int] = defaultdict(int)
    inside: dict[str, int] = defaultdict(int)
    phrases: dict[str, list[tuple[int, bool, tuple[str, ...]]]] = defaultdict(list)
    text = files(__package__).joinpath("data", "cues.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, _, entries = line.partition(":")
        kind: int = getattr(Cue, name.strip().upper())
        for entry in entries.split():
            word = entry.removeprefix("!")
            if "+" in word:
                first, *others = word.split("+")
                phrases[first].append((kind, entry != word, tuple(others)))
            elif word.startswith("*") and word.endswith("*"):
                inside[word.strip("*")] |= kind
            elif word.startswith("*"):
                ends[word.strip("*")] |= kind
            elif word.endswith("*"):
                begins[word[:-1]] |= kind
            else:
                exact[word] |= kind
    for stem in stems_of_places():
        begins[stem] |= Cue.NATION
    held = {first: tuple(found) for first, found in phrases.items()}
    return _Lexicon(exact, begins, ends, inside, held)


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> tuple[int, tuple[tuple[int, bool, tuple[str, ...]], ...]]:
    """What a word announces by itself, and the phrases that it may begin."""
    known = _lexicon()
    kind = known.exact.get(word, 0)
    phrases = known.phrases.get(word, ())
    for size in range(1, min(len(word), _LONGEST) + 1):
        kind |= known.begins.get(word[:size], 0)
        kind |= known.ends.get(word[-size:], 0)
        phrases += known.phrases.get(f"{word[:size]}*", ())
    for part, of in known.inside.items():
        if part in word:
            kind |= of
    if any(char.isdigit() for char in word):
        kind |= Cue.DIGIT
    return int(kind), phrases


def announced(text: str) -> int:
    """All that the words of a text announce, as flags of :class:`Cue`.

    >>> bool(announced("We employ 14 people") & Cue.PEOPLE), bool(announced("Blue") & Cue.PEOPLE)
    (True, False)
    """
    found = 0
    for word in set(_TOKEN.findall(text.casefold())):
        kind, phrases = _of_word(word)
        found |= kind
        for of, _, _ in phrases:
            found |= of
    return found


def hits(text: str, kind: int) -> Iterator[CueHit]:
    """The words and phrases of a kind in a text, in its order.

    >>> [(hit.start, hit.end) for hit in hits("crops, data mining and wind farms", Cue.CIVIL)]
    [(0, 5), (23, 33), (28, 33)]
    """
    low = text.casefold()
    if len(low) != len(text):  # a letter that casefolding makes longer would move all places
        low = text.lower() if len(text.lower()) == len(text) else text
    tokens = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(low)]
    skip: set[int] = set()
    for index, (word, start, end) in enumerate(tokens):
        alone, phrases = _of_word(word)
        last = end if alone & kind and index not in skip else 0
        for of, removed, others in phrases:
            if not of & kind:
                continue
            following = tokens[index + 1 : index + 1 + len(others)]
            if len(following) == len(others) and all(map(_fits, others, following)):
                if removed:
                    skip.update(range(index + 1, index + 1 + len(others)))
                    last = 0
                    break
                last = max(last, following[-1][2])
        if last:
            yield CueHit(start, last)


def _fits(wanted: str, token: tuple[str, int, int]) -> bool:
    return token[0].startswith(wanted[:-1]) if wanted.endswith("*") else token[0] == wanted
