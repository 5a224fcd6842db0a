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

import numpy as np
import orjson

from matcher.answers.caveats import caveats, remaining
from matcher.answers.explain import match, outline, refusal
from matcher.answers.listing import PairFilters
from matcher.answers.questions import questions
from matcher.answers.suggest import suggest
from matcher.eligibility.answer import Answer, Verdict
from matcher.pathway.plan import pathway
from matcher.results import Counts, MatchPage
from programmes.filters import Filters

if TYPE_CHECKING:
    from matcher.answers.listing import Listing, Places
    from matcher.results import Facets, Match, Question, Step, Suggestion
    from matcher.texts.encoder import Encoder

__all__ = [
    "DEFAULT", "Ask", "Part", "View", "cut", "etag", "mark_of", "page_of", "pathway_of",
    "questions_of", "state_of", "written",
]  # fmt: skip

View = Literal["full", "compact"]
Part = Literal["matches", "ineligible"]

_COMPACT = (
    "rank", "programme", "name", "kind", "status", "section", "outlook", "closes", "verdict", "fit",
    "topic", "topic_status", "near_miss", "reading", "flags", "maker",
)  # fmt: skip
_WAY = 60
"""Matches among which a pathway is looked for."""
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
        pairs: Filters on what was found; None keeps every pair.
    """

    filters: Filters = field(default_factory=Filters)
    part: Part = "matches"
    start: int = 0
    limit: int | None = 20
    beside: int | None = 20
    view: View = "full"
    without: tuple[str, ...] = ()
    pairs: PairFilters | None = None


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
    if ask.pairs is not None:
        asked += repr(ask.pairs)
    return "|".join((mark, on, asked, content))


def cut(start: int, state: str) -> str:
    """The cursor of a place in one state of a list: opaque, and worthless in another state."""
    said = f"{hashlib.sha256(state.encode()).hexdigest()[:10]}:{start}"
    return base64.urlsafe_b64encode(said.encode()).decode()


def page_of(
    listing: Listing, ask: Ask, *, on: str, settings: dict[str, str], encoder: Encoder
) -> MatchPage:
    """One page of a profile that was weighed before; only what is shown is explained.

    Args:
        listing: The profile before all programmes, at ``on``.
        ask: Which page.
        on: The day or instant asked about.
        settings: What the answer depends on besides profile and date.
        encoder: Reads areas out of the text of a profile that declares none.
    """
    chosen = listing.select(ask.filters, ask.without, ask.pairs)
    compact = ask.view == "compact"
    end = None if ask.limit is None else ask.start + ask.limit
    inside, outside = chosen.inside[ask.start : end], chosen.outside[: ask.beside]
    if ask.part == "ineligible":
        inside, outside = inside[:0], chosen.outside[ask.start : end]
    elif compact:
        outside = outside[:0]
    pair = outline if compact else match
    facets = listing.facets(chosen.inside)
    refused = tuple(refusal(listing, place) for place in outside.tolist())
    return MatchPage(
        profile=listing.profile.id,
        on=on,
        settings=settings,
        counts=Counts(len(chosen.inside), len(chosen.outside), len(chosen.near)),
        facets=facets,
        matches=tuple(
            pair(listing, place, rank) for rank, place in enumerate(inside.tolist(), ask.start + 1)
        ),
        ineligible=refused,
        near_misses=tuple(one.programme for one in refused if one.near_miss),
        questions=() if compact else questions_of(listing, chosen.inside),
        pathway=() if compact else pathway_of(listing, chosen.inside),
        suggestions=() if compact else _suggestions(listing, encoder),
        notes=() if compact else _notes(listing, facets, len(chosen.outside)),
    )


def _notes(listing: Listing, facets: Facets, refused: int) -> tuple[str, ...]:
    """What a reader should know first: what remains where most is closed, and what was not read."""
    left = remaining(listing.profile, listing.snapshot.on.date(), facets.section, refused)
    return (*((left,) if left else ()), *caveats(listing.reading))


def questions_of(listing: Listing, inside: Places) -> tuple[Question, ...]:
    """What to ask, that for which most of these programmes wait first."""
    rulebook = listing.snapshot.rulebook
    waiting = inside[listing.verdicts[inside] != Verdict.ELIGIBLE]
    sets, numbers = np.unique(rulebook.set_of[waiting], return_counts=True)
    rules = [rulebook.sets[one] for one in sets.tolist()]
    return questions(rules, listing.unknown, numbers.tolist())


def pathway_of(listing: Listing, inside: Places) -> tuple[Step, ...]:
    """The way from prototype to production through the best of these programmes."""
    snapshot, best = listing.snapshot, inside[:_WAY]
    key = best.tobytes()
    known = listing.memo.get("pathway")
    if known is not None and known[0] == key:
        return known[1]  # type: ignore[no-any-return]

    def waits(programme: str) -> list[str]:
        findings = listing.binding(snapshot.places[programme])
        return [one.says for one in findings if one.answer == Answer.UNKNOWN.word]

    found = pathway(
        [outline(listing, place, rank) for rank, place in enumerate(best.tolist(), 1)],
        snapshot.programmes,
        profile=listing.profile,
        on=snapshot.on.date(),
        sources=listing.sources,
        waits=waits,
    )
    listing.memo["pathway"] = key, found
    return found


def _suggestions(listing: Listing, encoder: Encoder) -> tuple[Suggestion, ...]:
    """Areas that the text speaks of, where the profile declares none."""
    if listing.profile.areas:
        return ()
    if "areas" not in listing.memo:
        listing.memo["areas"] = None, suggest(listing.reading, encoder)
    return listing.memo["areas"][1]  # type: ignore[no-any-return]


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


def _compact(pair: Match) -> dict[str, Any]:
    return {name: getattr(pair, name) for name in _COMPACT}
