"""What keeps two demands out of one pool, however alike they are?

Hard rules, each with the sentence that says so. They hold for pairs; for the two whose pairs do not
settle a group (where suppliers may sit, which frequencies are shared) there is a check of the whole
group as well. No similarity and no decision of a person overrides a rule.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from profiles.vocabulary import by_code, countries, group
from profiles.vocabulary.words import fold
from programmes.criteria import Where
from programmes.demands.model import Demand
from programmes.pools.signals import Calibre, FrequencyBand, bands, calibres, drives

__all__ = [
    "Barrier",
    "Rules",
    "allowed_seats",
    "barriers",
    "joint_barriers",
    "later",
    "months_apart",
    "where_words",
]

RuleName = Literal["calibre", "frequency", "drive", "unit", "dates", "suppliers", "supplier"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rules depend on besides the lines.

    Attributes:
        on: The day for which membership of groups of countries is taken.
        months: How far apart two days by which lines are needed may lie.
    """

    on: date
    months: int = 12


@dataclass(frozen=True, slots=True)
class Barrier:
    """One rule that keeps lines apart.

    Attributes:
        rule: Its name.
        says: Why, in a sentence without its end.
        months: By how many months a date would have to move; None for other rules.
    """

    rule: RuleName
    says: str
    months: int | None = None


def barriers(one: Demand, other: Demand, rules: Rules) -> tuple[Barrier, ...]:
    """All rules that keep two lines apart; none means that they may be joined.

    The answer does not depend on which of the two comes first, but for the words.
    """
    found: list[Barrier] = []
    first, second = calibres(one.item), calibres(other.item)
    if first and second and not _same_calibres(first, second):
        found.append(Barrier("calibre", f"{_listed(first)} is not {_listed(second)}"))
    tuned, heard = bands(one.item), bands(other.item)
    if tuned and heard and not any(a.meets(b) for a in tuned for b in heard):
        found.append(Barrier("frequency", f"{_listed(tuned)} and {_listed(heard)} share nothing"))
    wheels, others = drives(one.item), drives(other.item)
    if wheels and others and wheels != others:
        found.append(Barrier("drive", f"{_listed(wheels)} is not {_listed(others)}"))
    counted, measured = one.counted_in, other.counted_in
    if counted and measured and counted.dimension != measured.dimension:
        says = f"{counted.words} and {measured.words} do not add up"
        found.append(Barrier("unit", says))
    found += _dates(one, other, rules)
    if one.supplier and other.supplier and fold(one.supplier) != fold(other.supplier):
        says = f"one may buy from {one.supplier} alone, the other from {other.supplier} alone"
        found.append(Barrier("supplier", says))
    return (*found, *joint_barriers((one, other), rules))


def _same_calibres(first: Sequence[Calibre], second: Sequence[Calibre]) -> bool:
    """Every calibre of each side has its like on the other."""
    pairs = ((first, second), (second, first))
    return all(any(a.agrees(b) for b in right) for left, right in pairs for a in left)


def _listed(things: Iterable[object]) -> str:
    return " and ".join(map(str, things))


def _dates(one: Demand, other: Demand, rules: Rules) -> list[Barrier]:
    opens, closes = one.window
    starts, ends = other.window
    if closes and ends and (gap := months_apart(closes, ends)) > rules.months:
        early, late = (one, other) if closes < ends else (other, one)
        excess = gap - rules.months
        says = (
            f"{early.needed_by} and {late.needed_by} lie {gap} months apart,"
            f" {excess} more than the {rules.months} allowed"
        )
        return [Barrier("dates", says, excess)]
    for first, last, early, late in ((starts, closes, one, other), (opens, ends, other, one)):
        if first and last and first > last:
            excess = months_apart(first, last)
            says = (
                f"one is needed by {early.needed_by}, the other cannot be taken before"
                f" {late.needed_from}"
            )
            return [Barrier("dates", says, excess)]
    return []


def months_apart(one: date, other: date) -> int:
    """The months between two days, a month that has begun counted whole.

    >>> (
    ...     months_apart(date(2028, 1, 31), date(2028, 7, 31)),
    ...     months_apart(date(2028, 6, 30), date(2028, 7, 1)),
    ... )
    (6, 1)
    """
    first, last = sorted((one, other))
    months = (last.year - first.year) * 12 + last.month - first.month
    while later(first, months) < last:
        months += 1
    while months and later(first, months - 1) >= last:
        months -= 1
    return months


def later(day: date, months: int) -> date:
    """The same day some months later; the last day of a month stays the last one.

    >>> later(date(2028, 2, 29), 12), later(date(2028, 1, 30), 1)
    (datetime.date(2029, 2, 28), datetime.date(2028, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    length = monthrange(year, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if ends else min(day.day, length))


def allowed_seats(place: Where, on: date) -> frozenset[str]:
    """The countries in which a supplier may sit under a rule, on a day."""
    if place.anywhere:
        found = {one.code for one in countries()}
    else:
        found = {code for slug in place.groups for code in group(slug).members(on)}
        found |= set(place.countries)
    return frozenset(found - set(place.except_for))


def joint_barriers(lines: Sequence[Demand], rules: Rules) -> tuple[Barrier, ...]:
    """Rules that a whole group must keep: a place for its suppliers, a frequency they share.

    Three sets of countries may overlap pair by pair and still have no country in common.
    """
    found: list[Barrier] = []
    places = [line.supply_from for line in lines if line.supply_from is not None]
    if len(places) > 1:
        sets = [allowed_seats(place, rules.on) for place in places]
        if not frozenset.intersection(*sets):
            said = sorted({where_words(place) for place in places})
            says = f"no supplier can sit in {' and in '.join(said)} at once"
            found.append(Barrier("suppliers", says))
    spectra = [tuned for line in lines if (tuned := bands(line.item))]
    if len(spectra) > 2 and not _common(spectra):
        found.append(Barrier("frequency", "no frequency is shared by all"))
    return tuple(found)


def _common(spectra: Sequence[Sequence[FrequencyBand]]) -> bool:
    """Whether some frequency lies in every line's bands."""
    edges = sorted({band.low for spectrum in spectra for band in spectrum})
    return any(
        all(any(b.low <= edge < b.high for b in spectrum) for spectrum in spectra) for edge in edges
    )


def where_words(place: Where) -> str:
    """A seat rule in words."""
    names = [group(slug).name for slug in place.groups]
    names += [by_code(code).name for code in place.countries]
    return "any country" if place.anywhere else " or ".join(names)
