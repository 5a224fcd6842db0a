"""What is one published call, whatever its source calls it?

An item is a topic of ours with the id its source gives it. Where it falls under a programme that we
know, that programme's rules hold for it; where not, it stands alone and asks one question.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError

from profiles.vocabulary import link_or_none
from programmes.criteria import AreaSlug, AsOf, NonEmpty, Slug
from programmes.dates import UNKNOWN_ZONE, Zone
from programmes.documents import Document
from programmes.errors import BadDocument
from programmes.model import Instruments, Kind, Link, Terms
from programmes.problems import in_plain_words

__all__ = ["Item", "item_of", "slug_of"]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 100


def _a_link(value: Any) -> Any:
    # A source may write "n/a" there, and the call is none the worse for it.
    return link_or_none(value) if isinstance(value, str) else value


MaybeLink: TypeAlias = Annotated[Link | None, BeforeValidator(_a_link)]


class Item(Terms):
    """A published call or topic.

    Attributes:
        source: The source's name, such as ``eu-portal``.
        key: The source's own stable id.
        id: The topic's id with us.
        programme: The programme of ours that it falls under; None where none is known.
        call, call_name: The call it belongs to.
        version: What the source itself calls this state of the record.
        retrieved: The day on which it was read.
        gone: The day on which its source no longer had it.
        hints: What decides on programme and filters, and is not kept.
    """

    source: Slug
    key: NonEmpty
    id: Annotated[Slug, Field(max_length=120)]
    title: NonEmpty
    statement: NonEmpty
    basis: Literal["stated", "our-reading"] = "stated"
    programme: str | None = None
    call: Slug | None = None
    call_name: str | None = None
    owner: str | None = None
    kind: Kind = "grant"
    instruments: Instruments = ()
    areas: tuple[AreaSlug, ...] = ()
    zone: Zone = UNKNOWN_ZONE
    url: MaybeLink = None
    apply_url: MaybeLink = None
    version: str | None = None
    retrieved: AsOf = "undated"
    gone: AsOf | None = None
    hints: Annotated[Mapping[str, tuple[str, ...]], Field(exclude=True, repr=False)] = {}

    @property
    def source_slug(self) -> str:
        """The slug of the source of its facts."""
        return self.id if self.source == "calls" else f"{self.source}-{self.id}"


def slug_of(identifier: str) -> str:
    """An id in small letters, digits and hyphens; letters of other scripts are written out.

    An id that is too long, or of which nothing is left, ends in a mark made of the whole of it, so
    that two ids stay two.

    >>> slug_of("EDF-2026-RA/SENS"), slug_of("Конкурс-1")
    ('edf-2026-ra-sens', 'konkurs-1')
    """
    # Imported here: only those who import calls need it.
    from anyascii import anyascii

    slug = _NOT_SLUG.sub("-", anyascii(identifier).lower()).strip("-")
    if slug and len(slug) <= _LONGEST:
        return slug
    mark = hashlib.sha256(identifier.encode()).hexdigest()[:8]
    return f"{slug[: _LONGEST - 9].strip('-')}-{mark}".strip("-")


def item_of(
    said: Mapping[str, Any],
    file: str,
    line: int | None = None,
    *,
    names: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> Item | BadDocument:
    """An item, or what is wrong with its record.

    Args:
        said: The item's fields; those that are None are left out.
        file: The file's name, for the message.
        line: The record's line or number, counted from 1.
        names: The source's own names of our fields, for the message.
        without: Fields that the message shall not look for in the record.
    """
    known = {name: value for name, value in said.items() if value is not None}
    try:
        return Item.model_validate(known)
    except ValidationError as error:
        document = Document(file, {k: v for k, v in known.items() if k not in set(without)})
        first = in_plain_words(error, Item, document)[0]
        field = (names or {}).get(first.field, first.field)
        return BadDocument(file, field, first.problem, line)
