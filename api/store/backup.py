"""How is the store copied while it is in use, and put back?

By SQLite's own online backup: a copy of one moment, whoever writes meanwhile. A copy is made under
a passing name, checked, and only then named, and no name is taken twice. It holds a digest of each
table, so that a bit that has turned round since is found, wherever it is. To put one back is one
transaction inside the store's own file: whoever is killed, or finds the disk full, leaves it as it
was, and nobody who opens it meanwhile is left with the log of another file.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import NamedTuple

from api.errors import ServeError
from api.store.copies import opened, sign, unsign, verified

__all__ = ["Restored", "back_up", "formers", "restore"]

_LOGS = ("-wal", "-journal")
"""Files beside a database that hold a part of it; ``-shm`` holds nothing that cannot be made."""
_PAGES = 4096


class Restored(NamedTuple):
    """What a restore has done.

    Attributes:
        counts: How many rows each table holds now.
        former: Where the former store is kept; None if there was none.
    """

    counts: dict[str, int]
    former: Path | None


def back_up(store: Path, target: Path) -> dict[str, int]:
    """Copy a store; the target appears whole, or not at all.

    Args:
        store: The file in use.
        target: The copy, which must not be there.

    Returns:
        How many rows each table of the copy holds.

    Raises:
        ServeError: The store is not there, the target is or cannot be written, or the copy is not
            sound.
    """
    if not store.is_file():
        raise ServeError(f"{store} is not there: nothing to back up")
    if target.exists():
        raise ServeError(f"{target} is there: name a new file")
    with _told(f"{store} cannot be copied to {target}"), _passing(target) as part:
        _copy(store, part)
        sign(part)
        counts = verified(part, store)
        if not _named(part, target):
            raise ServeError(f"{target} is there: name a new file")
    return counts


def restore(copy: Path, store: Path) -> Restored:
    """Put a copy in the place of a store; the former store is kept beside it under a new name.

    Args:
        copy: What ``back_up`` wrote, or a former store.
        store: The file to replace; no server may be using it.

    Raises:
        ServeError: The copy is not sound or is the store itself, or the store is in use or cannot
            be written. It holds what it held, or all of the copy if the failure came after that.
    """
    if not copy.is_file():
        raise ServeError(f"{copy} is not there: nothing to restore")
    if store.exists() and copy.samefile(store):
        raise ServeError(f"{copy} is the store itself: name a copy of it")
    with _told(f"{copy} cannot be put in the place of {store}"):
        store.parent.mkdir(parents=True, exist_ok=True)
        with _alone(store), _passing(store) as part:
            try:
                _copy(copy, part)
            except sqlite3.OperationalError:
                raise
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise ServeError(f"{copy} is not a sound store: {error}") from error
            counts = verified(part, copy)
            unsign(part)
            if store.exists():
                former = _replaced(part, store)
            elif _named(part, store):
                former = None
            else:
                raise ServeError(f"{store} was made meanwhile: try again")
        if (found := verified(store)) != counts:
            kept = f"; the former store is {former}" if former else ""
            raise ServeError(f"{store} differs from {copy}: {found} against {counts}{kept}")
    return Restored(counts, former)


def formers(store: Path) -> tuple[Path, ...]:
    """The former stores that restores have kept, the oldest first."""
    found = {}
    for path in store.parent.glob(f"{escape(store.stem)}.before-*{escape(store.suffix)}"):
        number = path.name.removeprefix(f"{store.stem}.before-").removesuffix(store.suffix)
        if number.isdigit():
            found[int(number)] = path
    return tuple(found[number] for number in sorted(found))


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say what a machine refuses (a closed folder, a full disk) as every other error is said."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # SQLite quotes what is damaged in what it says, and that may be no text.
        raise ServeError(f"{what}: {error}") from error
    except OSError as error:
        raise ServeError(f"{what}: {error.strerror or error}") from error


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Keep other restores out; a process that dies lets go."""
    handle = os.open(store.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ServeError(f"another restore is at work in {store.parent}: wait for it") from error
    finally:
        os.close(handle)


@contextmanager
def _passing(target: Path) -> Iterator[Path]:
    """A passing file beside a place; nobody else may read it: it holds what was confided.

    It is locked while it is in use, so that what a killed process has left is told from it, and
    goes.
    """
    for left in target.parent.glob(f".{escape(target.name)}.*.part"):
        _sweep(left)
    handle, name = tempfile.mkstemp(".part", f".{target.name}.", target.parent)
    part = Path(name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield part
    finally:
        _drop(part)
        os.close(handle)


def _sweep(left: Path) -> None:
    with suppress(OSError), left.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _drop(left)


def _drop(part: Path) -> None:
    for path in (*_logs(part), part.with_name(f"{part.name}-shm"), part):
        path.unlink(missing_ok=True)


def _logs(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _LOGS]


def _copy(source: Path, part: Path) -> None:
    with closing(opened(source)) as one, closing(sqlite3.connect(part)) as other:
        other.execute("PRAGMA synchronous=FULL")
        one.backup(other, pages=_PAGES)
        other.execute("PRAGMA journal_mode=DELETE")


def _named(part: Path, target: Path) -> bool:
    """Give a passing file its name for good; False if the name is taken."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        target.hardlink_to(part)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links: the name is taken first, then filled.
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        part.replace(target)
    _settle(target.parent)
    return True


def _settle(folder: Path) -> None:
    """Let a new name outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems have no such thing
            os.fsync(handle)
    finally:
        os.close(handle)


def _replaced(part: Path, store: Path) -> Path:
    """Keep the store as it is under a new name, then let it hold what the passing file holds."""
    try:
        with closing(sqlite3.connect(store, timeout=1, isolation_level=None)) as ours:
            _take(ours, store)
            with _passing(store) as passing:
                with closing(sqlite3.connect(passing)) as other:
                    ours.backup(other, pages=_PAGES)
                    other.execute("PRAGMA journal_mode=DELETE")
                sign(passing)
                former = _kept(passing, store)
            with _told(f"{store} cannot be written; it is kept as {former}"):
                _fill(ours, part)
            return former
    except sqlite3.OperationalError:
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        # So damaged that SQLite cannot read it, and nobody can be using it.
        return _swapped(part, store)


def _fill(ours: sqlite3.Connection, part: Path) -> None:
    """Let a store hold what another file holds, in one transaction."""
    with closing(opened(part)) as fresh:
        if _page_size(fresh) != _page_size(ours):
            ours.execute("PRAGMA journal_mode=DELETE")  # only then may it change
        ours.execute("PRAGMA synchronous=FULL")
        fresh.backup(ours, pages=_PAGES)


def _take(ours: sqlite3.Connection, store: Path) -> None:
    """Have the file for this connection alone until it is closed."""
    try:
        ours.execute("PRAGMA locking_mode=EXCLUSIVE")
        ours.execute("BEGIN IMMEDIATE")
        ours.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise ServeError(f"{store} is in use: stop the server first ({error})") from error


def _page_size(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA page_size").fetchone()[0])


def _kept(passing: Path, store: Path) -> Path:
    """Name a former store by the next number that is free."""
    number = len(formers(store)) + 1
    while not _named(passing, found := _former(store, number)):
        number += 1
    return found


def _former(store: Path, number: int) -> Path:
    return store.with_name(f"{store.stem}.before-{number}{store.suffix}")


def _swapped(part: Path, store: Path) -> Path:
    """The same where the store is no database any more: its bytes are kept as they are."""
    with _passing(store) as passing:
        shutil.copyfile(store, passing)
        former = _kept(passing, store)
    for log, kept in zip(_logs(store), _logs(former), strict=True):
        if log.exists():
            shutil.copyfile(log, kept)
            # The log of the former file must never be read as that of the new one.
            log.unlink()
    store.with_name(f"{store.name}-shm").unlink(missing_ok=True)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(store)
    _settle(store.parent)
    return former
