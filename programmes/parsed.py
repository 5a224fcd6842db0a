"""What did these files say when they were read last?

Reading YAML takes most of the time of opening a catalogue, and its files seldom change. Their
values are kept under the hash of their bytes, in one file that carries its own hash and that of the
reader: another content, another reader or a damaged file is read anew, never trusted. It can be
deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from programmes import documents
from programmes.documents import Document, Place, parse

__all__ = ["ParsedFiles"]

_MOST = 4000
"""Files that are kept; a folder of more is read anew."""


class ParsedFiles:
    """The values of YAML files that were read before, kept in one file.

    Args:
        path: The file, which need not be there; None to keep nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._fresh: dict[str, str] = {}
        self._used: set[str] = set()

    def document(self, data: bytes, file: str) -> Document:
        """A file as ``programmes.documents.parse`` reads it.

        Args:
            data: Its bytes.
            file: Its name, for the messages.

        Raises:
            BadDocument: It cannot be read; what has any problem is never kept.
        """
        key = hashlib.sha256(data).hexdigest()
        self._used.add(key)
        known = self._known.get(key)
        if known is not None:
            return Document(file, orjson.loads(known), _LineTable(data, file))
        found = parse(data, file)
        if self._path is not None and not found.problems:
            text = _text(found.value)
            if text is not None:
                self._fresh[key] = text
        return found

    def keep(self) -> None:
        """Write down what was read for the first time, if the folder can be written to."""
        if self._path is None or not self._fresh or len(self._used) > _MOST:
            return
        kept = {**self._known, **self._fresh}
        if len(kept) > _MOST:
            kept = {key: text for key, text in kept.items() if key in self._used}
        body = orjson.dumps(dict(sorted(kept.items())))
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(_mark(body) + b"\n" + body)
            beside.replace(self._path)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The values as JSON, by the hash of their file's bytes."""
        if self._path is None:
            return {}
        try:
            mark, _, body = self._path.read_bytes().partition(b"\n")
        except OSError:
            return {}
        if mark != _mark(body):
            return {}
        found: Mapping[str, str] = orjson.loads(body)
        return found


class _LineTable(Mapping[Place, int]):
    """The lines of a file whose values were known, looked up if a message asks for one."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data, self._file = data, file

    @cached_property
    def _found(self) -> Mapping[Place, int]:
        return parse(self._data, self._file).lines

    def __getitem__(self, place: Place) -> int:
        return self._found[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _mark(body: bytes) -> bytes:
    """The hash of what is kept and of the reader that it was read by."""
    reader = Path(documents.__file__).read_bytes()
    return hashlib.sha256(hashlib.sha256(reader).digest() + body).hexdigest().encode()


def _text(value: dict[str, Any]) -> str | None:
    """A value as JSON; None if JSON would not give it back, as of a number beyond all numbers."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        return None
    return text.decode() if orjson.loads(text) == value else None
