"""What does the catalogue hold, for whom, how fresh is it, and what do states buy together?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from api.errors import Forbidden
from api.http.dependencies import At
from api.pages.maps import map_of
from api.pages.render import render
from api.usecases import feeding
from api.usecases.access import hidden_from
from matcher.answers.sums import sum_in_words
from profiles.vocabulary import when
from programmes.check import STALE_AFTER
from programmes.coverage import coverage
from programmes.model import Programme, current_call

__all__ = ["is_old", "pool_map", "router"]

router = APIRouter(include_in_schema=False)

_STEPS = 4
_LISTED = 60


def _step(number: int, most: int) -> int:
    """A number as a step of colour, 1 to 4; 0 for none."""
    return 0 if not number else max(1, min(_STEPS, -(-number * _STEPS // max(most, 1))))


def pool_map(programme: Programme) -> dict[str, Any] | None:
    """Who takes part in a joint purchase, as a map; None for what is none."""
    if programme.pool is None or not programme.pool.participants:
        return None
    said = dict.fromkeys(programme.pool.participants, (3, "takes part"))
    return map_of(said, f"Who takes part in {programme.short_name or programme.name}")


@router.get("/pools")
def pools(request: Request, desk: At) -> Response:
    """The joint purchases of the catalogue: who, what, how much, when."""
    unseen = hidden_from(desk.caller, desk.records)
    now = desk.context.clock()
    found = [
        one
        for one in desk.context.engine.matcher.catalogue
        if one.pool is not None and one.id not in unseen
    ]
    parts = Counter(code for one in found if one.pool for code in one.pool.participants)
    most = max(parts.values(), default=0)
    said = {
        code: (_step(number, most), f"{number} pool{'s' if number > 1 else ''}")
        for code, number in parts.items()
    }
    rows = [
        {"programme": one, "pool": one.pool, "status": str(current_call(one, on=now)[1]),
         "value": _value(one)}
        for one in sorted(found, key=lambda one: one.name)
    ]  # fmt: skip
    return render(
        request, "pools.html", rows=rows,
        picture=map_of(said, "Nations by how many pools they join"),
        nations=sorted(parts.items(), key=lambda pair: (-pair[1], pair[0])),
    )  # fmt: skip


def _value(programme: Programme) -> str:
    value = programme.pool.value if programme.pool else None
    if value is None or not (value.max or value.min):
        return ""
    return f"{value.currency or ''} {sum_in_words(value.max or value.min or 0.0)}".strip()


@router.get("/catalogue")
def catalogue(request: Request, desk: At) -> Response:
    """Coverage by ally, what waits to be looked at again, and what was imported."""
    now = desk.context.clock()
    held = desk.context.engine.matcher.catalogue
    unseen = hidden_from(desk.caller, desk.records)
    allies = coverage([one for one in held if one.id not in unseen], now.date())
    own = {one.code: sum(map(len, one.national.values())) for one in allies}
    most = max(own.values(), default=0)
    said = {
        one.code: (
            _step(own[one.code], most),
            f"{own[one.code]} of its own, {sum(one.shared.values())} shared",
        )
        for one in allies
    }
    old = sorted(
        (one for one in held.sources.values() if is_old(one.as_of, now)), key=lambda one: one.as_of
    )
    try:
        reports = feeding.reports(desk)["items"]
    except Forbidden:
        reports = []
    return render(
        request, "catalogue.html", allies=allies, own=own, total=len(held),
        picture=map_of(said, "Allies by how many offers of their own are on file"),
        old=old[:_LISTED], stale=len(old), sources=len(held.sources), reports=reports[:_LISTED],
        days=STALE_AFTER // timedelta(days=1),
    )  # fmt: skip


def is_old(as_of: str, now: Any) -> bool:
    """Whether a source speaks of a day so long ago that its facts are to be looked at again."""
    try:
        return bool(when(as_of).latest < now - STALE_AFTER)
    except ValueError:
        return True
