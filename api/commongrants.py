"""How does a CommonGrants client read our programmes?

The protocol's version 0.4.0, in exactly its shape: the two required operations and search. What
the protocol has no field for goes into ``customFields``. Ids are UUIDs made from ours, so they
stay the same; a programme is "modified" on the newest day that one of its sources speaks for.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, Field

from api.asking import At
from api.context import Engine
from api.errors import Missing
from api.work.base import Desk
from matcher.search import listing
from profiles.vocabulary import instant
from programmes.criteria import OpenTo
from programmes.model import Amount, Call, Programme, Status, current_call

__all__ = ["identifier_of", "opportunity", "router"]

router = APIRouter(prefix="/common-grants", tags=["CommonGrants"])

_SPACE = uuid.UUID("0d3a6f5e-52a4-4b43-9d0e-7a2f5d1c9b10")
_STATUS = {Status.OPEN: "open", Status.FORECAST: "forecasted", Status.CLOSED: "closed"}
_EPOCH = "2026-01-01T00:00:00Z"

Page = Annotated[int, Query(ge=1, le=1_000_000)]
PageSize = Annotated[int, Query(ge=1, le=100, alias="pageSize")]


class _In(BaseModel):
    operator: Literal["in", "notIn", "not_in"]
    value: Annotated[list[str], Field(max_length=50)]


class _Sorting(BaseModel):
    sortBy: str = "lastModifiedAt"
    sortOrder: Literal["asc", "desc"] = "desc"


class _Paging(BaseModel):
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    pageSize: Annotated[int, Field(ge=1, le=100)] = 100


class _Filters(BaseModel, extra="allow"):
    status: _In | None = None


class Wanted(BaseModel):
    """What a search asks for."""

    search: Annotated[str, Field(max_length=200)] = ""
    filters: _Filters = _Filters()
    sorting: _Sorting = _Sorting()
    pagination: _Paging = _Paging()


def identifier_of(programme: str) -> str:
    """The UUID of a programme.

    >>> identifier_of("nato-diana-2027") == identifier_of("nato-diana-2027")
    True
    """
    return str(uuid.uuid5(_SPACE, programme))


def _modified(programme: Programme) -> str:
    days = [
        entry.as_of
        for entry in (*programme.provenance.values(), *programme.criteria)
        if entry.as_of is not None
    ]
    known = [text for text in days if _is_day(text)]
    return f"{max(known)}T00:00:00Z" if known else _EPOCH


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _money(amount: float | None, currency: str) -> dict[str, str] | None:
    return None if amount is None else {"amount": f"{amount:.2f}", "currency": currency}


def _funding(programme: Programme) -> dict[str, Any] | None:
    known: dict[str, Any] = {}
    for each in programme.offer.amounts:
        if each.per == "company" and "maxAwardAmount" not in known:
            known |= _range(each)
        elif each.per == "programme" and each.max is not None:
            known["totalAmountAvailable"] = _money(each.max, each.currency)
    if programme.offer.text:
        known["details"] = programme.offer.text
    return {name: value for name, value in known.items() if value is not None} or None


def _range(amount: Amount) -> dict[str, Any]:
    return {
        "minAwardAmount": _money(amount.min, amount.currency),
        "maxAwardAmount": _money(amount.max, amount.currency),
    }


def _event(name: str, said: str, at: datetime | None) -> dict[str, Any]:
    """A date as the protocol has it: exact where we know it so, in words where not."""
    try:
        whole = date.fromisoformat(said)
    except ValueError:
        whole = None
    if whole is not None:
        return {"name": name, "eventType": "singleDate", "date": said}
    if at is not None and "T" in said:
        shown = datetime.fromisoformat(said)
        return {"name": name, "eventType": "singleDate", "date": shown.date().isoformat(),
                "time": shown.strftime("%H:%M:%S"), "description": said}  # fmt: skip
    return {"name": name, "eventType": "other", "details": said}


def _dates(call: Call | None) -> dict[str, Any] | None:
    if call is None:
        return None
    found: dict[str, Any] = {}
    if call.opens and call.opens_when:
        found["postDate"] = _event("Opens", call.opens, call.opens_when.earliest)
    closes = call.until if call.rolling else call.closes
    if closes and call.closes_when:
        found["closeDate"] = _event("Closes", closes, call.closes_when.latest)
    if call.cutoffs:
        found["otherDates"] = {
            f"cutoff{number}": _event(f"Cut-off {number}", text, None)
            for number, text in enumerate(call.cutoffs, 1)
        }
    return found or None


def _applicants(programme: Programme) -> list[dict[str, str]]:
    kinds = sorted(
        {
            str(who)
            for each in programme.criteria
            if isinstance(each, OpenTo)
            for who in each.applicants
        }
    )
    return [
        {"value": "custom", "customValue": kind, "description": f"Open to: {kind}"}
        for kind in kinds
    ] or [{"value": "organization", "description": "Companies"}]


def opportunity(programme: Programme, on: datetime) -> dict[str, Any]:
    """A programme as the protocol's opportunity.

    Args:
        programme: Ours.
        on: The instant for which its status holds.
    """
    call, status = current_call(programme, on=on)
    value = _STATUS.get(status, "custom")
    said: dict[str, Any] = {"value": value, "description": f"{status} on {on.date()}"}
    if value == "custom":
        said["customValue"] = str(status)
    shown = listing(programme, call, status)
    modified = _modified(programme)
    found = {
        "id": identifier_of(programme.id),
        "title": programme.name,
        "status": said,
        "description": programme.description,
        "funding": _funding(programme),
        "keyDates": _dates(call),
        "acceptedApplicantTypes": _applicants(programme),
        "source": programme.apply_url,
        "customFields": {
            "allymatchId": _custom("allymatchId", "string", programme.id),
            "owner": _custom("owner", "string", programme.owner),
            "kind": _custom("kind", "string", programme.kind),
            "areas": _custom("areas", "array", list(shown.areas)),
            "instruments": _custom("instruments", "array", list(shown.instruments)),
        },
        "createdAt": modified,
        "lastModifiedAt": modified,
    }
    return {name: value for name, value in found.items() if value is not None}


def _custom(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"name": name, "fieldType": kind, "value": value}


def _sorted(engine: Engine, by: str, order: str) -> tuple[list[Programme], list[str]]:
    """Programmes in the order asked for, and what could not be done about it."""
    keys = {
        "lastModifiedAt": _modified,
        "createdAt": _modified,
        "title": lambda one: one.name,
    }
    errors = [] if by in keys else [f"cannot sort by {by}: sorted by lastModifiedAt"]
    found = sorted(engine.matcher.catalogue, key=lambda one: one.id)
    found.sort(key=keys.get(by, _modified), reverse=order == "desc")
    return found, errors


def _paged(found: Sequence[Programme], page: int, size: int, on: datetime) -> dict[str, Any]:
    start = (page - 1) * size
    return {
        "status": 200,
        "message": "Success",
        "items": [opportunity(one, on) for one in found[start : start + size]],
        "paginationInfo": {
            "page": page,
            "pageSize": size,
            "totalItems": len(found),
            "totalPages": -(-len(found) // size),
        },
    }


def _now(desk: Desk) -> tuple[Engine, datetime]:
    engine = desk.context.engine
    return engine, instant(desk.context.moment(None, engine))


def _json(found: Any) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")


_OPPORTUNITY = {
    "id": "30a12e5e-5940-4c08-921c-17a8960fcf4b", "title": "A challenge programme",
    "status": {"value": "open"}, "description": "Six months with test centres.",
    "createdAt": _EPOCH, "lastModifiedAt": _EPOCH,
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
    engine, on = _now(desk)
    found, _ = _sorted(engine, "lastModifiedAt", "desc")
    return _json(_paged(found, page, page_size, on))


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
    engine, on = _now(desk)
    for one in engine.matcher.catalogue:
        if identifier_of(one.id) == str(opp_id):
            return _json({"status": 200, "message": "Success", "data": opportunity(one, on)})
    raise Missing("opportunity")


@router.post("/opportunities/search", responses=_described(_FOUND), response_model=None)
def search(desk: At, wanted: Annotated[Wanted, Body(examples=[{"search": "quantum"}])]) -> Response:
    """Search opportunities by words and status."""
    engine, on = _now(desk)
    asked = wanted.sorting
    found, sort_errors = _sorted(engine, asked.sortBy, asked.sortOrder)
    kept = [one for one in found if _keeps(one, wanted, on)]
    unknown = sorted(wanted.filters.model_extra or {})
    errors = [f"the filter {name} is not supported and was left out" for name in unknown]
    given = wanted.filters.model_dump(exclude_none=True, mode="json")
    page = _paged(kept, wanted.pagination.page, wanted.pagination.pageSize, on)
    by = asked.sortBy if not sort_errors else "lastModifiedAt"
    sort = {"sortBy": by, "sortOrder": asked.sortOrder, "errors": sort_errors}
    return _json({**page, "sortInfo": sort, "filterInfo": {"filters": given, "errors": errors}})


def _keeps(programme: Programme, wanted: Wanted, on: datetime) -> bool:
    text = f"{programme.name} {programme.summary} {programme.description}".casefold()
    if not all(word in text for word in wanted.search.casefold().split()):
        return False
    status = wanted.filters.status
    if status is None:
        return True
    value = _STATUS.get(current_call(programme, on=on)[1], "custom")
    return (value in status.value) == (status.operator == "in")
