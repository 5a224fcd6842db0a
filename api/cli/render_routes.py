"""How do routes, supply and gaps look: as text, JSON, CSV or Markdown?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.lines import terminal_width
from api.cli.options import OutputFormat
from api.cli.render import STEERING, as_json, plain_csv, plain_markdown, plain_table
from api.cli.render_pathway import route_in_steps
from api.cli.render_supply import supply_in_words
from matcher.pathway.gaps import CLASSES, area_name, country_name

if TYPE_CHECKING:
    from matcher.pathway.gaps import GapsResult
    from matcher.pathway.plan import Route
    from matcher.pooling.supply import Supply

__all__ = ["render_gaps", "render_pathway", "render_supply"]


def render_pathway(found: Route, form: OutputFormat) -> str:
    """A route as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(found))
    headings = ("from", "to", "starts", "ends", "programme", "verdict", "money", "when", "assumed")
    rows = [
        (
            *(f"TRL {level}" if level != 10 else "orders" for level in (s.from_trl, s.to_trl)),
            s.starts or "",
            s.ends or "",
            f"{s.name} ({s.programme})",
            s.verdict,
            s.money or "",
            s.says,
            f"{s.assumes} [{s.source}, {s.as_of}]",
        )
        for s in found.steps
    ]
    rows += [
        (
            f"TRL {g.from_trl}",
            f"TRL {g.to_trl}" if g.to_trl != 10 else "orders",
            g.starts,
            g.ends,
            "GAP",
            "",
            "",
            g.says,
            "",
        )
        for g in found.gaps
    ]
    rows.sort(key=lambda row: (row[2], row[3]))
    if form is OutputFormat.CSV:
        return plain_csv(rows, headings)
    if found.ends is None:
        return "".join(f"{note}\n" for note in found.notes)
    title = (
        f"{found.profile} on {found.on}: from TRL {found.from_trl} to orders, about {found.ends}"
    )
    if form is OutputFormat.MD:
        parts = [f"# {title}\n\n", plain_markdown(rows, headings)]
    else:
        return route_in_steps(found, width=terminal_width()).translate(STEERING)
    for gap in found.gaps:
        parts.append(f"\n{gap.says}.\nWhat would close it:\n")
        parts += [f"- {line}\n" for line in gap.closes]
        parts += [f"  - {b.name}: {b.says} [{b.source}, {b.as_of}]\n" for b in gap.barred]
    waits = [(s.name, line) for s in found.steps for line in s.waits]
    if waits:
        parts.append(
            "\nFacts that are missing\n" + "".join(f"- {n}: {line}\n" for n, line in waits)
        )
    parts.append("\nNotes\n" + "".join(f"- {note}\n" for note in found.notes))
    return "".join(parts)


def render_supply(found: Sequence[Supply], profile: str, on: str, form: OutputFormat) -> str:
    """What pools mean for a startup, as text."""
    if form is OutputFormat.JSON:
        return as_json({"profile": profile, "on": on, "pools": [asdict(one) for one in found]})
    headings = ("pool", "name", "part", "route", "fit", "buys", "ask", "next", "findings")
    if form in {OutputFormat.CSV, OutputFormat.MD}:
        rows = [
            (
                one.pool,
                one.name,
                one.part,
                one.route,
                f"{one.fit:.2f}",
                one.advice.buys or "",
                one.advice.ask,
                one.advice.next,
                "; ".join(f"{f.answer}: {f.says}" for f in one.findings),
            )
            for one in found
        ]
        title = f"# {profile} on {on}: supply, never entry\n\n" if form is OutputFormat.MD else ""
        table = plain_markdown if form is OutputFormat.MD else plain_csv
        return title + table(rows, headings)
    return supply_in_words(found, profile, on, width=terminal_width()).translate(STEERING)


def render_gaps(found: GapsResult, form: OutputFormat) -> str:
    """The field as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(found))
    headings = ("country", "area", "readiness", "startups", *CLASSES)
    rows = [
        (
            country_name(cell.country),
            area_name(cell.area),
            cell.readiness,
            *map(str, (cell.startups, *(getattr(cell, name) for name in CLASSES))),
        )
        for cell in found.cells
    ]
    if form is OutputFormat.CSV:
        return plain_csv(rows, headings)
    totals = ", ".join(f"{found.totals[name]} {name}" for name in CLASSES)
    title = f"{found.startups} startups on {found.on}: {totals}"
    if form is OutputFormat.MD:
        return f"# {title}\n\n{plain_markdown(rows, headings)}" + _notes(found)
    return plain_table(rows, headings, title) + _notes(found)


def _notes(found: GapsResult) -> str:
    legend = (
        "- open: may enter something today; later: announced; asks: a missing fact decides; pool:"
        " only a purchase to supply; nothing: none of these\n"
    )
    return "\nNotes\n" + legend + "".join(f"- {note}\n" for note in found.notes)
