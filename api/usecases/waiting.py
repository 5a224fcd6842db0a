"""Which answers wait to be made, and who goes first meanwhile?"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from contextlib import suppress

__all__ = ["WaitingProfiles", "be_patient"]


class WaitingProfiles:
    """Profiles whose answers are to be made ready: the last ones, each once.

    Args:
        most: How many may wait; the oldest is dropped for another.

    >>> wanted = WaitingProfiles(2)
    >>> for name in "ababc":
    ...     wanted.add(name)
    >>> wanted.take(0), wanted.take(0), wanted.take(0)
    ('b', 'c', None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()
        self._some = threading.Condition()

    def __len__(self) -> int:
        return len(self._names)

    def add(self, profile: str) -> None:
        """Ask for a profile's answer."""
        with self._some:
            self._names[profile] = None
            self._names.move_to_end(profile)
            while len(self._names) > self._most:
                self._names.popitem(last=False)
            self._some.notify()

    def take(self, patience: float) -> str | None:
        """The profile that waits longest; None if nobody asks for so many seconds."""
        with self._some:
            if not self._names:
                self._some.wait(patience)
            return self._names.popitem(last=False)[0] if self._names else None


def be_patient() -> None:
    """Let other threads of the server go first, where the system can."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
