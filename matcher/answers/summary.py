"""What does an answer say in a sentence, before any list?

A reader wants to know first how much there is to enter now, then what to read. The same words stand
above the terminal's first screen and above the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.answers.why import LITTLE
from matcher.eligibility.sections import PROPOSED, Section

if TYPE_CHECKING:
    from matcher.results import Match, MatchPage

__all__ = ["TITLES", "by_section", "headline", "hopeful", "once", "supplied", "telling"]

TITLES = {
    Section.NOW.word: ("Now", "may be entered today"),
    Section.SOON.word: ("Soon", "dated or expected"),
    Section.SUPPLY.word: ("Supply", "states buy together, you supply"),
    Section.LATER.word: ("Later", "between calls"),
    Section.ONE_CHANGE.word: (
        "After one change",
        "one thing that you can change stands in the way",
    ),
    Section.PAST.word: ("Past", "over"),
    Section.NOT_FOR_YOU.word: ("Not for you", "a rule keeps you out"),
}
"""Of each section its title and what it means."""


def by_section(page: MatchPage) -> dict[str, list[Match]]:
    """The pairs of an answer by section, best first, all sections in their order."""
    groups: dict[str, list[Match]] = {name: [] for name in TITLES}
    for one in (*page.matches, *page.ineligible):
        groups[one.section].append(one)
    return groups


def hopeful(some: Sequence[Match]) -> list[Match]:
    """Those of which nothing that is known speaks against entry."""
    return [one for one in some if one.outlook != "unlikely"]


def once(some: Sequence[Match]) -> list[Match]:
    """Each series once, by its best edition: people are shown an offer, and no list of years."""
    found: dict[str, Match] = {}
    for one in some:
        found.setdefault(one.series or one.programme, one)
    return list(found.values())


def _related(one: Match) -> bool:
    """Whether the texts may have to do with each other; of one not read that is not known."""
    return one.reading == "not-read" or one.fit >= LITTLE


def telling(some: Sequence[Match]) -> list[Match]:
    """Those whose texts have something to do with the startup's; all where none has."""
    return [one for one in some if _related(one)] or list(some)


def supplied(groups: dict[str, list[Match]]) -> list[Match]:
    """Pools that the startup's texts speak of; the others are listed, and not proposed."""
    return [one for one in groups[Section.SUPPLY.word] if one.fit >= PROPOSED]


def headline(groups: dict[str, list[Match]]) -> list[str]:
    """An answer in short sentences, the most telling first.

    Args:
        groups: Of ``by_section``.
    """
    return [f"{part[:1].upper()}{part[1:]}" for part in _parts(groups)]


def _parts(groups: dict[str, list[Match]]) -> Iterator[str]:
    whole = [one for some in groups.values() for one in some]
    if whole and not any(map(_related, whole)):
        yield "no programme seeks what your text speaks of"
    now = [one for one in groups[Section.NOW.word] if _related(one)]
    likely = [one for one in now if one.outlook == "likely"]
    more = [one for one in now if one.outlook == "open"]
    if likely:
        sure = all(one.verdict == "eligible" for one in likely)
        yield f"{len(likely)} you can {'' if sure else 'likely '}enter now"
    if more:
        yield f"{len(more)} {'more ' if likely else ''}that may be open to you now"
    if not (likely or more):
        yield "nothing for you that can be entered today"
    if soon := [one for one in hopeful(groups[Section.SOON.word]) if _related(one)]:
        yield f"{len(soon)} soon"
    if supply := supplied(groups):
        yield f"{len(supply)} pool{'s' if len(supply) > 1 else ''} you could supply"
    if change := groups[Section.ONE_CHANGE.word]:
        yield f"{len(change)} after one change"
