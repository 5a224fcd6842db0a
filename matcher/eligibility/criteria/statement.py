"""What does the company have to state?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, Answer, either
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField
from matcher.eligibility.phrases import all_of, names_of
from matcher.eligibility.places import places
from programmes.criteria import Statement

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FAMILY = "statements."

FACTS: Mapping[str, ProfileField] = {}


def meaning(criterion: Statement, frame: Frame, day: date, closes: When | None) -> Answers:
    """What the startup states; a seat in one of the places excepted is as good as a yes."""
    said = [None if cell is None else cell.get(criterion.id) for cell in frame.statements]
    found = np.array([UNKNOWN if s is None else MET if s else UNMET for s in said], np.uint8)
    if criterion.unless is None:
        return found
    return either(found, places(criterion.unless, None, day)[frame.incorporated])


def says(criterion: Statement, p: Profile, answer: Answer) -> FindingText:
    field = f"statements.{criterion.id}" if criterion.who == "startup" else None
    value = (p.statements or {}).get(criterion.id)
    match answer:
        case Answer.MET:
            if value is not True and p.incorporated_in is not None:
                text = f"Does not concern companies of {names_of([p.incorporated_in])}"
                return FindingText(field, value, f"{text}: {criterion.asks}")
            return FindingText(field, value, f"Answered yes: {criterion.asks}")
        case Answer.UNMET:
            change = "make this condition hold" if criterion.changeable else None
            return FindingText(field, value, f"Answered no: {criterion.asks}", change)
        case _:
            if (
                criterion.unless is not None
                and p.incorporated_in is None
                and not _asks(criterion, p)
            ):
                free = f"Companies of {all_of(criterion.unless)} need not answer this"
                text = f"{free}, and where it is incorporated is not given: {criterion.asks}"
                return FindingText("incorporated_in", None, text, missing=True)
            who = "To be answered" if criterion.who == "startup" else "Only its office can tell"
            return FindingText(field, None, f"{who}: {criterion.asks}", missing=field is not None)


def demand(criterion: Statement) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"a yes to: {criterion.asks}"


def _asks(criterion: Statement, p: Profile) -> bool:
    """Whether the startup could still state it."""
    return criterion.who == "startup" and criterion.id not in (p.statements or {})


def question(_: str, says: str) -> str:
    """What the statement asks, as its finding tells it."""
    return says.partition(": ")[2]


KIND = Kind(Statement, meaning, says, demand, FACTS, FAMILY, question)
