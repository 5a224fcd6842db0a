"""Which countries belonged to a group on a given day?

There are three answers. A member counts from the day it joined to the last day of its membership,
both included. Where the sources know that day only roughly, the days it may have been are answered
with None. Where they give a list without any date, the list holds for every date: what is known is
"these states, as read on :attr:`Group.as_of`", and no start is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from profiles.errors import UnknownTerm
from profiles.vocabulary.countries import by_code
from profiles.vocabulary.dates import When, when
from profiles.vocabulary.files import table
from profiles.vocabulary.words import nearest_slug

__all__ = ["Group", "Membership", "group", "groups"]


@dataclass(frozen=True, slots=True)
class Membership:
    """One country's time in a group.

    Attributes:
        country: Alpha-2 code.
        joined: Its first day; None where no date is on file.
        left: Its last day; None where it has not left.
    """

    country: str
    joined: When | None
    left: When | None

    def holds(self, on: date) -> bool | None:
        """Whether it was a member on that day; None where that is not known."""
        day = on.astimezone(UTC).date() if isinstance(on, datetime) else on
        since = True if self.joined is None else _reached(self.joined, day)
        gone = False if self.left is None else _passed(self.left, day)
        if since is False or gone is True:
            return False
        return None if since is None or gone is None else True


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of countries.

    Attributes:
        slug: Its id, as programmes refer to it.
        name: Its name for people.
        memberships: Every country that is or was a member, sorted by code.
        sources: Slugs of the sources.
        confidence: How sure the list is: high, medium-high or medium.
        note: What a reader should know of the list and its dates.
        as_of: The day on which the facts were collected.
        conditional: Codes of countries that take part by another route and are no members.
        outside: For countries that one would expect in it and that are not: why not.
    """

    slug: str
    name: str
    memberships: tuple[Membership, ...]
    sources: tuple[str, ...]
    confidence: str
    note: str
    as_of: date
    conditional: tuple[str, ...] = ()
    outside: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def dated(self) -> bool:
        """Whether the day of joining, or a span for it, is on file for every member."""
        return all(one.joined is not None for one in self.memberships)

    def holds(self, code: str, on: date) -> bool | None:
        """Whether a country was a member on a day; None where that is not known.

        Args:
            code: Alpha-2 code of a country.
            on: The day; of a datetime, its day in UTC counts.

        Raises:
            UnknownTerm: No country has the code. "UK" must not pass for a stranger to NATO.

        >>> nato = group("nato_32")
        >>> nato.holds("FI", date(2023, 4, 3)), nato.holds("FI", date(2023, 4, 4))
        (False, True)
        >>> print(group("essi").holds("PT", date(2024, 11, 15)))
        None
        """
        by_code(code)
        for one in self.memberships:
            if one.country == code:
                return one.holds(on)
        return False

    def members(self, on: date) -> frozenset[str]:
        """Codes of the countries that were certainly members on a day.

        >>> (
        ...     len(group("eu_27").members(date(2019, 6, 1))),
        ...     len(group("eu_27").members(date(2026, 6, 1))),
        ... )
        (28, 27)
        """
        return frozenset(one.country for one in self.memberships if one.holds(on) is True)

    def doubtful(self, on: date) -> frozenset[str]:
        """Codes of the countries of which it is not known whether they were members on a day.

        >>> sorted(group("safe_bilateral").doubtful(date(2026, 1, 1)))
        ['CA']
        """
        return frozenset(one.country for one in self.memberships if one.holds(on) is None)


def group(slug: str) -> Group:
    """The group with this slug.

    Raises:
        UnknownTerm: There is none.

    >>> group("nif_lp_24").name
    'Nations that fund the NATO Innovation Fund'
    """
    try:
        return _by_slug()[slug]
    except KeyError:
        raise UnknownTerm("country group", str(slug), nearest_slug(slug, _by_slug())) from None


@cache
def groups() -> tuple[Group, ...]:
    """All groups, in the order of the data file."""
    found = table("groups")
    return tuple(_group(slug, row, found["as_of"]) for slug, row in found["groups"].items())


@cache
def _by_slug() -> Mapping[str, Group]:
    return {one.slug: one for one in groups()}


def _group(slug: str, row: Mapping[str, Any], as_of: date) -> Group:
    left = row.get("left", {})
    return Group(
        slug=slug,
        name=row["name"],
        memberships=tuple(
            Membership(code, _maybe(joined), _maybe(left.get(code)))
            for code, joined in sorted(row["members"].items())
        ),
        sources=tuple(row["sources"]),
        confidence=row["confidence"],
        note=row["note"],
        as_of=as_of,
        conditional=tuple(row.get("conditional", ())),
        outside=dict(row.get("outside", {})),
    )


def _maybe(text: str | date | None) -> When | None:
    return None if text is None else when(text)


def _reached(begin: When, on: date) -> bool | None:
    """Whether a day that is known to a span has come; it counts as come on the day itself."""
    if on >= begin.last_day:
        return True
    return False if on < begin.first_day else None


def _passed(end: When, on: date) -> bool | None:
    """Whether a last day that is known to a span is over."""
    if on > end.last_day:
        return True
    return False if on <= end.first_day else None
