"""How does a person sign in with a browser?

By a key, or by a link that works once and for a quarter of an hour. Either becomes a session: a
random cookie whose hash is kept, and a second secret that every form sends back, so that another
site cannot make a browser send one.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import orjson

from api.store.keys import Caller, hashed
from api.store.records import Records

__all__ = [
    "COOKIE",
    "Session",
    "begin",
    "end",
    "end_one",
    "link_token",
    "listed",
    "redeem",
    "session_of",
]

COOKIE = "allymatch"
_LINK_S = 900.0
_SESSION_S = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: who it is, and the secret that its forms carry."""

    caller: Caller
    form: str


def _keep(records: Records, key: str, kind: str, seconds: float) -> str:
    token = secrets.token_urlsafe(32)
    records.do("DELETE FROM sessions WHERE expires < ?", time.time())
    row = {"hash": hashed(token), "key": key, "kind": kind, "form": secrets.token_urlsafe(16)}
    records.add("sessions", {**row, "expires": time.time() + seconds})
    return token


def link_token(records: Records, key: str) -> str:
    """A token for a sign-in link, for the key with this prefix."""
    return _keep(records, key, "link", _LINK_S)


def redeem(records: Records, token: str) -> str | None:
    """The cookie of a new session for a link's token; None if it is used up or too old."""
    rows = records.ask(
        "SELECT key FROM sessions WHERE hash = ? AND kind = 'link' AND expires > ?",
        hashed(token),
        time.time(),
    )
    # Two requests with one token: the one whose DELETE finds the row wins.
    used = records.do("DELETE FROM sessions WHERE hash = ? AND kind = 'link'", hashed(token))
    return begin(records, rows[0]["key"]) if rows and used else None


def begin(records: Records, key: str) -> str:
    """The cookie of a new session for the key with this prefix."""
    return _keep(records, key, "session", _SESSION_S)


def end(records: Records, cookie: str) -> None:
    """Sign out."""
    records.do("DELETE FROM sessions WHERE hash = ?", hashed(cookie))


def session_of(records: Records, cookie: str) -> Session | None:
    """The session of a cookie, if it lasts and its key is still valid."""
    rows = records.ask(
        "SELECT k.prefix, k.role, k.holder, k.grants, s.form FROM sessions s"
        " JOIN keys k ON k.prefix = s.key WHERE s.hash = ? AND s.kind = 'session'"
        " AND s.expires > ? AND k.revoked IS NULL AND coalesce(k.expires, ?) >= ?",
        hashed(cookie),
        *[time.time()] * 3,
    )
    if not rows:
        return None
    row = rows[0]
    grants = tuple(orjson.loads(row["grants"]))
    return Session(Caller(row["prefix"], row["role"], row["holder"], grants), row["form"])


def listed(records: Records, key: str | None = None) -> list[dict[str, object]]:
    """The sessions and unused links of a key, or of all, by when they end; no secrets."""
    return records.ask(
        "SELECT substr(hash, 1, 12) AS id, key, kind, expires FROM sessions"
        " WHERE expires > ?1 AND (?2 IS NULL OR key = ?2) ORDER BY expires, hash",
        time.time(),
        key,
    )


def end_one(records: Records, identifier: str, key: str | None = None) -> bool:
    """End a session by its id in the list, if it is of this key; whether there was one."""
    where = "substr(hash, 1, 12) = ?1 AND (?2 IS NULL OR key = ?2)"
    return bool(records.do(f"DELETE FROM sessions WHERE {where}", identifier, key))  # noqa: S608
