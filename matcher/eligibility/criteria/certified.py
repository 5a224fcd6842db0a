"""Does the company hold one of some certifications?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import certificate
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, each, not_given
from matcher.eligibility.phrases import listed
from programmes.criteria import Certified

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "certifications": ProfileField(
        "what it holds",
        "Which certifications does the company hold?",
        "does the company hold that today?",
    ),
}


def meaning(criterion: Certified, frame: Frame, day: date, closes: When | None) -> Answers:
    wanted_names = frozenset(certificate(name) for name in criterion.any_of)
    return each(frame.certifications, lambda held: not held.isdisjoint(wanted_names))


def says(criterion: Certified, p: Profile, answer: Answer) -> FindingText:
    if p.certifications is None:
        return not_given(demand(criterion), "certifications", FACTS.get("certifications"))
    wanted = {certificate(name) for name in criterion.any_of}
    held = [name for name in p.certifications if certificate(name) in wanted]
    text = (
        f"Holds {listed(held)}, as asked"
        if answer is Answer.MET and held
        else f"Needs {demand(criterion)}, and holds none of them"
    )
    return FindingText(
        "certifications", list(p.certifications), text, f"obtain {demand(criterion)}"
    )


def demand(criterion: Certified) -> str:
    """The condition as the end of "Asks for ..."."""
    return " or ".join(criterion.any_of)


KIND = Kind(Certified, meaning, says, demand, FACTS)
