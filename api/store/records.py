"""What does the server itself keep: keys, sessions, the audit log, feeds and webhooks?

Beside the other tables, in the same file. No secret is kept that could be used if the file were
read by somebody else: keys, sessions and addresses of feeds are kept as hashes. A webhook's secret
is the exception, because its messages are signed with it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlite_utils import Database, Migrations

from matcher.errors import MatchError
from profiles.migrations import StoreFile, writing

__all__ = ["KeyRow", "RecordError", "Records", "RowCache"]

migrations = Migrations("api")

KeyRow: TypeAlias = tuple[str, str, str, str, float | None, float | None]
_Row = TypeVar("_Row")
_SEEN = 10_000
"""Rows of each kind that are remembered while the file stays as it is."""


class RecordError(MatchError):
    """The server's own tables cannot be opened, read or written."""

    code = "records"


@migrations()
def m0001_keys(db: Database) -> None:
    """Create the tables of keys, sessions and the audit log."""
    db.table("keys").create(
        {
            "prefix": str, "hash": str, "role": str, "holder": str, "note": str, "grants": str,
            "created": float, "expires": float, "revoked": float,
        },
        pk="prefix",
        not_null={"hash", "role", "holder", "grants", "created"},
    )  # fmt: skip
    db.table("keys").create_index(["hash"], unique=True)
    db.table("sessions").create(
        {"hash": str, "key": str, "kind": str, "form": str, "expires": float}, pk="hash"
    )
    db.table("audit").create(
        {
            "id": int, "at": float, "key": str, "holder": str, "action": str, "subject": str,
            "request": str,
        },
        pk="id",
    )  # fmt: skip


@migrations()
def m0002_owners(db: Database) -> None:
    """Create the tables of an organisation's own programmes and of revisions."""
    db.table("programme_owners").create({"programme": str, "holder": str}, pk="programme")
    db.table("revisions").create({"name": str, "number": int}, pk="name")


@migrations()
def m0003_news(db: Database) -> None:
    """Create the tables of feeds, webhooks and their deliveries."""
    db.table("feeds").create(
        {"hash": str, "profile": str, "holder": str, "prefix": str, "created": float}, pk="hash"
    )
    db.table("webhooks").create(
        {"id": str, "holder": str, "url": str, "secret": str, "profile": str, "created": float},
        pk="id",
    )
    db.table("deliveries").create(
        {
            "id": str, "webhook": str, "body": str, "state": str, "tries": int, "due": float,
            "said": str,
        },
        pk="id",
    )  # fmt: skip
    db.table("deliveries").create_index(["state", "due"])


@migrations()
def m0004_makers(db: Database) -> None:
    """Keep which key made a feed or a webhook, and what each webhook was told of."""
    for table in ("feeds", "webhooks"):
        db.table(table).add_column("key", str)
    db.table("told").create(
        {"webhook": str, "search": str, "programmes": str}, pk=("webhook", "search")
    )


@migrations()
def m0005_marks(db: Database) -> None:
    """Create the tables of what people mark for themselves, and of answers that they share."""
    db.table("marks").create(
        {
            "profile": str, "programme": str, "holder": str, "kind": str, "text": str, "day": str,
            "at": float,
        },
        pk=("profile", "programme", "holder", "kind"),
    )  # fmt: skip
    db.table("shares").create(
        {
            "hash": str, "profile": str, "holder": str, "prefix": str, "key": str, "query": str,
            "created": float,
        },
        pk="hash",
    )  # fmt: skip


@migrations()
def m0006_published(db: Database) -> None:
    """Keep whether an organisation's programme is published, and whether that was asked for.

    Those that were added before are their makers' alone until an administrator says otherwise.
    """
    for name in ("asked", "published"):
        db.table("programme_owners").add_column(name, float)


