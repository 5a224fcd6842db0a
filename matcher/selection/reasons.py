"""Why has this applicant this place, why has that one none, and who would be next?

A reason names the terms that hold a pair back: those that are reached with it left out. They are
true of the assignment as it stands; they do not claim that one change alone would alter it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.selection.assignment import Alternate, Assignment, Host, Placed, TermKept, Unplaced
from matcher.selection.holding import HeldBack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.selection.choices import Choices
    from matcher.selection.terms import AssignmentTerms, Bounded, Term

__all__ = ["explained"]

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_SHOWN = 3
_NAMESAKES = 20
_OWN = {"officers graded it 0": "those who read it did not find that it fits"}
"""What is said to an applicant in other words than to an officer."""


def explained(
    choices: Choices,
    terms: AssignmentTerms,
    stated: Sequence[Term],
    parts: Sequence[Bounded],
    chosen: NDArray[np.bool_],
) -> Assignment:
    """An assignment in words.

    Args:
        choices: The pairs that could be.
        terms: What was to be kept.
        stated: The same, one by one.
        parts: What each counts.
        chosen: Which pairs were chosen, shape (pairs,).
    """
    values = choices.values()
    why = HeldBack(choices, values, stated, parts, chosen)
    mine: dict[str, list[int]] = {who: [] for who in choices.people}
    for at in np.argsort(-values, kind="stable").tolist():
        mine[choices.pairs[at].applicant].append(at)
    standing = _standing(choices, values)
    placed = [
        _placed(choices, at, mine[choices.pairs[at].applicant], why, chosen, standing[at])
        for at in np.flatnonzero(chosen).tolist()
    ]
    order = {
        (one.applicant, one.host): -int(v) for one, v in zip(choices.pairs, values, strict=True)
    }
    placed.sort(key=lambda one: (one.host, order[one.applicant, one.host], one.applicant))
    has = Counter(one.applicant for one in placed)
    alternates = _alternates(choices, values, why, has, chosen)
    nearest = _nearest(alternates)
    hosts = tuple(_host(name, terms, placed, alternates[name]) for name in choices.hosts)
    fits = [one.fit for one in placed if one.fit is not None]
    return Assignment(
        kind=choices.kind,
        aim=terms.aim,
        graded=any(one.grade is not None for one in choices.pairs),
        total=round(sum(fits), 5) if fits else None,
        worst=min(fits, default=None),
        placed=tuple(placed),
        unplaced=tuple(
            _unplaced(choices, who, mine[who], why, nearest.get(who, (None, None)), standing)
            for who in choices.people
            if not has[who]
        ),
        hosts=hosts,
        terms=_kept(stated, parts, why),
        notes=(*choices.notes, *_notes(choices, terms)),
    )


def _placed(
    choices: Choices,
    at: int,
    mine: list[int],
    why: HeldBack,
    chosen: NDArray[np.bool_],
    stands: tuple[int, int],
) -> Placed:
    pair, rank = choices.pairs[at], mine.index(at)
    person = choices.people[pair.applicant]
    name = _ORDINALS[rank] if rank < len(_ORDINALS) else f"{rank + 1}th"
    held = why.holds(at)
    said = []
    for better in mine[:rank]:
        if chosen[better]:
            continue
        against = why.against(better)
        host = choices.pairs[better].host
        said.append(against or (f"{held}" if held else f"the sum is better than with {host}"))
    reasons = list(dict.fromkeys(said))[:_SHOWN]
    place, number = stands
    says = f"{place} of {number}"
    if len(choices.hosts) > 1:
        says = f"{'only' if len(mine) == 1 else name} choice, {says} here"
    if reasons:
        says += f": {'; '.join(reasons)}"
    if held and held not in reasons:
        says += f" ({held})"
    return Placed(
        pair.applicant, person.name, person.country, pair.host, pair.fit, pair.verdict,
        pair.outlook, pair.grade, rank + 1, says,
    )  # fmt: skip


def _standing(choices: Choices, values: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Of each pair, its place among those of its host by worth, and how many there are."""
    _, where = choices.places()
    found = [(0, 0)] * len(values)
    numbers = np.bincount(where, minlength=len(choices.hosts)) if len(values) else np.zeros(0, int)
    counted: Counter[int] = Counter()
    for at in np.argsort(-values, kind="stable").tolist():
        host = int(where[at])
        counted[host] += 1
        found[at] = (counted[host], int(numbers[host]))
    return found


