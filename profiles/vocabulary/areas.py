"""Which dual-use area does a word name, and what do other lists call it?

Fourteen areas with 58 sub-areas are this project's own; the crosswalk to the lists of NATO, DIANA,
the EU and the US is our reading and no official one. A label of such a list is accepted for an area
only where exactly one area answers to it: "Energy resilience" belongs to two and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from profiles.errors import UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.taxonomies import taxonomies, taxonomy
from profiles.vocabulary.words import LONGEST, fold, nearest, nearest_slug

__all__ = [
    "AreaRef",
    "DualUseArea",
    "SubArea",
    "area",
    "areas",
    "areas_of",
    "by_area",
]


@dataclass(frozen=True, slots=True)
class SubArea:
    """One part of an area.

    Attributes:
        slug: The full slug, "area/sub-area".
        name: Its name for people.
        describe: What it covers, in a sentence or two.
        keywords: Words that mean this sub-area and no other.
        index: Its place among all 58, from 0: the position in a column.
    """

    slug: str
    name: str
    describe: str
    keywords: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class DualUseArea:
    """One of the fourteen areas.

    Attributes:
        slug: Its id.
        name: Its name for people.
        index: Its place among the 14, from 0: the position in a column.
        subareas: Its parts.
        crosswalk: Taxonomy slug to the items of that list which belong here; may be empty.
        describe: What it covers, in a sentence or two.
        note: What lies elsewhere, or another caution; may be empty.
        keywords: Words that mean this area and no other.
        military_list_likely: Whether most goods of the area are on military lists.
    """

    slug: str
    name: str
    index: int
    subareas: tuple[SubArea, ...]
    crosswalk: Mapping[str, tuple[str, ...]] = field(hash=False)
    describe: str
    note: str
    keywords: tuple[str, ...]
    military_list_likely: bool


@dataclass(frozen=True, slots=True, order=True)
class AreaRef:
    """An area, or a sub-area of it: what a profile or a programme names.

    Attributes:
        area: Slug of the area.
        sub: Slug of the sub-area without its area; None where the whole area is meant.
    """

    area: str
    sub: str | None = None

    @property
    def slug(self) -> str:
        """The whole slug: "quantum" or "quantum/quantum-sensing-timing"."""
        return self.area if self.sub is None else f"{self.area}/{self.sub}"

    def __str__(self) -> str:
        return self.slug


def area(text: str) -> AreaRef:
    """The area or sub-area that a person means.

    Args:
        text: A slug ("quantum", "quantum/quantum-computing", "quantum-computing"), a name
            ("Quantum technologies"), a keyword ("counter-drone", "QKD") or the title of an item of
            a taxonomy, where one area alone answers to it. Case, accents and hyphens are forgiven.

    Raises:
        UnknownTerm: It names no area, or several.

    >>> area("Quantum technologies"), str(area("QKD"))
    (AreaRef(area='quantum', sub=None), 'quantum/quantum-communication')
    >>> area("Energy resilience")
    Traceback (most recent call last):
        ...
    profiles.errors.UnknownTerm: 'Energy resilience' names more than one area; did you mean \
