"""How does an answer look: as a table, JSON, CSV or Markdown?

JSON is the interface; the others show the part of it that a person reads first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from api.cli.fits import fit_in_words, legend
from api.cli.lines import painted, terminal_width, wants_colour
from api.cli.lists import applicants_listed, listed
from api.cli.options import OutputFormat
from api.cli.screenful import first_screen
from matcher.answers.arguments import argument, meaning, weightiest
from matcher.answers.caveats import WHY
from matcher.results import Match, MatchPage, ScreenResult

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = [
    "STEERING",
    "as_json",
    "plain_csv",
    "plain_markdown",
    "plain_table",
    "render_explain",
    "render_match",
    "render_screen",
]

_MARKS = {"met": "+", "unmet": "-", "unknown": "?", "not-applicable": "."}
# A profile's text comes from strangers: what steers a terminal is shown, not obeyed.
STEERING = dict.fromkeys((*range(10), *range(11, 32), *range(127, 160)), "\ufffd")


def as_json(value: Any) -> str:
    """One JSON object, indented, keys in their fixed order."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _why(match: Match) -> str:
    """The findings that matter most, in a line."""
    for answer, most in (("unmet", 2), ("unknown", 2)):
        says = [f.says for f in match.findings if f.answer == answer]
        if says:
            more = f" (+{len(says) - most} more)" if len(says) > most else ""
            return "; ".join(says[:most]) + more
    return "; ".join(f.says for f in match.findings[:2])


def plain_csv(rows: Sequence[tuple[str, ...]], headings: Sequence[str]) -> str:
    """Rows as CSV with headings; no cell can be run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def plain_markdown(rows: Sequence[tuple[str, ...]], headings: Sequence[str]) -> str:
    """Rows as a Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |\n"
        for line in lines
    ).translate(STEERING)


