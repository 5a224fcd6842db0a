"""What are the fits of some pairs, by the arithmetic of a single match?

The pairs of a shard that could be kept are lists here, not planes: the same functions are asked,
and say the same to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.facts import (
    STRUCTURED_FEATURES,
    areas_suit,
    instrument_suits,
    scope_suits,
    ticket_suits,
)
from matcher.fit.features import OfOpening, OfProfile, worth_of
from matcher.fit.ruled import home_suits, readiness_suits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.model import FitModel
    from matcher.fit.snapshot import Snapshot
    from matcher.runs.fused.batch import Batch
    from matcher.runs.fused.layout import ProgrammeLayout

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["ScoredPairs", "scored"]

_AT_ONCE = 1 << 13
"""Pairs whose numbers stand in the processor's cache together."""


@dataclass(frozen=True)
class ScoredPairs:
    """Some pairs of profile and programme.

    Attributes:
        profile: Place in the batch.
        programme: Position in the snapshot.
        opening: Position in the index of the opening that fits best.
        values: Features, shape (pairs, features).
        fits: As shown and ranked.
        sides: On which side each could be kept: 1 the startup's, 2 the programme's.
    """

    profile: Places
    programme: Places
    opening: Places
    values: Floats
    fits: Floats
    sides: NDArray[np.int32]


def scored(
    found: NDArray[np.void],
    batch: Batch,
    snapshot: Snapshot,
    layout: ProgrammeLayout,
    model: FitModel,
) -> ScoredPairs:
    """Score pairs.

    Args:
        found: Of dtype ``FOUND``; the openings of a pair stand together, in the index's order.
        batch: The profiles.
        snapshot: The programmes.
        layout: Their order in ``found``.
        model: The weights.
    """
    profile, programme = found["profile"].astype(np.intp), found["programme"]
    first = np.ones(len(found), np.bool_)
    first[1:] = (np.diff(profile) != 0) | (np.diff(programme) != 0)
    starts = np.flatnonzero(first)
    openings = layout.openings[found["opening"]]
    best = np.zeros(len(starts), np.intp)
    values = np.zeros((len(model.names), len(starts)))
    scales = OfOpening.of(snapshot.index)
    of_profile = profile[starts]
    of_programme = layout.programmes[programme[starts]]
    readiness = readiness_suits(layout.guidance, batch.judgement)
    homes = home_suits(layout.guidance, batch.judgement)
    guidance = np.zeros(len(snapshot.ids), np.intp)
    guidance[layout.programmes] = layout.shelf.readiness
    for begin in range(0, len(starts), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(starts))
        rows = slice(starts[begin], starts[end] if end < len(starts) else len(found))
        some = found[rows]
        text = worth_of(
            [some[name] for name in ("meaning", "title", "words", "title_words", "phrases")],
            OfProfile(*(column[profile[rows]] for column in batch.scales)),
            OfOpening(*(column[openings[rows]] for column in scales)),
        )
        here = _best(model.strength(text.T), starts[begin:end] - starts[begin])
        best[begin:end] = openings[rows][here]
        values[: len(text), begin:end] = text[:, here]
        values[len(text) :, begin:end] = _suits(
            batch,
            snapshot,
            of_profile[begin:end],
            of_programme[begin:end],
            readiness,
            homes,
            guidance,
        )
    return ScoredPairs(
        profile=of_profile,
        programme=of_programme,
        opening=best,
        values=values.T,
        fits=model.fit(values.T),
        sides=found["sides"][starts],
    )


def _best(strength: Floats, starts: Places) -> Places:
    """Of each pair the strongest opening, the first among equals."""
    if len(starts) == len(strength):
        return starts
    most = np.maximum.reduceat(strength, starts)
    places = np.arange(len(strength))
    pair = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(strength)))
    inside = np.where(strength == most[pair], places, len(strength))
    found: Places = np.minimum.reduceat(inside, starts)
    return found


def _suits(
    batch: Batch,
    snapshot: Snapshot,
    profile: Places,
    programme: Places,
    readiness: Floats,
    homes: Floats,
    guidance: Places,
) -> Floats:
    """How well the offers suit; shape (structured features, pairs)."""
    facts, offers = batch.facts, snapshot.index.offers
    found = np.empty((len(STRUCTURED_FEATURES), len(profile)))
    found[0] = areas_suit(facts.areas[profile], offers.areas[programme], offers.breadth[programme])
    found[1] = readiness[guidance[programme], profile]
    found[2] = ticket_suits(
        facts.amount[profile],
        facts.currency[profile],
        offers.low[programme],
        offers.high[programme],
        offers.currency[programme],
    )
    found[3] = instrument_suits(facts.instruments[profile], offers.instruments[programme])
    scopes = batch.scopes[profile]
    # Shares stand on a grid: their sums are those of a product, to the last bit.
    found[4] = scope_suits(
        (scopes[:, :-1] * offers.takes[programme]).sum(axis=1),
        scopes[:, -1],
        facts.areas[profile],
        offers.areas[programme],
        offers.standing[programme],
    )
    found[5] = homes[guidance[programme], profile]
    found[6] = offers.size[programme]
    return found
