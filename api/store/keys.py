"""Who calls, and how do we know without keeping a secret?

A key is ``am_PREFIX_SECRET``. It is shown once; what is kept is its SHA-256, which suffices for a
secret of 160 random bits: there is nothing to guess. The prefix names the key in lists, in the
audit log and on the command line.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal, get_args

import orjson

from api.errors import ServeError
from api.store import news
from api.store.records import Records, RowCache

__all__ = [
    "Caller",
    "Key",
    "Role",
    "caller_of",
    "create",
    "hashed",
    "listed",
    "revoke",
    "rotate",
    "shown",
]

Role = Literal["founder", "officer", "analyst", "admin"]
_HOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        key: The prefix of its key.
        role: What kind of caller it is.
        holder: The founder or the organisation that holds the key.
        grants: Programmes whose candidates an officer may see; ``*`` for all of the catalogue.
    """

    key: str
    role: Role
    holder: str
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key as lists show it."""

    prefix: str
    role: str
    holder: str
    note: str
    grants: tuple[str, ...]
    created: float
    expires: float | None
    revoked: float | None

    @property
    def state(self) -> str:
        """Whether it still opens anything."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= time.time() else "valid"


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def create(
    records: Records,
    role: str,
    holder: str,
    *,
    grants: Iterable[str] = (),
    days: float | None = None,
    note: str = "",
) -> str:
    """Make a key and return it: the only time that it is seen.

    Args:
        records: Where its hash is kept.
        role: founder, officer, analyst or admin.
        holder: The founder or organisation, as a short slug; profiles are kept under it.
        grants: Programmes whose candidates it may see, for officers.
        days: How long it is valid; without end if None.
        note: What it is for.

    Raises:
        ServeError: The role or the holder cannot be used.
    """
    if role not in get_args(Role):
        raise ServeError(f"found role {role!r}, expected one of {', '.join(get_args(Role))}")
    if not _HOLDER.fullmatch(holder):
        raise ServeError(
            f"found holder {holder!r}, expected 1 to 40 lower-case letters, digits and hyphens"
        )
    kinds = {row["role"] for row in records.ask("SELECT role FROM keys WHERE holder = ?", holder)}
    if kinds and ("founder" in kinds) != (role == "founder"):
        raise ServeError(f"{holder} holds {kinds.pop()} keys: a founder's keys stay apart")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(20)
    key = f"am_{prefix}_{secret}"
    records.add(
        "keys",
        {
            "prefix": prefix, "hash": hashed(key), "role": role, "holder": holder, "note": note,
            "grants": orjson.dumps(sorted(grants)).decode(), "created": time.time(),
            "expires": time.time() + days * DAY if days else None, "revoked": None,
        },
    )  # fmt: skip
    return key


@lru_cache(maxsize=10_000)
def _caller(prefix: str, role: str, holder: str, grants: str) -> Caller:
    return Caller(prefix, role, holder, tuple(orjson.loads(grants)))  # type: ignore[arg-type]


def caller_of(seen: RowCache, key: str) -> Caller | None:
    """Who holds this key; None if nobody does, or no longer."""
    row = seen.key(hashed(key))
    if row is None:
        return None
    prefix, role, holder, grants, expires, revoked = row
    if revoked or (expires and expires <= time.time()):
        return None
    return _caller(prefix, role, holder, grants)


def listed(records: Records) -> list[Key]:
    """All keys, the newest first; nothing of their secrets."""
    names = "prefix, role, holder, note, grants, created, expires, revoked"
    rows = records.ask(f"SELECT {names} FROM keys ORDER BY created DESC, prefix")  # noqa: S608
    return [Key(**{**row, "grants": tuple(orjson.loads(row["grants"]))}) for row in rows]


def revoke(records: Records, prefix: str) -> None:
    """Make a key open nothing from now on, nor what was made with it: sessions, feeds, webhooks.

    Raises:
        ServeError: No key has this prefix.
    """
    if not records.do("UPDATE keys SET revoked = ? WHERE prefix = ?", time.time(), prefix):
        raise ServeError(f"no key has the prefix {prefix!r}: allymatch keys list shows them")
    records.do("DELETE FROM sessions WHERE key = ?", prefix)
    records.do("DELETE FROM feeds WHERE key = ?", prefix)
    news.drop_webhooks(records, "key", prefix)


def rotate(records: Records, prefix: str, *, overlap: float = DAY) -> str:
    """Make a key that takes the place of another; the former opens for a while yet.

    Feeds and webhooks go over to the new one. So this is for a key that has grown old: one that was
    stolen has to be revoked, which ends what was made with it.

    Args:
        records: Where keys are kept.
        prefix: Of the former key.
        overlap: Seconds for which the former still opens.

    Raises:
        ServeError: No valid key has this prefix.
    """
    former = next((one for one in listed(records) if one.prefix == prefix), None)
    if former is None or former.state != "valid":
        raise ServeError(f"no valid key has the prefix {prefix!r}: allymatch keys list shows them")
    now = time.time()
    days = (former.expires - now) / DAY if former.expires else None
    made = create(
        records, former.role, former.holder, grants=former.grants, days=days, note=former.note
    )
    end = min(now + overlap, former.expires or now + overlap)
    new = made.split("_")[1]
    records.do_all(
        [
            ("UPDATE keys SET expires = ? WHERE prefix = ?", (end, prefix)),
            ("UPDATE feeds SET key = ? WHERE key = ?", (new, prefix)),
            ("UPDATE webhooks SET key = ? WHERE key = ?", (new, prefix)),
        ]
    )
    return made


def shown(key: Key) -> dict[str, object]:
    """A key for JSON."""
    return {**asdict(key), "state": key.state}
