"""How does a route look on a time axis, and a field of gaps as a map of colours?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from matcher.pathway.gaps import CLASSES, GapsResult, area_name, country_name
from matcher.pathway.svg import Drawing, fit_text
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.pathway.plan import Route

__all__ = ["heat_map", "timeline"]

_LEFT, _RIGHT, _TOP, _ROW = 300.0, 40.0, 70.0, 34.0
_AXIS = 620.0
_COLOURS = {
    "eligible": "#2f7d4f",
    "undetermined": "#c58b00",
    "supply_chain": "#2c5f9e",
}
_GAP = "#fbe9e7"


def timeline(found: Route) -> str:
    """The route as SVG: a bar a step, a dashed one a gap, by our assumptions on time."""
    begun = instant(found.on).date()
    ends = found.ends or found.on
    rows: list[tuple[str, str, str, str, str, bool]] = [
        (
            step.starts or begun.isoformat(),
            step.ends or ends,
            step.name,
            f"{step.readiness}, {step.verdict.replace('_', ' ')}: {step.says}",
            _COLOURS.get(step.verdict, "#667085"),
            False,
        )
        for step in found.steps
    ]
    rows += [
        (gap.starts, gap.ends, f"Gap from TRL {gap.from_trl}", gap.says, _GAP, True)
        for gap in found.gaps
    ]
    rows.sort(key=lambda row: row[:3])
    first, last = begun, instant(ends).date()
    span = max((last - first).days, 1)
    height = _TOP + _ROW * max(len(rows), 1) + 46
    drawing = Drawing(_LEFT + _AXIS + _RIGHT, height, f"Route of {found.profile} from {found.on}")
    drawing.text(
        16, 26, f"{found.profile}: from TRL {found.from_trl} to orders", size=16, bold=True
    )
    for key, (name, colour) in enumerate(
        (*((n.replace("_", " "), c) for n, c in _COLOURS.items()), ("gap", _GAP))
    ):
        drawing.rect(16 + 130 * key, 38, 12, 12, colour, name, dashed=name == "gap")
        drawing.text(34 + 130 * key, 49, name)
    bottom = _TOP + _ROW * len(rows)
    for year in range(first.year, last.year + 2):
        day = date(year, 1, 1)
        if first <= day <= last:
            x = _LEFT + _AXIS * (day - first).days / span
            drawing.line(x, _TOP - 8, x, bottom)
            drawing.text(x, bottom + 18, str(year), anchor="middle")
    for at, (begins, ends, name, says, colour, gap) in enumerate(rows):
        y = _TOP + _ROW * at
        start, end = date.fromisoformat(begins), date.fromisoformat(ends)
        x = _LEFT + _AXIS * max((start - first).days, 0) / span
        width = max(_AXIS * (end - start).days / span, 3)
        drawing.text(16, y + 18, fit_text(name, _LEFT - 30, 12))
        drawing.rect(x, y + 4, width, _ROW - 12, colour, f"{name}: {says}", dashed=gap)
    drawing.text(16, bottom + 38, "Lengths of steps are assumptions.", size=11, colour="#667085")
    return str(drawing)


def heat_map(found: GapsResult) -> str:
    """Countries and readiness by area, coloured by the share that may enter something today."""
    rows = sorted({(cell.country, cell.readiness) for cell in found.cells})
    columns = sorted({cell.area for cell in found.cells})
    cells = {(c.country, c.readiness, c.area): c for c in found.cells}
    left, top, side, high = 190.0, 190.0, 54.0, 28.0
    width = left + side * max(len(columns), 1) + 30
    drawing = Drawing(max(width, 620), top + high * max(len(rows), 1) + 50, f"Gaps on {found.on}")
    drawing.text(16, 26, f"Who may enter a programme, {found.on}", size=16, bold=True)
    totals = ", ".join(f"{found.totals[name]} {name}" for name in CLASSES)
    drawing.text(16, 46, f"{found.startups} startups: {totals}")
    drawing.text(16, 64, "Number: startups; the greener, the more have an open programme", size=11)
    for at, area in enumerate(columns):
        _slanted(drawing, left + side * at + 4, top, area_name(area), at)
    for down, (country, readiness) in enumerate(rows):
        y = top + high * down
        label = fit_text(country_name(country), 100, 12)
        drawing.text(16, y + 19, label)
        drawing.text(left - 8, y + 19, readiness, anchor="end", colour="#667085")
        for at, area in enumerate(columns):
            cell = cells.get((country, readiness, area))
            x = left + side * at
            if cell is None:
                drawing.rect(x, y, side - 2, high - 2, "#f5f6f8", "no startup")
                continue
            said = ", ".join(f"{getattr(cell, name)} {name}" for name in CLASSES)
            title = f"{country_name(country)}, {area_name(area)}, {readiness}: {said}"
            drawing.rect(x, y, side - 2, high - 2, _colour(cell.share_open), title)
            drawing.text(x + side / 2 - 1, y + 18, str(cell.startups), anchor="middle")
    return str(drawing)


def _slanted(drawing: Drawing, x: float, top: float, name: str, at: int) -> None:
    """Headings on three levels, so that long names do not meet."""
    y = top - 12 - 34 * (at % 3)
    drawing.line(x + 20, y + 4, x + 20, top - 2)
    drawing.text(x, y, fit_text(name, 158, 11), size=11)


def _colour(share: float) -> str:
    """From red over yellow to green."""
    ends: Sequence[tuple[int, int, int]] = ((240, 140, 130), (250, 226, 150), (130, 196, 140))
    low, high = (ends[0], ends[1]) if share < 0.5 else (ends[1], ends[2])
    part = share * 2 if share < 0.5 else share * 2 - 1
    mixed = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)
