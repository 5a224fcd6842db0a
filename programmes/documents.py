"""What does a YAML file say, line by line, with nothing read into it?

A part of YAML is read: mappings, lists, texts, numbers, true and false. ``NO`` is the text NO and
2026-07-03 the text 2026-07-03, because a country or a date must not change its meaning on its way
in; aliases, tags and keys that are used twice are refused. The reader works through the parser's
events without recursion, so neither nesting nor an alias bomb can hurt it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from programmes.errors import BadDocument

__all__ = ["MAX_BYTES", "Document", "Place", "dotted", "parse", "read_bytes"]

MAX_BYTES = 1_000_000
"""The largest file that is read as a programme; a real one has some 10 kB."""
MAX_DEPTH = 20

Place: TypeAlias = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HINTS = {
    "mapping values are not allowed": "put a text that holds ': ' in quotes",
    "cannot start any token": "indent with spaces; quote a text that starts with a sign",
    "tab character": "indent with spaces",
    "could not find expected ':'": "each line of a mapping is 'field: value'",
    "did not find expected key": "check the indentation and the quotes of the lines above",
    "did not find expected ',' or ']'": "close the list that begins with [",
    "did not find expected ',' or '}'": "close the mapping that begins with {",
    "unexpected end of stream": "close the quotes that were opened",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain values, the line on which each of them stands, and what was refused."""

    file: str
    value: dict[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[BadDocument, ...] = ()

    def line(self, place: Place) -> int | None:
        """The line of a place, or of the nearest one around it that is on a line of its own."""
        ends = range(len(place), -1, -1)
        return next((self.lines[place[:end]] for end in ends if place[:end] in self.lines), None)


def dotted(place: Place) -> str:
    """A place as a person counts: ``criteria.1.source`` is that of the first criterion.

    >>> dotted(("criteria", 0, "source"))
    'criteria.1.source'
    """
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)


def read_bytes(path: Path, file: str) -> bytes:
    """The content of a file of bounded size.

    Raises:
        BadDocument: It cannot be opened, or is larger than ``MAX_BYTES``.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadDocument(file, "", f"cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        problem = f"holds more than {MAX_BYTES:,} bytes: a programme is one short file, split it"
        raise BadDocument(file, "", problem)
    return data


def parse(data: bytes, file: str) -> Document:
    """Read one YAML document whose top is a mapping.

    Args:
        data: The file's bytes, UTF-8.
        file: Its name, for the messages.

    Raises:
        BadDocument: It is not text, not YAML, or not a mapping. Faults behind which the rest can
            still be read are in the answer's ``problems``.
    """
    # Imported here: whoever only asks for --help need not wait for it.
    import yaml

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadDocument(file, "", "is not UTF-8 text: save it as UTF-8", line) from None
    # PyYAML may be built without libyaml; the pure loader gives the same, ten times slower.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"holds the control character {_character(error.character)}: take it out"
        raise BadDocument(file, "", problem, line) from None
    except yaml.MarkedYAMLError as error:
        # Where a quote or bracket was opened tells more than where the file ended without it.
        unclosed = error.context_mark and "end of stream" in (error.problem or "")
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        raise BadDocument(file, "", _syntax(error), mark.line + 1 if mark else None) from None
    return builder.finished()


def _character(found: int | str | bytes) -> str:
    if isinstance(found, bytes):
        return found.hex()
    return f"U+{ord(found) if isinstance(found, str) else found:04X}"


def _syntax(error: Any) -> str:
    said = " ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for part, hint in _HINTS.items() if part in said), None)
    return f"is not YAML: {said}{f' ({hint})' if hint else ''}"


def _scalar(event: Any) -> Any:
    plain = event.implicit[0] and event.style in (None, "")
    text: str = event.value
    if not plain:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "-+.0123456789":
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


@dataclass(slots=True)
class _OpenNode:
    """A mapping or list that is being filled."""

    value: dict[str, Any] | list[Any]
    path: Place
    key: str | None = None


class _Builder:
    """Makes plain values from a parser's events, and notes what it will not read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.top: Any = None
        self.lines: dict[Place, int] = {}
        self.problems: list[BadDocument] = []
        self._open: list[_OpenNode] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        match kind:
            case "ScalarEvent":
                self._refuse_marks(event)
                self._put(_scalar(event), event)
            case "MappingStartEvent" | "SequenceStartEvent":
                self._refuse_marks(event)
                self._begin({} if kind == "MappingStartEvent" else [], event)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._open.pop()
            case "AliasEvent":
                self._note(event, f"*{event.anchor} is an alias, which is not read: write it out")
                self._put(None, event)
            case "DocumentStartEvent":
                self._documents += 1
                if self._documents > 1:
                    line = event.start_mark.line + 1
                    problem = "holds a second document after ---: one file is one programme"
                    raise BadDocument(self.file, "", problem, line)
            case _:
                pass  # the start and the end of the stream and of the document say nothing

    def finished(self) -> Document:
        if not isinstance(self.top, dict):
            found = "nothing" if self.top is None else "a list" if self._is_list() else "a text"
            raise BadDocument(self.file, "", f"holds {found}, expected lines of 'field: value'")
        return Document(self.file, self.top, self.lines, tuple(self.problems))

    def _is_list(self) -> bool:
        return isinstance(self.top, list)

    def _begin(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        if len(self._open) >= MAX_DEPTH:
            problem = f"is nested more than {MAX_DEPTH} deep: no programme is"
            raise BadDocument(self.file, "", problem, event.start_mark.line + 1)
        if self._open and isinstance(self._open[-1].value, dict) and self._open[-1].key is None:
            problem = "a field's name must be a text: check the signs { and [ at the line's start"
            raise BadDocument(self.file, "", problem, event.start_mark.line + 1)
        self._open.append(_OpenNode(value, self._put(value, event)))

    def _put(self, value: Any, event: Any) -> Place:
        """Put a value where it belongs and say where that is."""
        if not self._open:
            self.top = value
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
        elif parent.key is None:
            self._name(parent, event)
            return parent.path
        else:
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
            parent.key = None
        self.lines.setdefault(path, event.start_mark.line + 1)
        return path

    def _name(self, parent: _OpenNode, event: Any) -> None:
        name = event.value if hasattr(event, "value") else f"*{event.anchor}"
        if name in parent.value:
            first = self.lines[(*parent.path, name)]
            self._note(event, f"{name!r} stands here again (first in line {first}): keep one")
        parent.key = name
        self.lines.setdefault((*parent.path, name), event.start_mark.line + 1)

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor:
            self._note(event, f"&{event.anchor} is an anchor, which is not read: take it out")
        if event.tag not in (None, "!"):
            self._note(event, f"{event.tag} is a tag, which is not read: take it out")

    def _note(self, event: Any, problem: str) -> None:
        parent = self._open[-1] if self._open else None
        path = parent.path if parent else ()
        line = event.start_mark.line + 1
        self.problems.append(BadDocument(self.file, dotted(path), problem, line))
