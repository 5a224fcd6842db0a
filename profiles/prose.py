"""Where may a text be cut, so that each piece can be read by itself?

Sentences are found by punctuation alone (no language is assumed), and long texts are cut on
sentence borders into pieces of even length. Everything here is a function of the text alone: the
pieces are hashed and cached, so a change of their wording is a change of ``TEXT_VERSION`` in the
two ``text`` modules.
"""

# ruff: noqa: RUF001 - the signs that look alike are the ones that must be told apart here

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from profiles.capitals import quietened, shouts
from profiles.markup import clean

__all__ = ["MAX_WORDS", "once", "pack", "sentences", "split", "unrepeated"]

MAX_WORDS = 180
"""Words in one piece: what a model of 256 tokens reads of technical English."""

_BULLET = re.compile(r"(?:[-*•‣▪◦·–—]|\(?\d{1,2}[.)])\s+")
_BORDER = re.compile(
    r"[.!?…。！？।॥؟۔](?:"  # first what all have in common, because most of a text is none of it
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s)"  # in the alphabets, then space
    r"|(?<=[。！？])[。！？]*[」』”’）]*"  # Chinese and Japanese write no space
    r"|(?<=[।॥؟۔])(?=\s))"
)
_STOPS = tuple(".!?…;:,。！？।॥؟۔")
_CLOSING = "\"'”’»)]」』"
_SIGNS = ".,;:!?()\"'"
_CLAUSE = re.compile(r"(?<=[;:,、，；])\s+|(?<=[、，；])")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LONG_TOKEN = 30
_NEAR = 40

_RUN = 6
"""Words in a row that nobody says twice by chance."""


def sentences(text: str) -> tuple[str, ...]:
    r"""Cut a cleaned text into sentences; a text that shouts comes back in sentence case.

    >>> sentences("We fly, e.g. at night. It works in the U.S. Army too.\n- tested in Kiruna")
    ('We fly, e.g. at night.', 'It works in the U.S. Army too.', 'tested in Kiruna')
    """
    found = tuple(s for line in _lines(text) for s in _cut(line))
    return quietened(found) if shouts(text) else found


def _lines(text: str) -> Iterator[str]:
    """Lines, those that were only wrapped put together again, bullets taken off."""
    held = ""
    for line in text.split("\n"):
        if held and line[:1].islower() and not _stopped(held):
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line.strip()
        if bullet := _BULLET.match(held):
            held = held[bullet.end() :]
    if held:
        yield held


def _stopped(text: str) -> bool:
    """Whether a text ends in a sign that ends a sentence or a part of one."""
    return text[-_NEAR:].rstrip(_CLOSING).endswith(_STOPS)


def _cut(line: str) -> Iterator[str]:
    start = 0
    for border in _BORDER.finditer(line):
        if not _ends_here(line, border):
            continue
        if sentence := line[start : border.end()].strip():
            yield sentence
        start = border.end()
    if rest := line[start:].strip():
        yield rest


def _ends_here(line: str, border: re.Match[str]) -> bool:
    if not border[0].startswith("."):
        return True
    # A short way each side is enough, and keeps a line of a whole book linear.
    following = line[border.end() : border.end() + _NEAR].lstrip(" \"'“‘«([")
    words = line[max(0, border.start() - _NEAR) : border.start()].rsplit(maxsplit=1)
    word = words[-1].lstrip("(\"'“‘«[") if words else ""
    # An initial, a part of "e.g." or "U.S.", a day of the month in German: no end of a sentence.
    short = len(word) == 1 and word.isalpha()
    ordinal = word.isdigit() and len(word) <= 2
    return not (following[:1].islower() or short or ordinal or "." in word)


