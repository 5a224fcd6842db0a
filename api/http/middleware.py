"""What happens to every request before and after its route?

One layer around the app: an id for the log, who calls, how often, how much it sends and how long
it takes, and headers that tell a browser to trust nothing. It is plain ASGI because it runs on
every request, and it answers what it refuses itself, as problem details.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import secrets
import time
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from starlette.exceptions import HTTPException

from api.errors import Problem, Unauthenticated
from api.http.admission import CallerStream, Places
from api.http.dependencies import SLASH
from api.http.limits import Buckets, SharedBuckets, WrongKeys, network_of
from api.http.ready import quick_answer
from api.http.response import OutgoingResponse
from api.store.keys import Caller, caller_of
from api.store.sessions import COOKIE, session_of
from api.usecases.work import GivenUp, begin
from profiles.read.limits import MAX_DOCUMENT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.http.metrics import Metrics
    from api.usecases.context import AppContext

__all__ = ["Gate", "address_of", "too_often"]

log = logging.getLogger("allymatch")

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_OPEN = ("/healthz", "/readyz")
_SIGN_IN = ("/sign-in",)
_IMPORTS = ("/v1/profiles/import", "/import")
_CALLS = "/v1/imports/"
_DOCUMENTS = ("/try",)
_GONE = 499
"""What the log says of a request whose caller has left, as others write it."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class _Cut(HTTPException):
    """A body turned out longer than it may be.

    FastAPI takes any other exception of a body that is being read for a body that cannot be read.
    """

    def __init__(self, most: int) -> None:
        super().__init__(413, f"the body may have at most {most:,} bytes")


