"""How far is a run, how fast does it go, and when will it be done?

A person who watches gets a line that is written over; a log gets one JSON object a minute; a pipe
gets nothing. Nothing of it is part of the run's files, so that the same run has the same bytes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

import orjson

__all__ = ["Progress", "Tell", "json_lines"]

_MINUTE = 60.0

Tell = Callable[["Progress"], None]


class Progress:
    """Counts of a run at work.

    Args:
        total: Rows of the input, if that is known; it may be an estimate.
        tell: Called after every shard, with every few texts that are embedded, and at the end.
        clock: Seconds that only go forward.

    Attributes:
        rows: Rows done, good and bad, shards that stood already included.
        errors: Rows turned away.
        standing: Rows that stood already: they say nothing about the rate.
        read: Rows of the shard at work whose texts are read; with workers elsewhere always 0.
        texts: Texts embedded so far, of those that no cache held.
        ended: ``done`` or ``stopped`` once nothing more comes, else None.
    """

    total: int | None
    clock: Callable[[], float]
    rows: int
    errors: int
    standing: int
    read: int
    texts: int
    began: float

    def __init__(
        self,
        total: int | None = None,
        tell: Tell | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.clock, self._tell = total, clock, tell
        self.rows = self.errors = self.standing = self.read = self.texts = 0
        self.ended: str | None = None
        self.began = clock()

    def add(self, profiles: int, rejected: int, *, standing: bool = False) -> None:
        """Another shard is done."""
        self.rows += profiles + rejected
        self.errors += rejected
        self.standing += (profiles + rejected) if standing else 0
        self.read = 0
        self._told()

    def embedded(self, texts: int) -> None:
        """Some texts more have vectors."""
        self.texts += texts
        self._told()

    def reading(self, rows: int) -> None:
        """Some rows more of the shard at work are read."""
        self.read += rows
        self._told()

    def end(self, how: str = "done") -> None:
        """Nothing more comes: everything is done, or an error stopped it."""
        self.ended = how
        self._told()

    def _told(self) -> None:
        if self._tell:
            self._tell(self)

    @property
    def rate(self) -> float:
        """Rows a second since this process began."""
        return (self.rows + self.read - self.standing) / max(self.clock() - self.began, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds to go; None where the rows are not known or none is done yet."""
        if self.total is None or self.rate <= 0:
            return None
        return max(self.total - self.rows - self.read, 0) / self.rate


def json_lines(stream: TextIO | None = None, every: float = _MINUTE) -> Tell:
    """Tell a log: one JSON object a minute, and one at the end."""
    out = stream or sys.stderr
    last = -every

    def tell(progress: Progress) -> None:
        nonlocal last
        now = progress.clock() - progress.began
        if now - last < every and not progress.ended:
            return
        last = now
        left = progress.left
        line = {
            "event": progress.ended or "progress",
            "rows": progress.rows,
            "rows_read": progress.rows + progress.read,
            "texts_embedded": progress.texts,
            "total": progress.total,
            "rows_per_second": round(progress.rate, 1),
            "seconds": round(now, 1),
            "seconds_left": None if left is None else round(left),
            "errors": progress.errors,
        }
        out.write(f"{orjson.dumps(line).decode()}\n")
        out.flush()

    return tell
