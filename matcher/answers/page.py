"""What part of a profile's answer does one page show?

A page holds some matches, the first of what a rule refuses, and what is right of all programmes:
counts, facets, questions, the pathway. Command line, server and runs make their pages here, so an
answer that was worked out last night has the bytes of one that is worked out now.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import orjson

from matcher.fit.order import Filters
from matcher.results import Counts, MatchPage
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.answers.listing import Standing
    from matcher.results import Match
    from matcher.texts.encoder import Encoder

__all__ = [
    "DEFAULT", "Ask", "Part", "View", "cut", "etag", "mark_of", "page_of", "state_of", "written",
]  # fmt: skip

View = Literal["full", "compact"]
Part = Literal["matches", "ineligible"]

_COMPACT = (
    "rank", "programme", "name", "kind", "status", "section", "outlook", "closes", "verdict", "fit",
    "topic", "near_miss", "reading",
)  # fmt: skip
_REASONS = frozenset({"near_misses", "questions", "pathway", "suggestions", "notes"})


@dataclass(frozen=True, slots=True)
class Ask:
    """Which page is asked for.

    Attributes:
        filters: What to keep, before anything is counted or cut.
        part: Which of the two lists is paged; the other one shows its beginning.
        start: Items of that list to skip.
        limit: Items of it on the page; all if None.
        beside: How many of the ineligible stand beside a page of matches; all if None.
        view: ``compact`` leaves out all reasons, and the list that is not paged.
        without: Programmes that the founder does not want to see.
    """

    filters: Filters = field(default_factory=Filters)
    part: Part = "matches"
    start: int = 0
    limit: int | None = 20
    beside: int | None = 20
    view: View = "full"
    without: tuple[str, ...] = ()


DEFAULT = Ask()
"""What is asked for most, and what runs work out beforehand."""


def mark_of(settings: Mapping[str, str]) -> str:
    """The settings on which answers depend, in short.

    >>> mark_of({"model": "a" * 40, "fit": "3"})
    'aaaaaaaaaaaa.3'
    """
    return ".".join(value[:12] for value in settings.values())


def state_of(mark: str, on: str, ask: Ask, content: str) -> str:
    """What a list of matches depends on: not on the page, its length, or how much it says.

    Args:
        mark: Of the settings.
        on: The instant.
        ask: Any page of the list.
        content: The profile's content hash.
    """
    asked = repr((ask.filters, ask.part, ask.without))
    return "|".join((mark, on, asked, content))


def cut(start: int, state: str) -> str:
    """The cursor of a place in one state of a list: opaque, and worthless in another state."""
    said = f"{hashlib.sha256(state.encode()).hexdigest()[:10]}:{start}"
    return base64.urlsafe_b64encode(said.encode()).decode()


def page_of(
    standing: Standing, ask: Ask, *, on: str, settings: dict[str, str], encoder: Encoder
) -> MatchPage:
    """One page of a profile that was weighed before; only what is shown is explained.

    Args:
        standing: The profile before all programmes, at ``on``.
        ask: Which page.
        on: The day or instant asked about.
        settings: What the answer depends on besides profile and date.
        encoder: Reads areas out of the text of a profile that declares none.
    """
    listed = standing.listed(ask.filters, ask.without)
    compact = ask.view == "compact"
    end = None if ask.limit is None else ask.start + ask.limit
    inside, outside = listed.inside[ask.start : end], listed.outside[: ask.beside]
    if ask.part == "ineligible":
        inside, outside = inside[:0], listed.outside[ask.start : end]
    elif compact:
        outside = outside[:0]
    pair = standing.account.outline if compact else standing.match
    refused = tuple(standing.refusal(place) for place in outside.tolist())
    return MatchPage(
        profile=standing.account.profile.id,
        on=on,
        settings=settings,
        counts=Counts(len(listed.inside), len(listed.outside), len(listed.near)),
        facets=standing.facets(listed.inside),
        matches=tuple(pair(at, rank) for rank, at in enumerate(inside.tolist(), ask.start + 1)),
        ineligible=refused,
        near_misses=tuple(one.programme for one in refused if one.near_miss),
        questions=() if compact else standing.questions(listed.inside),
        pathway=() if compact else standing.pathway(listed.inside, instant(on).date()),
        suggestions=() if compact else standing.suggestions(encoder),
        notes=() if compact else standing.notes,
    )


def written(page: MatchPage, ask: Ask, state: str) -> bytes:
    """A page as it is sent: with the cursor of the next one, if there is one.

    Args:
        page: Of ``page_of``.
        ask: Which page it is.
        state: Of the list.
    """
    whole = page.counts.matches if ask.part == "matches" else page.counts.ineligible
    following = whole if ask.limit is None else ask.start + ask.limit
    sent = {**page.parts(), "next": cut(following, state) if following < whole else None}
    if ask.view == "compact":
        other = "ineligible" if ask.part == "matches" else "matches"
        sent = {name: sent[name] for name in sent if name not in {other, *_REASONS}}
        sent[ask.part] = [_compact(one) for one in getattr(page, ask.part)]
    return orjson.dumps(sent)


def etag(content: bytes) -> str:
    """A strong ETag of these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _compact(match: Match) -> dict[str, Any]:
    return {name: getattr(match, name) for name in _COMPACT}
