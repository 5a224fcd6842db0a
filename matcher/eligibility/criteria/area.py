"""In which dual-use areas does it work?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer, three
from matcher.eligibility.columns import area_bits
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, anybody, not_given
from matcher.eligibility.phrases import area_names
from profiles.vocabulary import area
from profiles.vocabulary import areas as all_areas
from programmes.criteria import Area

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "areas": ProfileField(
        "the area of the technology",
        "In which dual-use areas does the technology lie?",
        "are those its areas?",
    ),
}


def meaning(criterion: Area, frame: Frame, day: date, closes: When | None) -> Answers:
    wanted = np.uint16(area_bits(criterion.areas))
    if len(set(criterion.areas)) == len(all_areas()):
        return anybody(frame)
    return three(frame.areas != 0, (frame.areas & wanted) != 0)


def says(criterion: Area, p: Profile, answer: Answer) -> FindingText:
    """In which areas it works, and which are taken."""
    if p.areas is None:
        if answer is Answer.MET:
            return FindingText("areas", None, "Any area is taken")
        return not_given(demand(criterion), "areas", FACTS.get("areas"))
    mine = list(dict.fromkeys(slug.partition("/")[0] for slug in p.areas))
    declared = list(p.areas)
    if answer is Answer.MET:
        shared = [area(slug).area for slug in mine if slug in criterion.areas]
        taken = "areas that it takes" if len(shared) > 1 else "an area that it takes"
        return FindingText("areas", declared, f"Works in {area_names(shared)}: {taken}")
    text = f"Works in {area_names(mine)}; it takes {area_names(criterion.areas)}"
    return FindingText("areas", declared, text)


def demand(criterion: Area) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"work in {area_names(criterion.areas)}"


KIND = Kind(Area, meaning, says, demand, FACTS)
