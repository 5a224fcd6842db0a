"""How is a file read that is too large to be read at once?

Line by line where each line is a value of its own, else by ijson, one release at a time. Memory
then holds one release, whatever the size of the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from programmes.errors import BadDemands, BadDocument

__all__ = ["first_keys", "streamed"]

_DEEP = 200

_LINE = 50_000_000


def streamed(head: bytes, rest: IO[bytes], file: str) -> Iterator[tuple[str, Any, int]]:
    """The values of a large file: each with its place, and the number from which lists count.

    Args:
        head: What was read of it already.
        rest: The stream after that.
        file: Its name, for messages.

    Raises:
        BadDemands: It is of none of the forms, or is cut off.
    """
    stream = _JoinedStream(head.removeprefix(b"\xef\xbb\xbf"), rest)
    if _whole(stream.first()):
        for number, line in enumerate(stream.lines(), 1):
            if line.strip():
                yield f"line {number}", _parsed(line), 1
        return
    yield from _items(stream, _prefix(head, file), file)


def _whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except ValueError:
        return False


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None


def first_keys(head: bytes) -> Iterator[str]:
    """The keys of a JSON file's outermost object, or of the objects of its outermost list.

    The keys of objects within are passed over; so is what cannot be parsed, and all after it.

    >>> list(first_keys(b'{"releases": [{"ocid": "x"}], "version": "1.1"'))
    ['releases', 'version']
    """
    import ijson

    depth, level = 0, 1
    try:
        for event, value in ijson.basic_parse(head.removeprefix(b"\xef\xbb\xbf")):
            if event == "map_key" and depth == level:
                yield str(value)
            elif event.startswith("start_"):
                depth += 1
                level = 2 if depth == 1 and event == "start_array" else level
            elif event.startswith("end_"):
                depth -= 1
                level = level if depth else 1
            if depth > _DEEP:
                return
    except (ijson.JSONError, UnicodeDecodeError):
        return


def _prefix(head: bytes, file: str) -> str:
    """Which list of the file holds the releases, by its first keys."""
    if head.lstrip()[:1] == b"[":
        return "item"
    for key in first_keys(head):
        if key in {"releases", "records", "notices"}:
            return f"{key}.item"
    problem = "is too large for a single release, and no list of releases or records begins it"
    raise BadDemands([BadDocument(file, "", problem)])


def _items(stream: _JoinedStream, prefix: str, file: str) -> Iterator[tuple[str, Any, int]]:
    import ijson

    name = prefix.removesuffix("item").rstrip(".")
    count = 0
    try:
        for value in ijson.items(stream, prefix, multiple_values=True):
            count += 1
            yield "", {name: [value]} if name else [value], count
    except ijson.JSONError as error:
        problem = f"is cut off or damaged after {count} releases: {str(error).splitlines()[0]}"
        raise BadDemands([BadDocument(file, "", f"{problem}; fetch it again")]) from None


class _JoinedStream:
    """What was read, and what follows it, as one stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            chunk = self._head if size < 0 else self._head[:size]
            self._head = self._head[len(chunk) :]
            return chunk
        return self._rest.read(size)

    def first(self) -> bytes:
        """The first line, which stays to be read; nothing where it is too long."""
        while b"\n" not in self._head and len(self._head) < _LINE:
            if not (chunk := self._rest.read(1 << 20)):
                break
            self._head += chunk
        line, end, _ = self._head.partition(b"\n")
        return line if end else b""

    def lines(self) -> Iterator[bytes]:
        """The lines, each without its end."""
        waiting = b""
        while chunk := self.read(1 << 20):
            *whole, waiting = (waiting + chunk).split(b"\n")
            yield from whole
            if len(waiting) > _LINE:
                waiting = b""
        if waiting:
            yield waiting
