"""What do states buy together, be it a pool of demands or a pool of the catalogue?

Both are asked the same: what is bought, by whom, until when, and which rules its suppliers must
keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.pooling.shown import findings as pool_findings
from matcher.results import Finding

if TYPE_CHECKING:
    from programmes.demands import Demand
    from programmes.model import Programme, Source
    from programmes.pools.model import DemandPool, Quantity

__all__ = ["Purchase", "bought_in", "purchase_of"]


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase of several states.

    Attributes:
        id, name: Of the pool.
        says: Texts that say what is bought; the first stands for all.
        participants: Who buys, as far as it is known.
        last_need: The last day by which some of it is needed; None if not stated.
        supply_from: Where a supplier may sit; None if no rule says.
        max_outside_share: The strictest content rule; None if there is none.
        quantity: How many in all; None if not known as a number.
        lines: The demand lines; none for a pool of the catalogue.
        programme: The entry; None for a pool of demands.
        standing: How firm the purchase is.
    """

    id: str
    name: str
    says: tuple[str, ...]
    participants: tuple[str, ...]
    last_need: date | None
    supply_from: tuple[str, ...] | None
    max_outside_share: Decimal | None
    quantity: Quantity | None
    lines: tuple[Demand, ...]
    programme: Programme | None
    standing: Finding


def purchase_of(pool: DemandPool) -> Purchase:
    """A pool of demands as a purchase."""
    return Purchase(
        id=pool.id,
        name=pool.name,
        says=(pool.name, *(line.item for line in pool.lines)),
        participants=pool.participants,
        last_need=pool.last_need or pool.deliver_by,
        supply_from=pool.supply_from,
        max_outside_share=pool.max_outside_share,
        quantity=pool.quantity,
        lines=pool.lines,
        programme=None,
        standing=next(f for f in pool_findings(pool) if f.criterion == "firmness"),
    )


def bought_in(
    programmes: Iterable[Programme], sources: Mapping[str, Source]
) -> tuple[Purchase, ...]:
    """The pools among some programmes that have not ended, as purchases, in their order."""
    return tuple(
        _purchase(one, sources)
        for one in programmes
        if one.buyers == "states" and one.standing != "ended"
    )


def _purchase(programme: Programme, sources: Mapping[str, Source]) -> Purchase:
    pool = programme.pool
    item = pool.item if pool is not None else programme.name
    return Purchase(
        id=programme.id,
        name=programme.name,
        says=(item, *programme.seeks, *programme.technologies),
        participants=pool.participants if pool is not None else (),
        last_need=None,
        supply_from=None,
        max_outside_share=None,
        quantity=None,
        lines=(),
        programme=programme,
        standing=_standing(programme, sources),
    )


def _standing(programme: Programme, sources: Mapping[str, Source]) -> Finding:
    pool = programme.pool
    basis = programme.provenance.get("standing_note", programme.provenance["*"])
    state = (pool.state if pool is not None else None) or programme.standing
    signed = pool is not None and pool.signed is not None
    slug = basis.source[0]
    return Finding(
        criterion="firmness",
        answer=(Answer.MET if signed or state == "contracted" else Answer.UNKNOWN).word,
        field=None,
        value=None,
        basis=None,
        quote=None,
        level="programme",
        says=programme.standing_note or f"The purchase is {state}",
        source=slug,
        as_of=basis.as_of or (sources[slug].as_of if slug in sources else "undated"),
        confidence=basis.confidence,
        sources=basis.source,
    )
