"""How does the catalogue look to a person, and to a program?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
from matcher.eligibility.phrases import names_of

if TYPE_CHECKING:
    from programmes.model import Amount, Call, Programme, Source, Status

__all__ = ["render_list", "render_programme"]

_HEADINGS = ("id", "kind", "status", "opens", "closes", "name", "owner")


def _closes(call: Call | None) -> str:
    if call is None:
        return ""
    return call.closes_shown or ""


def render_list(
    rows: Sequence[tuple[Programme, Call | None, Status]], on: str, form: OutputFormat
) -> str:
    """Programmes, a line each."""
    lines = [
        (
            p.id,
            p.kind,
            str(state),
            (call.opens_shown or "") if call else "",
            _closes(call),
            p.name,
            p.owner,
        )
        for p, call, state in rows
    ]
    if form is OutputFormat.JSON:
        found = [dict(zip(_HEADINGS, line, strict=True)) for line in lines]
        return as_json({"on": on, "programmes": found})
    if form is OutputFormat.CSV:
        return plain_csv(lines, _HEADINGS)
    if form is OutputFormat.MD:
        return plain_markdown(lines, _HEADINGS)
    shown = [(p, k, s, c, n) for p, k, s, _, c, n, _ in lines]
    title = f"{len(rows)} programmes and pools on {on}"
    return plain_table(shown, ("id", "kind", "status", "closes", "name"), title)


def _amount(amount: Amount) -> str:
    low, high = amount.min, amount.max
    if low is not None and high is not None:
        text = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    elif high is not None:
        text = f"up to {high:,.0f}"
    elif low is not None:
        text = f"from {low:,.0f}"
    else:
        text = "not known"
    note = f" ({amount.note})" if amount.note else ""
    currency = amount.currency or "currency not stated,"
    return f"{amount.label}: {currency} {text}, per {amount.per}{note}"


def render_programme(
    programme: Programme, sources: Mapping[str, Source], on: str, form: OutputFormat
) -> str:
    """One programme, whole."""
    from profiles.vocabulary import instant
    from programmes.model import current_call

    call, state = current_call(programme, on=instant(on))
    if form is OutputFormat.JSON:
        document = programme.model_dump(mode="json", exclude_none=True)
        used = {
            slug: sources[slug].model_dump(mode="json", exclude_none=True)
            for slug in _slugs(programme)
            if slug in sources
        }
        return as_json({"on": on, "status": str(state), "programme": document, "sources": used})
    lines = [
        f"# {programme.name}",
        "",
        f"{programme.id}, {programme.kind} of {programme.owner}",
        "",
    ]
    lines += [programme.summary, "", f"Status on {on}: {state}"]
    if programme.standing in {"proposal", "announced", "ended"}:
        lines.append(f"Standing: {programme.standing}")
    if programme.standing_note:
        lines.append(programme.standing_note)
    if call is not None:
        dates = [
            f"opens {call.opens_shown}" if call.opens else "",
            f"closes {_closes(call)}" if _closes(call) else "",
        ]
        if any(dates):
            lines.append(f"Call {call.id}: {', '.join(d for d in dates if d)}")
        if call.note:
            lines.append(call.note)
    lines += ["", programme.description]
    lists = (
        ("Seeks", programme.seeks),
        ("Technologies", programme.technologies),
        ("Use cases", programme.use_cases),
        ("Offers", tuple(_amount(a) for a in programme.offer.amounts)),
        (
            "Challenges",
            tuple(
                f"{c.title} ({c.id}): {c.statement}"
                + (" [our reading of the title]" if c.basis == "our-reading" else "")
                for c in programme.challenges
            ),
        ),
        ("Conditions", tuple(condition(c) for c in programme.criteria)),
        ("Guidance, which decides nothing", tuple(condition(c) for c in programme.guidance)),
        ("Facts", tuple(f"{f.name}: {f.value} [{f.source[0]}]" for f in programme.facts)),
        ("Notes", programme.notes),
    )
    if programme.pool is not None:
        pool = programme.pool
        who = names_of(pool.participants) if pool.participants else "not published"
        lines += [
            "",
            "## What states buy together",
            "",
            f"- Item: {pool.item}",
            f"- Participants: {who}{'' if pool.participants_complete else ' (as far as known)'}",
        ]
        lines += [f"- Quantity: {pool.quantity}"] if pool.quantity else []
        lines += [f"- Value: {_amount(pool.value)}"] if pool.value else []
        lines += [f"- Suppliers: {', '.join(pool.suppliers)}"] if pool.suppliers else []
    if programme.not_for:
        lines += ["", f"Not for: {programme.not_for}"]
    for name, items in lists:
        if items:
            lines += ["", f"## {name}", "", *(f"- {item}" for item in items)]
    lines += ["", "## Sources", ""]
    for slug in _slugs(programme):
        source = sources.get(slug)
        lines.append(
            f"- {slug}: {source.url} ({source.as_of}, {source.kind})" if source else f"- {slug}"
        )
    if programme.apply_url:
        lines += ["", f"Apply: {programme.apply_url} (address as given by the source, not opened)"]
    return "\n".join(lines) + "\n"


def condition(criterion: object) -> str:
    """A criterion in a line: its kind, what it holds, its sources and how sure it is."""
    from programmes.criteria import Criterion

    assert isinstance(criterion, Criterion)  # noqa: S101 - the model holds nothing else
    data = criterion.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    shared = ("kind", "source", "confidence", "as_of", "note")
    parts = [
        f"{name.replace('_', ' ')} {_flat(value)}"
        for name, value in data.items()
        if name not in shared
    ]
    kind = getattr(criterion, "kind", "criterion")
    note = f"; {criterion.note}" if criterion.note else ""
    return (
        f"{kind}: {', '.join(parts) or 'yes'} [{criterion.source[0]}, {criterion.confidence}]{note}"
    )


def _flat(value: object) -> str:
    if value is True:
        return "yes"
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')} {_flat(v)}" for name, v in value.items())
    if isinstance(value, list):
        return ", ".join(_flat(v) for v in value)
    return str(value)


def _slugs(programme: Programme) -> list[str]:
    found: dict[str, None] = {}
    for part in (
        *programme.provenance.values(),
        *programme.criteria,
        *programme.guidance,
        *programme.challenges,
        *programme.facts,
    ):
        found |= dict.fromkeys(part.source)
    return list(found)
