"""How is each answer put into one sentence?

The sentence is told the answer; it never works one out. A rule of which we are not sure is told as
what may be asked, and never as if it had been met or missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from matcher.answers.counting import say_age, say_coinvestment, say_content, say_size
from matcher.answers.phrases import all_of, an, listed, names_of
from matcher.answers.placing import say_area, say_consortium, say_control, say_sanctions, say_seat
from matcher.answers.wording import Said, applicants, asked, not_given, uses
from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import certificate
from programmes.criteria import (
    Age,
    AnyCriterion,
    Area,
    Certified,
    Coinvestment,
    Consortium,
    ContentShare,
    Control,
    HoldsIdentifier,
    NotSanctioned,
    NoWeapon,
    OpenTo,
    OwnsTechnology,
    Readiness,
    Seat,
    SingleApplicant,
    Size,
    StageIn,
    Statement,
    Use,
)

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["Said", "say"]


def say(criterion: AnyCriterion, p: Profile, answer: Answer) -> Said:
    """What to say of one criterion, one profile and the answer found for the two."""
    said = _say(criterion, p, answer)
    if criterion.sure or answer is not Answer.UNKNOWN:
        return said
    if isinstance(criterion, Seat) and criterion.within is None:
        return said
    text = f"May ask for {asked(criterion)}: our sources are not firm enough to decide"
    return Said(said.field, said.value, text)


def _say(criterion: AnyCriterion, p: Profile, answer: Answer) -> Said:
    met = answer is Answer.MET
    match criterion:
        case Seat():
            return say_seat(criterion, p, answer)
        case Control():
            return say_control(criterion, p, answer)
        case Area():
            return say_area(criterion, p, answer)
        case Readiness():
            return _say_readiness(criterion, p, answer)
        case StageIn():
            if p.stage is None:
                return not_given(criterion, "stage")
            held = "is one of those" if met else "is not among those"
            text = f"Stage {p.stage} {held} taken: {', '.join(criterion.stages)}"
            return Said("stage", str(p.stage), text)
        case Size():
            return say_size(criterion, p, answer)
        case Age():
            return say_age(criterion, p, answer)
        case OwnsTechnology():
            if p.owns_technology is None:
                return not_given(criterion, "owns_technology")
            text = (
                "Owns or controls its technology, as asked"
                if met
                else "Must own or control its technology, and does not"
            )
            return Said("owns_technology", p.owns_technology, text, "obtain the rights to it")
        case HoldsIdentifier():
            return _say_identifier(criterion, p, answer)
        case Consortium():
            return say_consortium(criterion, p, answer)
        case SingleApplicant():
            return Said(None, None, "One company applies by itself; no partner is needed")
        case Coinvestment():
            return say_coinvestment(criterion, p)
        case ContentShare():
            return say_content(criterion, p)
        case Use():
            return _say_use(criterion, p, answer)
        case NoWeapon():
            return _say_weapon(criterion, p)
        case NotSanctioned():
            return say_sanctions(criterion, p, answer)
        case Certified():
            return _say_certified(criterion, p, answer)
        case OpenTo():
            return _say_open(criterion)
        case Statement():
            return _say_statement(criterion, p, answer)
        case _:
            assert_never(criterion)


def _say_readiness(criterion: Readiness, p: Profile, answer: Answer) -> Said:
    if p.trl is None and p.trl_range is None:
        return not_given(criterion, "trl")
    reached = p.trl if p.trl is not None else p.trl_range[1] if p.trl_range else 0
    level = str(p.trl) if p.trl is not None else "{}-{}".format(*(p.trl_range or ()))
    if answer is Answer.UNKNOWN:
        text = (
            f"TRL {level} is too rough to tell whether it is what it asks for, {asked(criterion)}"
        )
        return Said("trl", level, text, missing=True)
    held = "lies within" if answer is Answer.MET else "lies outside"
    low = criterion.min is not None and reached < criterion.min
    change = f"reach TRL {criterion.min}" if low else None
    text = f"TRL {level} {held} what it asks for, {asked(criterion)}"
    return Said("trl", p.trl if p.trl is not None else level, text, change)


def _say_identifier(criterion: HoldsIdentifier, p: Profile, answer: Answer) -> Said:
    name = criterion.identifier.lower()
    field = f"identifiers.{name}"
    if answer is Answer.UNKNOWN:
        return not_given(criterion, field)
    held = (p.identifiers or {}).get(name)
    text = (
        f"Has the {criterion.name} that is asked for"
        if answer is Answer.MET
        else f"Needs {an(criterion.name)} and has none"
    )
    return Said(field, held, text, f"register for {an(criterion.name)}")


def _say_use(criterion: Use, p: Profile, answer: Answer) -> Said:
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
                    return not_given(criterion, field)
                text = f"Needs {uses(criterion)}; {name} is missing"
                return Said(field, lacking[answer], text, f"show {name}")
    field = wanted[0][0]
    return Said(field, getattr(p, field), f"Has {uses(criterion)}, as asked")


def _say_weapon(criterion: NoWeapon, p: Profile) -> Said:
    weapon = p.is_weapon
    if criterion.certain:
        text = {
            True: "The product is a weapon, which it does not take",
            False: "The product is no weapon, as asked",
            None: "Takes no weapons; whether the product is one is not given",
        }[weapon]
    else:
        text = {
            True: "There may be a limit on weapons, and the product is one: ask before applying",
            False: "A limit on weapons may exist; it does not concern this product",
            None: "There may be a limit on weapons; whether the product is one is not given",
        }[weapon]
    return Said("weapon", weapon, text, missing=weapon is None)


def _say_certified(criterion: Certified, p: Profile, answer: Answer) -> Said:
    if p.certifications is None:
        return not_given(criterion, "certifications")
    wanted = {certificate(name) for name in criterion.any_of}
    held = [name for name in p.certifications if certificate(name) in wanted]
    text = (
        f"Holds {listed(held)}, as asked"
        if answer is Answer.MET and held
        else f"Needs {asked(criterion)}, and holds none of them"
    )
    return Said("certifications", list(p.certifications), text, f"obtain {asked(criterion)}")


def _say_open(criterion: OpenTo) -> Said:
    who = applicants(criterion)
    if "company" in criterion.applicants:
        return Said(None, None, "Companies may apply")
    text = f"Only {who} may apply, no company" if who else "Nobody can apply to it"
    return Said(None, None, f"{text}. Instead: {criterion.instead}" if criterion.instead else text)


def _say_statement(criterion: Statement, p: Profile, answer: Answer) -> Said:
    field = f"statements.{criterion.id}" if criterion.who == "startup" else None
    value = (p.statements or {}).get(criterion.id)
    match answer:
        case Answer.MET:
            if value is not True and p.incorporated_in is not None:
                text = f"Does not concern companies of {names_of([p.incorporated_in])}"
                return Said(field, value, f"{text}: {criterion.asks}")
            return Said(field, value, f"Answered yes: {criterion.asks}")
        case Answer.UNMET:
            change = "make this condition hold" if criterion.changeable else None
            return Said(field, value, f"Answered no: {criterion.asks}", change)
        case _:
            if (
                criterion.unless is not None
                and p.incorporated_in is None
                and not _asks(criterion, p)
            ):
                free = f"Companies of {all_of(criterion.unless)} need not answer this"
                text = f"{free}, and where it is incorporated is not given: {criterion.asks}"
                return Said("incorporated_in", None, text, missing=True)
            who = "To be answered" if criterion.who == "startup" else "Only its office can tell"
            return Said(field, None, f"{who}: {criterion.asks}", missing=field is not None)


def _asks(criterion: Statement, p: Profile) -> bool:
    """Whether the startup could still state it."""
    return criterion.who == "startup" and criterion.id not in (p.statements or {})
