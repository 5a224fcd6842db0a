"""Who is behind a request, and how is an operation described?

Dependencies of the routes, and the few lines that each description would repeat. Dependencies are
coroutines although they wait for nothing: a plain function would be sent to a thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from api.errors import Problem, Unauthenticated, Unusable
from api.http.negotiation import CSV, JSON, NDJSON
from api.schemas.bodies import few_enough
from api.usecases.base import UseCase
from api.usecases.context import AppContext

__all__ = ["SLASH", "At", "Shared", "answers", "as_asked", "at_desk", "base_url", "shared"]


async def shared(request: Request) -> AppContext:
    """What all requests share."""
    found: AppContext = request.app.state.context
    return found


async def at_desk(request: Request) -> UseCase:
    """The caller, ready to be served.

    Raises:
        Unauthenticated: Nobody said who it is.
    """
    state = request.state
    if state.caller is None:
        raise Unauthenticated
    return UseCase(request.app.state.context, state.caller, state.request_id)


At = Annotated[UseCase, Depends(at_desk)]
Shared = Annotated[AppContext, Depends(shared)]


def _read_by(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _read_by(each)


SLASH = "\ue02f"
"""Stands for a slash that an address carries within one of its parts, until the route has it."""


async def _takes(request: Request) -> None:
    """Refuse a body of another kind than JSON, and one of more values than it may hold."""
    # The framework has read the body already, and keeps it with the request.
    size = len(await request.body())
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if size and kind != JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        detail = f"found {kind[:100] or 'no Content-Type'}, send {JSON}"
        raise Problem(415, "unsupported-media-type", detail)
    if size > _SMALL:
        few_enough(await request.json())


_SMALL = 20_000
"""Bytes of a body that cannot hold too many values."""


async def as_asked(request: Request) -> None:
    """Read an address as its caller wrote it, and refuse a parameter that its route does not read.

    A filter that is misspelt and left out would answer another question than was asked. A slash
    that was escaped belongs to an id and divides nothing.

    Raises:
        Unusable: The address carries such a parameter, or the body more values than it may.
        Problem: The body is no JSON where JSON is taken (415).
    """
    parts = request.scope["path_params"]
    for name, value in parts.items():
        if isinstance(value, str) and SLASH in value:
            parts[name] = value.replace(SLASH, "/")
    if request.scope["route"].body_field is not None:
        await _takes(request)
    if not request.scope["query_string"]:
        return
    taken = set(_read_by(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in taken:
            expected = f"expected {', '.join(sorted(taken))}" if taken else "none is expected here"
            raise Unusable(f"is no parameter of this address: {expected}", parameter=name[:100])


def base_url(request: Request) -> str:
    """How clients call the server."""
    context: AppContext = request.app.state.context
    return context.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")


def answers(
    model: Any, example: Any, *also: int, status: int = 200, forms: bool = False
) -> dict[str, Any]:
    """Arguments of a route that describe its answer.

    Args:
        model: What the answer looks like.
        example: One answer.
        *also: Statuses of problems besides those that every operation may have.
        status: The status of success.
        forms: Whether it is there as CSV and JSON Lines too.
    """
    content: dict[str, Any] = {JSON: {"example": example}}
    if forms:
        text = {"schema": {"type": "string"}}
        content |= {CSV: text, NDJSON: text}
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": model, "content": content, "description": "Done."}
    }
    if status == 200 and forms:
        described[304] = {"description": "The caller has this answer already."}
    problems = {number: {"description": "problem"} for number in also}
    return {"responses": described | problems, "response_model": None, "status_code": status}
