"""How is each answer put into one sentence?

The sentence is told the answer; it never works one out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from matcher.answer import Answer
from matcher.phrases import place_words
from matcher.placing import Said, say_area, say_consortium, say_control, say_sanctions, say_seat
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

__all__ = ["say"]


def _money(value: float | None, word: str) -> str | None:
    return None if value is None else f"EUR {value:,.0f} {word}"


def say(criterion: AnyCriterion, p: Profile, answer: Answer) -> Said:
    """What to say of one criterion, one profile and the answer found for the two."""
    met, unmet = answer is Answer.MET, answer is Answer.UNMET
    match criterion:
        case Seat():
            return say_seat(criterion, p, answer)
        case Control():
            return say_control(criterion, p, answer)
        case Area():
            return say_area(criterion, p, answer)
        case Readiness():
            window = _window(criterion)
            if p.trl is None:
                return Said("trl", None, f"Asks for {window}; the readiness level is not given")
            held = _weighed(answer, "lies within", "lies outside", "stands against")
            text = f"TRL {p.trl} {held} what it asks for, {window}"
            low = criterion.min is not None and p.trl < criterion.min
            change = f"reach TRL {criterion.min}" if low else None
            return Said("trl", p.trl, text, change)
        case StageIn():
            stages = ", ".join(criterion.stages)
            if p.stage is None:
                return Said("stage", None, f"Takes companies at {stages}; the stage is not given")
            held = _weighed(answer, "is one of", "is not among", "stands against")
            return Said("stage", str(p.stage), f"Stage {p.stage} {held} those taken: {stages}")
        case Size():
            return _say_size(criterion, p, answer)
        case Age():
            bound = f"under {criterion.max_years} years old when the call closes"
            if p.founded is None:
                return Said("founded", None, f"Must be {bound}; the founding date is not given")
            tail = {Answer.MET: f"so it is {bound}", Answer.UNMET: f"so it is not {bound}"}.get(
                answer, f"which is not precise enough to tell whether it is {bound}"
            )
            return Said("founded", p.founded, f"Founded {p.founded}, {tail}")
        case OwnsTechnology():
            text = {
                True: "Owns or controls its technology, as asked",
                False: "Must own or control the technology, and does not",
                None: "Must own or control the technology; whether it does is not given",
            }[p.owns_technology]
            return Said("owns_technology", p.owns_technology, text, "obtain the rights to it")
        case HoldsIdentifier():
            held_id = (p.identifiers or {}).get(criterion.identifier)
            text = (
                f"Has the {criterion.name} that is asked for"
                if met
                else f"Needs a {criterion.name} and has none"
                if unmet
                else f"Needs a {criterion.name}; none is given"
            )
            return Said(
                f"identifiers.{criterion.identifier}",
                held_id,
                text,
                f"register for a {criterion.name}",
            )
        case Consortium():
            return say_consortium(criterion, p, answer)
        case SingleApplicant():
            return Said(None, None, "One company applies by itself; no partner is needed")
        case Coinvestment():
            share = p.private_coinvestment_share
            bound = f"at least {criterion.min_share:.0%} of the round from private investors"
            if share is None:
                return Said(
                    "private_coinvestment_share", None, f"Needs {bound}; the share is not given"
                )
            held = _weighed(answer, "meets", "falls short of", "stands against")
            text = f"{share:.0%} private money {held} {bound}"
            return Said("private_coinvestment_share", share, text, f"bring {bound}")
        case ContentShare():
            share = p.non_eligible_content_share
            inside = place_words(criterion.inside, one=False)
            bound = f"at most {criterion.max_share:.0%} of component cost from outside {inside}"
            if share is None:
                return Said(
                    "non_eligible_content_share", None, f"Allows {bound}; the share is not given"
                )
            held = _weighed(answer, "keeps to", "exceeds", "stands against")
            text = f"{share:.0%} from outside {held} the bound: {bound}"
            return Said("non_eligible_content_share", share, text, f"source so that {bound}")
        case Use():
            return _say_use(criterion, p)
        case NoWeapon():
            return _say_weapon(criterion, p)
        case NotSanctioned():
            return say_sanctions(criterion, p, answer)
        case Certified():
            names = " or ".join(criterion.any_of)
            certificates = None if p.certifications is None else list(p.certifications)
            text = f"{'Holds' if met else 'Needs'} {names}"
            tail = (
                ""
                if met
                else "; held: none of these"
                if unmet
                else "; certifications are not given"
            )
            return Said("certifications", certificates, text + tail, f"obtain {names}")
        case OpenTo():
            if met:
                return Said(None, None, "Companies may apply")
            who = ", ".join(f"{a.replace('-', ' ')}s" for a in criterion.applicants)
            text = f"Only {who} may apply, no company" if who else "Nobody can apply to it"
            return Said(None, None, f"{text}; {criterion.instead}" if criterion.instead else text)
        case Statement():
            return _say_statement(criterion, p, answer)
        case _:
            assert_never(criterion)


def _weighed(answer: Answer, met: str, unmet: str, undecided: str) -> str:
    return {Answer.MET: met, Answer.UNMET: unmet}.get(answer, undecided)


def _window(criterion: Readiness) -> str:
    if criterion.max is None:
        return f"TRL {criterion.min} or higher"
    if criterion.min is None:
        return f"TRL {criterion.max} or lower"
    return f"TRL {criterion.min} to {criterion.max}"


def _say_size(criterion: Size, p: Profile, answer: Answer) -> Said:
    sums = (_money(p.turnover_eur, "turnover"), _money(p.balance_sheet_eur, "balance sheet"))
    heads = None if p.headcount is None else f"{p.headcount:,} staff"
    facts = [text for text in (heads, *sums) if text]
    label = criterion.label
    if not facts or p.headcount is None:
        missing = "headcount"
    else:
        missing = "turnover_eur" if p.turnover_eur is None else "balance_sheet_eur"
    match answer:
        case Answer.MET:
            return Said("headcount", p.headcount, f"With {', '.join(facts)} it is {label}")
        case Answer.UNMET:
            return Said("headcount", p.headcount, f"With {', '.join(facts)} it is not {label}")
        case _:
            given = f"; known so far: {', '.join(facts)}" if facts else ""
            return Said(missing, None, f"Must be {label}; {missing} is not given{given}")


def _say_use(criterion: Use, p: Profile) -> Said:
    wanted = [
        (name, label)
        for asked, name, label in (
            (criterion.civil, "civil_use", "a civil use"),
            (criterion.defence, "defence_use", "a defence use"),
        )
        if asked
    ]
    asked_words = " and ".join(label for _, label in wanted)
    values = {name: getattr(p, name) for name, _ in wanted}
    for verdict, text in ((False, "there is none"), (None, "it is not given")):
        for name, label in wanted:
            if values[name] is verdict:
                value = values[name]
                change = f"show {label}" if verdict is False else None
                return Said(name, value, f"Needs {asked_words}: for {label} {text}", change)
    name = wanted[0][0]
    return Said(name, values[name], f"Has {asked_words}, as asked")


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
    return Said("weapon", weapon, text)


def _say_statement(criterion: Statement, p: Profile, answer: Answer) -> Said:
    field = f"statements.{criterion.id}" if criterion.who == "startup" else None
    value = (p.statements or {}).get(criterion.id)
    match answer:
        case Answer.MET:
            return Said(field, value, f"Stated by the company: yes. {criterion.asks}")
        case Answer.NOT_APPLICABLE:
            return Said(field, value, f"Does not concern this company: {criterion.asks}")
        case Answer.UNMET:
            change = "make this condition hold" if criterion.changeable else None
            return Said(field, value, f"Stated by the company: no. {criterion.asks}", change)
        case _:
            asked = "To be stated" if criterion.who == "startup" else "Only its office can tell"
            return Said(field, None, f"{asked}: {criterion.asks}")
