"""Runs: rank every stored profile, overnight or now."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Path, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.http.dependencies import At, answers
from api.http.negotiation import listing
from api.schemas import examples as eg
from api.schemas.models import RunRow, RunRows, Runs, RunWanted
from api.schemas.query import Cursor, Fields, Limit
from api.usecases import runs as running

__all__ = ["router"]

router = APIRouter(prefix="/v1/runs", tags=["runs"])
Id = Annotated[str, Path(max_length=120, examples=["run-0123456789ab"])]


def _json(found: object, status: int = 200) -> Response:
    return Response(orjson.dumps(found), status, media_type="application/json")


@router.post("", **answers(RunRow, eg.RUN, 409, status=202))
def start_run(
    desk: At, wanted: Annotated[RunWanted, Body(examples=[{"on": "2026-06-15"}])]
) -> Response:
    """Rank every stored profile in a process of its own."""
    return _json(running.start(desk, wanted.on, wanted.top), 202)


@router.get("", **answers(Runs, {"items": [eg.RUN]}))
def list_runs(desk: At) -> Response:
    """List runs, the newest first."""
    return _json(running.listed(desk))


@router.get("/{id}", **answers(RunRow, eg.RUN, 404))
def show_run(desk: At, id: Id) -> Response:
    """Show a run and how far it has come."""
    return _json(running.listed(desk, id))


@router.post("/{id}/cancel", **answers(RunRow, {**eg.RUN, "state": "cancelled"}, 404, 409))
def cancel_run(desk: At, id: Id) -> Response:
    """Stop a run."""
    return _json(running.cancel(desk, id))


@router.delete(
    "/{id}", status_code=204, responses={204: {"description": "Removed."}, 404: {}, 409: {}}
)
def delete(desk: At, id: Id) -> Response:
    """Remove a run that has ended, with its files."""
    running.delete(desk, id)
    return Response(status_code=204)


@router.get("/{id}/matches", **answers(RunRows, eg.RUN_ROWS, 404, 406, 409, forms=True))
def run_matches(
    request: Request,
    desk: At,
    id: Id,
    limit: Limit = 20,
    cursor: Cursor = None,
    fields: Fields = "",
) -> Response:
    """Read what a run found, page by page."""
    rows = running.found(desk, id, limit=limit, cursor=cursor)
    return listing(request, rows, "items", wanted=fields)


@router.get(
    "/{id}/matches.parquet",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The file.",
            "content": {"application/vnd.apache.parquet": {"example": "PAR1"}},
        },
        404: {},
        409: {},
    },
)
def run_parquet(desk: At, id: Id) -> FileResponse:
    """Read what a run found, as one Parquet file."""
    kind = "application/vnd.apache.parquet"
    path = running.file_of(desk, id)
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=kind, filename=f"{id}.parquet", background=gone)
