"""Who has the processor next, when more is asked for than it can do?

Holders take turns, whatever number of requests each has sent: one who asks for a hundred things
waits for the hundred, and another who asks for one is next. Where several ask, none may have every
turn at once. Work of the server's own goes last.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.usecases.work import Work

__all__ = ["FairTurns"]

_LOOK_S = 0.05
"""How often who waits asks whether it still should."""
_RECENT_S = 30.0
"""For how long a holder counts as one of several."""
_KNOWN = 1_000


class FairTurns:
    """Turns at the processor; threads share it.

    Args:
        at_once: How many there are.
        clock: Tells the seconds; tests set it.
    """

    def __init__(self, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._lock = threading.Lock()
        self._working: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[threading.Event]] = OrderedDict()
        self._asked: OrderedDict[str, float] = OrderedDict()

    @contextmanager
    def turn(self, work: Work) -> Iterator[None]:
        """Wait for a turn, and have it.

        Raises:
            GivenUp: Nobody waits for the answer any more.
        """
        self._wait(work)
        began = time.perf_counter()
        try:
            yield
        finally:
            work.seconds += time.perf_counter() - began
            with self._lock:
                self._working[work.holder] -= 1
                self._hand_out()

    def _wait(self, work: Work) -> None:
        work.check()
        mine = threading.Event()
        with self._lock:
            self._remember(work.holder)
            self._waiting.setdefault(work.holder, deque()).append(mine)
            self._hand_out()
        while not mine.wait(_LOOK_S):
            if work.given_up.is_set():
                self._leave(work, mine)

    def _leave(self, work: Work, mine: threading.Event) -> None:
        with self._lock:
            line = self._waiting.get(work.holder, deque())
            if mine in line:
                line.remove(mine)
            elif mine.is_set():  # its turn came in between
                self._working[work.holder] -= 1
            self._hand_out()
        work.check()

    def _remember(self, holder: str) -> None:
        self._asked[holder] = self._clock()
        self._asked.move_to_end(holder)
        if len(self._asked) > _KNOWN:
            self._asked.popitem(last=False)

    def _most(self, holder: str) -> int:
        """How many turns a holder may have at once: all of them while it is alone."""
        since = self._clock() - _RECENT_S
        alone = not any(at > since for name, at in self._asked.items() if name not in {holder, ""})
        return self._at_once if alone else max(self._at_once - 1, 1)

    def _hand_out(self) -> None:
        """Give what is free to those who wait, one holder after the other."""
        while self._working.total() < self._at_once:
            names = [name for name, line in self._waiting.items() if line]
            # What nobody asked for goes last.
            names.sort(key=lambda name: name == "")
            free = (name for name in names if self._working[name] < self._most(name))
            following = next(free, None)
            if following is None:
                break
            self._working[following] += 1
            self._waiting[following].popleft().set()
            self._waiting.move_to_end(following)
        for name in [name for name, line in self._waiting.items() if not line]:
            del self._waiting[name]
        self._working += Counter()  # drops those with nothing
