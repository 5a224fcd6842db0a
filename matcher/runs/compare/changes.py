"""What is told of two runs that differ?

Counts by what differs and by its cause, and a few pairs of each as examples.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CAUSES", "WHATS", "Difference", "PairChange"]

CAUSES = {
    "profile": "the profile came or went",
    "programme": "the programme came or went",
    "facts": "the startup states other facts",
    "rule": "the programme's conditions changed",
    "date": "the runs ask about different days",
    "call": "the programme's calls changed",
    "text": "the startup's or the programme's text changed",
    "offer": "the programme's areas or sums changed",
    "model": "another model, other weights or another way of reading texts",
    "others": "nothing of the pair changed: other pairs moved up or down",
}
"""Why a pair differs, in the order in which causes are looked for."""

_OF_VERDICT = ("facts", "rule", "date")
WHATS: dict[str, tuple[str, ...]] = {
    "verdict": _OF_VERDICT,
    "status": ("call", "date"),
    "fit": ("text", "facts", "offer", "rule", "model"),
    "findings": _OF_VERDICT,
    "rank": (),
    "came": tuple(CAUSES),
    "went": tuple(CAUSES),
}
"""What can differ, in the order in which it is looked for, and which causes that can have."""


@dataclass(frozen=True, slots=True)
class PairChange:
    """One pair that differs: what it was and is, None where it was not there."""

    profile: str
    programme: str
    what: str
    cause: str
    before: Any
    after: Any


@dataclass
class Difference:
    """All that differs.

    Attributes:
        side: Whose rows were compared, ``startups`` or ``programmes``.
        counts: By what differs (``verdict``, ``status``, ``fit``, ``findings``, ``rank``, ``came``,
            ``went``) and cause.
        examples: The first pairs of each.
        same: Pairs that are in both runs without any difference.
    """

    side: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[PairChange]] = field(default_factory=dict)
    same: int = 0
