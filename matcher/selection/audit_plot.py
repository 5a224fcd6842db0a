"""How does an audit look: one drawing for each kind of group?

A bar is the share that was chosen, the thin line its 95% interval, the upright line four fifths of
the best group's rate. Groups too small to say anything of are pale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.pathway.svg import Drawing, fit_text
from matcher.selection.rates import FEW, FOUR_FIFTHS

if TYPE_CHECKING:
    from matcher.selection.audit import SelectionAudit

__all__ = ["plot"]

_ROW, _LEFT, _WIDE, _RIGHT = 22, 190, 420, 90
_MOST = 20


def plot(found: SelectionAudit, kind: str) -> str:
    """The groups of one kind as SVG, the largest first.

    Args:
        found: The audit.
        kind: Such as "country".
    """
    groups = [one for one in found.groups if one.kind == kind][:_MOST]
    title = f"Chosen by {kind}: {found.programme}"
    drawing = Drawing(_LEFT + _WIDE + _RIGHT, 46 + _ROW * len(groups), title)
    drawing.text(8, 20, title, size=14, bold=True)
    best = max((one.chosen.share for one in groups if one.applied >= FEW), default=0.0)
    most = max((one.chosen.high for one in groups if one.applied >= FEW), default=1.0)
    for at, one in enumerate(groups):
        y = 36 + _ROW * at
        pale = one.applied < FEW
        drawing.text(8, y + 13, fit_text(f"{one.group} ({one.applied})", _LEFT - 16, 12))
        share = min(one.chosen.share / most, 1.0) * _WIDE
        says = f"{one.group}: {one.chosen.number} of {one.chosen.of} chosen; {one.says}"
        drawing.rect(_LEFT, y + 3, share, 12, "#d0d5dd" if pale else "#3b6ea5", says)
        if not pale:
            low, high = (
                _LEFT + min(edge / most, 1.0) * _WIDE for edge in (one.chosen.low, one.chosen.high)
            )
            drawing.line(low, y + 9, high, y + 9, "#1f2933")
        drawing.text(_LEFT + _WIDE + 8, y + 13, f"{one.chosen.number} of {one.chosen.of}", size=11)
    if best:
        x = _LEFT + FOUR_FIFTHS * best / most * _WIDE
        drawing.line(x, 32, x, 36 + _ROW * len(groups), "#8a1c1c")
        drawing.text(x + 3, 34, "four fifths of the best", size=9, colour="#8a1c1c")
    return str(drawing)
