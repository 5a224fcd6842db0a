"""What did officers decide, and what did they see when they did?

Decisions are only ever added: a correction is another decision that names the one it replaces, and
to take one back is one without a grade. What an officer saw is kept once, under the SHA-256 of its
bytes, so that a decision can be shown years later as it was made. Forgetting a profile forgets all.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from api.store.sights import SightStore
from api.store.values import Judgment
from matcher.errors import MatchError, NotFound
from profiles.migrations import writing

__all__ = ["Changed", "DecisionStore"]

_COLUMNS = "id, programme, profile, organisation, grade, note, by, at, shown, replaces"


class Changed(MatchError):
    """Somebody decided meanwhile."""

    code = "changed"


class DecisionStore(SightStore):
    """Decisions, what was seen, and who declared a conflict of interest."""

    def judge(
        self, judgment: Judgment, seen: bytes = b"", *, expected: str | None = None
    ) -> Judgment:
        """Add a decision of an officer on a pair; the former one of the same officer stays.

        Args:
            judgment: What was decided; its id and what it replaces are found here.
            seen: The bytes that the officer saw.
            expected: The officer's former decision as the writer knows it, ``""`` for none; None
                if that does not matter.

        Returns:
            The decision as it is kept.

        Raises:
            Changed: The officer's former decision is another one.
        """
        [made] = self.judge_all([(judgment, seen, expected)])
        return made

    def judge_all(self, made: Iterable[tuple[Judgment, bytes, str | None]]) -> list[Judgment]:
        """Add decisions in one transaction: all of them, or on any error none."""
        found = []
        with self._told(), writing(self._db):
            for judgment, seen, expected in made:
                former = self._last(judgment)
                if expected is not None and expected != former:
                    detail = "you have decided on this pair meanwhile: read it again"
                    raise Changed(detail)
                shown = hashlib.sha256(seen).hexdigest() if seen else judgment.shown
                kept = replace(
                    judgment, id=f"d-{secrets.token_hex(6)}", shown=shown, replaces=former
                )
                if seen:
                    self._db.conn.execute(
                        "INSERT OR IGNORE INTO shown_bytes VALUES (?, ?, ?)",
                        (shown, kept.profile, zlib.compress(seen, 6)),
                    )
                row = asdict(kept) | {"at": kept.at.isoformat()}
                self._db.table("decisions").insert(row)
                found.append(kept)
        return found

    def _last(self, one: Judgment) -> str:
        row = self._db.conn.execute(
            "SELECT id FROM decisions WHERE programme = ? AND profile = ? AND organisation = ?"
            " AND by = ? ORDER BY number DESC LIMIT 1",
            (one.programme, one.profile, one.organisation, one.by),
        ).fetchone()
        return row[0] if row else ""

    def judgments(
        self, programme: str, organisation: str | None = None, profile: str | None = None
    ) -> tuple[Judgment, ...]:
        """The present judgments of a programme's candidates, one an officer and pair.

        Args:
            programme: Its id.
            organisation: Whose; of all if None.
            profile: On which candidate; on all if None.

        Returns:
            By profile, organisation and officer. What was taken back is left out.
        """
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM decisions d WHERE programme = ? AND ? IN (organisation, '')"  # noqa: S608
            " AND ? IN (profile, '') AND grade IS NOT NULL AND number = (SELECT max(number) FROM"
            " decisions e WHERE e.programme = d.programme AND e.profile = d.profile"
            " AND e.organisation = d.organisation AND e.by = d.by)"
            " ORDER BY profile, organisation, by",
            (programme, organisation or "", profile or ""),
        )
        return tuple(_judgment(row) for row in rows)

    def decisions(self, programme: str, organisation: str | None = None) -> tuple[Judgment, ...]:
        """Every decision on a programme's candidates, corrected ones too, in their order."""
        rows = self._ask(
            f"SELECT {_COLUMNS} FROM decisions WHERE programme = ? AND ? IN (organisation, '')"  # noqa: S608
            " ORDER BY number",
            (programme, organisation or ""),
        )
        return tuple(_judgment(row) for row in rows)

    def decision(self, identifier: str) -> Judgment:
        """One decision.

        Raises:
            NotFound: There is none of this id.
        """
        rows = self._ask(f"SELECT {_COLUMNS} FROM decisions WHERE id = ?", [identifier])  # noqa: S608
        if not rows:
            raise NotFound("decision", identifier)
        return _judgment(rows[0])

    def shown_bytes(self, mark: str) -> bytes:
        """What an officer saw, byte for byte.

        Raises:
            NotFound: Nothing was kept, or it is no longer what was kept.
        """
        row = self._db.conn.execute(
            "SELECT body FROM shown_bytes WHERE hash = ?", (mark,)
        ).fetchone()
        try:
            found = zlib.decompress(row[0]) if row else b""
        except zlib.error:
            found = b""
        if hashlib.sha256(found).hexdigest() != mark:
            raise NotFound("record of what was seen", mark or "(none was kept)")
        return found

    def unjudge(
        self, programme: str, profile: str, organisation: str, by: str, at: datetime
    ) -> None:
        """Take an officer's judgment back: another decision, without a grade.

        Raises:
            NotFound: There is none.
        """
        mine = [one for one in self.judgments(programme, organisation, profile) if one.by == by]
        if not mine:
            raise NotFound("judgment", f"{programme} of {profile}")
        self.judge(replace(mine[0], grade=None, note="", at=at, shown=""))

    def declare(
        self, profile: str, organisation: str, officer: str, why: str, at: datetime
    ) -> None:
        """Note that an officer must not judge a profile."""
        self._do(
            "INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?)",
            (profile, organisation, officer, why, at.isoformat()),
        )

    def undeclare(self, profile: str, officer: str) -> None:
        """Take a declaration back.

        Raises:
            NotFound: There is none.
        """
        where = "DELETE FROM conflicts WHERE profile = ? AND officer = ?"
        if not self._do(where, (profile, officer)):
            raise NotFound("conflict of interest", profile)

    def conflicts(self, organisation: str) -> Sequence[dict[str, Any]]:
        """What an organisation's officers have declared, by profile."""
        return self._ask(
            "SELECT profile, officer, why, at FROM conflicts WHERE organisation = ?"
            " ORDER BY profile, officer",
            [organisation],
        )


def _judgment(row: dict[str, Any]) -> Judgment:
    return Judgment(**row | {"at": datetime.fromisoformat(row["at"])})
