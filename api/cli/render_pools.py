"""How do pools look: as text for a person, JSON, CSV or Markdown?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown
from matcher.pooling.shown import as_dict, findings, quantity_words, value_words, window_words
from programmes.demands.aside import BAD, counted

if TYPE_CHECKING:
    from matcher.pooling import PoolsResult
    from matcher.pooling.result import PoolChange
    from programmes.pools.model import DemandPool

__all__ = ["render_pools"]

_FAULTS = 20
_EXAMPLES = 5

_HEADINGS = (
    "line",
    "country",
    "pool",
    "name",
    "item",
    "quantity",
    "unit",
    "value",
    "currency",
    "needed by",
    "firmness",
    "why alone",
)


def render_pools(result: PoolsResult, form: OutputFormat) -> str:
    """A result as text."""
    if form is OutputFormat.JSON:
        return as_json(as_dict(result))
    if form is OutputFormat.CSV:
        return plain_csv(_rows(result), _HEADINGS)
    mark = "## " if form is OutputFormat.MD else ""
    count, made = sum(len(pool.lines) for pool in result.pools), len(result.pools)
    left = f", {len(result.aside)} aside" if result.aside else ""
    head = (
        f"{count + len(result.alone) + len(result.aside)} lines on {result.on}: {count} in"
        f" {made} pool{'' if made == 1 else 's'}, {len(result.alone)} alone{left}"
    )
    changes = {one.pool: one for one in result.changes}
    parts = [f"# {head}\n" if form is OutputFormat.MD else f"{head}\n"]
    for at, pool in enumerate(result.pools, 1):
        parts.append(
            f"\n{mark}{at}. {pool.name} ({pool.id}{', pinned' if pool.pinned else ''})\n\n"
        )
        changed = changes.get(pool.id)
        parts.append("".join(f"{line}\n" for line in _lines(pool, form, changed, result.since)))
    if gone := [one for one in result.changes if one.kind == "dissolved"]:
        parts.append(f"\n{mark}Dissolved since {result.since}\n\n")
        parts += [f"- {one.name} ({one.pool}): {'; '.join(one.says)}\n" for one in gone]
    if result.alone:
        parts.append(f"\n{mark}Alone, and why\n\n")
        rows = [(one.line, one.country, one.item, one.says) for one in result.alone]
        if form is OutputFormat.MD:
            parts.append(plain_markdown(rows, ("line", "country", "item", "why")))
        else:
            parts += [
                f"  {line} {country}: {item}\n      {why}\n" for line, country, item, why in rows
            ]
    if result.aside:
        parts.append(f"\n{mark}Aside, and why\n\n")
        parts += [f"- {line}\n" for line in _aside(result)]
    if result.rates.rates:
        parts.append(f"\n{mark}Rates\n\n")
        parts += [
            f"- 1 {r.currency} = {r.rate} {result.rates.base} on {r.as_of} ({r.source})\n"
            for _, r in sorted(result.rates.rates.items())
        ]
    if result.notes:
        parts.append(f"\n{mark}Notes\n\n" + "".join(f"- {note}\n" for note in result.notes))
    return "".join(parts)


def _aside(result: PoolsResult) -> list[str]:
    """How many lines are not pooled for each reason, and what to do about the faulty ones."""
    shown = []
    for reason, count in counted(result.aside).items():
        ones = [one for one in result.aside if one.reason == reason]
        most = _FAULTS if reason == BAD else _EXAMPLES
        said = [one.says for one in ones] if reason == BAD else [one.id for one in ones]
        rest = f", and {count - most} more (--format json has all)" if count > most else ""
        joined = "; " if reason == BAD else ", "
        shown.append(f"{count} {reason}: {joined.join(said[:most])}{rest}")
    return shown


def _lines(
    pool: DemandPool, form: OutputFormat, change: PoolChange | None, since: str | None
) -> list[str]:
    bullet = "- " if form is OutputFormat.MD else "  "
    said = {finding.criterion: finding.says for finding in findings(pool)}
    shown = [
        f"{bullet}{', '.join(pool.participants)}: {quantity_words(pool.quantity)};"
        f" {value_words(pool.value)}",
        f"{bullet}{window_words(pool)}",
        f"{bullet}{said['firmness']}",
        f"{bullet}{said['variants']}",
        *(f"{bullet}{said[name]}" for name in ("content-share", "seat") if name in said),
        *(f"{bullet}near miss: {miss.says}" for miss in pool.near_misses),
    ]
    if change is not None:
        what = "; ".join(change.says) or {"new": "new", "same": "unchanged"}.get(change.kind, "")
        shown.insert(0, f"{bullet}since {since}: {what}")
    inner = "  - " if form is OutputFormat.MD else "    "
    for line in pool.lines:
        amount = "" if line.quantity is None else f", {line.quantity:,f} {line.unit}"
        needed = "" if line.needed_by is None else f", by {line.needed_by}"
        shown.append(
            f"{inner}{line.id} {line.country}: {line.item}{amount}{needed} [{line.source}]"
        )
    return shown


def _rows(result: PoolsResult) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            line.id,
            line.country,
            pool.id,
            pool.name,
            line.item,
            "" if line.quantity is None else f"{line.quantity:f}",
            line.unit or "",
            "" if line.value is None else f"{line.value.amount:f}",
            "" if line.value is None else line.value.currency,
            line.needed_by or "",
            str(line.firmness or ""),
            "",
        )
        for pool in result.pools
        for line in pool.lines
    ]
    rows += [
        (one.line, one.country, "", "", one.item, "", "", "", "", "", "", one.says)
        for one in result.alone
    ]
    rows += [
        (one.id, one.country or "", "", "", one.item or "", *[""] * 6, f"{one.reason}: {one.says}")
        for one in result.aside
    ]
    return sorted(rows)
