"""Which dual-use areas does a text speak of, if nobody has declared any?

Each area and sub-area is described in our vocabulary; a text is compared with these descriptions
as it is with programmes. What comes out is a suggestion with a probability, to be confirmed by the
startup: it decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.results import Suggestion
from profiles.vocabulary import areas

if TYPE_CHECKING:
    from matcher.fit.index import ProfileReading
    from matcher.texts.encoder import Encoder

__all__ = ["suggest"]

_STEEPNESS = 14.0
_MIDDLE = 0.42
"""Likeness at which an area is as likely as not; with the steepness read off the examples."""
_LEAST = 0.3
_MOST = 3


def suggest(reading: ProfileReading, encoder: Encoder) -> tuple[Suggestion, ...]:
    """The likeliest areas of a profile, best first, at most three.

    Each area is as near as its nearest description, its own or a sub-area's.
    """
    if not len(reading.vectors):
        return ()
    described = [
        (area, text)
        for area in areas()
        for text in (
            f"{area.name}. {area.describe}",
            *(f"{sub.name}. {sub.describe}" for sub in area.subareas),
        )
    ]
    vectors = encoder.encode([text for _, text in described])
    nearest = (vectors @ reading.vectors.T).max(axis=1)
    best: dict[str, float] = {}
    for (area, _), likeness in zip(described, nearest, strict=True):
        best[area.slug] = max(best.get(area.slug, -1.0), float(likeness))
    names = {area.slug: area.name for area in areas()}
    found = [
        Suggestion("areas", slug, names[slug], round(float(_probability(likeness)), 2))
        for slug, likeness in best.items()
    ]
    likely = sorted((s for s in found if s.probability >= _LEAST), key=_by_probability)
    return tuple(likely[:_MOST])


def _by_probability(suggestion: Suggestion) -> tuple[float, str]:
    return (-suggestion.probability, suggestion.value)


def _probability(likeness: float) -> float:
    return 1.0 / (1.0 + float(np.exp(-_STEEPNESS * (likeness - _MIDDLE))))
