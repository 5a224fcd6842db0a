"""Which of a programme's topics fit a startup best, and can they be entered?

A programme stands in an answer once, with its best topic. Its other topics are ranked by the fit
that ``explain`` tells of each: the topic's texts and sums, and what it inherits of its programme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.columns import Frame
from matcher.fit.facts import STRUCTURED_FEATURES, ticket_suits
from matcher.fit.features import TEXT_FEATURES
from matcher.results import TopicFit
from programmes.model import Status

if TYPE_CHECKING:
    from matcher.answers.listing import Listing

__all__ = ["MOST", "best_topics"]

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
