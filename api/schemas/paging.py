"""Which part of a list does a cursor name?

A cursor names a place in one state of a list. It is opaque, and refused once the list is another:
a page of that would leave items out or show some twice.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar

from api.errors import Unusable
from matcher.answers.page import cut

__all__ = ["page", "place"]

_Item = TypeVar("_Item")


def page(
    items: Sequence[_Item], cursor: str | None, limit: int, revision: str
) -> tuple[Sequence[_Item], str | None]:
    """One page of a list, and the cursor of the next.

    A cursor names a place in one state of a list; when the list is another, it is refused, because
    a page of it would leave out items or show some twice.

    Args:
        items: The whole list.
        cursor: What the page before gave; None for the first.
        limit: Items on a page.
        revision: Changes whenever the list does.

    Raises:
        Unusable: The cursor is none, or of another state.
    """
    start = place(cursor, revision)
    following = start + limit
    return items[start:following], cut(following, revision) if following < len(items) else None


def place(cursor: str | None, revision: str) -> int:
    """Where a cursor points.

    Raises:
        Unusable: It is none, or of another state of the list.
    """
    if cursor is None:
        return 0
    try:
        _, _, number = base64.urlsafe_b64decode(cursor.encode("ascii")).decode().partition(":")
        start = int(number)
    except ValueError:
        raise Unusable("is no cursor: begin without one", parameter="cursor") from None
    if start < 0 or cut(start, revision) != cursor:
        detail = "is a cursor of a list that has changed: begin again without one"
        raise Unusable(detail, parameter="cursor")
    return start
