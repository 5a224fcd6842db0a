"""How is the store copied while it is in use, and put back?

By SQLite's own online backup: a copy of one moment, whoever writes meanwhile. The copy is checked
before it counts, and so is a file before it replaces a store.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from api.errors import ServeError

__all__ = ["back_up", "restore", "verified"]


def back_up(store: Path, target: Path) -> dict[str, int]:
    """Copy a store; the target appears whole, or not at all.

    Args:
        store: The file in use.
        target: The copy, which must not be there.

    Returns:
        How many rows each table of the copy holds.

    Raises:
        ServeError: The store is not there, the target is, or the copy is not sound.
    """
    if not store.is_file():
        raise ServeError(f"{store} is not there: nothing to back up")
    if target.exists():
        raise ServeError(f"{target} is there: name a new file")
    return _copied(store, target)


def _copied(source: Path, target: Path) -> dict[str, int]:
    work = target.with_name(f".{target.name}.part")
    work.unlink(missing_ok=True)
    try:
        # Nobody else may read it: it holds what founders said in confidence.
        os.close(os.open(work, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(work)) as other:
            one.backup(other, pages=4096)
            other.execute("PRAGMA journal_mode=DELETE")
        counts = verified(work)
        work.replace(target)
    except sqlite3.Error as error:
        raise ServeError(f"{source} cannot be copied: {error}") from error
    finally:
        work.unlink(missing_ok=True)
    return counts


def verified(path: Path) -> dict[str, int]:
    """How many rows each table of a file holds, once it is found sound.

    Raises:
        ServeError: It is damaged, or no store of allymatch.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            said = found.execute("PRAGMA integrity_check").fetchone()[0]
            names = [
                row[0]
                for row in found.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                    " AND name NOT LIKE 'sqlite_%' ORDER BY name"
                )
            ]
            counts = {
                name: int(found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
                for name in names
            }
    except sqlite3.Error as error:
        raise ServeError(f"{path} is not a sound store: {error}") from error
    if said != "ok":
        raise ServeError(f"{path} is damaged: {said}")
    if "profiles" not in counts:
        raise ServeError(f"{path} holds no profiles table: it is no store of allymatch")
    return counts


def restore(copy: Path, store: Path) -> dict[str, int]:
    """Put a copy in the place of a store; the former store stays beside it as ``.before``.

    Args:
        copy: What ``back_up`` wrote.
        store: The file to replace; no server may be using it.

    Raises:
        ServeError: The copy is not sound, or the store is in use.
    """
    counts = verified(copy)
    store.parent.mkdir(parents=True, exist_ok=True)
    if store.is_file():
        _settle(store)
        store.replace(store.with_suffix(".before"))
    found = _copied(copy, store)
    if found != counts:
        raise ServeError(f"{store} differs from {copy}: {found} against {counts}")
    return found


def _settle(store: Path) -> None:
    """Bring the write-ahead log into the file; refused while somebody has the file open."""
    try:
        with closing(sqlite3.connect(store, timeout=1)) as found:
            found.execute("PRAGMA locking_mode=EXCLUSIVE")
            found.execute("BEGIN IMMEDIATE")
            found.execute("COMMIT")
            found.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            found.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise ServeError(f"{store} is in use: stop the server first ({error})") from error
    for ending in ("-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)
