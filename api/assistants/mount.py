"""When are the tools for assistants there?

Their library takes as long to read as a catalogue, and nobody needs it before matches can be asked
for: so it is read after that. A request that comes before waits for it.
"""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING

from api.errors import Unauthenticated, Unusable

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.assistants.tools import Endpoint
    from api.usecases.context import AppContext

__all__ = ["Assistants"]


class Assistants:
    """The address of the tools over HTTP.

    Args:
        context: What requests share.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._endpoint: Endpoint | None = None
        self._there = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, if it says who sends it."""
        if scope["state"]["caller"] is None:
            raise Unauthenticated
        if scope["query_string"]:
            raise Unusable("takes no parameters in its address", parameter="query")
        await self._there.wait()
        assert self._endpoint is not None  # noqa: S101 - it is what was waited for
        await self._endpoint(scope, receive, send)

    async def serve(self) -> None:
        """Read the library and serve, until cancelled."""
        agents = await asyncio.to_thread(importlib.import_module, "api.assistants.tools")
        endpoint: Endpoint = agents.Endpoint(self._context)
        async with endpoint.server.session_manager.run():
            self._endpoint = endpoint
            self._there.set()
            await asyncio.Event().wait()
