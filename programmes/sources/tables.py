"""Which programme of ours does a record of a source fall under, and what is kept of a source?

The tables in ``data/`` say it, one a source: patterns over what a record says of itself, in the
order in which they are tried. What cannot be mapped is written there too, for the person who reads
an import's report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from programmes.criteria import Frozen, NonEmpty
from programmes.dates import UNKNOWN_ZONE, Zone
from programmes.documents import parse

__all__ = ["Hints", "Parent", "Table", "kept_by", "parent_of", "table"]

Hints: TypeAlias = Mapping[str, tuple[str, ...]]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Several: TypeAlias = Annotated[tuple[NonEmpty, ...], BeforeValidator(_listed)]


class Parent(Frozen):
    """What a record has to say of itself to fall under a programme: all of ``when``.

    ``programme`` are ids, the first that the catalogue has counts. ``set`` are fields of the item
    that hold for every such record, such as who may apply.
    """

    when: dict[NonEmpty, Several]
    programme: Several
    set: dict[NonEmpty, Any] = Field(default_factory=dict)


class Table(Frozen):
    """What is known of one source.

    Attributes:
        name, publisher, url: For people.
        licence: Under which its data may be used.
        zone, currency: Of dates and sums that name none, where the source says so of all of them.
        parents: In the order in which they are tried.
        defence, dual_use: What a record has to say to be kept by these filters, one of them.
        fields: Which of its fields become which facts, for people.
        cannot: What cannot be mapped, for people.
    """

    name: NonEmpty
    publisher: NonEmpty
    url: NonEmpty
    fetch: str | None = None
    licence: str
    zone: Zone = UNKNOWN_ZONE
    currency: str | None = None
    parents: tuple[Parent, ...] = ()
    defence: tuple[dict[NonEmpty, Several], ...] = ()
    dual_use: tuple[dict[NonEmpty, Several], ...] = ()
    fields: dict[str, str] = Field(default_factory=dict)
    cannot: tuple[str, ...] = ()


@cache
def table(source: str) -> Table:
    """The table of a source; written by us and tested."""
    path = files(__package__).joinpath("data", f"{source}.yaml")
    return Table.model_validate(parse(path.read_bytes(), path.name).value)


def parent_of(hints: Hints, known: Collection[str], source: Table) -> Parent | None:
    """The entry of a table under which a record falls, with a programme that there is.

    Args:
        hints: What the record says of itself, by field.
        known: The ids of the programmes that there are.
        source: The source's table.
    """
    for parent in source.parents:
        there = tuple(one for one in parent.programme if one in known)
        if there and _says(hints, parent.when):
            return parent.model_copy(update={"programme": there[:1]})
    return None


def kept_by(hints: Hints, filters: tuple[dict[str, Several], ...]) -> bool:
    """Whether a record says what one of these filters wants."""
    return any(_says(hints, each) for each in filters)


def _says(hints: Hints, wanted: Mapping[str, Several]) -> bool:
    return all(
        any(
            fnmatchcase(said.lower(), pattern.lower())
            for said in hints.get(field, ())
            for pattern in patterns
        )
        for field, patterns in wanted.items()
    )
