"""Which part of an answer does somebody look at, and what else is there?

An answer is arranged once over all programmes, as outlines: sections, filters, order and the counts
of every facet are told without a sentence. What is shown is explained afterwards. A facet is
counted as if nothing were chosen in it, so that a second choice beside the first can be weighed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from matcher.answers.explain import match, outline, refusal
from matcher.answers.summary import TITLES
from matcher.eligibility.sections import Section, refused
from programmes.entries import topic_of
from programmes.filters import Filters
from programmes.search import Query

if TYPE_CHECKING:
    from api.usecases.engine import Engine
    from matcher.answers.listing import Listing
    from matcher.results import Match

__all__ = ["MAY", "ORDERS", "Arranged", "ChosenOrder", "ViewChoice", "arrange", "may_of"]

ChosenOrder = Literal["best", "deadline", "fit", "name"]
ORDERS: tuple[ChosenOrder, ...] = ("best", "deadline", "fit", "name")
MAY = ("yes", "likely", "open", "unlikely", "supplier", "no")
"""What is answered to "may I enter?", the best first."""


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """What somebody has chosen to see of an answer; an empty field keeps everything.

    Attributes:
        filters: Country, area, kind, status, fit.
        may: Words of ``MAY``.
        instruments: Kinds of money, one of which is offered.
        text: Words that all have to stand in the programme's texts.
        section: The one section to page through; all sections if empty.
        sort: What comes first in each section.
        page: Which page of the section, from 1.
    """

    filters: Filters = field(default_factory=Filters)
    may: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    text: str = ""
    section: str = ""
    sort: ChosenOrder = "best"
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.filters != Filters() or self.may or self.instruments or self.text)


@dataclass(frozen=True, slots=True)
class Arranged:
    """An answer with a choice made.

    Attributes:
        groups: All pairs by section, outlines, best first.
        kept: Those that the choice keeps, in the order that was asked for.
        facets: By facet, each word with its number.
        explained: Explains one of them.
    """

    groups: dict[str, list[Match]]
    kept: dict[str, list[Match]]
    facets: dict[str, list[tuple[str, int]]]
    explained: Callable[[Match], Match]

    @property
    def total(self) -> int:
        """How many pairs there are."""
        return sum(map(len, self.groups.values()))

    @property
    def found(self) -> int:
        """How many of them the choice keeps."""
        return sum(map(len, self.kept.values()))


def may_of(one: Match) -> str:
    """What is answered to "may I enter?".

    Args:
        one: An outline will do.
    """
    words = {"eligible": "yes", "supply_chain": "supplier", "ineligible": "no"}
    return words.get(one.verdict, one.outlook)


def arrange(
    engine: Engine, listing: Listing, choice: ViewChoice, without: tuple[str, ...] = ()
) -> Arranged:
    """An answer by section, with what a choice keeps of it.

    Args:
        engine: Of the catalogue.
        listing: The profile before its programmes.
        choice: What to keep.
        without: Programmes that the founder does not want to see.
    """
    snapshot = listing.snapshot
    pairs = _outlines(listing, without)
    programmes = snapshot.programmes
    words: dict[str, list[tuple[str, ...]]] = {
        "may": [(may_of(one),) for one in pairs],
        "money": [
            tuple(str(each) for each in programmes[one.programme].offer.instruments)
            for one in pairs
        ],
        "kind": [(one.kind,) for one in pairs],
        "area": [programmes[one.programme].areas for one in pairs],
    }
    wanted = {
        "may": choice.may, "money": choice.instruments,
        "kind": choice.filters.kinds, "area": choice.filters.areas,
    }  # fmt: skip
    passing = {
        name: [not asked or not set(asked).isdisjoint(said) for said in words[name]]
        for name, asked in wanted.items()
    }
    rest = _rest(engine, listing, choice, pairs)
    keeps = [all(one) for one in zip(rest, *passing.values(), strict=True)]
    facets = {
        name: _counted(
            words[name],
            [
                all((base, *(passing[other][at] for other in passing if other != name)))
                for at, base in enumerate(rest)
            ],
            wanted[name],
        )
        for name in words
    }
    facets["may"].sort(key=lambda pair: MAY.index(pair[0]))
    some = [one for one, kept in zip(pairs, keeps, strict=True) if kept]
    ends = {one.programme: _end(listing, one) for one in some} if choice.sort == "deadline" else {}
    kept = {name: _sorted(group, choice.sort, ends) for name, group in _grouped(some).items()}
    return Arranged(_grouped(pairs), kept, facets, lambda one: _explained(listing, one))


def _outlines(listing: Listing, without: tuple[str, ...]) -> list[Match]:
    """All pairs, each in its section, best first."""
    chosen = listing.select(Filters(), without)
    found = [outline(listing, place, rank) for rank, place in enumerate(chosen.inside.tolist(), 1)]
    for place in chosen.outside.tolist():
        near = bool(listing.near[place])
        section = refused(Section(int(listing.snapshot.sections[place])), near=near).word
        found.append(replace(outline(listing, place, None), near_miss=near, section=section))
    return found


def _rest(
    engine: Engine, listing: Listing, choice: ViewChoice, pairs: Sequence[Match]
) -> list[bool]:
    """What passes all that no facet shows: country, status, fit, words."""
    snapshot = listing.snapshot
    mask = snapshot.mask(replace(choice.filters, kinds=(), areas=()), listing.fits)
    found = [bool(mask[snapshot.places[one.programme]]) for one in pairs]
    if choice.text:
        hits = engine.search_index(snapshot.on).search(Query(text=choice.text)).hits
        named = {one.id for one in hits}
        found = [
            kept and topic_of(one.programme)[0] in named
            for kept, one in zip(found, pairs, strict=True)
        ]
    return found


def _counted(
    words: Sequence[Iterable[str]], counts: Sequence[bool], wanted: Sequence[str]
) -> list[tuple[str, int]]:
    """Each word with its number, the most frequent first; a chosen one is never left out."""
    found = Counter(
        word for some, kept in zip(words, counts, strict=True) if kept for word in set(some)
    )
    for word in wanted:
        found[word] += 0
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _grouped(pairs: Iterable[Match]) -> dict[str, list[Match]]:
    groups: dict[str, list[Match]] = {name: [] for name in TITLES}
    for one in pairs:
        groups[one.section].append(one)
    return groups


def _end(listing: Listing, one: Match) -> float:
    """When a programme closes, in seconds; what has no end comes last."""
    call, _ = listing.snapshot.calls[listing.snapshot.places[one.programme]]
    closes = call.closes_when if call else None
    return closes.latest.timestamp() if closes else math.inf


def _sorted(group: list[Match], order: ChosenOrder, ends: Mapping[str, float]) -> list[Match]:
    match order:
        case "best":
            return group
        case "deadline":
            return sorted(group, key=lambda one: (ends[one.programme], one.programme))
        case "fit":
            return sorted(group, key=lambda one: (-one.fit, one.programme))
        case "name":
            return sorted(group, key=lambda one: (one.name.casefold(), one.programme))


def _explained(listing: Listing, one: Match) -> Match:
    place = listing.snapshot.places[one.programme]
    return (
        refusal(listing, place) if one.verdict == "ineligible" else match(listing, place, one.rank)
    )
