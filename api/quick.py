"""Which answers are ready, and need no framework to be sent?

A founder's own matches, as they are asked for most: no parameters, JSON, worked out before. They
take the same checks and the same words as the route, which answers all other questions; what is
saved is the work of reading parameters that are not there.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from starlette.requests import Request

from api.errors import Problem
from api.work import matching
from api.work.base import Desk
from api.writing import JSON, reply
from matcher.answers import DEFAULT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.context import Context

__all__ = ["Quick"]

_BEFORE, _AFTER = "/v1/profiles/", "/matches"
_ROUTE = SimpleNamespace(path=f"{_BEFORE}{{id}}{_AFTER}")
_TAKEN = frozenset({b"", b"*/*", JSON.encode()})


class Quick:
    """Answers what is ready, and leaves the rest to the app.

    Args:
        app: What answers the rest.
        context: What requests share.
    """

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self._app, self._context = app, context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._ready(scope) if _asks_for_matches(scope) else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = _ROUTE
        content, mark = found
        await reply(Request(scope), content, mark=mark)(scope, receive, send)

    def _ready(self, scope: Scope) -> tuple[bytes, str] | None:
        state = scope["state"]
        if state["caller"] is None:
            return None
        identifier = scope["path"][len(_BEFORE) : -len(_AFTER)]
        desk = Desk(self._context, state["caller"], state["request_id"])
        try:
            return matching.ready(desk, identifier, DEFAULT, None, None)
        except Problem:
            return None  # the route says what is wrong


def _asks_for_matches(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not scope["query_string"]
        and scope["path"].startswith(_BEFORE)
        and scope["path"].endswith(_AFTER)
        and next((v for k, v in scope["headers"] if k == b"accept"), b"") in _TAKEN
    )
