"""May one company apply by itself?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField
from programmes.criteria import SingleApplicant

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {}


def meaning(criterion: SingleApplicant, frame: Frame, day: date, closes: When | None) -> Answers:
    return np.full(len(frame), MET, np.uint8)


def says(criterion: SingleApplicant, p: Profile, answer: Answer) -> FindingText:
    return FindingText(None, None, "One company applies by itself; no partner is needed")


def demand(criterion: SingleApplicant) -> str:
    """The condition as the end of "Asks for ..."."""
    return "one company that applies by itself"


KIND = Kind(SingleApplicant, meaning, says, demand, FACTS)
