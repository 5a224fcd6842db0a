"""Which runs are there, who took part, and what was worked out before it was asked for?

Beside the profiles and programmes, in the same file. Answers are kept as the bytes that are sent,
one row a profile; a row a pair would be millions, so pairs are in a run's files.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from api.store.migrations import migrations
from matcher.answers.page import etag
from matcher.errors import MatchError, NotFound
from profiles.migrations import StoreFile, writing

__all__ = ["ENDED", "STATES", "Entrant", "Run", "RunStore", "ServerStoreError"]

ENDED = ("done", "failed", "cancelled")
"""The states that a run never leaves."""
STATES = ("queued", "running", *ENDED)
_RUNS = "SELECT * FROM runs"


class ServerStoreError(MatchError):
    """The tables of the matcher cannot be opened, read or written."""

    code = "match-store"


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
        starts: How often its process was started since it last finished a shard.
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
    starts: int = 0


class Entrant(NamedTuple):
    """What is known of one who took part in a run without reading its profile.

    Attributes:
        place: In the run.
        profile: Its id; None for one that is gone.
        seats, areas: Countries and areas, with commas.
        hash: Of what the profile said.
        flags: What should be looked into, with commas; see ``usecases.entrants``.
        prints: See ``profiles.likeness``; empty where there are none.
    """

    place: int
    profile: str | None
    seats: str
    areas: str
    hash: str
    flags: str
    prints: bytes


class RunStore(StoreFile):
    """The tables of runs, and of answers that were worked out before they were asked for.

    Raises:
        ServerStoreError: The file is no database, belongs to a newer version, or cannot be written.
    """

    migrations = migrations
    fail = ServerStoreError

    def _do(self, sql: str, values: Iterable[Any] = ()) -> int:
        with self._told(), writing(self._db):
            return self._db.conn.execute(sql, tuple(values)).rowcount

    def _ask(self, sql: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
        with self._told():
            cursor = self._db.conn.execute(sql, tuple(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def queue(self, run: Run, *, most: int) -> Run | None:
        """Keep a new run behind those that wait.

        Args:
            run: Who asks, what for, and its instant.
            most: How many runs may wait.

        Returns:
            The run; the one that waits already, if it was asked for with the same and for the same
            instant; None where as many wait as may.
        """
        row = asdict(run) | {"asked": orjson.dumps(run.asked).decode()}
        with self._told(), writing(self._db):
            waiting = self.waiting()
            for one in waiting:
                if (one.asked, one.on) == (run.asked, run.on):
                    return one
            if len(waiting) >= most:
                return None
            self._db.table("runs").insert(row)
        return run

    def waiting(self) -> tuple[Run, ...]:
        """The queued runs, in the order in which they were asked for, whatever the clock said."""
        return tuple(map(_run, self._ask(f"{_RUNS} WHERE state = 'queued' ORDER BY rowid")))

    def under_way(self) -> tuple[Run, ...]:
        """The runs that say that they are running."""
        return tuple(map(_run, self._ask(f"{_RUNS} WHERE state = 'running' ORDER BY rowid")))

    def run(self, identifier: str) -> Run:
        """The run with this id.

        Raises:
            NotFound: There is none.
        """
        rows = self._ask(f"{_RUNS} WHERE id = ?", [identifier])
        if not rows:
            raise NotFound("run", identifier)
        return _run(rows[0])

    def runs(self) -> tuple[Run, ...]:
        """All runs, the newest first."""
        return tuple(map(_run, self._ask(f"{_RUNS} ORDER BY rowid DESC")))

    def states(self) -> dict[str, int]:
        """How many runs are in each state."""
        rows = self._ask("SELECT state, count(*) AS number FROM runs GROUP BY state")
        return dict.fromkeys(STATES, 0) | {row["state"]: row["number"] for row in rows}

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

    def drop_run(self, identifier: str) -> None:
        """Forget a run, who took part, and the answers that it has made."""
        with self._told(), writing(self._db):
            for table, column in (("run_profiles", "run"), ("run_answers", "run"), ("runs", "id")):
                self._db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (identifier,))  # noqa: S608

    def beyond(self, most: int) -> tuple[str, ...]:
        """The ended runs beyond the newest ones, which are kept."""
        marks = ",".join("?" * len(ENDED))
        sql = f"SELECT id FROM runs WHERE state IN ({marks}) ORDER BY rowid DESC LIMIT -1 OFFSET ?"  # noqa: S608
        return tuple(row["id"] for row in self._ask(sql, (*ENDED, most)))

    def starting(self, identifier: str) -> None:
        """Note that a process is started for a run."""
        self._do("UPDATE runs SET starts = starts + 1 WHERE id = ?", (identifier,))

    def advanced(self, identifier: str) -> None:
        """Note that a run has finished a shard since its process was started."""
        self._do("UPDATE runs SET starts = 1 WHERE id = ? AND starts <> 1", (identifier,))

    def put_back(self, identifier: str) -> None:
        """Let a run wait again whose process died: what it has done stands, it goes on there."""
        self._do(
            "UPDATE runs SET state = 'queued' WHERE id = ? AND state = 'running'", (identifier,)
        )

    def keep_answers(
        self, run: str, mark: str, on: str, rows: Sequence[tuple[str, str, str, bytes]]
    ) -> None:
        """Keep answers that a run has worked out, in place of those of runs for earlier instants.

        Args:
            run: The run.
            mark: Settings.
            on: The instant.
            rows: Profile, content hash, programmes that are left out, body; a profile that was
                changed or forgotten is left out.
        """
        with self._told(), writing(self._db, lasting=False):
            self._db.conn.executemany(
                "DELETE FROM run_answers WHERE profile = ? AND run <> ''"
                " AND substr(mark, instr(mark, '|') + 1) < ?",
                ((profile, on) for profile, _, _, _ in rows),
            )
            self._db.conn.executemany(
                "INSERT OR REPLACE INTO run_answers (profile, mark, hash, run, body, tag)"
                " SELECT id, ?, hash || ?, ?, ?, ? FROM profiles WHERE id = ? AND hash = ?",
                (
                    (f"{mark}|{on}", gone, run, body, etag(body), profile, content)
                    for profile, content, gone, body in rows
                ),
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
        with self._told(), writing(self._db, lasting=False):
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

    def readied(self) -> tuple[str, ...]:
        """The profiles that have an answer made ready, the newest last."""
        rows = self._ask("SELECT profile FROM run_answers WHERE run = '' ORDER BY made")
        return tuple(row["profile"] for row in rows)

    def answer(self, profile: str, mark: str) -> tuple[str, bytes, str] | None:
        """A profile's packed answer under a mark: what it was made for, its body and its ETag.

        One that is not what was kept is none: it is worked out again.
        """
        found = self._db.conn.execute(
            "SELECT hash, body, tag FROM run_answers WHERE profile = ? AND mark = ?",
            (profile, mark),
        ).fetchone()
        if found is None:
            return None
        tag = etag(found[1])
        return (found[0], found[1], tag) if found[2] in (None, tag) else None

    def answers_for(self, profile: str, mark: str) -> str | None:
        """What a profile's packed answer was made for; its body is left where it is."""
        found = self._db.conn.execute(
            "SELECT hash FROM run_answers WHERE profile = ? AND mark = ?", (profile, mark)
        ).fetchone()
        return found[0] if found else None

    def enrol(self, run: str, profiles: Iterable[str]) -> None:
        """Note who takes part in a run, in this order; nothing happens if that was done before."""
        with self._told(), writing(self._db, lasting=False):
            if self.enrolled(run):
                return
            self._db.conn.executemany(
                "INSERT INTO run_profiles (run, place, profile, seats, areas)"
                " VALUES (?, ?, ?, '', '')",
                ((run, place, profile) for place, profile in enumerate(profiles)),
            )

    def enrolled(self, run: str) -> int:
        """How many profiles take part in a run, those that are gone too."""
        found = self._db.conn.execute(
            "SELECT coalesce(max(place), -1) + 1 FROM run_profiles WHERE run = ?", (run,)
        ).fetchone()
        return int(found[0])

    def taking_part(self, run: str, first: int, number: int) -> tuple[str | None, ...]:
        """The profiles at some places of a run; None for one that is gone."""
        rows = self._db.conn.execute(
            "SELECT profile FROM run_profiles WHERE run = ? AND place >= ? AND place < ?"
            " ORDER BY place",
            (run, first, first + number),
        )
        return tuple(row[0] for row in rows)

    def describe(self, run: str, rows: Iterable[Entrant]) -> None:
        """Note what is to be known of profiles of a run when they are listed."""
        with self._told(), writing(self._db, lasting=False):
            self._db.conn.executemany(
                "UPDATE run_profiles SET seats = ?, areas = ?, hash = ?, flags = ?, prints = ?"
                " WHERE run = ? AND place = ?",
                ((one.seats, one.areas, one.hash, one.flags, one.prints, run, one.place)
                 for one in rows),
            )  # fmt: skip

    def names(self, run: str, places: Sequence[int]) -> dict[int, str]:
        """The profiles at these places of a run; those that are gone are left out."""
        marks = ",".join("?" * len(places))
        rows = self._db.conn.execute(
            f"SELECT place, profile FROM run_profiles WHERE run = ? AND place IN ({marks})"  # noqa: S608
            " AND profile IS NOT NULL",
            (run, *places),
        )
        return dict(rows.fetchall())

    def gone(self, run: str) -> int:
        """How many of those who took part in a run have been forgotten since."""
        # The plus sign keeps SQLite from going through everybody in the run: few are gone.
        found = self._db.conn.execute(
            "SELECT count(*) FROM run_profiles WHERE profile IS NULL AND +run = ?", (run,)
        ).fetchone()
        return int(found[0])

    def people(self, run: str) -> list[Entrant]:
        """Everybody who took part in a run, by place."""
        found = self._db.conn.execute(
            "SELECT place, profile, seats, areas, hash, flags, coalesce(prints, x'')"
            " FROM run_profiles WHERE run = ? ORDER BY place",
            (run,),
        )
        return [Entrant(*row) for row in found]

    def took_part(self, profile: str) -> dict[str, int]:
        """The runs that a profile took part in, and its place in each."""
        rows = self._db.conn.execute(
            "SELECT run, place FROM run_profiles WHERE profile = ?", (profile,)
        )
        return dict(rows.fetchall())

    def strike(self, profile: str) -> int:
        """Take a profile's name out of every run: what is left are numbers of nobody; how many."""
        return self._do(
            "UPDATE run_profiles SET profile = NULL, seats = '', areas = '', hash = '', flags = '',"
            " prints = NULL WHERE profile = ?",
            (profile,),
        )


def _run(row: Mapping[str, Any]) -> Run:
    return Run(**{**row, "asked": orjson.loads(row["asked"])})


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
