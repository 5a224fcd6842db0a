"""Is the company registered where it has to be?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, each, not_given
from matcher.eligibility.phrases import an
from programmes.criteria import HoldsIdentifier

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FAMILY = "identifiers."

FACTS: Mapping[str, ProfileField] = {}


def meaning(criterion: HoldsIdentifier, frame: Frame, day: date, closes: When | None) -> Answers:
    wanted_id = criterion.identifier.lower()
    return each(frame.identifiers, lambda held: _holds(held, wanted_id))


def says(criterion: HoldsIdentifier, p: Profile, answer: Answer) -> FindingText:
    name = criterion.identifier.lower()
    field = f"identifiers.{name}"
    if answer is Answer.UNKNOWN:
        return not_given(demand(criterion), field, FACTS.get(field))
    held = (p.identifiers or {}).get(name)
    text = (
        f"Has the {criterion.name} that is asked for"
        if answer is Answer.MET
        else f"Needs {an(criterion.name)} and has none"
    )
    return FindingText(field, held, text, f"register for {an(criterion.name)}")


def demand(criterion: HoldsIdentifier) -> str:
    """The condition as the end of "Asks for ..."."""
    return an(criterion.name)


def _holds(held: Mapping[str, str | None], name: str) -> bool | None:
    """One that is not mentioned is not known; one given as null is known to be lacking."""
    return bool(held[name]) if name in held else None


def question(field: str, _: str) -> str:
    """What to ask of an identifier that is not given."""
    return f"Does the company have a {field.removeprefix(FAMILY).upper()} registration?"


KIND = Kind(HoldsIdentifier, meaning, says, demand, FACTS, FAMILY, question)
