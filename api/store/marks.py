"""What has a person marked for themselves, and which answers do they share?

A mark is one word on a pair by one holder: saved, a note, a day to be reminded on, a place on a
shortlist. A shared answer has a secret address that is kept as a hash; like a feed it ends with the
key that made it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from api.store.news import OPENS
from api.store.records import Records

__all__ = [
    "Mark", "MarkKind", "SharedAnswer", "drop_share", "forget", "keep_share", "mark", "marks_by",
    "marks_of", "reminders", "share_of", "shares_of", "unmark",
]  # fmt: skip

MarkKind = Literal["saved", "note", "reminder", "shortlist", "asked", "seen"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Attributes:
        profile, programme: The pair.
        kind: What it says.
        text: A note's words; empty for others.
        day: Of a reminder, ISO 8601; empty for others.
        at: When it was made, in seconds since 1970.
    """

    profile: str
    programme: str
    kind: str
    text: str
    day: str
    at: float


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer that is shared: whose, and what of it is chosen.

    Attributes:
        prefix: By which it is named; no secret.
        profile, holder: Whose.
        query: Of the address of the answer, without its question mark.
        created: In seconds since 1970.
    """

    prefix: str
    profile: str
    holder: str
    query: str
    created: float


_COLUMNS = "profile, programme, kind, text, day, at"


def mark(
    records: Records, profile: str, programme: str, holder: str, kind: MarkKind,
    *, text: str = "", day: str = "",
) -> None:  # fmt: skip
    """Keep a mark, in the place of the one before of its kind."""
    records.do(
        "INSERT INTO marks (profile, programme, holder, kind, text, day, at) VALUES"
        " (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (profile, programme, holder, kind)"
        " DO UPDATE SET text = excluded.text, day = excluded.day, at = excluded.at",
        profile, programme, holder, kind, text, day, time.time(),
    )  # fmt: skip


def unmark(records: Records, profile: str, programme: str, holder: str, kind: MarkKind) -> int:
    """Take a mark back; whether it was there."""
    return records.do(
        "DELETE FROM marks WHERE profile = ? AND programme = ? AND holder = ? AND kind = ?",
        profile, programme, holder, kind,
    )  # fmt: skip


def marks_of(records: Records, profile: str, holder: str) -> list[Mark]:
    """A holder's marks on a profile, the last first."""
    rows = records.ask(
        f"SELECT {_COLUMNS} FROM marks WHERE profile = ? AND holder = ?"  # noqa: S608
        " ORDER BY at DESC, programme, kind",
        profile,
        holder,
    )
    return [Mark(**row) for row in rows]


def marks_by(records: Records, programme: str, holder: str, kind: MarkKind) -> list[Mark]:
    """A holder's marks of one kind on a programme, the first made first."""
    rows = records.ask(
        f"SELECT {_COLUMNS} FROM marks WHERE programme = ? AND holder = ? AND kind = ?"  # noqa: S608
        " ORDER BY at, profile",
        programme, holder, kind,
    )  # fmt: skip
    return [Mark(**row) for row in rows]


def reminders(records: Records, holder: str) -> list[Mark]:
    """All reminders of a holder, the next day first."""
    rows = records.ask(
        f"SELECT {_COLUMNS} FROM marks WHERE holder = ? AND kind = 'reminder'"  # noqa: S608
        " ORDER BY day, profile, programme",
        holder,
    )
    return [Mark(**row) for row in rows]


def forget(records: Records, profile: str) -> int:
    """Remove all marks on a profile and all that is shared of it; how many there were."""
    return sum(
        records.do_all(
            [(f"DELETE FROM {table} WHERE profile = ?", [profile]) for table in ("marks", "shares")]  # noqa: S608
        )
    )


def keep_share(records: Records, made: SharedAnswer, hashed: str, key: str) -> None:
    """Keep an address under the hash of its secret."""
    row = {"hash": hashed, "profile": made.profile, "holder": made.holder, "prefix": made.prefix}
    records.add("shares", {**row, "key": key, "query": made.query, "created": made.created})


def share_of(records: Records, hashed: str) -> SharedAnswer | None:
    """What the address whose secret has this hash shows, while it opens."""
    rows = records.ask(
        "SELECT n.prefix, n.profile, n.holder, n.query, n.created FROM shares n"  # noqa: S608
        f" WHERE n.hash = ? AND {OPENS}",
        hashed,
    )
    return SharedAnswer(**rows[0]) if rows else None


def shares_of(records: Records, profile: str) -> list[SharedAnswer]:
    """The addresses at which a profile's answer can be read, the oldest first."""
    rows = records.ask(
        "SELECT n.prefix, n.profile, n.holder, n.query, n.created FROM shares n"  # noqa: S608
        f" WHERE n.profile = ? AND {OPENS} ORDER BY n.created, n.prefix",
        profile,
    )
    return [SharedAnswer(**row) for row in rows]


def drop_share(records: Records, profile: str, prefix: str) -> int:
    """Close an address; whether it was there."""
    return records.do("DELETE FROM shares WHERE profile = ? AND prefix = ?", profile, prefix)
