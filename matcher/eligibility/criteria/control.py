"""Who owns and controls the company?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given, unsettled
from matcher.eligibility.phrases import all_of, member_of, names_of, some_of
from matcher.eligibility.places import places
from programmes.criteria import Control

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "controlled_from": ProfileField(
        "who owns and controls it",
        "Which countries do those who own and control it come from?",
        "are those who own and control it from there?",
    ),
}


def meaning(criterion: Control, frame: Frame, day: date, closes: When | None) -> Answers:
    """Every controlling country must lie inside; the worst of them is the answer."""
    table = places(criterion.within, criterion.perhaps, day)
    # Many startups have owners in the same countries: each such set is looked at once.
    worst = {
        held: table[-1] if held is None else max(table[place] for place in held)
        for held in set(frame.controllers)
    }
    return np.array([worst[held] for held in frame.controllers], np.uint8)


def says(criterion: Control, p: Profile, answer: Answer) -> FindingText:
    """From where it is controlled, and from where it must be."""
    field = "controlled_from"
    if p.controlled_from is None:
        if answer is Answer.MET:
            return FindingText(field, None, "Owners may come from any country")
        return not_given(demand(criterion), field, FACTS.get(field))
    held = list(p.controlled_from)
    text = f"Owned and controlled from {names_of(held)}"
    if answer is Answer.MET and criterion.within is not None:
        one = len(held) == 1
        inside = (
            member_of(criterion.within, held[0])
            if one
            else f"all inside {all_of(criterion.within)}"
        )
        return FindingText(field, held, f"{text}, {inside}")
    if answer is Answer.UNMET:
        must = f"{text}; must be from {some_of(criterion.within)}"
        return FindingText(field, held, must, criterion.relief)
    return FindingText(field, held, f"{text}; {unsettled(criterion.perhaps_note)}")


def demand(criterion: Control) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"owners and control from {some_of(criterion.within)}"


KIND = Kind(Control, meaning, says, demand, FACTS)
