"""What did a selection turn on: stale rules, weak ones, facts that were read, one part of the fit?

Lists of applicants, each under the reason for which somebody should look again. Without a part of
the fit the order inside a band is made anew; nobody crosses a band by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from profiles.vocabulary import instant
from programmes.check import STALE_AFTER

if TYPE_CHECKING:
    from matcher.selection.audited import Audited, Ground

__all__ = ["Turned", "Without", "left_out", "turned_on"]

_WEAK = ("medium", "low-medium", "low", "unknown")
_BANDS = {"eligible": 0, "undetermined": 1, "supply_chain": 2, "ineligible": 3}
_OUTLOOKS = {"likely": 0, "open": 1, "unlikely": 2}


@dataclass(frozen=True, slots=True)
class Turned:
    """Whose answer turned on what: ``why`` in words, with the profiles."""

    why: str
    profiles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What becomes of the best so many if one part of the fit is left out."""

    feature: str
    leave: tuple[str, ...]
    enter: tuple[str, ...]


def turned_on(found: Audited, chosen: frozenset[str], on: date) -> tuple[Turned, ...]:
    """Who would stand elsewhere if a weak ground gave way."""
    old = on - STALE_AFTER
    days = STALE_AFTER // timedelta(days=1)
    lists: dict[str, list[str]] = {}
    for one in found.rows:
        unmet = [ground for ground in one.grounds if ground.answer == "unmet"]
        if one.verdict == "ineligible" and unmet:
            if all(_day(ground) < old for ground in unmet):
                lists.setdefault(
                    f"refused by rules alone that nobody has looked up for {days} days", []
                ).append(one.profile)
            if all(ground.confidence in _WEAK for ground in unmet):
                lists.setdefault("refused by rules alone that are weakly known", []).append(
                    one.profile
                )
        if one.profile in chosen:
            if one.verdict == "undetermined":
                lists.setdefault("chosen while answers are open", []).append(one.profile)
                if one.outlook == "likely":
                    lists.setdefault(
                        "chosen where only what was read, not stated, speaks for entry", []
                    ).append(one.profile)
        elif one.verdict == "undetermined" and one.outlook == "unlikely":
            lists.setdefault(
                "not chosen where what was read, not stated, speaks against entry", []
            ).append(one.profile)
    return tuple(Turned(why, tuple(sorted(who))) for why, who in sorted(lists.items()))


def _day(ground: Ground) -> date:
    return instant(ground.as_of).date()


def left_out(found: Audited, number: int) -> tuple[Without, ...]:
    """For each part of the fit, who of the best so many would change without it."""
    may = [one for one in found.rows if one.verdict != "ineligible" and one.points]
    features = list(dict.fromkeys(name for one in may for name in one.points if name != "start"))

    def best(feature: str | None) -> frozenset[str]:
        ordered = sorted(
            may,
            key=lambda one: (
                _BANDS[one.verdict],
                _OUTLOOKS[one.outlook],
                -round(one.fit - one.points.get(feature or "", 0.0), 6),
                one.profile,
            ),
        )
        return frozenset(one.profile for one in ordered[:number])

    whole = best(None)
    made = [
        Without(name, tuple(sorted(whole - best(name))), tuple(sorted(best(name) - whole)))
        for name in features
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.leave), one.feature)))
