"""Which pools follow from these demands, what keeps each from being larger, and who stays alone?

Lines that are alike make parts of a graph; inside each part, groups are formed under the rules and
a person's decisions. Whatever is said of a pool is worked out inside its part. The answer is the
same whatever the order of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.cluster import parts
from matcher.pooling.glossary import meaning
from matcher.pooling.kinds import Kinds
from matcher.pooling.likeness import Likeness, LikenessWeights, default_weights, said_in
from matcher.pooling.part import BLOCK, GraphPart
from matcher.pooling.reasons import alone, near_misses
from matcher.pooling.result import PoolsResult
from programmes.pools.decisions import Decisions
from programmes.pools.model import Alone, DemandPool, pool_of
from programmes.pools.rates import Rates, no_rates
from programmes.pools.rules import Rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from programmes.demands import Demand, Demands

__all__ = ["PoolsResult", "build_pools"]

_EDGES = 4_000_000


def build_pools(
    demands: Demands,
    encoder: Encoder,
    *,
    on: date,
    months: int = 12,
    rates: Rates | None = None,
    decisions: Decisions | None = None,
    weights: LikenessWeights | None = None,
    progress: Callable[[int], None] | None = None,
) -> PoolsResult:
    """Propose pools.

    Args:
        demands: The lines; their order does not matter.
        encoder: Turns texts into vectors.
        on: The day for which membership of groups of countries is taken.
        months: How far apart the days by which lines of one pool are needed may lie.
        rates: For values in other currencies; without it, sums of several are not added up.
        decisions: What a person has fixed.
        weights: How likeness is weighed.
        progress: Called with the number of texts embedded since the last call.

    Raises:
        BadDemands: Rates are given and a currency has none, or a decision cannot be kept.
    """
    lines = sorted(demands.lines, key=lambda line: line.id)
    rules, held = Rules(on, months), decisions or Decisions()
    used = rates or no_rates(lines)
    if rates is not None:
        used.check(lines, demands.file)
    held.check(lines, rules)
    weighing = weights or default_weights()
    pools: list[DemandPool] = []
    single: list[Alone] = []
    pinned = {one: name for name, ids in held.pin.items() for one in ids}
    kinds, likeness = _compared(lines, encoder, weighing, held, rules, progress)
    for nodes in _parts(likeness, kinds, held):
        part = GraphPart(kinds, nodes, likeness, held, rules)
        for group in _groups(part, pinned):
            members = part.lines(group)
            name = pinned.get(members[0].id)
            if len({line.country for line in members}) < 2:
                single += alone(part, group)
                continue
            pools.append(
                pool_of(
                    members,
                    name=name or _name(part, group),
                    rates=used,
                    rules=rules,
                    near_misses=() if name else near_misses(part, group),
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
        notes=(*demands.notes, *_unconverted(lines, used)),
        aside=demands.aside,
    )


def _unconverted(lines: Sequence[Demand], rates: Rates) -> Iterator[str]:
    """What to say of values in several currencies between which no rate is given."""
    used = {line.value.currency for line in lines if line.value}
    if not used <= {rates.base, *rates.rates}:
        named = ", ".join(sorted(used))
        yield f"values are in {named} without rates (no rate is given): such a pool has no total"


def _compared(
    lines: Sequence[Demand],
    encoder: Encoder,
    weights: LikenessWeights,
    held: Decisions,
    rules: Rules,
    progress: Callable[[int], None] | None,
) -> tuple[Kinds, Likeness]:
    """The kinds of lines, and how alike their keys are."""
    ids = (*held.alone, *(one for ids in (*held.merge, *held.split) for one in ids))
    decided = frozenset((*ids, *(one for ids in held.pin.values() for one in ids)))
    kinds = Kinds.of(lines, decided, rules)
    likeness = Likeness([lines[at] for at in kinds.keys], encoder, weights, progress)
    if not likeness.like_themselves():
        # Under such weights two lines that say the same are not alike: each is compared by itself.
        kinds = Kinds.of(lines, decided, rules, apart=True)
        likeness = Likeness([lines[at] for at in kinds.keys], encoder, weights)
    return kinds, likeness


def _parts(likeness: Likeness, kinds: Kinds, held: Decisions) -> list[NDArray[np.intp]]:
    """Kinds by the parts of the graph of lines that are alike or that a person has put together."""
    every = np.arange(likeness.n)
    found = [np.zeros((0, 2), np.intp)]
    for start in range(0, likeness.n, BLOCK):
        rows = every[start : start + BLOCK]
        alike = likeness.scores(rows, every[start:]) >= likeness.weights.joins
        found.append(np.argwhere(np.triu(alike, 1)) + start)
        if sum(map(len, found)) > _EDGES:
            found = [_spanning(likeness.n, found)]
    bound = {one for ids in (*held.merge, *held.pin.values()) for one in ids}
    place = {
        kinds.lines[members[0]].id: int(kinds.key[kind])
        for kind, members in enumerate(kinds.members)
        if kinds.lines[members[0]].id in bound
    }
    for ids in (*held.merge, *held.pin.values()):
        pairs = [(place[one], place[other]) for one, other in combinations(ids, 2)]
        found.append(np.array(pairs, np.intp).reshape(-1, 2))
    label = np.zeros(likeness.n, np.intp)
    for number, part in enumerate(parts(likeness.n, np.concatenate(found))):
        label[part] = number
    by_part = label[kinds.key]
    order = np.argsort(by_part, kind="stable")
    ends = np.flatnonzero(np.diff(by_part[order])) + 1
    return np.split(order, ends) if len(order) else []


def _spanning(n: int, pairs: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    """As few edges as connect what these connect."""
    found = [np.column_stack([part[:-1], part[1:]]) for part in parts(n, np.concatenate(pairs))]
    return np.concatenate(found)


def _groups(part: GraphPart, pinned: dict[str, str]) -> list[list[int]]:
    """The groups of one part: what is pinned or alone first, the rest by likeness."""
    found: list[list[int]] = []
    by_pin: dict[str, list[int]] = {}
    free = []
    alone_ids = frozenset(part.held.alone)
    for node, line in enumerate(part.first):
        if line.id in pinned:
            by_pin.setdefault(pinned[line.id], []).append(node)
        elif line.id in alone_ids:
            found.append([node])
        else:
            free.append(node)
    found += by_pin.values()
    if free:
        found += part.divided(np.array(free, np.intp))
    return sorted(found)


def _name(part: GraphPart, group: Sequence[int]) -> str:
    """The item of the line that is most like the others, after its English name if need be."""
    like = part.likened(group)[np.array(group, np.intp)]
    best = int(like.argmax())
    item = part.first[group[best]].item
    shared = frozenset.intersection(*(meaning(said_in(part.first[n])).things for n in group))
    english = ", ".join(sorted(shared))
    named = not english or english.split()[0] in item.casefold()
    return item if named else f"{english}: {item}"
