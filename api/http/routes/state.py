"""Does the server live, is it ready, and what does it count?"""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from api.errors import Problem
from api.http.dependencies import At, Shared, answers
from api.http.negotiation import reply
from api.schemas.models import Health
from api.usecases.access import allow

__all__ = ["router"]

router = APIRouter(tags=["state"])
_OK = {"status": "ok", "version": "0.1.0"}


@router.get("/healthz", **answers(Health, _OK))
async def healthz(request: Request) -> Response:
    """Say that the process answers; it waits for nothing."""
    return _ok(request)


@router.get("/readyz", **answers(Health, _OK, 503))
async def readyz(request: Request, context: Shared) -> Response:
    """Say whether matches can be asked for."""
    if not context.ready:
        raise Problem(503, "not-ready", "the catalogue is being read: ask again in a second")
    return _ok(request)


def _ok(request: Request) -> Response:
    said = Health(status="ok", version=request.app.version).model_dump_json()
    return Response(said, media_type="application/json")


@router.get("/v1/openapi.json", include_in_schema=False)
def description(request: Request) -> Response:
    """Describe the server to a machine."""
    return reply(request, orjson.dumps(request.app.openapi()))


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Counters and durations.",
            "content": {"text/plain": {"example": "allymatch_requests_total 1.0"}},
        }
    },
)
def metrics(request: Request, desk: At) -> Response:
    """Tell counters and durations to Prometheus."""
    from prometheus_client import CONTENT_TYPE_LATEST

    allow(desk.caller, "analyst")
    found = request.app.state.measures.text(desk.context.stores.matches.states())
    return Response(found, media_type=CONTENT_TYPE_LATEST)
