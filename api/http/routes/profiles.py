"""Profiles: create, read, update, delete, import, history."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Body, Header, Path, Query, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import listing, reply
from api.schemas import examples as eg
from api.schemas.models import Erasure, History, Imported, ProfileKept, Profiles
from api.schemas.paging import page
from api.schemas.query import Cursor, Limit
from api.usecases import erasure, uploads
from api.usecases import profiles as profile_cases
from profiles.model import Profile

__all__ = ["Id", "erasures", "router"]

router = APIRouter(prefix="/v1/profiles", tags=["profiles"])
erasures = APIRouter(prefix="/v1/erasures", tags=["profiles"])
Id = Annotated[str, Path(max_length=120, examples=[eg.ID])]
ProfileBody = Annotated[Profile, Body(examples=[eg.PROFILE])]
IfMatch = Annotated[str, Header(max_length=200)]
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": "name,description\nAcme,Sensors"},
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"name": "Acme", "description": "Sensors"}',
            },
        },
    }
}


def _written(request: Request, found: dict[str, Any], **headers: str) -> Response:
    shown = {name: found[name] for name in ("id", "version", "profile")}
    return reply(request, orjson.dumps(shown), mark=found["tag"], **headers)


_CREATED = answers(ProfileKept, eg.STORED, 409, status=201)
_CREATED["responses"] |= answers(ProfileKept, eg.STORED)["responses"]


@router.post("", **_CREATED)
def create(request: Request, desk: At, profile: ProfileBody) -> Response:
    """Keep a profile under your name; 409 where another has its id already, which PUT changes."""
    found = profile_cases.create(desk, profile)
    content = _written(request, found, location=f"/v1/profiles/{quote(found['id'], safe='')}")
    content.status_code = 201 if found["created"] else 200
    return content


@router.get(
    "", **answers(Profiles, {"items": [{"id": eg.ID}], "total": 1, "next": None}, 406, forms=True)
)
def list_profiles(request: Request, desk: At, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """List the profiles that you may see."""
    found = profile_cases.ids(desk)
    shown, following = page(found, cursor, limit, repr(found))
    items = [{"id": one} for one in shown]
    return listing(request, {"items": items, "total": len(found), "next": following}, "items")


@router.post("/import", openapi_extra=_UPLOAD, **answers(Imported, eg.IMPORTED, 413, 415))
async def import_file(request: Request, desk: At) -> Response:
    """Keep the good rows of a CSV or JSON Lines file, and say what is wrong with the others."""
    from starlette.concurrency import run_in_threadpool

    content, kind = await request.body(), request.headers.get("content-type", "")
    found = await run_in_threadpool(uploads.import_file, desk, content, kind)
    return Response(orjson.dumps(found), media_type="application/json")


@router.get("/{id}", **answers(ProfileKept, eg.STORED, 404, forms=False))
def read(
    request: Request, desk: At, id: Id, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> Response:
    """Read a profile, as it is or as a version of it was."""
    return _written(request, profile_cases.read(desk, id, version))


@router.put("/{id}", **answers(ProfileKept, eg.STORED, 404, 412))
def update(
    request: Request, desk: At, id: Id, profile: ProfileBody, if_match: IfMatch = ""
) -> Response:
    """Keep a new version of a profile; with If-Match only if nobody else did meanwhile."""
    return _written(request, profile_cases.update(desk, id, profile, expected=if_match))


_ERASED = answers(Erasure, eg.ERASURE, 404, status=202)
_ERASED["responses"] |= {
    202: _ERASED["responses"][202] | {"description": "Begun; a run at work is waited for."},
    204: {"description": "Forgotten; Location names the certificate."},
}


@router.delete("/{id}", **{**_ERASED, "status_code": 204})
def delete(desk: At, id: Id) -> Response:
    """Forget a profile with its versions, vectors, judgments and rows in runs.

    It can be asked for again until it is done. While a run is at work it is answered 202, and
    finished when the run has ended.
    """
    found = erasure.erase(desk, id)
    where = {"Location": f"/v1/erasures/{found['id']}"}
    if found["whole"]:
        return Response(status_code=204, headers=where)
    return Response(orjson.dumps(found), 202, headers=where, media_type="application/json")


@router.get("/{id}/history", **answers(History, eg.HISTORY, 404))
def history(request: Request, desk: At, id: Id) -> Response:
    """List the versions of a profile, the first one first."""
    return reply(request, orjson.dumps(profile_cases.history(desk, id)))


@erasures.get("/{id}", **answers(Erasure, eg.ERASURE, 404))
def certificate(desk: At, id: Annotated[str, Path(max_length=120)]) -> Response:
    """Show where somebody who was forgotten was looked for, and what was found there."""
    return Response(orjson.dumps(erasure.certificate(desk, id)), media_type="application/json")
