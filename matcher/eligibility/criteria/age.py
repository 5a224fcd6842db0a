"""How old is the company when the call closes?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from programmes.criteria import Age

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "founded": ProfileField(
        "the founding date",
        "When was the company founded?",
        "is that when the company was founded?",
    ),
}


def meaning(criterion: Age, frame: Frame, day: date, closes: When | None) -> Answers:
    """Younger than the bound on that day: the birthday itself is too late.

    A founding date known only to the month or year is unknown where its days disagree.
    """
    day = closing_day(day, closes)
    limit = (years_before(day, criterion.max_years) - date(1970, 1, 1)).days
    found = np.full(len(frame), UNKNOWN, np.uint8)
    found[frame.founded_first > limit] = MET
    found[frame.founded_last <= limit] = UNMET
    return found


def says(criterion: Age, p: Profile, answer: Answer) -> FindingText:
    """When it was founded, and how old it may be."""
    if p.founded is None:
        return not_given(demand(criterion), "founded", FACTS.get("founded"))
    bound = f"under {criterion.max_years} years old when the call closes"
    if answer is Answer.UNKNOWN:
        text = f"Founded {p.founded}: too rough to tell whether it is {bound}"
        return FindingText("founded", p.founded, text, missing=True)
    verb = "is" if answer is Answer.MET else "is not"
    return FindingText("founded", p.founded, f"Founded {p.founded}, so it {verb} {bound}")


def demand(criterion: Age) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"a company under {criterion.max_years} years old when the call closes"


def closing_day(on: date, closes: When | None) -> date:
    """The day to which ages are counted: the closing day in UTC, or the day asked about."""
    if closes is None:
        return on
    return max(on, (closes.latest - timedelta(microseconds=1)).date())


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


KIND = Kind(Age, meaning, says, demand, FACTS)
