"""In which order are matches shown, and what is left out?

Verdicts go first: fit never lifts a pair over a band. Inside a band what can still be entered goes
before what cannot, then the better fit, then the id. Filters act before anything is counted or cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.answer import Verdict
from programmes.criteria import Seat
from programmes.model import Status

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.model import Programme

__all__ = ["Filters", "Scored", "keeps", "keeps_profile", "near_miss", "ordered", "reaches"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with what its place depends on; ``key`` is the id that breaks ties."""

    key: str
    row: int
    verdict: Verdict
    status: Status
    fit: float


def ordered(pairs: Iterable[Scored]) -> list[Scored]:
    """Best first; the order of the input does not matter.

    >>> a = Scored("a", 0, Verdict.ELIGIBLE, Status.CLOSED, 0.9)
    >>> b = Scored("b", 1, Verdict.ELIGIBLE, Status.OPEN, 0.2)
    >>> c = Scored("c", 2, Verdict.UNDETERMINED, Status.OPEN, 0.99)
    >>> "".join(pair.key for pair in ordered([c, a, b]))
    'bac'
    """
    return sorted(pairs, key=lambda p: (p.verdict, not p.status.enterable, -p.fit, p.key))


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user wants to see; an empty field keeps everything.

    Attributes:
        countries: Programmes that companies of one of these countries may enter or supply.
        areas: Dual-use areas, at the level of the fourteen.
        kinds, statuses: As in the results.
        min_fit: The lowest fit shown.
    """

    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_fit: float = 0.0


def keeps(filters: Filters, programme: Programme, status: Status, fit: float) -> bool:
    """Whether a programme passes the filters."""
    return (
        fit >= filters.min_fit
        and (not filters.kinds or programme.kind in filters.kinds)
        and (not filters.statuses or status in filters.statuses)
        and (not filters.areas or not set(filters.areas).isdisjoint(programme.areas))
        and (
            not filters.countries
            or any(reaches(programme, country) for country in filters.countries)
        )
    )


def keeps_profile(filters: Filters, profile: Profile, fit: float) -> bool:
    """Whether an applicant passes the filters: seats on any basis, declared areas, fit."""
    seats = {profile.incorporated_in, profile.headquarters, profile.managed_from}
    mine = {slug.partition("/")[0] for slug in profile.areas or ()}
    return (
        fit >= filters.min_fit
        and (not filters.countries or not seats.isdisjoint(filters.countries))
        and (not filters.areas or not mine.isdisjoint(filters.areas))
    )


def reaches(programme: Programme, country: str) -> bool:
    """Whether no rule on seats keeps a country's companies out, membership dates aside."""
    from profiles.vocabulary import group

    for criterion in programme.criteria:
        if isinstance(criterion, Seat):
            wheres = [w for w in (criterion.within, criterion.perhaps) if w is not None]
            inside = any(
                (
                    w.anywhere
                    or country in w.countries
                    or any(country in {m.country for m in group(g).memberships} for g in w.groups)
                )
                and country not in w.except_for
                for w in wheres
            )
            if not inside:
                return False
    if programme.pool is not None and programme.pool.participants:
        return country in programme.pool.participants
    return True


def near_miss(unmet_changes: Sequence[str | None]) -> bool:
    """Whether one unmet criterion stands in the way, and it can be changed."""
    return len(unmet_changes) == 1 and unmet_changes[0] is not None
