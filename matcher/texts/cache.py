"""Where are vectors kept between runs?

As rows of one memory-mapped array for each model fingerprint, with an SQLite index beside it: the
content hash of a text, its row, and a checksum of the row. A writer reserves its rows in the
transaction that names them, so that two writers never share one, and what a killed writer left is
written over. The cache holds nothing that cannot be made again: a row that is not what its checksum
says is forgotten, a damaged file is set aside and a new one begun.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import CacheError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = Mapping[str, NDArray[np.float32]]

__all__ = ["VectorCache"]

_ASK = 500
"""Keys in one question; SQLite takes at least 999 parameters."""
_TABLES = """
CREATE TABLE IF NOT EXISTS vectors
    (key TEXT PRIMARY KEY, place INTEGER NOT NULL, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shape
    (id INTEGER PRIMARY KEY CHECK (id = 0), dimension INTEGER NOT NULL, places INTEGER NOT NULL);
"""


class VectorCache:
    """Vectors of one model on disk.

    Args:
        folder: Made if it is not there.
        fingerprint: The model's; each has files of its own.
    """

    path: Path
    array: Path

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.path = folder / f"vectors-{fingerprint[:20]}.sqlite"
        self.array = self.path.with_suffix(".f32")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as database:
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=NORMAL")
                database.executescript(_TABLES)
                yield database
        except (sqlite3.OperationalError, OSError) as error:
            msg = (
                f"the vector cache {self.path} cannot be used ({error}):"
                " set ALLYMATCH_CACHE to a folder you may write to"
            )
            raise CacheError(msg) from error

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that are there."""
        if not keys:
            return {}
        try:
            with self._open() as database:
                shape = database.execute("SELECT dimension FROM shape").fetchone()
                rows = list(_rows(database, sorted(set(keys))))
            return self._whole(rows, shape[0]) if shape else {}
        except sqlite3.DatabaseError:
            self._set_aside()
            return {}

    def _whole(
        self, rows: Sequence[tuple[str, int, int]], dimension: int
    ) -> dict[str, NDArray[np.float32]]:
        """The rows that are what their checksums say; the others are forgotten."""
        size = self.array.stat().st_size if self.array.is_file() else 0
        held = size // (4 * dimension)
        if not held:
            found = {}
        else:
            array = np.memmap(self.array, np.float32, "r", shape=(held, dimension))
            there = [row for row in rows if row[1] < held]
            # In the order of the file, so that a large question reads it once.
            there.sort(key=lambda row: row[1])
            copies = array[[place for _, place, _ in there]] if there else np.zeros((0, dimension))
            found = {
                key: np.asarray(copy, np.float32)
                for (key, _, mark), copy in zip(there, copies, strict=True)
                if zlib.crc32(copy.tobytes()) == mark
            }
        if lost := [key for key, _, _ in rows if key not in found]:
            self.forget(lost)
        return found

    def checked(self) -> tuple[int, int]:
        """How many vectors are what was written, and how many are not; nothing is changed.

        Raises:
            CacheError: The files cannot be read as a cache.
        """
        try:
            with self._open() as database:
                shape = database.execute("SELECT dimension FROM shape").fetchone()
                rows = database.execute("SELECT place, mark FROM vectors ORDER BY place")
                return self._counted(rows, shape[0]) if shape else (0, 0)
        except sqlite3.DatabaseError as error:
            raise CacheError(f"the vector cache {self.path} is damaged ({error})") from error

    def _counted(self, rows: Iterable[tuple[int, int]], dimension: int) -> tuple[int, int]:
        size, sound, lost = 4 * dimension, 0, 0
        with self.array.open("rb") as file:
            for place, mark in rows:
                file.seek(place * size)
                if zlib.crc32(file.read(size)) == mark:
                    sound += 1
                else:
                    lost += 1
        return sound, lost

    def put(self, vectors: Vectors) -> None:
        """Keep vectors; what is there already stays as it is."""
        if not vectors:
            return
        dimension = len(next(iter(vectors.values())))
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            known = {key for key, _, _ in _rows(database, sorted(vectors))}
            fresh = sorted(vectors.keys() - known)
            database.execute("INSERT OR IGNORE INTO shape VALUES (0, ?, 0)", (dimension,))
            (first,) = database.execute("SELECT places FROM shape").fetchone()
            rows = [np.ascontiguousarray(vectors[key], np.float32).tobytes() for key in fresh]
            handle = os.open(self.array, os.O_WRONLY | os.O_CREAT, 0o666)
            try:
                _write(handle, b"".join(rows), first * 4 * dimension)
            finally:
                os.close(handle)
            database.executemany(
                "INSERT INTO vectors VALUES (?, ?, ?)",
                (
                    (key, first + place, zlib.crc32(row))
                    for place, (key, row) in enumerate(zip(fresh, rows, strict=True))
                ),
            )
            database.execute("UPDATE shape SET places = ?", (first + len(fresh),))
            database.execute("COMMIT")

    def forget(self, keys: Iterable[str]) -> int:
        """Delete vectors; a text that another document holds too is embedded again when needed.

        Returns:
            How many there were.
        """
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            shape = database.execute("SELECT dimension FROM shape").fetchone()
            rows = list(_rows(database, sorted(set(keys))))
            if rows and self.array.is_file():
                size = 4 * shape[0]
                handle = os.open(self.array, os.O_WRONLY)
                try:
                    for _, place, _ in rows:
                        _write(handle, bytes(size), place * size)
                finally:
                    os.close(handle)
            database.executemany("DELETE FROM vectors WHERE key = ?", ((key,) for key, *_ in rows))
            database.execute("COMMIT")
        return len(rows)

    def _set_aside(self) -> None:
        for path in (self.path, self.array):
            # Another process may have been quicker.
            if path.exists():
                path.replace(path.with_name(f"{path.name}.damaged"))
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def _rows(database: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Key, place and checksum of what is there."""
    for start in range(0, len(keys), _ASK):
        part = keys[start : start + _ASK]
        marks = ",".join("?" * len(part))
        yield from database.execute(
            f"SELECT key, place, mark FROM vectors WHERE key IN ({marks})",  # noqa: S608
            part,
        )


def _write(handle: int, content: bytes, at: int) -> None:
    """All of it, however little the system takes at once."""
    view = memoryview(content)
    while view:
        written = os.pwrite(handle, view, at)
        view, at = view[written:], at + written
