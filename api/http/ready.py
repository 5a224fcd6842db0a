"""Which answers are ready, and need no framework to be sent?

A founder's own matches, as they are asked for most: no parameters, JSON, worked out before. They
take the same checks and the same words as the route, which answers all other questions; what is
saved is the work of reading parameters that are not there.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from api.errors import Problem
from api.http.negotiation import JSON, known_already, reply_headers
from api.usecases import matches as matching
from api.usecases.base import UseCase
from matcher.answers.page import DEFAULT

if TYPE_CHECKING:
    from starlette.types import Message, Scope

    from api.store.keys import Caller
    from api.usecases.context import AppContext

__all__ = ["Headers", "quick_answer"]

Headers = dict[bytes, bytes]

_BEFORE, _AFTER = "/v1/profiles/", "/matches"
_ROUTE = SimpleNamespace(path=f"{_BEFORE}{{id}}{_AFTER}")
_TAKEN = frozenset({b"", b"*/*", JSON.encode()})


def quick_answer(
    context: AppContext, scope: Scope, headers: Headers, caller: Caller | None
) -> tuple[Message, Message] | None:
    """The two messages of an answer that is ready; None where the app has to look.

    Args:
        context: What requests share.
        scope: A request that was admitted.
        headers: Its headers.
        caller: Who asks.
    """
    path = scope["path"]
    if (
        caller is None
        or scope["query_string"]
        or scope["method"] != "GET"
        or not (path.startswith(_BEFORE) and path.endswith(_AFTER))
        or headers.get(b"accept", b"") not in _TAKEN
    ):
        return None
    desk = UseCase(context, caller, scope["state"]["request_id"])
    identifier = path[len(_BEFORE) : -len(_AFTER)]
    try:
        found = matching.ready(desk, identifier, DEFAULT, None, None, scope["state"]["seen"])
    except Problem:
        return None  # the route says what is wrong
    if found is None:
        return None
    scope["route"] = _ROUTE
    content, mark = found
    known = known_already(headers.get(b"if-none-match", b"").decode("latin-1"), mark)
    sent = [(name.encode(), value.encode()) for name, value in reply_headers(mark).items()]
    if not known:
        sent += [
            (b"content-length", str(len(content)).encode()),
            (b"content-type", JSON.encode()),
        ]
    return (
        {"type": "http.response.start", "status": 304 if known else 200, "headers": sent},
        {"type": "http.response.body", "body": b"" if known else content},
    )
