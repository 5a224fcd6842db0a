"""How does a CommonGrants client read our programmes?

The protocol's version 0.4.0: the two required operations and search, with all filters and orders
that it names. What cannot be done (an order by a custom field) is told in the answer and left out.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, Field

from api.commongrants.opportunities import ORDERS, Opportunities
from api.errors import Missing, Unusable
from api.http.dependencies import At
from api.usecases.base import UseCase
from profiles.vocabulary import instant

__all__ = ["router"]

router = APIRouter(prefix="/common-grants", tags=["CommonGrants"])

_MOST_FILTERS = 50
Page = Annotated[int, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int, Query(ge=1, le=100, alias="pageSize")]
_Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$", max_length=40)]


class _In(BaseModel):
    operator: Literal["in", "notIn", "not_in"]
    value: Annotated[list[str], Field(max_length=50)]


class _Days(BaseModel):
    min: _Day
    max: _Day


class _DayRange(BaseModel):
    operator: Literal["between", "outside"]
    value: _Days


class _Sum(BaseModel):
    amount: Annotated[str, Field(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class _Sums(BaseModel):
    min: _Sum
    max: _Sum


class _SumRange(BaseModel):
    operator: Literal["between", "outside"]
    value: _Sums


class _Filters(BaseModel, extra="allow"):
    status: _In | None = None
    closeDateRange: _DayRange | None = None
    totalFundingAvailableRange: _SumRange | None = None
    minAwardAmountRange: _SumRange | None = None
    maxAwardAmountRange: _SumRange | None = None


class _Sorting(BaseModel):
    sortBy: str = "lastModifiedAt"
    sortOrder: Literal["asc", "desc"] = "desc"


class _Paging(BaseModel):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    pageSize: Annotated[int, Field(ge=1, le=100)] = 100


class Wanted(BaseModel):
    """What a search asks for."""

    search: Annotated[str, Field(max_length=200)] = ""
    filters: _Filters = _Filters()
    sorting: _Sorting = _Sorting()
    pagination: _Paging = _Paging()


def _all(desk: UseCase) -> Opportunities:
    engine = desk.context.engine
    on = instant(desk.context.moment(None, engine))
    # What an organisation has not published is no opportunity, not even to itself.
    state = on, frozenset(desk.records.seen().drafts)
    known: tuple[object, Opportunities] | None = engine.opportunities
    if known is None or known[0] != state:
        with desk.context.working():
            shown = [one for one in engine.matcher.catalogue if one.id not in state[1]]
            known = engine.opportunities = state, Opportunities(shown, on)
    return known[1]


def _paged(found: Sequence[dict[str, Any]], page: int, size: int) -> dict[str, Any]:
    start = (page - 1) * size
    return {
        "status": 200,
        "message": "Success",
        "items": found[start : start + size],
        "paginationInfo": {
            "page": page,
            "pageSize": size,
            "totalItems": len(found),
            "totalPages": -(-len(found) // size),
        },
    }


def _json(found: Any) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")


_OPPORTUNITY = {
    "id": "30a12e5e-5940-4c08-921c-17a8960fcf4b", "title": "A challenge programme",
    "status": {"value": "open"}, "description": "Six months with test centres.",
    "createdAt": "2026-01-01T00:00:00Z", "lastModifiedAt": "2026-01-01T00:00:00Z",
}  # fmt: skip
_PAGE = {
    "status": 200, "message": "Success", "items": [_OPPORTUNITY],
    "paginationInfo": {"page": 1, "pageSize": 100, "totalItems": 1, "totalPages": 1},
}  # fmt: skip
_FOUND = {
    **_PAGE, "sortInfo": {"sortBy": "lastModifiedAt", "sortOrder": "desc", "errors": []},
    "filterInfo": {"filters": {}, "errors": []},
}  # fmt: skip


def _described(example: Any) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "object", "additionalProperties": True}
    content = {"application/json": {"schema": schema, "example": example}}
    return {200: {"description": "Success", "content": content}}


@router.get("/opportunities", responses=_described(_PAGE), response_model=None)
def opportunities(desk: At, page: Page = 1, page_size: PageSize = 100) -> Response:
    """List opportunities, the one modified last first."""
    return _json(_paged(_all(desk).sorted(), page, page_size))


@router.get(
    "/opportunities/{oppId}",
    responses={
        **_described({"status": 200, "message": "Success", "data": _OPPORTUNITY}),
        404: {"content": {"application/json": {}}},
    },
    response_model=None,
)
def show(desk: At, opp_id: Annotated[uuid.UUID, Path(alias="oppId")]) -> Response:
    """Show one opportunity."""
    found = _all(desk).by_id.get(str(opp_id))
    if found is None:
        raise Missing("opportunity")
    return _json({"status": 200, "message": "Success", "data": found})


@router.post("/opportunities/search", responses=_described(_FOUND), response_model=None)
def search(desk: At, wanted: Annotated[Wanted, Body(examples=[{"search": "quantum"}])]) -> Response:
    """Search opportunities by words, status, closing date and sums."""
    asked = wanted.sorting
    by = asked.sortBy if asked.sortBy in ORDERS else "lastModifiedAt"
    sort_errors = [] if by == asked.sortBy else [f"cannot sort by {asked.sortBy}: sorted by {by}"]
    unknown = sorted(wanted.filters.model_extra or {})
    if len(unknown) > _MOST_FILTERS:
        raise Unusable(f"has more than {_MOST_FILTERS} filters", pointer="#/filters")
    # What is left out was not applied, so it is told and not repeated.
    given = wanted.filters.model_dump(exclude_none=True, mode="json", exclude=set(unknown))
    errors = [f"the filter {name} is not supported and was left out" for name in unknown]
    found = _all(desk).search(wanted.search, given, by, asked.sortOrder)
    page = _paged(found, wanted.pagination.page, wanted.pagination.pageSize)
    sort = {"sortBy": by, "sortOrder": asked.sortOrder, "errors": sort_errors}
    return _json({**page, "sortInfo": sort, "filterInfo": {"filters": given, "errors": errors}})
