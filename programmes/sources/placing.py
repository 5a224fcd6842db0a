"""Under which of our programmes does an imported item stand?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from programmes.errors import BadDocument
from programmes.sources.item import Item
from programmes.sources.tables import parent_of, table

__all__ = ["each_once", "placed"]


def placed(item: Item, known: Collection[str]) -> Item:
    """The item with the programme that its source's table names, if the catalogue has one.

    Args:
        item: As its source states it.
        known: The ids of the programmes that there are.
    """
    if item.programme is not None or not item.hints:
        return item
    # A list of published calls may hold those of the portal, by its ids.
    source = "eu-portal" if item.source == "calls" else item.source
    parent = parent_of(item.hints, known, table(source))
    if parent is None:
        return item
    # The portal's own id is the topic's, in a list that puts its name before it too.
    own = item.id.removeprefix("eu-") if item.source == "calls" else item.id
    update: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in parent.set.items()
        if not getattr(item, name)
    }
    return item.model_copy(update={"programme": parent.programme[0], "id": own, **update})


def each_once(
    items: Iterable[Item], known: Collection[str], file: str
) -> tuple[list[Item], list[BadDocument]]:
    """The items that can stand beside the programmes we know, and what is wrong with the others."""
    kept: dict[tuple[str | None, str], Item] = {}
    wrong: list[BadDocument] = []
    for item in items:
        under = item.programme if item.programme in known else None
        if (under, item.id) in kept:
            problem = f"{item.id!r} is the id of two calls: the first is kept"
        elif item.source == "calls" and item.programme != under:
            problem = f"no programme is called {item.programme!r}: name one under parent, or none"
        elif under is None and item.id in known:
            problem = f"{item.id!r} is the id of a programme too: choose another"
        else:
            kept[under, item.id] = item
            continue
        wrong.append(BadDocument(file, "id", problem))
    return list(kept.values()), wrong