energy-propulsion or infrastructure-logistics?
    """
    if len(text) > LONGEST:
        raise UnknownTerm("area", text)
    return _area(text)


@lru_cache(maxsize=4096)
def _area(text: str) -> AreaRef:
    key = fold(text)
    if found := _own_words().get(key):
        return found
    options = _foreign_words().get(key, ())
    if len(options) == 1:
        return options[0]
    if options:
        raise UnknownTerm("area", text, tuple(one.slug for one in options), ambiguous=True)
    raise UnknownTerm("area", text, _nearest_areas(text))


def find_area(text: str) -> AreaRef | None:
    """The same without an error, for trying texts that mostly are none.

    >>> str(find_area("QKD")), find_area("Dentistry")
    ('quantum/quantum-communication', None)
    """
    if len(text) > LONGEST:
        return None
    options = _foreign_words().get(fold(text), ())
    return _own_words().get(fold(text)) or (options[0] if len(options) == 1 else None)


@lru_cache(maxsize=1024)
def _nearest_areas(text: str) -> tuple[str, ...]:
    return nearest(text, {word: ref.slug for word, ref in _own_words().items()})


@cache
def areas() -> tuple[DualUseArea, ...]:
    """The fourteen areas, in the order of the data file.

    >>> len(areas()), sum(len(one.subareas) for one in areas())
    (14, 58)
    """
    counter = iter(range(1000))
    rows = table("areas")["areas"].items()
    return tuple(_build(slug, row, index, counter) for index, (slug, row) in enumerate(rows))


@cache
def _by_slug() -> Mapping[str, DualUseArea]:
    return {one.slug: one for one in areas()}


def by_area(slug: str) -> DualUseArea:
    """The area with this slug, or to which this sub-area slug belongs.

    Raises:
        UnknownTerm: There is none.

    >>> by_area("quantum/quantum-computing").name
    'Quantum technologies'
    """
    try:
        return _by_slug()[slug.partition("/")[0]]
    except KeyError:
        raise UnknownTerm("area", slug, nearest_slug(slug, _by_slug())) from None


def areas_of(taxonomy_slug: str, item: str) -> tuple[str, ...]:
    """The areas that answer to an item of a taxonomy, in the order of :func:`areas`.

    Raises:
        UnknownTerm: There is no such taxonomy or item.

    >>> areas_of("diana_2026", "maritime")
    ('maritime-undersea',)
    """
    items = taxonomy(taxonomy_slug).items
    if item not in items:
        raise UnknownTerm(f"item of {taxonomy_slug}", item, nearest_slug(item, items))
    return tuple(one.slug for one in areas() if item in one.crosswalk.get(taxonomy_slug, ()))


@cache
def _own_words() -> Mapping[str, AreaRef]:
    """Folded spellings of our own: slugs before names before keywords."""
    known: dict[str, AreaRef] = {}
    for one in areas():
        known[fold(one.slug)] = AreaRef(one.slug)
    for ref, sub in _subs():
        known.setdefault(fold(sub.slug), ref)
        known.setdefault(fold(ref.sub or ""), ref)
    for one in areas():
        for word in (one.name, *one.keywords):
            known.setdefault(fold(word), AreaRef(one.slug))
    for ref, sub in _subs():
        for word in (sub.name, *sub.keywords):
            known.setdefault(fold(word), ref)
    return known


@cache
def _foreign_words() -> Mapping[str, tuple[AreaRef, ...]]:
    """Folded titles of taxonomy items, each with every area that answers to one.

    Their short codes are left out: ML is a munitions list there and machine learning elsewhere.
    """
    known: dict[str, set[AreaRef]] = {}
    for listed in taxonomies():
        for item, title in listed.items.items():
            refs = known.setdefault(fold(title), set())
            refs.update(AreaRef(slug) for slug in areas_of(listed.slug, item))
    return {word: tuple(sorted(refs)) for word, refs in known.items()}


def _subs() -> Iterator[tuple[AreaRef, SubArea]]:
    for one in areas():
        for sub in one.subareas:
            yield AreaRef(one.slug, sub.slug.partition("/")[2]), sub


def _build(slug: str, row: Mapping[str, Any], index: int, counter: Iterator[int]) -> DualUseArea:
    return DualUseArea(
        slug=slug,
        name=row["name"],
        index=index,
        subareas=tuple(
            SubArea(
                slug=f"{slug}/{sub}",
                name=part["name"],
                describe=part["describe"],
                keywords=tuple(part["keywords"]),
                index=next(counter),
            )
            for sub, part in row["subareas"].items()
        ),
        crosswalk={k: tuple(v) for k, v in row["crosswalk"].items()},
        describe=row["describe"],
        note=row.get("note", ""),
        keywords=tuple(row["keywords"]),
        military_list_likely=row.get("military_list_likely", False),
    )
