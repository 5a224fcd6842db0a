"""How well do stated facts suit an offer, for many profiles and many programmes at once?

Four comparisons of facts: areas, readiness, the sum sought, the kind of money. Each lies in [0, 1]
and is neutral where a fact is not known, so that saying nothing neither helps nor harms. A fifth
feature says of the programme alone whether it is a standing offer, described in general terms: the
same likeness of texts then means more than it does for a single topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNMET
from matcher.eligibility.columns import area_bits, instrument_bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.columns import Frame
    from matcher.eligibility.rulebook import Judgement, Rulebook
    from programmes.model import Programme

    Floats = NDArray[np.float64]

__all__ = [
    "NEUTRAL",
    "STRUCTURED_FEATURES",
    "Offers",
    "areas_suit",
    "guidance_kinds",
    "instrument_suits",
    "readiness_suits",
    "ticket_suits",
]

STRUCTURED_FEATURES = ("area", "readiness", "ticket", "instrument", "standing")
NEUTRAL = 0.5
"""The value of a structured feature about which nothing is known."""

_NEAR = 4.0
"""A sum within this factor of the range offered is near: neither for nor against."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Programmes as columns; every array has shape (programmes,).

    Attributes:
        areas: Bits of the areas named, 0 for none.
        breadth: How many areas are named.
        instruments: Bits of the kinds of money, 0 for none known.
        low, high: What one company receives, in ``currency``; NaN if not known.
        currency: ISO 4217 code, empty if not known.
        standing: 1 for a standing offer that says what it seeks in general, 0 for a single topic.
    """

    areas: NDArray[np.uint16]
    breadth: NDArray[np.float64]
    instruments: NDArray[np.uint16]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    currency: NDArray[np.str_]
    standing: NDArray[np.float64]

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> Offers:
        """Columns of these programmes, in their order."""
        tickets = [_ticket(programme) for programme in programmes]
        return cls(
            areas=np.array([area_bits(p.areas) for p in programmes], np.uint16),
            breadth=np.array([max(len(p.areas), 1) for p in programmes], np.float64),
            instruments=np.array(
                [instrument_bits(p.offer.instruments) for p in programmes], np.uint16
            ),
            low=np.array([low for low, _, _ in tickets], np.float64),
            high=np.array([high for _, high, _ in tickets], np.float64),
            currency=np.array([currency for *_, currency in tickets], np.str_),
            standing=np.array([float(bool(p.seeks or p.technologies)) for p in programmes]),
        )

    def features(self, frame: Frame, rulebook: Rulebook, judgement: Judgement) -> Floats:
        """How well each offer suits each profile.

        Returns:
            Shape (profiles, programmes, 5), in the order of ``STRUCTURED_FEATURES``.
        """
        found = np.empty((len(frame), len(self.areas), len(STRUCTURED_FEATURES)))
        found[:, :, 0] = areas_suit(frame.areas[:, None], self.areas, self.breadth)
        kind, kinds = guidance_kinds(rulebook)
        found[:, :, 1] = readiness_suits(kinds, judgement)[kind].T
        found[:, :, 2] = ticket_suits(
            frame.seeking_amount[:, None],
            frame.seeking_currency[:, None],
            self.low,
            self.high,
            self.currency,
        )
        found[:, :, 3] = instrument_suits(frame.seeking_instruments[:, None], self.instruments)
        found[:, :, 4] = self.standing
        return found


def areas_suit(mine: NDArray[np.uint16], theirs: NDArray[np.uint16], breadth: Floats) -> Floats:
    """The share of declared areas that the programme names; a narrow programme says more.

    Args:
        mine: Bits of declared areas.
        theirs: Bits of the areas that the programme names; all broadcast together, as below.
        breadth: How many it names.
    """
    shared = np.bitwise_count(mine & theirs).astype(np.float64)
    declared = np.bitwise_count(mine).astype(np.float64)
    known = (mine != 0) & (theirs != 0)
    weight = 0.5 + 0.5 / np.sqrt(breadth)
    with_some = NEUTRAL + NEUTRAL * (shared / np.maximum(declared, 1.0)) * weight
    return np.where(known, np.where(shared > 0, with_some, 0.0), NEUTRAL)


def guidance_kinds(rulebook: Rulebook) -> tuple[NDArray[np.intp], list[tuple[int, ...]]]:
    """Of each programme its kind of guidance, and of each kind the places of its rules."""
    kinds: dict[tuple[int, ...], int] = {}
    kind = np.array([kinds.setdefault(one, len(kinds)) for one in rulebook.guiding], np.intp)
    return kind, list(kinds)


def readiness_suits(kinds: Sequence[tuple[int, ...]], judgement: Judgement) -> Floats:
    """What only guides: all met is for it, one unmet against.

    Returns:
        Of each kind of guidance what it says of each profile, shape (kinds, n).
    """
    found = np.full((len(kinds), judgement.answers.shape[1]), NEUTRAL)
    for place, guiding in enumerate(kinds):
        if guiding:
            answers = judgement.answers[list(guiding)]
            found[place, (answers == MET).all(axis=0)] = 1.0
            found[place, (answers == UNMET).any(axis=0)] = 0.0
    return found


def ticket_suits(
    amount: Floats,
    currency: NDArray[np.str_],
    low: Floats,
    high: Floats,
    offered: NDArray[np.str_],
) -> Floats:
    """Whether the sum sought lies in the range offered, in the same currency."""
    known = ~np.isnan(amount) & ~np.isnan(high) & (currency == offered)
    inside = (amount >= low) & (amount <= high)
    far = (amount > high * _NEAR) | (amount * _NEAR < low)
    return np.where(known, np.where(inside, 1.0, np.where(far, 0.0, NEUTRAL)), NEUTRAL)


def instrument_suits(wanted: NDArray[np.uint16], given: NDArray[np.uint16]) -> Floats:
    """Whether a kind of money that is sought is given."""
    known = (wanted != 0) & (given != 0)
    return np.where(known, np.where(wanted & given, 1.0, 0.0), NEUTRAL)


def _ticket(programme: Programme) -> tuple[float, float, str]:
    """The whole range of sums that one company may receive; the first currency counts."""
    amounts = [
        a for a in programme.offer.amounts if a.per == "company" and a.currency and (a.min or a.max)
    ]
    if not amounts:
        return np.nan, np.nan, ""
    currency = amounts[0].currency or ""
    same = [a for a in amounts if a.currency == currency]
    low = min(a.min or 0.0 for a in same)
    high = max(a.max or a.min or 0.0 for a in same)
    return low, high, currency
