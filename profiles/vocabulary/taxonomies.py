"""Which published lists of technologies and challenges do the areas answer to?

The items of NATO, DIANA, the EU, the US and the Wassenaar Arrangement, with what they ask for in
our own words. A list that another replaced is kept, because older texts still speak of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from profiles.errors import UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.words import nearest_slug

__all__ = ["Taxonomy", "taxonomies", "taxonomy"]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A published list of technologies or challenges.

    Attributes:
        slug: Its id.
        name: Its name for people.
        items: Item slug to title.
        seeks: Item slug to what it asks for, in our words, where more than the title is known.
        approximate: Items whose title is not known word for word.
        sources: Slugs of the sources.
        confidence: How sure the list is.
        note: What a reader should know of it; may be empty.
        superseded_by: The list that replaced it, or None.
    """

    slug: str
    name: str
    items: Mapping[str, str] = field(hash=False)
    seeks: Mapping[str, str] = field(hash=False)
    approximate: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    note: str
    superseded_by: str | None


@cache
def taxonomies() -> tuple[Taxonomy, ...]:
    """All taxonomies, in the order of the data file."""
    rows = table("taxonomies")["taxonomies"].items()
    return tuple(_taxonomy(slug, row) for slug, row in rows)


def taxonomy(slug: str) -> Taxonomy:
    """The taxonomy with this slug.

    Raises:
        UnknownTerm: There is none.

    >>> taxonomy("diana_2027").items["md-autonomy"]
    'Multidomain Autonomy of Uncrewed Systems'
    """
    for one in taxonomies():
        if one.slug == slug:
            return one
    raise UnknownTerm("taxonomy", slug, nearest_slug(slug, (one.slug for one in taxonomies())))


def _taxonomy(slug: str, row: Mapping[str, Any]) -> Taxonomy:
    return Taxonomy(
        slug=slug,
        name=row["name"],
        items=dict(row["items"]),
        seeks=dict(row.get("seeks", {})),
        approximate=tuple(row.get("approximate", ())),
        sources=tuple(row["sources"]),
        confidence=row["confidence"],
        note=row.get("note", ""),
        superseded_by=row.get("superseded_by"),
    )
