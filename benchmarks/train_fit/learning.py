"""Which weights make the right document stand first, and a fit a probability?

First the order: among the likeliest documents of each query, the right one is asked for (a
conditional logit, no weight below zero). Then the scale: Platt's method on what was ranked first.
``brevity`` says little within a query and much between collections, so its weight is tried in whole
steps: for each the scale is fitted anew, and the one that orders best is kept. Collections count
alike, however many queries they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit import features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["LEARNED", "LIKELIEST", "Asked", "Learned", "judged", "learned", "likeliest"]

LEARNED = features.TEXT_FEATURES[:-1]
"""The features that are weighed: all but the kind of offer, for all are topics here."""
LIKELIEST = 100
"""Documents of a query that it is weighed on, and that calibration looks at."""
BINS = 15
PENALTY = 2e-4
ROUGH = np.array([7.0, 3.0, 6.0, 3.0, 6.0, 4.0])
"""Weights by which the likeliest are found, and from which learning starts."""
BREVITIES = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
_LAST = len(LEARNED) - 1
"""The place of ``brevity``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: its likeliest documents, and all that are right.

    Attributes:
        values: Their features, shape (documents, features).
        right: Which of them are right, shape (documents,).
        wanted: How many are right in the whole collection.
    """

    values: Floats
    right: NDArray[np.bool_]
    wanted: int


@dataclass(frozen=True, slots=True)
class Learned:
    """Log-odds: intercept plus the weighted sum of the text features."""

    weights: Floats
    intercept: float


def likeliest(values: Floats, right: Sequence[int]) -> Asked:
    """Keep of a whole collection what a query is weighed on.

    Args:
        values: Features of every document, shape (documents, features).
        right: Positions of the right ones.
    """
    first = np.argsort(-(values @ ROUGH), kind="stable")[:LIKELIEST]
    kept = np.union1d(first, right).astype(np.intp)
    return Asked(values[kept], np.isin(kept, right), len(right))


def _loss(weights: Floats, groups: Sequence[Sequence[Asked]]) -> tuple[float, Floats]:
    """Minus the mean log-probability of the right documents, and its slope."""
    loss, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
    for group in groups:
        for each in group:
            values = each.values[:, :_LAST]
            scores = values @ weights
            log_sum = float(scores.max()) + float(np.log(np.exp(scores - scores.max()).sum()))
            target = each.right / each.right.sum()
            loss += (log_sum - float(target @ scores)) / len(group)
            slope = slope + values.T @ (np.exp(scores - log_sum) - target) / len(group)
    return loss, slope


def learned(groups: Sequence[Sequence[Asked]]) -> Learned:
    """Weights and intercept from the queries of some collections."""
    from scipy.optimize import minimize

    bounds = [(0.0, None)] * _LAST
    found = minimize(_loss, ROUGH[:_LAST], (groups,), "L-BFGS-B", jac=True, bounds=bounds)
    models = [_scaled(groups, np.append(found.x, 0.0), brevity) for brevity in BREVITIES]
    return max(
        models,
        key=lambda model: float(np.mean([judged(group, model)[0] for group in groups])),
    )


def _scaled(groups: Sequence[Sequence[Asked]], order: Floats, brevity: float) -> Learned:
    """Platt's method beside a weight of ``brevity`` that is given."""
    from scipy.optimize import minimize

    scores, right, shares = [], [], []
    for group in groups:
        values, is_right = _ranked_first(group, order)
        scores.append(np.column_stack([values @ order, values[:, _LAST]]))
        right.append(is_right)
        shares.append(np.full(len(is_right), 1.0 / len(is_right)))
    score, short = np.concatenate(scores).T
    wanted, share = np.concatenate(right), np.concatenate(shares)

    def loss(given: Floats) -> tuple[float, Floats]:
        odds = given[0] * score + brevity * short + given[1]
        slope = share * (1.0 / (1.0 + np.exp(-odds)) - wanted)
        lost = float(share @ (np.logaddexp(0.0, odds) - wanted * odds))
        return lost, np.array([slope @ score, slope.sum()])

    scale, intercept = minimize(loss, np.array([0.7, -10.0]), jac=True, method="BFGS").x
    weights = order * scale
    weights[_LAST] = brevity
    return Learned(weights, float(intercept))


def _ranked_first(group: Sequence[Asked], weights: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    values, right = [], []
    for each in group:
        order = np.argsort(-(each.values @ weights), kind="stable")[:LIKELIEST]
        values.append(each.values[order])
        right.append(each.right[order])
    return np.concatenate(values), np.concatenate(right)


def judged(group: Sequence[Asked], model: Learned) -> tuple[float, float]:
    """nDCG@10 and the expected calibration error of one collection's queries."""
    gains = []
    for each in group:
        order = np.argsort(-(each.values @ model.weights), kind="stable")[:10]
        discount = 1.0 / np.log2(np.arange(len(order)) + 2)
        ideal = (1.0 / np.log2(np.arange(min(10, each.wanted)) + 2)).sum()
        gains.append(float(each.right[order] @ discount / ideal))
    values, right = _ranked_first(group, model.weights)
    fits = 1.0 / (1.0 + np.exp(-(values @ model.weights) - model.intercept))
    place = np.minimum((fits * BINS).astype(int), BINS - 1)
    error = 0.0
    for each_bin in range(BINS):
        held = place == each_bin
        if held.any():
            error += float(held.mean() * abs(fits[held].mean() - right[held].mean()))
    return float(np.mean(gains)), error
