"""How does an assignment look: as a table for a person, JSON, CSV or Markdown?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown, plain_table

if TYPE_CHECKING:
    from matcher.selection.assignment import Assignment, Host, Placed

__all__ = ["render_assignment"]

_NEXT = 5
_SHOWN = 20


def render_assignment(found: Assignment, form: OutputFormat) -> str:
    """An assignment as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(found))
    if form is OutputFormat.CSV:
        return _csv(found)
    headings = ("name", "profile", "country", "fit", "verdict", "why")
    parts = []
    for host in found.hosts:
        rows = [_row(one) for one in found.placed if one.host == host.host]
        title = f"{host.host}: {_of(host)}"
        if form is OutputFormat.MD:
            parts.append(f"## {title}\n\n{plain_markdown(rows, headings)}\n")
        else:
            parts.append(plain_table(rows, headings, title))
        parts.append(_next(host, "- " if form is OutputFormat.MD else "  "))
    parts.append(_rest(found, form))
    return _head(found, form) + "".join(parts)


def _head(found: Assignment, form: OutputFormat) -> str:
    aim = "the best sum of fits" if found.aim == "total" else "the fairest: worst place first"
    given = len(found.placed)
    said = f"{given} place{'' if given == 1 else 's'} given, {len(found.unplaced)} without; {aim}"
    if found.total is not None and given:
        said += f": {found.total:.2f} in all, the smallest {found.worst:.2f}"
    return f"# {said}\n\n" if form is OutputFormat.MD else f"{said}\n\n"


def _of(host: Host) -> str:
    room = [f"{host.given} of {host.most} places"] if host.most is not None else [
        f"{host.given} place{'' if host.given == 1 else 's'}"]  # fmt: skip
    if host.least:
        room.append(f"at least {host.least}")
    return ", ".join(room)


def _row(one: Placed) -> tuple[str, ...]:
    return (
        one.name,
        one.applicant,
        one.country or "",
        "" if one.fit is None else f"{one.fit:.2f}",
        _verdict(one),
        one.says,
    )


def _verdict(one: Placed) -> str:
    graded = f"grade {one.grade:g}" if one.grade is not None else ""
    known = one.verdict or ""
    if known == "undetermined" and one.outlook:
        known = f"{known}, {one.outlook}"
    return ", ".join(filter(None, (known, graded)))


def _next(host: Host, mark: str) -> str:
    if not host.alternates:
        return f"{mark}nobody is waiting\n\n"
    lines = [
        f"{mark}next {one.rank}: {one.name} ({one.applicant})"
        + (f", {one.fit:.2f}" if one.fit is not None else "")
        + (f", grade {one.grade:g}" if one.grade is not None else "")
        + (f", {one.says}" if one.says else "")
        for one in host.alternates[:_NEXT]
    ]
    if (more := len(host.alternates) - _NEXT) > 0:
        lines.append(f"{mark}and {more} more (--format json has all)")
    return "\n".join(lines) + "\n\n"


def _rest(found: Assignment, form: OutputFormat) -> str:
    mark = "- " if form is OutputFormat.MD else "  "
    head = "## {}\n\n" if form is OutputFormat.MD else "{}\n"
    parts = []
    if found.unplaced:
        parts.append(head.format(f"Without a place: {len(found.unplaced)}"))
        parts += [
            f"{mark}{one.name} ({one.applicant}): {one.says}"
            + (f" [next {one.next_rank} at {one.next_at}]" if one.next_at else "")
            + "\n"
            for one in found.unplaced[:_SHOWN]
        ]
        if (more := len(found.unplaced) - _SHOWN) > 0:
            parts.append(f"{mark}and {more} more (--format csv has all)\n")
        parts.append("\n")
    if found.terms:
        parts.append(head.format("Terms"))
        parts += [
            f"{mark}{one.says}: {one.came_to}{' (reached)' if one.reached else ''}\n"
            for one in found.terms
        ]
    if form is OutputFormat.MD and found.notes:
        parts.append("\n## To bear in mind\n\n")
    parts += [f"{mark if form is OutputFormat.MD else 'note: '}{one}\n" for one in found.notes]
    return "".join(parts)


def _csv(found: Assignment) -> str:
    headings = (
        "result", "host", "rank", "profile", "name", "country", "fit", "verdict", "grade", "choice",
        "why",
    )  # fmt: skip
    rows = [
        (
            "place", one.host, "", one.applicant, one.name, one.country or "",
            "" if one.fit is None else f"{one.fit:g}", one.verdict or "",
            "" if one.grade is None else f"{one.grade:g}", str(one.choice), one.says,
        )
        for one in found.placed
    ]  # fmt: skip
    rows += [
        (
            "reserve" if one.next_at else "none", one.next_at or "", str(one.next_rank or ""),
            one.applicant, one.name, one.country or "", "", "", "", "", one.says,
        )
        for one in found.unplaced
    ]  # fmt: skip
    return plain_csv(rows, headings)