def once(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Keep the first of each sentence in groups of sentences; spelling in capitals is the same."""
    seen: set[str] = set()
    kept = []
    for group in groups:
        fresh = []
        for sentence in group:
            key = sentence.casefold().rstrip(".!;, ")
            if key not in seen:
                seen.add(key)
                fresh.append(sentence)
        kept.append(tuple(fresh))
    return tuple(kept)


def unrepeated(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Leave out every run of six words or more that was said before, whatever its punctuation.

    A list of keywords that is said thirty times is then read once; sentences of one's own are
    left as they are.

    >>> unrepeated([["radar for small drones at sea, " * 3 + "at night."]])
    (('radar for small drones at sea, at night.',),)
    """
    said = tuple(tuple(filter(None, group)) for group in groups)
    if not _repeats(" ".join(chain.from_iterable(said))):
        return said
    seen: set[tuple[str, ...]] = set()
    fresh = ((_fresh(sentence, seen) for sentence in group) for group in said)
    return tuple(tuple(filter(None, group)) for group in fresh)


def _repeats(text: str) -> bool:
    """Whether a text may say six words twice, wherever sentences end: no is certain, and quick."""
    bare = text.casefold()
    for sign in _SIGNS:
        bare = bare.replace(sign, "")
    words = bare.split()
    # A word of nothing but signs is gone now, and runs with it have become shorter.
    if len(words) < len(text.split()):
        return True
    return len(set(_runs(words))) < len(words) - _RUN + 1


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def _fresh(sentence: str, seen: set[tuple[str, ...]]) -> str:
    words = [word.strip(_SIGNS) for word in sentence.casefold().split()]
    again = [False] * len(words)
    for start, run in enumerate(_runs(words)):
        if run in seen:
            again[start : start + _RUN] = [True] * _RUN
        seen.add(run)
    if not any(again):
        return sentence
    said = zip(sentence.split(), again, strict=True)
    return " ".join(token for token, before in said if not before)


def pack(found: Iterable[str], *, max_words: int = MAX_WORDS) -> tuple[str, ...]:
    """Join sentences to pieces of at most ``max_words``, as even in length as their borders allow.

    Even, because a last piece of five words would be a passage that says nothing.
    """
    parts = [part for sentence in found for part in _parts(sentence, max_words)]
    left = sum(size for _, _, size in parts)
    target = _even(left, max_words)
    pieces: list[str] = []
    held: list[tuple[str, str]] = []
    filled = 0
    for text, glue, size in parts:
        if held and (filled + size > max_words or filled + size / 2 > target):
            pieces.append(_joined(held))
            left -= filled
            held, filled, target = [], 0, _even(left, max_words)
        held.append((text, glue))
        filled += size
    return (*pieces, _joined(held)) if held else tuple(pieces)


def split(text: str, *, max_words: int = MAX_WORDS) -> tuple[str, ...]:
    """Cut a text into cleaned pieces of at most ``max_words`` words, on sentence borders.

    A sentence that is longer itself is cut after a comma or the like, and where there is none
    between two words. Scripts without spaces count each ideograph as a word.

    Args:
        text: Any text, with markup or without.
        max_words: The most words in a piece, >= 1.

    >>> split("One two three. Four five. Six.", max_words=3)
    ('One two three.', 'Four five. Six.')
    """
    return pack(sentences(clean(text)), max_words=max_words)


def _even(words: int, max_words: int) -> float:
    return words / max(1, -(-words // max_words))


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(text + glue for text, glue in parts[:-1]) + parts[-1][0]


def _words(text: str) -> int:
    tokens = text.split()
    if text.isascii() and max(map(len, tokens), default=0) <= _LONG_TOKEN:
        return len(tokens)
    return sum(map(_weight, tokens))


def _weight(token: str) -> int:
    """What a token costs a reader: an address or a formula is more than one word."""
    if len(token) <= _LONG_TOKEN and token.isascii():
        return 1
    ideographs = len(_IDEOGRAPHS.findall(token))
    return max(1, ideographs, -(-len(token) // _LONG_TOKEN))


def _parts(sentence: str, max_words: int) -> Iterator[tuple[str, str, int]]:
    """A sentence, what follows it and its words; where it is too long, its clauses or its words."""
    stop = " " if _stopped(sentence) else ". "
    size = _words(sentence)
    if size <= max_words:
        yield sentence, stop, size
        return
    pieces = [
        piece
        for clause in _CLAUSE.split(sentence)
        for piece in ([clause] if _words(clause) <= max_words else _chopped(clause, max_words))
        if piece
    ]
    yield from ((piece, " ", _words(piece)) for piece in pieces[:-1])
    yield pieces[-1], stop, _words(pieces[-1])


def _chopped(clause: str, max_words: int) -> Iterator[str]:
    for token in clause.split():
        if _weight(token) <= max_words:
            yield token
        else:
            yield from (token[i : i + max_words] for i in range(0, len(token), max_words))
