"""What speaks for a pair, in numbers that do not depend on any other pair?

Each feature lies in [0, 1] and has a name that a person understands. Text features are taken for
every opening of a programme; structured ones compare facts, and stay at their neutral value where
a fact is not known, so that saying nothing neither helps nor harms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import MET, UNMET
from matcher.lexical import coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.answer import Answers
    from matcher.index import Index, Reading
    from profiles.model import Profile
    from programmes.model import Programme

    Floats = NDArray[np.float64]

__all__ = [
    "NEUTRAL",
    "STRUCTURED_FEATURES",
    "TEXT_FEATURES",
    "structured_features",
    "text_features",
]

TEXT_FEATURES = ("meaning", "title", "words")
STRUCTURED_FEATURES = ("area", "readiness", "ticket", "instrument")
NEUTRAL = 0.5
"""The value of a structured feature about which nothing is known."""

_BEST = 3


def text_features(reading: Reading, index: Index) -> Floats:
    """Likeness in meaning (the best three passages), of the title, and in words.

    Returns:
        Shape (openings, 3), in [0, 1]; negative likeness counts as none.
    """
    n = len(index.openings)
    found = np.zeros((n, len(TEXT_FEATURES)))
    if not n or not len(reading.vectors):
        return found
    best = (index.vectors @ reading.vectors.T).max(axis=1)
    ends = np.append(index.starts[1:], len(best))
    for row, (start, end) in enumerate(zip(index.starts, ends, strict=True)):
        top = np.sort(best[start:end])[-_BEST:]
        found[row, 0] = top.mean()
        found[row, 1] = best[start]
    found[:, 2] = [coverage(reading.words, opening.words) for opening in index.openings]
    return found.clip(0.0, 1.0)


def structured_features(
    profile: Profile, programme: Programme, guidance: tuple[Answers, ...], row: int
) -> Floats:
    """How well stated facts suit an offer.

    Args:
        profile: The startup.
        programme: The offer.
        guidance: Answers of what only guides, in the programme's order.
        row: The profile's row in those answers.

    Returns:
        Shape (4,), in [0, 1], ``NEUTRAL`` where nothing is known.
    """
    return np.array(
        [
            _areas(profile, programme),
            _guided([int(answer[row]) for answer in guidance]),
            _ticket(profile, programme),
            _instrument(profile, programme),
        ]
    )


def _areas(profile: Profile, programme: Programme) -> float:
    """The share of declared areas that the programme names; broad programmes gain less."""
    if not profile.areas or not programme.areas:
        return NEUTRAL
    mine = {slug.partition("/")[0] for slug in profile.areas}
    shared = mine & set(programme.areas)
    if not shared:
        return 0.0
    narrowness = float(len(programme.areas)) ** -0.5
    return NEUTRAL + NEUTRAL * (len(shared) / len(mine)) * (0.5 + 0.5 * narrowness)


def _guided(answers: list[int]) -> float:
    if any(answer == UNMET for answer in answers):
        return 0.0
    return 1.0 if answers and all(answer == MET for answer in answers) else NEUTRAL


def _ticket(profile: Profile, programme: Programme) -> float:
    """Whether what is sought lies in a range that is offered, in the same currency."""
    if profile.seeking is None or profile.seeking.amount is None:
        return NEUTRAL
    amount, currency = profile.seeking.amount, profile.seeking.currency
    offers = [
        a
        for a in programme.offer.amounts
        if a.per == "company" and a.currency == currency and (a.max or a.min)
    ]
    if not offers:
        return NEUTRAL
    low = min((a.min or 0.0) for a in offers)
    high = max((a.max or a.min or 0.0) for a in offers)
    if low <= amount <= high:
        return 1.0
    ratio = amount / high if amount > high else low / amount
    return NEUTRAL if ratio <= 4 else 0.0


def _instrument(profile: Profile, programme: Programme) -> float:
    if profile.seeking is None or not profile.seeking.instruments:
        return NEUTRAL
    if not programme.offer.instruments:
        return NEUTRAL
    return 1.0 if set(profile.seeking.instruments) & set(programme.offer.instruments) else 0.0
