"""Which answers and verdicts are there, and how do they join?

Three answers, not two, and a fourth for a condition that does not concern the startup. Their
order makes joining plain: the worst answer wins an "and", the best one an "or" (Kleene's logic).
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Answers = NDArray[np.uint8]
    Bools = NDArray[np.bool_]

__all__ = [
    "MET",
    "NOT_APPLICABLE",
    "UNKNOWN",
    "UNMET",
    "Answer",
    "Verdict",
    "both",
    "either",
    "three",
]


class Answer(IntEnum):
    """What a criterion finds in a profile, best first."""

    MET = 0
    NOT_APPLICABLE = 1
    UNKNOWN = 2
    UNMET = 3

    @property
    def word(self) -> str:
        """The answer as it is written in results."""
        return self.name.lower().replace("_", "-")


class Verdict(IntEnum):
    """The joined findings, best band first."""

    ELIGIBLE = 0
    UNDETERMINED = 1
    SUPPLY_CHAIN = 2
    INELIGIBLE = 3

    @property
    def word(self) -> str:
        """The verdict as it is written in results."""
        return self.name.lower()


MET, NOT_APPLICABLE, UNKNOWN, UNMET = (np.uint8(answer) for answer in Answer)


def three(known: Bools, holds: Bools) -> Answers:
    """Met or unmet where it is known, unknown elsewhere. Shapes (n,)."""
    return np.where(known, np.where(holds, MET, UNMET), UNKNOWN).astype(np.uint8)


def both(one: Answers, other: Answers) -> Answers:
    """And: unmet wins over unknown, unknown over met."""
    return np.maximum(one, other)


def either(one: Answers, other: Answers) -> Answers:
    """Or: met wins over unknown, unknown over unmet."""
    return np.minimum(one, other)
