"""Which few of many candidates cover the most parts together, under rules for the whole team?

An exact set cover: first as many parts as can be covered, then as few members, then as few whose
rules are not all known, then the greatest strength. HiGHS proves the best; before, candidates are
left out that can change nothing because enough others from the same place are at least as good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FULL", "TeamRequest", "score", "teams"]

FULL = 1000
"""The strength of a member that surely covers a part; 0 is one that does not."""


@dataclass(frozen=True)
class TeamRequest:
    """What a team must be.

    Attributes:
        strengths: How well each candidate covers each part, whole numbers from 0 to ``FULL``;
            shape (candidates, parts).
        unsure: Whose rules are not all known; shape (candidates,).
        seats: A number of each candidate's country; shape (candidates,).
        required: Candidates that are in every team.
        least, most: How many members there may be.
        countries: From how many countries they must be.
        each_of: For each place that must be there: who is from it, shape (candidates,). They must
            be different members.
    """

    strengths: NDArray[np.int64]
    unsure: NDArray[np.bool_]
    seats: NDArray[np.int64]
    required: tuple[int, ...] = ()
    least: int = 1
    most: int = 4
    countries: int = 1
    each_of: tuple[NDArray[np.bool_], ...] = ()


def score(wanted: TeamRequest, team: Sequence[int]) -> tuple[int, int, int, int]:
    """What is compared of two teams, smaller is better.

    Returns:
        How many parts nobody covers, how many members there are, how many are unsure, and the
        strength, negative.
    """
    best = wanted.strengths[list(team)].max(axis=0) if team else np.zeros(0, np.int64)
    unsure = int(wanted.unsure[list(team)].sum())
    return int((best == 0).sum()), len(team), unsure, -int(best.sum())


def teams(wanted: TeamRequest, count: int = 1) -> list[tuple[int, ...]]:
    """The best teams, the best first; none where the rules cannot be met.

    A team that only adds members to a better one of the list is not among them.

    Args:
        wanted: The candidates and the rules.
        count: How many teams at most.

    Returns:
        Members by their number, sorted.
    """
    kept = _worth_asking(wanted, wanted.most * count)
    found: list[tuple[int, ...]] = []
    while len(found) < count:
        team = _best(wanted, kept, found)
        if team is None:
            break
        found.append(team)
    return found


def _worth_asking(wanted: TeamRequest, enough: int) -> NDArray[np.intp]:
    """Candidates but for those that ``enough`` others from the same places are as good as."""
    places = np.column_stack([wanted.seats, *wanted.each_of]) if len(wanted.seats) else np.zeros(0)
    order = np.lexsort((-wanted.strengths.sum(axis=1), wanted.unsure))
    groups: dict[bytes, list[int]] = {}
    kept = set(wanted.required)
    for one in order.tolist():
        others = groups.setdefault(places[one].tobytes(), [])
        better = (wanted.strengths[others] >= wanted.strengths[one]).all(axis=1)
        if int((better & (wanted.unsure[others] <= wanted.unsure[one])).sum()) < enough:
            others.append(one)
            kept.add(one)
    return np.array(sorted(kept), np.intp)


def _best(
    wanted: TeamRequest, kept: NDArray[np.intp], found: Sequence[tuple[int, ...]]
) -> tuple[int, ...] | None:
    # Imported here: whoever proposes no teams need not wait for it.
    from scipy.optimize import milp

    model = _Model(wanted, kept)
    for team in found:
        model.without(team)
    cost, bounds, whole, constraint = model.parts()
    # The sums are whole numbers: a gap of none makes the answer the best one, and proves it.
    solved = milp(
        cost, bounds=bounds, integrality=whole, constraints=constraint, options={"mip_rel_gap": 0}
    )
    if solved.x is None:
        return None
    return tuple(int(kept[at]) for at in np.flatnonzero(solved.x[: len(kept)] > 0.5))


class _Model:
    """The linear program: who is in (whole), who covers what, which countries are there."""

    def __init__(self, wanted: TeamRequest, kept: NDArray[np.intp]) -> None:
        strengths = wanted.strengths[kept]
        members, parts = strengths.shape
        self.kept = {int(one): at for at, one in enumerate(kept)}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        unsure = FULL * parts + 1
        member = unsure * (wanted.most + 1)
        lacking = member * (wanted.most + 1)
        cost = [float(member + unsure * held) for held in wanted.unsure[kept]]
        who, what = np.nonzero(strengths)
        by_part: list[dict[int, float]] = [{} for _ in range(parts)]
        for i, p in zip(who.tolist(), what.tolist(), strict=True):
            at = len(cost)
            cost.append(-float(strengths[i, p]))
            by_part[p][at] = 1
            self._add({at: 1, i: -1}, most=0)
        for covered in by_part:
            covered[len(cost)] = 1
            cost.append(float(lacking))
            self._add(covered, 1, 1)
        self._add(dict.fromkeys(range(members), 1), wanted.least, wanted.most)
        for one in wanted.required:
            self._add({self.kept[one]: 1}, 1, 1)
        self._countries(wanted.seats[kept], wanted.countries, cost)
        self._different([held[kept] for held in wanted.each_of], cost)
        self.cost = cost
        self.members = members

    def _add(self, row: dict[int, float], least: float = -np.inf, most: float = np.inf) -> None:
        self.rows.append((row, least, most))

    def _countries(self, seats: NDArray[np.int64], least: int, cost: list[float]) -> None:
        if least < 2:
            return
        present = {}
        for seat in sorted(set(seats.tolist())):
            at = len(cost)
            cost.append(0.0)
            present[at] = 1.0
            held = dict.fromkeys(np.flatnonzero(seats == seat).tolist(), -1.0)
            self._add({at: 1, **held}, most=0)
        self._add(present, least)

    def _different(self, places: Sequence[NDArray[np.bool_]], cost: list[float]) -> None:
        by_member: dict[int, dict[int, float]] = {}
        for held in places:
            fills = {}
            for i in np.flatnonzero(held).tolist():
                at = len(cost)
                cost.append(0.0)
                fills[at] = 1.0
                by_member.setdefault(i, {})[at] = 1.0
            self._add(fills, 1, 1)
        for i, fills in by_member.items():
            self._add({**fills, i: -1}, most=0)

    def without(self, team: Sequence[int]) -> None:
        """Leave out a team, and all that only add to it."""
        self._add({self.kept[one]: 1 for one in team}, most=len(team) - 1)

    def parts(self) -> tuple[Any, Any, Any, Any]:
        """Costs, bounds, which variables are whole, and constraints, as the solver takes them."""
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array

        entries = [(r, at, v) for r, (row, *_) in enumerate(self.rows) for at, v in row.items()]
        rows, columns, values = (np.array(each) for each in zip(*entries, strict=True))
        shape = (len(self.rows), len(self.cost))
        grid = csr_array((values.astype(float), (rows, columns)), shape=shape)
        least = np.array([one for _, one, _ in self.rows], float)
        most = np.array([one for *_, one in self.rows], float)
        whole = np.zeros(len(self.cost))
        whole[: self.members] = 1
        return np.array(self.cost), Bounds(0, 1), whole, LinearConstraint(grid, least, most)
