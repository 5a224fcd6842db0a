"""How does a route look on a page: readiness across, time down?

Only places are worked out here; the template draws them as SVG with classes, so that a picture is
light or dark with its page, is read aloud as a list, and can be printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.results import Step

__all__ = ["pathway_picture"]

_LEFT, _TOP, _COLUMN, _BOX, _GAP = 108.0, 44.0, 72.0, 46.0, 14.0
_LEVELS = 10
"""Levels 1 to 9, and 10 for orders in series."""
_LONGEST = 34


def pathway_picture(steps: Sequence[Step]) -> dict[str, Any]:
    """Where each step of a route stands in its picture.

    Args:
        steps: In order, with levels and days.

    Returns:
        Width and height, the columns of levels, and a box a step, in the picture's units.
    """
    drawn = [one for one in steps if one.from_trl is not None and one.to_trl is not None]
    boxes = []
    for at, one in enumerate(drawn):
        low, high = int(one.from_trl or 1), int(one.to_trl or 1)
        x = _LEFT + _COLUMN * (low - 1)
        width = max(_COLUMN * (high - low), _COLUMN * 0.7)
        name = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1].rstrip()}…"
        # A label that would leave the picture on the right stands before its bar.
        before = x + 8 * len(name) > _LEFT + _COLUMN * _LEVELS
        boxes.append(
            {
                "step": one, "name": name, "x": x, "y": _TOP + (_BOX + _GAP) * at,
                "width": width, "height": 18.0,
                "label_x": x + width if before else x, "anchor": "end" if before else "start",
                "when": _when(one.starts), "until": _when(one.ends),
            }
        )  # fmt: skip
    return {
        "width": _LEFT + _COLUMN * _LEVELS + 12,
        "height": _TOP + (_BOX + _GAP) * max(len(drawn), 1),
        "columns": [
            {"x": _LEFT + _COLUMN * (level - 1), "says": "orders" if level == _LEVELS else
             f"TRL {level}"}
            for level in range(1, _LEVELS + 1)
        ],
        "boxes": boxes,
    }  # fmt: skip


def _when(day: str | None) -> str:
    return f"{date.fromisoformat(day):%b %Y}" if day else ""
