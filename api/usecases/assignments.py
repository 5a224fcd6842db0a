"""Who gets which place, of pairs and terms that an officer sends?

The answer is that of ``allymatch assign``, and nothing of it is kept. Which pairs are sent is the
officer's own list: nothing is looked up, so nobody learns of a profile by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.errors import Unusable
from api.usecases.access import allow
from api.usecases.base import UseCase
from matcher.selection.assigning import assign, officers
from matcher.selection.choices import Choice, Choices, Person
from matcher.selection.stated import terms_in

if TYPE_CHECKING:
    from api.schemas.models import ChoiceGiven

__all__ = ["given"]


def given(
    desk: UseCase, choices: Sequence[ChoiceGiven], terms: Mapping[str, Any]
) -> dict[str, Any]:
    """An assignment of these pairs.

    Raises:
        Forbidden: The caller is a founder.
        Unusable: A pair is there twice.
        BadTerms: The terms cannot be used.
        NoAssignment: Nothing keeps all of them.
    """
    allow(desk.caller, "officer", "analyst")
    wanted = terms_in(terms, "terms")
    pairs: dict[tuple[str, str], Choice] = {}
    people: dict[str, Person] = {}
    shut: dict[tuple[str, str], str] = {}
    for at, one in enumerate(choices):
        pair = (one.profile, one.programme)
        if pair in pairs or pair in shut:
            raise Unusable(
                f"{one.profile} with {one.programme} is there twice", pointer=f"#/choices/{at}"
            )
        areas = None if one.areas is None else tuple(one.areas)
        people.setdefault(one.profile, Person(one.name or one.profile, one.country, areas))
        if one.verdict == "ineligible":
            shut[pair] = "ineligible"
        else:
            pairs[pair] = Choice(*pair, one.fit, one.verdict, one.outlook, one.grade)
    hosts = {one.programme for one in choices}
    found = Choices.of(pairs.values(), people, hosts, shut)
    if wanted.shared:
        found = officers(found, wanted)
    return asdict(assign(found, wanted))
