"""How does a text become a profile that a person can correct?

A draft is a profile with what was read beside what is stated. A person accepts a fact, corrects it, or
says that it is not so; each makes another profile, in which the fact is stated or gone. Lines such as
"Employees: 100" in a text that is the whole profile are statements from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from profiles.basis import SUMS
from profiles.errors import BadValue, UnknownTerm
from profiles.facts.found import FoundFact
from profiles.facts.reading import read_facts, with_read
from profiles.model import TEXT_FIELDS, Profile
from profiles.values import NO
from profiles.vocabulary.words import fold, nearest

__all__ = ["accepted", "facts_of", "stated", "with_fact", "with_statements"]

_EUROS = frozenset(SUMS.values())
_NO_FACT = frozenset({"id", "name", "read", *TEXT_FIELDS})


def with_statements(profile: Profile) -> Profile:
    """The profile of a text with its statements as fields; what a field holds already stays."""
    taken: dict[str, Any] = {}
    for name, fact in read_facts(profile.description or "", profile.name).items():
        if fact.basis != "stated":
            continue
        for field, value in _stated_as(name, fact):
            if getattr(profile, field, None) is None:
                taken[field] = value
    if not taken:
        return profile
    try:
        return Profile.model_validate({**profile.known(), "read": profile.read, **taken})
    except ValidationError:  # one of them does not fit after all: then they remain to be read
        return profile


def _stated_as(name: str, fact: FoundFact) -> Iterator[tuple[str, Any]]:
    if name in SUMS:
        # A round is not all that was raised, and another currency is no euros.
        if fact.value["currency"] == "EUR" and (name != "raised" or fact.value["of"] == "total"):
            yield SUMS[name], fact.value["amount"]
    elif name == "seeking":
        yield name, {"amount": fact.value["amount"], "currency": fact.value["currency"]}
    elif name != "partners":
        yield name, fact.value


def stated(profile: Profile, field: str, said: Any) -> Profile:
    """The profile with one fact stated by a person.

    Args:
        profile: What is known so far.
        field: A field, or a part of one: "trl", "seeking.amount", "identifiers.duns".
        said: The value as people write it; an empty text takes the fact out.

    Raises:
        UnknownTerm: There is no such field.
        BadValue: The field does not take the value.

    >>> acme = Profile(name="Acme", description="Clocks.")
    >>> stated(acme, "headquarters", "the Netherlands").headquarters
    'NL'
    """
    whole, _, part = field.strip().partition(".")
    whole = _field(whole)
    held = profile.known()
    value = said.strip() if isinstance(said, str) else said
    gone = {whole, whole.removesuffix("_range"), f"{whole}_range", whole.removesuffix("_eur")}
    read = {name: fact for name, fact in profile.read.items() if name not in gone}
    if part:
        if whole == "identifiers" and isinstance(value, str) and value.casefold() in NO:
            value = None  # a registration that it does not have
        value = {**(held.get(whole) or {}), part: value}
    other = next(
        (
            name
            for name in (f"{whole}_range", whole.removesuffix("_range"))
            if name in held and name != whole
        ),
        None,
    )
    if other is not None:
        del held[other]
    data = {**held, "read": read, whole: value if value != "" else None}
    try:
        found = Profile.model_validate(data)
    except ValidationError as error:
        if whole in ("trl", "headcount") and isinstance(value, str) and not value.isdecimal():
            with suppress(BadValue):
                return stated(profile, f"{whole}_range", value)
        cause = error.errors(include_url=False)[0].get("ctx", {}).get("error")
        if isinstance(cause, BadValue | UnknownTerm):
            raise cause from None
        raise BadValue(said, f"a value of {field}") from None
    return found


def _field(name: str) -> str:
    known = {fold(one): one for one in Profile.model_fields if one not in ("read",)}
    found = known.get(fold(name))
    if found is None:
        raise UnknownTerm("field", name, nearest(name, known))
    return found


def accepted(profile: Profile, field: str) -> Profile:
    """The profile with what was read of one field taken as stated.

    Raises:
        UnknownTerm: Nothing was read of that field.
    """
    names = [
        name
        for name in (field, f"{field}_range", field.removesuffix("_eur"))
        if name in profile.read
    ]
    if not names:
        raise UnknownTerm("fact that was read", field, tuple(sorted(profile.read)))
    fact = profile.read[names[0]]
    kept = {name: one for name, one in profile.read.items() if name != names[0]}
    alone = profile.model_copy(update={"read": {names[0]: fact}}).believed()
    return Profile.model_validate({**alone.known(), "read": kept})


def with_fact(profile: Profile, assignments: Mapping[str, str]) -> Profile:
    """The profile with several facts stated, in their order; see :func:`stated`."""
    for field, said in assignments.items():
        profile = stated(profile, field, said)
    return profile


def facts_of(profile: Profile, text: str | None = None) -> dict[str, dict[str, Any]]:
    """The facts of a profile, each with its basis and the words that say it.

    Args:
        profile: A draft; its texts are read.
        text: The whole text that the profile was made of, where there is one: places are in it.

    Returns:
        By field: ``value``, ``basis``, ``quote``, ``start`` and ``end``. Sums stand under ``raised``,
        ``turnover`` and ``balance_sheet`` as amount and currency.
    """
    found: dict[str, dict[str, Any]] = {}
    held = profile.model_dump(mode="json", exclude_none=True)
    quotes = read_facts(text, profile.name) if text is not None else {}
    for field, value in held.items():
        if field in _NO_FACT:
            continue
        name = field.removesuffix("_eur") if field in _EUROS else field
        shown = {"amount": value, "currency": "EUR"} if field in _EUROS else value
        said = quotes.get(name)
        found[name] = _shown(shown, "stated", text, said)
    for name, fact in quotes.items():
        if name not in found:
            found[name] = _shown(fact.value, fact.basis, text, fact)
    for name, one in with_read(profile).read.items():
        if name not in found:
            found[name] = {
                "value": _plain(name, one.value), "basis": one.basis, "quote": one.quote,
                "start": one.start, "end": one.end,
            }  # fmt: skip
    return {name: {**one, "value": _plain(name, one["value"])} for name, one in found.items()}


def _shown(value: Any, basis: str, text: str | None, fact: FoundFact | None) -> dict[str, Any]:
    quote = text[fact.start : fact.end] if text is not None and fact is not None else None
    start, end = (fact.start, fact.end) if fact is not None else (None, None)
    return {"value": value, "basis": basis, "quote": quote, "start": start, "end": end}


def _plain(name: str, value: Any) -> Any:
    """A year as a number, and sums without ".0"."""
    if name == "founded" and isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, dict):
        return {
            key: int(one) if isinstance(one, float) and one.is_integer() else one
            for key, one in value.items()
            if one is not None
        }
    return value
