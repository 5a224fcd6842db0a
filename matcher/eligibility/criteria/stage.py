"""At which funding stage is the company?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, anybody, not_given
from profiles.vocabulary import Stage
from programmes.criteria import StageIn

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "stage": ProfileField(
        "the funding stage",
        "At which funding stage is the company?",
        "is that its funding stage today?",
    ),
}


def meaning(criterion: StageIn, frame: Frame, day: date, closes: When | None) -> Answers:
    if set(Stage) <= set(criterion.stages):
        return anybody(frame)
    wanted_stages = [i for i, stage in enumerate(Stage) if stage in criterion.stages]
    return three(frame.stage >= 0, np.isin(frame.stage, wanted_stages))


def says(criterion: StageIn, p: Profile, answer: Answer) -> FindingText:
    met = answer is Answer.MET
    if p.stage is None:
        if met:
            return FindingText("stage", None, "Any stage is taken")
        return not_given(demand(criterion), "stage", FACTS.get("stage"))
    held = "is one of those" if met else "is not among those"
    text = f"Stage {p.stage} {held} taken: {', '.join(criterion.stages)}"
    return FindingText("stage", str(p.stage), text)


def demand(criterion: StageIn) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"a company at one of the stages {', '.join(criterion.stages)}"


KIND = Kind(StageIn, meaning, says, demand, FACTS)
