"""Judgments: what officers decide about candidates, and what they saw when they did."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Path, Request, Response

from api.errors import Problem, Unusable
from api.http.dependencies import At, answers
from api.http.negotiation import CSV, JSON, NDJSON, listing, reply
from api.http.routes.profiles import Id as ProfileId
from api.schemas import examples as eg
from api.schemas.models import (
    Agreed,
    CandidateView,
    ConflictRow,
    Conflicts,
    ConflictWanted,
    Decision,
    Judged,
    Judgments,
    JudgmentsImported,
)
from api.usecases import judgments as judging

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["judgments"])
Id = Annotated[str, Path(max_length=250, examples=["nato-diana-2027"])]
DecisionId = Annotated[str, Path(max_length=40, examples=["d-0123456789ab"])]
Candidate = Annotated[str, Path(max_length=120, examples=[eg.ID])]
_GONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done."}, 404: {}}
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            CSV: {
                "schema": {"type": "string"},
                "example": "profile,grade,note\nacme,2,Strong team",
            },
            NDJSON: {"schema": {"type": "string"}, "example": '{"profile": "acme", "grade": 2}'},
        },
    }
}


@router.get("/programmes/{id:path}/candidates/{profile}", **answers(CandidateView, eg.VIEW, 404))
def view(request: Request, desk: At, id: Id, profile: Candidate) -> Response:
    """Show one candidate as an officer decides on it; its ETag goes with the judgment."""
    content = judging.view(desk, id, profile)
    return reply(request, content, mark=f'"{judging.mark_of_view(content)}"')


@router.get(
    "/programmes/{id:path}/judgments", **answers(Judgments, {"items": [eg.DECISION]}, 404, 406,
                                                 forms=True)
)  # fmt: skip
def judgments(request: Request, desk: At, id: Id) -> Response:
    """List your organisation's judgments of a programme's candidates, as of now."""
    return listing(request, judging.listed(desk, id), "items")


@router.get(
    "/programmes/{id:path}/decisions", **answers(Judgments, {"items": [eg.DECISION]}, 404, 406,
                                                 forms=True)
)  # fmt: skip
def decisions(request: Request, desk: At, id: Id) -> Response:
    """List every decision in its order: those that were corrected or taken back too."""
    return listing(request, judging.history(desk, id), "items")


@router.get("/programmes/{id:path}/agreement", **answers(Agreed, eg.AGREED, 404))
def agreement(request: Request, desk: At, id: Id) -> Response:
    """Say how far officers agree, who is strict, and the grades with that taken out."""
    return reply(request, orjson.dumps(judging.agreed(desk, id)))


@router.put("/programmes/{id:path}/judgments/{profile}", **answers(Decision, eg.DECISION, 404, 412))
def judge(
    desk: At, id: Id, profile: Candidate, judged: Annotated[Judged, Body(examples=[eg.JUDGED])]
) -> Response:
    """Keep a grade and a note on a candidate, with what you saw."""
    found = judging.judge(
        desk, id, profile, judged.grade, judged.note,
        shown=judged.shown.strip('"'), after=judged.after,
    )  # fmt: skip
    return Response(orjson.dumps(found), media_type=JSON)


@router.delete("/programmes/{id:path}/judgments/{profile}", status_code=204, responses=_GONE)
def unjudge(desk: At, id: Id, profile: Candidate) -> Response:
    """Take a judgment back; that it was made stays among the decisions."""
    judging.unjudge(desk, id, profile)
    return Response(status_code=204)


@router.post(
    "/programmes/{id:path}/judgments/import",
    openapi_extra=_UPLOAD,
    **answers(JudgmentsImported, eg.JUDGMENTS_IMPORTED, 404, 415),
)
async def take_in(request: Request, desk: At, id: Id) -> Response:
    """Keep judgments that were made elsewhere, and say what is wrong with the other rows."""
    from starlette.concurrency import run_in_threadpool

    content = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    rows = list(_rows(content, kind))
    found = await run_in_threadpool(judging.take_in, desk, id, rows)
    return Response(orjson.dumps(found), media_type=JSON)


def _rows(content: bytes, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("is no text in UTF-8") from None
    if kind == CSV:
        lines = csv.DictReader(io.StringIO(text))
        for row in lines:
            yield lines.line_num, {str(name or ""): value for name, value in row.items()}
    elif kind == NDJSON:
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield number, _object(line, number)
    else:
        raise Problem(415, "unsupported-media-type", f"send {CSV} or {NDJSON}")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unusable(f"line {number} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Unusable(f"line {number} is no object")
    return found


@router.get("/decisions/{id}/shown", **answers(CandidateView, eg.VIEW, 404))
def replay(request: Request, desk: At, id: DecisionId) -> Response:
    """Show what the officer saw who made a decision, byte for byte."""
    content = judging.replay(desk, id)
    return reply(request, content, mark=f'"{judging.mark_of_view(content)}"')


@router.get("/conflicts", **answers(Conflicts, {"items": [eg.CONFLICT]}, 406, forms=True))
def conflicts(request: Request, desk: At) -> Response:
    """List the conflicts of interest that your organisation's officers have declared."""
    return listing(request, judging.declared(desk), "items")


@router.put("/conflicts/{id}", **answers(ConflictRow, eg.CONFLICT, 404))
def declare(
    desk: At, id: ProfileId, wanted: Annotated[ConflictWanted | None, Body()] = None
) -> Response:
    """Declare that you must not judge a profile: it is flagged, and your judgment refused."""
    found = judging.declare(desk, id, wanted.why if wanted else "")
    return Response(orjson.dumps(found), media_type=JSON)


@router.delete("/conflicts/{id}", status_code=204, responses=_GONE)
def undeclare(desk: At, id: ProfileId) -> Response:
    """Take a declaration back."""
    judging.undeclare(desk, id)
    return Response(status_code=204)
