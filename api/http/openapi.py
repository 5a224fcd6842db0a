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

from api.http.problems import MEDIA_TYPE, PROBLEM_SCHEMA, PROBLEMS, type_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.usecases.context import AppContext

__all__ = ["PARAMETERS", "install", "operation_id"]

_ALWAYS = (421, 422, 429, 503)
_WITH_KEY = (401, 403)
_OPEN = frozenset({"/healthz", "/readyz", "/feeds/{secret}/{form}"})
_ALIVE = frozenset({"/healthz", "/readyz"})
_TAGS = {
    "matching": "What a startup may enter and would gain from, and why.",
    "profiles": "Startups: kept, changed, imported, forgotten.",
    "programmes": "Offers: searched, shown, added; their candidates.",
    "judgments": "What officers decided about candidates, what they saw, and how far they agree.",
    "access": "Who may read a profile, and which organisations' programmes others see.",
    "pools": "Demands of several nations as common purchases, and who could supply them.",
    "news": "Saved searches, dismissals, feeds and webhooks.",
    "runs": "Rankings of all profiles.",
    "imports": "Published calls, as their sources publish them.",
    "administration": "Keys, sessions, usage and the audit log.",
    "CommonGrants": "Programmes as the CommonGrants protocol 0.4.0 has them.",
    "state": "Whether the server lives and is ready, and what it counts.",
}
_KEY = "A key that an administrator has made: `allymatch keys create`."


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Describe these routers of an app, once, when that is asked for."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, routers)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _description(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    context: AppContext = app.state.context
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Which defence and dual-use programmes a startup may enter, and would gain from.",
        description=_SAYS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": context.settings.public_url.rstrip("/") or "/"}],
        tags=[{"name": name, "description": says} for name, says in _TAGS.items()],
        routes=app.routes,
    )
    components = found.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    components["schemas"].pop("HTTPValidationError", None)
    components["schemas"].pop("ValidationError", None)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": _KEY},
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": _KEY},
    }
    _restore_examples(routers, found["paths"])
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return found


def operation_id(route: APIRoute) -> str:
    """The name of an operation for those who make clients of the description."""
    return f"{route.tags[0] if route.tags else 'page'}_{route.name}".replace("-", "_")


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
    first, _, more = operation["description"].partition("\n\n")
    operation["summary"] = first.rstrip(".").replace("\n", " ")
    operation["description"] = f"{first}\n\n{more}".strip()
    responses = operation.setdefault("responses", {})
    numbers = {int(code) for code in responses if code.isdigit() and int(code) >= 400}
    numbers |= {503} if path in _ALIVE else set(_ALWAYS)
    if path in _OPEN:
        operation["security"] = []
    else:
        numbers |= set(_WITH_KEY)
        operation["security"] = [{"bearer": []}, {"key": []}]
    if "requestBody" in operation:
        numbers |= {400, 413, 415}
    for number in sorted(numbers):
        responses[str(number)] = _problem(number, protocol=path.startswith("/common-grants/"))
    for parameter in operation.get("parameters", ()):
        parameter.setdefault("description", PARAMETERS.get(parameter["name"], ""))


def _problem(number: int, *, protocol: bool) -> dict[str, Any]:
    phrase = HTTPStatus(number).phrase
    examples = {
        code: {
            "value": {
                "type": type_of(code), "title": phrase, "status": number, "detail": says,
                "message": says, "errors": [],
            }
        }
        for code, says in PROBLEMS[number].items()
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema, "examples": examples}}
    if protocol:
        # CommonGrants names this type for its errors, and its checker looks for it.
        content["application/json"] = content[MEDIA_TYPE]
    headers = {}
    if number == 429:
        seconds = {"type": "integer", "minimum": 1}
        headers = {"Retry-After": {"description": "Seconds to wait.", "schema": seconds}}
    told = {"description": f"{phrase}: {'; or '.join(PROBLEMS[number].values())}."}
    return {**told, "content": content, **({"headers": headers} if headers else {})}


PARAMETERS = {
    "id": "Its id: of a profile `holder~name`, with what an address cannot hold escaped.",
    "part": "The id that its list shows; of a dismissal, the programme's.",
    "profile": "The id of a profile.",
    "programme": "The id of a programme.",
    "prefix": "The key's prefix, which its list shows.",
    "country": "Countries, by name or code; of several, any will do.",
    "area": "Areas or parts of them, as `quantum` or `quantum/quantum-sensing-timing`.",
    "kind": "Kinds of programme; of several, any will do.",
    "status": "Where the call stands at that instant; of several, any will do.",
    "instrument": "Kinds of money, such as grant, loan or equity.",
    "size": "Sizes of what is offered to one company.",
    "verdict": "Verdicts; of several, any will do.",
    "section": "Parts of the answer; of several, any will do.",
    "outlook": "What a verdict would become with what was read; of several, any will do.",
    "reading": "Whether the text could be judged by; of several, any will do.",
    "flag": "What to look into, likeness among it; of several, any will do.",
    "grade": "Your own grades; `none` for those without one; of several, any will do.",
    "min_fit": "Matches below this fit are left out.",
    "version": "Which version of the profile; the present one if absent.",
    "if-match": "The ETag of the version that may be replaced; any if absent.",
    "limit": "Items on a page.",
    "before": "Lines below this number.",
    "secret": "The secret of the address.",
    "form": "Which of the two feeds.",
    "page": "Which page, from 1.",
    "pageSize": "Items on a page.",
    "oppId": "The opportunity's UUID.",
    "source": "The source, by its name.",
    "keep": "What of it is kept.",
}
"""What parameters mean, by name, where a route does not say it itself."""

_SAYS = """Two questions are kept apart. **May** it enter: logic over sourced rules, answered
`eligible`, `undetermined` (a fact is missing), `supply_chain` or `ineligible`. **Would it gain**: a
fit from 0 to 1, an exact sum of named parts. Fit never lifts anything over a verdict.

Every address but feeds and the state takes a key. Lists have `limit` and `cursor`; the answer's
`next`, and its `Link` header, lead on. Failures are problem details (RFC 9457) whose `type` is
stable. Parameters that an address does not read are refused.
"""
