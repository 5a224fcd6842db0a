"""What should catch an officer's eye in a list of applicants, whatever the verdict?

A flag is a fact to look into and no judgement: it moves no verdict, no fit and no place. What was
read out of a text counts here as what is stated does, because to look twice costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.eligibility.places import strangers
from matcher.results import Applicant
from profiles.evidence.substance import ENOUGH
from profiles.likeness import KINDS, PRINTS, prints_of
from profiles.text import read_text
from profiles.vocabulary import by_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from profiles.model import Profile

__all__ = ["applicant", "doubles", "of_company"]

_TIES = {"seat": "seated in", "control": "controlled from"}
_SEATS = ("headquarters", "incorporated_in", "managed_from")


def applicant(profile: Profile, on: date) -> Applicant:
    """Who applies, as a list names them.

    Args:
        profile: The startup.
        on: The day on which memberships of alliances are looked at.
    """
    said = profile.believed()
    country = next((code for name in _SEATS if (code := getattr(said, name))), None)
    return Applicant(profile.name, country, tuple(_flags(profile, said, on)))


_ALIKE = {
    "same-name": "same name as", "same-website": "same website as", "same-text": "same text as",
    "near-text": "nearly the same text as",
}  # fmt: skip


def doubles(profiles: Sequence[Profile]) -> dict[str, tuple[str, ...]]:
    """Who is like another of a list, by id: in which way, and like whom.

    Args:
        profiles: The list.
    """
    by_print: dict[tuple[int, int], list[str]] = {}
    for one in profiles:
        for place, value in enumerate(prints_of(one).tolist()):
            if value:
                by_print.setdefault((place, value), []).append(one.id)
    found: dict[str, dict[str, set[str]]] = {}
    for (place, _), ids in by_print.items():
        for twin in ids if len(ids) > 1 else ():
            kinds = found.setdefault(twin, {})
            kinds.setdefault(KINDS[PRINTS[place]], set()).update(ids)
    return {
        twin: tuple(
            f"{_ALIKE[kind]} {' and '.join(sorted(kinds[kind] - {twin})[:_NAMED])}"
            for kind in KINDS
            if kind in kinds and not (kind == "near-text" and "same-text" in kinds)
        )
        for twin, kinds in found.items()
    }


_NAMED = 3
"""Of those who are alike, how many are named."""


def of_company(profile: Profile, on: date) -> tuple[str, ...]:
    """What stands beside every line of an answer for a company, whatever the programme.

    Args:
        profile: The startup.
        on: The day on which memberships of alliances are looked at.
    """
    ties = strangers(profile, on)
    found = [
        f"{_TIES[tie]} {' and '.join(by_code(code).name for code in codes)}: outside every alliance"
        " group"
        for tie, codes in ties.items()
    ]
    if profile.believed().sanctioned:
        found.append("on a sanctions list")
    return tuple(found)


def _flags(profile: Profile, said: Profile, on: date) -> list[str]:
    found = list(of_company(profile, on))
    if said.is_weapon:
        found.append("weapon")
    text = read_text(profile)
    if text.language is not None:
        found.append(f"text in {text.language}, not read")
    elif text.substance < ENOUGH:
        found.append("too little text to judge")
    return found
