"""Which judgments, saved searches, dismissals and runs has an organisation kept?

Beside the profiles and programmes, in the same file. Forgetting a profile forgets every row that
speaks of it, in one transaction. What a run found is kept packed, one row a profile and one a
few hundred candidates, because a row a pair would be millions.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import orjson
from sqlite_utils import Database, Migrations

from matcher.answers import etag
from matcher.errors import MatchError, NotFound
from matcher.judgments import Dismissal, Judgment, SavedSearch
from profiles.migrations import open_database, told, writing

__all__ = ["MatchStore", "Run", "StoreError"]

migrations = Migrations("matcher")

ENDED = ("done", "failed", "cancelled")
"""The states that a run never leaves."""


class StoreError(MatchError):
    """The tables of the matcher cannot be opened, read or written."""

    code = "match-store"


@migrations()
def m0001_judgments(db: Database) -> None:
    """Create the tables of judgments, saved searches and dismissals."""
    db.table("judgments").create(
        {
            "programme": str, "profile": str, "organisation": str,
            "grade": int, "note": str, "by": str, "at": str,
        },
        pk=("programme", "profile", "organisation"),
        not_null={"grade", "note", "by", "at"},
    )  # fmt: skip
    db.table("judgments").create_index(["profile"])
    db.table("saved_searches").create(
        {"id": str, "profile": str, "name": str, "filters": str, "seen": str, "created": str},
        pk="id",
        not_null={"profile", "name", "filters", "seen", "created"},
    )
    db.table("saved_searches").create_index(["profile"])
    db.table("dismissals").create(
        {"profile": str, "programme": str, "at": str}, pk=("profile", "programme")
    )


@migrations()
def m0002_runs(db: Database) -> None:
    """Create the tables of runs and of what they found."""
    db.table("runs").create(
        {
            "id": str, "state": str, "by": str, "asked": str, "on": str, "mark": str,
            "done": int, "total": int, "reason": str,
            "created": str, "started": str, "finished": str,
        },
        pk="id",
        not_null={"state", "by", "asked", "on", "created"},
    )  # fmt: skip
    db.conn.execute(
        "CREATE TABLE run_answers (profile TEXT, mark TEXT, hash TEXT, run TEXT, body BLOB,"
        " PRIMARY KEY (profile, mark)) WITHOUT ROWID"
    )
    db.conn.execute(
        "CREATE TABLE run_candidates (run TEXT, programme TEXT, part INTEGER, counts TEXT,"
        " body BLOB, PRIMARY KEY (run, programme, part)) WITHOUT ROWID"
    )


@migrations()
def m0003_ready(db: Database) -> None:
    """Tell answers that a server has made ready (they have no run) from those of runs."""
    db.conn.execute("ALTER TABLE run_answers ADD COLUMN made REAL")
    db.conn.execute("ALTER TABLE run_answers ADD COLUMN tag TEXT")
    db.conn.execute("CREATE INDEX ready_answers ON run_answers (made) WHERE run = ''")


@dataclass(frozen=True, slots=True)
class Run:
    """One ranking of stored profiles.

    Attributes:
        id: Its name.
        state: ``queued``, ``running``, ``done``, ``failed`` or ``cancelled``.
        by: Who asked for it: the prefix of a key.
        asked: What was asked for, such as ``{"top": 20}``.
        on: The instant that it answers for.
        mark: The settings (model, catalogue, fit, texts) that its answers depend on.
        done, total: Profiles ranked, and to be ranked.
        reason: Why it failed or was cancelled.
        created, started, finished: Instants.
    """

    id: str
    state: str
    by: str
    asked: dict[str, Any]
    on: str
    mark: str = ""
    done: int = 0
    total: int = 0
    reason: str | None = None
    created: str = ""
    started: str | None = None
    finished: str | None = None


class MatchStore:
    """The tables of the matcher in one SQLite file.

    A connection belongs to the thread that opened it.

    Args:
        path: The file, created if it is not there.

    Raises:
        StoreError: The file is no database, belongs to a newer version, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._db = open_database(path, migrations, StoreError)
        self._told = partial(told, path, StoreError)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._db.conn.close()

    def _do(self, sql: str, values: Iterable[Any] = ()) -> int:
        with self._told(), writing(self._db):
            return self._db.conn.execute(sql, tuple(values)).rowcount

    def _ask(self, sql: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
        with self._told():
            cursor = self._db.conn.execute(sql, tuple(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def judge(self, judgment: Judgment) -> None:
        """Keep a judgment, in place of the organisation's former one of this pair."""
        row = asdict(judgment) | {"at": judgment.at.isoformat()}
        with self._told(), writing(self._db):
            self._db.table("judgments").upsert(row, pk=("programme", "profile", "organisation"))

    def judgments(
        self, programme: str, organisation: str | None = None, profile: str | None = None
    ) -> tuple[Judgment, ...]:
        """The judgments of a programme's candidates, by profile; of one organisation, or of all."""
        rows = self._ask(
            "SELECT * FROM judgments WHERE programme = ? AND ? IN (organisation, '')"
            " AND ? IN (profile, '') ORDER BY profile, organisation",
            (programme, organisation or "", profile or ""),
        )
        return tuple(Judgment(**row | {"at": datetime.fromisoformat(row["at"])}) for row in rows)

    def unjudge(self, programme: str, profile: str, organisation: str) -> None:
        """Take a judgment back.

        Raises:
            NotFound: There is none.
        """
        where = "programme = ? AND profile = ? AND organisation = ?"
        if not self._do(f"DELETE FROM judgments WHERE {where}", (programme, profile, organisation)):  # noqa: S608
            raise NotFound("judgment", f"{programme} of {profile}")

    def save_search(self, search: SavedSearch) -> None:
        """Keep a saved search, in place of the one with its id."""
        row = asdict(search) | {
            "filters": orjson.dumps(search.filters).decode(),
            "seen": orjson.dumps(search.seen).decode(),
            "created": search.created.isoformat(),
        }
        with self._told(), writing(self._db):
            self._db.table("saved_searches").upsert(row, pk="id")

    def searches(self, profile: str | None = None) -> tuple[SavedSearch, ...]:
        """The saved searches of a profile, or all, the oldest first."""
        rows = self._ask(
            "SELECT * FROM saved_searches WHERE ? IN (profile, '') ORDER BY created, id",
            (profile or "",),
        )
        return tuple(
            SavedSearch(
                id=row["id"],
                profile=row["profile"],
                name=row["name"],
                filters=orjson.loads(row["filters"]),
                seen=tuple(orjson.loads(row["seen"])),
                created=datetime.fromisoformat(row["created"]),
            )
            for row in rows
        )

    def drop_search(self, identifier: str) -> None:
        """Forget a saved search; nothing happens if there is none."""
        self._do("DELETE FROM saved_searches WHERE id = ?", (identifier,))

    def dismiss(self, profile: str, programme: str, at: datetime) -> None:
        """Never show this programme to this profile again."""
        self._do(
            "INSERT OR IGNORE INTO dismissals VALUES (?, ?, ?)",
            (profile, programme, at.isoformat()),
        )

    def restore(self, profile: str, programme: str) -> None:
        """Show a dismissed programme again.

        Raises:
            NotFound: It was not dismissed.
        """
        where = "DELETE FROM dismissals WHERE profile = ? AND programme = ?"
        if not self._do(where, (profile, programme)):
            raise NotFound("dismissal", programme)

    def dismissals(self, profile: str) -> tuple[Dismissal, ...]:
        """What was dismissed for a profile, by programme."""
        rows = self._ask("SELECT * FROM dismissals WHERE profile = ? ORDER BY programme", [profile])
        return tuple(Dismissal(**row | {"at": datetime.fromisoformat(row["at"])}) for row in rows)

    def forget(self, profile: str) -> None:
        """Delete every row that speaks of a profile, also inside the packed rows of runs."""
        tables = ("judgments", "saved_searches", "dismissals", "run_answers")
        with self._told(), writing(self._db):
            for table in tables:
                self._db.conn.execute(f"DELETE FROM {table} WHERE profile = ?", [profile])  # noqa: S608
            needle = orjson.dumps(profile)
            rows = self._db.conn.execute(
                "SELECT run, programme, part, body FROM run_candidates WHERE instr(body, ?) > 0",
                [needle],
            ).fetchall()
            for run, programme, part, body in rows:
                found = orjson.loads(body)
                left = [row for row in found if row["profile"] != profile]
                self._db.conn.execute(
                    "UPDATE run_candidates SET body = ? WHERE (run, programme, part) = (?, ?, ?)",
                    [orjson.dumps(left), run, programme, part],
                )
                for row in found:
                    if row["profile"] == profile:
                        self._uncount(run, programme, row["verdict"])

    def _uncount(self, run: str, programme: str, verdict: str) -> None:
        path = f'$."{verdict}"'
        self._db.conn.execute(
            "UPDATE run_candidates SET counts = json_set(counts, ?, json_extract(counts, ?) - 1)"
            " WHERE run = ? AND programme = ? AND part = 0",
            [path, path, run, programme],
        )

    def add_run(self, run: Run) -> None:
        """Keep a new run."""
        with self._told(), writing(self._db):
            self._db.table("runs").insert(asdict(run) | {"asked": orjson.dumps(run.asked).decode()})

    def run(self, identifier: str) -> Run:
        """The run with this id.

        Raises:
            NotFound: There is none.
        """
        rows = self._ask("SELECT * FROM runs WHERE id = ?", [identifier])
        if not rows:
            raise NotFound("run", identifier)
        return _run(rows[0])

    def runs(self) -> tuple[Run, ...]:
        """All runs, the newest first."""
        return tuple(map(_run, self._ask("SELECT * FROM runs ORDER BY created DESC, id")))

    def progress(self, identifier: str, done: int, total: int) -> bool:
        """Note how far a run has come; False if it was cancelled meanwhile."""
        sql = "UPDATE runs SET done = ?, total = ? WHERE id = ? AND state = 'running'"
        return self._do(sql, (done, total, identifier)) > 0

    def begin(self, identifier: str, mark: str) -> bool:
        """Note that a queued run is running; False if it no longer waits."""
        sql = "UPDATE runs SET state = 'running', mark = ?, started = ?"
        return self._do(f"{sql} WHERE id = ? AND state = 'queued'", (mark, _now(), identifier)) > 0

    def end(self, identifier: str, state: str, reason: str | None = None) -> bool:
        """Note how a run ended; False if it had ended before."""
        marks = ",".join("?" * len(ENDED))
        sql = f"UPDATE runs SET state = ?, reason = ?, finished = ? WHERE id = ? AND state NOT IN ({marks})"  # noqa: S608, E501
        return self._do(sql, (state, reason, _now(), identifier, *ENDED)) > 0

    def queue_again(self) -> int:
        """Put runs back that were running when their process died; how many."""
        return self._do("UPDATE runs SET state = 'queued', done = 0 WHERE state = 'running'")

    def keep_answers(self, rows: Iterable[tuple[str, str, str, str, bytes]]) -> None:
        """Keep packed answers: profile, mark, the profile's content hash, run, body."""
        with self._told(), writing(self._db):
            self._db.conn.executemany(
                "REPLACE INTO run_answers (profile, mark, hash, run, body, tag)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                ((*row, etag(row[-1])) for row in rows),
            )

    def keep_ready(
        self, profile: str, mark: str, said: tuple[str, str], body: bytes, *, most: int
    ) -> None:
        """Keep an answer that was made before it was asked for, in place of the one before.

        Args:
            profile: Whose; if it was changed or forgotten meanwhile, nothing is kept.
            mark: Settings and instant.
            said: The profile's content hash, and what was dismissed for it.
            body: The answer.
            most: Answers kept in all; the oldest go.
        """
        with self._told(), writing(self._db):
            self._db.conn.execute(
                "DELETE FROM run_answers WHERE profile = ? AND run = ''", [profile]
            )
            self._db.conn.execute(
                "INSERT OR REPLACE INTO run_answers (profile, mark, hash, run, body, tag, made)"
                " SELECT id, ?, ?, '', ?, ?, ? FROM profiles WHERE id = ? AND hash = ?",
                [mark, "".join(said), body, etag(body), time.time(), profile, said[0]],
            )
            over = self._db.conn.execute(
                "SELECT profile, mark FROM run_answers WHERE run = '' ORDER BY made DESC"
                " LIMIT -1 OFFSET ?",
                [most],
            ).fetchall()
            self._db.conn.executemany(
                "DELETE FROM run_answers WHERE profile = ? AND mark = ?", over
            )

    def drop_answers(self, profiles: Iterable[str]) -> None:
        """Forget the answers that are kept of these profiles: they are worked out when asked."""
        with self._told(), writing(self._db):
            self._db.conn.executemany(
                "DELETE FROM run_answers WHERE profile = ?", ((one,) for one in profiles)
            )

    def readied(self) -> tuple[str, ...]:
        """The profiles that have an answer made ready, the newest last."""
        rows = self._ask("SELECT profile FROM run_answers WHERE run = '' ORDER BY made")
        return tuple(row["profile"] for row in rows)

    def answer(self, profile: str, mark: str) -> tuple[str, bytes, str] | None:
        """A profile's packed answer under a mark: what it was made for, its body and its ETag.

        It is asked on every request for matches, so the way there is as short as can be.
        """
        found = self._db.conn.execute(
            "SELECT hash, body, tag FROM run_answers WHERE profile = ? AND mark = ?",
            (profile, mark),
        ).fetchone()
        return (found[0], found[1], found[2] or etag(found[1])) if found else None

    def answers_for(self, profile: str, mark: str) -> str | None:
        """What a profile's packed answer was made for; its body is left where it is."""
        found = self._db.conn.execute(
            "SELECT hash FROM run_answers WHERE profile = ? AND mark = ?", (profile, mark)
        ).fetchone()
        return found[0] if found else None

    def keep_candidates(
        self, run: str, parts: Iterable[tuple[str, int, Mapping[str, int], bytes]]
    ) -> None:
        """Keep packed candidates of a run: programme, part, counts by verdict, body."""
        with self._told(), writing(self._db):
            self._db.conn.executemany(
                "REPLACE INTO run_candidates VALUES (?, ?, ?, ?, ?)",
                (
                    (run, name, part, orjson.dumps(counts).decode(), body)
                    for name, part, counts, body in parts
                ),
            )

    def counts(self, run: str, programme: str) -> dict[str, int] | None:
        """How many candidates of a programme a run found in each band; None if it has none."""
        rows = self._ask(
            "SELECT counts FROM run_candidates WHERE run = ? AND programme = ? AND part = 0",
            (run, programme),
        )
        return orjson.loads(rows[0]["counts"]) if rows else None

    def candidates(self, run: str, programme: str) -> Iterator[dict[str, Any]]:
        """The candidates that a run found for a programme, best first, read part by part."""
        part = 0
        while rows := self._ask(
            "SELECT body FROM run_candidates WHERE run = ? AND programme = ? AND part = ?",
            (run, programme, part),
        ):
            yield from orjson.loads(rows[0]["body"])
            part += 1


def _run(row: Mapping[str, Any]) -> Run:
    return Run(**{**row, "asked": orjson.loads(row["asked"])})


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
