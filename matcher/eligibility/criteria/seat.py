"""Where does the company sit: incorporated, headquartered or managed?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given, unsettled
from matcher.eligibility.phrases import member_of, name_of, some_of
from matcher.eligibility.places import places
from programmes.criteria import Seat

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

SEAT_FIELDS = {
    "incorporated": "incorporated_in",
    "headquartered": "headquarters",
    "managed": "managed_from",
}
_VERBS = {
    "incorporated": ("Incorporated in", "in"),
    "headquartered": ("Headquartered in", "in"),
    "managed": ("Managed from", "from"),
}
_UNCONFIRMED = "From which countries it takes companies is not confirmed by our sources"
_BASES = {
    "incorporated": "a company incorporated in",
    "headquartered": "a company headquartered in",
    "managed": "a company managed from",
}

FACTS: Mapping[str, ProfileField] = {
    "incorporated_in": ProfileField(
        "where it is incorporated",
        "In which country is the company incorporated?",
        "is that where the company is incorporated?",
    ),
    "headquarters": ProfileField(
        "where its headquarters are",
        "In which country are its legal and physical headquarters?",
        "is that where the company has its headquarters?",
    ),
    "managed_from": ProfileField(
        "from where it is managed",
        "From which country is it managed?",
        "is that from where it is managed?",
    ),
}


def meaning(criterion: Seat, frame: Frame, day: date, closes: When | None) -> Answers:
    seats = {
        "incorporated": frame.incorporated,
        "headquartered": frame.headquartered,
        "managed": frame.managed,
    }
    return places(criterion.within, criterion.perhaps, day)[seats[criterion.basis]]


def says(criterion: Seat, p: Profile, answer: Answer) -> FindingText:
    """Where the company sits, and where it must."""
    field = SEAT_FIELDS[criterion.basis]
    verb, preposition = _VERBS[criterion.basis]
    code = getattr(p, field)
    if criterion.within is None and answer is Answer.UNKNOWN:
        return FindingText(field, code, _UNCONFIRMED)
    if not criterion.sure and answer is Answer.UNKNOWN:
        return FindingText(field, code, _unsure(criterion, verb, code))
    if code is None:
        if answer is Answer.MET:
            return FindingText(field, None, "Takes companies from any country")
        return not_given(demand(criterion), field, FACTS.get(field))
    place = f"{verb} {name_of(code)}"
    if answer is Answer.MET and criterion.within is not None:
        return FindingText(field, code, f"{place}, {member_of(criterion.within, code)}")
    if answer is Answer.UNMET:
        return FindingText(
            field, code, f"{place}; must be {preposition} {some_of(criterion.within)}"
        )
    return FindingText(field, code, f"{place}; {unsettled(criterion.perhaps_note)}")


def _unsure(criterion: Seat, verb: str, code: str | None) -> str:
    """What is known where no source states the rule firmly: of a home company, nearly all."""
    if code is None:
        return f"May ask for {demand(criterion)}: our sources are not firm enough to decide"
    place = f"{verb} {name_of(code)}"
    if criterion.within is not None and code in criterion.within.countries:
        return (
            f"{place}, the country that it is made for: no source that we read says who may apply,"
            " and a company from there is the likely case"
        )
    if criterion.perhaps is not None and criterion.perhaps_note:
        return f"{place}; {criterion.perhaps_note}"
    asks = f"it may ask for {demand(criterion)}"
    return f"{place}; {asks}: our sources are not firm enough to decide"


def demand(criterion: Seat) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"{_BASES[criterion.basis]} {some_of(criterion.within)}"


KIND = Kind(Seat, meaning, says, demand, FACTS)
