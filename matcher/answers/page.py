"""What part of a profile's matches does one page show?

A page holds some matches, the first near misses, and what is right of all programmes: counts,
facets, questions, the pathway. The server and a run make pages here, so an answer that was worked
out last night has the bytes of one that is worked out now.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import orjson

from matcher.fit.order import Filters
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.answers.listing import Standing
    from matcher.results import Match
    from matcher.service import Matcher
    from profiles.model import Profile

__all__ = [
    "DEFAULT", "Ask", "View", "cut", "etag", "mark_of", "match_page", "page_of", "state_of",
    "whole",
]  # fmt: skip

View = Literal["full", "compact"]

_COMPACT = (
    "rank", "programme", "name", "kind", "status", "closes", "section", "verdict", "fit",
    "near_miss",
)  # fmt: skip


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
    """What a list of matches depends on: not on the page, its length, or how much it says.

    Args:
        mark: Of the settings.
        on: The instant.
        ask: Any page of the list.
        content: The profile's content hash.
    """
    return "|".join((mark, on, repr(replace(ask, start=0, limit=0, view="full")), content))


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
    return page_of(matcher, matcher.standing(profile, on=on), ask, on=on)


def page_of(matcher: Matcher, standing: Standing, ask: Ask, *, on: str) -> dict[str, Any]:
    """The same of a profile that was weighed before; only what is shown is explained.

    Args:
        matcher: The use cases.
        standing: The profile before all programmes, at ``on``.
        ask: Which page.
        on: The day or instant asked about.
    """
    listed = standing.listed(ask.filters, ask.without)
    shown = listed.inside[ask.start : ask.start + ask.limit].tolist()
    pair = standing.account.outline if ask.view == "compact" else standing.match
    matches = [pair(place, rank) for rank, place in enumerate(shown, ask.start + 1)]
    page: dict[str, Any] = {
        "profile": standing.account.profile.id,
        "on": on,
        "settings": matcher.settings,
        "counts": {
            "matches": len(listed.inside),
            "ineligible": len(listed.outside),
            "near_misses": len(listed.near),
        },
        "facets": standing.counts(listed.inside),
        "matches": [_compact(match) for match in matches] if ask.view == "compact" else matches,
    }
    if ask.view == "full":
        page |= {
            "questions": standing.questions(listed.inside),
            "pathway": standing.pathway(listed.inside, instant(on).date()),
            "near_misses": [standing.refusal(place) for place in listed.near[: ask.limit].tolist()],
            "suggestions": standing.suggestions(matcher.encoder),
            "notes": standing.notes,
        }
    return page


def whole(page: dict[str, Any], ask: Ask, state: str) -> bytes:
    """A page as it is sent: with the cursor of the next one, if there is one.

    Args:
        page: Of ``page_of``.
        ask: Which page it is.
        state: Of the list.
    """
    following = ask.start + ask.limit
    more = following < page["counts"]["matches"]
    return orjson.dumps({**page, "next": cut(following, state) if more else None})


def etag(content: bytes) -> str:
    """A strong ETag of these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _compact(match: Match) -> dict[str, Any]:
    return {name: getattr(match, name) for name in _COMPACT}
