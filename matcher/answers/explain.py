"""Why is this the answer for this pair?

Joins what the rules found, what the features weigh and which passages carried it. Nothing is
decided here: verdicts come from the rulebook, numbers from the fit. A programme stands in an answer
once, with its best topic; its other topics are ranked by the fit that is told of each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.cards import card
from matcher.answers.taken import nearest
from matcher.eligibility.answer import Band, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.sections import Section, refused
from matcher.fit.facts import STRUCTURED_FEATURES, ticket_suits
from matcher.fit.features import TEXT_FEATURES
from matcher.results import Card, Evidence, Match, TopicFit
from matcher.texts.words import shared_words
from programmes.model import Status

if TYPE_CHECKING:
    from matcher.answers.listing import Listing
    from matcher.fit.index import Index, ProfileReading

__all__ = ["evidence", "match", "outline", "refusal"]

_PAIRS = 3
_WORDS = 8


def evidence(reading: ProfileReading, index: Index, opening: int) -> tuple[Evidence, ...]:
    """The passages of a profile and an opening that are most alike, each profile passage once.

    One that is less than half as like as the best has carried nothing, and is left out.
    """
    held = index.openings[opening].texts
    start = int(index.starts[opening])
    likeness = reading.vectors @ index.vectors[start : start + len(held)].T
    found: list[Evidence] = []
    taken: set[int] = set()
    flat = np.argsort(-likeness, axis=None, kind="stable")
    for mine, theirs in zip(*np.unravel_index(flat, likeness.shape), strict=True):
        if int(mine) in taken or len(found) == _PAIRS:
            continue
        if found and likeness[mine, theirs] < found[0].similarity / 2:
            break
        taken.add(int(mine))
        one, other = reading.texts[mine], held[theirs]
        words = shared_words(one, other)[:_WORDS]
        found.append(Evidence(one, other, round(float(likeness[mine, theirs]), 3), words))
    return tuple(found)


def match(listing: Listing, place: int, rank: int | None) -> Match:
    """One pair, explained.

    Args:
        listing: The profile before the programmes.
        place: The programme's place among them.
        rank: Its rank, or None where nothing is ranked.
    """
    found = refusal(listing, place) if _refused(listing, place) else outline(listing, place, rank)
    found = replace(
        found,
        rank=rank,
        findings=found.findings or listing.binding(place),
        guidance=listing.guiding(place),
        contributions=listing.model.contributions(listing.values[place]),
        evidence=evidence(listing.reading, listing.snapshot.index, int(listing.openings[place])),
    )
    found = replace(found, topics=best_topics(listing, place), took=nearest(listing, place))
    return replace(found, card=_card(listing, found, place))


def refusal(listing: Listing, place: int) -> Match:
    """One pair that a rule keeps apart: what the rules say, and nothing of the fit's parts."""
    binding = listing.binding(place)
    near = bool(listing.near[place])
    section = refused(Section(int(listing.snapshot.sections[place])), near=near).word
    found = outline(listing, place, None)
    found = replace(found, near_miss=near, section=section, findings=binding)
    return replace(found, card=_card(listing, found, place))


def outline(listing: Listing, place: int, rank: int | None) -> Match:
    """One pair without its reasons: no findings, contributions or evidence.

    Whether it is a near miss is not told either, and the section is that of a startup that no
    rule refuses.
    """
    snapshot = listing.snapshot
    programme = snapshot.index.programmes[place]
    call, status = snapshot.calls[place]
    topic = snapshot.index.openings[int(listing.openings[place])].challenge
    return Match(
        rank=rank,
        profile=listing.profile.id,
        programme=programme.id,
        name=programme.name,
        kind=programme.kind,
        status=str(status),
        section=Section(int(snapshot.sections[place])).word,
        outlook=Band(int(listing.bands[place])).outlook,
        opens=call.opens_shown if call else None,
        closes=call.closes_shown if call else None,
        verdict=Verdict(int(listing.verdicts[place])).word,
        fit=float(listing.fits[place]),
        topic=topic,
        near_miss=False,
        findings=(),
        guidance=(),
        contributions=(),
        evidence=(),
        apply_url=programme.apply_url,
        reading=listing.reading.mark,
        series=programme.series,
        flags=listing.flags,
        maker=programme.maker,
        topic_status=snapshot.topic(place, topic)[1] if topic is not None else None,
    )


def _card(listing: Listing, found: Match, place: int) -> Card:
    snapshot = listing.snapshot
    call, status = snapshot.calls[place]
    programme = snapshot.index.programmes[place]
    return card(found, programme, listing.profile, call, status, snapshot.on)


def _refused(listing: Listing, place: int) -> bool:
    return bool(listing.verdicts[place] == Verdict.INELIGIBLE)


_TICKET = len(TEXT_FEATURES) + STRUCTURED_FEATURES.index("ticket")
_SIZE = len(TEXT_FEATURES) + STRUCTURED_FEATURES.index("size")
MOST = 5
"""Topics that are shown of a programme."""


def best_topics(listing: Listing, place: int) -> tuple[TopicFit, ...]:
    """The topics of a programme that fit best, those that are over behind the others.

    Args:
        listing: The profile before the programmes.
        place: The programme's place among them.
    """
    snapshot = listing.snapshot
    index, span = snapshot.index, snapshot.index.span(place)
    named = [at for at in range(span.start, span.stop) if index.openings[at].challenge is not None]
    if len(named) < 2:  # one topic alone is the match's own
        return ()
    features = np.tile(listing.values[place], (len(named), 1))
    features[:, : len(TEXT_FEATURES)] = listing.opening_texts[:, named].T
    at, offers = snapshot.topic_offers(place)
    rows = [at[index.openings[one].challenge or ""] for one in named]
    seeking = Frame.of([listing.profile])
    sums = ticket_suits(
        seeking.seeking_amount,
        seeking.seeking_currency,
        offers.low[rows],
        offers.high[rows],
        offers.currency[rows],
    )
    features[:, _TICKET], features[:, _SIZE] = sums, offers.size[rows]
    fits = listing.model.fit(features)
    found = []
    best = np.lexsort((np.array(named), -fits))[: 4 * MOST]
    for at in best.tolist():
        topic = index.openings[named[at]].challenge or ""
        title, status, closes = snapshot.topic(place, topic)
        fit = float(fits[at])
        found.append(TopicFit(topic=topic, title=title, fit=fit, status=status, closes=closes))
    found.sort(key=lambda one: (one.status == Status.CLOSED, -one.fit, one.topic))
    return tuple(found[:MOST])
