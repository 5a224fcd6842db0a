"""Does the company own its technology?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given, yes
from programmes.criteria import OwnsTechnology

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "owns_technology": ProfileField(
        "whether it does",
        "Does the company own or control the technology?",
        "does the company own or control its technology?",
    ),
}


def meaning(criterion: OwnsTechnology, frame: Frame, day: date, closes: When | None) -> Answers:
    return yes(frame, "owns_technology")


def says(criterion: OwnsTechnology, p: Profile, answer: Answer) -> FindingText:
    met = answer is Answer.MET
    if p.owns_technology is None:
        return not_given(demand(criterion), "owns_technology", FACTS.get("owns_technology"))
    text = (
        "Owns or controls its technology, as asked"
        if met
        else "Must own or control its technology, and does not"
    )
    return FindingText("owns_technology", p.owns_technology, text, "obtain the rights to it")


def demand(criterion: OwnsTechnology) -> str:
    """The condition as the end of "Asks for ..."."""
    return "a company that owns or controls its technology"


KIND = Kind(OwnsTechnology, meaning, says, demand, FACTS)
