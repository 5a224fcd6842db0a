"""What does an assignment consist of?

Plain values in the order in which they are written: names and fields are the interface of
``allymatch assign --format json``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Alternate", "Assignment", "Host", "Placed", "TermKept", "Unplaced"]


@dataclass(frozen=True, slots=True)
class Placed:
    """One place that was given.

    Attributes:
        applicant, name, country: Who.
        host: Where.
        fit, verdict, outlook, grade: Of the pair, as the choices say.
        choice: Which of the applicant's choices it is, from 1, by what each is worth.
        says: Why this one.
    """

    applicant: str
    name: str
    country: str | None
    host: str
    fit: float | None
    verdict: str | None
    outlook: str | None
    grade: float | None
    choice: int
    says: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody without a place.

    Attributes:
        applicant, name, country: Who.
        says: Why, for the officer: it may name others.
        next_at, next_rank: Where it is next, and in which rank.
        because: Why not at each host, for the applicant: nobody else is named.
        standing: At each host that could take it, its place by worth and among how many.
    """

    applicant: str
    name: str
    country: str | None
    says: str
    next_at: str | None
    next_rank: int | None
    because: dict[str, tuple[str, ...]]
    standing: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Alternate:
    """Who would be asked if a place came free; ``says`` is what else would have to give way."""

    rank: int
    applicant: str
    name: str
    fit: float | None
    grade: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Host:
    """One programme or officer: how many it has, of how many, and who is next."""

    host: str
    given: int
    least: int | None
    most: int | None
    alternates: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True)
class TermKept:
    """One term, and the number that it came to."""

    says: str
    came_to: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has which place.

    Attributes:
        kind: What a host is: programme or officer.
        aim: ``total`` or ``fairest``.
        graded: Whether officers' grades took part.
        total: The sum of the fits of the places given; None where no fit is known.
        worst: The smallest fit among them.
        placed: By host, then the best first.
        unplaced: By id.
        hosts: By id.
        terms: Floors, caps and capacities with what they came to.
        notes: What a reader should know.
    """

    kind: str
    aim: str
    graded: bool
    total: float | None
    worst: float | None
    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    hosts: tuple[Host, ...]
    terms: tuple[TermKept, ...]
    notes: tuple[str, ...]
