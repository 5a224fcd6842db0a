"""Does a fit of 0.7 mean that seven of ten such pairs are relevant?

The pairs are those that anybody would look at: of each query, the documents ranked first. A fit is
well calibrated if, among pairs of about equal fit, that share is relevant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.evaluation.measures import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LOOKED_AT", "Bin", "Threshold", "calibration", "thresholds"]

LOOKED_AT = 100
"""Documents of each query among the pairs."""
BINS = 15
FLOORS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of about equal fit: how many, their mean fit, and the share that is relevant."""

    pairs: int
    fit: float
    relevant: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a ``--min-fit`` leaves: pairs, the share of them that is relevant, the share found."""

    min_fit: float
    pairs: int
    precision: float
    recall: float


def _pairs(
    run: Run, qrels: Mapping[str, Mapping[str, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    fits, relevant = [], []
    for query, documents in run.items():
        for document, fit in list(documents.items())[:LOOKED_AT]:
            fits.append(fit)
            relevant.append(document in qrels.get(query, {}))
    return np.array(fits, np.float64), np.array(relevant, np.float64)


def calibration(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> tuple[float, tuple[Bin, ...]]:
    """The expected calibration error over bins of equal width, and the bins that hold pairs.

    Args:
        run: Query to document to fit, best first.
        qrels: What is relevant.
    """
    fits, relevant = _pairs(run, qrels)
    place = np.minimum((fits * BINS).astype(int), BINS - 1)
    bins = tuple(
        Bin(int(mask.sum()), float(fits[mask].mean()), float(relevant[mask].mean()))
        for b in range(BINS)
        if (mask := place == b).any()
    )
    total = sum(b.pairs for b in bins)
    return sum(b.pairs / total * abs(b.fit - b.relevant) for b in bins), bins


def thresholds(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> tuple[Threshold, ...]:
    """What each least fit leaves of the pairs."""
    fits, relevant = _pairs(run, qrels)
    wanted = sum(len(grades) for grades in qrels.values())
    found = []
    for floor in FLOORS:
        kept = fits >= floor
        if kept.any():
            found.append(
                Threshold(
                    floor,
                    int(kept.sum()),
                    float(relevant[kept].mean()),
                    float(relevant[kept].sum() / wanted),
                )
            )
    return tuple(found)
