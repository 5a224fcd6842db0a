"""Which feeds and webhooks are there, and what was each of them told?

Each ends with the key that made it: every question here asks for that key too, so that nothing has
to be cleared away for a stolen key to open nothing. Rows of the time before keys were noted last
while their holder has a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import orjson

from api.store.records import Records

__all__ = [
    "OPENS", "Row", "add_feed", "add_webhook", "clear", "drop_feeds", "drop_webhooks", "due",
    "feed_of", "feeds_of", "message_rows", "note", "tell", "told", "webhooks_of",
]  # fmt: skip

Row = dict[str, Any]
_Step = tuple[str, Sequence[Any]]

_VALID = (
    "k.revoked IS NULL AND (k.expires IS NULL OR k.expires > CAST(strftime('%s', 'now') AS REAL))"
)
OPENS = (
    f"EXISTS (SELECT 1 FROM keys k WHERE {_VALID} AND (k.prefix = n.key OR (n.key IS NULL AND"  # noqa: S608
    " (k.holder = n.holder OR (n.holder = '' AND k.role = 'admin')))))"
)
"""What has to hold of a row ``n`` for the address or message that it stands for to open."""


def add_feed(records: Records, row: Mapping[str, Any]) -> None:
    """Keep a new feed of a profile."""
    records.add("feeds", row)


def drop_feeds(records: Records, profile: str, prefix: str | None = None) -> int:
    """Drop the feeds of a profile, or the one of this prefix; how many."""
    if prefix is None:
        return records.do("DELETE FROM feeds WHERE profile = ?", profile)
    return records.do("DELETE FROM feeds WHERE profile = ? AND prefix = ?", profile, prefix)


def add_webhook(records: Records, row: Mapping[str, Any]) -> None:
    """Keep a new webhook."""
    records.add("webhooks", row)


def feeds_of(records: Records, profile: str) -> list[Row]:
    """The feeds of a profile that open, the oldest first; nothing of their secrets."""
    return records.ask(
        "SELECT n.prefix AS id, n.key, n.created FROM feeds n"  # noqa: S608
        f" WHERE n.profile = ? AND {OPENS} ORDER BY n.created, n.prefix",
        profile,
    )


def feed_of(records: Records, hashed: str) -> tuple[str, str] | None:
    """The profile and the holder of the feed whose secret has this hash, while it opens."""
    rows = records.ask(
        f"SELECT n.profile, n.holder FROM feeds n WHERE n.hash = ? AND {OPENS}",  # noqa: S608
        hashed,
    )
    return (rows[0]["profile"], rows[0]["holder"]) if rows else None


def webhooks_of(
    records: Records, *, holder: str | None = None, profile: str | None = None
) -> list[Row]:
    """The webhooks that send: of a holder's profiles, of one profile, or all; the oldest first."""
    return records.ask(
        "SELECT n.id, n.url, n.profile FROM webhooks n"  # noqa: S608
        f" WHERE (?1 IS NULL OR n.holder = ?1) AND (?2 IS NULL OR n.profile = ?2) AND {OPENS}"
        " ORDER BY n.created, n.id",
        holder,
        profile,
    )


def due(records: Records, now: float, *, each: int) -> list[Row]:
    """The messages to send now, with address and secret; those that wait longest come first.

    Args:
        records: The tables.
        now: Seconds since the epoch.
        each: Of each holder, how many at most.
    """
    return records.ask(
        "SELECT * FROM (SELECT d.*, n.url, n.secret, n.holder, row_number() OVER"  # noqa: S608
        " (PARTITION BY n.holder ORDER BY d.due, d.id) AS place"
        " FROM deliveries d JOIN webhooks n ON n.id = d.webhook"
        f" WHERE d.state = 'waiting' AND d.due <= ? AND {OPENS}) WHERE place <= ?"
        " ORDER BY due, id",
        now,
        each,
    )


def note(
    records: Records, message: str, state: str, tries: int, due_next: float, said: str
) -> None:
    """Keep what became of a message."""
    records.do(
        "UPDATE deliveries SET state = ?, tries = ?, due = ?, said = ? WHERE id = ?",
        state, tries, due_next, said, message,
    )  # fmt: skip


def clear(records: Records, before: float) -> None:
    """Forget messages that were received or given up before an instant."""
    records.do("DELETE FROM deliveries WHERE state != 'waiting' AND due < ?", before)


def told(records: Records, webhook: str, search: str) -> frozenset[str]:
    """The programmes that a webhook was told of for a saved search."""
    rows = records.ask(
        "SELECT programmes FROM told WHERE webhook = ? AND search = ?", webhook, search
    )
    return frozenset(orjson.loads(rows[0]["programmes"])) if rows else frozenset()


def tell(
    records: Records, webhook: str, search: str, programmes: Iterable[str], message: Row
) -> None:
    """Queue a message, and note which programmes were told by now: both or neither."""
    known = orjson.dumps(sorted(programmes)).decode()
    noted = ("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", (webhook, search, known))
    records.do_all([*message_rows([message]), noted])


def message_rows(messages: Iterable[Mapping[str, Any]]) -> Iterator[_Step]:
    """The steps that keep messages to be delivered."""
    names = ("id", "webhook", "body", "state", "tries", "due", "said")
    for each in messages:
        row = {**each, "body": orjson.dumps(each["body"]).decode()}
        yield (
            f"INSERT INTO deliveries ({', '.join(names)}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [row[name] for name in names],
        )


def drop_webhooks(records: Records, column: Literal["id", "key", "profile"], value: str) -> int:
    """Delete webhooks by one of their columns, with all that waits for them; how many."""
    those = f"webhook IN (SELECT id FROM webhooks WHERE {column} = ?)"  # noqa: S608
    *_, gone = records.do_all(
        [
            (f"DELETE FROM deliveries WHERE {those}", [value]),  # noqa: S608
            (f"DELETE FROM told WHERE {those}", [value]),  # noqa: S608
            (f"DELETE FROM webhooks WHERE {column} = ?", [value]),  # noqa: S608
        ]
    )
    return gone
