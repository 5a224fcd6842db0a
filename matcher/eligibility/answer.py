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
    "Band",
    "Verdict",
    "bands",
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


class Band(IntEnum):
    """A verdict with its outlook, best first: the order of pairs inside a section.

    Only what is stated decides a verdict. What was read out of a text, or inferred from it, tells
    what an undetermined one would become if it is right: that is its outlook.
    """

    ELIGIBLE = 0
    LIKELY = 1
    OPEN = 2
    UNLIKELY = 3
    SUPPLY_CHAIN = 4
    INELIGIBLE = 5

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return _VERDICT[self]

    @property
    def outlook(self) -> str:
        """``likely``, ``open`` or ``unlikely``.

        >>> Band.ELIGIBLE.outlook, Band.SUPPLY_CHAIN.outlook, Band.INELIGIBLE.outlook
        ('likely', 'open', 'unlikely')
        """
        return _OUTLOOK[self]


_VERDICT = {
    Band.ELIGIBLE: Verdict.ELIGIBLE,
    Band.LIKELY: Verdict.UNDETERMINED,
    Band.OPEN: Verdict.UNDETERMINED,
    Band.UNLIKELY: Verdict.UNDETERMINED,
    Band.SUPPLY_CHAIN: Verdict.SUPPLY_CHAIN,
    Band.INELIGIBLE: Verdict.INELIGIBLE,
}
_OUTLOOK = {
    Band.ELIGIBLE: "likely",
    Band.LIKELY: "likely",
    Band.OPEN: "open",
    Band.UNLIKELY: "unlikely",
    Band.SUPPLY_CHAIN: "open",
    Band.INELIGIBLE: "unlikely",
}
_BAND = np.array(
    # If what is believed is: eligible, undetermined, supply chain, ineligible.
    [
        [Band.ELIGIBLE] * 4,
        [Band.LIKELY, Band.OPEN, Band.OPEN, Band.UNLIKELY],
        [Band.SUPPLY_CHAIN] * 4,
        [Band.INELIGIBLE] * 4,
    ],
    np.uint8,
)


def bands(verdicts: NDArray[np.uint8], believed: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Verdicts with their outlook.

    Args:
        verdicts: Values of ``Verdict``, of what is stated.
        believed: The same if all that was read is taken as stated; in the same shape.

    Returns:
        Values of ``Band``, in the same shape.
    """
    found: NDArray[np.uint8] = _BAND[verdicts, believed]
    return found


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
