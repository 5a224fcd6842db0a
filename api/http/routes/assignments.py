"""Places for applicants, under terms that an officer sends."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Request, Response

from api.http.dependencies import At, answers
from api.http.negotiation import reply
from api.schemas import examples as eg
from api.schemas.models import AssignmentMade, AssignmentWanted
from api.usecases import assignments

__all__ = ["router"]

router = APIRouter(prefix="/v1/assignments", tags=["programmes"])


@router.post("", **answers(AssignmentMade, eg.ASSIGNMENT))
def give(
    request: Request,
    desk: At,
    wanted: Annotated[AssignmentWanted, Body(examples=[eg.CHOICES])],
) -> Response:
    """Give applicants places under terms, with the reason of each; nothing is kept."""
    found = assignments.given(desk, wanted.choices, wanted.terms)
    return reply(request, orjson.dumps(found))
