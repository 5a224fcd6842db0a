"""Which facts of the catalogue should somebody look at first?

By how much hangs on each: how many verdicts rest on it, how old it is, and how weak its source. A
verdict rests on a condition if it would be another without it; if each is met, it rests on all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from profiles.vocabulary import instant, when
from programmes.criteria import UNDATED
from programmes.model import current_call

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.criteria import AnyCriterion
    from programmes.model import Programme
    from programmes.read import Catalogue

__all__ = ["MOST", "Doubt", "queue"]

MOST = 10
"""Facts that are asked to be looked at, at once."""

_HALF_YEAR = 182.5
_WEAK = {"official": 1.0, "official_mirror": 1.2, "press": 1.6, "secondary": 2.0, "repo_relay": 2.5}
_WEAKEST = 3.0
_UNKNOWN_AGE = 4.0
_LIVE = 1.0
_DORMANT = 0.25
"""What a programme that cannot be entered now weighs beside one that can."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One condition, and what speaks for looking at it again.

    Attributes:
        programme, field: Where it stands; ``catalogue verify`` takes both.
        criterion: Its kind.
        rests: How many of the profiles' verdicts rest on it; None if there were no profiles.
        as_of: The day for which its source speaks.
        source, kind, url: Its best source.
        weight: By which the queue is ordered.
    """

    programme: str
    field: str
    criterion: str
    rests: int | None
    as_of: str
    source: str
    kind: str
    url: str
    weight: float


def queue(catalogue: Catalogue, profiles: Sequence[Profile], on: date) -> list[Doubt]:
    """The conditions of the catalogue, that to be looked at first first.

    Args:
        catalogue: What is checked.
        profiles: Whose verdicts count; without any, all conditions count alike.
        on: The day of the check.
    """
    moment = instant(on)
    programmes = catalogue.programmes
    rests = _resting(programmes, profiles, on) if profiles else None
    found = []
    for at, programme in enumerate(programmes):
        _, status = current_call(programme, on=moment)
        live = _LIVE if status.enterable else _DORMANT
        for number, criterion in enumerate(programme.criteria):
            much = 1.0 if rests is None else float(rests[at][number])
            best = _best(criterion, catalogue)
            weight = much * live * _age(_day(criterion, catalogue, best), on) * _weakness(best[1])
            found.append(
                Doubt(
                    programme.id, f"criteria.{number + 1}", criterion.kind,
                    None if rests is None else int(rests[at][number]),
                    _day(criterion, catalogue, best), *best, round(weight, 3),
                )
            )  # fmt: skip
    found.sort(key=lambda one: (-one.weight, one.programme, one.field))
    return found


def _resting(
    programmes: Sequence[Programme], profiles: Sequence[Profile], on: date
) -> list[list[int]]:
    """Of each condition of each programme, how many verdicts rest on it."""
    rulebook = Rulebook(programmes, on=instant(on))
    answers = rulebook.judge(Frame.of(profiles)).answers
    found: list[list[int]] = []
    for places in rulebook.binding:
        if not places:
            found.append([])
            continue
        mine = answers[list(places)]
        worst = mine.max(axis=0)
        alone = (mine == worst).sum(axis=0) == 1
        rests = (mine == worst) & (alone | (worst <= Answer.MET))
        found.append(np.asarray(rests.sum(axis=1)).tolist())
    return found


def _best(criterion: AnyCriterion, catalogue: Catalogue) -> tuple[str, str, str]:
    known = [catalogue.sources[slug] for slug in criterion.source if slug in catalogue.sources]
    if not known:
        return criterion.source[0], "unknown", ""
    best = min(known, key=lambda one: (_weakness(one.kind), one.slug))
    return best.slug, best.kind, best.url


def _weakness(kind: str) -> float:
    return _WEAK.get(kind, _WEAKEST)


def _day(criterion: AnyCriterion, catalogue: Catalogue, best: tuple[str, str, str]) -> str:
    source = catalogue.sources.get(best[0])
    return criterion.as_of or (source.as_of if source else "undated")


def _age(as_of: str, on: date) -> float:
    """Half years since a day, one at least; an unknown day counts as old."""
    if as_of in UNDATED:
        return _UNKNOWN_AGE
    days = (on - when(as_of).last_day).days
    return max(days / _HALF_YEAR, 0.1)