class Gate:
    """The layer around an app.

    Args:
        app: What answers.
        context: What its requests share.
        measures: Where requests are counted.
        wrong: Where wrong keys are.
    """

    def __init__(
        self, app: ASGIApp, context: AppContext, measures: Metrics, wrong: WrongKeys
    ) -> None:
        self._app, self._context, self._measures, self._wrong = app, context, measures, wrong
        self._hosts = context.settings.known_hosts
        settings = context.settings
        self._buckets = (
            SharedBuckets(settings.requests_per_minute, settings.limits)
            if settings.workers > 1
            else Buckets(settings.requests_per_minute)
        )
        self._places = Places(settings.requests_at_once, settings.requests_waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        if b"%2f" in (raw := scope.get("raw_path") or b"").lower():
            # Decoded, a slash within an id could no longer be told from one that divides.
            kept = re.sub(rb"%2f", SLASH.encode(), raw.partition(b"?")[0], flags=re.IGNORECASE)
            scope["path"] = unquote(kept.decode(errors="replace"))
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given.decode() if _ID.fullmatch(given) else secrets.token_hex(8)
        state = scope.setdefault("state", {})
        state |= {"request_id": request_id, "caller": None, "session": None, "seen": None}
        answer = OutgoingResponse(scope, receive, send, request_id)
        try:
            caller = self._admit(scope, headers, state)
            if ready := quick_answer(self._context, scope, headers, caller):
                for message in ready:
                    await answer.send(message)
            else:
                await self._limited(scope, headers, receive, answer)
        except Problem as problem:
            await answer.refuse(problem)
        except _Cut as cut:
            await answer.refuse(Problem(413, "too-large", cut.detail))
        except TimeoutError:
            await answer.refuse(Problem(503, "too-slow", "no answer in time: ask for less"))
        except GivenUp:
            answer.status = answer.status or _GONE
        except Exception:
            log.exception("a bug", extra={"fields": {"request": request_id}})
            await answer.refuse(Problem(500, "bug", "something went wrong here; it is in the log"))
        finally:
            self._tell(scope, answer.status, time.perf_counter() - began, request_id)

    def _admit(
        self, scope: Scope, headers: dict[bytes, bytes], state: dict[str, object]
    ) -> Caller | None:
        """Find out who calls, and whether it may call again so soon."""
        path = scope["path"]
        if path in _OPEN:
            return None
        if self._hosts and _host(headers) not in self._hosts:
            known = ", ".join(sorted(self._hosts))
            raise Problem(421, "misdirected", f"this server is called {known}: ALLYMATCH_HOSTS")
        caller = self._caller(scope, headers, state)
        state["caller"] = caller
        if seconds := self._buckets.take(self._name(scope)):
            raise too_often(seconds)
        if scope["path"] in _SIGN_IN and scope["method"] not in _SAFE and not _same_site(headers):
            # Or another site could sign a person in as somebody else, who then reads what it says.
            raise Problem(403, "forbidden", "this was sent from another site")
        return caller

    def _caller(
        self, scope: Scope, headers: dict[bytes, bytes], state: dict[str, object]
    ) -> Caller | None:
        records = self._context.records
        said = headers.get(b"authorization", b"").decode("latin-1")
        kind, _, rest = said.partition(" ")
        bearer = rest.strip() if kind.lower() == "bearer" else ""
        key = headers.get(b"x-api-key", b"").decode("latin-1")
        sent = b"authorization" in headers
        if sent or key:
            # What is sent has to be right, all of it: a wrong key is not saved by another one, and
            # an empty one is wrong.
            right = not sent or bool(bearer and key in {"", bearer})
            # One look at the file is enough for all that is asked in this turn of the event loop.
            state["seen"] = seen = records.seen()
            caller = caller_of(seen, bearer or key) if right else None
            if caller is None:
                if seconds := self._wrong.wait(address_of(scope), bearer or key):
                    raise too_often(seconds)
                raise Unauthenticated("this key is not valid, or no longer")
            return caller
        cookie = _cookie(headers.get(b"cookie", b"").decode("latin-1"))
        session = session_of(records, cookie) if cookie else None
        if session is None:
            return None
        if scope["method"] not in _SAFE and not _same_site(headers):
            raise Problem(403, "forbidden", "this was sent from another site")
        state["session"] = session
        return session.caller

    def _most(self, scope: Scope) -> int:
        settings = self._context.settings
        path: str = scope["path"]
        if path in _DOCUMENTS:
            return min(settings.max_import, MAX_DOCUMENT)
        large = path in _IMPORTS or path.startswith(_CALLS)
        return settings.max_import if large else settings.max_body

    async def _limited(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, answer: OutgoingResponse
    ) -> None:
        most = self._most(scope)
        said = headers.get(b"content-length", b"")
        if said.isdigit() and int(said) > most:
            raise _too_large(most)
        safe = scope["method"] in _SAFE
        if safe and scope["path"] in _OPEN:
            await self._app(scope, receive, answer.send)
            return
        name = self._name(scope)
        caller = scope["state"]["caller"]
        work = begin(caller.holder if caller else name)
        line = CallerStream(receive, work)
        # Agents keep a stream open; everything else ends in time or is given up.
        stream = scope["path"].startswith("/mcp") and scope["method"] == "GET"
        patience = None if stream else self._context.settings.timeout_s
        place = contextlib.nullcontext() if stream else self._places.place(work.holder)
        try:
            async with asyncio.timeout(patience), place, line.watched():
                read = line.receive if safe else _counted(line.receive, most)
                await self._app(scope, read, answer.send)
        finally:
            work.given_up.set()  # whoever still works for it ends
            if work.seconds:
                self._buckets.charge(name, work.seconds * self._buckets.per_second)

    @staticmethod
    def _name(scope: Scope) -> str:
        """Who a request counts for: a key, or an address where none was sent."""
        caller = scope["state"]["caller"]
        return caller.key if caller else f"at {network_of(address_of(scope))}"

    def _tell(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "") or "none"
        self._measures.count(scope["method"], route, status, seconds)
        if log.isEnabledFor(logging.INFO):
            caller = scope["state"].get("caller")
            self._measures.tell(
                {
                    "request": request_id, "method": scope["method"], "route": route,
                    "status": status, "ms": round(seconds * 1000, 1),
                    "key": caller.key if caller else None,
                }
            )  # fmt: skip


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else "?"


def too_often(seconds: float) -> Problem:
    """The refusal of whoever has to wait so long."""
    whole = str(ceil(seconds))
    detail = f"too many requests: ask again in {whole} s"
    return Problem(429, "too-many-requests", detail, headers={"Retry-After": whole})


def _host(headers: dict[bytes, bytes]) -> str:
    """The name under which the server was called, without the port."""
    try:
        return (urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname or "").lower()
    except ValueError:
        return ""


def _too_large(most: int) -> Problem:
    return Problem(413, "too-large", f"the body may have at most {most:,} bytes")


def _counted(receive: Receive, most: int) -> Receive:
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _Cut(most)
        return message

    return counting


def _cookie(text: str) -> str:
    for part in text.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _same_site(headers: dict[bytes, bytes]) -> bool:
    """Whether a browser says that a page of ours sent this."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in {b"same-origin", b"none"}
    origin = headers.get(b"origin")
    host = headers.get(b"host", b"").decode("latin-1")
    return origin is None or urlsplit(origin.decode("latin-1")).netloc == host
