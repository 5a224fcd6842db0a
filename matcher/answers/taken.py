"""Whom did a programme take that a startup can measure itself by?

The nearest firms by the words of what they make, of all editions of the same offer. They are shown
with their sources; they decide nothing and move no fit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from matcher.results import Took
from matcher.texts.words import words_of
from profiles.vocabulary import country
from programmes.entries import topic_of

if TYPE_CHECKING:
    from matcher.answers.listing import Listing
    from matcher.texts.words import Words
    from programmes.awards import Award

__all__ = ["MOST", "nearest"]

MOST = 3
"""Firms that are shown of a programme."""


def nearest(listing: Listing, place: int) -> tuple[Took, ...]:
    """The firms that a programme took and that make what is most like what the startup makes.

    Args:
        listing: The profile before the programmes.
        place: The programme's place among them.
    """
    programme, _ = topic_of(listing.snapshot.ids[place])
    awards = listing.awards.get(programme, ())
    mine = frozenset(slug.partition("/")[0] for slug in listing.profile.areas or ())
    ranked = sorted(
        (-_likeness(listing.reading.words, award), -len(mine & set(award.areas)), -award.year,
         award.firm, at)
        for at, award in enumerate(awards)
    )  # fmt: skip
    return tuple(_took(awards[at]) for *_, at in ranked[:MOST])


def _likeness(words: Words, award: Award) -> float:
    theirs = _words(award.makes)
    shared = sum(w * words.weights.get(stem, 0.0) for stem, w in theirs.weights.items())
    return round(shared / (words.length * theirs.length), 6) if shared else 0.0


@lru_cache(maxsize=65_536)
def _words(makes: str) -> Words:
    return words_of((makes,))


def _took(award: Award) -> Took:
    where = f" ({country(award.country).name})" if award.country else ""
    return Took(
        says=f"took {award.firm}{where}: {award.makes}, {award.year}",
        firm=award.firm,
        country=award.country,
        makes=award.makes,
        year=award.year,
        programme=award.programme,
        topic=award.topic,
        sources=award.source,
    )