def _alternates(
    choices: Choices,
    values: NDArray[np.int64],
    why: HeldBack,
    has: Counter[str],
    chosen: NDArray[np.bool_],
) -> dict[str, tuple[Alternate, ...]]:
    """For each host those without a place, best first, and what stands in their way besides."""
    found: dict[str, list[Alternate]] = {host: [] for host in choices.hosts}
    for at in np.argsort(-values, kind="stable").tolist():
        pair = choices.pairs[at]
        barred = any(why.stated[one].kind == "conflict" for one in why.full[at])
        if has[pair.applicant] or chosen[at] or barred:
            continue
        others = [why.stated[one] for one in why.full[at] if why.stated[one].kind == "cap"]
        says = "; ".join(
            f"only for one of the {one.short}, at their cap of {one.number}" for one in others
        )
        rank = len(found[pair.host]) + 1
        name = choices.people[pair.applicant].name
        found[pair.host].append(Alternate(rank, pair.applicant, name, pair.fit, pair.grade, says))
    return {host: tuple(some) for host, some in found.items()}


def _nearest(alternates: dict[str, tuple[Alternate, ...]]) -> dict[str, tuple[int, str]]:
    """Where each of those without a place is next soonest."""
    found: dict[str, tuple[int, str]] = {}
    for host, some in alternates.items():
        for one in some:
            found[one.applicant] = min(found.get(one.applicant, (one.rank, host)), (one.rank, host))
    return found


def _unplaced(
    choices: Choices,
    who: str,
    mine: list[int],
    why: HeldBack,
    near: tuple[int, str] | tuple[None, None],
    standing: Sequence[tuple[int, int]],
) -> Unplaced:
    person = choices.people[who]
    rank, host = near
    if mine:
        said = list(
            dict.fromkeys(
                why.against(at) or f"the sum is better than with {choices.pairs[at].host}"
                for at in mine
            )
        )
    else:
        shut = [(at, choices.shut.get((who, at))) for at in choices.hosts]
        said = [f"{at}: {one}" for at, one in shut if one is not None] or [
            f"no {choices.kind} takes it"
        ]
    more = f"; and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    because = {choices.pairs[at].host: why.to_the_applicant(at) for at in mine}
    for at in choices.hosts:
        if (barred := choices.shut.get((who, at))) is not None:
            because[at] = (_OWN.get(barred, barred),)
    says = "; ".join(said[:_SHOWN]) + more
    stands = {choices.pairs[at].host: standing[at] for at in mine}
    return Unplaced(who, person.name, person.country, says, host, rank, because, stands)


def _host(
    name: str, terms: AssignmentTerms, placed: Sequence[Placed], alternates: tuple[Alternate, ...]
) -> Host:
    room = terms.capacity[name]
    given = sum(one.host == name for one in placed)
    return Host(name, given, room.least, room.most, alternates)


def _kept(stated: Sequence[Term], parts: Sequence[Bounded], why: HeldBack) -> tuple[TermKept, ...]:
    found: dict[int, TermKept] = {}
    for part, came_to in zip(parts, why.sums, strict=True):
        for at, bound in ((part.floor, part.least), (part.cap, part.most)):
            if at >= 0 and stated[at].kind not in ("pin", "conflict", "each"):
                found[at] = TermKept(stated[at].says, came_to, came_to == bound)
    return tuple(found[at] for at in sorted(found))


def _twice(choices: Choices) -> list[str]:
    """Who may be the same firm: the same name under several ids."""
    named: dict[str, list[str]] = {}
    for who, person in choices.people.items():
        if person.name != who:
            named.setdefault(" ".join(person.name.casefold().split()), []).append(who)
    return [
        f"{' and '.join(ids)} have the same name: a conflict keeps one of them out"
        for ids in named.values()
        if len(ids) > 1
    ]


def _notes(choices: Choices, terms: AssignmentTerms) -> list[str]:
    notes = _twice(choices)[:_NAMESAKES]
    whom = [one for one in terms.limits if one.countries]
    unknown = sum(person.country is None for person in choices.people.values())
    if whom and unknown:
        notes.append(f"{unknown} applicants' country is not known: no country's term counts them")
    bare = sum(person.areas is None for person in choices.people.values())
    if any(one.area for one in terms.limits) and bare:
        notes.append(f"{bare} applicants' areas are not known: no area's term counts them")
    if any(one.grade is not None for one in choices.pairs):
        notes.append(
            "a grade more counts as much as a band or a fit of 1; without one a pair counts as 1"
        )
    open_ = sum(one.verdict == "undetermined" for one in choices.pairs)
    if open_ and "undetermined" in terms.verdicts:
        notes.append(
            f"{open_} of {len(choices.pairs)} pairs wait for answers: a place given to one of them"
            " depends on these (verdicts: [eligible] leaves them out)"
        )
    return notes
