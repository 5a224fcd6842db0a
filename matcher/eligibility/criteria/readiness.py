"""How ready is the technology?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, anybody, not_given
from programmes.criteria import Readiness

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "trl": ProfileField(
        "the readiness level",
        "Which technology readiness level (1 to 9) has been reached?",
        "is that the readiness that has been reached?",
    ),
}


def meaning(criterion: Readiness, frame: Frame, day: date, closes: When | None) -> Answers:
    low, high = criterion.min or 1, criterion.max or 9
    if (low, high) == (1, 9):
        return anybody(frame)
    inside = (frame.trl_low >= low) & (frame.trl_high <= high)
    outside = (frame.trl_low > high) | (frame.trl_high < low)
    return three((frame.trl_low > 0) & (inside | outside), inside)


def says(criterion: Readiness, p: Profile, answer: Answer) -> FindingText:
    if p.trl is None and p.trl_range is None:
        if answer is Answer.MET:
            return FindingText("trl", None, "Any level of readiness is taken")
        return not_given(demand(criterion), "trl", FACTS.get("trl"))
    reached = p.trl if p.trl is not None else p.trl_range[1] if p.trl_range else 0
    level = str(p.trl) if p.trl is not None else "{}-{}".format(*(p.trl_range or ()))
    if answer is Answer.UNKNOWN:
        text = (
            f"TRL {level} is too rough to tell whether it is what it asks for, {demand(criterion)}"
        )
        return FindingText("trl", level, text, missing=True)
    held = "lies within" if answer is Answer.MET else "lies outside"
    low = criterion.min is not None and reached < criterion.min
    change = f"reach TRL {criterion.min}" if low else None
    text = f"TRL {level} {held} what it asks for, {demand(criterion)}"
    return FindingText("trl", p.trl if p.trl is not None else level, text, change)


def demand(criterion: Readiness) -> str:
    """The condition as the end of "Asks for ..."."""
    return _window(criterion)


def _window(criterion: Readiness) -> str:
    if criterion.max is None:
        return f"TRL {criterion.min} or higher"
    if criterion.min is None:
        return f"TRL {criterion.max} or lower"
    return f"TRL {criterion.min} to {criterion.max}"


KIND = Kind(Readiness, meaning, says, demand, FACTS)
