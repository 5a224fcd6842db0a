"""Which pools follow from these demands, what keeps each from being larger, and who stays alone?

Lines that are alike make parts of a graph; inside each part, groups are formed under the rules and
a person's decisions. Whatever is said of a pool is worked out inside its part. The answer is the
same whatever the order of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.cluster import groups, parts
from matcher.pooling.glossary import meaning
from matcher.pooling.likeness import Likeness, Weights, default_weights
from matcher.pooling.reasons import Seen, alone, near_misses
from programmes.pools.decisions import Decisions
from programmes.pools.model import Alone, DemandPool, pool_of
from programmes.pools.rates import Rates, no_rates
from programmes.pools.rules import Rules, barriers, joint_barriers
from programmes.pools.signals import bands, calibres, drives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.pooling.since import Change
    from matcher.texts.encoder import Encoder
    from programmes.demands import Aside, Demand, Demands

    Flags = NDArray[np.bool_]

__all__ = ["PoolsResult", "build_pools"]

_BLOCK = 256


@dataclass(frozen=True)
class PoolsResult:
    """All lines, each in exactly one pool or alone.

    Attributes:
        on: The day that is asked about.
        months: How far apart needs in one pool may lie.
        settings: What the answer depends on besides lines and day.
        rates: At which rates values were converted.
        pools: The largest number of nations first, then the greatest value, then by id.
        alone: By id.
        notes: What a reader should know of how the lines were read.
        aside: What was published and is not pooled, with the reason of each.
        changes: What became of each pool since a former build, if one is compared with.
        since: The day of that build.
    """

    on: date
    months: int
    settings: dict[str, str]
    rates: Rates
    pools: tuple[DemandPool, ...]
    alone: tuple[Alone, ...]
    notes: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    changes: tuple[Change, ...] = ()
    since: str | None = None


def build_pools(
    demands: Demands,
    encoder: Encoder,
    *,
    on: date,
    months: int = 12,
    rates: Rates | None = None,
    decisions: Decisions | None = None,
    weights: Weights | None = None,
    progress: Callable[[int], None] | None = None,
) -> PoolsResult:
    """Propose pools.

    Args:
        demands: The lines; their order does not matter.
        encoder: Turns texts into vectors.
        on: The day for which membership of groups of countries is taken.
        months: How far apart the days by which lines of one pool are needed may lie.
        rates: For values in other currencies; without it all must be in one.
        decisions: What a person has fixed.
        weights: How likeness is weighed.
        progress: Called with the number of texts embedded since the last call.

    Raises:
        BadDemands: A currency has no rate, or a decision cannot be kept.
    """
    lines = sorted(demands.lines, key=lambda line: line.id)
    rules, held = Rules(on, months), decisions or Decisions()
    used = rates or no_rates(lines)
    used.check(lines, demands.file)
    held.check(lines, rules)
    weighing = weights or default_weights()
    pools: list[DemandPool] = []
    single: list[Alone] = []
    pinned = {one: name for name, ids in held.pin.items() for one in ids}
    likeness = Likeness(lines, encoder, weighing, progress)
    for part in _parts(likeness, lines, held):
        seen = _seen([lines[node] for node in part], part, likeness, rules, held)
        for group in _groups(seen, held, pinned):
            members = [seen.lines[node] for node in group]
            name = pinned.get(members[0].id)
            if len({line.country for line in members}) < 2:
                single += [alone(seen, node, group, held) for node in group]
                continue
            pools.append(
                pool_of(
                    members,
                    name=name or _name(seen, group),
                    rates=used,
                    rules=rules,
                    near_misses=() if name else near_misses(seen, group, held),
                    pinned=name is not None,
                )
            )
    return PoolsResult(
        on=on,
        months=months,
        settings={"model": encoder.fingerprint, "likeness": weighing.version},
        rates=used,
        pools=tuple(
            sorted(pools, key=lambda p: (-len(p.participants), -(p.value.amount or 0), p.id))
        ),
        alone=tuple(sorted(single, key=lambda one: one.line)),
        notes=demands.notes,
        aside=demands.aside,
    )


def _parts(likeness: Likeness, lines: Sequence[Demand], held: Decisions) -> list[NDArray[np.intp]]:
    """Parts of the graph of lines that are alike or that a person has put together."""
    place = {line.id: node for node, line in enumerate(lines)}
    every = np.arange(len(lines))
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(lines), _BLOCK):
        rows = every[start : start + _BLOCK]
        alike = np.argwhere(likeness.scores(rows, every) >= likeness.weights.joins)
        pairs += [(int(a) + start, int(b)) for a, b in alike if a + start < b]
    for ids in (*held.merge, *held.pin.values()):
        pairs += [(place[one], place[other]) for one, other in combinations(ids, 2)]
    return parts(len(lines), pairs)


def _seen(
    lines: Sequence[Demand],
    part: NDArray[np.intp],
    likeness: Likeness,
    rules: Rules,
    held: Decisions,
) -> Seen:
    """One part with its scores and with the pairs that are kept apart."""
    scores = likeness.scores(part, part)
    barred = _barred(lines, rules)
    place = {line.id: node for node, line in enumerate(lines)}
    split = np.zeros_like(barred)
    for pair in held.apart:
        one, other = sorted(pair)
        if one in place and other in place:
            split[place[one], place[other]] = split[place[other], place[one]] = True
    return Seen(tuple(lines), scores, likeness.weights.joins, barred, split, rules)


def _barred(lines: Sequence[Demand], rules: Rules) -> Flags:
    """Which pairs a rule keeps apart; lines that look the same to the rules are asked once."""
    first: dict[Hashable, int] = {}
    kinds = [first.setdefault(_facts(line), node) for node, line in enumerate(lines)]
    chosen = sorted(first.values())
    place = {node: at for at, node in enumerate(chosen)}
    table = np.zeros((len(chosen), len(chosen)), bool)
    for (a, one), (b, other) in combinations(enumerate(chosen), 2):
        table[a, b] = table[b, a] = bool(barriers(lines[one], lines[other], rules))
    at = np.array([place[kind] for kind in kinds])
    found: Flags = table[np.ix_(at, at)]
    return found


def _facts(line: Demand) -> Hashable:
    """All that the rules look at in a line."""
    unit = line.counted_in
    return (
        calibres(line.item),
        bands(line.item),
        drives(line.item),
        unit.dimension if unit else None,
        line.window,
        line.supplier,
        line.supply_from,
    )


def _groups(seen: Seen, held: Decisions, pinned: dict[str, str]) -> list[list[int]]:
    """The groups of one part: what is pinned or alone first, the rest by likeness."""
    found: list[list[int]] = []
    by_pin: dict[str, list[int]] = {}
    free = []
    for node, line in enumerate(seen.lines):
        if line.id in pinned:
            by_pin.setdefault(pinned[line.id], []).append(node)
        elif line.id in held.alone:
            found.append([node])
        else:
            free.append(node)
    found += by_pin.values()
    for sub in _still_alike(seen, free, held):
        grid = np.ix_(sub, sub)
        always = np.zeros((len(sub), len(sub)), bool)
        place = {seen.lines[node].id: at for at, node in enumerate(sub)}
        for ids in held.together:
            for one, other in combinations([place[i] for i in ids if i in place], 2):
                always[one, other] = always[other, one] = True

        def allowed(group: Sequence[int], sub: Sequence[int] = sub) -> bool:
            return not joint_barriers([seen.lines[sub[at]] for at in group], seen.rules)

        made = groups(
            seen.scores[grid], seen.joins, (seen.barred | seen.split)[grid], always, allowed
        )
        found += [[sub[at] for at in group] for group in made]
    return sorted(found)


def _still_alike(seen: Seen, free: list[int], held: Decisions) -> list[list[int]]:
    """Parts of what is left when pairs that are kept apart no longer connect."""
    place = {seen.lines[node].id: at for at, node in enumerate(free)}
    grid = np.ix_(free, free)
    joinable = (seen.scores[grid] >= seen.joins) & ~(seen.barred | seen.split)[grid]
    pairs = [(int(a), int(b)) for a, b in np.argwhere(joinable) if a < b]
    for ids in held.together:
        pairs += combinations([place[one] for one in ids if one in place], 2)
    return [[free[at] for at in part] for part in parts(len(free), pairs)]


def _name(seen: Seen, group: Sequence[int]) -> str:
    """The item of the line that is most like the others, after its English name if need be."""
    inside = seen.scores[np.ix_(group, group)]
    best = max(range(len(group)), key=lambda at: (inside[at].sum().round(4), -at))
    item = seen.lines[group[best]].item
    shared = frozenset.intersection(*(meaning(seen.lines[node].item).things for node in group))
    english = ", ".join(sorted(shared))
    named = not english or english.split()[0] in item.casefold()
    return item if named else f"{english}: {item}"
