"""Which allies have an offer of their own, of which kinds, and where are the holes?

An offer is national if it is its own country's: its id begins with the country's code, or it takes
companies of that one country alone. What several nations offer together is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from profiles.errors import UnknownTerm
from profiles.vocabulary import country, group
from programmes.criteria import Control, Seat, Where
from programmes.model import Programme

__all__ = ["ALLIES", "Ally", "coverage", "home_of"]

ALLIES = "nato_32"
"""The group whose members are looked at."""


@dataclass(frozen=True, slots=True)
class Ally:
    """One ally's offers.

    Attributes:
        code, name: The country.
        national: The ids of its own offers, by kind.
        shared: Offers of several nations that do not refuse its companies by their seat, by kind.
    """

    code: str
    name: str
    national: dict[str, tuple[str, ...]]
    shared: dict[str, int]

    @property
    def hole(self) -> bool:
        """Whether it has no offer of its own."""
        return not self.national


def coverage(programmes: Iterable[Programme], on: date) -> tuple[Ally, ...]:
    """The offers of every ally, by name.

    Args:
        programmes: The catalogue's; what has ended, is a proposal or is bought by states is left
            out.
        on: The day on which groups are looked at.
    """
    live = [
        one
        for one in programmes
        if one.standing not in {"ended", "proposal"} and one.buyers == "none"
    ]
    homes = {one.id: home_of(one) for one in live}
    return tuple(
        _ally(code, [one for one in live if homes[one.id] == code],
              [one for one in live if homes[one.id] is None], on)
        for code in sorted(group(ALLIES).members(on), key=lambda code: country(code).name)
    )  # fmt: skip


def home_of(programme: Programme) -> str | None:
    """The country whose own offer it is; None for one of several nations."""
    prefix = programme.id.partition("-")[0]
    if len(prefix) == 2 and prefix not in {"eu", "un"}:
        try:
            return country(prefix).code
        except UnknownTerm:
            return None
    seats = [one.within for one in programme.criteria if isinstance(one, Seat) and one.within]
    single = {where.countries[0] for where in seats if _is_single(where)}
    return next(iter(single)) if len(single) == 1 else None


def _is_single(where: Where) -> bool:
    return len(where.countries) == 1 and not where.groups and not where.anywhere


def _ally(code: str, own: list[Programme], others: list[Programme], on: date) -> Ally:
    national: dict[str, list[str]] = {}
    for one in own:
        national.setdefault(one.kind, []).append(one.id)
    shared: dict[str, int] = {}
    for one in others:
        if _admits(one, code, on):
            shared[one.kind] = shared.get(one.kind, 0) + 1
    return Ally(
        code,
        country(code).name,
        {kind: tuple(sorted(ids)) for kind, ids in sorted(national.items())},
        dict(sorted(shared.items())),
    )


def _admits(programme: Programme, code: str, on: date) -> bool:
    """Whether no firm rule on seat or control refuses a company of that country."""
    for one in programme.criteria:
        if isinstance(one, Seat | Control) and one.sure:
            places = [where for where in (one.within, one.perhaps) if where is not None]
            if places and not any(_holds(where, code, on) for where in places):
                return False
    return True


def _holds(where: Where, code: str, on: date) -> bool:
    if code in where.except_for:
        return False
    if where.anywhere or code in where.countries:
        return True
    return any(group(slug).holds(code, on) is not False for slug in where.groups)
