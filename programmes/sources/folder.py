"""Where is it kept what was imported, and how it changed?

A folder of plain files that a person can read and keep under version control: all items of a
source in ``imports/SOURCE.jsonl``, every change in ``history.jsonl``, one a line and never altered,
and a report of each import in ``imports.jsonl``. Files are replaced in one step.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from programmes.awards import Award
from programmes.errors import BadDocument
from programmes.history.changes import Change
from programmes.model import Source
from programmes.renewals import Renewal
from programmes.sources.item import Item

__all__ = ["ImportFolder"]

_ITEMS, _HISTORY, _REPORTS = "imports", "history.jsonl", "imports.jsonl"
_AWARDS = "awards.jsonl"
_RENEWALS, _SOURCES = "renewals.jsonl", "verified-sources.jsonl"


class ImportFolder:
    """The imports of one folder.

    Args:
        path: The folder; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def items(self, source: str) -> dict[str, Item]:
        """All items of a source, by key; none where it was never imported.

        Raises:
            BadDocument: A line of its file cannot be read.
        """
        return {item.key: item for item in _items(self._file(source))}

    def all_items(self) -> Iterator[Item]:
        """The items of all sources.

        Raises:
            BadDocument: A line of a file cannot be read.
        """
        for file in sorted((self.path / _ITEMS).glob("*.jsonl")):
            yield from _items(file)

    def keep(self, source: str, items: Mapping[str, Item], changes: Iterable[Change]) -> None:
        """Keep the items of a source as they are now, and what changed.

        The changes are written first: a stop between the two repeats changes, and loses none.
        """
        (self.path / _ITEMS).mkdir(parents=True, exist_ok=True)
        self.record(changes)
        ordered = sorted(items.values(), key=lambda item: (item.id, item.key))
        _replace(self._file(source), b"".join(_line(item) for item in ordered))

    def awards(self) -> list[Award]:
        """Whom programmes took, as imported.

        Raises:
            BadDocument: A line of the file cannot be read.
        """
        file = self.path / _AWARDS
        try:
            return [Award.model_validate_json(line) for _, line in _lines(file)]
        except ValidationError as error:
            raise _damaged(file, 0) from error

    def keep_awards(self, awards: Iterable[Award]) -> int:
        """Keep awards beside those that are there, each once; says how many are new."""
        known = set(self.awards())
        together = known | set(awards)
        ordered = sorted(together, key=lambda a: (a.programme, a.year, a.firm, a.makes, str(a)))
        self.path.mkdir(parents=True, exist_ok=True)
        _replace(self.path / _AWARDS, b"".join(_line(award) for award in ordered))
        return len(together) - len(known)

    def renewals(self) -> list[Renewal]:
        """Which facts were looked at again, in order.

        Raises:
            BadDocument: A line of the file cannot be read.
        """
        return _read(self.path / _RENEWALS, Renewal)

    def sources(self) -> list[Source]:
        """The sources that renewals rest on and no other file states.

        Raises:
            BadDocument: A line of the file cannot be read.
        """
        return _read(self.path / _SOURCES, Source)

    def renew(self, renewal: Renewal, source: Source | None, change: Change) -> None:
        """Keep a renewal, the source it rests on if that is new, and what changed."""
        self.path.mkdir(parents=True, exist_ok=True)
        if source is not None:
            _append(self.path / _SOURCES, _line(source))
        _append(self.path / _RENEWALS, _line(renewal))
        self.record([change])

    def record(self, changes: Iterable[Change]) -> None:
        """Write changes to the end of the history."""
        lines = b"".join(_line(change) for change in changes)
        if lines:
            self.path.mkdir(parents=True, exist_ok=True)
            _append(self.path / _HISTORY, lines)

    def history(self) -> Iterator[Change]:
        """Every change, in the order of days; one that was written twice counts once.

        Raises:
            BadDocument: A line of the file cannot be read.
        """
        file = self.path / _HISTORY
        known: dict[bytes, Change] = {}
        for number, line in _lines(file):
            if line not in known:
                try:
                    known[line] = Change.model_validate_json(line)
                except ValidationError as error:
                    raise _damaged(file, number) from error
        # A stable sort: within a day the order of writing stays.
        yield from sorted(known.values(), key=lambda change: change.on)

    def report(self, entry: Mapping[str, Any]) -> None:
        """Write a report of an import to the end of the reports."""
        with (self.path / _REPORTS).open("ab") as stream:
            stream.write(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS) + b"\n")

    def reports(self) -> list[dict[str, Any]]:
        """The reports of all imports, in order."""
        return [orjson.loads(line) for _, line in _lines(self.path / _REPORTS)]

    def _file(self, source: str) -> Path:
        return self.path / _ITEMS / f"{source}.jsonl"


_Kept = TypeVar("_Kept", Renewal, Source)


def _read(file: Path, model: type[_Kept]) -> list[_Kept]:
    found: list[_Kept] = []
    for number, line in _lines(file):
        try:
            found.append(model.model_validate_json(line))
        except ValidationError as error:
            raise _damaged(file, number) from error
    return found


def _append(file: Path, data: bytes) -> None:
    with file.open("ab") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _items(file: Path) -> Iterator[Item]:
    for number, line in _lines(file):
        try:
            yield Item.model_validate_json(line)
        except ValidationError as error:
            raise _damaged(file, number) from error


def _damaged(file: Path, number: int) -> BadDocument:
    problem = "is not as it was written: import its source anew into another folder"
    return BadDocument(str(file), "", problem, number)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    if not file.is_file():
        return
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line


def _line(one: Item | Change | Award | Renewal | Source) -> bytes:
    content = one.model_dump(mode="json", exclude_none=True)
    stated = {name: value for name, value in content.items() if value not in ([], False)}
    return orjson.dumps(stated, option=orjson.OPT_SORT_KEYS) + b"\n"


def _replace(file: Path, data: bytes) -> None:
    beside = file.with_suffix(".new")
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
