"""How good is a run, and how sure is that?

The measures come from ir-measures; the interval from a seeded bootstrap over queries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEPTH", "MEASURES", "Run", "Score", "interval", "per_query", "top"]

MEASURES = ("nDCG@10", "RR", "R@10", "R@100", "P@1")
DEPTH = 1000
"""Documents kept per query in a run."""
SEED = 20260615
_SAMPLES = 2000

Run = Mapping[str, Mapping[str, float]]
"""Query id to document id to score."""


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over queries with its 95% interval."""

    mean: float
    low: float
    high: float


def top(scores: NDArray[np.floating], ids: Sequence[str]) -> dict[str, float]:
    """The best documents of one query; among equals those whose id comes first.

    Args:
        scores: Shape (documents,).
        ids: The documents' ids, sorted.
    """
    depth = min(DEPTH, len(ids))
    cut = np.partition(scores, -depth)[-depth]
    places = np.flatnonzero(scores >= cut)
    order = places[np.lexsort((places, -scores[places]))][:depth]
    return {ids[place]: float(scores[place]) for place in order}


def per_query(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, float]]:
    """Measure to query to value; a query that the run does not answer counts as 0."""
    import ir_measures

    asked = [ir_measures.parse_measure(name) for name in MEASURES]
    # A metrics library breaks ties by its own rule: ours is the order in which they come.
    strict = {
        query: {document: float(-rank) for rank, document in enumerate(documents)}
        for query, documents in run.items()
        if query in qrels
    }
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in MEASURES}
    for value in ir_measures.iter_calc(asked, {q: dict(g) for q, g in qrels.items()}, strict):
        found[str(value.measure)][value.query_id] = float(value.value)
    return found


def interval(values: Sequence[float]) -> Score:
    """The mean with its 95% bootstrap interval; the same values give the same interval."""
    sample = np.asarray(values, np.float64)
    if not len(sample):
        return Score(float("nan"), float("nan"), float("nan"))
    rng = np.random.default_rng(SEED)
    picks = rng.integers(0, len(sample), size=(_SAMPLES, len(sample)))
    low, high = np.percentile(sample[picks].mean(axis=1), [2.5, 97.5])
    return Score(float(sample.mean()), float(low), float(high))
