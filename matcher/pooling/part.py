"""What is known of one part of the likeness graph: who is alike, and what keeps whom apart?

Asked by kinds of lines, block by block, so that a part of many thousand lines never stands in
memory pair by pair.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.kinds import Kinds
from programmes.pools.rules import Rules, barriers, joint_barriers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.pooling.likeness import Likeness
    from programmes.demands import Demand
    from programmes.pools.decisions import Decisions
    from programmes.pools.rules import Barrier

    Places = NDArray[np.intp]
    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["BLOCK", "GraphPart"]

BLOCK = 512
_AT_HAND = 4_000
_CHANGES = ("dates", "unit", "suppliers", "supplier")


@dataclass(frozen=True)
class GraphPart:
    """One part of the likeness graph, ready to be divided.

    Attributes:
        kinds: All kinds of lines there are.
        nodes: Those of this part, in the order of their first lines.
        likeness: How alike keys are.
        held: What a person has decided.
        rules: What keeps lines apart.
    """

    kinds: Kinds
    nodes: Places
    likeness: Likeness
    held: Decisions
    rules: Rules

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """How many lines each node stands for."""
        return np.array([len(self.kinds.members[kind]) for kind in self.nodes], np.int64)

    @cached_property
    def first(self) -> tuple[Demand, ...]:
        """The first line of each node."""
        return tuple(self.kinds.lines[self.kinds.members[kind][0]] for kind in self.nodes)

    @cached_property
    def _keys(self) -> tuple[Places, Places]:
        keys, at = np.unique(self.kinds.key[self.nodes], return_inverse=True)
        return keys, at.astype(np.intp)

    @cached_property
    def _grid(self) -> Matrix | None:
        keys, _ = self._keys
        return self.likeness.scores(keys, keys) if len(keys) <= _AT_HAND else None

    @cached_property
    def _split(self) -> tuple[tuple[int, int], ...]:
        """Pairs of nodes that a person keeps apart."""
        place = {line.id: at for at, line in enumerate(self.first) if line.id in self._split_ids}
        pairs = (sorted(pair) for pair in self.held.apart)
        return tuple((place[a], place[b]) for a, b in pairs if a in place and b in place)

    @cached_property
    def _split_ids(self) -> frozenset[str]:
        return frozenset(one for ids in self.held.split for one in ids)

    def lines(self, nodes: Sequence[int]) -> list[Demand]:
        """All lines of some nodes."""
        found = [at for node in nodes for at in self.kinds.members[self.nodes[node]]]
        return [self.kinds.lines[at] for at in found]

    @cached_property
    def countries(self) -> frozenset[str]:
        """Who asks."""
        members = (self.kinds.members[kind] for kind in self.nodes)
        return frozenset(self.kinds.lines[at].country for held in members for at in held)

    def foreign(self, country: str) -> tuple[Places, list[Demand]]:
        """Nodes that have a line of another country, and the first such line of each."""
        if country not in self._foreign:
            firsts = [(at, self._other(kind, country)) for at, kind in enumerate(self.nodes)]
            held = [(at, line) for at, line in firsts if line is not None]
            places = np.array([at for at, _ in held], np.intp)
            self._foreign[country] = places, [line for _, line in held]
        return self._foreign[country]

    @cached_property
    def _foreign(self) -> dict[str, tuple[Places, list[Demand]]]:
        return {}

    def _other(self, kind: int, country: str) -> Demand | None:
        members = (self.kinds.lines[at] for at in self.kinds.members[kind])
        return next((one for one in members if one.country != country), None)

    def scores(self, rows: Places, columns: Places) -> Matrix:
        """How alike nodes are, shape (len(rows), len(columns))."""
        keys, at = self._keys
        if self._grid is not None:
            return np.asarray(self._grid[np.ix_(at[rows], at[columns])])
        few, row = np.unique(at[rows], return_inverse=True)
        many, column = np.unique(at[columns], return_inverse=True)
        scores = self.likeness.scores(keys[few], keys[many])
        return np.asarray(scores[np.ix_(row, column)])

    def barred(self, rows: Places, columns: Places) -> Flags:
        """Which nodes a rule keeps apart."""
        facts = self.kinds.facts[self.nodes]
        return self.kinds.walls.barred(facts[rows], facts[columns])

    def split(self, rows: Places, columns: Places) -> Flags:
        """Which nodes a person keeps apart."""
        found = np.zeros((len(rows), len(columns)), np.bool_)
        for pair in self._split:
            for one, other in (pair, pair[::-1]):
                found |= (rows == one)[:, None] & (columns == other)[None, :]
        return found

    def apart(self, rows: Places, columns: Places) -> Flags:
        """Which nodes a rule or a person keeps apart."""
        found = self.barred(rows, columns)
        return np.asarray(found | self.split(rows, columns)) if self._split else found

    def joinable(self, nodes: Places) -> NDArray[np.intp]:
        """Pairs of some nodes that are alike and that nothing keeps apart, as places among them."""
        found = [np.zeros((0, 2), np.intp)]
        for start in range(0, len(nodes), BLOCK):
            rows = nodes[start : start + BLOCK]
            columns = nodes[start:]
            alike = self.scores(rows, columns) >= self.likeness.weights.joins
            alike &= ~self.apart(rows, columns)
            found.append(np.argwhere(np.triu(alike, 1)).astype(np.intp) + start)
        return np.concatenate(found)

    def allowed(self, nodes: Sequence[int]) -> bool:
        """Whether the rules for a whole group let these nodes stand together."""
        return not joint_barriers(self.spoken(nodes), self.rules)

    def spoken(self, nodes: Sequence[int]) -> list[Demand]:
        """A line for each set of facts among some nodes."""
        facts = self.kinds.facts[self.nodes[list(nodes)]]
        _, first = np.unique(facts, return_index=True)
        return [self.first[nodes[at]] for at in sorted(first.tolist())]

    @cached_property
    def _asks(self) -> Flags:
        """Which countries ask for each node, in the order of their names."""
        place = {country: at for at, country in enumerate(sorted(self.countries))}
        found = np.zeros((len(self.nodes), len(place)), np.bool_)
        for node, kind in enumerate(self.nodes):
            for at in self.kinds.members[kind]:
                found[node, place[self.kinds.lines[at].country]] = True
        return found

    def near(self, group: Sequence[int], nations: AbstractSet[str]) -> Iterator[tuple[int, int]]:
        """Nodes outside a group that are like it and that at most one kind of rule keeps out.

        Only rules that could change count; each node comes with the months by which a date would
        have to move, or 0. Nodes that only ``nations`` ask for are passed over.
        """
        others = np.array([country not in nations for country in sorted(self.countries)], np.bool_)
        asked = np.flatnonzero(self._asks[:, others].any(axis=1))
        outside = np.setdiff1d(asked, np.array(group, np.intp))
        members = np.array(group, np.intp)
        share = self.weights[members] / self.weights[members].sum()
        facts = self.kinds.facts[self.nodes]
        told = np.unique(facts[members])
        for start in range(0, len(outside), BLOCK):
            rows = outside[start : start + BLOCK]
            like = self.scores(rows, members) @ share >= self.likeness.weights.joins
            if self._split:
                like &= ~self.split(rows, members).any(axis=1)
            rows = rows[like]
            if not len(rows):
                continue
            walls = self.kinds.walls.by_rule(facts[rows], told)
            kept = {rule: flags.any(axis=1) for rule, flags in walls.items()}
            count = np.array(list(kept.values())).sum(axis=0)
            could = np.array([kept[rule] for rule in _CHANGES if rule in kept]).sum(axis=0)
            months = self.kinds.walls.excess(facts[rows], told).max(axis=1)
            # With no wall between pairs there is only what a whole group must keep.
            kept_out = count == 1
            if self._joint:
                kept_out |= count == 0
            for at in np.flatnonzero((count == could) & kept_out).tolist():
                yield int(rows[at]), int(months[at])

    @cached_property
    def _joint(self) -> bool:
        """Whether any line of the part states what only a whole group can break."""
        facts = self.kinds.facts[self.nodes]
        tables = (self.kinds.walls.tables[rule][0] for rule in ("suppliers", "frequency"))
        return any(bool((codes[facts] >= 0).any()) for codes in tables)

    def between(self, node: int, group: Sequence[int]) -> list[Barrier]:
        """The walls between a node's first line and a group, in words; of dates, the farthest."""
        line, others = self.first[node], self.spoken(group)
        facts = self.kinds.facts[self.nodes]
        row = facts[[node]]
        told = np.unique(facts[list(group)])
        barred = self.kinds.walls.barred(row, told)[0]
        if not barred.any():
            return list(joint_barriers([*others, line], self.rules))
        excess = self.kinds.walls.excess(row, told)[0]
        said: dict[Hashable, Demand] = {}
        for fact, one in zip(
            facts[list(group)].tolist(), (self.first[n] for n in group), strict=True
        ):
            at = int(np.searchsorted(told, fact))
            if barred[at] and excess[at] == excess.max():
                said.setdefault((one.unit, one.supplier, one.supply_from, one.window), one)
        return [wall for one in said.values() for wall in barriers(line, one, self.rules)]
