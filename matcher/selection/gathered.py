"""What have several files said of the same pairs, and do they contradict each other?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matcher.errors import BadInput
from matcher.selection.choices import Choice, Person

__all__ = ["Gathered", "fit_of", "graded"]

_GRADES = range(4)


@dataclass
class Gathered:
    """What the files have said so far."""

    pairs: dict[tuple[str, str], Choice] = field(default_factory=dict)
    grades: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    shut: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kind: str = "programme"

    def pair(self, one: Choice, where: str) -> None:
        """Take a pair.

        Raises:
            BadInput: It was there already.
        """
        key = (one.applicant, one.host)
        if key in self.pairs or key in self.shut:
            raise BadInput(
                where, f"{one.applicant} with {one.host} stands there twice: keep one of the two"
            )
        self.pairs[key] = one

    def person(self, who: str, person: Person) -> None:
        """Take what is known of an applicant, unless more is known already."""
        former = self.people.get(who)
        if former is None or (former.country is None and person.country is not None):
            self.people[who] = person


def graded(
    stated: Any,
    pair: tuple[str, str],
    by: str,
    place: str,
    seen: dict[tuple[str, ...], int],
    at: int,
    found: Gathered,
) -> None:
    """Take one officer's grade of a pair.

    Args:
        stated: The grade as it stands there.
        pair: Applicant and host.
        by: Who judged; empty where that is not told.
        place: Where it stands, for the message.
        seen: Where each officer's grade of each pair stood before.
        at: The line or number of this one.
        found: Where it goes.

    Raises:
        BadInput: It is no grade, or the officer's second one of this pair.
    """
    text = str(stated).strip()
    if text not in {str(one) for one in _GRADES}:
        raise BadInput(place, f"found grade {stated!r}, expected a whole number from 0 to 3")
    former = seen.setdefault((*pair, by), at)
    if former != at:
        raise BadInput(place, f"repeats {former}: one officer has one grade of a pair")
    found.hosts.add(pair[1])
    found.grades.setdefault(pair, []).append(float(text))


def fit_of(stated: Any, place: str) -> float | None:
    """A fit as a table writes it; None for an empty cell.

    Raises:
        BadInput: It is no number from 0 to 1.

    >>> fit_of("0,71*", "here"), fit_of("not read", "here")
    (0.71, 0.0)
    """
    if stated is None or str(stated).strip() == "":
        return None
    # A screen's table marks a text that is too little to judge by, and one that is not read.
    text = str(stated).strip().removesuffix("*")
    if text == "not read":
        return 0.0
    try:
        fit = float(text.replace(",", "."))
    except ValueError:
        fit = -1.0
    if not 0 <= fit <= 1:
        raise BadInput(place, f"found fit {stated!r}, expected a number from 0 to 1")
    return fit
