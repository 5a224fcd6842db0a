"""What of a source is kept, and why is the rest left out?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal

from programmes.dates import Status, status
from programmes.sources.item import Item
from programmes.sources.tables import kept_by, table

__all__ = ["Keep", "reason_against"]


@dataclass(frozen=True, slots=True)
class Keep:
    """What is kept of an import; all of what is said has to hold.

    Attributes:
        scope: ``all``, or what the source's table takes for defence or for dual use.
        programmes: Ids; only what falls under one of them.
        words: One of them stands in the title or the text.
        offices: Patterns over the office's name, such as ``*army*``.
        cpv: Starts of classification codes.
        live: Only what has not closed at this instant.
    """

    scope: Literal["all", "dual-use", "defence"] = "all"
    programmes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    live: datetime | None = None


def reason_against(item: Item, keep: Keep) -> str | None:
    """Why an item is left out, in words; None if it is kept."""
    stated = table(item.source)
    if keep.scope != "all":
        wanted = stated.defence if keep.scope == "defence" else stated.dual_use
        if not kept_by(item.hints, wanted):
            return f"outside {'defence' if keep.scope == 'defence' else 'dual use'}"
    if keep.programmes and item.programme not in keep.programmes:
        return "under no programme that was asked for"
    if keep.words:
        said = f"{item.title} {item.statement}".casefold()
        if not any(word.casefold() in said for word in keep.words):
            return "without any of the words"
    names = [*item.hints.get("office", ()), *item.hints.get("agency", ())]
    if keep.offices and not _any(names, tuple(f"*{one}*" for one in keep.offices)):
        return "of other offices"
    if keep.cpv and not _any(item.hints.get("cpv", ()), tuple(f"{one}*" for one in keep.cpv)):
        return "with other codes"
    if keep.live is not None and status(item, on=keep.live) is Status.CLOSED:
        return "closed already"
    return None


def _any(said: tuple[str, ...] | list[str], patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(one.casefold(), p.casefold()) for one in said for p in patterns)
