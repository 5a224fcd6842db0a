"""How does the catalogue look to a person, and to a program?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from api.cli.lines import cut, terminal_width, wrapped
from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
from matcher.answers.bought import bought
from matcher.answers.dates import day_in_words, timing
from matcher.answers.sums import offered, share_of_cost
from matcher.eligibility.criteria import demand
from matcher.eligibility.phrases import names_of, some_of
from programmes.criteria import Control, NoWeapon, OpenTo, Seat, Statement

if TYPE_CHECKING:
    from programmes.criteria import AnyCriterion
    from programmes.model import Amount, Call, Programme, Source, Status

__all__ = ["render_list", "render_programme"]

_HEADINGS = ("id", "kind", "status", "opens", "closes", "name", "owner")


def _closes(call: Call | None) -> str:
    if call is None:
        return ""
    return call.closes_shown or ""


def render_list(
    rows: Sequence[tuple[Programme, Call | None, Status]],
    on: str,
    form: OutputFormat,
    *,
    wide: bool = False,
    plain: bool = False,
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
    if wide:
        shown = [(p, k, s, c, n) for p, k, s, _, c, n, _ in lines]
        headings = ("id", "kind", "status", "closes", "name")
        title = f"{len(rows)} programmes and pools on {on}"
        return plain_table(shown, headings, title, wide=True, plain=plain)
    return "".join(f"{line}\n" for line in _listed(rows, on))


def _listed(rows: Sequence[tuple[Programme, Call | None, Status]], on: str) -> Iterator[str]:
    """Two lines a programme, so that an id can be copied from the narrowest screen."""
    from profiles.vocabulary import instant

    moment, width = instant(on), terminal_width()
    day = moment.date()
    yield f"{len(rows)} programmes and pools on {day_in_words(day, day)} {day.year}"
    for programme, call, state in rows:
        when = timing(programme, call, state, moment)
        yield ""
        yield cut(programme.name, width)
        yield cut(f"    {programme.id}  {programme.kind}, {when}", width)


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
    programme: Programme,
    sources: Mapping[str, Source],
    on: str,
    form: OutputFormat,
    *,
    wide: bool = False,
) -> str:
    """One programme, whole; folded to the screen for a person unless it may be wide."""
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
    when = timing(programme, call, state, instant(on))
    day = instant(on).date()
    lines += [programme.summary, "", f"On {day_in_words(day, day)} {day.year}: {when}."]
    if money := offered(programme):
        share = share_of_cost(programme)
        lines.append(f"It offers {money}{f'; {share}' if share else ''}.")
    if buys := bought(programme):
        lines.append(f"States buy {buys}.")
    if programme.process:
        lines.append(f"How one applies: {programme.process.strip()}")
    if programme.apply_url:
        lines.append(f"Where: {programme.apply_url} (as the source gives it, not opened)")
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
            named = call.name or call.id
            lines.append(f"Its call {named}: {', '.join(d for d in dates if d)}.")
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
        ("It asks for", tuple(condition(c) for c in programme.criteria)),
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
    if form is OutputFormat.TABLE:
        width = terminal_width(wide=wide)
        lines = [part for line in lines for part in _folded(line, width)]
    return "\n".join(lines) + "\n"


def _folded(line: str, width: int) -> Iterator[str]:
    """A line between the edges of a screen; what follows a bullet stands below its text."""
    label = "- " if line.startswith("- ") else ""
    if not line:
        yield ""
    yield from wrapped(label, line.removeprefix("- "), width=width, most=len(line) + 1)


def condition(criterion: AnyCriterion) -> str:
    """A condition as a sentence, with its source and how sure it is.

    >>> from programmes.criteria import Readiness
    >>> condition(Readiness(min=4, source=("a-page",), confidence="medium"))
    'TRL 4 or higher [a-page, medium]'
    """
    said = criterion.asks if isinstance(criterion, Statement) else demand(criterion)
    if isinstance(criterion, NoWeapon) and not criterion.certain:
        said = f"perhaps {said}"
    if isinstance(criterion, Seat) and criterion.within is None:
        said = "where it must sit is not known"
    elif not criterion.sure:
        said = f"perhaps {said}; our sources are not firm enough to decide"
    if isinstance(criterion, Statement) and criterion.unless is not None:
        said = f"{said} (not asked of companies in {some_of(criterion.unless)})"
    if isinstance(criterion, Seat | Control) and criterion.perhaps is not None:
        elsewhere = f"from {some_of(criterion.perhaps)} it is not settled"
        said = f"{said}; {elsewhere}" if criterion.within is not None else said
    if isinstance(criterion, OpenTo) and criterion.instead:
        said = f"{said}. Instead: {criterion.instead.rstrip('.')}"
    note = f". {criterion.note.strip()}" if criterion.note else ""
    sure = f"[{criterion.source[0]}, {criterion.confidence}]"
    return f"{said[:1].upper()}{said[1:]} {sure}{note}"


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
