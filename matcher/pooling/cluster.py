"""Which lines form one group, given how alike each two are and what keeps lines apart?

Average linkage, one connected part of the likeness graph at a time. A pair that must not meet gets
a distance so large that no mean with it in it can pass the cut; a pair that must meet gets none at
all. Two groups are joined only if their mean likeness passes, so some pair of theirs does, and no
group ever reaches beyond its part: what is added elsewhere cannot move it. Lines that nothing tells
apart stand as one with their number as its weight, so that a thousand of them cost no more than
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["groups", "parts", "tree"]

_NEVER = 1e9
_DECIMALS = 6


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
    scores: Matrix,
    joins: float,
    never: Flags,
    always: Flags,
    allowed: Callable[[Sequence[int]], bool],
    weights: NDArray[np.int64] | None = None,
) -> list[list[int]]:
    """Divide the nodes of one connected part into groups.

    Args:
        scores: Shape (n, n), symmetric; how alike each two are. It is written over: it is large.
        joins: The mean score from which two groups become one.
        never: Shape (n, n); pairs that no group may hold.
        always: Shape (n, n); pairs that stay together; none of them is in ``never``.
        allowed: Whether a group may stand, for rules that pairs do not settle. A part of an allowed
            group must be allowed.
        weights: How many lines each node stands for, shape (n,); one, if not said.

    Returns:
        Lists of nodes, each sorted, in the order of their first node.
    """
    n = len(scores)
    if n == 1:
        return [[0]]
    # Distances count from the highest score, so that only what must be together is at 0. The last
    # digits of a mean depend on how it is summed: rounding keeps them out of ties.
    top = float(max(scores.max(), joins)) + 1.0
    distances = np.round(np.subtract(top, scores, out=scores), _DECIMALS, out=scores)
    distances[never] = _NEVER
    distances[always] = 0.0
    merges = tree(distances, np.ones(n, np.int64) if weights is None else weights)
    cut = round(top - joins, _DECIMALS)
    members: list[list[int]] = [[node] for node in range(n)]
    for _, left, right in merges:
        members.append(sorted(members[left] + members[right]))

    def stands(node: int) -> bool:
        return node < n or (merges[node - n][0] <= cut and allowed(members[node]))

    def down(node: int) -> Iterator[list[int]]:
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if stands(one):
                yield members[one]
            else:
                waiting += merges[one - n][1:]

    return sorted(down(2 * n - 2))


def tree(distances: Matrix, weights: NDArray[np.int64]) -> list[tuple[float, int, int]]:
    """The joins of average linkage, the nearest first, where nodes stand for several lines each.

    No library at hand takes weights; without any, SciPy gives the same tree, and a test looks.

    Args:
        distances: Shape (n, n), symmetric. It is written over.
        weights: How many lines each node stands for, shape (n,).

    Returns:
        n - 1 joins: the mean distance, and the two that are joined, nodes from 0, joins from n.

    Source:
        The nearest-neighbour chain of Benzecri 1982, with the formula of Lance and Williams 1967.
    """
    n = len(distances)
    held = distances
    np.fill_diagonal(held, np.inf)
    size = weights.astype(np.float64)
    free = np.ones(n, np.bool_)
    found: list[tuple[float, int, int]] = []
    chain: list[int] = []
    while len(found) < n - 1:
        if not chain:
            chain.append(int(free.argmax()))
        while True:
            row = held[chain[-1]]
            nearest = int(row.argmin())
            if len(chain) > 1 and row[chain[-2]] <= row[nearest]:
                break
            chain.append(nearest)
        one, other = sorted((chain.pop(), chain.pop()))
        found.append((round(float(held[one, other]), _DECIMALS + 3), one, other))
        mean = (size[one] * held[one] + size[other] * held[other]) / (size[one] + size[other])
        mean[one] = np.inf
        size[one] += size[other]
        free[other] = False
        held[one] = held[:, one] = mean
        held[other] = held[:, other] = np.inf
    return _numbered(found, n)


def _numbered(found: list[tuple[float, int, int]], n: int) -> list[tuple[float, int, int]]:
    """The joins by distance, each under the number that it has as a node of the tree."""
    above = list(range(n))
    name = list(range(n))

    def root(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    ordered = []
    for place, (height, one, other) in enumerate(sorted(found, key=lambda join: join[0])):
        left, right = root(one), root(other)
        ordered.append((height, min(name[left], name[right]), max(name[left], name[right])))
        above[right] = left
        name[left] = n + place
    return ordered
