"""Who is sent its messages next, when some receivers are slow and some senders have many?

Several senders; each holder has few of them at a time, and its messages wait for its own. A message
that was not received is due again later, and given up in the end. What came back is kept with it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import orjson

from api.errors import Unusable
from api.feeds.webhooks import TRIES, send, wait
from api.store import news
from api.store.records import Records

__all__ = ["Deliverer"]

_SENDERS = 8
_EACH = 2
"""Messages of one holder that are under way at a time."""
_KEPT_S = 30 * 86_400.0
"""How long a message that was received or given up is remembered."""


class Deliverer:
    """Sends what is due.

    Args:
        open_records: Opens the server's own tables; each thread has its own.
        private: Whether addresses that are not public may be called.
    """

    def __init__(self, open_records: Callable[[], Records], *, private: bool) -> None:
        self._open, self._private = open_records, private
        self._pool = ThreadPoolExecutor(_SENDERS, "webhook", initializer=self._begin)
        self._lock = threading.Lock()
        self._local = threading.local()
        self._under_way: dict[str, tuple[str, Future[bool]]] = {}

    def _begin(self) -> None:
        self._local.records = self._open()

    def step(self, records: Records, now: float | None = None) -> list[Future[bool]]:
        """Begin to send what is due and has a sender; each future says whether it was received."""
        at = time.time() if now is None else now
        begun = []
        with self._lock:
            busy = Counter(holder for holder, _ in self._under_way.values())
            for row in news.due(records, at, each=_EACH + len(self._under_way)):
                holder = row["holder"]
                if len(self._under_way) >= _SENDERS:
                    break
                if row["id"] in self._under_way or busy[holder] >= _EACH:
                    continue
                busy[holder] += 1
                future = self._pool.submit(self._send, row, at)
                self._under_way[row["id"]] = holder, future
                begun.append(future)
        return begun

    def deliver(self, records: Records, now: float | None = None) -> int:
        """Send all that is due at an instant, and wait for it; how many were received."""
        received = 0
        while begun := self.step(records, now):
            received += sum(future.result() for future in begun)
        return received

    def clear(self, records: Records) -> None:
        """Forget messages that were received or given up long ago."""
        news.clear(records, time.time() - _KEPT_S)

    def close(self) -> None:
        """Send nothing more; what is under way ends by its own patience."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _send(self, row: dict[str, Any], at: float) -> bool:
        try:
            said, good = self._sent(row)
            tries = row["tries"] + 1
            state = "received" if good else "given up" if tries >= TRIES else "waiting"
            news.note(self._local.records, row["id"], state, tries, at + wait(tries), said)
            return good
        finally:
            with self._lock:
                self._under_way.pop(row["id"], None)

    def _sent(self, row: dict[str, Any]) -> tuple[str, bool]:
        body = orjson.dumps({**orjson.loads(row["body"]), "id": row["id"]})
        try:
            status = send(row["url"], row["secret"], body, private=self._private)
        except (OSError, Unusable) as error:
            return type(error).__name__, False
        return str(status), 200 <= status < 300
