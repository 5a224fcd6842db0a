"""What do the conditions mean that take more than one comparison?

Places on a date, control from outside, size, age, consortia, ties to sanctioned states. Each
answers for all rows of a frame at once; ``matcher.eligibility`` names the kinds and joins them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, both, either, three
from profiles.vocabulary import by_code, countries, group

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Partner
    from profiles.vocabulary import When
    from programmes.criteria import Age, Consortium, Control, NotSanctioned, Size, Statement, Where

__all__ = [
    "aged",
    "clean",
    "closing_day",
    "controlled",
    "joined_by",
    "places",
    "sized",
    "stated",
    "years_before",
]


def places(within: Where | None, perhaps: Where | None, on: date) -> Answers:
    """The answer for each country, by its position, and one more at the end for "not known".

    Group membership is taken on the day. Where the day of joining is itself not known, or the
    country is only among ``perhaps``, the answer is unknown. A country that is not known is inside
    only where no country is left out.

    Returns:
        Shape (number of countries + 1,), so that position -1 reads the last.
    """
    table = np.full(len(countries()) + 1, UNMET, np.uint8)
    if perhaps is not None:
        table[:-1][_held(perhaps, on) != UNMET] = UNKNOWN
    if within is not None:
        table[:-1] = either(table[:-1], _held(within, on))
    free = within is not None and within.anywhere and not within.except_for
    table[-1] = MET if free else UNKNOWN
    return table


@lru_cache(maxsize=1024)
def _held(where: Where, on: date) -> Answers:
    """By country; whoever asks again about the day, for other startups, gets the same array."""
    every = countries()
    held = np.full(len(every), MET if where.anywhere else UNMET, np.uint8)
    for slug in where.groups:
        members = group(slug)
        for country in every:
            known = members.holds(country.code, on)
            answer = UNKNOWN if known is None else MET if known else UNMET
            held[country.index] = min(held[country.index], answer)
    for code in where.countries:
        held[by_code(code).index] = MET
    for code in where.except_for:
        held[by_code(code).index] = UNMET
    held.flags.writeable = False
    return held


def controlled(criterion: Control, frame: Frame, on: date) -> Answers:
    """Every controlling country must lie inside; the worst of them is the answer."""
    table = places(criterion.within, criterion.perhaps, on)
    # Many startups have owners in the same countries: each such set is looked at once.
    worst = {
        held: table[-1] if held is None else max(table[place] for place in held)
        for held in set(frame.controllers)
    }
    return np.array([worst[held] for held in frame.controllers], np.uint8)


def sized(criterion: Size, frame: Frame) -> Answers:
    """Heads within bounds, and turnover or balance sheet; either sum is enough where both count.

    Source: Commission Recommendation 2003/361/EC, Annex, Article 2.
    """
    # A band decides where both of its ends give the same answer; NaN compares as false.
    found = np.full(len(frame), MET, np.uint8)
    if criterion.max_headcount is not None:
        fits = frame.heads_high <= criterion.max_headcount
        found = both(found, three(fits | (frame.heads_low > criterion.max_headcount), fits))
    if criterion.min_headcount is not None:
        fits = frame.heads_low >= criterion.min_headcount
        found = both(found, three(fits | (frame.heads_high < criterion.min_headcount), fits))
    sums = [
        three(~np.isnan(column), column <= bound)
        for column, bound in (
            (frame.turnover, criterion.max_turnover_eur),
            (frame.balance, criterion.max_balance_sheet_eur),
        )
        if bound is not None
    ]
    if sums:
        found = both(found, either(sums[0], sums[-1]))
    return found


def closing_day(on: date, closes: When | None) -> date:
    """The day to which ages are counted: the closing day in UTC, or the day asked about."""
    if closes is None:
        return on
    return max(on, (closes.latest - timedelta(microseconds=1)).date())


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def aged(criterion: Age, frame: Frame, day: date) -> Answers:
    """Younger than the bound on that day: the birthday itself is too late.

    A founding date known only to the month or year is unknown where its days disagree.
    """
    limit = (years_before(day, criterion.max_years) - date(1970, 1, 1)).days
    found = np.full(len(frame), UNKNOWN, np.uint8)
    found[frame.founded_first > limit] = MET
    found[frame.founded_last <= limit] = UNMET
    return found


def joined_by(criterion: Consortium, frame: Frame, on: date) -> Answers:
    """Whether the startup and its partners are enough, from enough places."""
    inside = places(criterion.within, None, on) if criterion.within is not None else None
    wanted = [places(where, None, on) for where in criterion.each_of]
    found = np.full(len(frame), UNKNOWN, np.uint8)
    for row, partners in enumerate(frame.partners):
        if partners is not None:
            seats = [int(frame.incorporated[row]), *_seats(partners)]
            found[row] = _enough(criterion, seats, inside, wanted)
    return found


def _seats(partners: tuple[Partner, ...]) -> list[int]:
    return [by_code(p.country).index if p.country else -1 for p in partners]


def _enough(
    criterion: Consortium, seats: list[int], inside: Answers | None, wanted: list[Answers]
) -> np.uint8:
    """The numbers hold with those who surely count, or would with all who may."""
    certain = [s for s in seats if inside is None or inside[s] == MET]
    doubtful = [s for s in seats if inside is not None and inside[s] == UNKNOWN]
    here = {s for s in certain if s >= 0}
    # Members of unknown seat share one country at worst, and have one each at best.
    at_worst = max(len(here), min(len(certain), 1))
    at_best = len(here | {s for s in doubtful if s >= 0}) + seats.count(-1)

    def answer(entities: int, nations: int) -> np.uint8:
        if len(certain) >= entities and at_worst >= nations:
            return MET
        if len(certain) + len(doubtful) >= entities and at_best >= nations:
            return UNKNOWN
        return UNMET

    found = answer(criterion.entities, criterion.countries)
    if found == UNMET and criterion.relaxed is not None:
        eased = answer(criterion.relaxed.entities, criterion.relaxed.countries)
        found = UNKNOWN if eased != UNMET else UNMET
    if wanted:
        found = max(found, _one_from_each(seats, wanted))
    return found


def _one_from_each(seats: list[int], wanted: list[Answers]) -> np.uint8:
    """A different member from each place: met if surely so, unknown if it may be so."""
    for worst, answer in ((MET, MET), (UNKNOWN, UNKNOWN)):
        fits = [[i for i, s in enumerate(seats) if table[s] <= worst] for table in wanted]
        if _assignable(fits, frozenset()):
            return answer
    return UNMET


def _assignable(fits: list[list[int]], used: frozenset[int]) -> bool:
    if not fits:
        return True
    return any(_assignable(fits[1:], used | {i}) for i in fits[0] if i not in used)


def clean(criterion: NotSanctioned, frame: Frame) -> Answers:
    """Not sanctioned, and no seat or control in a high-risk state.

    One tie is enough to fail. Without any, every country fact has to be known to pass: a company
    that does not say who controls it is not cleared by where it is registered.
    """
    flag = frame.flags["sanctioned"]
    found = three(flag >= 0, flag == 0)
    if not criterion.high_risk:
        return found
    risky = [by_code(code).index for code in criterion.high_risk]
    for seat in (frame.incorporated, frame.headquartered, frame.managed):
        found = both(found, three(seat >= 0, ~np.isin(seat, risky)))
    ties = [None if held is None else not set(held).isdisjoint(risky) for held in frame.controllers]
    tied = np.array([UNKNOWN if tie is None else UNMET if tie else MET for tie in ties], np.uint8)
    return both(found, tied)


def stated(criterion: Statement, frame: Frame, on: date) -> Answers:
    """What the startup states; a seat in one of the places excepted is as good as a yes."""
    said = [None if cell is None else cell.get(criterion.id) for cell in frame.statements]
    found = np.array([UNKNOWN if s is None else MET if s else UNMET for s in said], np.uint8)
    if criterion.unless is None:
        return found
    return either(found, places(criterion.unless, None, on)[frame.incorporated])
