"""How well does each startup cover each part of what is asked for?

By the best pair of a part's text and a passage of the startup, as a whole number of thousandths;
what lies below a bar covers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.teams.choice import FULL
from profiles.text import passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from profiles.model import Profile

__all__ = ["strengths", "texts_of"]


def texts_of(profile: Profile) -> list[str]:
    """What a startup says of itself, passage by passage; its name where it says nothing."""
    return [passage.text for passage in passages(profile)] or [profile.name]


def strengths(
    profiles: Sequence[Profile], parts: Sequence[str], encoder: Encoder, *, bar: float
) -> NDArray[np.int64]:
    """The strength of each startup for each part, shape (profiles, parts), 0 to ``FULL``.

    Args:
        profiles: n startups.
        parts: A text of each part.
        encoder: Turns texts into unit vectors.
        bar: The likeness from which a part is covered, 0 to 1.
    """
    said = [texts_of(profile) for profile in profiles]
    vectors = encoder.encode([text for texts in said for text in texts])
    wanted = encoder.encode(list(parts))
    starts = np.cumsum([0, *(len(texts) for texts in said)])[:-1]
    best = np.maximum.reduceat(vectors @ wanted.T, starts, axis=0)
    found: NDArray[np.int64] = np.rint(np.clip(best, 0.0, 1.0) * FULL).astype(np.int64)
    found[best < bar] = 0
    return found
