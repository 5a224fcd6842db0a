"""How does a person read what a program may ask, without fetching anything from elsewhere?

The description of the interface as one page, made from the same document that programs read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.pages.render import render

__all__ = ["operations", "router"]

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference(request: Request) -> Response:
    """Show the reference of the interface."""
    document = request.app.openapi()
    found = list(operations(document))
    groups = [
        {**tag, "operations": [one for one in found if one["tag"] == tag["name"]]}
        for tag in document["tags"]
    ]
    return render(request, "reference.html", document=document, groups=groups)


def operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What each operation takes and answers, in the order of the document.

    Args:
        document: OpenAPI.
    """
    for path, found in document["paths"].items():
        for method, operation in found.items():
            body = operation.get("requestBody", {}).get("content", {})
            yield {
                "id": operation["operationId"],
                "tag": operation["tags"][0],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "more": operation["description"].partition("\n\n")[2],
                "key": bool(operation["security"]),
                "parameters": [_parameter(one) for one in operation.get("parameters", ())],
                "bodies": [(kind, _example(content)) for kind, content in body.items()],
                "answers": [
                    (code, answer["description"], _first(answer.get("content", {})))
                    for code, answer in sorted(operation["responses"].items())
                ],
            }


def _parameter(one: Mapping[str, Any]) -> dict[str, Any]:
    schema = one.get("schema", {})
    inner = schema.get("items", schema)
    words = inner.get("enum") or next(
        (each["enum"] for each in schema.get("anyOf", ()) if "enum" in each), ()
    )
    return {
        "name": one["name"], "in": one["in"], "says": one["description"],
        "words": [word for word in words if word], "needed": one.get("required", False),
        "default": schema.get("default"),
    }  # fmt: skip


def _first(content: Mapping[str, Any]) -> str:
    """The example of an answer that is no problem; those are all alike."""
    for kind, described in content.items():
        if "problem" not in kind and (found := _example(described)):
            return found
    return ""


def _example(content: Mapping[str, Any]) -> str:
    schema = content.get("schema", {})
    found = content.get("example", next(iter(schema.get("examples", ())), None))
    if found is None or isinstance(found, str):
        return found or ""
    return orjson.dumps(found, option=orjson.OPT_INDENT_2).decode()
