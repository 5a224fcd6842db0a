"""What should a reader know before trusting an answer?

What it does not rest on; and for a company from a partner country such as Australia or Ireland,
which its seat alone keeps out of much, to what its country belongs and how much remains.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from matcher.eligibility.phrases import group_of, listed, name_of
from matcher.eligibility.places import allied
from profiles.vocabulary import group

if TYPE_CHECKING:
    from datetime import date

    from matcher.fit.index import ProfileReading
    from profiles.evidence.cues import Reason
    from profiles.model import Profile

__all__ = ["WHY", "caveats", "remaining"]

_HOME = ("nato_32", "eu_27")
_NAMES = (("nato_32", "NATO"), ("eu_27", "the EU"))
_GROUPS_NAMED = 2
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

_SHOWN = 90
"""Letters of a sentence that was left out, as it is shown."""
_MOST = 6

WHY: Mapping[Reason, str] = MappingProxyType(
    {
        "furniture": "part of a page",
        "addressed": "said to the reader",
        "others": "about others",
        "negated": "what is not made",
        "wish": "a wish",
        "money": "funding or an award",
        "membership": "a membership or partner",
        "hiring": "about jobs",
        "names": "names of programmes",
    }
)
"""What a sentence that is no evidence says instead."""


def caveats(reading: ProfileReading) -> tuple[str, ...]:
    """Sentences on what the answer for a profile does not rest on."""
    found = []
    if reading.language is not None:
        found.append(
            f"The text seems to be in {reading.language}. Its meaning was not read: the fit rests"
            " on words and names that the languages share. Give the text in English for a fuller"
            " answer."
        )
    if reading.mark == "too-little":
        found.append(
            "The text is too little to judge: it is short, general or a list of terms. Say in"
            " sentences what the technology does, for whom, and how far it is."
        )
    if reading.left_out:
        said = "; ".join(
            f"{_shortened(one.text)} ({WHY[one.why]})" for one in reading.left_out[:_MOST]
        )
        more = len(reading.left_out) - _MOST
        others = f"; and {more} more" if more > 0 else ""
        found.append(f"Not counted as what the startup makes: {said}{others}.")
    return tuple(found)


def _shortened(text: str) -> str:
    """A sentence in quotation marks, cut where it is long."""
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN].rstrip()}..."'


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
    what = "; ".join([*(group_of(slug) for slug in belongs[:_GROUPS_NAMED]), f"not in {outside}"])
    ways = [
        f"{number} {says}" for name, says in _WAYS if (number := sections.get(name, 0))
    ]  # fmt: skip
    left = listed(ways) if ways else "nothing"
    return f"What remains from {name_of(home)} ({what}): {left}. Rules close {refused}."
