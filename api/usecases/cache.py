"""What is worth keeping in memory, and what has to go for it?

Values by question; the ones least asked for lately go first. What may be kept is bounded in bytes,
because answers and listings grow with the catalogue.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

__all__ = ["BoundedCache"]

_Value = TypeVar("_Value")


class BoundedCache(Generic[_Value]):
    """Values by question, up to a number of bytes; threads may share it.

    A question is a tuple that begins with the id of the profile it is about.

    Args:
        most: Bytes.

    >>> kept = BoundedCache[str](most=10)
    >>> for name in "abc":
    ...     kept.put((name,), name.upper(), size=4)
    >>> kept.get(("a",)), kept.get(("c",))
    (None, 'C')
    """

    def __init__(self, most: int) -> None:
        self._most, self.size = most, 0
        self._held: OrderedDict[tuple[object, ...], tuple[_Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, question: tuple[object, ...]) -> _Value | None:
        """What is kept for a question."""
        with self._lock:
            found = self._held.get(question)
            if found is None:
                return None
            self._held.move_to_end(question)
            return found[0]

    def put(self, question: tuple[object, ...], value: _Value, *, size: int) -> None:
        """Keep a value of about so many bytes for the next time."""
        with self._lock:
            self._drop(question)
            self._held[question] = value, size
            self.size += size
            while self.size > self._most:
                self._drop(next(iter(self._held)))

    def forget(self, profile: str) -> None:
        """Drop everything that is about a profile."""
        with self._lock:
            for question in [one for one in self._held if one[0] == profile]:
                self._drop(question)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self.size = 0

    def _drop(self, question: tuple[object, ...]) -> None:
        found = self._held.pop(question, None)
        if found is not None:
            self.size -= found[1]
