"""How much has each holder kept, and is that more than it may?

The database counts, row by row as they come and go, so that the figures hold whoever writes and
nothing has to be summed up before a write. Whose a profile is stands before the ``~`` of its id.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from profiles.errors import Full

__all__ = ["Quota", "StoredUsage", "add_counters", "holds", "usage_of"]

_HOLDER = (
    "CASE instr({0}.id, '~') WHEN 0 THEN '' ELSE substr({0}.id, 1, instr({0}.id, '~') - 1) END"
)
_BYTES = "length(CAST({0}.document AS BLOB))"


@dataclass(frozen=True, slots=True)
class StoredUsage:
    """What a holder keeps: profiles, and bytes of their versions, the present one included."""

    profiles: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    """What a holder may keep."""

    holder: str
    profiles: int
    bytes: int


def add_counters(db: Database) -> None:
    """Make the table of what each holder keeps, and have it kept up."""
    db.table("profile_usage").create({"holder": str, "profiles": int, "bytes": int}, pk="holder")
    for table, counts in (("profiles", 1), ("profile_versions", 0)):
        for event, changes in (
            ("INSERT", ((1, "new"),)),
            ("DELETE", ((-1, "old"),)),
            ("UPDATE", ((-1, "old"), (1, "new"))),
        ):
            steps = " ".join(_step(sign, row, counts) for sign, row in changes)
            db.conn.execute(
                f"CREATE TRIGGER usage_{table}_{event.lower()} AFTER {event} ON {table}"
                f" BEGIN {steps} END"
            )
    for table, counts in (("profiles", 1), ("profile_versions", 0)):
        db.conn.execute(
            f"INSERT INTO profile_usage SELECT {_HOLDER.format('t')}, {counts} * count(*),"  # noqa: S608
            f" sum({_BYTES.format('t')}) FROM {table} t WHERE true GROUP BY 1"
            " ON CONFLICT (holder) DO UPDATE SET profiles = profiles + excluded.profiles,"
            " bytes = bytes + excluded.bytes"
        )


def _step(sign: int, row: str, counts: int) -> str:
    holder, size = _HOLDER.format(row), f"{sign} * {_BYTES.format(row)}"
    return (
        f"INSERT INTO profile_usage VALUES ({holder}, {sign * counts}, {size})"  # noqa: S608
        " ON CONFLICT (holder) DO UPDATE SET"
        " profiles = profiles + excluded.profiles, bytes = bytes + excluded.bytes;"
    )


def usage_of(db: Database, holder: str) -> StoredUsage:
    """What a holder keeps."""
    row = db.conn.execute(
        "SELECT profiles, bytes FROM profile_usage WHERE holder = ?", (holder,)
    ).fetchone()
    return StoredUsage(*row) if row else StoredUsage()


def holds(db: Database, quota: Quota, before: StoredUsage) -> None:
    """Refuse a change that made a holder keep more than it may; one that shrinks it is taken.

    Args:
        db: Within the transaction of the change, after it.
        quota: What the holder may keep.
        before: What it kept before.

    Raises:
        Full: It keeps more.
    """
    now = usage_of(db, quota.holder)
    if now.profiles > max(quota.profiles, before.profiles):
        raise Full("profiles", now.profiles, quota.profiles)
    if now.bytes > max(quota.bytes, before.bytes):
        raise Full("bytes of profiles and their versions", now.bytes, quota.bytes)