class RowCache:
    """What was read of a file since it last changed: each row is asked for once.

    Args:
        db: The file.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._keys: dict[str, KeyRow | None] = {}
        self._profiles: dict[str, tuple[str | None, str]] = {}

    def key(self, hashed: str) -> KeyRow | None:
        """A key by its hash: prefix, role, holder, grants, expires, revoked."""
        if hashed not in self._keys:
            found = self._db.conn.execute(
                "SELECT prefix, role, holder, grants, expires, revoked FROM keys WHERE hash = ?",
                (hashed,),
            ).fetchone()
            self._keep(self._keys, hashed, None if found is None else tuple(found))
        return self._keys[hashed]

    def profile(self, identifier: str) -> tuple[str | None, str]:
        """The content hash of a stored profile, and which programmes it is not shown, in one text.

        Those are what was dismissed for it, and drafts of organisations that are not its own.
        """
        if identifier not in self._profiles:
            found = self._db.conn.execute(
                "SELECT (SELECT hash FROM profiles WHERE id = :id), (SELECT group_concat(programme)"
                " FROM (SELECT programme FROM dismissals WHERE profile = :id ORDER BY programme))",
                {"id": identifier},
            ).fetchone()
            owner = identifier.partition("~")[0] if "~" in identifier else ""
            gone = {*filter(None, (found[1] or "").split(",")), *self.drafts_for(owner)}
            self._keep(self._profiles, identifier, (found[0], ",".join(sorted(gone))))
        return self._profiles[identifier]

    @cached_property
    def drafts(self) -> dict[str, str]:
        """The programmes of organisations that are not published, and whose each is."""
        found = self._db.conn.execute(
            "SELECT programme, holder FROM programme_owners WHERE published IS NULL"
        )
        return dict(found.fetchall())

    def drafts_for(self, holder: str) -> frozenset[str]:
        """The drafts of everybody but one holder: it is not told that they are there."""
        return frozenset(one for one, whose in self.drafts.items() if whose != holder)

    @cached_property
    def revision(self) -> int:
        """How often organisations have changed their programmes."""
        found = self._db.conn.execute(
            "SELECT number FROM revisions WHERE name = 'programmes'"
        ).fetchone()
        return found[0] if found else 0

    @staticmethod
    def _keep(held: dict[str, _Row], name: str, row: _Row) -> None:
        if len(held) >= _SEEN:
            held.clear()
        held[name] = row


class Records(StoreFile):
    """The server's own tables in one SQLite file; a connection belongs to its thread."""

    migrations = migrations
    fail = RecordError

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._seen, self._version = RowCache(self._db), -1

    def seen(self) -> RowCache:
        """What is known of the file as it is at this moment.

        It is asked on every request, so the way there is one look at a counter that SQLite raises
        with every change by any other connection, of this process or another. A key that is
        revoked opens nothing from the next request on.
        """
        version = self._db.conn.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._seen, self._version = RowCache(self._db), version
        return self._seen

    @contextmanager
    def _writing(self, *, lasting: bool = True) -> Iterator[None]:
        with self._told(), writing(self._db, lasting=lasting):
            yield
        # The counter stands still for changes that are made through this connection.
        self._version = -1

    def ask(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows that a question finds."""
        with self._told():
            cursor = self._db.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def do(self, sql: str, *values: Any) -> int:
        """Change rows in a transaction of its own; how many."""
        with self._writing():
            return self._db.conn.execute(sql, values).rowcount

    def do_all(self, steps: Iterable[tuple[str, Sequence[Any]]]) -> list[int]:
        """Change rows by several steps in one transaction; how many each has changed."""
        with self._writing():
            return [self._db.conn.execute(sql, values).rowcount for sql, values in steps]

    def settle(self) -> None:
        """Bring the write-ahead log into the file and empty it: former pages stay in it else.

        Somebody who reads at this moment keeps it from being emptied; the next look does it.
        """
        with self._told():
            self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Keep one new row."""
        with self._writing():
            self._db.table(table).insert(dict(row))

    def note(self, caller: Mapping[str, str], action: str, subject: str, request: str = "") -> None:
        """Add a line to the audit log."""
        row = {"at": time.time(), "action": action, "subject": subject, "request": request}
        # There is one for each sight of another's data: none is worth waiting for a disk.
        with self._writing(lasting=False):
            self._db.table("audit").insert({**row, **caller})

    def audit(self, most: int, before: int | None = None) -> list[dict[str, Any]]:
        """Lines of the audit log, the newest first, from below a line's number."""
        return self.ask(
            "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
            before if before is not None else 2**62,
            most,
        )

    def audit_of(self, subject: str, actions: Sequence[str]) -> list[dict[str, Any]]:
        """The lines of the audit log on one subject with one of these actions, the first first."""
        marks = ", ".join("?" * len(actions))
        return self.ask(
            f"SELECT * FROM audit WHERE subject = ? AND action IN ({marks}) ORDER BY id",  # noqa: S608
            subject,
            *actions,
        )

    def revision(self, name: str) -> int:
        """How often something was changed, by any process."""
        found = self._db.conn.execute(
            "SELECT number FROM revisions WHERE name = ?", (name,)
        ).fetchone()
        return found[0] if found else 0

    def raise_revision(self, name: str) -> int:
        """Note that something was changed; how often it has been by now."""
        self.do(
            "INSERT INTO revisions VALUES (?, 1)"
            " ON CONFLICT (name) DO UPDATE SET number = number + 1",
            name,
        )
        return self.revision(name)

    def owned(self, holder: str) -> frozenset[str]:
        """The programmes that an organisation has added."""
        rows = self.ask("SELECT programme FROM programme_owners WHERE holder = ?", holder)
        return frozenset(row["programme"] for row in rows)

    def publish(self, programme: str, *, asked: float | None, agreed: float | None) -> None:
        """Note since when a programme is to be published, and is; None for not at all."""
        self.do(
            "UPDATE programme_owners SET asked = ?, published = ? WHERE programme = ?",
            asked,
            agreed,
            programme,
        )

    def made(self) -> list[dict[str, Any]]:
        """Every organisation's programme: its maker, and since when it is asked for and shown."""
        return self.ask(
            "SELECT programme, holder AS maker, asked, published FROM programme_owners"
            " ORDER BY programme"
        )

    def makers(self) -> dict[str, str]:
        """The programmes that organisations have added, and whose each is."""
        return dict(self._db.conn.execute("SELECT programme, holder FROM programme_owners"))

    def profiles_of(self, holder: str) -> list[str]:
        """The ids of a holder's profiles, sorted; nobody else's are looked at."""
        between = "SELECT id FROM profiles WHERE id > ? AND id < ? ORDER BY id"
        rows = self.ask(between, f"{holder}~", f"{holder}~\U0010ffff")
        return [row["id"] for row in rows]

    def claim(self, programme: str, holder: str) -> None:
        """Note that an organisation adds a programme; nothing changes if another has the id."""
        self.do(
            "INSERT OR IGNORE INTO programme_owners (programme, holder) VALUES (?, ?)",
            programme,
            holder,
        )

    def disown(self, programme: str) -> None:
        """Let the id of an added programme be free again."""
        self.do("DELETE FROM programme_owners WHERE programme = ?", programme)
