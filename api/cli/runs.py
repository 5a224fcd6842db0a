"""The commands that look at runs: runs show, runs diff and runs export."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import FormatOption, OutputFormat, PlainOption, WideOption, chosen_format

if TYPE_CHECKING:
    from matcher.runs.files.reading import CompletedRun, Row

app = typer.Typer(
    help="Look at what `allymatch rank` has kept.", no_args_is_help=True, rich_markup_mode=None
)


class RowSide(StrEnum):
    """Whose rows are looked at."""

    STARTUPS = "startups"
    PROGRAMMES = "programmes"


RunArgument = Annotated[Path, typer.Argument(metavar="DIR", help="A run's folder.")]


@app.command()
def show(
    run: RunArgument,
    profile: Annotated[
        str | None, typer.Option("--profile", help="Show the rows of this startup.")
    ] = None,
    programme: Annotated[
        str | None, typer.Option("--programme", help="Show the rows of this programme.")
    ] = None,
    wide: WideOption = False,
    plain: PlainOption = False,
    form: FormatOption = None,
) -> None:
    """Show what a run was set to and what it holds, or the rows of one startup or programme.

    \b
    Example:
        $ allymatch runs show runs/monday
    """
    from api.cli.lines import terminal_width
    from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
    from api.cli.render_runs import run_in_sentences
    from matcher.runs.files.reading import CompletedRun

    found = CompletedRun(run)
    chosen = chosen_format(form)
    names: tuple[str, ...]
    lines: list[tuple[str, ...]]
    if profile is not None or programme is not None:
        rows = _rows(found, profile, programme)
        if chosen is OutputFormat.JSON:
            typer.echo(as_json(rows), nl=False)
            return
        names = (
            "profile",
            "rank",
            "programme",
            "verdict",
            "status",
            "fit",
            "challenge",
            "findings",
        )
        lines = [tuple("" if row[n] is None else str(row[n]) for n in names) for row in rows]
    else:
        told = _told(found)
        if chosen is OutputFormat.JSON:
            typer.echo(as_json(told), nl=False)
            return
        if chosen is OutputFormat.TABLE:
            width = terminal_width(wide=wide)
            typer.echo(run_in_sentences(told, str(run), width=width), nl=False)
            return
        names = ("what", "value")
        lines = [(name, str(value)) for name, value in _flat(told)]
    match chosen:
        case OutputFormat.CSV:
            typer.echo(plain_csv(lines, names), nl=False)
        case OutputFormat.MD:
            typer.echo(plain_markdown(lines, names), nl=False)
        case _:
            typer.echo(plain_table(lines, names, str(run), wide=wide, plain=plain), nl=False)


def _told(run: CompletedRun) -> dict[str, object]:
    from dataclasses import asdict

    verdicts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    if "startups" in run.manifest.plan.sides():
        for table in run.tables("startups", ["rank", "verdict", "programme"]):
            verdicts += _counts(table["verdict"])
            first += _counts(table.filter(table["rank"].to_numpy() == 1)["programme"])
    plan = asdict(run.manifest.plan)
    most = sorted(first.items(), key=lambda item: (-item[1], item[0]))
    return {
        "run": plan,
        "counts": run.manifest.counts,
        "verdicts": dict(sorted(verdicts.items())),
        "most_often_first": dict(most[:10]),
    }


def _counts(words: Any) -> Counter[str]:
    """How often each word of a column stands there."""
    return Counter({one["values"]: one["counts"] for one in words.value_counts().to_pylist()})


def _flat(value: object, at: str = "") -> list[tuple[str, object]]:
    if not isinstance(value, dict):
        return [(at, value)]
    return [
        pair for key, one in value.items() for pair in _flat(one, f"{at}.{key}" if at else str(key))
    ]


def _rows(run: CompletedRun, profile: str | None, programme: str | None) -> list[Row]:
    if profile is None:
        return run.rows_of("programmes", str(programme))
    rows = run.rows_of("startups", profile)
    return [row for row in rows if programme in (None, row["programme"])]


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The former run's folder.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later run's folder.")],
    side: Annotated[
        RowSide | None,
        typer.Option(
            "--side", help="Whose rows are compared. Default: startups, if both runs keep them."
        ),
    ] = None,
    form: FormatOption = None,
) -> None:
    """Show what changed between two runs and why, with counts and examples.

    \b
    Example:
        $ allymatch runs diff runs/monday runs/tuesday
    """
    from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
    from matcher.runs.compare.changes import CAUSES
    from matcher.runs.compare.diff import difference
    from matcher.runs.files.reading import CompletedRun

    found = difference(CompletedRun(before), CompletedRun(after), side)
    chosen = chosen_format(form)
    ordered = sorted(found.counts.items(), key=lambda item: (-item[1], item[0]))
    if chosen is OutputFormat.JSON:
        changes = [
            {
                "what": what,
                "cause": cause,
                "means": CAUSES[cause],
                "pairs": count,
                "examples": found.examples[what, cause],
            }
            for (what, cause), count in ordered
        ]
        told = {"side": found.side, "same": found.same, "changes": changes}
        typer.echo(as_json(told), nl=False)
        return
    names = ("what", "cause", "pairs", "means", "for example")
    lines = []
    for (what, cause), count in ordered:
        one = found.examples[what, cause][0]
        example = f"{one.profile} and {one.programme}: {one.before} -> {one.after}"
        lines.append((what, cause, str(count), CAUSES[cause], example))
    match chosen:
        case OutputFormat.CSV:
            typer.echo(plain_csv(lines, names), nl=False)
        case OutputFormat.MD:
            typer.echo(plain_markdown(lines, names), nl=False)
        case _:
            title = f"{found.same} pairs are the same, by {found.side}"
            typer.echo(plain_table(lines, names, title), nl=False)


@app.command()
def export(
    run: RunArgument,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A .csv or .xlsx file.")],
    side: Annotated[str, typer.Option("--side", help="startups or programmes.")] = "startups",
    columns: Annotated[
        str | None, typer.Option("--columns", help="Which columns, with commas between.")
    ] = None,
    verdict: Annotated[
        list[str] | None, typer.Option("--verdict", help="Keep this verdict; may be given again.")
    ] = None,
) -> None:
    """Write the rows of a run for a spreadsheet; no cell can be run as a formula.

    \b
    Example:
        $ allymatch runs export runs/monday --to monday.xlsx --verdict eligible
    """
    from matcher.eligibility.answer import Verdict
    from matcher.runs.compare.export import COLUMNS
    from matcher.runs.compare.export import export as write
    from matcher.runs.files.folder import SIDES
    from matcher.runs.files.reading import CompletedRun

    words = [one.word for one in Verdict]
    if side not in SIDES:
        raise typer.BadParameter(f"found {side!r}, expected startups or programmes")
    if strange := [one for one in verdict or () if one not in words]:
        raise typer.BadParameter(f"found {strange[0]!r}, expected one of {', '.join(words)}")
    chosen = tuple(name.strip() for name in columns.split(",")) if columns else COLUMNS
    number = write(CompletedRun(run), to, side=side, columns=chosen, verdicts=verdict or ())
    typer.echo(f"{number} rows written to {to}", err=True)
