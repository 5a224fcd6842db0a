"""What does a programme's ranking learn from its officers' judgments?

The shipped fit stays the starting point. What is learned is added to its log-odds: a change of the
features' weights, and a direction among texts, both drawn towards nothing, the more so the fewer
judgments there are: five add nothing, and five hundred as much as they have to say. A weight of a
likeness never falls below zero: to be more alike must not count against anybody.

A model is plain numbers, written as JSON that a person can read. The same judgments give the same
bytes, in whatever order they come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from matcher.errors import BadInput
from matcher.fit.model import DECIMALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.model import FitModel

    Floats = NDArray[np.float64]

__all__ = [
    "FEWEST", "GradedPair", "LearnedFit", "design_of", "learn", "read_learned", "text_vector",
]  # fmt: skip

FEWEST = 10
"""Judgments below which nothing is added: too few to tell a taste from chance."""
_PLACES = 6
_BEST = 3
_WEIGHTS, _TEXTS, _SHIFT = 1.0, 4.0, 2.0
"""How far the features' weights, texts, and all pairs together may go: standard deviations of the
prior, in log-odds for a feature that goes from 0 to 1, and for a text that is wholly alike. These,
and the two numbers below, were chosen on half of the simulated programmes of
``benchmarks.learning``; what that reports is the other half."""
_TRUSTED = 40.0
"""Judgments at which half of that is allowed, in variance."""
_DOUBT = 0.005
"""How likely the contrary of a grade of 0 or 3 is held to be."""
_STEPS = 200
_KIND = "allymatch-learned-fit"


@dataclass(frozen=True, slots=True)
class GradedPair:
    """One judgment with what the fit saw of its pair.

    Attributes:
        decision: Its id.
        profile: Whose.
        grade: 0 to 3, or between: several officers' made comparable.
        values: Of the features, shape (features,).
        vector: Of the profile's text, of length 1; shape (dimension,).
    """

    decision: str
    profile: str
    grade: float
    values: Floats
    vector: Floats


@dataclass(frozen=True, slots=True)
class LearnedFit:
    """What was learned for one programme.

    Attributes:
        programme: Its id.
        base: The version of the shipped fit that it adds to.
        names: The features.
        change: What is added to their weights, shape (features,).
        direction: What is added for a text: its product with this; shape (dimension,).
        shift: What is added to every pair.
        decisions: The judgments that it rests on, sorted.
        profiles: Whose they are, sorted: to forget one is to forget the model.
    """

    programme: str
    base: str
    names: tuple[str, ...]
    change: Floats
    direction: Floats
    shift: float
    decisions: tuple[str, ...]
    profiles: tuple[str, ...]

    def log_odds(self, model: FitModel, values: Floats, vectors: Floats) -> Floats:
        """Log-odds of pairs of the programme.

        Args:
            model: The shipped fit.
            values: Shape (pairs, features).
            vectors: Of the profiles' texts, shape (pairs, dimension).

        Returns:
            Shape (pairs,).
        """
        found: Floats = model.log_odds(values) + self.shift
        for place, change in enumerate(self.change.tolist()):
            found = found + (values[:, place] - model.zeros[place]) * change
        if not self.direction.size:
            return np.asarray(found, np.float64)
        # One pair at a time, so that no batch changes a bit.
        said = [float(np.dot(one, self.direction)) for one in np.asarray(vectors, np.float64)]
        return np.asarray(found + np.array(said), np.float64)

    def fits(self, model: FitModel, values: Floats, vectors: Floats) -> Floats:
        """Fits in [0, 1], rounded as they are shown; arguments as those of ``log_odds``."""
        odds = self.log_odds(model, values, vectors)
        return np.asarray(np.round(1.0 / (1.0 + np.exp(-odds)), DECIMALS), np.float64)

    @property
    def version(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.written()).hexdigest()

    def written(self) -> bytes:
        """The model as JSON."""
        said: dict[str, Any] = {
            "kind": _KIND,
            "programme": self.programme,
            "base": self.base,
            "shift": self.shift,
            "weights_added": dict(zip(self.names, self.change.tolist(), strict=True)),
            "direction_of_texts": self.direction.tolist(),
            "decisions": self.decisions,
            "profiles": self.profiles,
        }
        return orjson.dumps(said, option=orjson.OPT_INDENT_2)


def text_vector(passages: NDArray[np.float32]) -> Floats:
    """One direction for a whole text: the mean of its passages, of length 1.

    Args:
        passages: Unit vectors, shape (passages, dimension).
    """
    mean: Floats = np.asarray(passages, np.float64).mean(axis=0)
    length = float(np.sqrt((mean * mean).sum()))
    return np.asarray(mean / length if length else mean, np.float64)


def read_learned(content: bytes) -> LearnedFit:
    """A model that was written.

    Raises:
        BadInput: It is none.
    """
    try:
        said = orjson.loads(content)
        added = {_KIND: said["weights_added"]}[said["kind"]]
        return LearnedFit(
            programme=said["programme"],
            base=said["base"],
            names=tuple(added),
            change=np.array(list(added.values()), np.float64),
            direction=np.array(said["direction_of_texts"], np.float64),
            shift=float(said["shift"]),
            decisions=tuple(said["decisions"]),
            profiles=tuple(said["profiles"]),
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        raise BadInput(
            "model", "is no learned fit: expected the JSON that learning wrote"
        ) from None


def learn(programme: str, judged: Sequence[GradedPair], model: FitModel) -> LearnedFit:
    """Learn from judgments of one programme's candidates.

    Args:
        programme: Its id.
        judged: The judgments, in any order; of fewer than ``FEWEST`` nothing is learned.
        model: The shipped fit.

    Raises:
        BadInput: A grade is none.
    """
    some = sorted(judged, key=lambda one: one.decision)
    if bad := [one for one in some if not 0 <= one.grade <= _BEST]:
        raise BadInput("grade", f"found {bad[0].grade} in {bad[0].decision}, expected 0 to 3")
    size = len(model.names)
    if len(some) < FEWEST:
        change, direction, shift = np.zeros(size), np.zeros(0), 0.0
    else:
        values = np.array([one.values for one in some]) - model.zeros
        vectors = np.array([one.vector for one in some], np.float64)
        grades = np.array([one.grade for one in some])
        change, direction, shift = _fitted(values, vectors, grades, model)
    return LearnedFit(
        programme,
        model.version,
        model.names,
        change,
        direction,
        shift,
        tuple(one.decision for one in some),
        tuple(sorted({one.profile for one in some})),
    )


def design_of(values: Floats, vectors: Floats, trust: float = 1.0) -> Floats:
    """What is weighed, scaled so that every part may go equally far.

    Args:
        values: Features less their zeros, shape (pairs, features).
        vectors: Of the texts, shape (pairs, dimension).
        trust: How much of the prior's standard deviations is allowed.
    """
    return np.hstack([values * (_WEIGHTS * trust), vectors * (_TEXTS * trust)])


def _fitted(
    values: Floats, vectors: Floats, grades: Floats, model: FitModel
) -> tuple[Floats, Floats, float]:
    """A logistic regression around the shipped log-odds, drawn towards adding nothing.

    The curvature of the logistic function is at most a quarter, so that each step solves a ridge
    with that bound and never goes too far (Bohning and Lindsay 1988, doi:10.1007/BF00049423). No
    regression of scikit-learn takes log-odds to start from.
    """
    number, size = values.shape
    trust = float(np.sqrt(number / (number + _TRUSTED)))
    wanted = _DOUBT + (1.0 - 2.0 * _DOUBT) * grades / _BEST
    shipped = model.log_odds(values + model.zeros)
    design = np.hstack([design_of(values, vectors, trust), np.full((number, 1), _SHIFT)])
    bound = 4.0
    solve = np.linalg.solve(design.T @ design + bound * np.eye(design.shape[1]), design.T)
    added, found = np.zeros(number), np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(shipped + added, -30.0, 30.0)))
        found = solve @ (added + bound * (wanted - likely))
        added = design @ found
    change = found[:size] * (_WEIGHTS * trust)
    # More alike must not count against anybody: no weight that was above zero falls below it.
    change = np.where(model.weights > 0, np.maximum(change, -model.weights), change)
    direction = found[size:-1] * (_TEXTS * trust)
    return (
        np.round(change, _PLACES) + 0.0,
        np.round(direction, _PLACES) + 0.0,
        round(float(found[-1] * _SHIFT), _PLACES) + 0.0,
    )
