"""How are findings on seats, control, areas and partners put into a sentence?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.answer import Answer
from matcher.phrases import area_names, names_of, place_words
from profiles.vocabulary import area, by_code

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.criteria import Area, Consortium, Control, NotSanctioned, Seat

__all__ = ["Said", "say_area", "say_consortium", "say_control", "say_sanctions", "say_seat"]

_SEAT_FIELDS = {
    "incorporated": ("incorporated_in", "Incorporated in"),
    "headquartered": ("headquarters", "Headquartered in"),
    "managed": ("managed_from", "Managed from"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a finding says, and the fact that it rests on."""

    field: str | None
    value: Any
    says: str
    change: str | None = None


def say_seat(criterion: Seat, p: Profile, answer: Answer) -> Said:
    """Where the company sits, and where it must."""
    field, verb = _SEAT_FIELDS[criterion.basis]
    code = getattr(p, field)
    asked = place_words(criterion.within, one=True)
    if code is None:
        wanted = f"Must be {verb.lower()} {place_words(criterion.within, one=False)}"
        if criterion.within is None:
            return Said(field, None, "Which countries it takes companies from is not confirmed")
        return Said(field, None, f"{wanted}; where this company is, is not given")
    place = f"{verb} {by_code(code).name}"
    match answer:
        case Answer.MET:
            same = criterion.within is not None and criterion.within.countries == (code,)
            return Said(field, code, f"{place}, as asked" if same else f"{place}, {asked}")
        case Answer.UNMET:
            return Said(field, code, f"{place}; must be {asked}")
        case _:
            return Said(field, code, f"{place}; whether that counts is not settled by our sources")


def say_control(criterion: Control, p: Profile, answer: Answer) -> Said:
    """From where it is controlled, and from where it must be."""
    inside = place_words(criterion.within, one=False)
    if p.controlled_from is None:
        return Said(
            "controlled_from", None, f"Must be owned and controlled from {inside}; not given"
        )
    held = list(p.controlled_from)
    text = f"Owned and controlled from {names_of(held)}"
    match answer:
        case Answer.MET:
            return Said("controlled_from", held, f"{text}, inside {inside}")
        case Answer.UNMET:
            change = criterion.relief
            more = f"; {change}" if change else ""
            return Said("controlled_from", held, f"{text}; must be from {inside}{more}", change)
        case _:
            return Said("controlled_from", held, f"{text}; whether that counts is not settled")


def say_area(criterion: Area, p: Profile, answer: Answer) -> Said:
    """In which areas it works, and which are taken."""
    if p.areas is None:
        return Said("areas", None, f"Takes {area_names(criterion.areas)}; no area is declared")
    declared = list(p.areas)
    mine = {slug.partition("/")[0] for slug in p.areas}
    if answer is Answer.MET:
        shared = [area(slug).area for slug in criterion.areas if slug in mine]
        return Said("areas", declared, f"Works in {area_names(shared)}, an area it takes")
    return Said(
        "areas",
        declared,
        f"Works in {area_names(sorted(mine))}; it takes {area_names(criterion.areas)}",
    )


def say_consortium(criterion: Consortium, p: Profile, answer: Answer) -> Said:
    """Who applies with it, and how many must."""
    asked = f"at least {criterion.entities} entities from {criterion.countries} countries"
    if criterion.within is not None:
        asked += f" of {place_words(criterion.within, one=False)}"
    if criterion.each_of:
        asked = "one member each from " + " and ".join(
            place_words(where, one=False) for where in criterion.each_of
        )
    change = f"form a consortium of {asked}"
    if p.partners is None:
        return Said(
            "partners", None, f"Applications come from {asked}; partners are not given", change
        )
    value = [partner.country for partner in p.partners]
    who = f"With {len(value)} partner{'' if len(value) == 1 else 's'}"
    tail = {
        Answer.MET: f"there are {asked}, as asked",
        Answer.UNMET: f"it is short of {asked}",
    }.get(answer, f"it is not settled whether there are {asked}")
    if answer is Answer.UNKNOWN and criterion.relaxed:
        tail += f" (fewer are enough only in {criterion.relaxed.only})"
    return Said("partners", value, f"{who} {tail}", change)


def say_sanctions(criterion: NotSanctioned, p: Profile, answer: Answer) -> Said:
    """Whether anybody behind it is sanctioned or tied to a high-risk state."""
    risk = f" or tied to {names_of(criterion.high_risk)}" if criterion.high_risk else ""
    if answer is Answer.MET:
        return Said("sanctioned", p.sanctioned, f"States that nobody behind it is sanctioned{risk}")
    if answer is Answer.UNMET:
        if p.sanctioned:
            return Said("sanctioned", p.sanctioned, "Somebody behind it is sanctioned")
        return Said(
            "controlled_from", list(p.controlled_from or ()), f"Must not be{risk[3:]}, and is"
        )
    if p.sanctioned is None:
        return Said("sanctioned", None, f"Nobody behind it may be sanctioned{risk}; not given")
    return Said("controlled_from", None, f"Must not be{risk[3:]}; who controls it is not given")
