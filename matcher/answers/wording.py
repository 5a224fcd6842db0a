"""What does a condition ask for, in words, whoever is asked?

One phrase for each kind, which completes "Asks for ...". A finding about a fact that is not given
and one about a rule of which we are not sure say no more than this phrase does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

from matcher.answers.phrases import all_of, an, area_names, names_of, share, some_of
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

__all__ = ["Said", "applicants", "asked", "not_given", "uses"]

_FACTS = {
    "incorporated_in": "where it is incorporated",
    "headquarters": "where its headquarters are",
    "managed_from": "from where it is managed",
    "controlled_from": "who owns and controls it",
    "areas": "the area of the technology",
    "trl": "the readiness level",
    "stage": "the funding stage",
    "founded": "the founding date",
    "headcount": "the headcount",
    "turnover_eur": "the turnover",
    "balance_sheet_eur": "the balance sheet",
    "owns_technology": "whether it does",
    "partners": "who the partners are",
    "private_coinvestment_share": "the share",
    "non_eligible_content_share": "the share",
    "civil_use": "whether there is a civil use",
    "defence_use": "whether there is a defence use",
    "weapon": "whether the product is one",
    "sanctioned": "whether anybody is sanctioned",
    "certifications": "what it holds",
}
_BASES = {
    "incorporated": "a company incorporated in",
    "headquartered": "a company headquartered in",
    "managed": "a company managed from",
}
_APPLICANTS = {
    "company": "companies",
    "team": "teams",
    "research": "research bodies",
    "person": "persons",
    "state": "states",
    "fund-manager": "fund managers",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a finding says, and the fact that it rests on.

    Attributes:
        field: The profile's field; None if no field can settle it.
        value: What the profile says there; None if it says nothing.
        says: One sentence.
        change: What the startup could do if the answer is "unmet"; None if nothing.
        missing: Whether the startup has not given the fact, or not exactly enough.
    """

    field: str | None
    value: Any
    says: str
    change: str | None = None
    missing: bool = False


def not_given(criterion: AnyCriterion, field: str, known: str = "") -> Said:
    """The finding on a fact that is missing."""
    fact = _FACTS.get(field, "whether there is one")
    more = f" (known so far: {known})" if known else ""
    text = f"Asks for {asked(criterion)}; {fact} is not given{more}"
    return Said(field, None, text, missing=True)


def applicants(criterion: OpenTo) -> str:
    """Who may apply, in words; empty if nobody may."""
    return ", ".join(_APPLICANTS[one] for one in criterion.applicants)


def uses(criterion: Use) -> str:
    """Which uses are asked for."""
    kinds = (("a civil use", criterion.civil), ("a defence use", criterion.defence))
    return " and ".join(name for name, wanted in kinds if wanted)


def asked(criterion: AnyCriterion) -> str:
    """The condition as the end of "Asks for ..."."""
    match criterion:
        case Seat():
            return f"{_BASES[criterion.basis]} {some_of(criterion.within)}"
        case Control():
            return f"owners and control from {some_of(criterion.within)}"
        case Area():
            return f"work in {area_names(criterion.areas)}"
        case Readiness():
            return _window(criterion)
        case StageIn():
            return f"a company at one of the stages {', '.join(criterion.stages)}"
        case Size():
            return criterion.label
        case Age():
            return f"a company under {criterion.max_years} years old when the call closes"
        case OwnsTechnology():
            return "a company that owns or controls its technology"
        case HoldsIdentifier():
            return an(criterion.name)
        case Consortium():
            return _consortium(criterion)
        case SingleApplicant():
            return "one company that applies by itself"
        case Coinvestment():
            return f"private investors for at least {share(criterion.min_share)} of the round"
        case ContentShare():
            most, inside = share(criterion.max_share), all_of(criterion.inside)
            return f"at most {most} of component cost from outside {inside}"
        case Use():
            return uses(criterion)
        case NoWeapon():
            return "a product that is no weapon"
        case NotSanctioned():
            tie = f", and no tie to {names_of(criterion.high_risk, 'or')}"
            return f"nobody sanctioned behind it{tie if criterion.high_risk else ''}"
        case Certified():
            return " or ".join(criterion.any_of)
        case OpenTo():
            return f"applications of {applicants(criterion) or 'nobody'}"
        case Statement():
            return f"a yes to: {criterion.asks}"
        case _:
            assert_never(criterion)


def _window(criterion: Readiness) -> str:
    if criterion.max is None:
        return f"TRL {criterion.min} or higher"
    if criterion.min is None:
        return f"TRL {criterion.max} or lower"
    return f"TRL {criterion.min} to {criterion.max}"


def _consortium(criterion: Consortium) -> str:
    if criterion.each_of:
        return " and ".join(f"a member from {some_of(where)}" for where in criterion.each_of)
    text = f"at least {criterion.entities} entities"
    if criterion.countries > 1:
        text += f" from {criterion.countries} countries"
    if criterion.within is not None:
        text += f" {'of' if criterion.countries > 1 else 'from'} {all_of(criterion.within)}"
    return text
