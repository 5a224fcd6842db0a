"""Where does each part of a run lie, and how does a file appear whole or not at all?

A file is written beside its place under a passing name and renamed. The record of a shard is
renamed last: a shard stands if its record does, and its files are those that the record names. A
record and the manifest are sealed with the hash of what they say, and they hold the hashes of all
other files: what is read is what was written, or it is told.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import Busy, RunError

__all__ = ["SIDES", "RunFolder", "ShardRecord", "check", "replaced", "seal", "unseal"]

SIDES = ("startups", "programmes")
_PASSING = ".tmp"
_PATIENCE_S = 5.0
"""How long a reader waits for who changes a run."""
_SEEN = 4096
"""Files that are known to be sound while their place, size and time stay as they are."""
_sound: OrderedDict[str, tuple[int, int, int, str]] = OrderedDict()


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
class ShardRecord:
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

    def commit(self, record: ShardRecord) -> None:
        """Let a shard stand."""
        with replaced(self._record(record.shard)) as passing:
            passing.write_bytes(seal(asdict(record)))

    def withdraw(self, shard: int) -> None:
        """Let a shard no longer stand."""
        self._record(shard).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what a run has written; nothing else that lies in the folder."""
        parts, startups = (self.path / name for name in ("parts", "startups"))
        named = (self.manifest, self.catalogue, self.rejected, self.programmes)
        for path in (*named, *parts.glob("[0-9]*.*"), *startups.glob("[0-9]*.parquet")):
            path.unlink(missing_ok=True)

    def record(self, shard: int) -> ShardRecord:
        """The record of a shard; its files are not looked at.

        Raises:
            RunError: It is damaged, or not there.
        """
        return _read(self._record(shard))

    def standing(self, shard: int) -> ShardRecord | None:
        """The record of a shard, if it stands and its files are what they were."""
        try:
            record = self.record(shard)
            for name, mark in record.files.items():
                check(self.path / name, mark)
        except RunError:
            return None
        return record

    def records(self) -> Iterator[ShardRecord]:
        """The records of all shards that stand, in order; their files are not looked at.

        Raises:
            RunError: One of them is damaged.
        """
        yield from map(_read, sorted((self.path / "parts").glob("[0-9]*.json")))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs out of the folder; a process that dies lets go of it.

        What a killed run left under a passing name is removed.

        Raises:
            Busy: Another run is at work in it.
            RunError: It cannot be made.
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
                raise Busy(msg) from error
            for folder in (self.path, self.path / "startups", self.path / "parts"):
                for left in folder.glob(f".*{_PASSING}"):
                    left.unlink(missing_ok=True)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Wait until nobody changes the folder, and keep it so for a moment.

        Raises:
            Busy: Somebody is at work in it for long.
        """
        handle = os.open(self.path, os.O_RDONLY)
        try:
            deadline = time.monotonic() + _PATIENCE_S
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise Busy(f"another run is at work in {self.path}") from error
                    time.sleep(0.02)
            yield
        finally:
            os.close(handle)


def _read(path: Path) -> ShardRecord:
    try:
        return ShardRecord(**unseal(path)[0])
    except TypeError as error:
        raise RunError(_damaged(path, str(error))) from error


def _damaged(path: Path, how: str) -> str:
    return f"{path} is damaged ({how}): the command that made the run makes it again"


def seal(value: Mapping[str, Any]) -> bytes:
    """JSON that says by a hash that it is whole."""
    return as_bytes({**value, "seal": hashlib.sha256(as_bytes(value)).hexdigest()})


def unseal(path: Path) -> tuple[dict[str, Any], bool]:
    """What a file says, and whether it is sealed: earlier versions did not seal theirs.

    Raises:
        RunError: It is damaged, or not there.
    """
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise RunError(f"{path} is not there: `allymatch rank` makes it again") from error
    except (OSError, ValueError) as error:
        raise RunError(_damaged(path, str(error))) from error
    if not isinstance(found, dict):
        raise RunError(_damaged(path, "it holds no object"))
    mark = found.pop("seal", None)
    if mark is not None and mark != hashlib.sha256(as_bytes(found)).hexdigest():
        raise RunError(_damaged(path, "it is not what was written"))
    return found, mark is not None


def check(path: Path, mark: str | None) -> Path:
    """A file, once it is found to be what was written.

    Args:
        path: The file; while its size and time stay as they are, it is read through once.
        mark: Its SHA-256, in hex; None if no record names it.

    Raises:
        RunError: It is damaged, or not there.
    """
    try:
        found = path.stat()
        state = found.st_ino, found.st_size, found.st_mtime_ns, mark or ""
        if _sound.get(str(path)) == state:
            return path
        same = file_hash(path) == mark
    except OSError as error:
        raise RunError(_damaged(path, error.strerror or str(error))) from error
    if not same:
        raise RunError(_damaged(path, "it is not what was written"))
    _sound[str(path)] = state
    while len(_sound) > _SEEN:
        _sound.popitem(last=False)
    return path


def as_bytes(value: Any) -> bytes:
    """JSON with sorted keys: equal values are equal bytes."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, option=options)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
