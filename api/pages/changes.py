"""What has a click changed, in a sentence?

Two answers are compared by what can be entered now: a founder who confirms a fact wants to see what
it opened, by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.pages.views import hopes

if TYPE_CHECKING:
    from matcher.fit.snapshot import Snapshot
    from matcher.results import Match

__all__ = ["what_changed"]

_NAMED = 3
_SAYS = {"likely": "that you can likely enter", "now": "that may be open to you now"}


def what_changed(
    before: Mapping[str, Sequence[str]] | None,
    groups: Mapping[str, Sequence[Match]],
    snapshot: Snapshot,
) -> str:
    """What an answer holds that the one before did not, and the other way round.

    Args:
        before: Ids of the programmes of the answer before, by ``likely`` and ``now``; None if there
            was none.
        groups: The answer, by section.
        snapshot: Knows the programmes' names.

    Returns:
        Some sentences; empty where there was no answer before.
    """
    if before is None:
        return ""
    parts = []
    for name, found in hopes(groups).items():
        now, was = {one.programme for one in found}, set(before[name])
        for ids, word in ((now - was, "more"), (was - now, "fewer")):
            if ids:
                parts.append(f"{len(ids)} {word} {_SAYS[name]}: {_named(ids, snapshot)}")
    return f"That changed the answer. {'. '.join(parts)}." if parts else "The list is as before."


def _named(ids: set[str], snapshot: Snapshot) -> str:
    known = [snapshot.programmes[one] for one in sorted(ids) if one in snapshot.programmes]
    names = [one.short_name or one.name for one in known]
    more = len(ids) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
