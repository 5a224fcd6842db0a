"""How often may one caller ask?

A bucket for each key, or for each address where no key is sent: it holds a burst and fills
steadily. Buckets are in memory, so each worker counts for itself.
"""

from __future__ import annotations

import time
from collections import OrderedDict

__all__ = ["Buckets"]

_MOST = 10_000


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
        left = min(self.burst, left + (at - before) * self.per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self.per_second
        self._left[caller] = (left if wait else left - 1, at)
        self._left.move_to_end(caller)
        if len(self._left) > _MOST:
            self._left.popitem(last=False)
        return wait
