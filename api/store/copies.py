"""Is a file a sound store, and is a copy what was copied?

SQLite's own check sees whether pages fit together, not whether a letter within one has changed. So
a copy holds a digest of all rows of each table. A store in use has none: its rows change.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from api.errors import ServeError
from profiles.migrations import DIGESTS

__all__ = ["opened", "sign", "unsign", "verified"]

_SCHEMA = "sqlite_master"


def verified(path: Path, copy: Path | None = None) -> dict[str, int]:
    """How many rows each table of a file holds, once it is found sound.

    Args:
        path: The file.
        copy: Where it comes from, where that is what a person knows.

    Raises:
        ServeError: It is damaged, or no store of allymatch.
    """
    shown = copy or path
    try:
        with closing(opened(path)) as found:
            said = found.execute("PRAGMA integrity_check").fetchone()[0]
            names = _tables(found)
            signed = {}
            if DIGESTS in names:
                signed = dict(found.execute(f"SELECT name, mark FROM {DIGESTS}"))  # noqa: S608
            counts, marks = {}, {}
            for name in names:
                if name != DIGESTS:
                    counts[name], marks[name] = _digest(found, name, hashed=bool(signed))
            marks[_SCHEMA] = _schema(found)
    except (sqlite3.Error, UnicodeError) as error:
        raise ServeError(f"{shown} is not a sound store: {error}") from error
    if said != "ok":
        raise ServeError(f"{shown} is damaged: {said}")
    if "profiles" not in counts:
        raise ServeError(f"{shown} holds no profiles table: it is no store of allymatch")
    if signed and (lost := [name for name in marks if marks[name] != signed.get(name)]):
        raise ServeError(f"{shown} is damaged: its table {lost[0]} is not what was copied")
    return counts


def _tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    )
    return [row[0] for row in found]


def _digest(database: sqlite3.Connection, table: str, *, hashed: bool) -> tuple[int, str]:
    """How many rows a table has, and a hash of all they hold, in the order of the file."""
    if not hashed:
        found = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
        return int(found[0]), ""
    digest, number = hashlib.sha256(), 0
    for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
        digest.update(repr(row).encode("utf-8", "surrogateescape"))
        number += 1
    return number, digest.hexdigest()


def _schema(database: sqlite3.Connection) -> str:
    rows = database.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> ?"
        " ORDER BY type, name",
        (DIGESTS,),
    )
    return hashlib.sha256(repr(rows.fetchall()).encode("utf-8", "surrogateescape")).hexdigest()


def sign(part: Path) -> None:
    """Let a copy hold a digest of each of its tables."""
    with closing(_lenient(sqlite3.connect(part))) as found, found:
        found.execute(f"DROP TABLE IF EXISTS {DIGESTS}")
        rows = [(name, _digest(found, name, hashed=True)[1]) for name in _tables(found)]
        rows.append((_SCHEMA, _schema(found)))
        found.execute(f"CREATE TABLE {DIGESTS} (name TEXT PRIMARY KEY, mark TEXT NOT NULL)")
        found.executemany(f"INSERT INTO {DIGESTS} VALUES (?, ?)", rows)  # noqa: S608


def unsign(part: Path) -> None:
    """Let a copy be a store again: what it holds may change."""
    with closing(sqlite3.connect(part)) as found, found:
        found.execute(f"DROP TABLE IF EXISTS {DIGESTS}")


def opened(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing."""
    return _lenient(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))


def _lenient(database: sqlite3.Connection) -> sqlite3.Connection:
    # What is no text any more is to be found, not stumbled over.
    database.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    return database
