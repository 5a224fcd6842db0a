"""What is in a JSON document or in JSON Lines?

Stricter than most readers: a key that occurs twice, NaN and numbers of absurd length are problems
of their record, because whichever value were taken, the author may have meant the other. Objects
of an array are decoded one by one, so that each knows its line and a bad one harms no other.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

from profiles.errors import ReadError
from profiles.read import limits
from profiles.read.problems import RowProblem, broken
from profiles.read.records import Record
from profiles.read.sources import InputStream, lines_of, text_of

__all__ = ["SHALLOW", "Decoder", "json_lines", "json_records", "record_of", "too_deep"]

_BLANK = re.compile(r"[ \t\n\r]*")
_LONGEST_NUMBER = 40
_OBJECT = 'an object such as {"name": "...", "description": "..."}'

SHALLOW = f"at most {limits.MAX_DEPTH} lists and objects inside one another"


class Decoder:
    """A JSON decoder that remembers what it should not have had to read."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_int=self._int,
        )

    def decode(self, text: str, start: int = 0) -> tuple[Any, int, list[str]]:
        """Decode the value that begins at ``start``.

        Returns:
            The value, where it ends, and what is wrong with it although it could be decoded.

        Raises:
            json.JSONDecodeError: It is no JSON.
            RecursionError: It is nested more deeply than Python can follow.
        """
        self._faults = []
        value, end = self._json.raw_decode(text, start)
        return value, end, self._faults

    def whole(self, text: str) -> tuple[Any, list[str]]:
        """Decode a text that holds one value and nothing else."""
        value, end, faults = self.decode(text, _skip(text, 0))
        end = _skip(text, end)
        if end != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        return value, faults

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
            self._faults.append(f"the key {twice!r} occurs twice: take one out")
        return found

    def _constant(self, _word: str) -> None:
        """NaN and the like: what programs write for a number that they do not know."""

    def _int(self, digits: str) -> int:
        if len(digits) > _LONGEST_NUMBER:
            self._faults.append(f"a number of {len(digits):,} digits is no fact about a startup")
            return 0
        return int(digits)


def json_records(source: InputStream) -> Iterator[Record | RowProblem]:
    """The objects of a JSON document: one, an array, or ``{"profiles": [...]}``.

    Raises:
        ReadError: It is no JSON; the line and column say where.
    """
    text = text_of(source)
    if not text.strip():
        raise ReadError(source.file, None, None, "an empty file", "a profile")
    line, upto = 1, 0
    try:
        for start, value, faults in _objects(text):
            line, upto = line + text.count("\n", upto, start), start
            yield record_of(source.file, line, value, faults)
    except json.JSONDecodeError as error:
        raise _syntax(source.file, error) from error
    except RecursionError as error:
        raise ReadError(source.file, line, None, "deeper nesting", SHALLOW) from error


def json_lines(source: InputStream) -> Iterator[Record | RowProblem]:
    """The objects of JSON Lines; a line that is none is a problem of that line."""
    decoder = Decoder()
    for number, line in enumerate(lines_of(source), start=1):
        if not line.strip():
            continue
        try:
            value, faults = decoder.whole(line.rstrip())
        except json.JSONDecodeError as error:
            expected = "one JSON object on this line"
            message = f"{_reason(error)} in column {error.colno}; expected {expected}"
            yield broken(source.file, number, None, line.strip(), expected, message)
        except RecursionError:
            yield broken(source.file, number, None, "deeper nesting", SHALLOW)
        else:
            yield record_of(source.file, number, value, faults)


def record_of(file: str, line: int, value: Any, faults: list[str]) -> Record | RowProblem:
    """One decoded object as a record."""
    if faults:
        expected = "JSON in which each key has one value"
        return broken(file, line, None, None, expected, "; ".join(dict.fromkeys(faults)))
    if not isinstance(value, dict):
        return broken(file, line, None, value, _OBJECT)
    if too_deep(value):
        return broken(file, line, None, "deeper nesting", SHALLOW)
    if len(value) > limits.MAX_COLUMNS:
        return broken(file, line, None, f"{len(value):,} keys", f"at most {limits.MAX_COLUMNS:,}")
    return Record(line, tuple(value), tuple(value.values()))


def too_deep(value: Any) -> bool:
    """Whether there are more lists and objects inside one another than anyone writes."""
    level = [value]
    for _ in range(limits.MAX_DEPTH):
        inner = [one.values() if isinstance(one, dict) else one for one in level]
        level = [part for one in inner for part in one if isinstance(part, dict | list)]
        if not level:
            return False
    return True


def _objects(text: str) -> Iterator[tuple[int, Any, list[str]]]:
    """Each object with the offset at which it begins."""
    decoder, start = Decoder(), _skip(text, 0)
    if text.startswith("[", start):
        end = yield from _items(text, start, decoder)
        _finished(text, end)
        return
    value, end, faults = decoder.decode(text, start)
    _finished(text, end)
    if isinstance(value, dict) and isinstance(value.get("profiles"), list):
        yield from _items(text, _list_in(text, start, decoder), decoder)
    else:
        yield start, value, faults


def _list_in(text: str, start: int, decoder: Decoder) -> int:
    """Where the list under "profiles" begins, in an object that is known to be sound."""
    at = start
    while True:
        key, end, _ = decoder.decode(text, _skip(text, at + 1))
        at = _skip(text, _skip(text, end) + 1)
        if key == "profiles" and text.startswith("[", at):
            return at
        _, end, _ = decoder.decode(text, at)
        at = _skip(text, end)


def _items(
    text: str, start: int, decoder: Decoder
) -> Generator[tuple[int, Any, list[str]], None, int]:
    at = _skip(text, start + 1)
    if text.startswith("]", at):
        return at + 1
    while True:
        value, end, faults = decoder.decode(text, at)
        yield at, value, faults
        at = _skip(text, end)
        if text.startswith("]", at):
            return at + 1
        if not text.startswith(",", at):
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _finished(text: str, end: int) -> None:
    if _skip(text, end) != len(text):
        raise json.JSONDecodeError("Extra data", text, _skip(text, end))


def _syntax(file: str, error: json.JSONDecodeError) -> ReadError:
    reason = _reason(error)
    if error.msg == "Extra data" and error.doc[error.pos :].startswith("{"):
        reason = "a second object begins; put them in an array, or name the file .jsonl,"
    message = f"{reason} in column {error.colno}"
    return ReadError(file, error.lineno, None, None, "JSON", message)


def _reason(error: json.JSONDecodeError) -> str:
    """Python's own words for a fault in the syntax, in ours."""
    if error.pos >= len(error.doc.rstrip()):
        return "the text ends too early"
    reasons = {
        "Expecting value": "a value is missing, or a text is not in quotes,",
        "Expecting ',' delimiter": "a comma or a closing bracket is missing",
        "Expecting ':' delimiter": "a colon is missing",
        "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
        "Extra data": "there is something behind the end",
    }
    return reasons.get(error.msg, error.msg[:1].lower() + error.msg[1:].removesuffix(" at"))
