"""What may an assistant ask, and how small are the answers?

The use cases of the server as tools of the Model Context Protocol, over HTTP beside the other
routes and over standard input and output. A tool sees what the key of its caller may see, through
the same checks. Answers are compact pages of five, because a model pays for every word; a cursor
gives the next page.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from mcp.server.mcpserver import Context as Call
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool

from api.errors import ServeError, Unauthenticated
from api.http.problems import translated
from api.schemas.bodies import few_enough
from api.schemas.query import filters_of, pair_filters
from api.schemas.screening import screening_of
from api.settings import ServeSettings
from api.store.keys import Caller, caller_of
from api.usecases import candidates as screening
from api.usecases import matches as matching
from api.usecases import profiles as profile_cases
from api.usecases import programmes as programme_cases
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from matcher.answers.page import Ask
from profiles.model import Profile
from programmes.search import Query

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["Endpoint", "make_server", "serve_stdio"]

Limit = Annotated[int, Field(ge=1, le=20, description="Items on a page.")]
Cursor = Annotated[str | None, Field(description="The `next` of the page before.")]
On = Annotated[str | None, Field(description="The day asked about, as 2026-06-15; now if absent.")]
Words = Annotated[list[str], Field(max_length=20)]
ProfileId = Annotated[str, Field(max_length=120, description="Id of a stored profile.")]
ProgrammeId = Annotated[str, Field(max_length=120, description="Id of a programme.")]

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
"""Every tool reads: a client may call it without asking its user."""

_SAYS = (
    "Which defence and dual-use programmes a startup may enter, and would gain from. Eligibility is"
    " decided by sourced rules: eligible, undetermined (a fact is missing), supply_chain or"
    " ineligible. Fit, from 0 to 1, says how much it would gain and never overrules eligibility."
)


def make_server(context: AppContext, caller: Callable[[Call[Any, Any]], Caller]) -> MCPServer:
    """A server of tools.

    Args:
        context: What requests share.
        caller: Tells who is behind a call.
    """
    with _logging_left_alone():
        server = MCPServer("allymatch", instructions=_SAYS, version=version("allymatch"))

    async def told(call: Call[Any, Any], work: Callable[[UseCase], Any]) -> dict[str, Any]:
        """Do a piece of work for the caller; a failure becomes a sentence for the model."""
        try:
            desk = UseCase(context, caller(call), "mcp")
            found = await run_in_threadpool(work, desk)
        except ValidationError as error:
            raise ToolError("; ".join(each["msg"] for each in error.errors()[:3])) from None
        except Exception as error:
            problem = translated(error)
            if problem is None:
                raise
            raise ToolError(problem.detail) from None
        return dict(orjson.loads(found if isinstance(found, bytes) else orjson.dumps(found)))

    @server.tool(annotations=_READS)
    async def profiles(call: Call[Any, Any], limit: Limit = 5) -> dict[str, Any]:
        """List the ids of the profiles that you may see."""

        def work(desk: UseCase) -> dict[str, Any]:
            found = profile_cases.ids(desk)
            return {"total": len(found), "items": list(found[:limit])}

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def match(
        call: Call[Any, Any],
        profile: ProfileId,
        limit: Limit = 5,
        cursor: Cursor = None,
        on: On = None,
        country: Words = [],  # noqa: B006 - never changed
        area: Words = [],  # noqa: B006
        kind: Words = [],  # noqa: B006
        status: Words = [],  # noqa: B006
        verdict: Words = [],  # noqa: B006
        section: Words = [],  # noqa: B006
        outlook: Words = [],  # noqa: B006
    ) -> dict[str, Any]:
        """List the programmes that a stored profile may enter, best first, without reasons."""

        def work(desk: UseCase) -> bytes:
            filters = filters_of(country, area, kind, status)
            pairs = pair_filters(verdict, section, outlook)
            ask = Ask(filters=filters, limit=limit, view="compact", pairs=pairs)
            return matching.matches(desk, profile, ask, on, cursor)[0]

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def match_text(
        call: Call[Any, Any],
        profile: Annotated[dict[str, Any], Field(description="At least name and description.")],
        limit: Limit = 5,
        on: On = None,
    ) -> dict[str, Any]:
        """Match a profile that is not stored, and keep nothing of it."""

        def work(desk: UseCase) -> bytes:
            ask = Ask(limit=limit, view="compact")
            few_enough(profile)
            given = Profile.model_validate(profile)
            return matching.match_body(desk, given, ask, on, None)

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def questions(
        call: Call[Any, Any], profile: ProfileId, limit: Limit = 5, on: On = None
    ) -> dict[str, Any]:
        """List what to ask a startup, the fact first that settles most programmes."""

        def work(desk: UseCase) -> dict[str, Any]:
            found = matching.part(desk, profile, "questions", on)
            return {"on": found["on"], "total": len(found["items"]),
                    "items": list(found["items"][:limit])}  # fmt: skip

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def near_misses(
        call: Call[Any, Any],
        profile: ProfileId,
        limit: Limit = 5,
        cursor: Cursor = None,
        on: On = None,
    ) -> dict[str, Any]:
        """List the programmes that one change would open to a startup, and which change."""

        def work(desk: UseCase) -> dict[str, Any]:
            found = matching.part(desk, profile, "near-misses", on, limit=limit, cursor=cursor)
            items = [
                {
                    "programme": one.programme, "name": one.name, "fit": one.fit,
                    "status": one.status, "closes": one.closes,
                    "changes": [each.change for each in one.findings if each.change],
                }
                for one in found["items"]
            ]  # fmt: skip
            return {"on": found["on"], "items": items, "next": found["next"]}

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def screen(
        call: Call[Any, Any],
        programme: ProgrammeId,
        limit: Limit = 5,
        cursor: Cursor = None,
        on: On = None,
        verdict: Words = [],  # noqa: B006
        section: Words = [],  # noqa: B006
        outlook: Words = [],  # noqa: B006
        flag: Words = [],  # noqa: B006
    ) -> dict[str, Any]:
        """List the candidates of a programme, best first; for officers."""

        def work(desk: UseCase) -> dict[str, Any]:
            asked = screening_of(verdict=verdict, section=section, outlook=outlook, flag=flag)
            found = screening.candidates(desk, programme, asked, limit=limit, on=on, cursor=cursor)
            return {name: found[name] for name in found if name != "facets"}

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def explain(
        call: Call[Any, Any], profile: ProfileId, programme: ProgrammeId, on: On = None
    ) -> dict[str, Any]:
        """Explain one pair: each rule's answer with its source, and what the fit is made of."""

        def work(desk: UseCase) -> dict[str, Any]:
            found = matching.explain(desk, profile, programme, on)
            said = orjson.loads(orjson.dumps(found["match"]))
            names = (
                "verdict", "fit", "reading", "status", "closes", "near_miss", "contributions",
                "left_out",
            )  # fmt: skip
            rules = [
                {name: each[name] for name in ("answer", "says", "source", "as_of", "change")}
                for each in said["findings"]
            ]
            return {"on": found["on"], **{n: said[n] for n in names}, "findings": rules}

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def search(
        call: Call[Any, Any],
        text: Annotated[str, Field(max_length=200, description="Words that all occur.")] = "",
        limit: Limit = 5,
        cursor: Cursor = None,
        on: On = None,
        country: Words = [],  # noqa: B006
        area: Words = [],  # noqa: B006
        kind: Words = [],  # noqa: B006
        status: Words = [],  # noqa: B006
    ) -> dict[str, Any]:
        """Search programmes by words and filters, the next deadline first."""

        def work(desk: UseCase) -> dict[str, Any]:
            query = Query(filters=filters_of(country, area, kind, status), text=text)
            found = programme_cases.found(desk, query, on=on, limit=limit, cursor=cursor)
            names = ("id", "name", "kind", "status", "closes", "summary")
            items = [{name: getattr(one, name) for name in names} for one in found["items"]]
            return {"on": found["on"], "total": found["total"], "items": items,
                    "next": found["next"]}  # fmt: skip

        return await told(call, work)

    @server.tool(annotations=_READS)
    async def deadlines(
        call: Call[Any, Any], profile: ProfileId, limit: Limit = 5
    ) -> dict[str, Any]:
        """List the next closing dates of what a stored profile may enter."""

        def work(desk: UseCase) -> dict[str, Any]:
            return {"items": programme_cases.deadlines(desk, profile, limit=limit)}

        return await told(call, work)

    return server


