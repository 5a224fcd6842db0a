"""In which order are matches shown, and what is left out?

Sections go first (``eligibility.sections``): what can be entered now stands above what is over,
however little is on file about the latter. Inside a section the verdict decides, then its outlook,
and fit never lifts a pair over either; then the better fit, then the id. Filters act before
anything is counted or cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from profiles.model import Profile
    from programmes.filters import Filters

__all__ = ["by_keys", "keeps_profile", "near_miss", "order", "places_by_id"]


def order(
    bands: NDArray[np.uint8],
    sections: NDArray[np.int8],
    fits: NDArray[np.float64],
    ids: Sequence[str],
) -> NDArray[np.intp]:
    """Places of pairs, best first; it does not depend on the order in which they come.

    Args:
        bands: Values of ``Band``: verdicts with their outlook; shape (n,).
        sections: Values of ``Section`` for what no rule refuses, shape (n,).
        fits: Shape (n,).
        ids: What breaks ties, n of them, all different.

    >>> found = order(
    ...     np.array([0, 0, 1], np.uint8),
    ...     np.array([3, 0, 0], np.int8),
    ...     np.array([0.9, 0.2, 0.99]),
    ...     ["a", "b", "c"],
    ... )
    >>> found.tolist()
    [1, 2, 0]
    """
    return by_keys(bands, sections, fits, places_by_id(ids))


def by_keys(
    bands: NDArray[np.uint8],
    sections: NDArray[np.int8],
    fits: NDArray[np.float64],
    ties: NDArray[np.intp],
) -> NDArray[np.intp]:
    """As ``order``, with each id's place given: it is the same for every profile."""
    return np.lexsort((ties, -fits, bands, sections))


def places_by_id(ids: Sequence[str]) -> NDArray[np.intp]:
    """Of each id, how many come before it.

    >>> places_by_id(["b", "a", "c"]).tolist()
    [1, 0, 2]
    """
    found = np.empty(len(ids), np.intp)
    found[np.argsort(np.array(ids, dtype=object), kind="stable")] = np.arange(len(ids))
    return found


def keeps_profile(filters: Filters, profile: Profile, fit: float) -> bool:
    """Whether an applicant passes the filters: seats on any basis, declared areas, fit."""
    seats = {profile.incorporated_in, profile.headquarters, profile.managed_from}
    mine = {slug.partition("/")[0] for slug in profile.areas or ()}
    return (
        fit >= filters.min_fit
        and (not filters.countries or not seats.isdisjoint(filters.countries))
        and (not filters.areas or not mine.isdisjoint(filters.areas))
    )


def near_miss(unmet_changes: Sequence[str | None]) -> bool:
    """Whether one unmet criterion stands in the way, and it can be changed."""
    return len(unmet_changes) == 1 and unmet_changes[0] is not None
