"""How much would this startup gain, as one number that can be taken apart again?

Fit is a probability of relevance: the logistic function of a weighted sum of features. It is
absolute, and it is shown as an exact sum: a starting value, plus points for each feature. The
start is the fit of a pair of which nothing is known but the programme's kind of text: what is said
of the programme alone is no argument for a pair. The points are each feature's share of the way
from the start to the fit, taken along the straight line between the two (the integrated gradient,
which for this function has a closed form).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import orjson

from matcher.fit.facts import STRUCTURED_FEATURES
from matcher.fit.features import TEXT_FEATURES
from matcher.results import Contribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["DECIMALS", "FitModel", "default_fit"]

DECIMALS = 6
"""Places of a fit and of its points, as shown and as ranked."""


@dataclass(frozen=True, slots=True)
class FitModel:
    """Weights of the features; see ``matcher/data/fit.json``.

    Attributes:
        version: Changes with any weight.
        intercept: Log-odds of a pair whose features are all at their zeros.
        names: The features, in order.
        weights, zeros: Shape (features,).
        prior: Which features say something of the programme alone; shape (features,).
    """

    version: str
    intercept: float
    names: tuple[str, ...]
    weights: Floats
    zeros: Floats
    prior: NDArray[np.bool_]

    @property
    def explaining(self) -> tuple[str, ...]:
        """The features that get points: those that say something of the pair."""
        return tuple(n for n, own in zip(self.names, self.prior.tolist(), strict=True) if not own)

    def log_odds(self, values: Floats) -> Floats:
        """Shape (..., features) to shape (...,).

        Added up feature by feature: a matrix product would add in an order that depends on how
        many pairs there are.
        """
        return self.intercept + self.strength(values)

    def strength(self, values: Floats) -> Floats:
        """The weighted sum of the first features, as many as are given."""
        found = np.zeros(values.shape[:-1])
        for place in range(values.shape[-1]):
            found += (values[..., place] - self.zeros[place]) * self.weights[place]
        return found

    def fit(self, values: Floats) -> Floats:
        """Fits in [0, 1], rounded as they are shown; shape (..., features) to shape (...,)."""
        return np.round(1.0 / (1.0 + np.exp(-self.log_odds(values))), DECIMALS)

    def points(self, values: Floats) -> NDArray[np.int64]:
        """The exact sums behind some fits, in units of the last decimal.

        Args:
            values: Shape (pairs, features).

        Returns:
            Shape (pairs, explaining features + 1): the start, then each feature's part.
        """
        unit = 10**DECIMALS
        terms = (values - self.zeros) * self.weights
        whole = np.rint(self.fit(values) * unit).astype(np.int64)
        before = self.intercept + _sum(terms[:, self.prior])
        start = np.rint(unit / (1.0 + np.exp(-before))).astype(np.int64)
        terms = terms[:, ~self.prior]
        total = _sum(terms)
        scale = np.divide(whole - start, total, out=np.zeros(len(total)), where=total != 0.0)
        shares = terms * scale[:, None]
        rounded = np.rint(shares).astype(np.int64)
        # What rounding loses goes to the largest part, where it is least seen.
        largest = np.argmax(np.abs(shares), axis=1)
        rounded[np.arange(len(rounded)), largest] += whole - start - rounded.sum(axis=1)
        return np.column_stack([start, rounded])

    def contributions(self, values: Floats) -> tuple[Contribution, ...]:
        """The exact sum behind one fit; values of shape (features,)."""
        unit = 10**DECIMALS
        start, *parts = self.points(values[None]).tolist()[0]
        explaining = values[~self.prior].tolist()
        return (
            Contribution("start", None, start / unit),
            *(
                Contribution(name, round(value, DECIMALS), part / unit)
                for name, value, part in zip(self.explaining, explaining, parts, strict=True)
            ),
        )


def _sum(terms: Floats) -> Floats:
    """Of each row, added up in the order of the columns, however many rows there are."""
    found = np.zeros(len(terms))
    for place in range(terms.shape[1]):
        found += terms[:, place]
    return found


@lru_cache(maxsize=1)
def default_fit() -> FitModel:
    """The weights that ship with the package."""
    data = orjson.loads(files("matcher").joinpath("data", "fit.json").read_bytes())
    features = data["features"]
    names = tuple(feature["name"] for feature in features)
    expected = TEXT_FEATURES + STRUCTURED_FEATURES
    if names != expected:
        msg = f"matcher/data/fit.json weighs {names}, but the features are {expected}"
        raise ValueError(msg)
    return FitModel(
        version=data["version"],
        intercept=float(data["intercept"]),
        names=names,
        weights=np.array([feature["weight"] for feature in features], np.float64),
        zeros=np.array([feature["zero"] for feature in features], np.float64),
        prior=np.array([feature.get("of") == "programme" for feature in features], np.bool_),
    )
