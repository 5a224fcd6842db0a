"""What remains for a company from a partner country, when most rules name alliances?

A company from Australia or Ireland is kept out of much by its seat alone. It is told first to what
its country belongs and how much remains, before any list of what does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.eligibility.alliances import allied
from matcher.eligibility.phrases import group_of, listed, name_of
from profiles.vocabulary import group

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from profiles.model import Profile

__all__ = ["remaining"]

_HOME = ("nato_32", "eu_27")
_NAMES = (("nato_32", "NATO"), ("eu_27", "the EU"))
_MOST = 2
_OF_THE_UNION = ("safe_procurement_equal_footing", "eda_members")
"""What every member of the EU, or nearly every one, belongs to as well."""
_WAYS = (
    ("now", "now"), ("soon", "soon"), ("supply", "purchases to supply"), ("later", "between calls"),
)  # fmt: skip
_TIES = (
    "efta", "horizon_associated", "horizon_pillar_two", "safe_procurement_equal_footing",
    "safe_bilateral", "safe_sdp_partners", "five_eyes", "aukus", "jef", "nordefco", "essi",
    "eda_members", "esa_members", "eu_candidates",
)  # fmt: skip


def remaining(profile: Profile, on: date, sections: Mapping[str, int], refused: int) -> str | None:
    """A sentence or two for a company that sits in a partner country; None for others.

    Args:
        profile: The startup.
        on: The day on which memberships are looked at.
        sections: How many programmes of each section no rule refuses.
        refused: How many a rule refuses.
    """
    said = profile.believed()
    home = said.headquarters or said.incorporated_in or said.managed_from
    if home is None or home not in allied(on) or home in group("nato_32").members(on):
        return None
    belongs = [slug for slug in (*_HOME, *_TIES) if home in group(slug).members(on)]
    if "eu_27" in belongs:
        belongs = [slug for slug in belongs if slug not in _OF_THE_UNION]
    outside = listed(
        [name for slug, name in _NAMES if home not in group(slug).members(on)], "or"
    )  # fmt: skip
    what = "; ".join([*(group_of(slug) for slug in belongs[:_MOST]), f"not in {outside}"])
    ways = [
        f"{number} {says}" for name, says in _WAYS if (number := sections.get(name, 0))
    ]  # fmt: skip
    left = listed(ways) if ways else "nothing"
    return f"What remains from {name_of(home)} ({what}): {left}. Rules close {refused}."
