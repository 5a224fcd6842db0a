"""How sure can a rate be, and do two groups differ by more than chance?

Wilson's interval for a share, a bootstrap for a mean, and the ratio of two rates with Katz's
interval, all by SciPy. A group under ``FEW`` is too small to say anything of: its numbers
are shown, and no ratio. What chance may do is Fisher's exact test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FEW", "FOUR_FIFTHS", "Mean", "Ratio", "SelectionRate", "mean", "rate", "ratio"]

FEW = 10
"""Applicants below which a group is too small."""
FOUR_FIFTHS = 0.8
"""The share of the best rate below which a difference asks for a reason.

Source:
    Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
"""
_RESAMPLES = 2_000
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class SelectionRate:
    """A share of ``of``, with its 95% interval."""

    number: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95% interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate as a share of the best group's, with its 95% interval; ``says`` is what that means."""

    ratio: float
    low: float
    high: float
    says: str


def rate(number: int, of: int) -> SelectionRate:
    """How many of how many, with Wilson's interval.

    >>> found = rate(8, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.49, 0.943)
    """
    from scipy.stats import binomtest

    if not of:
        return SelectionRate(0, 0, 0.0, 0.0, 1.0)
    around = binomtest(number, of).proportion_ci(0.95, "wilson")
    return SelectionRate(number, of, number / of, float(around.low), float(around.high))


def mean(values: Sequence[float]) -> Mean | None:
    """A mean with the bootstrap's interval, drawn by a fixed seed; None of fewer than two."""
    import numpy as np
    from scipy.stats import bootstrap

    if len(values) < 2:
        return None
    middle = math.fsum(values) / len(values)
    if len(set(values)) == 1:
        return Mean(middle, middle, middle)
    # Ordered, so that the same group has the same interval whatever order its rows came in.
    found = bootstrap(
        (np.sort(np.asarray(values, float)),),
        np.mean,
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    around = found.confidence_interval
    return Mean(middle, float(around.low), float(around.high))


def ratio(group: SelectionRate, best: SelectionRate) -> Ratio | None:
    """A group's rate as a share of the best one's; None where one of them is too small.

    >>> ratio(rate(6, 40), rate(20, 40)).says
    'below four fifths, by more than chance'
    """
    from scipy.stats import fisher_exact
    from scipy.stats.contingency import relative_risk

    if min(group.of, best.of) < FEW or not best.number:
        return None
    found = relative_risk(group.number, group.of, best.number, best.of)
    share = float(found.relative_risk)
    if group.number:
        around = found.confidence_interval(0.95)
        low, high = float(around.low), float(around.high)
    else:
        # Nobody at all: the upper end is that of the share itself.
        low, high = 0.0, group.high / best.share
    if share >= FOUR_FIFTHS:
        says = "within four fifths"
    elif fisher_exact(_table(group, best)).pvalue < _CHANCE:
        says = "below four fifths, by more than chance"
    else:
        says = "below four fifths; chance may be why"
    return Ratio(share, low, high, says)


def _table(one: SelectionRate, other: SelectionRate) -> list[list[int]]:
    return [[one.number, one.of - one.number], [other.number, other.of - other.number]]
