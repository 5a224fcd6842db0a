"""What does one criterion answer for one profile, worked out slowly and a second time?

Written from what the criteria are documented to mean, in plain Python over one profile: no columns,
no tables, no code shared with ``matcher.eligibility``. Unknown facts of a
consortium are tried out one by one instead of being counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import permutations, product

from profiles.model import Profile
from profiles.vocabulary import Stage, When, areas, group
from programmes import criteria as c

MET, UNMET, UNKNOWN, NOT_APPLICABLE = "met", "unmet", "unknown", "not-applicable"

SURE = {"high", "medium-high", "medium"}
IN, OUT, MAYBE = "in", "out", "maybe"


def answer(
    criterion: c.Criterion, profile: Profile, on: datetime, closes: When | None = None
) -> str:
    """The answer in a word; a rule that is not sure can be not applicable, or unknown."""
    found = _certain(criterion, profile, on.astimezone(UTC).date(), closes)
    if criterion.confidence not in SURE and found != NOT_APPLICABLE:
        return UNKNOWN
    return found


def verdict(answers: list[str], *, pool: bool) -> str:
    """What the answers to all criteria of one programme amount to."""
    if UNMET in answers:
        return "ineligible"
    if pool:
        return "supply_chain"
    return "undetermined" if UNKNOWN in answers else "eligible"


def _certain(criterion: c.Criterion, p: Profile, day: date, closes: When | None) -> str:
    if isinstance(criterion, c.Seat):
        code = {
            "incorporated": p.incorporated_in,
            "headquartered": p.headquarters,
            "managed": p.managed_from,
        }[criterion.basis]
        return _place(criterion, code, day)
    if isinstance(criterion, c.Control):
        if p.controlled_from is None:
            return _place(criterion, None, day)
        return _all([_place(criterion, code, day) for code in p.controlled_from])
    if isinstance(criterion, c.Area):
        if set(criterion.areas) == {one.slug for one in areas()}:
            return MET
        if p.areas is None:
            return UNKNOWN
        mine = {slug.split("/")[0] for slug in p.areas}
        return _yes(bool(mine & set(criterion.areas)))
    if isinstance(criterion, c.Readiness):
        if ((criterion.min or 1), (criterion.max or 9)) == (1, 9):
            return MET
        return _alike(
            _yes((criterion.min or 1) <= level <= (criterion.max or 9))
            for level in _each(p.trl, p.trl_range)
        )
    if isinstance(criterion, c.StageIn):
        if set(criterion.stages) == set(Stage):
            return MET
        return UNKNOWN if p.stage is None else _yes(Stage(p.stage) in set(criterion.stages))
    if isinstance(criterion, c.Size):
        return _size(criterion, p)
    if isinstance(criterion, c.Age):
        return _age(criterion, p, day, closes)
    if isinstance(criterion, c.OwnsTechnology):
        return _flag(p.owns_technology)
    if isinstance(criterion, c.HoldsIdentifier):
        held = p.identifiers or {}
        if criterion.identifier not in held:
            return UNKNOWN
        return _yes(bool(held[criterion.identifier]))
    if isinstance(criterion, c.Consortium):
        return _consortium(criterion, p, day)
    if isinstance(criterion, c.SingleApplicant):
        return MET
    if isinstance(criterion, c.Coinvestment):
        share = p.private_coinvestment_share
        return UNKNOWN if share is None else _yes(share >= criterion.min_share)
    if isinstance(criterion, c.ContentShare):
        share = p.non_eligible_content_share
        return UNKNOWN if share is None else _yes(share <= criterion.max_share)
    if isinstance(criterion, c.Use):
        wanted = [p.civil_use] * criterion.civil + [p.defence_use] * criterion.defence
        return _all([_flag(value) for value in wanted])
    if isinstance(criterion, c.NoWeapon):
        return _weapon(criterion, p)
    if isinstance(criterion, c.NotSanctioned):
        return _sanctions(criterion, p)
    if isinstance(criterion, c.Certified):
        if p.certifications is None:
            return UNKNOWN
        return _yes(any(_same(a, b) for a in p.certifications for b in criterion.any_of))
    if isinstance(criterion, c.OpenTo):
        return _yes("company" in criterion.applicants)
    if isinstance(criterion, c.Statement):
        found = _flag((p.statements or {}).get(criterion.id))
        if criterion.unless is None:
            return found
        seat = c.Seat(basis="incorporated", within=criterion.unless, source=criterion.source)
        return _any([found, _place(seat, p.incorporated_in, day)])
    raise TypeError(criterion)


def _yes(holds: bool) -> str:
    return MET if holds else UNMET


def _flag(value: bool | None) -> str:
    return UNKNOWN if value is None else _yes(value)


def _all(answers: list[str]) -> str:
    """One unmet fails all; else one unknown leaves all open."""
    for worst in (UNMET, UNKNOWN):
        if worst in answers:
            return worst
    return MET


def _any(answers: list[str]) -> str:
    for best in (MET, UNKNOWN):
        if best in answers:
            return best
    return UNMET


def _inside(where: c.Where, code: str, day: date) -> str:
    """Whether a country lies in a set of countries on a day."""
    if code in where.except_for:
        return OUT
    if where.anywhere or code in where.countries:
        return IN
    found = {_member(slug, code, day) for slug in where.groups}
    return IN if IN in found else MAYBE if MAYBE in found else OUT


def _member(slug: str, code: str, day: date) -> str:
    """Try out every day on which it may have joined and left."""
    for one in group(slug).memberships:
        if one.country == code:
            starts = [day] if one.joined is None else [one.joined.first_day, one.joined.last_day]
            ends = [day] if one.left is None else [one.left.first_day, one.left.last_day]
            held = {start <= day <= end for start in starts for end in ends}
            return MAYBE if len(held) == 2 else IN if held == {True} else OUT
    return OUT


def _place(criterion: c.Seat | c.Control, code: str | None, day: date) -> str:
    within, perhaps = criterion.within, criterion.perhaps
    if code is None:
        no_country_is_left_out = within is not None and within.anywhere and not within.except_for
        return MET if no_country_is_left_out else UNKNOWN
    sure = OUT if within is None else _inside(within, code, day)
    if sure == IN:
        return MET
    if sure == MAYBE or (perhaps is not None and _inside(perhaps, code, day) != OUT):
        return UNKNOWN
    return UNMET


def _bound(value: float | None, most: float) -> str:
    return UNKNOWN if value is None else _yes(value <= most)


def _each(number: int | None, ends: tuple[int, int] | None) -> list[int]:
    """Every value that a fact can have."""
    if number is not None:
        return [number]
    return [] if ends is None else list(range(ends[0], ends[1] + 1))


def _alike(answers: Iterable[str]) -> str:
    """The answer on which all values agree."""
    found = set(answers)
    return found.pop() if len(found) == 1 else UNKNOWN


def _size(criterion: c.Size, p: Profile) -> str:
    found = []
    if criterion.max_headcount is not None:
        heads = _each(p.headcount, p.headcount_range)
        found.append(_alike(_bound(one, criterion.max_headcount) for one in heads))
    if criterion.min_headcount is not None:
        heads = _each(p.headcount, p.headcount_range)
        found.append(_alike(_bound(-one, -criterion.min_headcount) for one in heads))
    sums = []
    if criterion.max_turnover_eur is not None:
        sums.append(_bound(p.turnover_eur, criterion.max_turnover_eur))
    if criterion.max_balance_sheet_eur is not None:
        sums.append(_bound(p.balance_sheet_eur, criterion.max_balance_sheet_eur))
    if sums:
        found.append(_any(sums))
    return _all(found)


def _full_years(born: date, day: date) -> int:
    """Birthdays that have come; one of 29 February comes on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _age(criterion: c.Age, p: Profile, day: date, closes: When | None) -> str:
    if p.founded_when is None:
        return UNKNOWN
    if closes is not None:
        day = max(day, (closes.latest - timedelta(microseconds=1)).date())
    ages = {_full_years(born, day) for born in (p.founded_when.first_day, p.founded_when.last_day)}
    young = {age < criterion.max_years for age in ages}
    return UNKNOWN if len(young) == 2 else _yes(young == {True})


