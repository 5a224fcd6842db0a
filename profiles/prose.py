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

from profiles.capitals import quietened, shouts
from profiles.markup import clean

__all__ = ["MAX_WORDS", "once", "pack", "sentences", "split", "unrepeated"]

MAX_WORDS = 180
"""Words in one piece: what a model of 256 tokens reads of technical English."""

_BULLET = re.compile(r"^(?:[-*•‣▪◦·–—]|\(?\d{1,2}[.)])\s+")
_BORDER = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)"  # a full stop of the alphabets, then space
    r"|[。！？]+[」』”’）]*"  # Chinese and Japanese write no space
    r"|[।॥؟۔](?=\s)"
)
_ENDED = re.compile(r"[.!?…;:,。！？।॥؟۔][\"'”’»)\]」』]*$")
_CLAUSE = re.compile(r"(?<=[;:,、，；])\s+|(?<=[、，；])")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LONG_TOKEN = 30
_LONG = re.compile(rf"\S{{{_LONG_TOKEN + 1},}}")
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
        if held and line[:1].islower() and not _ENDED.search(held[-_NEAR:]):
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = _BULLET.sub("", line.strip())
    if held:
        yield held


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
    words = line[max(0, border.start() - _NEAR) : border.start()].split()
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
    seen: set[tuple[str, ...]] = set()
    kept = []
    for group in groups:
        fresh = (_fresh(sentence, seen) for sentence in group)
        kept.append(tuple(sentence for sentence in fresh if sentence))
    return tuple(kept)


def _fresh(sentence: str, seen: set[tuple[str, ...]]) -> str:
    tokens = sentence.split()
    words = [token.casefold().strip(".,;:!?()\"'") for token in tokens]
    again = [False] * len(tokens)
    for start in range(len(tokens) - _RUN + 1):
        run = tuple(words[start : start + _RUN])
        if run in seen:
            again[start : start + _RUN] = [True] * _RUN
        seen.add(run)
    if not any(again):
        return sentence
    return " ".join(token for token, said in zip(tokens, again, strict=True) if not said)


def pack(found: Iterable[str], *, max_words: int = MAX_WORDS) -> tuple[str, ...]:
    """Join sentences to pieces of at most ``max_words``, as even in length as their borders allow.

    Even, because a last piece of five words would be a passage that says nothing.
    """
    parts = [part for sentence in found for part in _parts(sentence, max_words)]
    sizes = [_words(text) for text, _ in parts]
    left = sum(sizes)
    target = _even(left, max_words)
    pieces: list[str] = []
    held: list[tuple[str, str]] = []
    filled = 0
    for part, size in zip(parts, sizes, strict=True):
        if held and (filled + size > max_words or filled + size / 2 > target):
            pieces.append(_joined(held))
            left -= filled
            held, filled, target = [], 0, _even(left, max_words)
        held.append(part)
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
    heavy = tokens if not text.isascii() else _LONG.findall(text)
    return len(tokens) + sum(_weight(token) - 1 for token in heavy)


def _weight(token: str) -> int:
    """What a token costs a reader: an address or a formula is more than one word."""
    ideographs = len(_IDEOGRAPHS.findall(token))
    return max(1, ideographs, -(-len(token) // _LONG_TOKEN))


def _parts(sentence: str, max_words: int) -> Iterator[tuple[str, str]]:
    """A sentence with what follows it, or, where it is too long, its clauses or its words."""
    stop = " " if _ENDED.search(sentence[-_NEAR:]) else ". "
    if _words(sentence) <= max_words:
        yield sentence, stop
        return
    pieces = [
        piece
        for clause in _CLAUSE.split(sentence)
        for piece in ([clause] if _words(clause) <= max_words else _chopped(clause, max_words))
        if piece
    ]
    yield from ((piece, " ") for piece in pieces[:-1])
    yield pieces[-1], stop


def _chopped(clause: str, max_words: int) -> Iterator[str]:
    for token in clause.split():
        if _weight(token) <= max_words:
            yield token
        else:
            yield from (token[i : i + max_words] for i in range(0, len(token), max_words))
