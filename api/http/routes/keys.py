"""Keys, sessions, usage and the audit log."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Path, Query, Response

from api.errors import Conflict, Missing, ServeError
from api.http.dependencies import At, answers
from api.schemas import examples as eg
from api.schemas.models import Audit, KeyMade, Keys, KeyWanted, Sessions, Usage
from api.store import keys, sessions
from api.usecases import profiles as profile_cases
from api.usecases.access import allow

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["administration"])


Prefix = Annotated[str, Path(max_length=20, examples=["1f3a9c02"])]


def _json(found: object, status: int = 200) -> Response:
    return Response(orjson.dumps(found), status, media_type="application/json")


@router.get("/keys", **answers(Keys, eg.KEYS))
def list_keys(desk: At) -> Response:
    """List keys; nothing of their secrets."""
    allow(desk.caller)
    return _json({"items": [keys.shown(key) for key in keys.listed(desk.records)]})


@router.post("/keys", **answers(KeyMade, {"key": "am_1f3a9c02_SECRET"}, 409, status=201))
def create_key(desk: At, wanted: Annotated[KeyWanted, Body(examples=[eg.KEY])]) -> Response:
    """Make a key; it is shown once."""
    allow(desk.caller)
    try:
        made = keys.create(desk.records, **wanted.model_dump())
    except ServeError as error:
        raise Conflict(str(error)) from None
    desk.note("key.create", f"{wanted.role} {wanted.holder}")
    return _json({"key": made}, 201)


@router.delete(
    "/keys/{prefix}", status_code=204, responses={204: {"description": "Revoked."}, 404: {}}
)
def revoke_key(desk: At, prefix: Prefix) -> Response:
    """Make a key open nothing from now on."""
    allow(desk.caller)
    try:
        keys.revoke(desk.records, prefix)
    except ServeError:
        raise Missing("key") from None
    desk.note("key.revoke", prefix)
    return Response(status_code=204)


@router.post(
    "/keys/{prefix}/rotate", **answers(KeyMade, {"key": "am_1f3a9c02_SECRET"}, 404, status=201)
)
def rotate_key(desk: At, prefix: Prefix) -> Response:
    """Make a key that takes the place of another, your own or any as administrator.

    The former opens for another day; feeds and webhooks go over to the new one. A key that was
    stolen is to be revoked instead.
    """
    if prefix != desk.caller.key:
        allow(desk.caller)
    try:
        made = keys.rotate(desk.records, prefix)
    except ServeError:
        raise Missing("key") from None
    desk.note("key.rotate", f"{prefix} {made.split('_')[1]}")
    return _json({"key": made}, 201)


@router.get("/sessions", **answers(Sessions, eg.SESSIONS))
def list_sessions(desk: At) -> Response:
    """List the sessions of your key, or all as administrator; nothing of their secrets."""
    mine = None if desk.caller.role == "admin" else desk.caller.key
    return _json({"items": sessions.listed(desk.records, mine)})


@router.delete(
    "/sessions/{id}", status_code=204, responses={204: {"description": "Ended."}, 404: {}}
)
def end_session(
    desk: At, id: Annotated[str, Path(max_length=20, examples=["9f86d081884c"])]
) -> Response:
    """End a session."""
    mine = None if desk.caller.role == "admin" else desk.caller.key
    if not sessions.end_one(desk.records, id, mine):
        raise Missing("session")
    desk.note("session.end", id)
    return Response(status_code=204)


@router.get("/usage", **answers(Usage, eg.USAGE))
def show_usage(desk: At) -> Response:
    """Tell what your holder keeps, and how much it may."""
    return _json(profile_cases.usage(desk))


@router.get("/audit", **answers(Audit, eg.AUDIT))
def read_audit(
    desk: At,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> Response:
    """Read the audit log, the newest line first."""
    allow(desk.caller)
    return _json({"items": desk.records.audit(limit, before)})
