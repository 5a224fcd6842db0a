"""Which kinds of condition are there?

A file a kind (``base`` says what it holds); its data model stands in ``programmes.criteria``. To
add one, write both and name it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria import (
    age,
    area,
    certified,
    coinvestment,
    consortium,
    content,
    control,
    identifier,
    open_to,
    readiness,
    sanctions,
    seat,
    single,
    size,
    stage,
    statement,
    technology,
    use,
    weapon,
)
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField
from programmes.criteria import Seat

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.criteria import AnyCriterion

__all__ = ["FACTS", "KINDS", "FindingText", "demand", "kind_of", "question", "say"]

KINDS: tuple[Kind[Any], ...] = (
    age.KIND,
    area.KIND,
    certified.KIND,
    coinvestment.KIND,
    consortium.KIND,
    content.KIND,
    control.KIND,
    identifier.KIND,
    open_to.KIND,
    readiness.KIND,
    sanctions.KIND,
    seat.KIND,
    single.KIND,
    size.KIND,
    stage.KIND,
    statement.KIND,
    technology.KIND,
    use.KIND,
    weapon.KIND,
)
"""All of them."""
FACTS: dict[str, ProfileField] = {name: fact for kind in KINDS for name, fact in kind.facts.items()}
"""The fields that conditions rest on."""
_BY_MODEL: dict[type, Kind[Any]] = {kind.of: kind for kind in KINDS}


def kind_of(criterion: AnyCriterion) -> Kind[Any]:
    """The kind of a condition."""
    return _BY_MODEL[type(criterion)]


def demand(criterion: AnyCriterion) -> str:
    """The condition as the end of "Asks for ..."."""
    return kind_of(criterion).demand(criterion)


def say(criterion: AnyCriterion, profile: Profile, answer: Answer) -> FindingText:
    """What to say of one condition, one profile and the answer found for the two.

    The sentence is told the answer; it never works one out. A rule of which we are not sure is told
    as what may be asked, and never as if it had been met or missed.
    """
    said = kind_of(criterion).says(criterion, profile, answer)
    if criterion.sure or answer is not Answer.UNKNOWN:
        return said
    if isinstance(criterion, Seat):
        return said
    text = f"May ask for {demand(criterion)}: our sources are not firm enough to decide"
    return FindingText(said.field, said.value, text)


def question(field: str, says: str) -> str:
    """What to ask about a field that is not given.

    Args:
        field: Of the profile.
        says: The finding that waits for it.

    >>> question("trl", "")
    'Which technology readiness level (1 to 9) has been reached?'
    """
    if field in FACTS:
        return FACTS[field].asks
    for kind in KINDS:
        if kind.family and kind.question and field.startswith(kind.family):
            return kind.question(field, says)
    raise KeyError(field)
