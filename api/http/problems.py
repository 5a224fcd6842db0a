"""How is a failure told to a program: one form for all of them?

RFC 9457 problem details, everywhere, also for what the framework itself refuses. ``message`` and
``errors`` are there for CommonGrants clients, which read those names.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.errors import Conflict, Problem
from api.store.judgments import ServerStoreError
from matcher.errors import (
    BadInput,
    BadTerms,
    CacheError,
    NoAssignment,
    NotFound,
    NotReady,
    RunError,
)
from profiles.errors import (
    Full,
    ProfileError,
    ProfileStoreError,
    ReadError,
    TooLarge,
    UnknownProfile,
)
from programmes.errors import BadCatalogue, ProgrammeError, ProgrammeStoreError, UnknownProgramme

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

__all__ = [
    "MEDIA_TYPE", "PROBLEMS", "PROBLEM_SCHEMA", "body", "install", "respond", "translated",
    "type_of",
]  # fmt: skip

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:allymatch:problem:"

PROBLEMS: Mapping[int, Mapping[str, str]] = {
    400: {"bad-request": "the body is no text at all"},
    401: {"unauthenticated": "send a key as Authorization: Bearer or X-API-Key"},
    403: {"forbidden": "this takes a key of another role, or was sent from another site"},
    404: {"not-found": "there is nothing of this kind here for you"},
    405: {"method-not-allowed": "the header Allow names the methods that are taken"},
    406: {"not-acceptable": "there is application/json, text/csv and application/x-ndjson"},
    409: {
        "conflict": "what was sent contradicts what is there: read it and ask again",
        "full": "you keep as much as you may: delete something",
    },
    412: {"changed": "it was changed meanwhile: read it again"},
    413: {"too-large": "the body has more bytes than it may: send less"},
    415: {"unsupported-media-type": "the body is of a kind that is not taken here"},
    421: {"misdirected": "call the server by a name that it has"},
    422: {"unusable": "each entry of errors points into the body, or names a parameter"},
    429: {"too-many-requests": "wait for as many seconds as Retry-After says"},
    500: {"bug": "something went wrong here; it is in the log"},
    503: {
        "not-ready": "the server cannot answer now: ask again later",
        "too-slow": "no answer in time: ask for less",
    },
}
"""Every problem there is: its code by status, and what to do about it."""

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 describes it.",
    "required": ["type", "title", "status", "detail", "message", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "Which problem it is; stable.",
            "enum": sorted(f"{_TYPE}{code}" for codes in PROBLEMS.values() for code in codes),
        },
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "enum": sorted(PROBLEMS)},
        "detail": {"type": "string"},
        "message": {"type": "string", "description": "The same as detail."},
        "errors": {
            "type": "array",
            "description": "Each fault, with a JSON pointer into the body or a parameter's name.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                },
            },
        },
        "request": {"type": "string", "description": "The request's id, as the log has it."},
    },
}

_LISTED = 50
"""How many faults of a body are listed."""


def type_of(code: str) -> str:
    """The type of a problem, as answers name it.

    >>> type_of("not-found")
    'urn:allymatch:problem:not-found'
    """
    return f"{_TYPE}{code}"


def body(problem: Problem, request: str = "") -> bytes:
    """The problem as JSON.

    Args:
        problem: What went wrong.
        request: The request's id.
    """
    return orjson.dumps(
        {
            "type": type_of(problem.code),
            "title": HTTPStatus(problem.status).phrase,
            "status": problem.status,
            "detail": problem.detail,
            "message": problem.detail,
            "errors": problem.errors,
            **({"request": request} if request else {}),
        }
    )


def translated(error: Exception) -> Problem | None:
    """What the packages raise on purpose, as a problem; None for anything else."""
    match error:
        case Problem():
            return error
        case NotFound() | UnknownProfile() | UnknownProgramme():
            return Problem(404, "not-found", _told(error))
        case BadInput():
            where = {"detail": error.problem, "pointer": f"#/{error.field}"}
            return Problem(422, "unusable", str(error), errors=[where])
        case BadTerms():
            faults = [{"detail": one, "pointer": "#/terms"} for one in error.problems[:_LISTED]]
            return Problem(422, "unusable", str(error), errors=faults)
        case NoAssignment():
            faults = [{"detail": one, "pointer": "#/terms"} for one in error.clash[:_LISTED]]
            return Problem(422, "unusable", str(error), errors=faults)
        case Full():
            return Problem(409, "full", str(error))
        case TooLarge():
            return Problem(413, "too-large", str(error))
        case ReadError():
            where = {"detail": error.message, "pointer": f"#/{error.field or ''}"}
            return Problem(422, "unusable", str(error), errors=[where])
        case BadCatalogue():
            faults = [
                {"detail": p.problem, "pointer": f"#/{p.field}"} for p in error.problems[:_LISTED]
            ]
            return Problem(422, "unusable", str(error), errors=faults)
        case (
            NotReady()
            | CacheError()
            | ServerStoreError()
            | ProfileStoreError()
            | ProgrammeStoreError()
        ):
            logging.getLogger("allymatch").error("not ready: %s", error)
            return Problem(503, "not-ready", "the server cannot answer now: see its log")
        case RunError():
            logging.getLogger("allymatch").error("a run cannot be used: %s", error)
            return Conflict("the files of the run are not what was written: start another")
        case ProfileError() | ProgrammeError():
            return Problem(422, "unusable", str(error))
        case _:
            return None


def _told(error: Exception) -> str:
    if isinstance(error, UnknownProgramme):
        return str(error)
    return f"there is no such {getattr(error, 'kind', 'thing')}"


def _faults(errors: Sequence[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for each in errors:
        where, *path = [str(part) for part in each["loc"]] or ["body"]
        said = str(each["msg"]).removeprefix("Value error, ")
        if where == "body":
            escaped = (part.replace("~", "~0").replace("/", "~1") for part in path)
            # The place of a syntax error is a position, not a field.
            pointer = "#" if each["type"] == "json_invalid" else "".join(f"/{p}" for p in escaped)
            found.append({"detail": said, "pointer": f"#{pointer}".replace("##", "#")})
        else:
            found.append({"detail": said, "parameter": ".".join(path), "in": where})
    return found


def respond(problem: Problem, request: Request) -> Response:
    """A problem in the form that the caller reads: a page for a browser, else JSON."""
    identifier = request.scope.get("state", {}).get("request_id", "")
    shown = getattr(request.app.state, "show_problem", None)
    if shown and "text/html" in request.headers.get("accept", ""):
        page: Response = shown(request, problem)
        return page
    content = body(problem, identifier)
    headers: Mapping[str, str] = problem.headers
    return Response(content, problem.status, headers=headers, media_type=MEDIA_TYPE)


async def _of_package(request: Request, error: Exception) -> Response:
    problem = translated(error)
    if problem is None:
        raise error
    return respond(problem, request)


async def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    code = next(iter(PROBLEMS.get(error.status_code, ("refused",))))
    detail = {404: "nothing is served at this address"}.get(error.status_code, str(error.detail))
    # 405 names the methods that are allowed in a header, which has to go along.
    return respond(Problem(error.status_code, code, detail, headers=error.headers), request)


async def _of_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    found = error.errors()
    faults = _faults(found[:_LISTED])
    detail = "; ".join(f"{_place(each)}: {each['detail']}" for each in faults[:3])
    if len(found) > _LISTED:
        detail = f"{len(found):,} faults, of which {_LISTED} are listed; {detail}"
    return respond(Problem(422, "unusable", detail, errors=faults), request)


def _place(fault: Mapping[str, Any]) -> str:
    return str(fault.get("pointer") or fault.get("parameter"))


def install(app: FastAPI) -> None:
    """Answer every failure of this app with problem details."""
    from matcher.errors import MatchError

    for family in (Problem, MatchError, ProfileError, ProgrammeError):
        app.add_exception_handler(family, _of_package)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(RequestValidationError, _of_validation)
