"""Which lines form one group, given how alike each two are and what keeps lines apart?

Average linkage by scikit-learn, one connected part of the likeness graph at a time. A pair that
must not meet gets a distance so large that no mean with it in it can pass the cut; a pair that must
meet gets none at all. Two groups are joined only if their mean likeness passes, so some pair of
theirs does, and no group ever reaches beyond its part: what is added elsewhere cannot move it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["groups", "parts"]

_NEVER = 1e9
_DECIMALS = 6


def parts(n: int, pairs: Sequence[tuple[int, int]]) -> list[NDArray[np.intp]]:
    """The connected parts of a graph of n nodes, each sorted, in the order of their first node."""
    # Imported here: whoever builds no pools need not wait for it.
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pairs)
    found = sorted(sorted(part) for part in nx.connected_components(graph))
    return [np.array(part, np.intp) for part in found]


def groups(
    scores: Matrix,
    joins: float,
    never: Flags,
    always: Flags,
    allowed: Callable[[Sequence[int]], bool],
) -> list[list[int]]:
    """Divide the nodes of one connected part into groups.

    Args:
        scores: Shape (n, n), symmetric; how alike each two are.
        joins: The mean score from which two groups become one.
        never: Shape (n, n); pairs that no group may hold.
        always: Shape (n, n); pairs that stay together; none of them is in ``never``.
        allowed: Whether a group may stand, for rules that pairs do not settle. A part of an allowed
            group must be allowed.

    Returns:
        Lists of nodes, each sorted, in the order of their first node.
    """
    n = len(scores)
    if n == 1:
        return [[0]]
    # Imported here: it takes a second, and a file without likenesses does not need it.
    from sklearn.cluster import AgglomerativeClustering

    # Distances count from the highest score, so that they are above 0 as the library asks, and only
    # what must be together is at 0. The last digits of a mean depend on how it is summed: rounding
    # keeps them out of ties.
    top = float(max(scores.max(), joins)) + 1.0
    distances = np.round(top - scores, _DECIMALS)
    distances[never] = _NEVER
    distances[always] = 0.0
    np.fill_diagonal(distances, 0.0)
    model = AgglomerativeClustering(
        n_clusters=None, distance_threshold=0.0, metric="precomputed", linkage="average"
    ).fit(distances)
    cut = round(top - joins, _DECIMALS)
    members: list[list[int]] = [[node] for node in range(n)]
    for left, right in model.children_:
        members.append(sorted(members[left] + members[right]))

    def stands(node: int) -> bool:
        return node < n or (bool(model.distances_[node - n] <= cut) and allowed(members[node]))

    def down(node: int) -> Iterator[list[int]]:
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if stands(one):
                yield members[one]
            else:
                waiting += [int(child) for child in model.children_[one - n]]

    return sorted(down(2 * n - 2))
