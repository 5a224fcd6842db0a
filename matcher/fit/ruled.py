"""What do an offer's rules say of how well a firm suits it, beside whether it may enter?

Rules that guide, such as a usual readiness, and where a firm sits. Programmes that have the same
ones share what is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.eligibility.answer import MET, UNMET
from programmes.criteria import Seat, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.rulebook import Rulebook, RulebookResult

    Floats = NDArray[np.float64]

__all__ = ["NEUTRAL", "RuleKind", "home_suits", "readiness_suits", "rule_kinds"]

NEUTRAL = 0.5
"""The value of a feature about which nothing is known."""


class RuleKind(NamedTuple):
    """What some programmes have in common.

    Attributes:
        guiding: Places of the rules that guide.
        seats: Places of the rules on where a firm sits, for standing offers.
        ties: Places of what firms from elsewhere have to show as well, for standing offers.
    """

    guiding: tuple[int, ...]
    seats: tuple[int, ...]
    ties: tuple[int, ...]


def rule_kinds(rulebook: Rulebook, standing: Floats) -> tuple[NDArray[np.intp], list[RuleKind]]:
    """Of each programme its kind of guidance and seats, and the kinds."""
    seat = [isinstance(rule.criterion, Seat) for rule in rulebook.rules]
    tie = [
        isinstance(rule.criterion, Statement) and rule.criterion.unless is not None
        for rule in rulebook.rules
    ]
    kinds: dict[RuleKind, int] = {}
    found = []
    for guiding, binding, stands in zip(
        rulebook.guiding, rulebook.binding, standing.tolist(), strict=True
    ):
        places = tuple(binding) if stands else ()
        seats = tuple(place for place in places if seat[place])
        ties = tuple(place for place in places if tie[place])
        found.append(kinds.setdefault(RuleKind(guiding, seats, ties), len(kinds)))
    return np.array(found, np.intp), list(kinds)


def home_suits(kinds: Sequence[RuleKind], judgement: RulebookResult) -> Floats:
    """Whether firms are taken from where this one sits.

    Yes if a rule on seats is known to be met, and all that firms from elsewhere have to show; no if
    a rule on seats is known not to be. Where nothing is known of a seat, nothing is said: a true
    fact that meets a rule only helps.

    Returns:
        Shape (kinds, n).
    """
    found = np.full((len(kinds), judgement.answers.shape[1]), NEUTRAL)
    for place, kind in enumerate(kinds):
        if kind.seats:
            seats = judgement.answers[list(kind.seats)]
            ties = judgement.answers[list(kind.ties)]
            met = (seats == MET).any(axis=0) & (ties == MET).all(axis=0)
            found[place, met] = 1.0
            found[place, (seats == UNMET).any(axis=0)] = 0.0
    return found


def readiness_suits(kinds: Sequence[RuleKind], judgement: RulebookResult) -> Floats:
    """What only guides: all met is for it, one unmet against.

    Returns:
        Of each kind of guidance what it says of each profile, shape (kinds, n).
    """
    found = np.full((len(kinds), judgement.answers.shape[1]), NEUTRAL)
    for place, kind in enumerate(kinds):
        if kind.guiding:
            answers = judgement.answers[list(kind.guiding)]
            found[place, (answers == MET).all(axis=0)] = 1.0
            found[place, (answers == UNMET).any(axis=0)] = 0.0
    return found