def plain_table(
    rows: Sequence[tuple[str, ...]],
    headings: Sequence[str],
    title: str,
    *,
    wide: bool = False,
    plain: bool = False,
) -> str:
    """Rows as a table as wide as the terminal, or as its cells; without a frame if plain."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_lines=False, pad_edge=False)
    if plain:
        table.box, table.padding = None, (0, 2, 0, 0)
    for heading in headings:
        numeric = heading in {"fit", "rank"}
        # Short columns keep their width, so that the text takes what is left.
        short = numeric or heading in {"verdict", "status"}
        table.add_column(
            heading, justify="right" if numeric else "left", overflow="fold", no_wrap=short
        )
    for row in rows:
        table.add_row(*(cell.translate(STEERING) for cell in row))
    # Without markup and emoji: a company may be called "[red]" or ":rocket:".
    console = Console(
        file=io.StringIO(),
        width=terminal_width(wide=wide),
        force_terminal=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(table)
    stream = console.file
    assert isinstance(stream, io.StringIO)  # noqa: S101 - given two lines above
    return stream.getvalue()


def render_match(
    result: MatchPage,
    form: OutputFormat,
    profile: Profile,
    *,
    said: str,
    sections: Sequence[str] | None = None,
    every: bool = False,
    wide: bool = False,
    plain: bool = False,
) -> str:
    """An answer as text.

    Args:
        result: The whole answer.
        form: The form in which it is written.
        profile: The startup.
        said: How it was named on the command line.
        sections: What a person sees; all if None. JSON keeps everything.
        every: Whether a person sees each programme, and not the first screen alone.
        wide: Whether lines may be as long as they are.
        plain: Whether a person wants no colours.
    """
    pairs = [
        one
        for one in (*result.matches, *result.ineligible)
        if sections is None or one.section in sections
    ]
    match form:
        case OutputFormat.JSON:
            return as_json(result.parts())
        case OutputFormat.CSV:
            return plain_csv([_match_row(one) for one in pairs], _MATCH_HEADINGS)
        case OutputFormat.MD:
            rows = [_match_row(one) for one in pairs]
            title = f"# {result.profile} on {result.on}\n\n"
            return title + plain_markdown(rows, _MATCH_HEADINGS) + _asides(result)
        case _ if every or sections is not None:
            shown = listed(result, sections, width=terminal_width(wide=wide))
        case _:
            shown = first_screen(result, profile, said=said, width=terminal_width(wide=wide))
    return _coloured(shown, plain=plain)


def _coloured(text: str, *, plain: bool) -> str:
    """A text for a terminal: what would steer it is shown, and colours are ours alone."""
    safe = text.translate(STEERING)
    return painted(safe) if wants_colour(plain=plain) else safe


_MATCH_HEADINGS = (
    "section", "rank", "verdict", "outlook", "fit", "status", "closes", "programme", "name",
    "topic", "money", "sought", "compares", "why", "missing", "next", "link", "contact", "flags",
)  # fmt: skip


def _match_row(pair: Match) -> tuple[str, ...]:
    card = pair.card
    assert card is not None  # noqa: S101 - a whole answer has one for each pair
    return (
        pair.section, "" if pair.rank is None else str(pair.rank), pair.verdict, pair.outlook,
        fit_in_words(pair), pair.status, pair.closes or "", pair.programme, pair.name,
        pair.topic or "", card.money or "", card.sought or "", card.compares or "", card.why,
        "; ".join(card.missing), card.next, card.link or "", card.contact, "; ".join(pair.flags),
    )  # fmt: skip


def _asides(result: MatchPage) -> str:
    """What a page in Markdown says beside its programmes."""
    asides = (
        ("Notes", result.notes),
        (
            "Areas inferred from the text, to be confirmed",
            [f"{s.name} ({s.value}), probability {s.probability:.0%}" for s in result.suggestions],
        ),
        (
            "Questions, those that most programmes wait for first",
            [
                f"{q.asks} ({q.field}: {q.settles} wait{'s' if q.settles == 1 else ''} for it)"
                for q in result.questions
            ],
        ),
        (
            "Pathway from prototype to production",
            [f"{s.name} ({s.programme}), {s.readiness}: {s.says}" for s in result.pathway],
        ),
    )
    return "".join(
        f"\n## {name}\n\n" + "".join(f"- {line}\n" for line in lines)
        for name, lines in asides
        if lines
    )


_SCREEN_HEADINGS = (
    "rank", "verdict", "outlook", "fit", "profile", "name", "country", "flags", "topic", "why",
    "missing", "sought", "compares", "money", "link",
)  # fmt: skip


def render_screen(
    result: ScreenResult, form: OutputFormat, *, wide: bool = False, plain: bool = False
) -> str:
    """A screening as text: a line each of those who apply."""
    everyone: list[Match] = [*result.candidates, *result.ineligible]
    if form is OutputFormat.JSON:
        return as_json(asdict(result))
    rows = []
    for one in everyone:
        who, card = result.applicants[one.profile], one.card
        missing = card.missing if card else ()
        rows.append(
            (
                "" if one.rank is None else str(one.rank), one.verdict, one.outlook,
                fit_in_words(one), one.profile, who.name, who.country or "", "; ".join(who.flags),
                one.topic or "", _why(one), "; ".join(missing),
                *((card.sought or "", card.compares or "", card.money or "", card.link or "")
                  if card else ("",) * 4),
            )
        )  # fmt: skip
    if form is OutputFormat.CSV:
        return plain_csv(rows, _SCREEN_HEADINGS)
    title = f"{result.name} ({result.programme}), {result.status} on {result.on}"
    if form is OutputFormat.MD:
        below = "".join(f"\n{line}\n" for line in legend(everyone))
        return f"# {title}\n\n{plain_markdown(rows, _SCREEN_HEADINGS)}{below}"
    return _coloured(applicants_listed(result, width=terminal_width(wide=wide)), plain=plain)


def render_explain(match: Match, on: str, form: OutputFormat) -> str:
    """One pair as text."""
    if form is OutputFormat.JSON:
        return as_json({"on": on, **asdict(match)})
    if form is OutputFormat.CSV:
        rows = [
            (f.criterion, f.answer, f.field or "", str(f.value), f.says, f.source, f.as_of)
            for f in (*match.findings, *match.guidance)
        ]
        return plain_csv(rows, ("criterion", "answer", "field", "value", "says", "source", "as_of"))
    lines = [
        f"{match.profile} and {match.name} ({match.programme}) on {on}",
        f"Verdict: {match.verdict}{', a near miss' if match.near_miss else ''}; "
        f"status {match.status}; fit {fit_in_words(match)}",
        "",
        "Eligibility",
        *_finding_lines(match.findings),
    ]
    if match.guidance:
        lines += ["", "Guidance, which decides nothing", *_finding_lines(match.guidance)]
    if match.reading == "not-read":
        lines += ["", "No fit is shown, for the text is not read; what is known adds up like this"]
    else:
        said = meaning(match.contributions)
        lines += ["", f"Fit {match.fit:.4f} ({said}) is the sum of"]
    for part in weightiest(match.contributions):
        lines.append(f"  {part.points:+.4f}  {part.feature}: {argument(part)}")
    lines += ["", "Evidence"]
    for pair in match.evidence:
        lines += [
            f"  similarity {pair.similarity:.2f}; shared words: {', '.join(pair.words) or 'none'}",
            f"    profile:   {_cut(pair.profile)}",
            f"    programme: {_cut(pair.programme)}",
        ]
    if match.topics:
        lines += ["", "Its topics that fit best"]
        for topic in match.topics:
            closes = f", closes {topic.closes}" if topic.closes else ""
            lines.append(
                f"  fit {topic.fit:.2f}  {topic.title} ({topic.topic}), {topic.status}{closes}"
            )
    if match.took:
        lines += ["", "Whom it took before, the nearest first"]
        lines += [f"  {one.says} [{', '.join(one.sources)}]" for one in match.took]
    if match.left_out:
        lines += ["", "Not counted as what the startup makes"]
        lines += [f"  {_cut(one.text)} ({WHY[one.why]})" for one in match.left_out]
    if says := legend([match]):
        lines += ["", *says]
    if form is OutputFormat.MD:
        lines = ["# " + lines[0], "", *lines[1:]]
    return ("\n".join(lines) + "\n").translate(STEERING)


def _finding_lines(findings: Sequence[Any]) -> list[str]:
    lines = []
    for f in findings:
        lines.append(f"  {_MARKS[f.answer]} {f.says} [{f.source}, {f.as_of}]")
        if f.change:
            lines.append(f"      would change it: {f.change}")
        if f.note:
            lines.append(f"      note: {f.note}")
    return lines


def _cut(text: str, most: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + " …"