def _weapon(criterion: c.NoWeapon, p: Profile) -> str:
    weapon = p.weapon
    if weapon is None and p.defence_use is False:
        weapon = False
    if criterion.certain:
        return UNKNOWN if weapon is None else _yes(not weapon)
    return NOT_APPLICABLE if weapon is False else UNKNOWN


def _sanctions(criterion: c.NotSanctioned, p: Profile) -> str:
    found = [UNKNOWN if p.sanctioned is None else _yes(not p.sanctioned)]
    if criterion.high_risk:
        for code in (p.incorporated_in, p.headquarters, p.managed_from):
            found.append(UNKNOWN if code is None else _yes(code not in criterion.high_risk))
        if p.controlled_from is None:
            found.append(UNKNOWN)
        else:
            found += [_yes(code not in criterion.high_risk) for code in p.controlled_from]
    return _all(found)


def _same(one: str, other: str) -> bool:
    """Names of certifications: "ISO 27001", "iso-27001" and "ISO:27001" are one."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> list[str]:
    return name.casefold().replace("-", " ").replace(":", " ").split()


def _consortium(criterion: c.Consortium, p: Profile, day: date) -> str:
    if p.partners is None:
        return UNKNOWN
    seats = [p.incorporated_in, *(partner.country for partner in p.partners)]
    found = _numbers(criterion, seats, day, criterion.entities, criterion.countries)
    if found == UNMET and criterion.relaxed is not None:
        fewer = criterion.relaxed
        if _numbers(criterion, seats, day, fewer.entities, fewer.countries) != UNMET:
            found = UNKNOWN
    return _all([found, _each_place(criterion, seats, day)])


def _numbers(
    criterion: c.Consortium, seats: list[str | None], day: date, entities: int, nations: int
) -> str:
    """Every way in which the unknown may turn out, tried: who counts, and from which country."""
    # Countries of nobody else stand for the seats that are not known, beside those that are.
    known = sorted({seat for seat in seats if seat})
    open_world = [*known, *(f"?{i}" for i in range(len(seats)))]
    where = criterion.within
    choices: list[list[tuple[bool, str]]] = []
    for seat in seats:
        if seat is None:
            free = where is None or (where.anywhere and not where.except_for)
            inside = [code for code in open_world if code[0] == "?" or _may_count(where, code, day)]
            choices.append([(True, code) for code in inside] + [(False, "")] * (not free))
        else:
            state = IN if where is None else _inside(where, seat, day)
            options = {IN: [True], OUT: [False], MAYBE: [True, False]}[state]
            choices.append([(counts, seat) for counts in options])
    outcomes = set()
    for world in product(*choices):
        counting = [seat for counts, seat in world if counts]
        outcomes.add(len(counting) >= entities and len(set(counting)) >= nations)
    return UNKNOWN if len(outcomes) == 2 else _yes(outcomes == {True})


def _may_count(where: c.Where | None, code: str, day: date) -> bool:
    return where is None or _inside(where, code, day) != OUT


def _each_place(criterion: c.Consortium, seats: list[str | None], day: date) -> str:
    """A different member for each place: surely, perhaps, or not at all."""

    def state(where: c.Where, seat: str | None) -> str:
        if seat is None:
            return IN if where.anywhere and not where.except_for else MAYBE
        return _inside(where, seat, day)

    wanted = criterion.each_of
    chosen = list(permutations(seats, len(wanted)))
    grids = [[state(w, s) for w, s in zip(wanted, some, strict=True)] for some in chosen]
    if any(all(cell == IN for cell in grid) for grid in grids):
        return MET
    return UNKNOWN if any(OUT not in grid for grid in grids) else UNMET
