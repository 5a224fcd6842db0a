"""Published calls of public sources: imports and their reports."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from api.http.dependencies import At, answers
from api.usecases import feeding
from programmes.sources.selection import Keep

__all__ = ["router"]

router = APIRouter(prefix="/v1/imports", tags=["imports"])
Source = Annotated[str, Path(max_length=40, examples=["eu-portal"])]
Scope = Annotated[
    Literal["all", "dual-use", "defence"], Query(description="What of the source is kept.")
]
_REPORT: dict[str, Any] = {
    "source": "eu-portal", "on": "2026-11-28", "read": 629, "kept": 37, "new": 37, "changed": 0,
    "gone": 0, "back": 0, "bad": 0, "left_out": {"outside defence": 592},
    "under": {"edf-2026": 27, "edip": 10}, "wrong": [],
}  # fmt: skip
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", **answers(dict[str, Any], {"items": [_REPORT]}))
def reports(desk: At) -> Response:
    """List the reports of all imports, the newest first."""
    return Response(orjson.dumps(feeding.reports(desk)), media_type="application/json")


@router.post("/{source}", openapi_extra=_UPLOAD, **answers(dict[str, Any], _REPORT, 404, 413))
async def import_file(request: Request, desk: At, source: Source, keep: Scope = "all") -> Response:
    """Import a file as its source publishes it; calls of programmes we know become their topics.

    Bad records are told in the report and the others are kept. A file that is cut short, empty or
    of another shape changes nothing.
    """
    from starlette.concurrency import run_in_threadpool

    content = await request.body()
    found = await run_in_threadpool(feeding.import_file, desk, source, content, Keep(scope=keep))
    return Response(orjson.dumps(found), media_type="application/json")
