"""How well do facts suit an offer, for many profiles and many programmes at once?

Four comparisons of stated facts: areas, readiness, the sum sought, the kind of money. Each lies in
[0, 1] and is neutral where a fact is not known, so that saying nothing neither helps nor harms. Two
more concern standing offers alone, which are judged by their scope: whether what the text speaks of
lies in the areas that the offer takes, and whether it takes firms from where this one sits. The
last says of the offer alone how much it gives out: who gives more takes more firms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.columns import area_bits, instrument_bits
from matcher.fit.ruled import NEUTRAL, home_suits, readiness_suits, rule_kinds
from matcher.fit.size import size_of
from profiles.vocabulary import Instrument, areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.columns import Frame
    from matcher.eligibility.rulebook import Rulebook, RulebookResult
    from programmes.model import Programme

    Floats = NDArray[np.float64]

__all__ = [
    "NEUTRAL",
    "STRUCTURED_FEATURES",
    "Offers",
    "areas_suit",
    "instrument_suits",
    "scope_suits",
    "ticket_suits",
]

STRUCTURED_FEATURES = ("area", "readiness", "ticket", "instrument", "scope", "home", "size")
_BEYOND, _STEP = 1.25, 1.0 / 64.0
"""The more areas an offer names, the likelier it takes one that it does not name: of half of them,
at five eighths of the chance; a multiple of 1/64, so that sums stay exact."""
_NO_SHARES = np.uint16(instrument_bits((Instrument.GRANT, Instrument.CONTRACT, Instrument.PRIZE)))
_NEAR = 4.0
"""A sum within this factor of the range offered is near: neither for nor against."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Programmes as columns; every array has shape (programmes,).

    Attributes:
        areas: Bits of the areas named, 0 for none.
        takes: How likely each area is to be taken: 1 for one that is named, or where none is; for
            the others the more, the more are named; shape (programmes, areas).
        breadth: How many areas are named.
        instruments: Bits of the kinds of money, 0 for none known.
        low, high: What one company receives, in ``currency``; NaN if not known.
        currency: ISO 4217 code, empty if not known.
        size: How much a standing offer gives out in all, in [0, 1]; see ``fit.size``.
        standing: 1 for a standing offer that says what it seeks in general, 0 for a single topic.
    """

    areas: NDArray[np.uint16]
    takes: Floats
    breadth: NDArray[np.float64]
    instruments: NDArray[np.uint16]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    currency: NDArray[np.str_]
    size: NDArray[np.float64]
    standing: NDArray[np.float64]

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> Offers:
        """Columns of these programmes, in their order."""
        tickets = [_ticket(programme) for programme in programmes]
        bits = np.array([area_bits(p.areas) for p in programmes], np.uint16)
        named = (bits[:, None] >> np.arange(len(areas()), dtype=np.uint16)) & 1
        beyond = np.rint(np.minimum(_BEYOND * named.mean(axis=1), 1.0) / _STEP) * _STEP
        return cls(
            areas=bits,
            takes=np.where((bits[:, None] == 0) | (named == 1), 1.0, beyond[:, None]),
            breadth=np.array([max(len(p.areas), 1) for p in programmes], np.float64),
            instruments=np.array(
                [instrument_bits(p.offer.instruments) for p in programmes], np.uint16
            ),
            low=np.array([low for low, _, _ in tickets], np.float64),
            high=np.array([high for _, high, _ in tickets], np.float64),
            currency=np.array([currency for *_, currency in tickets], np.str_),
            size=np.array([size_of(p) for p in programmes], np.float64),
            standing=np.array([float(bool(p.seeks or p.technologies)) for p in programmes]),
        )

    def features(
        self, frame: Frame, scopes: Floats, rulebook: Rulebook, judgement: RulebookResult
    ) -> Floats:
        """How well each offer suits each profile.

        Args:
            frame: What they state.
            scopes: What their texts speak of, as ``fit.scope.Scope`` has it; shape
                (profiles, areas + 1).
            rulebook: The programmes' conditions.
            judgement: What it finds in the profiles.

        Returns:
            Shape (profiles, programmes, 7), in the order of ``STRUCTURED_FEATURES``.
        """
        found = np.empty((len(frame), len(self.areas), len(STRUCTURED_FEATURES)))
        found[:, :, 0] = areas_suit(frame.areas[:, None], self.areas, self.breadth)
        kind, kinds = rule_kinds(rulebook, self.standing)
        found[:, :, 1] = readiness_suits(kinds, judgement)[kind].T
        found[:, :, 2] = ticket_suits(
            frame.seeking_amount[:, None],
            frame.seeking_currency[:, None],
            self.low,
            self.high,
            self.currency,
        )
        found[:, :, 3] = instrument_suits(frame.seeking_instruments[:, None], self.instruments)
        found[:, :, 4] = scope_suits(
            scopes[:, :-1] @ self.takes.T,
            scopes[:, -1:],
            frame.areas[:, None],
            self.areas,
            self.standing,
        )
        found[:, :, 5] = home_suits(kinds, judgement)[kind].T
        found[:, :, 6] = self.size
        return found


def areas_suit(mine: NDArray[np.uint16], theirs: NDArray[np.uint16], breadth: Floats) -> Floats:
    """The share of declared areas that the programme names; a narrow programme says more.

    One that names none of them speaks against it, the less the more it names.

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
    without = NEUTRAL * (breadth - 1.0) / len(areas())
    return np.where(known, np.where(shared > 0, with_some, without), NEUTRAL)


def scope_suits(
    taken: Floats,
    floor: Floats,
    mine: NDArray[np.uint16],
    theirs: NDArray[np.uint16],
    standing: Floats,
) -> Floats:
    """How likely it is that what is made lies in the areas that a standing offer takes.

    Declared areas that it takes close half of what is left to certainty: they are a fact that
    speaks for it, and do not turn another product into this one.

    Args:
        taken: The sum of the shares of its areas in the text; all broadcast together.
        floor: Below which nothing is known to lie: ``NEUTRAL`` where the text was not read.
        mine: Bits of declared areas.
        theirs: Bits of the areas that the programme names.
        standing: 0 for a single topic, of which nothing is said.
    """
    shared = np.bitwise_count(mine & theirs).astype(np.float64)
    declared = shared / np.maximum(np.bitwise_count(mine), 1)
    found = np.maximum(taken, floor)
    found = found + (1.0 - found) * (0.5 * declared)
    return np.where(standing > 0, found, NEUTRAL)


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
    """Whether a kind of money that is sought is given; one that takes no shares is like another."""
    known = (wanted != 0) & (given != 0)
    alike = (wanted & _NO_SHARES != 0) & (given & _NO_SHARES != 0)
    return np.where(known, np.where((wanted & given != 0) | alike, 1.0, 0.0), NEUTRAL)


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
