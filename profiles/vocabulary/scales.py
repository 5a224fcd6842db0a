"""How ready, how far along, how big, and paid in which way?

Stages, instruments, technology readiness and size classes: closed lists. A word that fits several
stages ("early") is refused with the list, because guessing would turn into a verdict later. The
test whether a startup *is* of a size class has three answers and belongs to the matcher; here are
the limits as data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.words import LONGEST, fold, nearest

__all__ = [
    "Instrument",
    "SizeLimits",
    "Stage",
    "instrument",
    "sizes",
    "stage",
    "trl",
]

_LEVELS = "a whole number from 1 to 9"
_TRL = re.compile(r"(?:TRL|technology readiness level)?\s*[-:]?\s*(\d+)(?:[.,]0+)?", re.IGNORECASE)
_TRL_RANGE = re.compile(r"(?:TRL)?\s*\d\s*(?:-|\u2013|to|/|,|and)\s*(?:TRL)?\s*\d", re.IGNORECASE)


class Stage(StrEnum):
    """How far a startup has come, in this order: ``Stage.SEED < Stage.SERIES_A``."""

    IDEA = "idea"
    PRE_SEED = "pre-seed"
    SEED = "seed"
    SERIES_A = "series-a"
    SERIES_B = "series-b"
    SERIES_C = "series-c"
    GROWTH = "growth"
    MATURE = "mature"

    @classmethod
    def parse(cls, text: str) -> Stage:
        """Read a stage: the same as :func:`stage`."""
        return stage(text)

    @property
    def rank(self) -> int:
        """The place in the order, from 0."""
        return list(Stage).index(self)

    # A StrEnum would compare the letters, by which "growth" comes before "idea".
    def __lt__(self, other: str) -> bool:
        return self.rank < Stage(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Stage(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Stage(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Stage(other).rank


class Instrument(StrEnum):
    """What a programme gives."""

    GRANT = "grant"
    EQUITY = "equity"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    CONTRACT = "contract"
    PROCUREMENT = "procurement"
    PRIZE = "prize"
    SERVICES = "services"
    TEST_ACCESS = "test-access"

    @classmethod
    def parse(cls, text: str) -> Instrument:
        """Read an instrument: the same as :func:`instrument`."""
        return instrument(text)


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The limits of one size class.

    Attributes:
        slug: Its id.
        name: Its name for people.
        headcount_below: Fewer staff than this.
        turnover_eur: Yearly turnover of at most this many euros; None where it has no such limit.
        balance_sheet_eur: A balance sheet total of at most this many euros, or None. Where both
            sums stand, keeping to one of them is enough.
        sources: Slugs of the sources.
        confidence: How sure the figures are.
        note: What else counts.
    """

    slug: str
    name: str
    headcount_below: int
    turnover_eur: int | None
    balance_sheet_eur: int | None
    sources: tuple[str, ...]
    confidence: str
    note: str


def stage(text: str) -> Stage:
    """Read a stage.

    Raises:
        UnknownTerm: It is none, or fits several.

    >>> stage("Series A"), stage("pre seed") < stage("growth")
    (<Stage.SERIES_A: 'series-a'>, True)
    >>> stage("early")
    Traceback (most recent call last):
        ...
    profiles.errors.UnknownTerm: 'early' names more than one stage; did you mean pre-seed, seed \
or series-a?
    """
    return Stage(_term("stage", "stages", text))


def instrument(text: str) -> Instrument:
    """Read an instrument.

    Raises:
        UnknownTerm: It is none.

    >>> instrument("Venture capital"), instrument("grants")
    (<Instrument.EQUITY: 'equity'>, <Instrument.GRANT: 'grant'>)
    """
    return Instrument(_term("instrument", "instruments", text))


def trl(text: str | int | float) -> int:
    """Read one technology readiness level.

    Raises:
        BadValue: It is none from 1 to 9, or a range, which is no level.

    >>> trl("TRL 5"), trl(7)
    (5, 7)
    >>> trl("TRL5-6")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found 'TRL5-6', expected one whole number from 1 to 9, the level \
that has been reached
    """
    if isinstance(text, str):
        said = text.strip()[:LONGEST]
        if _TRL_RANGE.fullmatch(said):
            raise BadValue(text, "one whole number from 1 to 9, the level that has been reached")
        found = _TRL.fullmatch(said)
        level = int(found[1]) if found and len(found[1]) == 1 else 0
    else:
        level = int(text) if not isinstance(text, bool) and text in range(1, 10) else 0
    if not 1 <= level <= 9:
        raise BadValue(text, _LEVELS)
    return level


@cache
def sizes() -> tuple[SizeLimits, ...]:
    """All size classes."""
    rows = table("scales")["size_classes"].items()
    return tuple(
        SizeLimits(
            slug=slug,
            name=row["name"],
            headcount_below=row["headcount_below"],
            turnover_eur=row.get("turnover_eur"),
            balance_sheet_eur=row.get("balance_sheet_eur"),
            sources=tuple(row["sources"]),
            confidence=row["confidence"],
            note=row["note"],
        )
        for slug, row in rows
    )


def _term(kind: str, block: str, text: str) -> str:
    """The slug that a word stands for in one block of the scales."""
    if len(text) > LONGEST:
        raise UnknownTerm(kind, text)
    key = fold(text)
    if found := _spellings(block).get(key):
        return found
    options: Mapping[str, list[str]] = table("scales")[block].get("ambiguous", {})
    for word, slugs in options.items():
        if fold(word) == key:
            raise UnknownTerm(kind, text, tuple(slugs), ambiguous=True)
    raise UnknownTerm(kind, text, nearest(text, _spellings(block)))


@cache
def _spellings(block: str) -> Mapping[str, str]:
    items = table("scales")[block]["items"].items()
    return {fold(word): slug for slug, row in items for word in (slug, row["name"], *row["also"])}
