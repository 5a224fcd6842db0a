"""What is known of one part of the likeness graph: who is alike, and what keeps whom apart?

Asked by kinds of lines, block by block, so that a part of many thousand lines never stands in
memory pair by pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.cluster import GRAINS, grains, groups
from matcher.pooling.fences import Days, Fences
from matcher.pooling.kinds import Kinds
from programmes.errors import BadDemands, BadDocument
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
MOST_TEXTS = 16_000
"""Different texts that lines of one part may have: each two stand in memory, in a gigabyte."""
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
        return keys, at.reshape(-1).astype(np.intp)

    @cached_property
    def _grid(self) -> NDArray[np.float32]:
        """How alike the keys of this part are, in grains: whole numbers that float32 holds."""
        keys, _ = self._keys
        if len(keys) > MOST_TEXTS:
            problem = f"more than {MOST_TEXTS:,} different texts ask for the same as"
            remedy = "split the file by kind of goods"
            first = self.first[0].id
            raise BadDemands([BadDocument("", "", f"{problem} {first}: {remedy}")])
        found = np.empty((len(keys), len(keys)), np.float32)
        for start in range(0, len(keys), BLOCK):
            rows = keys[start : start + BLOCK]
            found[start : start + BLOCK] = grains(self.likeness.scores(rows, keys))
        return found

    @property
    def joins(self) -> float:
        """The mean likeness from which lines belong together, in grains."""
        return float(np.floor(self.likeness.weights.joins * GRAINS))

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

    @cached_property
    def _asks(self) -> NDArray[np.uint64]:
        """Which countries ask for each node: a bit each, in the order of their names."""
        bit = {country: 1 << at for at, country in enumerate(sorted(self.countries))}
        found = np.zeros(len(self.nodes), np.uint64)
        for node, kind in enumerate(self.nodes):
            asked = 0
            for at in self.kinds.members[kind]:
                asked |= bit[self.kinds.lines[at].country]
            found[node] = asked
        return found

    def asked_beside(self, nations: AbstractSet[str]) -> Flags:
        """Which nodes some other country asks for; shape (nodes,)."""
        names = enumerate(sorted(self.countries))
        others = sum(1 << at for at, country in names if country not in nations)
        return np.asarray((self._asks & np.uint64(others)) != 0)

    def of_another(self, node: int, country: str) -> Demand:
        """The first line of a node that another country asks for."""
        members = (self.kinds.lines[at] for at in self.kinds.members[self.nodes[node]])
        return next(one for one in members if one.country != country)

    def scores(self, rows: Places, columns: Places) -> Matrix:
        """How alike nodes are, in grains; shape (len(rows), len(columns))."""
        _, at = self._keys
        return self._grid[np.ix_(at[rows], at[columns])].astype(np.float64)

    def likened(self, group: Sequence[int]) -> Matrix:
        """The mean likeness of a group's lines to each node, in grains; shape (nodes,)."""
        keys, at = self._keys
        members = np.array(group, np.intp)
        held = np.bincount(at[members], weights=self.weights[members], minlength=len(keys))
        some = np.flatnonzero(held)
        return np.asarray((held[some] @ self._grid[some] / held.sum())[at])

    def divided(self, nodes: Places) -> list[list[int]]:
        """Some nodes in groups that may stand."""
        _, at = self._keys
        # Of equally good joins the one with the earlier node is made: the need that ends first.
        days, facts = self.kinds.walls.window, self.kinds.facts[self.nodes[nodes]]
        order = np.lexsort((nodes, days.opens[facts], days.first[facts]))
        ranked = nodes[order]
        place = {self.first[node].id: rank for rank, node in enumerate(ranked.tolist())}
        used, keys = np.unique(at[ranked], return_inverse=True)
        found = groups(
            self._grid[np.ix_(used, used)],
            self.joins,
            self._fences(ranked),
            lambda group: self.allowed(ranked[list(group)].tolist()),
            keys=keys.reshape(-1).astype(np.intp),
            weights=self.weights[ranked],
            together=[[place[one] for one in ids if one in place] for ids in self.held.together],
        )
        return sorted(sorted(ranked[group].tolist()) for group in found)

    def _fences(self, nodes: Places) -> Fences:
        """What keeps some nodes apart, rules and a person's decisions."""
        facts = self.kinds.facts[self.nodes[nodes]]
        codes, barred = self.kinds.walls.plain[facts], self.kinds.walls.meet
        decided = [node for pair in self._split for node in pair]
        for node in sorted(set(decided).intersection(nodes.tolist())):
            # A line that a person keeps from another one is a thing of its own.
            at = np.flatnonzero(nodes == node)[0]
            row = barred[codes[at]]
            barred = np.block([[barred, row[:, None]], [row[None, :], np.zeros((1, 1), bool)]])
            codes = codes.copy()
            codes[at] = len(barred) - 1
        number = {int(node): int(code) for node, code in zip(nodes, codes, strict=True)}
        for one, other in self._split:
            if one in number and other in number:
                barred[number[one], number[other]] = barred[number[other], number[one]] = True
        days = self.kinds.walls.window
        own = Days(days.opens[facts], days.first[facts], days.last[facts], days.until[facts])
        return Fences(codes, barred, own)

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

    def allowed(self, nodes: Sequence[int]) -> bool:
        """Whether the rules for a whole group let these nodes stand together."""
        return not self._joint or not joint_barriers(self._spoken(nodes), self.rules)

    def _spoken(self, nodes: Sequence[int]) -> list[Demand]:
        """A line for each thing that some nodes state and that a whole group must keep."""
        facts = self.kinds.facts[self.nodes[list(nodes)]]
        _, first = np.unique(self.kinds.walls.joint[facts], return_index=True)
        return [self.first[nodes[at]] for at in sorted(first.tolist())]

    @cached_property
    def _joint(self) -> bool:
        """Whether any line of the part states what only a whole group can break."""
        facts = self.kinds.facts[self.nodes]
        tables = (self.kinds.walls.tables[rule][0] for rule in ("suppliers", "frequency"))
        return any(bool((codes[facts] >= 0).any()) for codes in tables)

    def near(
        self, group: Sequence[int], nations: AbstractSet[str]
    ) -> tuple[Places, NDArray[np.int64]]:
        """Nodes outside a group that are like it and that one kind of rule keeps out.

        Only rules that could change count. Nodes that only ``nations`` ask for are passed over.

        Returns:
            The nodes, and the months by which a date of each would have to move, or 0.
        """
        members = np.array(group, np.intp)
        like = np.asarray(self.likened(group) >= self.joins) & self.asked_beside(nations)
        like[members] = False
        rows = np.flatnonzero(like)
        if self._split and len(rows):
            rows = rows[~self.split(rows, members).any(axis=1)]
        walls, facts = self.kinds.walls, self.kinds.facts[self.nodes]
        plain, told = walls.plain[facts[rows]], np.unique(walls.plain[facts[members]])
        edges = self._edges(group)
        late = walls.excess(facts[rows], facts[edges]).max(axis=1)
        count = (late > 0).astype(np.int64)
        could = count.copy()
        for rule, parts in walls.plainly.items():
            broken = np.asarray(parts[:, told].any(axis=1))[plain]
            count += broken
            could += broken & (rule in _CHANGES)
        out = (count == 1) & (could == 1)
        if self._joint:
            out |= (count == 0) & self._breaks(rows, group)
        return rows[out], late[out]

    def _edges(self, group: Sequence[int]) -> Places:
        """The members whose days reach farthest: one of them misses whatever any of them misses."""
        members = np.array(group, np.intp)
        facts = self.kinds.facts[self.nodes[members]]
        days = self.kinds.walls.window
        at = (days.first[facts].argmin(), days.last[facts].argmax(), days.opens[facts].argmax())
        return members[sorted({int(one) for one in at})]

    def _breaks(self, rows: Places, group: Sequence[int]) -> Flags:
        """Which nodes would break what a whole group must keep."""
        codes = self.kinds.walls.joint[self.kinds.facts[self.nodes[rows]]]
        _, first, at = np.unique(codes, return_index=True, return_inverse=True)
        spoken = self._spoken(group)
        broken = [
            bool(joint_barriers([*spoken, self.first[rows[one]]], self.rules)) for one in first
        ]
        return np.array(broken, np.bool_)[at.reshape(-1)]

    def between(self, node: int, group: Sequence[int]) -> list[Barrier]:
        """The walls between a node's first line and a group, in words; of dates, the farthest."""
        line = self.first[node]
        edges = [self.first[at] for at in self._edges(group)]
        found = [wall for one in edges for wall in barriers(line, one, self.rules)]
        if late := [wall for wall in found if wall.months is not None]:
            return [max(late, key=lambda wall: (wall.months or 0, wall.says))]
        plain, members = self.kinds.walls.plain, np.array(group, np.intp)
        _, first = np.unique(plain[self.kinds.facts[self.nodes[members]]], return_index=True)
        others = [self.first[at] for at in members[np.sort(first)]]
        found = [wall for one in others for wall in barriers(line, one, self.rules)]
        return found or list(joint_barriers([*self._spoken(group), line], self.rules))