@contextmanager
def _logging_left_alone() -> Iterator[None]:
    """Undo what the library does to the root logger, which is not its to set up."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _of_request(call: Call[Any, Any]) -> Caller:
    """Who sent the HTTP request behind a call: the gate has found that out."""
    request = call.request_context.request
    found: Caller | None = request.scope["state"]["caller"] if request is not None else None
    if found is None:
        raise Unauthenticated
    return found


class Endpoint:
    """The tools over HTTP; each request stands for itself.

    Args:
        context: What requests share.
    """

    def __init__(self, context: AppContext) -> None:
        self.server = make_server(context, _of_request)
        self.server.streamable_http_app(json_response=True, stateless_http=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, if it says who sends it."""
        if scope["state"]["caller"] is None:
            raise Unauthenticated
        await self.server.session_manager.handle_request(scope, receive, send)


def serve_stdio(settings: ServeSettings) -> None:
    """Answer one assistant over standard input and output, until it goes.

    Raises:
        ServeError: The key in ALLYMATCH_KEY is not valid.
    """
    context = AppContext(settings)
    key = os.environ.get("ALLYMATCH_KEY", "")
    # Whoever may read the file may see all that is in it.
    who = caller_of(context.records.seen(), key) if key else Caller("stdio", "admin", "house")
    if who is None:
        raise ServeError("the key in ALLYMATCH_KEY is not valid, or no longer")
    make_server(context, lambda _: who).run("stdio")
