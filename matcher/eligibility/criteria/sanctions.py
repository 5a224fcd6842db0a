"""Is anybody behind the company sanctioned, or tied to a high-risk state?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, Answer, both, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from matcher.eligibility.criteria.control import FACTS as CONTROL_FACTS
from matcher.eligibility.criteria.seat import FACTS as SEAT_FACTS
from matcher.eligibility.criteria.seat import SEAT_FIELDS
from matcher.eligibility.phrases import names_of
from profiles.vocabulary import by_code
from programmes.criteria import NotSanctioned

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    **SEAT_FACTS,
    "controlled_from": CONTROL_FACTS["controlled_from"],
    "sanctioned": ProfileField(
        "whether anybody is sanctioned",
        "Is anybody behind the company on a sanctions list?",
    ),
}


def meaning(criterion: NotSanctioned, frame: Frame, day: date, closes: When | None) -> Answers:
    """Not sanctioned, and no seat or control in a high-risk state.

    One tie is enough to fail. Without any, every country fact has to be known to pass: a company
    that does not say who controls it is not cleared by where it is registered.
    """
    flag = frame.flags["sanctioned"]
    found = three(flag >= 0, flag == 0)
    if not criterion.high_risk:
        return found
    risky = [by_code(code).index for code in criterion.high_risk]
    for seat in (frame.incorporated, frame.headquartered, frame.managed):
        found = both(found, three(seat >= 0, ~np.isin(seat, risky)))
    ties = [None if held is None else not set(held).isdisjoint(risky) for held in frame.controllers]
    tied = np.array([UNKNOWN if tie is None else UNMET if tie else MET for tie in ties], np.uint8)
    return both(found, tied)


def says(criterion: NotSanctioned, p: Profile, answer: Answer) -> FindingText:
    """Whether anybody behind it is sanctioned or tied to a high-risk state."""
    facts: dict[str, tuple[str, ...] | None] = {
        field: (code,) if (code := getattr(p, field)) else None for field in SEAT_FIELDS.values()
    }
    facts = {"controlled_from": p.controlled_from, **facts} if criterion.high_risk else {}
    if answer is Answer.MET:
        tie = f", and nothing ties it to {names_of(criterion.high_risk, 'or')}"
        text = f"States that nobody behind it is sanctioned{tie if criterion.high_risk else ''}"
        return FindingText("sanctioned", p.sanctioned, text)
    if answer is Answer.UNMET:
        if p.sanctioned:
            return FindingText("sanctioned", p.sanctioned, "Somebody behind it is sanctioned")
        for field, codes in facts.items():
            tied = [code for code in codes or () if code in criterion.high_risk]
            if tied:
                text = f"Tied to {names_of(tied)}, which it excludes"
                return FindingText(field, list(codes or ()), text)
    known = {"sanctioned": p.sanctioned, **facts}
    missing = next((field for field, value in known.items() if value is None), "sanctioned")
    return not_given(demand(criterion), missing, FACTS.get(missing))


def demand(criterion: NotSanctioned) -> str:
    """The condition as the end of "Asks for ..."."""
    tie = f", and no tie to {names_of(criterion.high_risk, 'or')}"
    return f"nobody sanctioned behind it{tie if criterion.high_risk else ''}"


KIND = Kind(NotSanctioned, meaning, says, demand, FACTS)
