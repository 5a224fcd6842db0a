"""What part of a profile's matches does one page show?

A result of ``Matcher.match`` holds every programme; a page holds some matches, the near misses and
the counts. The server and a run make pages here, so an answer that was worked out last night has
the bytes of one that is worked out now.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from matcher.rank import Filters, keeps
from profiles.vocabulary import instant
from programmes.model import current_call

if TYPE_CHECKING:
    from matcher.results import Match, MatchResult
    from matcher.service import Matcher
    from profiles.model import Profile

__all__ = ["DEFAULT", "MANY", "Ask", "View", "cut", "mark_of", "match_page", "packed", "state_of"]

View = Literal["full", "compact"]

MANY = 500
"""In a larger catalogue only the matches of the page are explained."""

_COMPACT = ("rank", "programme", "name", "kind", "status", "closes", "verdict", "fit", "near_miss")


@dataclass(frozen=True, slots=True)
class Ask:
    """Which page is asked for.

    Attributes:
        filters: What to keep, before anything is counted or cut.
        start: Matches to skip.
        limit: Matches on the page.
        view: ``compact`` leaves findings, contributions and evidence out.
        without: Programmes that the founder does not want to see.
    """

    filters: Filters = field(default_factory=Filters)
    start: int = 0
    limit: int = 20
    view: View = "full"
    without: tuple[str, ...] = ()


DEFAULT = Ask()
"""What is asked for most, and what runs work out beforehand."""


def mark_of(matcher: Matcher) -> str:
    """The settings on which answers depend, in short."""
    return ".".join(value[:12] for value in matcher.settings.values())


def state_of(mark: str, on: str, ask: Ask, content: str) -> str:
    """What a list of matches depends on, its page aside.

    Args:
        mark: Of the settings.
        on: The instant.
        ask: Any page of the list.
        content: The profile's content hash.
    """
    return "|".join((mark, on, repr(replace(ask, start=0)), content))


def cut(start: int, state: str) -> str:
    """The cursor of a place in one state of a list: opaque, and worthless in another state."""
    said = f"{hashlib.sha256(state.encode()).hexdigest()[:10]}:{start}"
    return base64.urlsafe_b64encode(said.encode()).decode()


def match_page(matcher: Matcher, profile: Profile, ask: Ask, *, on: str) -> dict[str, Any]:
    """One page of a profile's matches.

    Args:
        matcher: The use cases.
        profile: The startup.
        ask: Which page.
        on: The day or instant asked about.
    """
    end = ask.start + ask.limit
    large = len(matcher.catalogue) > MANY and ask.filters.min_fit <= 0
    top = end + len(ask.without) if large else None
    found = matcher.match(profile, on=on, filters=ask.filters, top=top)
    total = _kept(matcher, ask, on) - _left(found, ask) if large else None
    return packed(found, ask, total)


def packed(found: MatchResult, ask: Ask, total: int | None = None) -> dict[str, Any]:
    """A page of a result.

    Args:
        found: The result, with at least the matches of the page.
        ask: Which page.
        total: How many matches there are; None if the result holds them all.
    """
    inside = [match for match in found.matches if match.programme not in ask.without]
    outside = [refusal for refusal in found.ineligible if refusal.programme not in ask.without]
    near = [refusal for refusal in outside if refusal.near_miss]
    total = len(inside) if total is None else total
    end = ask.start + ask.limit
    shown = [
        replace(match, rank=rank)
        for rank, match in enumerate(inside[ask.start : end], ask.start + 1)
    ]
    page: dict[str, Any] = {
        "profile": found.profile,
        "on": found.on,
        "settings": found.settings,
        "counts": {"matches": total, "ineligible": len(outside), "near_misses": len(near)},
        "matches": [_compact(match) for match in shown] if ask.view == "compact" else shown,
    }
    if ask.view == "full":
        page |= {
            "questions": found.questions,
            "pathway": found.pathway,
            "near_misses": near[: ask.limit],
            "suggestions": found.suggestions,
            "notes": found.notes,
        }
    return page


def _compact(match: Match) -> dict[str, Any]:
    return {name: getattr(match, name) for name in _COMPACT}


def _kept(matcher: Matcher, ask: Ask, on: str) -> int:
    at = instant(on)
    hidden: Collection[str] = set(ask.without)
    return sum(
        one.id not in hidden and keeps(ask.filters, one, current_call(one, on=at)[1])
        for one in matcher.catalogue
    )


def _left(found: MatchResult, ask: Ask) -> int:
    return sum(refusal.programme not in ask.without for refusal in found.ineligible)
