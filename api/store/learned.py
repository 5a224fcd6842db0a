"""What was learned from an organisation's judgments, and which of it ranks?

Every model stays as the bytes that learning wrote, under their SHA-256, with the report on which it
was or was not promoted. Of one programme at most one model ranks. A model rests on judgments of
profiles: to forget one of these is to forget the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from api.store.decisions import DecisionStore
from matcher.errors import NotFound
from profiles.migrations import writing

__all__ = ["LearnedStore"]


class LearnedStore(DecisionStore):
    """The models that were learned, beside decisions."""

    def keep_learned(
        self, programme: str, organisation: str, body: bytes, profiles: Sequence[str],
        report: dict[str, Any], by: str, at: str,
    ) -> str:  # fmt: skip
        """Keep a model; the same one again changes nothing. Its version."""
        version = hashlib.sha256(body).hexdigest()
        with self._told(), writing(self._db):
            self._db.conn.execute(
                "INSERT OR IGNORE INTO learned VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (version, programme, organisation, body, orjson.dumps(report).decode(), by, at),
            )
            self._db.conn.executemany(
                "INSERT OR IGNORE INTO learned_profiles VALUES (?, ?)",
                ((version, profile) for profile in profiles),
            )
        return version

    def learned_of(self, programme: str, organisation: str) -> list[dict[str, Any]]:
        """The models of a programme, the newest first, without their bytes."""
        rows = self._ask(
            "SELECT version, report, by, at, promoted FROM learned WHERE programme = ?"
            " AND organisation = ? ORDER BY at DESC, version",
            (programme, organisation),
        )
        return [{**row, "report": orjson.loads(row["report"])} for row in rows]

    def learned_body(self, version: str) -> bytes:
        """A model's bytes.

        Raises:
            NotFound: There is none of this version, or it is no longer what was kept.
        """
        rows = self._ask("SELECT body FROM learned WHERE version = ?", [version])
        if not rows or hashlib.sha256(rows[0]["body"]).hexdigest() != version:
            raise NotFound("learned fit", version)
        return bytes(rows[0]["body"])

    def promote(self, programme: str, organisation: str, version: str | None, at: str) -> None:
        """Let a model rank, in place of the one that does; None lets the shipped fit.

        Raises:
            NotFound: There is none of this version for the programme.
        """
        mine = (programme, organisation)
        with self._told(), writing(self._db):
            self._db.conn.execute(
                "UPDATE learned SET promoted = NULL WHERE programme = ? AND organisation = ?", mine
            )
            if version is not None:
                done = self._db.conn.execute(
                    "UPDATE learned SET promoted = ? WHERE version = ? AND programme = ?"
                    " AND organisation = ?",
                    (at, version, *mine),
                ).rowcount
                if not done:
                    raise NotFound("learned fit", version)

    def ranking(self, programme: str, organisation: str) -> str | None:
        """The version that ranks a programme's candidates for an organisation, if one does."""
        rows = self._ask(
            "SELECT version FROM learned WHERE programme = ? AND organisation = ?"
            " AND promoted IS NOT NULL",
            (programme, organisation),
        )
        return rows[0]["version"] if rows else None

    def forget_learned(self, profile: str) -> int:
        """Forget the models that rest on a profile; how many."""
        return self._do(
            "DELETE FROM learned WHERE version IN (SELECT version FROM learned_profiles"
            " WHERE profile = ?)",
            (profile,),
        )
