"""How does the server describe itself to a machine?

OpenAPI 3.1, made from the routes. What every operation shares is added here: how to say who calls,
and the problems that any request can end in.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, APIRouter

from api.http.problems import MEDIA_TYPE, PROBLEM_SCHEMA

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["install"]

_ALWAYS = (422, 429, 503)
_WITH_KEY = (401, 403)
_OPEN = frozenset({"/healthz", "/readyz", "/feeds/{secret}/{form}"})
_BODY = (413,)


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Describe these routers of an app, once, when that is asked for."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, routers)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _description(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Which defence and dual-use programmes a startup may enter, and would gain from.",
        routes=app.routes,
    )
    components = found.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    components["schemas"].pop("HTTPValidationError", None)
    components["schemas"].pop("ValidationError", None)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    _restore_examples(routers, found["paths"])
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return found


def _restore_examples(routers: Sequence[APIRouter], paths: dict[str, Any]) -> None:
    """Put examples back as they were written: FastAPI leaves every null out of them."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    for route in (one for one in routes if one.include_in_schema):
        for method in route.methods or ():
            responses = paths[route.path_format][method.lower()]["responses"]
            for code, described in route.responses.items():
                for kind, content in described.get("content", {}).items():
                    if "example" in content:
                        responses[str(code)]["content"][kind]["example"] = content["example"]


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    numbers = {int(code) for code in responses if code.isdigit() and int(code) >= 400}
    numbers |= set(_ALWAYS)
    if path not in _OPEN:
        numbers |= set(_WITH_KEY)
        operation["security"] = [{"bearer": []}, {"key": []}]
    if method != "get":
        numbers |= set(_BODY)
    if "requestBody" in operation:
        numbers.add(400)  # a body that is no text at all
    for number in sorted(numbers):
        responses[str(number)] = _problem(number, protocol=path.startswith("/common-grants/"))


def _problem(number: int, *, protocol: bool) -> dict[str, Any]:
    phrase = HTTPStatus(number).phrase
    example = {
        "type": f"urn:allymatch:problem:{phrase.lower().replace(' ', '-')}", "title": phrase,
        "status": number, "detail": "what was wrong, and what to do",
        "message": "what was wrong, and what to do", "errors": [],
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema, "example": example}}
    if protocol:
        # CommonGrants names this type for its errors, and its checker looks for it.
        content["application/json"] = content[MEDIA_TYPE]
    return {"description": phrase, "content": content}
