"""Drafts: a text becomes a profile, step by step."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import reply
from api.schemas import examples as eg
from api.schemas.models import DraftMade, DraftWanted
from api.schemas.query import On
from api.usecases import drafts

__all__ = ["router"]

router = APIRouter(prefix="/v1/drafts", tags=["profiles"])


@router.post("", **answers(DraftMade, eg.DRAFT))
def draft(
    request: Request,
    desk: At,
    wanted: Annotated[DraftWanted, Body(examples=[eg.DRAFT_WANTED])],
    on: On = None,
) -> Response:
    """Read a text, or take steps with the profile of a draft; nothing of it is kept.

    Send ``text`` first. Then send the ``profile`` that came back with what its writer says: fields
    to ``accept`` as they were read, facts to ``state``, readings to ``dismiss``. The answer tells
    what changed and what to ask next. ``POST /v1/match`` takes the same profile for the list,
    ``POST /v1/profiles`` keeps it.
    """
    return reply(request, drafts.draft(desk, wanted, on))
