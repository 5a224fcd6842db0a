"""How do teams of partners and suppliers look: as text for a person, JSON, CSV or Markdown?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown

if TYPE_CHECKING:
    from matcher.pooling.suppliers import Suppliers
    from matcher.pooling.teams.partners import Member, Partners, Team

__all__ = ["render_partners", "render_suppliers"]

_MOST = 4
_SHOWN = 20
_MARKS = {"met": "+", "unmet": "-", "unknown": "?"}


def render_partners(found: Partners, form: OutputFormat) -> str:
    """Proposals as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(found))
    target = found.programme + (f"/{found.topic}" if found.topic else "")
    if form in {OutputFormat.CSV, OutputFormat.MD}:
        headings = ("team", "profile", "name", "country", "why", "asks")
        rows = [
            (str(at), m.profile, m.name, m.country, m.says, "; ".join(f.says for f in m.asks))
            for at, team in enumerate(found.teams, 1)
            for m in team.members
        ]
        if form is OutputFormat.CSV:
            return plain_csv(rows, headings)
        return f"# {found.profile} with partners for {target}\n\n" + plain_markdown(rows, headings)
    count = len(found.teams)
    parts = [
        f"{found.profile} with partners for {target}: {count} team{'' if count == 1 else 's'}"
        f" among {found.asked} candidates\n"
    ]
    if found.left_out:
        said = ", ".join(f"{name} {n}" for name, n in found.left_out.items())
        parts.append(f"left out: {said}\n")
    parts += [f"note: {note}\n" for note in found.notes]
    parts += [f"  {'-' if f.answer == 'unmet' else '?'} {f.says}\n" for f in found.own]
    for at, team in enumerate(found.teams, 1):
        parts += [f"\n{at}. {', '.join(team.countries)}\n", *_team(team)]
    return "".join(parts)


def _team(team: Team) -> list[str]:
    shared = set.intersection(*({f.says for f in member.asks} for member in team.members))
    shown = []
    for member in team.members:
        shown += _member(member, shared)
    shown += [f"  ? of all: {says}\n" for says in sorted(shared)]
    if team.rule is not None:
        mark = {"met": "+", "unmet": "-"}.get(team.rule.answer, "?")
        shown.append(f"  {mark} {team.rule.says} [{team.rule.source}, {team.rule.as_of}]\n")
    if team.missing:
        shown.append(f"  still missing: {'; '.join(team.missing)}\n")
    return shown


def _member(member: Member, shared: set[str]) -> list[str]:
    shown = [f"  {member.name} ({member.profile}, {member.country}): {member.says}\n"]
    own = [f.says for f in member.asks if f.says not in shared]
    shown += [f"      ? {says}\n" for says in own[:_MOST]]
    if (more := len(own) - _MOST) > 0:
        shown.append(f"      ? and {more} more that nobody knows yet\n")
    return shown


def render_suppliers(found: Suppliers, on: str, form: OutputFormat) -> str:
    """Who could supply a pool, as text."""
    if form is OutputFormat.JSON:
        return as_json({"on": on, **asdict(found)})
    headings = ("profile", "name", "country", "able", "supplies", "in the way or not known")
    rows = [
        (
            one.profile,
            one.name,
            one.country or "",
            "yes" if one.able else "no",
            "; ".join(part.says for part in one.supplies),
            "; ".join(f.says for f in one.findings if f.answer in {"unmet", "unknown"}),
        )
        for one in found.suppliers
    ]
    if form is OutputFormat.CSV:
        return plain_csv(rows, headings)
    able = sum(one.able for one in found.suppliers)
    head = (
        f"{found.name} ({found.pool}) on {on}: of {found.asked} startups {len(rows)} could supply"
        f" a part, {able} of them as far as the rules are known"
    )
    if form is OutputFormat.MD:
        return f"# {head}\n\n" + plain_markdown(rows, headings)
    parts = [f"{head}\n", f"parts: {'; '.join(found.parts)}\n"]
    if found.uncovered:
        parts.append(f"nobody for: {'; '.join(found.uncovered)}\n")
    for at, team in enumerate(found.teams, 1):
        parts.append(f"\nteam {at}\n")
        parts += [f"  {says}\n" for says in team.says]
        if team.missing:
            parts.append(f"  still missing: {'; '.join(team.missing)}\n")
    for one in found.suppliers[:_SHOWN]:
        place = f", {one.country}" if one.country else ""
        parts.append(f"\n{one.name} ({one.profile}{place}): {'able' if one.able else 'not able'}\n")
        parts += [f"  {part.part}: {part.says}\n" for part in one.supplies]
        parts += [
            f"  {_MARKS[f.answer]} {f.says} [{f.source}, {f.as_of}]\n"
            for f in one.findings
            if f.answer in _MARKS
        ]
    if (rest := len(found.suppliers) - _SHOWN) > 0:
        parts.append(f"\nand {rest} more (--format json has all)\n")
    return "".join(parts)
