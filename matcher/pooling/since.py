"""Which of today's pools are those of a former build, and what has changed in them?

A pool keeps its id from build to build with most of its lines: the pair of a former and a new pool
that shares most lines is the same pool, then the next pair of those that are left. What joined,
what left and where it went, what grew and what firmed up is told; so is what was dissolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from matcher.pooling.result import PoolChange, PoolsResult
from programmes.demands.units import by_name

if TYPE_CHECKING:
    from programmes.pools.former import FormerBuild, FormerPool
    from programmes.pools.model import DemandPool

__all__ = ["carried"]


def carried(result: PoolsResult, former: FormerBuild) -> PoolsResult:
    """The same result with the ids of the former build, and what changed since."""
    before = _same(result.pools, former.pools)
    pools = tuple(
        replace(pool, id=before[pool.id].id) if pool.id in before else pool for pool in result.pools
    )
    where = {line.id: f"in {pool.id}" for pool in pools for line in pool.lines}
    where |= {one.line: "alone" for one in result.alone}
    where |= {one.id: f"aside: {one.reason}" for one in result.aside}
    changes = []
    for old, new in zip(result.pools, pools, strict=True):
        if (was := before.get(old.id)) is None:
            joined = tuple(line.id for line in new.lines)
            changes.append(PoolChange(new.id, new.name, "new", joined))
        else:
            changes.append(_change(was, new, where))
    kept = {was.id for was in before.values()}
    for was in former.pools:
        if was.id not in kept:
            left = tuple(sorted(was.lines))
            says = tuple(f"{line} is {where.get(line, 'no longer asked for')}" for line in left)
            changes.append(PoolChange(was.id, was.name, "dissolved", (), left, says))
    return replace(result, pools=pools, changes=tuple(changes), since=former.on)


def _same(pools: Sequence[DemandPool], former: Sequence[FormerPool]) -> dict[str, FormerPool]:
    """The former pool of each new one that has one, by the new one's id."""
    pairs = []
    for pool in pools:
        lines = {line.id for line in pool.lines}
        for was in former:
            if shared := len(lines & was.lines):
                rank = (-shared, len(lines | was.lines), was.id, pool.id)
                pairs.append((rank, pool.id, was))
    found: dict[str, FormerPool] = {}
    taken: set[str] = set()
    for _, new, was in sorted(pairs, key=lambda pair: pair[0]):
        if new not in found and was.id not in taken:
            found[new] = was
            taken.add(was.id)
    return found


def _change(was: FormerPool, now: DemandPool, where: dict[str, str]) -> PoolChange:
    lines = {line.id for line in now.lines}
    joined, left = tuple(sorted(lines - was.lines)), tuple(sorted(was.lines - lines))
    says = tuple(_says(was, now, joined, left, where))
    return PoolChange(now.id, now.name, "changed" if says else "same", joined, left, says)


def _says(
    was: FormerPool,
    now: DemandPool,
    joined: Sequence[str],
    left: Sequence[str],
    where: dict[str, str],
) -> Iterator[str]:
    countries = {line.id: line.country for line in now.lines}
    if joined:
        yield "joined: " + ", ".join(f"{line} ({countries[line]})" for line in joined)
    for line in left:
        yield f"left: {line}, which is {where.get(line, 'no longer asked for')}"
    then = _quantity(was.quantity, was.unit)
    current = _quantity(_text(now.quantity.amount), now.quantity.unit)
    if then != current:
        yield f"quantity: {then} then, {current} now"
    then, current = (
        _value(was.value, was.currency),
        _value(_text(now.value.amount), now.value.currency),
    )
    if then != current:
        yield f"value: {then} then, {current} now"
    firm = round(float(now.firmness.share), 4)
    if firm != was.firm_share:
        word = "firmed up" if firm > was.firm_share else "less firm"
        yield f"{word}: {was.firm_share:.0%} then, {firm:.0%} now"


def _quantity(amount: str | None, unit: str | None) -> str:
    if amount is None or unit is None:
        return "not stated"
    return f"{Decimal(amount):,f} {by_name(unit).words}"


def _value(amount: str | None, currency: str) -> str:
    return "not stated" if amount is None else f"{currency} {Decimal(amount):,f}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
