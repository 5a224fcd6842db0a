"""What must an assignment keep?

Each thing that a person states is one term: a capacity, a least number of places, a cap or a floor
by country or area, a pinned pair, a conflict, how many places one applicant gets. Every term means
that the pairs chosen among some number at least or at most so many, and can be said in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from profiles.vocabulary import by_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.selection.choices import Choices, Person

    Ints: TypeAlias = NDArray[np.int64]

__all__ = ["Aim", "AssignmentTerms", "Bounded", "Limit", "Room", "Term", "rows_of"]

Aim: TypeAlias = Literal["total", "fairest"]
_NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Room:
    """How many at least and at most.

    Attributes:
        least, most: Both included; None where nothing is stated.
        line: Of the file; None where it was stated elsewhere.
    """

    least: int | None = None
    most: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or a cap on those from some countries, or of an area, at one host or at all.

    Attributes:
        countries: Codes; empty where an area is meant.
        area: A slug; None where countries are meant.
        at: The host; None for all together.
        room: How many.
    """

    countries: tuple[str, ...]
    area: str | None
    at: str | None
    room: Room

    def takes(self, person: Person) -> bool:
        """Whether somebody counts; who is not known to be of it does not."""
        if self.area is not None:
            return any(
                one == self.area or one.startswith(f"{self.area}/") for one in person.areas or ()
            )
        return person.country in self.countries

    @property
    def whom(self) -> str:
        """Who is meant, in words."""
        if self.area is not None:
            return f"applicants of the area {self.area}"
        return f"applicants from {_either([by_code(one).name for one in self.countries])}"


@dataclass(frozen=True, slots=True)
class AssignmentTerms:
    """All that an assignment must keep, and what it is to reach.

    Attributes:
        capacity: Places by host; a host that is not named offers none.
        each: How many places an applicant gets.
        limits: Floors and caps by country and area.
        pins: Pairs that must be, with the line of the file.
        conflicts: Pairs that must not be, with the line of the file.
        aim: The best total, or the fairest.
        min_fit: Pairs below it are no choice.
        verdicts: Pairs of other verdicts are no choice.
        specialities: Areas of officers, where hosts are officers.
        shared: Whether hosts are officers who share applications out among them.
        file: Where that stands.
    """

    capacity: dict[str, Room]
    each: Room = field(default_factory=lambda: Room(None, 1))
    limits: tuple[Limit, ...] = ()
    pins: tuple[tuple[str, str, int | None], ...] = ()
    conflicts: tuple[tuple[str, str, int | None], ...] = ()
    aim: Aim = "total"
    min_fit: float = 0.0
    verdicts: tuple[str, ...] = ("eligible", "undetermined")
    specialities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: bool = False
    file: str = "terms"


@dataclass(frozen=True, slots=True)
class Term:
    """One demand of a person.

    Attributes:
        kind: ``capacity``, ``places``, ``cap``, ``floor``, ``pin``, ``conflict``, ``each``.
        says: In a sentence, with the number asked.
        number: The number asked.
        line: Of the file.
        short: As the reason of a place names it once it is reached.
    """

    kind: str
    says: str
    number: int
    line: int | None
    short: str


@dataclass(frozen=True, slots=True)
class Bounded:
    """Pairs that are counted together, and between which numbers.

    Attributes:
        pairs: Their places in the choices.
        least, most: Bounds; None where there is none.
        floor, cap: Places in the list of terms; -1 where nobody stated it.
        owner: The applicant's place where these are the pairs of one; else -1.
    """

    pairs: Ints
    least: int | None
    most: int | None
    floor: int = -1
    cap: int = -1
    owner: int = -1


def _either(names: list[str]) -> str:
    """Names as alternatives.

    >>> _either(["Estonia", "Finland", "Poland"])
    'Estonia, Finland or Poland'
    """
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"


class _Listing:
    """Terms and parts as they are gathered."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.parts: list[Bounded] = []

    def term(self, kind: str, says: str, number: int, line: int | None, short: str) -> int:
        self.terms.append(Term(kind, says, number, line, short))
        return len(self.terms) - 1

    def room(
        self, pairs: Ints, room: Room, kinds: tuple[str, str], what: tuple[str, str], short: str
    ) -> None:
        floor = cap = -1
        if room.least:
            says = what[0].format(_places(room.least))
            floor = self.term(kinds[0], says, room.least, room.line, f"{short} at least")
        if room.most is not None:
            says = what[1].format(_places(room.most))
            cap = self.term(kinds[1], says, room.most, room.line, short)
        self.parts.append(Bounded(pairs, room.least or None, room.most, floor, cap))


def rows_of(terms: AssignmentTerms, choices: Choices) -> tuple[list[Term], list[Bounded]]:
    """The terms one by one, and what each counts.

    Args:
        terms: What was stated; every name in it is known to the choices.
        choices: The pairs that could be.

    Returns:
        Terms in the order of kinds and names, and the parts that they bound.
    """
    made = _Listing()
    who, where = choices.places()
    hosts = {name: at for at, name in enumerate(choices.hosts)}
    for name in sorted(terms.capacity):
        room = terms.capacity[name]
        pairs = np.flatnonzero(where == hosts[name])
        made.room(
            pairs,
            room,
            ("places", "capacity"),
            (f"{name} fills at least {{}}", f"{name} has at most {{}}"),
            name,
        )
    _limits(made, terms, choices, where, hosts)
    place = {(one.applicant, one.host): at for at, one in enumerate(choices.pairs)}
    for kind, stated, number in (("pin", terms.pins, 1), ("conflict", terms.conflicts, 0)):
        for applicant, host, line in sorted(set(stated)):
            at = place.get((applicant, host))
            if at is None and kind == "conflict":
                continue
            word = "pinned to" if number else "in conflict with"
            says = f"{applicant} is {word} {host}"
            term = made.term(kind, says, number, line, says)
            pairs = np.array([] if at is None else [at], np.int64)
            made.parts.append(
                Bounded(pairs, 1, None, floor=term) if number else Bounded(pairs, None, 0, cap=term)
            )
    _each(made, terms, choices, who)
    return made.terms, made.parts


def _limits(
    made: _Listing, terms: AssignmentTerms, choices: Choices, where: Ints, hosts: dict[str, int]
) -> None:
    for limit in terms.limits:
        inside = {name for name, person in choices.people.items() if limit.takes(person)}
        counted = np.array([one.applicant in inside for one in choices.pairs], np.bool_)
        if limit.at is not None:
            counted &= where == hosts[limit.at]
        host = f" at {limit.at}" if limit.at is not None else ""
        made.room(
            np.flatnonzero(counted),
            limit.room,
            ("floor", "cap"),
            (f"{limit.whom} get at least {{}}{host}", f"{limit.whom} get at most {{}}{host}"),
            f"{limit.whom}{host}",
        )


def _each(made: _Listing, terms: AssignmentTerms, choices: Choices, who: Ints) -> None:
    floor = cap = -1
    least, most = terms.each.least or None, terms.each.most
    if least:
        says = f"each applicant gets at least {_places(least)}"
        floor = made.term("each", says, least, terms.each.line, says)
    if most is not None:
        says = f"each applicant gets at most {_places(most)}"
        cap = made.term("each", says, most, terms.each.line, says)
    order = np.argsort(who, kind="stable")
    starts = np.searchsorted(who[order], np.arange(len(choices.people) + 1))
    for at in range(len(choices.people)):
        pairs = order[starts[at] : starts[at + 1]]
        if len(pairs) or least:
            made.parts.append(Bounded(pairs, least, most, floor, cap, owner=at))
