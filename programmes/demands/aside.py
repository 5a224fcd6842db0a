"""Which lines are not pooled, and why?

A published file holds purchases that nobody can join any more, and records with faults. They are
kept apart with their reason, so that what is pooled and what is not add up to the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from programmes.demands.model import PurchaseStage

if TYPE_CHECKING:
    from programmes.demands.model import Demand

__all__ = ["BAD", "PAST", "Aside", "counted", "says_of"]

BAD = "bad-record"
PAST = "past"
_SAYS = {
    PurchaseStage.BIDS_CLOSED: "its bids were due before {on}: nobody can join it",
    PurchaseStage.AWARDED: "it is awarded: nobody can join it",
    PurchaseStage.CONTRACTED: "its contract is signed: nobody can join it",
    PurchaseStage.COMPLETE: "it is complete: nobody can join it",
    PurchaseStage.CANCELLED: "it was cancelled",
    PurchaseStage.UNSUCCESSFUL: "it ended without an award",
    PurchaseStage.WITHDRAWN: "it was withdrawn",
}


@dataclass(frozen=True, slots=True)
class Aside:
    """One line or record that is not pooled.

    Attributes:
        id: Of the line; the place in the file where it has none.
        reason: A stage, ``past`` or ``bad-record``.
        says: The reason in a sentence, and for a fault what to do.
        country: Who asks, where that is known.
        item: What for, where that is known.
        line: The line itself, where it could be read.
    """

    id: str
    reason: str
    says: str
    country: str | None = None
    item: str | None = None
    line: Demand | None = None


def says_of(stage: PurchaseStage, on: date) -> str:
    """Why a line of this stage is not pooled."""
    return _SAYS[stage].format(on=on)


def counted(aside: Iterable[Aside]) -> dict[str, int]:
    """How many lines stand aside for each reason, the commonest first."""
    count = Counter(one.reason for one in aside)
    return dict(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))
