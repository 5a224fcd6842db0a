"""In which areas does what a startup makes lie, as its text says it?

Fit with a standing offer rests on it: how likely is it that this product lies in what the offer
takes? A multinomial logistic regression over the vectors of the passages: a share for each of the
fourteen areas, and one for "none of them", where a restaurant's app belongs. A text of several
passages has their mean. Vectors and weights stand on grids, and shares are multiples of 1/4096:
sums of them are exact, in whatever order a batch adds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from profiles.vocabulary import areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["STEP", "ScopeModel", "default_scope", "read_scope", "scopes_of", "unknown"]

STEP = 1.0 / 4096.0
"""Shares are multiples of it."""
_GRID = 64.0
"""Weights are multiples of its inverse."""
_NONE = "none"
NEUTRAL = 0.5
"""What is as likely as not."""


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Weights by which areas are read out of a vector; see ``matcher/data/scope.json``.

    Attributes:
        classes: Slugs of areas, and "none" as the last.
        weights: Shape (classes, dimension).
        intercepts: Shape (classes,).
    """

    classes: tuple[str, ...]
    weights: Floats
    intercepts: Floats

    @classmethod
    def of(cls, classes: Sequence[str], weights: Floats, intercepts: Floats) -> ScopeModel:
        """A model with its weights on the grid."""
        return cls(
            tuple(classes), np.rint(weights * _GRID) / _GRID, np.rint(intercepts * _GRID) / _GRID
        )

    def shares(self, vectors: NDArray[np.float32]) -> Floats:
        """How likely it is that each area is meant.

        Args:
            vectors: Of one profile's passages, on the grid, shape (passages, dimension).

        Returns:
            Shape (classes,), summing to 1 but for rounding; all zero where nothing is known: no
            passages, or vectors of another model.
        """
        if not len(vectors) or vectors.shape[1] != self.weights.shape[1]:
            return np.zeros(len(self.classes))
        odds = vectors.astype(np.float64) @ self.weights.T + self.intercepts
        odds -= odds.max(axis=1, keepdims=True)
        each = np.exp(odds)
        each /= each.sum(axis=1, keepdims=True)
        found: Floats = np.rint(each.mean(axis=0) / STEP) * STEP
        return found

    def card(self) -> dict[str, Any]:
        """As it is kept in a file: weights as whole numbers of the grid."""
        return {
            "says": "Log-odds of areas: intercept plus the product with a passage's vector.",
            "model": "all-MiniLM-L6-v2 with the packaged adapter",
            "classes": list(self.classes),
            "grid": int(_GRID),
            "intercepts": np.rint(self.intercepts * _GRID).astype(int).tolist(),
            "weights": np.rint(self.weights * _GRID).astype(int).tolist(),
        }


@lru_cache(maxsize=1)
def default_scope() -> ScopeModel:
    """The weights that ship with the package, in the order of the vocabulary's areas."""
    data = orjson.loads(files("matcher").joinpath("data", "scope.json").read_bytes())
    expected = [*(area.slug for area in areas()), _NONE]
    if data["classes"] != expected:
        msg = f"matcher/data/scope.json knows {data['classes']}, but the areas are {expected}"
        raise ValueError(msg)
    grid = float(data["grid"])
    return ScopeModel(
        tuple(data["classes"]),
        np.array(data["weights"], np.float64) / grid,
        np.array(data["intercepts"], np.float64) / grid,
    )


def unknown() -> Floats:
    """The scope of a text of which nothing is known."""
    found = np.zeros(len(areas()) + 1)
    found[-1] = NEUTRAL
    return found


def read_scope(vectors: NDArray[np.float32], substance: float, *, read: bool) -> Floats:
    """What areas a profile's text speaks of.

    Args:
        vectors: Of its passages, shape (passages, dimension).
        substance: How much there is to judge by: a text that says little lies nowhere.
        read: Whether its language is read. If not, it may lie anywhere, and what the vectors tell
            can only speak for it.

    Returns:
        Shape (areas + 1,): the share of each area, then what the sum of any shares is at least.
    """
    model = default_scope()
    if vectors.shape[1:] != model.weights.shape[1:]:
        return unknown()
    shares = np.rint(model.shares(vectors)[:-1] * substance / STEP) * STEP
    return np.append(shares, 0.0 if read else NEUTRAL)


def scopes_of(scopes: Sequence[Floats]) -> Floats:
    """Those of n profiles in one array; shape (n, areas + 1)."""
    return np.stack(scopes) if scopes else np.zeros((0, len(areas()) + 1))
