"""How is an audit read: as Markdown, JSON, or one HTML page with its drawings inside?"""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown
from matcher.selection.audit_plot import plot
from matcher.selection.grouping import KINDS

if TYPE_CHECKING:
    from matcher.selection.audit import GroupAudit, SelectionAudit

__all__ = ["audit_page", "render_audit"]

_HEADINGS = ("group", "applied", "no rule refuses", "chosen", "ratio", "mean fit", "says")
_NAMED = 10
_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1f2933}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #d0d5dd;"
    "vertical-align:top}svg{max-width:100%;height:auto}"
)


def render_audit(found: SelectionAudit, form: OutputFormat) -> str:
    """An audit as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(found))
    if form is OutputFormat.CSV:
        rows = [(one.kind, *_row(one)) for one in found.groups]
        return plain_csv(rows, ("kind", *_HEADINGS))
    return _markdown(found)


def _markdown(found: SelectionAudit) -> str:
    parts = [f"# {_title(found)}\n\n", *(f"{line}\n" for line in _summary(found)), "\n"]
    for kind in KINDS:
        rows = [_row(one) for one in found.groups if one.kind == kind]
        parts.append(f"## By {kind}\n\n{plain_markdown(rows, _HEADINGS)}\n")
    parts.append("## What it turned on\n\n")
    parts += [f"- {line}\n" for line in _turned(found)]
    parts.append("\n## Without a part of the fit\n\n")
    parts += [f"- {line}\n" for line in _without(found)]
    parts.append("\n## To bear in mind\n\n")
    parts += [f"- {note}\n" for note in found.notes]
    return "".join(parts)


def audit_page(found: SelectionAudit) -> str:
    """An audit as one HTML page that needs nothing beside it."""
    title = escape(_title(found))
    parts = [
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n",
        *(f"<p>{escape(line)}</p>\n" for line in _summary(found)),
    ]
    for kind in KINDS:
        parts.append(f"<h2>By {kind}</h2>\n{plot(found, kind)}<table><thead><tr>")
        parts += [f"<th>{heading}</th>" for heading in _HEADINGS]
        parts.append("</tr></thead><tbody>\n")
        for one in found.groups:
            if one.kind == kind:
                cells = "".join(f"<td>{escape(cell)}</td>" for cell in _row(one))
                parts.append(f"<tr>{cells}</tr>\n")
        parts.append("</tbody></table>\n")
    for heading, lines in (
        ("What it turned on", _turned(found)),
        ("Without a part of the fit", _without(found)),
        ("To bear in mind", list(found.notes)),
    ):
        items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
        parts.append(f"<h2>{heading}</h2>\n<ul>\n{items}</ul>\n")
    parts.append("</body></html>\n")
    return "".join(parts)


def _title(found: SelectionAudit) -> str:
    return f"Audit of {found.programme}, {found.on}"


def _summary(found: SelectionAudit) -> list[str]:
    said = [
        (f"{one.kind} {one.group} ({what} {ratio.ratio:.2f})", ratio.says)
        for one in found.groups
        for what, ratio in (("rules", one.eligible_ratio), ("choice", one.chosen_ratio))
        if ratio is not None and ratio.says.startswith("below")
    ]
    sure = [name for name, says in said if says.endswith("than chance")]
    lines = [
        f"{found.applied} applied, {found.eligible} of them no rule refuses,"
        f" {len(found.chosen)} chosen: {found.chosen_by}."
    ]
    if sure:
        lines.append(
            f"Below four fifths of the best group, by more than chance: {', '.join(sure)}."
        )
    if (rest := len(said) - len(sure)) > 0:
        lines.append(f"Below four fifths where chance may be why: {rest}, in the tables.")
    if not said:
        lines.append("No group that is large enough lies below four fifths of the best.")
    return lines


def _row(one: GroupAudit) -> tuple[str, ...]:
    ratio = one.chosen_ratio
    fit = one.fit
    return (
        one.group,
        str(one.applied),
        f"{one.eligible.number} ({_share(one.eligible.share)})",
        f"{one.chosen.number} ({_share(one.chosen.share)},"
        f" {_share(one.chosen.low)} to {_share(one.chosen.high)})",
        "" if ratio is None else f"{ratio.ratio:.2f} ({ratio.low:.2f} to {ratio.high:.2f})",
        "" if fit is None else f"{fit.mean:.2f} ({fit.low:.2f} to {fit.high:.2f})",
        one.says,
    )


def _share(share: float) -> str:
    return f"{100 * share:.0f}%"


def _turned(found: SelectionAudit) -> list[str]:
    lines = [f"{one.why}: {len(one.profiles)} ({_named(one.profiles)})" for one in found.turned]
    return lines or ["nothing that is kept here turned on a stale, weak or read fact"]


def _named(profiles: tuple[str, ...]) -> str:
    more = f" and {len(profiles) - _NAMED} more" if len(profiles) > _NAMED else ""
    return ", ".join(profiles[:_NAMED]) + more


def _without(found: SelectionAudit) -> list[str]:
    lines = [
        f"{one.feature}: {_named(one.leave)} would leave the screen's best"
        f" {len(found.chosen)},"
        f" {_named(one.enter)} would enter"
        for one in found.without
        if one.leave
    ]
    same = [one.feature for one in found.without if not one.leave]
    if same:
        lines.append(f"nobody would change without {', '.join(same)}")
    return lines or ["the parts of the fits are not kept here"]
