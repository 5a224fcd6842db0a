"""How does a stream of records become items, whatever its source?

A record that cannot be read is told with its number, and the others go on. A stream without any
record is an outage and never an answer: else all that was known would look gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.item import Item, item_of
from programmes.sources.tables import table

__all__ = ["Reader", "Row", "items_of"]

Row: TypeAlias = dict[str, Any]
Reader: TypeAlias = Callable[[Any], Row | str | None]
"""From a record to the fields of an item, to what is wrong with it, or to None: no call at all."""

_UNSHOWN = ("amounts", "criteria", "hints")


def items_of(
    records: Iterable[tuple[int, Any]], read: Reader, *, source: str, file: str
) -> Iterator[Item | BadDocument]:
    """The items of some records, each or what is wrong with it.

    Args:
        records: Each with its line or number.
        read: What makes fields of one; those it leaves out have the source's own values.
        source: The source's name.
        file: The file's name, for messages.

    Raises:
        ShapeChanged: There is no record at all.
    """
    stated = table(source)
    given = {"source": source, "zone": stated.zone, "owner": stated.publisher}
    empty = True
    for number, record in records:
        empty = False
        try:
            said = read(record)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            # A record may hold anything; one that no reader foresaw costs no other.
            problem = f"cannot be read: {' '.join(str(error).split())[:160]}"
            yield BadDocument(file, "", problem, number)
            continue
        if isinstance(said, str):
            yield BadDocument(file, "", said, number)
        elif said is not None:
            title = said.get("title")
            fields = {
                **given,
                "statement": title,
                **{k: v for k, v in said.items() if v is not None},
            }
            yield item_of(fields, file, number, without=_UNSHOWN)
    if empty:
        raise ShapeChanged(file, "holds no record: an outage, and never an answer")
