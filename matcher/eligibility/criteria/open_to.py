"""Who may apply at all?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNMET, Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField
from programmes.criteria import OpenTo

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

_APPLICANTS = {
    "company": "companies",
    "team": "teams",
    "research": "research bodies",
    "person": "persons",
    "state": "states",
    "fund-manager": "fund managers",
}

FACTS: Mapping[str, ProfileField] = {}


def meaning(criterion: OpenTo, frame: Frame, day: date, closes: When | None) -> Answers:
    return np.full(len(frame), MET if "company" in criterion.applicants else UNMET, np.uint8)


def says(criterion: OpenTo, p: Profile, answer: Answer) -> FindingText:
    who = applicants(criterion)
    if "company" in criterion.applicants:
        return FindingText(None, None, "Companies may apply")
    text = f"Only {who} may apply, no company" if who else "Nobody can apply to it"
    return FindingText(
        None, None, f"{text}. Instead: {criterion.instead}" if criterion.instead else text
    )


def demand(criterion: OpenTo) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"applications of {applicants(criterion) or 'nobody'}"


def applicants(criterion: OpenTo) -> str:
    """Who may apply, in words; empty if nobody may."""
    return ", ".join(_APPLICANTS[one] for one in criterion.applicants)


KIND = Kind(OpenTo, meaning, says, demand, FACTS)
