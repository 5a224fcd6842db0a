"""The commands that bring published calls in and tell what changed: import, log and diff."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import OnOption

__all__ = ["diff", "import_calls", "log"]

_SHOWN = 20
SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="eu-portal, dsip, sam, grants-gov, ted, uk-ocds, canadabuys, common-grants or awards.",
    ),
]
IntoOption = Annotated[
    Path, typer.Option("--into", metavar="DIR", help="The folder that keeps what was imported.")
]
FolderOption = Annotated[
    Path, typer.Option("--catalogue", metavar="DIR", help="The folder of imports.")
]


class Scope(StrEnum):
    """What of a source is kept."""

    ALL = "all"
    DUAL_USE = "dual-use"
    DEFENCE = "defence"


def import_calls(
    source: SourceArgument,
    into: IntoOption,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A file as the source publishes it.")
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Bring the file from the source; one request.")
    ] = False,
    keep: Annotated[
        Scope, typer.Option("--keep", help="Keep all, or what is of this use.")
    ] = Scope.ALL,
    programme: Annotated[
        list[str] | None,
        typer.Option(help="Keep what falls under this programme; repeat for more."),
    ] = None,
    word: Annotated[
        list[str] | None, typer.Option(help="Keep what says this word; repeat for more.")
    ] = None,
    office: Annotated[
        list[str] | None, typer.Option(help="Keep what this office publishes; repeat for more.")
    ] = None,
    cpv: Annotated[
        list[str] | None, typer.Option(help="Keep codes that start so; repeat for more.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Leave out what has closed already.")
    ] = False,
    on: OnOption = None,
) -> None:
    """Import published calls of a public source into a folder that is then a --catalogue.

    A call of a programme that we know becomes a topic of it, and the programme's rules hold. A bad
    record is told and the others go on. What a source no longer has is marked, and not deleted.

    \b
    Example:
        $ allymatch catalogue import eu-portal grantsTenders.json --into calls --keep dual-use
    """
    from api.usecases.imports import ImportSettings, run_import
    from profiles.vocabulary import instant
    from programmes.sources.registry import SOURCES
    from programmes.sources.selection import Keep

    if source != "awards" and source not in SOURCES:
        known = ", ".join([*SOURCES, "awards"])
        raise typer.BadParameter(f"no source is called {source!r}: there are {known}")
    if (file is None) == (not fetch):
        raise typer.BadParameter("give a FILE, or --fetch to bring it from the source")
    moment = instant(on) if on else datetime.now(UTC)
    kept = Keep(
        scope=keep.value, programmes=tuple(programme or ()), words=tuple(word or ()),
        offices=tuple(office or ()), cpv=tuple(cpv or ()), live=moment if live else None,
    )  # fmt: skip
    day = moment.date().isoformat()
    report = run_import(ImportSettings(source=source, into=into, file=file, keep=kept, on=day))
    for problem in report["wrong"][:_SHOWN]:
        typer.echo(f"left out: {problem}", err=True)
    if report["bad"] > _SHOWN:
        typer.echo(f"and {report['bad'] - _SHOWN:,} bad records more", err=True)
    for line in told(report, into):
        typer.echo(line)
    if report["bad"] and not report["kept"] and not report["left_out"]:
        raise typer.Exit(1)


def told(report: dict[str, Any], into: Path) -> list[str]:
    """A report of an import, in lines."""
    if report.get("nothing_new"):
        return [f"{report['source']}: nothing new since the last time"]
    lines = [
        f"{report['source']}: {report['read']:,} records read, {report['kept']:,} kept in {into}"
        f" ({report['new']:,} new, {report['changed']:,} changed, {report['gone']:,} gone,"
        f" {report['back']:,} back), {report['bad']:,} bad"
    ]
    for reason, count in sorted(report["left_out"].items()):
        lines.append(f"- {count:,} left out: {reason}")
    for name, count in sorted(report["under"].items(), key=lambda pair: (-pair[1], pair[0])):
        where = f"under {name}, whose rules hold" if name else "of no programme that we know"
        lines.append(f"- {count:,} {where}")
    return lines


def log(
    into: Annotated[
        Path, typer.Option("--catalogue", metavar="DIR", help="The folder of imports.")
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="A programme, or programme/topic.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only what changed on this day or later.")
    ] = None,
    top: Annotated[int, typer.Option(help="How many changes are shown, the newest first.")] = 50,
) -> None:
    """Tell what changed in what was imported: when, by which source, what was and what is.

    \b
    Example:
        $ allymatch catalogue log edf-2026 --catalogue calls
    """
    from programmes.history.changes import sentences
    from programmes.sources.folder import ImportFolder

    found = [
        change
        for change in ImportFolder(into).history()
        if (name is None or change.id == name or change.id.startswith(f"{name}/"))
        and (since is None or change.on >= since)
    ]
    for change in list(reversed(found))[:top]:
        said = "; ".join(sentences(change))
        typer.echo(f"{change.on}  {change.id}  {said}  ({change.by})")
    if len(found) > top:
        typer.echo(f"and {len(found) - top:,} changes more: --top shows them", err=True)
    if not found:
        typer.echo("nothing has changed", err=True)


def diff(
    since: Annotated[
        str, typer.Argument(metavar="SINCE", help="The day up to which all was as it was.")
    ],
    into: FolderOption,
    profiles: Annotated[
        str | None, typer.Option(metavar="FILE", help="Show whose verdicts have changed.")
    ] = None,
    on: OnOption = None,
) -> None:
    """Tell in sentences what is new, moved or gone since a day; of profiles, whose verdicts flip.

    \b
    Example:
        $ allymatch catalogue diff 2026-11-01 --catalogue calls --profiles startups.csv
    """
    from profiles.vocabulary import instant
    from programmes.history.changes import sentences
    from programmes.sources.folder import ImportFolder

    day = instant(since).date().isoformat()
    if profiles is not None:
        _flips(into, profiles, day, on or datetime.now(UTC).date().isoformat())
        return
    found = [change for change in ImportFolder(into).history() if change.on > day]
    for what, title in (("new", "New"), ("changed", "Changed"), ("back", "Back"), ("gone", "Gone")):
        some = [change for change in found if change.what == what]
        if some:
            typer.echo(f"{title} ({len(some):,})")
        for change in some:
            said = "; ".join(sentences(change)) if what in {"changed", "back"} else change.title
            typer.echo(f"- {change.id}: {said} ({change.on}, {change.by})")
    if not found:
        typer.echo(f"nothing has changed since {day}")


def _flips(into: Path, file: str, since: str, on: str) -> None:
    from api.cli.sources import read_file
    from api.usecases.differences import flips

    good, _ = read_file(file, mapping=None, strict=False)
    found = flips(into, good, since, on)
    for one in found:
        typer.echo(f"- {one.profile} and {one.name} ({one.entry}): {one.says}")
    typer.echo(f"{len(found):,} answers of {len(good):,} profiles have changed since {since}")
