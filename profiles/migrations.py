"""How is a database file opened, and brought to the shape that this version reads?

Several packages keep their tables in one file, each with its own numbered set of migrations.
Opening brings the file up to date under a lock, so that two processes may open a new file at once;
a file that a newer version has changed is refused rather than misread. Beside it a mark says that
it was begun: a file that is gone is told of, and no empty one takes its place.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, Self, TypeAlias

from sqlite_utils import Database, Migrations

__all__ = [
    "DIGESTS",
    "Fail",
    "StoreFile",
    "gone",
    "make_folder",
    "open_database",
    "told",
    "writing",
]

Fail: TypeAlias = Callable[[str], Exception]
"""Makes the caller's own error from a sentence."""

DIGESTS = "allymatch_copy"
"""The table in which a copy of a file keeps digests of its others; see ``api.store.copies``."""
PATIENCE_S = 20.0
"""How long a writer waits for another before it gives up, in seconds."""


class StoreFile:
    """One package's tables in a SQLite file, open until it is left.

    A file may be opened by several processes; a connection belongs to the thread that opened it.

    Args:
        path: The file, created if it is not there.

    Attributes:
        migrations: The tables, by the steps that make them.
        fail: Makes the error that is raised where the file is no database, belongs to a newer
            version, or cannot be read or written.
    """

    migrations: ClassVar[Migrations]
    fail: ClassVar[type[Exception]]

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_database(path, self.migrations, self.fail)
        self._told = partial(told, path, self.fail)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._db.conn.close()


def open_database(path: Path, migrations: Migrations, fail: Fail) -> Database:
    """Open a database file, creating it if need be, with its tables up to date.

    It is in WAL mode: readers never wait for a writer, and a writer waits ``PATIENCE_S`` for
    another.

    Args:
        path: The file; its folder has to exist.
        migrations: The tables that the caller keeps in it.
        fail: Makes the error to raise when the file cannot be used.
    """
    _refuse_strangers(path, fail)
    if problem := gone(path):
        raise fail(problem)
    with told(path, fail):
        # Plugins that happen to be installed must not change what the file holds.
        db = Database(sqlite3.connect(path, timeout=PATIENCE_S), execute_plugins=False)
        try:
            _use_wal(db.conn)
            _upgrade(db, path, migrations, fail)
            if db.table(DIGESTS).exists():
                # A copy that is opened as a store becomes one: its rows may change from now on.
                with writing(db):
                    db.conn.execute(f"DROP TABLE IF EXISTS {DIGESTS}")
        except BaseException:
            db.conn.close()
            raise
    _mark(path)
    return db


def make_folder(path: Path, fail: Fail) -> None:
    """Make the folder of a database file, if it is not there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"cannot be made ({error.strerror or error}): name a file in another folder"
        raise fail(f"the folder {path.parent} {problem}") from error


def _begun(path: Path) -> Path:
    return path.with_name(f".{path.name}.begun")


def gone(path: Path) -> str | None:
    """What to tell of a file that was begun and is not there any more; None of any other."""
    mark = _begun(path)
    if path.exists() or not mark.exists():
        return None
    return (
        f"{path} was there and is gone: put a copy in its place (`allymatch restore COPY --store"
        f" {path}`), or remove {mark} to begin an empty one"
    )


def _mark(path: Path) -> None:
    mark = _begun(path)
    if not mark.exists():
        with suppress(OSError):  # it serves a later day; what was asked for is done
            mark.write_text(f"{path.name} was begun here: it is missed if it is gone.\n", "utf-8")


@contextmanager
def told(path: Path, fail: Fail) -> Iterator[None]:
    """Turn what SQLite raises into the caller's error, with the file and what to do."""
    try:
        yield
    except UnicodeDecodeError as error:
        hint = "restore a copy, or put it aside and import the data again"
        raise fail(f"{path} is damaged: it holds what is no text ({hint})") from error
    except sqlite3.Error as error:
        said = str(error)
        if "not a database" in said:
            problem = "is not a database: name another file, it was left as it is"
            raise fail(f"{path} {problem}") from error
        if "locked" in said:
            hint = f"another process has been writing for {PATIENCE_S:g} s: try again later"
        elif "readonly" in said or "unable to open" in said:
            hint = "check that the file and its folder exist and may be written"
        else:
            hint = "if the file is damaged, put it aside and import the data again"
        raise fail(f"{path} cannot be used: {said} ({hint})") from error


@contextmanager
def writing(db: Database, *, lasting: bool = True) -> Iterator[None]:
    """One transaction that takes the lock at its start.

    A transaction that reads first and asks for the lock later is refused at once, without
    waiting, when another process has written in between.

    Args:
        db: The file.
        lasting: Whether it outlasts a loss of power, which takes some milliseconds: what somebody
            was told is kept. Else the last of them may be lost then, and only then.
    """
    db.conn.execute(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.conn.execute("COMMIT")


def _refuse_strangers(path: Path, fail: Fail) -> None:
    # Whether the file is a database is left to SQLite. To look into it here would be harmful: when
    # a process closes a file, it loses every lock it holds on it, and another process could then
    # take the log of a store in use for an abandoned one and delete it, with what was written.
    if path.is_dir():
        raise fail(f"{path} is a folder: name a file")
    if not path.parent.is_dir():
        raise fail(f"{path.parent} is not a folder: create it first")


def _use_wal(conn: sqlite3.Connection) -> None:
    """Switch to WAL; the switch itself does not wait for others, so it is tried for a while."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            conn.execute("PRAGMA journal_mode=WAL").fetchone()
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    conn.execute("PRAGMA synchronous=NORMAL")


def _upgrade(db: Database, path: Path, migrations: Migrations, fail: Fail) -> None:
    empty = Database(memory=True, execute_plugins=False)
    ours = {step.name for step in migrations.pending(empty)}
    empty.conn.close()
    if newer := [step.name for step in migrations.applied(db) if step.name not in ours]:
        problem = f"was changed by a newer version of allymatch ({newer[-1]}): update allymatch"
        raise fail(f"{path} {problem}")
    if migrations.pending(db):
        with writing(db):
            migrations.apply(db)
