"""Where does each part of a run lie, and how does a file appear whole or not at all?

A file is written beside its place under a passing name and renamed. The record of a shard is
renamed last: a shard stands if its record does, and its files are those that the record names.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import RunError

__all__ = ["SIDES", "Record", "RunFolder", "replaced"]

SIDES = ("startups", "programmes")
_PASSING = ".tmp"


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A passing path beside ``path`` that takes its place once all is written.

    Raises:
        RunError: It cannot be written, because the disk is full or the folder closed.
    """
    passing: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(_PASSING, f".{path.name}.", path.parent)
        os.close(handle)
        passing = Path(name)
        yield passing
        with passing.open("rb") as file:
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        passing.chmod(0o666 & ~mask)  # as any new file; mkstemp makes it private
        passing.replace(path)
    except OSError as error:
        msg = (
            f"{path} cannot be written ({error.strerror or error}): make room or choose another"
            " folder; the same command goes on where this one stopped"
        )
        raise RunError(msg) from error
    finally:
        if passing is not None:
            passing.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Record:
    """A shard that stands.

    Attributes:
        shard: Its number, from 0.
        input: Fingerprint of the profiles and problems that it was made of.
        profiles: How many profiles it ranks.
        rejected: How many rows it turned away.
        unplaced: Profiles of it that no programme takes.
        rows: Rows on each side.
        files: Path in the run's folder to the SHA-256 of what is there.
    """

    shard: int
    input: str
    profiles: int
    rejected: int
    unplaced: int
    rows: dict[str, int]
    files: dict[str, str]


class RunFolder:
    """The files of one run.

    Args:
        path: The folder; made by the first write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def manifest(self) -> Path:
        """What the run is set to and what it holds."""
        return self.path / "manifest.json"

    @property
    def catalogue(self) -> Path:
        """The programmes as they were at the run's instant, one JSON object a line."""
        return self.path / "catalogue.jsonl"

    @property
    def rejected(self) -> Path:
        """The rows that could not be ranked, one JSON object a line."""
        return self.path / "rejected.jsonl"

    @property
    def programmes(self) -> Path:
        """The best startups of each programme, over all shards."""
        return self.path / "programmes.parquet"

    def startups(self, shard: int) -> Path:
        """The best programmes of each startup of a shard."""
        return self.path / "startups" / f"{shard:06d}.parquet"

    def part(self, shard: int, name: str) -> Path:
        """What a shard keeps for the whole: ``programmes``, ``profiles`` or ``rejected``."""
        ending = "jsonl" if name == "rejected" else "parquet"
        return self.path / "parts" / f"{shard:06d}.{name}.{ending}"

    def _record(self, shard: int) -> Path:
        return self.path / "parts" / f"{shard:06d}.json"

    def relative(self, path: Path) -> str:
        """A file's name inside the folder."""
        return path.relative_to(self.path).as_posix()

    def commit(self, record: Record) -> None:
        """Let a shard stand."""
        with replaced(self._record(record.shard)) as passing:
            passing.write_bytes(as_bytes(asdict(record)))

    def standing(self, shard: int) -> Record | None:
        """The record of a shard, if it stands and its files are what they were."""
        try:
            record = Record(**orjson.loads(self._record(shard).read_bytes()))
        except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
            return None
        for name, mark in record.files.items():
            file = self.path / name
            if not file.is_file() or file_hash(file) != mark:
                return None
        return record

    def records(self) -> Iterator[Record]:
        """The records of all shards that stand, in order; their files are not looked at."""
        for path in sorted((self.path / "parts").glob("[0-9]*.json")):
            yield Record(**orjson.loads(path.read_bytes()))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs out of the folder; a process that dies lets go of it.

        What a killed run left under a passing name is removed.

        Raises:
            RunError: Another run is at work in it, or it cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDONLY)
        except OSError as error:
            msg = f"{self.path} is no folder that can be written to ({error.strerror})"
            raise RunError(msg) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                msg = f"another run is at work in {self.path}: wait for it, or choose another --out"
                raise RunError(msg) from error
            for folder in (self.path, self.path / "startups", self.path / "parts"):
                for left in folder.glob(f".*{_PASSING}"):
                    left.unlink(missing_ok=True)
            yield
        finally:
            os.close(handle)


def as_bytes(value: Any) -> bytes:
    """JSON with sorted keys: equal values are equal bytes."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, option=options)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
