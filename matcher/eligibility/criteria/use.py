"""Is there a civil use, a defence use, or both?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, Answer, both
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given, yes
from programmes.criteria import Use

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "civil_use": ProfileField(
        "whether there is a civil use",
        "Does the technology have a civil use?",
        "does the technology have a civil use?",
    ),
    "defence_use": ProfileField(
        "whether there is a defence use",
        "Does the technology have a defence use?",
        "does the technology have a defence use?",
    ),
}


def meaning(criterion: Use, frame: Frame, day: date, closes: When | None) -> Answers:
    found = np.full(len(frame), MET, np.uint8)
    for wanted_use, name in (
        (criterion.civil, "civil_use"),
        (criterion.defence, "defence_use"),
    ):
        if wanted_use:
            found = both(found, yes(frame, name))
    return found


def says(criterion: Use, p: Profile, answer: Answer) -> FindingText:
    kinds = (
        ("civil_use", "a civil use", criterion.civil),
        ("defence_use", "a defence use", criterion.defence),
    )
    wanted = [(field, name) for field, name, asks in kinds if asks]
    lacking = {Answer.UNMET: False, Answer.UNKNOWN: None}
    if answer in lacking:
        for field, name in wanted:
            if getattr(p, field) is lacking[answer]:
                if answer is Answer.UNKNOWN:
                    return not_given(demand(criterion), field, FACTS.get(field))
                text = f"Needs {uses(criterion)}; {name} is missing"
                return FindingText(field, lacking[answer], text, f"show {name}")
    field = wanted[0][0]
    return FindingText(field, getattr(p, field), f"Has {uses(criterion)}, as asked")


def demand(criterion: Use) -> str:
    """The condition as the end of "Asks for ..."."""
    return uses(criterion)


def uses(criterion: Use) -> str:
    """Which uses are asked for."""
    kinds = (("a civil use", criterion.civil), ("a defence use", criterion.defence))
    return " and ".join(name for name, wanted in kinds if wanted)


KIND = Kind(Use, meaning, says, demand, FACTS)
