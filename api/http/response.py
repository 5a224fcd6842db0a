"""What is added to every answer, and how is a refusal of the layer around the app sent?

Headers that tell a browser to trust nothing, and the request's id.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.http import problems

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

__all__ = ["OutgoingResponse"]

log = logging.getLogger("allymatch")

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self';"
        b" img-src 'self' data:; form-action 'self';"
        b" base-uri 'none'; frame-ancestors 'none'",
    ),
)


class OutgoingResponse:
    """What is sent: headers are added, and whether it has begun is known."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        """Send a message of an answer, its headers with ours."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"] = [*message.get("headers", ()), *_HEADERS]
            headers.append((b"x-request-id", self._id.encode()))
            if all(name != b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        """Send a problem, unless an answer is under way: then it just ends."""
        if self.status:
            return
        await self._form(problem)(self._scope, self._receive, self.send)

    def _form(self, problem: Problem) -> Response:
        """A page for a browser, else JSON; JSON too where the page itself is what failed."""
        try:
            return problems.respond(problem, Request(self._scope))
        except Exception:
            log.exception("a problem could not be shown", extra={"fields": {"request": self._id}})
            content = problems.body(problem, self._id)
            return Response(content, problem.status, media_type=problems.MEDIA_TYPE)
