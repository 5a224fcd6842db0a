"""Is anybody still waiting for what is being worked out, and what has it cost so far?

A thread cannot be stopped from outside. So whatever takes long asks here between two steps, and
ends by itself once its request was given up: it took too long, or its caller has gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder

__all__ = ["GivenUp", "Stoppable", "Work", "begin", "check", "current"]


class GivenUp(Exception):
    """The request for which this was worked out has been given up."""


class Work:
    """What is done for one request.

    Args:
        holder: For whom; empty for what the server does by itself.

    Attributes:
        given_up: Set once nobody waits for the answer.
        seconds: How long it has had a turn at the processor.
    """

    __slots__ = ("given_up", "holder", "seconds")

    def __init__(self, holder: str = "") -> None:
        self.holder, self.seconds = holder, 0.0
        self.given_up = threading.Event()

    def check(self) -> None:
        """End here if nobody waits.

        Raises:
            GivenUp: Nobody does.
        """
        if self.given_up.is_set():
            raise GivenUp


_current: ContextVar[Work | None] = ContextVar("work", default=None)


def begin(holder: str) -> Work:
    """Say for whom this task, and the threads that it starts, work from now on."""
    made = Work(holder)
    _current.set(made)
    return made


def current() -> Work:
    """What is being done here; something of the server's own where no request is behind it."""
    return _current.get() or Work()


def check() -> None:
    """End here if nobody waits for what is being done.

    Raises:
        GivenUp: Nobody does.
    """
    if (work := _current.get()) is not None:
        work.check()


class Stoppable:
    """An encoder that ends between two batches of texts once nobody waits for them.

    Args:
        inner: What does the work.
    """

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner

    @property
    def fingerprint(self) -> str:
        """That of the encoder inside."""
        return self._inner.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder inside."""
        return self._inner.dimension

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension).

        Raises:
            GivenUp: Nobody waits for them.
        """

        def step(done: int) -> None:
            check()
            if progress is not None:
                progress(done)

        check()
        return self._inner.encode(texts, step)
