"""May this startup enter this programme, and how do we know?

A missing fact makes a criterion *unknown*, and an unknown criterion asks a question instead of
rejecting a startup. Each kind of criterion has its one meaning here, over columns: the same lines
answer for one profile and for a million.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar, assert_never

import numpy as np

from matcher.eligibility.answer import MET, NOT_APPLICABLE, UNKNOWN, UNMET, Verdict, both, three
from matcher.eligibility.columns import area_bits, certificate
from matcher.eligibility.conditions import (
    aged,
    clean,
    closing_day,
    controlled,
    joined_by,
    places,
    sized,
    stated,
)
from profiles.vocabulary import Stage
from programmes.criteria import (
    Age,
    AnyCriterion,
    Area,
    Certified,
    Coinvestment,
    Consortium,
    ContentShare,
    Control,
    HoldsIdentifier,
    NotSanctioned,
    NoWeapon,
    OpenTo,
    OwnsTechnology,
    Readiness,
    Seat,
    SingleApplicant,
    Size,
    StageIn,
    Statement,
    Use,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.vocabulary import When

__all__ = ["answers", "joined"]

_Cell = TypeVar("_Cell")


def answers(
    criterion: AnyCriterion, frame: Frame, *, on: datetime, closes: When | None = None
) -> Answers:
    """What one criterion finds in each profile.

    Args:
        criterion: One condition of a programme.
        frame: n profiles as columns.
        on: The instant that is asked about; group membership is taken on its day in UTC.
        closes: When the call closes, for conditions counted to that day.

    Returns:
        Shape (n,), values of ``Answer``. A criterion that we are not sure of is never met or
        unmet: it is unknown.
    """
    found = _meaning(criterion, frame, on.astimezone(UTC).date(), closes)
    if not criterion.sure:
        found = np.where(found == NOT_APPLICABLE, found, UNKNOWN).astype(np.uint8)
    return found


def _meaning(criterion: AnyCriterion, frame: Frame, day: date, closes: When | None) -> Answers:
    match criterion:
        case Seat():
            seats = {
                "incorporated": frame.incorporated,
                "headquartered": frame.headquartered,
                "managed": frame.managed,
            }
            return places(criterion.within, criterion.perhaps, day)[seats[criterion.basis]]
        case Control():
            return controlled(criterion, frame, day)
        case Area():
            wanted = np.uint16(area_bits(criterion.areas))
            return three(frame.areas != 0, (frame.areas & wanted) != 0)
        case Readiness():
            low, high = criterion.min or 1, criterion.max or 9
            inside = (frame.trl_low >= low) & (frame.trl_high <= high)
            outside = (frame.trl_low > high) | (frame.trl_high < low)
            return three((frame.trl_low > 0) & (inside | outside), inside)
        case StageIn():
            wanted_stages = [i for i, stage in enumerate(Stage) if stage in criterion.stages]
            return three(frame.stage >= 0, np.isin(frame.stage, wanted_stages))
        case Size():
            return sized(criterion, frame)
        case Age():
            return aged(criterion, frame, closing_day(day, closes))
        case OwnsTechnology():
            return _yes(frame, "owns_technology")
        case HoldsIdentifier():
            wanted_id = criterion.identifier.lower()
            return _each(frame.identifiers, lambda held: _holds(held, wanted_id))
        case Consortium():
            return joined_by(criterion, frame, day)
        case SingleApplicant():
            return np.full(len(frame), MET, np.uint8)
        case Coinvestment():
            share = frame.coinvestment
            return three(~np.isnan(share), share >= criterion.min_share)
        case ContentShare():
            return three(~np.isnan(frame.content), frame.content <= criterion.max_share)
        case Use():
            found = np.full(len(frame), MET, np.uint8)
            for wanted_use, name in (
                (criterion.civil, "civil_use"),
                (criterion.defence, "defence_use"),
            ):
                if wanted_use:
                    found = both(found, _yes(frame, name))
            return found
        case NoWeapon():
            weapon = frame.flags["weapon"]
            if criterion.certain:
                return three(weapon >= 0, weapon == 0)
            return np.where(weapon == 0, NOT_APPLICABLE, UNKNOWN).astype(np.uint8)
        case NotSanctioned():
            return clean(criterion, frame)
        case Certified():
            wanted_names = frozenset(certificate(name) for name in criterion.any_of)
            return _each(frame.certifications, lambda held: not held.isdisjoint(wanted_names))
        case OpenTo():
            return np.full(
                len(frame), MET if "company" in criterion.applicants else UNMET, np.uint8
            )
        case Statement():
            return stated(criterion, frame, day)
        case _:
            assert_never(criterion)


def _yes(frame: Frame, name: str) -> Answers:
    column = frame.flags[name]
    return three(column >= 0, column == 1)


def _holds(held: Mapping[str, str | None], name: str) -> bool | None:
    """One that is not mentioned is not known; one given as null is known to be lacking."""
    return bool(held[name]) if name in held else None


def _each(cells: Sequence[_Cell | None], holds: Callable[[_Cell], bool | None]) -> Answers:
    found = (None if cell is None else holds(cell) for cell in cells)
    return np.array([UNKNOWN if f is None else MET if f else UNMET for f in found], np.uint8)


def joined(worst: Answers, *, pool: NDArray[np.bool_]) -> Answers:
    """The verdict that follows from the worst answer of a programme's criteria.

    The order of criteria does not matter to the worst answer, and another one never betters it.

    Args:
        worst: Values of ``Answer``, shape (..., n).
        pool: Whether states are the buyers, so that a company can only supply; broadcastable.

    Returns:
        Values of ``Verdict``, in the shape of ``worst``.
    """
    best = np.where(pool, Verdict.SUPPLY_CHAIN, Verdict.ELIGIBLE)
    middle = np.where(pool, Verdict.SUPPLY_CHAIN, Verdict.UNDETERMINED)
    found = np.where(worst == UNKNOWN, middle, best)
    return np.where(worst == UNMET, Verdict.INELIGIBLE, found).astype(np.uint8)
