"""In which order would a startup walk through what it matched?

From prototype to production: first by the readiness at which an offer begins, then by when it can
be entered. What is ineligible or closed for good is no step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.answer import Verdict
from matcher.results import Match, Step
from programmes.criteria import Readiness
from programmes.model import Status

if TYPE_CHECKING:
    from programmes.model import Programme

__all__ = ["pathway"]

_KIND_BEGINS = {
    "challenge": 4,
    "accelerator": 4,
    "grant": 4,
    "contract": 5,
    "fund": 6,
    "loan": 6,
    "framework": 7,
    "pool": 8,
}
"""Where a kind of offer usually begins, for those that state no readiness (our assumption)."""
_STOPS = 3
"""Steps of one kind; more would be a list, not a way."""


def pathway(matches: Sequence[Match], programmes: Mapping[str, Programme]) -> tuple[Step, ...]:
    """Steps from prototype to production among matches that can still be entered.

    Args:
        matches: Ranked, best first; of each kind the best few become steps.
        programmes: By id.
    """
    taken: dict[str, int] = {}
    found = []
    for match in matches:
        enterable = Status(match.status).enterable
        supplied = match.verdict == Verdict.SUPPLY_CHAIN.word
        if not (enterable or supplied) or taken.get(match.kind, 0) == _STOPS:
            continue
        taken[match.kind] = taken.get(match.kind, 0) + 1
        programme = programmes[match.programme]
        begins, stated = _begins(programme)
        says = f"from TRL {begins}" if stated else f"usually from about TRL {begins}"
        step = Step(match.programme, match.name, match.verdict, match.status, says, _when(match))
        found.append((begins, supplied, match.closes or match.opens or "~", match.programme, step))
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:4]))


def _begins(programme: Programme) -> tuple[int, bool]:
    """The readiness at which an offer begins, and whether the programme or a partner says so."""
    windows = [c for c in (*programme.criteria, *programme.guidance) if isinstance(c, Readiness)]
    lows = [window.min for window in windows if window.min is not None]
    if lows:
        return max(lows), True
    return _KIND_BEGINS[programme.kind], False


def _when(match: Match) -> str:
    match match.status:
        case Status.OPEN:
            return f"open until {match.closes}"
        case Status.FORECAST:
            return f"expected {match.opens}" if match.opens else "announced"
        case Status.ROLLING:
            return "entries at any time"
        case _:
            return "no dates known: states buy together, companies supply"
