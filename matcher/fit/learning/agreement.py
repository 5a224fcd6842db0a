"""How far do several officers agree, and how are a strict and a lenient one made comparable?

Agreement is Krippendorff's alpha for ordered grades: 1 if all agree, 0 if they might as well have
thrown dice. A grade is taken as what the candidate deserves plus how lenient the officer is; both
are estimated together, each drawn towards the mean, so that one odd grade makes nobody strict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

__all__ = ["Agreement", "GradedCandidate", "GradingOfficer", "agreement"]

_GRADES = 4
_DRAW = 1.0
"""How strongly estimates are drawn towards the mean, in grades that an officer would have given."""


@dataclass(frozen=True, slots=True)
class GradingOfficer:
    """How one officer grades.

    Attributes:
        officer: Who.
        judged: On how many candidates.
        mean: Of the grades given.
        lenient: By how many grades they stand above those of the others on the same candidates.
    """

    officer: str
    judged: int
    mean: float
    lenient: float


@dataclass(frozen=True, slots=True)
class GradedCandidate:
    """What a candidate was given.

    Attributes:
        profile: Who.
        grades: By officer.
        mean: Of the grades.
        comparable: The grade with each officer's leniency taken out, in [0, 3].
    """

    profile: str
    grades: dict[str, int]
    mean: float
    comparable: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What several officers' grades say together.

    Attributes:
        alpha: Krippendorff's, for ordered grades; None where no two officers judged one candidate,
            or all grades are the same.
        judged_by_several: On how many candidates it rests.
        officers: By name.
        items: The candidates, the best first.
    """

    alpha: float | None
    judged_by_several: int
    officers: tuple[GradingOfficer, ...]
    items: tuple[GradedCandidate, ...]


def agreement(grades: Sequence[tuple[str, str, int]]) -> Agreement:
    """What grades say together; the order in which they come does not matter.

    Args:
        grades: Officer, candidate and grade; one of an officer on a candidate.

    >>> agreement([("a", "x", 3), ("b", "x", 3), ("a", "y", 0), ("b", "y", 0)]).alpha
    1.0
    """
    officers = sorted({officer for officer, _, _ in grades})
    profiles = sorted({profile for _, profile, _ in grades})
    table = np.full((len(officers), len(profiles)), np.nan)
    row = {name: at for at, name in enumerate(officers)}
    column = {name: at for at, name in enumerate(profiles)}
    for officer, profile, grade in sorted(grades):
        table[row[officer], column[profile]] = grade
    lenient, deserved = _estimated(table)
    several = int((np.sum(~np.isnan(table), axis=0) > 1).sum())
    found = [
        GradedCandidate(
            profile,
            {
                one: int(table[row[one], at])
                for one in officers
                if not np.isnan(table[row[one], at])
            },
            round(float(np.nanmean(table[:, at])), 3),
            round(float(np.clip(deserved[at], 0, _GRADES - 1)), 3),
        )
        for at, profile in enumerate(profiles)
    ]
    return Agreement(
        _alpha(table),
        several,
        tuple(
            GradingOfficer(
                one,
                int((~np.isnan(table[at])).sum()),
                round(float(np.nanmean(table[at])), 3),
                round(float(lenient[at]), 3),
            )
            for at, one in enumerate(officers)
        ),
        tuple(sorted(found, key=lambda one: (-one.comparable, -one.mean, one.profile))),
    )


def _alpha(table: Numbers) -> float | None:
    import krippendorff

    several = table[:, np.sum(~np.isnan(table), axis=0) > 1]
    if not several.size or len(np.unique(several[~np.isnan(several)])) < 2:
        return None
    found = krippendorff.alpha(
        several, level_of_measurement="ordinal", value_domain=list(range(_GRADES))
    )
    return round(float(found), 4)


def _estimated(table: Numbers) -> tuple[Numbers, Numbers]:
    """How lenient each officer is, and what each candidate deserves."""
    from sklearn.linear_model import Ridge

    officers, profiles = table.shape
    who, whom = np.nonzero(~np.isnan(table))
    if not len(who):
        return np.zeros(officers), np.zeros(profiles)
    design = np.zeros((len(who), officers + profiles))
    design[np.arange(len(who)), who] = 1.0
    design[np.arange(len(who)), officers + whom] = 1.0
    fitted = Ridge(alpha=_DRAW, solver="cholesky").fit(design, table[who, whom])
    lenient = fitted.coef_[:officers]
    centre = float(lenient.mean())
    return lenient - centre, fitted.intercept_ + centre + fitted.coef_[officers:]
