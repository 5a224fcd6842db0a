"""How often may one caller ask?

A bucket for each key, or for each address where no key is sent: it holds a burst and fills
steadily. One worker keeps them in memory; several share a small file that each has mapped, because
a client stays with the worker that took its connection, and must not be held to a part of its rate.
"""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import mmap
import os
import struct
import time
from collections import OrderedDict
from functools import cached_property
from pathlib import Path

__all__ = ["Buckets", "SharedBuckets", "WrongKeys", "network_of"]

_MOST = 10_000
_SLOTS = 1 << 16
_SLOT = struct.Struct("<dd")
"""Tokens that are gone, and when that was; a new file is all zeros, and all buckets full."""


class Buckets:
    """Tokens by caller.

    Args:
        per_minute: How many requests a minute in the long run; a burst may be a third of that.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_second = per_minute / 60
        self.burst = max(per_minute / 3, 1.0)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, now: float | None = None) -> float:
        """Take a token: 0 if there was one, else the seconds until there is.

        >>> buckets = Buckets(per_minute=6)
        >>> [buckets.take("a", now=0.0) for _ in range(3)]
        [0.0, 0.0, 10.0]
        >>> buckets.take("a", now=10.0)
        0.0
        """
        at = time.monotonic() if now is None else now
        left, before = self._left.get(caller, (self.burst, at))
        left, wait = self._taken(left, at - before)
        self._left[caller] = left, at
        self._left.move_to_end(caller)
        if len(self._left) > _MOST:
            self._left.popitem(last=False)
        return wait

    def charge(self, caller: str, tokens: float, now: float | None = None) -> None:
        """Take more tokens for what a request has cost: up to a whole burst may be owed.

        >>> buckets = Buckets(per_minute=60)
        >>> buckets.charge("a", 25, now=0.0)
        >>> buckets.take("a", now=0.0)
        6.0
        """
        at = time.monotonic() if now is None else now
        left, before = self._left.get(caller, (self.burst, at))
        left = min(self.burst, left + max(at - before, 0.0) * self.per_second)
        self._left[caller] = max(left - tokens, -self.burst), at

    def _taken(self, left: float, seconds: float) -> tuple[float, float]:
        """What is left after a token was asked for, and how long to wait for one."""
        left = min(self.burst, left + max(seconds, 0.0) * self.per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self.per_second
        return left if wait else left - 1, wait


class WrongKeys:
    """How often somebody may be wrong about a key, by address and by the key that is tried.

    A right key is never asked about here: who guesses at another's locks nobody out.

    Args:
        per_minute: Wrong keys a minute in the long run.
    """

    def __init__(self, per_minute: int = 30) -> None:
        self._buckets = Buckets(per_minute)

    def wait(self, address: str, key: str, now: float | None = None) -> float:
        """Count a wrong key: 0, or the seconds until the next one is looked at.

        >>> wrong = WrongKeys(per_minute=3)
        >>> [wrong.wait("::1", "am_1_x", now=0.0) > 0 for _ in range(2)]
        [False, True]
        """
        tried = key.split("_")[1][:20] if key.count("_") > 1 else ""
        names = (f"at {network_of(address)}", *((f"for {tried}",) if tried else ()))
        return max(self._buckets.take(name, now) for name in names)


def network_of(address: str) -> str:
    """Whom an address belongs to, as far as it tells: of IPv6, a network of many.

    >>> network_of("192.0.2.7"), network_of("2001:db8::7"), network_of("?")
    ('192.0.2.7', '2001:db8::/64', '?')
    """
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    except ValueError:
        return address


class SharedBuckets(Buckets):
    """Tokens by caller that all workers of a server count together.

    A caller has the slot that its name leads to. Two may share one: of a hundred keys, with a
    chance of one in fourteen; they then share a rate too, which is a nuisance and no hole.

    Args:
        per_minute: As for ``Buckets``.
        path: The file; made if it is not there. It holds nothing that outlives a server.
    """

    def __init__(self, per_minute: int, path: Path) -> None:
        super().__init__(per_minute)
        self._path = path

    @cached_property
    def _file(self) -> tuple[int, mmap.mmap]:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(handle, _SLOTS * _SLOT.size)
        return handle, mmap.mmap(handle, _SLOTS * _SLOT.size)

    def take(self, caller: str, now: float | None = None) -> float:
        """Take a token: 0 if there was one, else the seconds until there is."""
        return self._changed(caller, now, 0.0)

    def charge(self, caller: str, tokens: float, now: float | None = None) -> None:
        """Take more tokens for what a request has cost: up to a whole burst may be owed."""
        self._changed(caller, now, tokens)

    def _changed(self, caller: str, now: float | None, tokens: float) -> float:
        """Take one token, or so many without asking; how long to wait for the one."""
        at = time.monotonic() if now is None else now
        place = int.from_bytes(hashlib.blake2b(caller.encode(), digest_size=2).digest(), "big")
        start = place * _SLOT.size
        handle, held = self._file
        fcntl.lockf(handle, fcntl.LOCK_EX, _SLOT.size, start)
        try:
            spent, before = _SLOT.unpack_from(held, start)
            if tokens:
                left = min(self.burst, self.burst - spent + max(at - before, 0.0) * self.per_second)
                left, wait = max(left - tokens, -self.burst), 0.0
            else:
                left, wait = self._taken(self.burst - spent, at - before)
            _SLOT.pack_into(held, start, self.burst - left, at)
        finally:
            fcntl.lockf(handle, fcntl.LOCK_UN, _SLOT.size, start)
        return wait

    def close(self) -> None:
        """Let the file go."""
        handle, held = self._file
        held.close()
        os.close(handle)
