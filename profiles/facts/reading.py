"""Which facts does a text state of the startup whose text it is?

All rules are asked; of several facts of one field the heaviest is kept: a statement before a sentence,
a seat before an adjective, a total before a round. Two equally good answers that differ are none,
because one of them is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from profiles.basis import SUMS, ReadFact
from profiles.facts.context import TextContext
from profiles.facts.found import FoundFact
from profiles.facts.founding import founded_in_prose, founded_in_statement
from profiles.facts.funding import funding_in_prose, funding_in_statement
from profiles.facts.layout import KeyedValue, laid_out
from profiles.facts.owners import BY_SEAT, owners_in_prose, owners_in_statement
from profiles.facts.papers import papers_in_prose, papers_in_statement
from profiles.facts.readiness import readiness_in_prose, readiness_in_statement
from profiles.facts.seats import in_prose as seats_in_prose
from profiles.facts.seats import in_statement as seats_in_statement
from profiles.facts.staff import staff_in_prose, staff_in_statement
from profiles.facts.uses import uses_in_prose, uses_in_statement
from profiles.model import Profile

__all__ = ["read_facts", "with_read"]

_OfStatement: TypeAlias = Callable[[KeyedValue, TextContext], Iterator[FoundFact]]
_OfText: TypeAlias = Callable[[TextContext], Iterator[FoundFact]]

_STATEMENTS: tuple[_OfStatement, ...] = (
    seats_in_statement, owners_in_statement, founded_in_statement, staff_in_statement,
    funding_in_statement, readiness_in_statement, uses_in_statement, papers_in_statement,
)  # fmt: skip
_PROSE: tuple[_OfText, ...] = (
    seats_in_prose, owners_in_prose, founded_in_prose, staff_in_prose, funding_in_prose,
    readiness_in_prose, uses_in_prose, papers_in_prose,
)  # fmt: skip
_GATHERED = frozenset({"certifications", "export_control", "identifiers", "controlled_from"})
_EITHER = (("trl", "trl_range"), ("headcount", "headcount_range"))
_LONGEST = 60_000
"""Characters that are read: what a startup says of itself stands on the first pages."""


def read_facts(text: str, name: str | None = None) -> Mapping[str, FoundFact]:
    r"""The facts that a text says about the startup, by field, in the order of the fields' names.

    Args:
        text: Prose, statements or both; markup is taken off by whoever read the file.
        name: What the startup is called, where that is known.

    A statement has a line of its own; within a sentence it is prose.

    >>> facts = read_facts("Acme is based in Delft, the Netherlands.\nEmployees: 14")
    >>> {field: fact.value for field, fact in facts.items()}
    {'headcount': 14, 'headquarters': 'NL'}
    """
    context = TextContext(text[:_LONGEST], laid_out(text[:_LONGEST]), name)
    found: dict[str, list[FoundFact]] = defaultdict(list)
    for statement in context.layout.statements:
        for rule in _STATEMENTS:
            for fact in rule(statement, context):
                found[fact.field].append(fact)
    for read in _PROSE:
        for fact in read(context):
            found[fact.field].append(fact)
    best = {field: _best(field, facts) for field, facts in sorted(found.items())}
    kept = {field: fact for field, fact in best.items() if fact is not None}
    form, seat = kept.pop(BY_SEAT, None), kept.get("headquarters")
    if form and seat and seat.value in form.value and "incorporated_in" not in kept:
        kept["incorporated_in"] = FoundFact(
            "incorporated_in", seat.value, form.start, form.end, "read", form.weight
        )
    for number, ends in _EITHER:
        if number in kept and ends in kept:
            del kept[number if kept[ends].weight > kept[number].weight else ends]
    return dict(sorted(kept.items()))


def _best(field: str, facts: list[FoundFact]) -> FoundFact | None:
    if field in _GATHERED:
        return _gathered(field, facts)
    first, *others = sorted(facts, key=lambda fact: (-fact.weight, fact.start))
    if not isinstance(first.value, bool) or first.basis == "stated":
        return first
    # A text that says no once and yes elsewhere is for a person to read.
    return None if any(one.value is not first.value for one in others) else first


def _gathered(field: str, facts: list[FoundFact]) -> FoundFact:
    """Lists grow: each certificate is one more."""
    first = max(facts, key=lambda fact: (fact.weight, -fact.start))
    if field == "identifiers":
        value: object = {key: one for fact in reversed(facts) for key, one in fact.value.items()}
    elif field == "controlled_from":
        value = first.value
    else:
        value = [*dict.fromkeys(one for fact in facts for one in fact.value)]
    return FoundFact(first.field, value, first.start, first.end, first.basis, first.weight)


def with_read(profile: Profile) -> Profile:
    """The profile with what its texts say beside what is stated.

    Facts of the description have their place in it; of the other texts the quote alone is kept.
    What was read before out of a text is read anew, so that a corrected text leaves nothing behind;
    what was read out of a cell stays.
    """
    read: dict[str, ReadFact] = {
        field: fact
        for field, fact in profile.read.items()
        if fact.start is None
        and not (fact.quote and any(fact.quote in text for text in profile.texts()))
    }
    for text, placed in (
        (profile.description, True),
        ("\n\n".join(profile.texts()[1:] if profile.description else profile.texts()), False),
    ):
        if not text:
            continue
        for field, fact in read_facts(text, profile.name).items():
            if field in read or _is_stated(profile, field):
                continue
            read[field] = ReadFact(
                value=fact.value,
                basis="inferred" if fact.basis == "inferred" else "read",
                quote=text[fact.start : fact.end][:2_000],
                start=fact.start if placed else None,
                end=fact.end if placed else None,
                probability=fact.probability,
            )
    if read == profile.read:
        return profile
    return Profile.model_validate({**profile.known(), "read": read})


def _is_stated(profile: Profile, field: str) -> bool:
    """Whether a profile states what a fact would say: the number itself, its range, or a sum."""
    number = field.removesuffix("_range")
    names = (field, number, f"{number}_range", SUMS.get(field, field))
    return any(getattr(profile, name, None) is not None for name in names)
