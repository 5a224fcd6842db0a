"""How are findings on seats, control, areas, partners and sanctions put into a sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.phrases import all_of, area_names, member_of, name_of, names_of, some_of
from matcher.answers.wording import Said, asked, not_given
from matcher.eligibility.answer import Answer
from profiles.vocabulary import area

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.criteria import Area, Consortium, Control, NotSanctioned, Seat

__all__ = ["SEAT_FIELDS", "say_area", "say_consortium", "say_control", "say_sanctions", "say_seat"]

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


def say_seat(criterion: Seat, p: Profile, answer: Answer) -> Said:
    """Where the company sits, and where it must."""
    field = SEAT_FIELDS[criterion.basis]
    verb, preposition = _VERBS[criterion.basis]
    code = getattr(p, field)
    if criterion.within is None and answer is Answer.UNKNOWN:
        return Said(field, code, _UNCONFIRMED)
    if code is None:
        if answer is Answer.MET:
            return Said(field, None, "Takes companies from any country")
        return not_given(criterion, field)
    place = f"{verb} {name_of(code)}"
    if answer is Answer.MET and criterion.within is not None:
        return Said(field, code, f"{place}, {member_of(criterion.within, code)}")
    if answer is Answer.UNMET:
        return Said(field, code, f"{place}; must be {preposition} {some_of(criterion.within)}")
    return Said(field, code, f"{place}; {_unsettled(criterion)}")


def say_control(criterion: Control, p: Profile, answer: Answer) -> Said:
    """From where it is controlled, and from where it must be."""
    field = "controlled_from"
    if p.controlled_from is None:
        if answer is Answer.MET:
            return Said(field, None, "Owners may come from any country")
        return not_given(criterion, field)
    held = list(p.controlled_from)
    text = f"Owned and controlled from {names_of(held)}"
    if answer is Answer.MET and criterion.within is not None:
        one = len(held) == 1
        inside = (
            member_of(criterion.within, held[0])
            if one
            else f"all inside {all_of(criterion.within)}"
        )
        return Said(field, held, f"{text}, {inside}")
    if answer is Answer.UNMET:
        must = f"{text}; must be from {some_of(criterion.within)}"
        return Said(field, held, must, criterion.relief)
    return Said(field, held, f"{text}; {_unsettled(criterion)}")


def _unsettled(criterion: Seat | Control) -> str:
    """What is open for a place on which our sources do not agree."""
    return criterion.perhaps_note or "whether that counts is not settled by our sources"


def say_area(criterion: Area, p: Profile, answer: Answer) -> Said:
    """In which areas it works, and which are taken."""
    if p.areas is None:
        return not_given(criterion, "areas")
    mine = list(dict.fromkeys(slug.partition("/")[0] for slug in p.areas))
    declared = list(p.areas)
    if answer is Answer.MET:
        shared = [area(slug).area for slug in mine if slug in criterion.areas]
        taken = "areas that it takes" if len(shared) > 1 else "an area that it takes"
        return Said("areas", declared, f"Works in {area_names(shared)}: {taken}")
    text = f"Works in {area_names(mine)}; it takes {area_names(criterion.areas)}"
    return Said("areas", declared, text)


def say_consortium(criterion: Consortium, p: Profile, answer: Answer) -> Said:
    """Who applies with it, and who must."""
    if p.partners is None:
        return not_given(criterion, "partners")
    if p.incorporated_in is None and answer is Answer.UNKNOWN:
        return not_given(criterion, "incorporated_in")
    countries = [partner.country for partner in p.partners]
    n = len(countries)
    who = f"with {n or 'no'} partner{'' if n < 2 else 's'}"
    ends = {Answer.MET: "reached", Answer.UNMET: "not reached"}
    tail = f"{who} that is {ends.get(answer, 'not settled')}"
    if answer is Answer.UNKNOWN and criterion.relaxed:
        tail += f" (fewer are enough in {criterion.relaxed.only})"
    return Said(
        "partners",
        countries,
        f"Asks for {asked(criterion)}; {tail}",
        f"find partners: {asked(criterion)}",
        missing=None in countries,
    )


def say_sanctions(criterion: NotSanctioned, p: Profile, answer: Answer) -> Said:
    """Whether anybody behind it is sanctioned or tied to a high-risk state."""
    facts: dict[str, tuple[str, ...] | None] = {
        field: (code,) if (code := getattr(p, field)) else None for field in SEAT_FIELDS.values()
    }
    facts = {"controlled_from": p.controlled_from, **facts} if criterion.high_risk else {}
    if answer is Answer.MET:
        tie = f", and nothing ties it to {names_of(criterion.high_risk, 'or')}"
        text = f"States that nobody behind it is sanctioned{tie if criterion.high_risk else ''}"
        return Said("sanctioned", p.sanctioned, text)
    if answer is Answer.UNMET:
        if p.sanctioned:
            return Said("sanctioned", p.sanctioned, "Somebody behind it is sanctioned")
        for field, codes in facts.items():
            tied = [code for code in codes or () if code in criterion.high_risk]
            if tied:
                text = f"Tied to {names_of(tied)}, which it excludes"
                return Said(field, list(codes or ()), text)
    known = {"sanctioned": p.sanctioned, **facts}
    missing = next((field for field, value in known.items() if value is None), "sanctioned")
    return not_given(criterion, missing)
