"""Which parts of a text are statements, and which are sentences?

A statement is a key with its value: ``Employees: 100``, a row of a table, a line of front matter, or
a heading with one short line below it. Everything else is prose and is cut into sentences. All places
count characters of the text as it was given.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from profiles.facts.cues import Cue, announced
from profiles.facts.keys import field_of

__all__ = ["KeyedValue", "Sentence", "TextLayout", "laid_out"]

# One character for one, so that places stay: emphasis is a space, and signs have one spelling.
_SAME = {ord(sign): " " for sign in "*`\u00a0\u2009\u202f\u200b\u00ad\u2007\t"}
_SAME |= {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-", 0x2011: "-"}

_PAIR = re.compile(
    r"[ >|#\-\u2022\u00b7]*+[\"']?(?P<key>[^\W\d_][^:=|\n\"]{0,50}?)[\"']?[ ]*"
    r"(?:\([^()\n:|]{1,30}\)[ ]*)?(?::|=|\|)[ ]*(?P<value>[^\n]*+)"
)
_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "i.e",
        "z.b",
        "u.a",
        "d.h",
        "ca",
        "approx",
        "inc",
        "ltd",
        "co",
        "corp",
        "st",
        "dr",
        "prof",
        "mr",
        "mrs",
        "ms",
        "no",
        "nr",
        "vs",
        "est",
        "bzw",
        "ggf",
        "inkl",
        "max",
        "min",
        "mio",
        "mrd",
        "tsd",
        "ul",
        "al",
        "np",
        "tzw",
        "m.in",
        "sp",
        "z.o",
        "o.o",
        "s.a",
        "s.r.l",
        "s.p.a",
        "b.v",
        "n.v",
        "p.p.h",
        "u.s",
        "u.k",
        "ok",
        "r",
        "w",
        "mln",
        "bl.a",
        "t.ex",
        "f.eks",
        "ph.d",
        "etc",
        "art",
    ]
)
_BORDER = re.compile(
    r"[.!?\u2026]+[\"')\]\u201d\u00bb]*(?=\s)|\n[ ]*(?=\n)|\n(?=[ ]*[-#|\u2022>])|\n"
)
_NEAR = 24
_LONGEST_VALUE = 400
_LONGEST_HEADED = 60


@dataclass(frozen=True, slots=True)
class KeyedValue:
    """A key with its value.

    Attributes:
        field: What the key means.
        value: The value as it stands, emphasis taken off.
        start: Where the statement begins.
        end: Where it ends.
        at: Where the value begins.
    """

    field: str
    value: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place."""

    text: str
    start: int
    number: int
    cues: int = Cue.ALL
    """What its words announce, as flags of :class:`Cue`."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text as statements and sentences.

    Attributes:
        plain: The text with as many characters, emphasis blank and signs in one spelling.
    """

    plain: str
    statements: tuple[KeyedValue, ...]
    sentences: tuple[Sentence, ...]


