"""Which applicant could have which place, and what is each such pair worth?

A pair's value is a whole number, so that sums are exact and equal sums are equal: the grade that
officers gave and the band of the verdict first, the fit last. A place therefore never goes to the
better fit of two where the other stands in a better band, and a grade of 0 is no choice at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNGRADED", "WHOLE", "Choice", "Choices", "Person", "value_of"]

WHOLE = 100_000
"""What a fit of 1 is worth; a grade or a band more is worth as much."""
UNGRADED = 1.0
"""The grade of a pair on which no officer has spoken, beside pairs on which some have: perhaps."""
_BANDS = {
    ("eligible", "likely"): 3,
    ("undetermined", "likely"): 2,
    ("undetermined", "open"): 1,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies, as far as the terms ask.

    Attributes:
        name: Of the company; its id where no name is known.
        country: Its seat, as a code; None if not known.
        areas: Slugs; None if not known.
    """

    name: str
    country: str | None = None
    areas: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One pair that could be.

    Attributes:
        applicant, host: The pair; a host is a programme, or an officer.
        fit: From 0 to 1; None where only a grade is known.
        verdict, outlook: As the screen or the run says; None where it does not.
        grade: The mean of the officers' grades; None where none has spoken.
    """

    applicant: str
    host: str
    fit: float | None = None
    verdict: str | None = None
    outlook: str | None = None
    grade: float | None = None


def value_of(choice: Choice, *, graded: bool) -> int:
    """What a pair is worth.

    Args:
        choice: The pair.
        graded: Whether any pair of the choices has a grade.

    >>> value_of(Choice("a", "x", 0.5, "eligible", "likely"), graded=False)
    350000
    >>> value_of(Choice("a", "x", 0.9, "undetermined", "likely"), graded=False)
    290000
    """
    grade = UNGRADED if choice.grade is None else choice.grade
    band = 0
    if choice.verdict is not None:
        band = _BANDS.get((choice.verdict, choice.outlook or "open"), 0)
    if choice.verdict == "eligible":
        band = 3
    return round(WHOLE * ((grade if graded else 0.0) + band + (choice.fit or 0.0)))


@dataclass(frozen=True)
class Choices:
    """All pairs that could be, in the order of their ids, whatever order they came in.

    Attributes:
        pairs: By applicant, then by host.
        people: Everybody who applies, also those for whom nothing is left.
        hosts: Every host that was asked about, also one that nobody may enter.
        shut: Pairs that were judged and cannot be, each with why in words.
        kind: What a host is: "programme" or "officer".
        notes: What a reader should know of where they come from.
    """

    pairs: tuple[Choice, ...]
    people: Mapping[str, Person]
    hosts: tuple[str, ...]
    shut: Mapping[tuple[str, str], str] = field(default_factory=dict)
    kind: str = "programme"
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        pairs: Iterable[Choice],
        people: Mapping[str, Person],
        hosts: Iterable[str],
        shut: Mapping[tuple[str, str], str] | None = None,
        *,
        kind: str = "programme",
        notes: Iterable[str] = (),
    ) -> Choices:
        """Choices in order; of whom nothing but the id is known is called by it."""
        ordered = tuple(sorted(pairs, key=lambda one: (one.applicant, one.host)))
        every = {one.applicant for one in ordered} | set(people) | {who for who, _ in shut or {}}
        known = {who: people.get(who) or Person(who) for who in sorted(every)}
        named = tuple(sorted({*hosts, *(one.host for one in ordered)}))
        return cls(ordered, known, named, dict(shut or {}), kind, tuple(notes))

    def values(self) -> NDArray[np.int64]:
        """What each pair is worth."""
        graded = any(one.grade is not None for one in self.pairs)
        return np.array([value_of(one, graded=graded) for one in self.pairs], np.int64)

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each pair, the place of its applicant in ``people`` and of its host in ``hosts``."""
        who = {name: at for at, name in enumerate(self.people)}
        where = {name: at for at, name in enumerate(self.hosts)}
        return (
            np.array([who[one.applicant] for one in self.pairs], np.int64),
            np.array([where[one.host] for one in self.pairs], np.int64),
        )
