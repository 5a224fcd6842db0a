"""Who gets which place, so that all terms are kept and the sum is the best, or the fairest?

The best total is proved; of equal totals the one that goes by ids is taken, so rows may come in any
order. The fairest looks at the worst place first: as many places as can be, then as few of the
lowest worth as can be, then of the next (the leximin order of the places, on steps of a hundredth),
and the best total among what is left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import BadTerms, NoAssignment
from matcher.selection.assignment import Assignment
from matcher.selection.choices import WHOLE, Choice, Choices, Person
from matcher.selection.clash import smallest_clash
from matcher.selection.facing import Broken, Face
from matcher.selection.reasons import explained
from matcher.selection.solving import Bounds, Infeasible, greatest
from matcher.selection.terms import AssignmentTerms, Term, rows_of
from profiles.vocabulary.words import nearest_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["assign", "fairest", "officers"]

STEP = WHOLE // 100
"""What two places may differ by and still be as good, where fairness is asked for."""


def assign(choices: Choices, terms: AssignmentTerms) -> Assignment:
    """Give the places.

    Args:
        choices: The pairs that could be.
        terms: What must be kept. Hosts without a capacity offer no place.

    Returns:
        Who has which place and why, who has none and why, and who would be next.

    Raises:
        BadTerms: A name that the choices do not hold, or a pin on a pair that cannot be.
        NoAssignment: Nothing keeps all terms; the fewest that clash are named.
    """
    _known(choices, terms)
    left = _open(choices, terms)
    _pinned(left, terms)
    stated, parts = rows_of(terms, left)
    bounds = Bounds.of(parts, len(left.pairs))
    values, ties = left.values(), _ties(left)
    try:
        if terms.aim == "fairest":
            chosen = fairest(values, bounds, ties)
        else:
            chosen = greatest(values, bounds, ties)
    except Infeasible:
        clash = smallest_clash(stated, parts, len(left.pairs))
        raise NoAssignment(
            _named(stated[one], number, terms.file)
            for one, number in zip(clash.terms, clash.possible, strict=True)
        ) from None
    return explained(left, terms, stated, parts, chosen)


def _named(term: Term, possible: int | None, file: str) -> str:
    """A term of a clash, with the number that would do and where it is stated."""
    would = "" if possible is None else f"; {possible} would do"
    return f"{term.says}{would}" + (f" ({file}, line {term.line})" if term.line else "")


def _ties(choices: Choices) -> Ints:
    """What a pair costs among equals: later ids cost more, and like goes to like in order."""
    who, where = choices.places()
    people, hosts = len(choices.people), len(choices.hosts)
    return (hosts + 1) * (who + 1) + (people + 1) * (where + 1) - (who + 1) * (where + 1)


def fairest(values: Ints, bounds: Bounds, ties: Ints | None = None) -> NDArray[np.bool_]:
    """The choice whose worst places are the best that can be had.

    Args:
        values: What each pair is worth, shape (pairs,).
        bounds: What must be kept.
        ties: As for ``greatest``.

    Raises:
        Infeasible: No choice keeps the bounds.
    """
    steps, level = np.unique(values // STEP, return_inverse=True)
    if not len(steps):
        return greatest(values, bounds, ties)
    try:
        return _by_faces(values, bounds, level, ties)
    except Broken:
        return _by_rows(values, bounds, level, ties)


def _by_faces(values: Ints, bounds: Bounds, level: Ints, ties: Ints | None) -> NDArray[np.bool_]:
    """Step by step, on the face that the steps before left.

    Raises:
        Broken: A relaxed answer is not whole.
    """
    x, face = Face.of(bounds).best(np.ones(len(values)))
    low, top = 0, int(level.max())
    while (left := level[(x > 0.5) & (level >= low)]).size and low < top:
        # No place needs to be lower than the lowest of these; one step more may cost some.
        if (lowest := int(left.min())) > low:
            _, face = face.best((level >= lowest).astype(float))
        low = lowest + 1
        if low <= top:
            x, face = face.best((level >= low).astype(float))
    x, face = face.best(values.astype(float))
    if ties is not None:
        x, _ = face.best(-ties.astype(float))
    return x > 0.5


def _by_rows(values: Ints, bounds: Bounds, level: Ints, ties: Ints | None) -> NDArray[np.bool_]:
    """The same with a row for each step: slower, and right for whole numbers too."""
    top = int(level.max()) + 1
    at_least = [np.flatnonzero(level >= one) for one in range(top)]

    def most(low: int, held: Bounds) -> int:
        counted = np.zeros(len(values), np.int64)
        counted[at_least[low]] = 1
        return int(counted[greatest(counted, held)].sum())

    number, low = most(0, bounds), 0
    while number and low < top:
        high = top
        while high - low > 1:
            middle = (low + high) // 2
            if most(middle, bounds.and_row(at_least[low], number)) == number:
                low = middle
            else:
                high = middle
        bounds = bounds.and_row(at_least[low], number)
        low += 1
        if low == top:
            break
        number = most(low, bounds)
    return greatest(values, bounds, ties)


def officers(choices: Choices, terms: AssignmentTerms) -> Choices:
    """The same applicants before officers: everybody who may enter anything, by speciality.

    A pair is worth the share of the applicant's areas that the officer knows; a half where one of
    the two is not known.
    """
    shown = {one.applicant for one in choices.pairs}
    pairs = [
        Choice(who, host, _speciality(choices.people[who], terms.specialities.get(host, ())))
        for who in sorted(shown)
        for host in sorted(terms.capacity)
    ]
    people = {who: choices.people[who] for who in shown}
    return Choices.of(pairs, people, terms.capacity, kind="officer", notes=choices.notes)


def _speciality(person: Person, known: tuple[str, ...]) -> float:
    if not person.areas or not known:
        return 0.5
    wide = {one.split("/")[0] for one in known} | set(known)
    held = [one in wide or one.split("/")[0] in known for one in person.areas]
    return round(sum(held) / len(held), 5)


def _known(choices: Choices, terms: AssignmentTerms) -> None:
    """Refuse names that nobody has.

    Raises:
        BadTerms: With every such name.
    """
    faults: list[str] = []

    def see(name: str, kind: str, known: Iterable[str], field: str, line: int | None) -> None:
        held = tuple(known)
        if name in held:
            return
        near = nearest_slug(name, held)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        place = f", line {line}" if line else ""
        faults.append(
            f"{terms.file}{place}, {field}: no {kind} among the choices is called {name!r}{hint}"
        )

    for host, room in terms.capacity.items():
        see(host, choices.kind, choices.hosts, "capacity", room.line)
    for limit in terms.limits:
        if limit.at is not None:
            see(limit.at, choices.kind, terms.capacity, "limits", limit.room.line)
    for field, stated in (("pins", terms.pins), ("conflicts", terms.conflicts)):
        for applicant, host, line in stated:
            see(applicant, "applicant", choices.people, field, line)
            known = terms.capacity if field == "pins" else {*terms.capacity, *choices.hosts}
            see(host, choices.kind, known, field, line)
    if any(one.area is not None for one in terms.limits) and all(
        person.areas is None for person in choices.people.values()
    ):
        faults.append(
            f"{terms.file}, limits: no applicant's areas are known; give their file by --profiles"
        )
    if faults:
        raise BadTerms(dict.fromkeys(faults))


def _open(choices: Choices, terms: AssignmentTerms) -> Choices:
    """The pairs that may be, and why each other may not."""
    shut = {pair: why for pair, why in choices.shut.items() if pair[1] in terms.capacity}
    kept = []
    for one in choices.pairs:
        if one.host not in terms.capacity:
            continue
        why = _against(one, terms)
        if why is None:
            kept.append(one)
        else:
            shut[one.applicant, one.host] = why
    hosts = tuple(name for name in choices.hosts if name in terms.capacity)
    return replace(choices, pairs=tuple(kept), hosts=hosts, shut=shut)


def _against(one: Choice, terms: AssignmentTerms) -> str | None:
    if one.verdict is not None and one.verdict not in terms.verdicts:
        return one.verdict
    if one.fit is not None and one.fit < terms.min_fit:
        return f"fit {one.fit:.2f} is below {terms.min_fit:.2f}"
    if one.grade == 0:
        return "officers graded it 0"
    return None


def _pinned(choices: Choices, terms: AssignmentTerms) -> None:
    """Refuse a pin on a pair that cannot be.

    Raises:
        BadTerms: With why it cannot.
    """
    there = {(one.applicant, one.host) for one in choices.pairs}
    faults = []
    for applicant, host, line in terms.pins:
        if (applicant, host) not in there:
            why = choices.shut.get((applicant, host), "the choices do not hold this pair")
            place = f", line {line}" if line else ""
            faults.append(
                f"{terms.file}{place}, pins: {applicant} cannot be pinned to {host}: {why}"
            )
    if faults:
        raise BadTerms(dict.fromkeys(faults))
