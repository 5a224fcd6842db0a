"""To which programmes has a founder shown a profile?

A profile is its founder's alone until a row here says otherwise: the founder shows it to the
officers of one programme, or of all, or applies there. To take the row away is to hide it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.store.erasures import ErasureStore
from matcher.errors import NotFound
from profiles.migrations import writing

__all__ = ["ALL", "Shown", "SightStore"]

ALL = "*"
"""Stands for the officers of every programme."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One programme whose officers may read a profile.

    Attributes:
        profile: Whose.
        programme: Its id, or ``ALL``.
        applied: Whether the founder applies there, or only lets its officers look.
        since: The day and time of the choice.
    """

    profile: str
    programme: str
    applied: bool
    since: datetime


class SightStore(ErasureStore):
    """What founders have shown to whom, beside runs and erasures."""

    def show_to(self, made: Shown) -> None:
        """Let a programme's officers read a profile; what was chosen before is replaced."""
        self._do(
            "INSERT OR REPLACE INTO shown_to VALUES (?, ?, ?, ?)",
            (made.profile, made.programme, int(made.applied), made.since.isoformat()),
        )

    def hide_from(self, profile: str, programme: str) -> None:
        """Let a programme's officers no longer read a profile.

        Raises:
            NotFound: It was not shown to them.
        """
        where = "DELETE FROM shown_to WHERE profile = ? AND programme = ?"
        if not self._do(where, (profile, programme)):
            raise NotFound("showing", programme)

    def shown_of(self, profile: str) -> tuple[Shown, ...]:
        """To whom a profile is shown, by programme."""
        rows = self._ask(
            "SELECT profile, programme, applied, since FROM shown_to WHERE profile = ?"
            " ORDER BY programme",
            [profile],
        )
        return tuple(
            Shown(row["profile"], row["programme"], bool(row["applied"]),
                  datetime.fromisoformat(row["since"]))
            for row in rows
        )  # fmt: skip

    def shown_in(
        self, programmes: Iterable[str] | None, besides: Iterable[str] = ()
    ) -> dict[str, bool]:
        """The profiles that are shown to some programmes, or to any, and whether they applied.

        Args:
            programmes: Their ids; all if None.
            besides: Of all, those that do not count.
        """
        wanted = [*besides] if programmes is None else [*programmes, ALL]
        such = "NOT IN" if programmes is None else "IN"
        found = self._db.conn.execute(
            "SELECT profile, max(applied) FROM shown_to"  # noqa: S608
            f" WHERE programme {such} ({','.join('?' * len(wanted))}) GROUP BY profile",
            wanted,
        )
        return {profile: bool(applied) for profile, applied in found}

    def open_to_partners(self, profile: str, since: datetime) -> None:
        """Let a profile be proposed to other startups as a partner."""
        row = (profile, since.isoformat())
        self._do("INSERT OR REPLACE INTO open_to_partners VALUES (?, ?)", row)

    def close_to_partners(self, profile: str) -> None:
        """Propose a profile to nobody any more.

        Raises:
            NotFound: It was not.
        """
        if not self._do("DELETE FROM open_to_partners WHERE profile = ?", (profile,)):
            raise NotFound("openness to partners of", profile)

    def partners_to_be(self) -> tuple[str, ...]:
        """The profiles that may be proposed to others, sorted."""
        rows = self._ask("SELECT profile FROM open_to_partners ORDER BY profile", [])
        return tuple(row["profile"] for row in rows)

    def hide_all(self, programme: str) -> None:
        """Forget who was shown to a programme that is gone: another may take its id."""
        self._do("DELETE FROM shown_to WHERE programme = ?", (programme,))

    def show_all(self, rows: Iterable[Shown]) -> None:
        """Let officers read many profiles, in one transaction."""
        with self._told(), writing(self._db):
            self._db.conn.executemany(
                "INSERT OR REPLACE INTO shown_to VALUES (?, ?, ?, ?)",
                ((one.profile, one.programme, int(one.applied), one.since.isoformat())
                 for one in rows),
            )  # fmt: skip
