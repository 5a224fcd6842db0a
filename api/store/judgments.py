"""Which saved searches and dismissals has a holder kept, and what speaks of a profile?

Beside runs, profiles and programmes, in the same file. Forgetting a profile forgets every row that
speaks of it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import orjson

from api.store.learned import LearnedStore
from api.store.runs import ENDED, Run, ServerStoreError
from api.store.values import Dismissal, SavedSearch
from matcher.errors import NotFound
from profiles.migrations import writing

__all__ = ["ENDED", "MatchStore", "Run", "ServerStoreError"]


_SPEAK_OF_PROFILES = (
    "decisions",
    "shown_bytes",
    "conflicts",
    "saved_searches",
    "dismissals",
    "run_answers",
    "shown_to",
    "open_to_partners",
    "learned_profiles",
)


class MatchStore(LearnedStore):
    """All tables of the matcher in one SQLite file."""

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

    def searches_of(self, holder: str) -> int:
        """How many saved searches the profiles of a holder have together."""
        between = "SELECT count(*) AS n FROM saved_searches WHERE profile > ? AND profile < ?"
        [row] = self._ask(between, (f"{holder}~", f"{holder}~\U0010ffff"))
        return int(row["n"])

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

    def forget(self, profile: str) -> dict[str, int]:
        """Delete every row that speaks of a profile, and its name in runs; how many by table.

        The rows are overwritten, so that nothing of them is left in the file.
        """
        self._db.conn.execute("PRAGMA secure_delete=ON")
        gone = {"learned": self.forget_learned(profile)}
        with self._told(), writing(self._db):
            for table in _SPEAK_OF_PROFILES:
                done = self._db.conn.execute(f"DELETE FROM {table} WHERE profile = ?", [profile])  # noqa: S608
                gone[table] = done.rowcount
        return {**gone, "run_profiles": self.strike(profile)}

    def traces(self, profile: str) -> int:
        """How many rows speak of a profile."""
        tables = (*_SPEAK_OF_PROFILES, "run_profiles")
        return sum(
            self._ask(f"SELECT count(*) AS n FROM {table} WHERE profile = ?", [profile])[0]["n"]  # noqa: S608
            for table in tables
        )
