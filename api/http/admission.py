"""How many requests of one caller are worked on at once, and does anybody still wait for them?

A few of each caller's; the others wait here, where waiting costs no thread, and beyond a bound they
are refused at once. A connection that is closed before its answer ends the work for it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from api.errors import Problem

if TYPE_CHECKING:
    from starlette.types import Message, Receive

    from api.usecases.work import Work

__all__ = ["CallerStream", "Places"]


class Places:
    """How many requests each caller may have under way, and waiting.

    Args:
        each: Under way at once.
        waiting: Waiting beside them.
    """

    def __init__(self, each: int, waiting: int) -> None:
        self._each, self._waiting = each, waiting
        self._held: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @contextlib.asynccontextmanager
    async def place(self, caller: str) -> AsyncIterator[None]:
        """Wait for a place, and have it.

        Raises:
            Problem: As many wait as may (429).
        """
        semaphore, number = self._held.get(caller, (asyncio.Semaphore(self._each), 0))
        if number >= self._each + self._waiting:
            detail = f"{number} requests of yours are under way: wait for some of their answers"
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": "1"})
        self._held[caller] = semaphore, number + 1
        try:
            async with semaphore:
                yield
        finally:
            semaphore, number = self._held[caller]
            if number > 1:
                self._held[caller] = semaphore, number - 1
            else:
                del self._held[caller]


class CallerStream:
    """What a caller sends, and whether it is still there.

    Args:
        receive: The server's.
        work: What is given up once the caller has gone.
    """

    def __init__(self, receive: Receive, work: Work) -> None:
        self._receive, self._work = receive, work
        self._come: asyncio.Queue[Message] = asyncio.Queue(1)
        self._gone: Message | None = None

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Listen to the caller meanwhile, also when nobody reads what it sends."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._work.given_up.set()
                await self._come.put(message)
                return
            await self._come.put(message)

    async def receive(self) -> Message:
        """The next message; after the last one, that the caller has gone."""
        if self._gone is not None:
            return self._gone
        message = await self._come.get()
        if message["type"] == "http.disconnect":
            self._gone = message
        return message
