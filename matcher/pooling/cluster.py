"""Which lines form one group, given how alike each two are and what keeps lines apart?

Average linkage inside one connected part of the likeness graph. Two groups are joined only if their
mean likeness passes the cut and no rule parts any two of their lines, so no group ever reaches
beyond its part: what is added elsewhere cannot move it. Likeness is counted in whole grains, so
every sum of it is exact and no order of adding moves a mean.

Lines stand by the keys that likeness looks at. The likeness of a group to all others is then one
vector over the keys, and no matrix of lines is made: a hundred thousand lines of one kind of goods
take as much memory as their different texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.pooling.fences import Fences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Table = NDArray[np.float32] | NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["GRAINS", "grains", "groups", "parts"]

GRAINS = 2**12
"""Grains in one unit of likeness. Sums over 250,000 lines twice stay below 2**53, and are exact."""
_MANY_KEYS = 16


def grains(scores: Matrix) -> Matrix:
    """Likeness in whole grains."""
    return np.asarray(np.rint(scores * GRAINS))


def parts(n: int, pairs: NDArray[np.intp] | Sequence[tuple[int, int]]) -> list[NDArray[np.intp]]:
    """The connected parts of a graph of n nodes, each sorted, in the order of their first node.

    Args:
        n: How many nodes there are.
        pairs: Its edges, shape (edges, 2).
    """
    # Imported here: whoever builds no pools need not wait for it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = np.asarray(pairs, np.intp).reshape(-1, 2)
    graph = coo_array((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape=(n, n))
    count, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=count))[:-1]
    return sorted(np.split(order, ends), key=lambda part: int(part[0])) if n else []


def groups(
    scores: Table,
    joins: float,
    fences: Fences,
    allowed: Callable[[Sequence[int]], bool],
    *,
    keys: Places | None = None,
    weights: NDArray[np.int64] | None = None,
    together: Iterable[Sequence[int]] = (),
) -> list[list[int]]:
    """Divide the nodes of one connected part into groups.

    Of two joins that are equally good the one with the earlier node is made, so the order of the
    nodes has a meaning: a need of which the lines differ in their days alone is filled from the
    first day on.

    Args:
        scores: How alike each two keys are, in grains; shape (keys, keys), symmetric.
        joins: The mean from which two groups become one, in grains.
        fences: What keeps nodes apart; it is used up.
        allowed: Whether a group may stand, for rules that pairs do not settle. A part of an allowed
            group must be allowed.
        keys: The key of each node, shape (n,); each its own, if not said.
        weights: How many lines each node stands for, shape (n,); one, if not said.
        together: Nodes that stay together, no two of which a fence parts.

    Returns:
        Lists of nodes, each sorted, in the order of their first node.
    """
    places = np.arange(len(scores)) if keys is None else keys
    heavy = np.ones(len(places), np.int64) if weights is None else weights
    chain = _Chain(scores, float(np.floor(joins)), fences, places, heavy)
    for nodes in together:
        chain.bind(nodes)
    chain.same()
    chain.run()
    return sorted(chain.down(allowed))


class _Chain:
    """The nearest-neighbour chain over groups that stand by their keys.

    Source:
        The chain of Benzecri 1982; it holds because a join never brings two groups nearer than the
        nearer of its sides was to either.
    """

    def __init__(
        self, scores: Table, joins: float, fences: Fences, keys: Places, weights: NDArray[np.int64]
    ) -> None:
        self.scores, self.joins, self.fences = scores, joins, fences
        self.n = len(keys)
        self.made: list[tuple[int, int]] = []
        self.roots: list[int] = []
        self.name = np.arange(self.n)
        self.alive = np.ones(self.n, np.bool_)
        self.weight = weights.astype(np.float64)
        # What each group holds of each key: entries, several a group.
        self.group, self.key = np.arange(self.n), keys.copy()
        self.held = self.weight.copy()
        self.sums: dict[int, Matrix] = {}
        self.chain: list[int] = []

    def bind(self, nodes: Sequence[int]) -> None:
        """Put nodes together before anything is asked."""
        for other in sorted(nodes)[1:]:
            self._join(min(nodes), other)

    def same(self) -> None:
        """Join what has one key, from the first node on: nothing else is nearer to it."""
        order = np.lexsort((self.group, self.key))
        counts = np.bincount(self.group, minlength=self.n)
        highest = self.scores.max(axis=1)
        for entries in np.split(order, np.flatnonzero(np.diff(self.key[order])) + 1):
            key = self.key[entries[0]]
            score = self.scores[key, key]
            single = entries[counts[self.group[entries]] == 1]
            if len(single) > 1 and score >= highest[key] and score >= self.joins:
                self._sweep(single)

    def _sweep(self, entries: Places) -> None:
        places = self.group[entries]
        inside = self.fences.only(places)
        free = np.ones(len(places), np.bool_)
        for one in range(len(places)):
            if not free[one]:
                continue
            free[one] = False
            while True:
                could = free & ~inside.barred(one)
                other = int(could.argmax())
                if not could[other]:
                    break
                free[other] = False
                inside.join(one, other)
                self._join(int(places[one]), int(places[other]), entries[other])

    def run(self) -> None:
        """Join until nothing is alike any more."""
        self._tidy()
        while self.alive.any():
            if not self.chain:
                if 2 * int(self.alive.sum()) < len(self.alive):
                    self._tidy()
                self.chain.append(int(self.alive.argmax()))
            here = self.chain[-1]
            means = self._means(here)
            nearest = int(means.argmax())
            if means[nearest] < self.joins:
                self.chain.pop()
                self._done(here)
                continue
            if len(self.chain) > 1 and means[self.chain[-2]] >= means[nearest]:
                one, other = sorted((self.chain.pop(), self.chain.pop()))
                self._join(one, other)
            else:
                self.chain.append(nearest)

    def _means(self, one: int) -> Matrix:
        """The mean likeness of a group to each other; minus infinity where they may not meet."""
        near = self._sum(one)[self.key] * self.held
        total = np.bincount(self.group, weights=near, minlength=len(self.alive))
        means = total / (self.weight * self.weight[one])
        means[~self.alive | self.fences.barred(one)] = -np.inf
        means[one] = -np.inf
        return np.asarray(means)

    def _sum(self, one: int) -> Matrix:
        """The likeness of a group to each key, summed over its lines."""
        if one not in self.sums:
            mine = np.flatnonzero(self.group == one)
            found = self.held[mine] @ self.scores[self.key[mine]]
            if len(mine) < _MANY_KEYS:
                return np.asarray(found)
            self.sums[one] = found
        return self.sums[one]

    def _join(self, one: int, other: int, entries: Any = None) -> None:
        if one in self.sums or other in self.sums:
            self.sums[one] = self._sum(one) + self._sum(other)
            self.sums.pop(other, None)
        self.group[self.group == other if entries is None else entries] = one
        self.weight[one] += self.weight[other]
        self.alive[other] = False
        self.fences.join(one, other)
        self.made.append((int(self.name[one]), int(self.name[other])))
        self.name[one] = self.n + len(self.made) - 1

    def _done(self, one: int) -> None:
        self.alive[one] = False
        self.sums.pop(one, None)
        self.roots.append(int(self.name[one]))

    def _tidy(self) -> None:
        """Number the groups that are left anew, with one entry a key."""
        places = np.flatnonzero(self.alive)
        anew = np.full(len(self.alive), -1, np.intp)
        anew[places] = np.arange(len(places))
        group = anew[self.group]
        mine = group >= 0
        count = len(self.scores)
        both, at = np.unique(group[mine] * count + self.key[mine], return_inverse=True)
        held = np.bincount(at.reshape(-1), weights=self.held[mine], minlength=len(both))
        self.held = held.astype(np.float64)
        self.group, self.key = both // count, both % count
        self.name, self.weight = self.name[places], self.weight[places]
        self.alive = np.ones(len(places), np.bool_)
        self.sums = {int(anew[one]): held for one, held in self.sums.items() if anew[one] >= 0}
        self.chain = [int(anew[one]) for one in self.chain]
        self.fences.keep(places)

    def down(self, allowed: Callable[[Sequence[int]], bool]) -> Iterator[list[int]]:
        """The groups that may stand; one that may not is taken apart where it was joined last."""
        waiting = list(self.roots)
        while waiting:
            one = waiting.pop()
            members = self._leaves(one)
            if one < self.n or allowed(members):
                yield members
            else:
                waiting += self.made[one - self.n]

    def _leaves(self, top: int) -> list[int]:
        found, waiting = [], [top]
        while waiting:
            one = waiting.pop()
            if one < self.n:
                found.append(one)
            else:
                waiting += self.made[one - self.n]
        return sorted(found)
