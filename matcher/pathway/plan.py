"""In which order would a startup walk from prototype to production, and where can it not go on?

The route is the shortest one through what was matched; see ``matcher.pathway.route``. A gap names
the offers that would serve its levels and keep the startup out, what they say, and what would close
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer, Verdict
from matcher.pathway.route import GAP_MONTHS, Leg, route
from matcher.pathway.ways import (
    NO_MONTHS,
    PRODUCTION,
    USUAL,
    Way,
    money_of,
    month_after,
    way_of,
    window,
)
from matcher.results import Match, Step
from profiles.vocabulary import by_code, instant
from programmes.model import Status

if TYPE_CHECKING:
    from matcher.results import MatchPage
    from profiles.model import Profile
    from programmes.model import Programme, Source

__all__ = ["Barred", "Gap", "Route", "pathway", "plan"]

_NAMED = 5
_FEW = 3


@dataclass(frozen=True, slots=True)
class Barred:
    """An offer at the level of a gap that the startup cannot use, and why."""

    programme: str
    name: str
    says: str
    change: str | None
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Levels between which no offer leads on.

    Attributes:
        from_trl, to_trl: 10 stands for orders in series.
        starts, ends: Days, if the company climbs by itself.
        says: The gap in a sentence.
        barred: Offers that would serve it.
        closes: What would close it, the nearest first.
    """

    from_trl: int
    to_trl: int
    starts: str
    ends: str
    says: str
    barred: tuple[Barred, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The route of one startup.

    Attributes:
        profile, on: Who, and the day that is asked about.
        from_trl: Where it starts; None where that is not known, and nothing is drawn.
        steps: In order.
        gaps: In order.
        ends: The day on which it is through, by our assumptions; None where nothing is drawn.
        notes: What a reader should know.
        settings: What the answer depends on besides profile and day.
        money: What a company can receive on the way, step by step; empty where no sum is on file.
    """

    profile: str
    on: str
    from_trl: int | None
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    ends: str | None
    notes: tuple[str, ...]
    settings: dict[str, str]
    money: tuple[str, ...] = ()


def pathway(
    matches: Sequence[Match],
    programmes: Mapping[str, Programme],
    *,
    profile: Profile,
    on: date,
    sources: Mapping[str, Source],
    waits: Callable[[str], Sequence[str]] | None = None,
) -> tuple[Step, ...]:
    """The steps alone.

    Args:
        matches: Ranked, best first.
        programmes: By id.
        profile: The startup.
        on: The day that is asked about.
        sources: The catalogue's sources, by slug.
        waits: What a programme's verdict waits for, where the matches come without findings.
    """
    profile = profile.believed()
    start = _start(profile)
    if start is None or _country(profile) is None:
        return ()
    ways = _ways(matches, programmes, profile)
    legs = route(ways, level=start, on=on)
    return tuple(
        _step(leg, leg.way, ways, programmes, on, sources, waits) for leg in legs if leg.way
    )


def plan(
    profile: Profile,
    result: MatchPage,
    programmes: Mapping[str, Programme],
    sources: Mapping[str, Source],
    months: Mapping[str, int] = NO_MONTHS,
) -> Route:
    """Steps, gaps, and what would close them.

    A route of a company of which nobody knows where it is or how far it is would be made up:
    without its country and its readiness, stated or read, nothing is drawn, and both are asked for.

    Args:
        profile: The startup.
        result: What was found for it, whole: no filters, nothing cut.
        programmes: By id.
        sources: The catalogue's sources, by slug.
        months: By kind of offer, and for a ``gap``, how long one takes, in place of our
            assumptions.
    """
    on = instant(result.on).date()
    stated, profile = profile, profile.believed()
    start = _start(profile)
    if start is None or _country(profile) is None:
        asked = tuple(_asked(profile, start))
        settings = dict(result.settings)
        return Route(profile.id, result.on, start, (), (), None, asked, settings)
    ways = _ways(result.matches, programmes, profile, months)
    climb = months.get("gap", GAP_MONTHS)
    legs = route(ways, level=start, on=on, gap=climb)
    steps = tuple(_step(leg, leg.way, ways, programmes, on, sources) for leg in legs if leg.way)
    gaps = tuple(_gap(span, profile, result, programmes, on, climb) for span in _spans(legs))
    last = max((leg.finishes for leg in legs), default=0)
    return Route(
        profile=profile.id,
        on=result.on,
        from_trl=start,
        steps=steps,
        gaps=gaps,
        ends=month_after(on, last).isoformat(),
        notes=tuple(_notes(stated, profile, start, legs)),
        settings=dict(result.settings),
        money=tuple(f"{one.programme}: {one.money}" for one in steps if one.money),
    )


def _ways(
    matches: Sequence[Match],
    programmes: Mapping[str, Programme],
    profile: Profile,
    months: Mapping[str, int] = NO_MONTHS,
) -> list[Way]:
    found = (
        way_of(match, programmes[match.programme], months)
        for match in matches
        if _relevant(programmes[match.programme], profile)
    )
    return [way for way in found if way is not None]


def _relevant(programme: Programme, profile: Profile) -> bool:
    """Whether an offer speaks of one of the startup's areas; where either names none, it does."""
    mine = {slug.partition("/")[0] for slug in profile.areas or ()}
    return not mine or not programme.areas or not mine.isdisjoint(programme.areas)


def _start(profile: Profile) -> int | None:
    """The startup's own level, the lower end where only a range is known."""
    if profile.trl is not None:
        return profile.trl
    return profile.trl_range[0] if profile.trl_range else None


def _country(profile: Profile) -> str | None:
    return profile.headquarters or profile.incorporated_in or profile.managed_from


def _asked(profile: Profile, start: int | None) -> Iterator[str]:
    """What has to be known before a route can be drawn."""
    yield "No route is drawn: it would be made up."
    if _country(profile) is None:
        yield "Where is the company? Say so with --set headquarters=NL, or in the profile."
    if start is None:
        yield "How far is the technology, TRL 1 to 9? Say so with --set trl=6, or in the profile."


def _step(
    leg: Leg,
    way: Way,
    ways: Sequence[Way],
    programmes: Mapping[str, Programme],
    on: date,
    sources: Mapping[str, Source],
    waits: Callable[[str], Sequence[str]] | None = None,
) -> Step:
    match = way.match
    programme = programmes[match.programme]
    basis = programme.provenance["*"]
    source = way.source or basis.source[0]
    dated = sources[source].as_of if source in sources else "undated"
    waiting: Sequence[str] = ()
    if match.verdict == Verdict.UNDETERMINED.word:
        waiting = waits(match.programme) if waits else _unknown(match)
    return Step(
        programme=match.programme,
        name=match.name,
        verdict=match.verdict,
        status=match.status,
        readiness=f"{_level(leg.start)} to {_level(leg.end)}",
        says=_when(match, leg, on),
        kind=match.kind,
        from_trl=leg.start,
        to_trl=leg.end,
        starts=month_after(on, leg.begins).isoformat() if leg.begins else on.isoformat(),
        ends=month_after(on, leg.finishes).isoformat(),
        money=money_of(programme),
        assumes=way.says + ("; another call like the last one" if leg.again else ""),
        waits=tuple(waiting[:_FEW]),
        because=f"the shortest way to {_level(leg.end)}, with a fit of {match.fit:.2f}",
        alternatives=_alternatives(way, leg, ways),
        source=source,
        as_of=way.as_of or dated,
    )


def _alternatives(way: Way, leg: Leg, ways: Sequence[Way]) -> tuple[str, ...]:
    """Other offers that lead as far from the same level, the best fit first."""
    others = [
        one
        for one in ways
        if one is not way and (one.ends(leg.start) or 0) >= leg.end and one.buys == way.buys
    ]
    others.sort(key=lambda one: (-one.match.fit, one.match.programme))
    return tuple(one.match.programme for one in others[:_FEW])


def _unknown(match: Match) -> list[str]:
    return [finding.says for finding in match.findings if finding.answer == Answer.UNKNOWN.word]


def _level(level: int) -> str:
    return "orders in series" if level == PRODUCTION else f"TRL {level}"


def _when(match: Match, leg: Leg, on: date) -> str:
    if leg.again:
        return f"no call announced for {month_after(on, leg.begins):%Y-%m}: counts on another one"
    match match.status:
        case Status.OPEN:
            return f"open until {match.closes}"
        case Status.FORECAST:
            return f"expected {match.opens}" if match.opens else "announced"
        case Status.ROLLING:
            return "entries at any time"
        case _:
            return "no dates known: states buy together, companies supply"


def _spans(legs: Sequence[Leg]) -> list[list[Leg]]:
    """Gaps that follow one another, taken together."""
    found: list[list[Leg]] = []
    for at, leg in enumerate(legs):
        if leg.way is not None:
            continue
        if at and legs[at - 1].way is None:
            found[-1].append(leg)
        else:
            found.append([leg])
    return found


def _gap(
    span: Sequence[Leg],
    profile: Profile,
    result: MatchPage,
    programmes: Mapping[str, Programme],
    on: date,
    climb: int,
) -> Gap:
    low, high = span[0].start, span[-1].end
    barred = [
        found
        for refusal in result.ineligible
        if (found := _barred(refusal, programmes[refusal.programme], low, high, profile))
    ]
    barred += [
        found
        for match in result.matches
        if (found := _unusable(match, programmes[match.programme], low, high, profile))
    ]
    # What the startup can change goes first, then what speaks most of its field.
    fits = {one.programme: one.fit for one in result.ineligible}
    fits |= {one.programme: one.fit for one in result.matches}
    barred.sort(key=lambda one: (one.change is None, -fits[one.programme], one.programme))
    shown = tuple(barred[:_NAMED])
    closes = list(dict.fromkeys(f"{one.name}: {one.change}" for one in barred if one.change))
    closes += [
        f"own money or a customer for about {climb * len(span)} months"
        f" ({'our assumption' if climb == GAP_MONTHS else 'as you say'})"
    ]
    where = profile.incorporated_in or profile.headquarters
    firm = f"a company in {by_code(where).name}" if where else "this company"
    reasons = "; ".join(f"{one.name}: {one.says}" for one in shown[:_FEW])
    between = f"Between {_level(low)} and {_level(high)} no programme takes {firm}"
    return Gap(
        from_trl=low,
        to_trl=high,
        starts=month_after(on, span[0].begins).isoformat() if span[0].begins else on.isoformat(),
        ends=month_after(on, span[-1].finishes).isoformat(),
        says=f"{between}{f': {reasons}' if reasons else ', and none on file serves these levels'}",
        barred=shown,
        closes=tuple(closes[:_NAMED]),
    )


def _serves(programme: Programme, low: int, high: int, profile: Profile) -> bool:
    """Whether an offer begins inside a gap and speaks of the startup's field."""
    if programme.standing in {"ended", "proposal"} or not _relevant(programme, profile):
        return False
    if programme.buyers == "states":
        return high == PRODUCTION
    usual = USUAL[programme.kind]
    begins, ends, _ = window(programme)
    return (begins or usual.low) < min(high, PRODUCTION) and (ends or usual.high) >= low


def _barred(
    refusal: Match, programme: Programme, low: int, high: int, profile: Profile
) -> Barred | None:
    unmet = [f for f in refusal.findings if f.answer == Answer.UNMET.word]
    if not unmet or not _serves(programme, low, high, profile):
        return None
    first = unmet[0]
    if first.criterion == "open-to":
        return None  # what no company may enter would serve none
    more = f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""
    change = first.change if refusal.near_miss else None
    return Barred(
        refusal.programme, refusal.name, first.says + more, change, first.source, first.as_of
    )


def _unusable(
    match: Match, programme: Programme, low: int, high: int, profile: Profile
) -> Barred | None:
    """An offer that would take the startup, were it open."""
    if way_of(match, programme) is not None or not _serves(programme, low, high, profile):
        return None
    if not match.findings:
        return None
    first = match.findings[0]
    if match.outlook == "unlikely":
        says = next((f.says for f in match.findings if f.answer == Answer.UNKNOWN.word), first.says)
    elif match.verdict == Verdict.SUPPLY_CHAIN.word:
        says = "states buy there what its texts do not speak of"
    elif match.status == Status.CLOSED:
        says = "it has closed"
    else:
        says = "no date is known for its next call"
    return Barred(match.programme, match.name, says, None, first.source, first.as_of)


def _notes(stated: Profile, profile: Profile, start: int, legs: Sequence[Leg]) -> list[str]:
    notes = [
        "Levels gained and months are our assumptions, by kind of offer; each step says which part"
        " its programme states."
    ]
    if stated.trl is None:
        how = "read out of the text" if stated.trl_range is None else "the lower end of its range"
        notes.append(f"The route starts at TRL {start}, {how}: put it right with --set trl=...")
    if _country(stated) is None:
        notes.append(f"The country, {_country(profile)}, was read out of the text.")
    if any(leg.again for leg in legs):
        notes.append("Some steps count on another call like the last one: none is announced.")
    return notes
