"""Which profiles has an organisation kept, and what did they say before?

A profile is kept as the JSON that any reader of files understands, under its id. Saving the same
content again changes nothing; saving another keeps the former as an earlier version. An import is
one transaction: it is there as a whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import orjson
from pydantic import ValidationError
from sqlite_utils import Database, Migrations

from profiles.errors import ProfileStoreError, UnknownProfile
from profiles.migrations import StoreFile, writing
from profiles.model import Profile
from profiles.usage import Quota, StoredUsage, add_counters, holds, usage_of

__all__ = ["ProfileStore", "Saved", "Version", "content_hash"]

_AT_ONCE = 500

migrations = Migrations("profiles")


@migrations()
def m0001_profiles(db: Database) -> None:
    """Create the table of current profiles."""
    columns = {"id": str, "name": str, "version": int, "hash": str, "known_on": str}
    db.table("profiles").create(
        {**columns, "document": str}, pk="id", not_null={"name", "version", "hash", "document"}
    )


@migrations()
def m0002_versions(db: Database) -> None:
    """Create the table of earlier versions."""
    db.table("profile_versions").create(
        {"id": str, "version": int, "hash": str, "known_on": str, "document": str},
        pk=("id", "version"),
        not_null={"hash", "document"},
    )


@migrations()
def m0003_usage(db: Database) -> None:
    """Count what each holder keeps."""
    add_counters(db)


@migrations()
def m0004_changes(db: Database) -> None:
    """Number the last change of each profile, so that whoever knows the others hears of it.

    One that is deleted leaves a number without a name.
    """
    db.conn.execute(
        "CREATE TABLE profile_changes (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE)"
    )
    db.conn.execute("INSERT INTO profile_changes (id) SELECT id FROM profiles ORDER BY id")
    again = (
        "DELETE FROM profile_changes WHERE id = new.id;"
        " INSERT INTO profile_changes (id) VALUES (new.id);"
    )
    gone = (
        "DELETE FROM profile_changes WHERE id = old.id OR id IS NULL;"
        " INSERT INTO profile_changes (id) VALUES (NULL);"
    )
    for event, step in (("INSERT", again), ("UPDATE OF hash", again), ("DELETE", gone)):
        name = event.partition(" ")[0].lower()
        db.conn.execute(f"CREATE TRIGGER changes_{name} AFTER {event} ON profiles BEGIN {step} END")


@dataclass(frozen=True, slots=True)
class Saved:
    """How many profiles an import added, changed, and found as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a profile: its number from 1, its content, the day it was known if given."""

    number: int
    hash: str
    known_on: date | None


def _version(number: int, mark: str, known_on: str | None) -> Version:
    return Version(number, mark, date.fromisoformat(known_on) if known_on else None)


def content_hash(profile: Profile) -> str:
    """SHA-256 of what a profile says, in hex; two equal profiles have the same."""
    return hashlib.sha256(_document(profile)).hexdigest()


def _document(profile: Profile) -> bytes:
    content = profile.model_dump(mode="json", exclude_none=True)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


class ProfileStore(StoreFile):
    """The profiles in one SQLite file.

    Raises:
        ProfileStoreError: The file is no database, belongs to a newer version, or cannot be
            written.
    """

    migrations = migrations
    fail = ProfileStoreError

    def __len__(self) -> int:
        with self._told():
            return int(self._db.table("profiles").count)

    def __contains__(self, identifier: object) -> bool:
        with self._told():
            return self._row(str(identifier)) is not None

    def save(
        self,
        profile: Profile,
        *,
        on: date | None = None,
        check: Callable[[Version | None], None] | None = None,
        quota: Quota | None = None,
    ) -> bool:
        """Keep one profile; True if that changed anything.

        Args:
            profile: What to keep; a former version under the same id is kept beside it.
            on: The day on which this was known.
            check: Is shown the version that is there, None if there is none, before anybody else
                can write. What it raises leaves everything as it was.
            quota: What the holder may keep; without bound if None.

        Raises:
            Full: It would keep more.
        """
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        with self._told(), writing(self._db), self._within(quota):
            if check is not None:
                row = self._row(profile.id)
                check(_version(row["version"], row["hash"], row["known_on"]) if row else None)
            self._save_chunk([profile], on, counts)
        return not counts["unchanged"]

    def save_all(
        self, found: Iterable[Profile], *, on: date | None = None, quota: Quota | None = None
    ) -> Saved:
        """Keep profiles in one transaction: all of them, or on any error none.

        Args:
            found: The profiles; of two with one id the later one counts as the newer version.
            on: The day on which they were known.
            quota: What the holder may keep; without bound if None.

        Raises:
            Full: It would keep more.
        """
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        queue = iter(found)
        with self._told(), writing(self._db), self._within(quota):
            while chunk := list(islice(queue, _AT_ONCE)):
                self._save_chunk(chunk, on, counts)
        return Saved(**counts)

    @contextmanager
    def _within(self, quota: Quota | None) -> Iterator[None]:
        before = usage_of(self._db, quota.holder) if quota else StoredUsage()
        yield
        if quota:
            holds(self._db, quota, before)

    def usage(self, holder: str) -> StoredUsage:
        """What a holder keeps."""
        with self._told():
            return usage_of(self._db, holder)

    def _save_chunk(
        self, chunk: Sequence[Profile], on: date | None, counts: dict[str, int]
    ) -> None:
        kept = self._rows(one.id for one in chunk)
        fresh: dict[str, dict[str, Any]] = {}
        former: list[dict[str, Any]] = []
        for one in chunk:
            document = _document(one)
            mark = hashlib.sha256(document).hexdigest()
            before = kept.get(one.id)
            if before and before["hash"] == mark:
                counts["unchanged"] += 1
                continue
            counts["changed" if before else "added"] += 1
            if before:
                former.append({name: before[name] for name in before if name != "name"})
            kept[one.id] = fresh[one.id] = {
                "id": one.id,
                "name": one.name,
                "version": before["version"] + 1 if before else 1,
                "hash": mark,
                "known_on": on.isoformat() if on else None,
                "document": document.decode(),
            }
        self._db.table("profile_versions").insert_all(former)
        self._db.table("profiles").upsert_all(fresh.values(), pk="id")

    def get(self, identifier: str, version: int | None = None) -> Profile:
        """The profile with this id, as it is now or as a version of it was.

        Raises:
            UnknownProfile: There is none.
            ProfileStoreError: What is kept can no longer be read as a profile.
        """
        with self._told():
            row = self._row(identifier)
            if row and version not in (None, row["version"]):
                row = self._former(identifier, version)
        if row is None:
            raise UnknownProfile("profile" if version is None else f"version {version}", identifier)
        return self._profile(row)

    def ids(self) -> tuple[str, ...]:
        """The ids of all profiles, sorted."""
        with self._told():
            rows = self._db.conn.execute("SELECT id FROM profiles ORDER BY id").fetchall()
        return tuple(row[0] for row in rows)

    def many(self, identifiers: Iterable[str] | None = None) -> Iterator[Profile]:
        """The profiles with these ids in the order given, or all by id.

        Raises:
            UnknownProfile: One of them is not there.
        """
        queue = iter(self.ids() if identifiers is None else identifiers)
        while chunk := list(islice(queue, _AT_ONCE)):
            with self._told():
                rows = self._rows(chunk)
            for identifier in chunk:
                if identifier not in rows:
                    raise UnknownProfile("profile", identifier)
                yield self._profile(rows[identifier])

    def there(
        self, identifiers: Iterable[str], told: Callable[[ProfileStoreError], object]
    ) -> Iterator[Profile]:
        """Those of some profiles that are there and can be read, in the order given.

        Args:
            identifiers: Which.
            told: Hears of each that cannot be read.
        """
        queue = iter(identifiers)
        while chunk := list(islice(queue, _AT_ONCE)):
            with self._told():
                rows = self._rows(chunk)
            for identifier in chunk:
                if identifier in rows:
                    try:
                        found = self._profile(rows[identifier])
                    except ProfileStoreError as error:
                        told(error)
                    else:
                        yield found

    def changes(self, after: int) -> tuple[int, tuple[str | None, ...]]:
        """What was written since a change: the number of the last one, and the ids, newest first.

        Args:
            after: A number that this has returned; 0 for the first.

        Returns:
            The number, and the profiles that were added or changed; None among them says that some
            were deleted.
        """
        with self._told():
            rows = self._db.conn.execute(
                "SELECT number, id FROM profile_changes WHERE number > ? ORDER BY number DESC",
                (after,),
            ).fetchall()
        return (rows[0][0] if rows else after), tuple(row[1] for row in rows)

    def hashes(self) -> tuple[int, dict[str, str]]:
        """The number of the last change, and the content hash of every profile, as of then."""
        with self._told():
            self._db.conn.execute("BEGIN")
            try:
                last = self._db.conn.execute("SELECT max(number) FROM profile_changes").fetchone()
                rows = self._db.conn.execute("SELECT id, hash FROM profiles").fetchall()
            finally:
                self._db.conn.execute("COMMIT")
        return last[0] or 0, dict(rows)

    def versions(self, identifier: str) -> tuple[Version, ...]:
        """The versions of a profile, the first one first.

        Raises:
            UnknownProfile: There is no such profile.
        """
        query = (
            "SELECT version, hash, known_on FROM profile_versions WHERE id = :id"
            " UNION ALL SELECT version, hash, known_on FROM profiles WHERE id = :id"
            " ORDER BY version"
        )
        with self._told():
            rows = self._db.conn.execute(query, {"id": identifier}).fetchall()
        if not rows:
            raise UnknownProfile("profile", identifier)
        return tuple(_version(*row) for row in rows)

    def delete(self, identifier: str) -> None:
        """Forget a profile with all its versions.

        Raises:
            UnknownProfile: There is no such profile.
        """
        with self._told(), writing(self._db):
            gone = self._db.conn.execute("DELETE FROM profiles WHERE id = ?", [identifier])
            self._db.conn.execute("DELETE FROM profile_versions WHERE id = ?", [identifier])
        if not gone.rowcount:
            raise UnknownProfile("profile", identifier)

    def forget(self, identifier: str) -> int:
        """Delete a profile with all its versions, if it is there; how many versions there were.

        The rows are overwritten, so that nothing of them is left in the file.
        """
        self._db.conn.execute("PRAGMA secure_delete=ON")
        with self._told(), writing(self._db):
            return sum(
                self._db.conn.execute(f"DELETE FROM {table} WHERE id = ?", [identifier]).rowcount  # noqa: S608
                for table in ("profiles", "profile_versions")
            )

    def known(self, identifier: str) -> tuple[tuple[Profile, ...], int]:
        """What every version of a profile says that can be read, and how many cannot."""
        with self._told():
            rows = [
                row
                for table in ("profile_versions", "profiles")
                for row in self._db.table(table).rows_where("id = ?", [identifier])
            ]
        found = []
        for row in rows:
            with suppress(ProfileStoreError):
                found.append(self._profile(row))
        return tuple(found), len(rows) - len(found)

    def _row(self, identifier: str) -> Mapping[str, Any] | None:
        return self._rows([identifier]).get(identifier)

    def _rows(self, identifiers: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        wanted = list(identifiers)
        marks = ",".join("?" * len(wanted))
        rows = self._db.table("profiles").rows_where(f"id IN ({marks})", wanted)
        return {row["id"]: row for row in rows}

    def _former(self, identifier: str, version: int | None) -> Mapping[str, Any] | None:
        where = "id = ? AND version = ?"
        rows = self._db.table("profile_versions").rows_where(where, [identifier, version])
        return next(iter(rows), None)

    def _profile(self, row: Mapping[str, Any]) -> Profile:
        problem = f"holds {row['id']!r} damaged: restore a copy, or import it again"
        whole = hashlib.sha256(row["document"].encode()).hexdigest() == row["hash"]
        try:
            found = Profile.model_validate_json(row["document"])
        except ValidationError as error:
            if whole:
                problem = f"holds {row['id']!r} as this version cannot read it: import it again"
            raise ProfileStoreError(f"{self._path} {problem}") from error
        # Earlier versions may have written the same content in other bytes.
        if not whole and content_hash(found) != row["hash"]:
            raise ProfileStoreError(f"{self._path} {problem}")
        return found