def laid_out(text: str) -> TextLayout:
    """Take a text apart."""
    plain = text.translate(_SAME)
    statements: list[KeyedValue] = []
    taken: list[tuple[int, int]] = []
    for found in _statements(plain):
        statements.append(found)
        taken.append((found.start, found.end))
    return TextLayout(plain, tuple(statements), tuple(_sentences(plain, taken)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _statements(plain: str) -> Iterator[KeyedValue]:
    lines = [*_lines(plain)]
    for index, (start, line) in enumerate(lines):
        for offset, part in _parts(line):
            if found := _pair(part, start + offset):
                yield found
        if (field := field_of(line.strip(" #:>-"))) and len(line) <= _LONGEST_HEADED:
            below = next(((s, one) for s, one in lines[index + 1 : index + 4] if one.strip()), None)
            if below and (bare := below[1].strip(" -\u2022>")) and len(bare) <= _LONGEST_HEADED:
                at = below[0] + below[1].index(bare)
                yield KeyedValue(field, bare, start, at + len(bare), at)


_KEY_AMID = re.compile(
    r"(?:(?<=^)|(?<=[.;,/|\u2022\u00b7!?)-] ))(?P<key>[^\W\d_][^:=|\n.;,/!?]{1,40}?)[ ]?:[ ](?=\S)"
)
_NEXT_THOUGHT = re.compile(r"[.;](?=[ ]+[^\W\d_a-z\u00df-\u00ff])")


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """A line, or the statements that stand in it: "Employees: 100 / TRL: 8", "HQ: Delft. Team: 9."."""
    starts = [
        found.start() for found in _KEY_AMID.finditer(line) if field_of(found["key"].strip(" \"'"))
    ]
    if not starts or (starts == [0] and not _NEXT_THOUGHT.search(line)):
        yield 0, line
        return
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        piece = line[start:end]
        for found in _NEXT_THOUGHT.finditer(piece):
            if piece[: found.start()].rsplit(None, 1)[-1].casefold() not in _ABBREVIATIONS:
                piece = piece[: found.start()]
                break
        yield start, piece.rstrip(" .;,/|-\u2022\u00b7")


def _pair(line: str, start: int) -> KeyedValue | None:
    found = _PAIR.match(line)
    if found is None:
        return None
    field = field_of(found["key"])
    value = found["value"].strip()
    if field is None or not value or len(value) > _LONGEST_VALUE:
        return None
    cell = value
    if line.lstrip().startswith("|") or "|" in line[: found.start("value")]:
        cell = value.split("|", 1)[0]
    cell = cell.strip().rstrip(",").strip("\"' ")
    if not cell:
        return None
    at = start + line.index(cell, found.start("value"))
    begin = start + len(line) - len(line.lstrip(" >#-\u2022\u00b7"))
    end = max(at + len(cell), start + len(line.rstrip()))
    return KeyedValue(field, cell, min(begin, at), end, at)


def _sentences(plain: str, taken: list[tuple[int, int]]) -> Iterator[Sentence]:
    start = number = 0
    flowing = _flowing(plain)
    edges = (edge for low, high in taken for edge in (low, high))
    for end in sorted({*_ends(plain), *edges, len(plain)}):
        piece = flowing[start:end]
        lead = len(piece) - len(piece.lstrip(" \n#>-\u2022\u00b7"))
        text = piece[lead:].rstrip()
        first = start + lead
        start = end
        inside = any(low <= first and first + len(text) <= high for low, high in taken)
        if text and not inside:
            yield Sentence(text, first, number, announced(text))
            number += 1


_WRAPPED = range(60, 126)
"""Characters of a line of a paragraph that somebody wrapped."""
_ITEM = re.compile(r"[ ]*(?:[-#|>\u2022\u00b7*]|\d+[.)])")


def _flowing(plain: str) -> str:
    """A text with the line breaks of wrapped paragraphs as spaces; other lines keep theirs."""
    if "\n" not in plain:
        return plain
    lines = plain.split("\n")
    parts = []
    for line, following in itertools.pairwise(lines):
        runs_on = (
            len(line) in _WRAPPED
            and bool(following.strip())
            and len(following) < _WRAPPED.stop
            and _ITEM.match(following) is None
            and not line.startswith(("#", "|"))
        )
        parts.append(line + (" " if runs_on else "\n"))
    return "".join([*parts, lines[-1]])


_STROKES = (" | ", " \u2022 ", " \u00b7 ")


def _info_line(plain: str, border: re.Match[str]) -> bool:
    """Whether a single line break ends a line of facts between strokes, or begins a new item."""
    if re.match(r"[ ]*[-#|\u2022>]", plain[border.end() :]):
        return True
    line = plain[plain.rfind("\n", 0, border.start()) + 1 : border.start()]
    if line.startswith("#"):
        return True
    return any(stroke in line for stroke in _STROKES)


def _ends(plain: str) -> Iterator[int]:
    for border in _BORDER.finditer(plain):
        if border[0] == "\n" and not _info_line(plain, border):
            continue
        if border[0].startswith("."):
            words = plain[max(0, border.start() - _NEAR) : border.start()].split()
            word = words[-1].strip("(\"'").casefold() if words else ""
            following = plain[border.end() : border.end() + 3].lstrip()
            initial = len(word) == 1 and word.isalpha()
            if word in _ABBREVIATIONS or initial or following[:1].islower():
                continue
            if word.isdigit() and len(word) <= 2 and not plain[border.end() :].startswith("\n\n"):
                continue
        yield border.end()
