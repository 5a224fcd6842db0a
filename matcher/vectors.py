"""Where are vectors kept between runs?

In one SQLite file for each model fingerprint, keyed by the content hash of the text. The cache
holds nothing that cannot be made again: a damaged file is set aside and a new one begun.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import CacheError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["VectorCache"]

_ASK = 500
"""Keys in one question; SQLite takes at least 999 parameters."""


class VectorCache:
    """Vectors of one model on disk.

    Args:
        folder: Made if it is not there.
        fingerprint: The model's; each has a file of its own.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.path = folder / f"vectors-{fingerprint[:20]}.sqlite"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=30)) as database:
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=NORMAL")
                database.execute(
                    "CREATE TABLE IF NOT EXISTS vectors"
                    " (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
                )
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
        wanted = sorted(set(keys))
        found: dict[str, NDArray[np.float32]] = {}
        try:
            with self._open() as database:
                for start in range(0, len(wanted), _ASK):
                    part = wanted[start : start + _ASK]
                    marks = ",".join("?" * len(part))
                    rows = database.execute(
                        f"SELECT key, vector FROM vectors WHERE key IN ({marks})",  # noqa: S608
                        part,
                    )
                    found.update((key, np.frombuffer(blob, np.float32)) for key, blob in rows)
        except sqlite3.DatabaseError:
            self._set_aside()
            return {}
        return found

    def put(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors; what is there already stays as it is."""
        with self._open() as database, database:
            database.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                ((key, v.astype(np.float32).tobytes()) for key, v in sorted(vectors.items())),
            )

    def forget(self, keys: Iterable[str]) -> None:
        """Delete vectors; a text that another document holds too is embedded again when needed."""
        with self._open() as database, database:
            database.executemany(
                "DELETE FROM vectors WHERE key = ?", ((key,) for key in sorted(set(keys)))
            )

    def _set_aside(self) -> None:
        self.path.replace(self.path.with_suffix(".damaged"))
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
