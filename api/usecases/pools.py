"""Which purchases could the demands of several nations be, and who could supply them?

Nothing of it is kept: an officer sends the lines and what was decided about them, and the answer is
that of ``pools build``. With profiles in the request, each pool comes with its suppliers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.errors import Unusable
from api.usecases.access import allow
from api.usecases.base import UseCase
from api.usecases.matches import moment_of
from matcher.pooling import build_pools
from matcher.pooling.purchases import bought_in, purchase_of
from matcher.pooling.shown import as_dict
from matcher.pooling.suppliers import suppliers
from profiles.model import Profile
from profiles.vocabulary import instant
from programmes.demands.jsons import json_records
from programmes.demands.reading import demands_of
from programmes.pools.decisions import Decisions

__all__ = ["pooled", "supplied"]

_FILE = "demands"


def pooled(
    desk: UseCase,
    demands: Sequence[dict[str, Any]],
    decisions: Decisions,
    profiles: Sequence[Profile],
    *,
    months: int,
    on: str | None,
) -> dict[str, Any]:
    """Pools of some lines, each with the suppliers among some profiles.

    Raises:
        Forbidden: The caller is a founder.
        BadDemands: A line is wrong, a currency has no rate, or a decision cannot be kept.
    """
    allow(desk.caller, "officer", "analyst")
    engine = desk.context.engine
    moment = moment_of(desk, on, engine)
    day = instant(moment).date()
    records = json_records(json.dumps({_FILE: list(demands)}).encode(), _FILE)
    lines = demands_of(records, file=_FILE, on=day)
    encoder = engine.guest.encoder
    result = build_pools(lines, encoder, on=day, months=months, decisions=decisions)
    answer = as_dict(result)
    for shown, pool in zip(answer["pools"], result.pools, strict=True):
        found = suppliers(purchase_of(pool), profiles, encoder, engine.matcher.catalogue, on=day)
        shown["suppliers"] = asdict(found) if profiles else None
    return answer


def supplied(
    desk: UseCase, pool: str, profiles: Sequence[Profile], *, on: str | None
) -> dict[str, Any]:
    """Who of some profiles could supply a pool of the catalogue.

    Raises:
        Forbidden: The caller is a founder.
        UnknownProgramme: There is no programme of that id.
        Unusable: It is no pool, or has ended.
    """
    allow(desk.caller, "officer", "analyst")
    engine = desk.context.engine
    bought_by = desk.programme(pool)
    catalogue = engine.matcher.catalogue
    moment = moment_of(desk, on, engine)
    bought = bought_in([bought_by], catalogue.sources)
    if not bought:
        raise Unusable("this programme is no pool that states still buy in", pointer="#/pool")
    day = instant(moment).date()
    found = suppliers(bought[0], profiles, engine.guest.encoder, catalogue, on=day)
    return {"on": moment, **asdict(found)}
