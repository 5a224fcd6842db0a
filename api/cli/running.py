"""The commands that rank everything and look at what came out: rank and runs."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import (
    AreaOption,
    CatalogueOption,
    CountryOption,
    HeaderRowOption,
    KindOption,
    MinFitOption,
    ModelOption,
    OnOption,
    SheetOption,
    StatusOption,
    filters_of,
    moment,
    settings_of,
)

if TYPE_CHECKING:
    from matcher.runs.files.folder import RunFolder
    from matcher.runs.files.progress import Progress, Tell


class RankSide(StrEnum):
    """Whose best are kept."""

    STARTUPS = "startups"
    PROGRAMMES = "programmes"
    BOTH = "both"


class EngineName(StrEnum):
    """What works out shards."""

    LOCAL = "local"
    DASK = "dask"


class Log(StrEnum):
    """How progress is told where nobody watches."""

    JSON = "json"


_LARGE = 1000
"""Programmes from which the compiled pass is worth its installation."""


def rank(
    profiles: Annotated[
        str, typer.Argument(metavar="PROFILES", help="A file of profiles, - for standard input.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The run's folder.")],
    on: OnOption = None,
    side: Annotated[
        RankSide, typer.Option("--side", help="Whose best are kept.")
    ] = RankSide.STARTUPS,
    top: Annotated[int, typer.Option("--top", min=1, help="How many of each are kept.")] = 20,
    country: CountryOption = None,
    area: AreaOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    min_fit: MinFitOption = 0.0,
    shard_rows: Annotated[
        int, typer.Option("--shard-rows", min=1, help="Rows of the input in one shard.")
    ] = 8192,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="DIR", help="Take what did not change from this run."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="This process, or Dask workers.")
    ] = EngineName.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", help="Of a Dask cluster: tcp://host:8786. Else on this machine."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Dask workers on this machine.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    log: Annotated[
        Log | None, typer.Option("--log", help="Progress as one JSON object a minute.")
    ] = None,
    catalogue: CatalogueOption = None,
    store: Annotated[
        Path | None,
        typer.Option("--store", help="A SQLite file whose programmes join the catalogue."),
    ] = None,
    model: ModelOption = None,
) -> None:
    """Rank every profile of a file against every programme, into a folder.

    The same command goes on where a killed one stopped. Rows that cannot be ranked are in
    rejected.jsonl with file, line, field and reason.

    \b
    Example:
        $ allymatch rank startups.parquet --out runs/monday --side both --top 20
    """
    from contextlib import ExitStack

    from matcher.runs.files.folder import RunFolder
    from matcher.runs.files.plan import RunPlan
    from matcher.runs.files.progress import Progress
    from matcher.runs.files.reading import CompletedRun
    from matcher.runs.work.driver import rank_all
    from matcher.runs.work.ranker import Ranker
    from matcher.runs.work.reuse import refusal
    from matcher.service import Matcher
    from matcher.settings import lacks
    from profiles.read import parse_mapping, read_profiles

    folder = RunFolder(out)
    if store is not None and not store.is_file():
        raise typer.BadParameter(f"{store} is no file", param_hint="--store")
    settings = settings_of(model=model, catalogue=catalogue, store=store)
    filters = filters_of(country=country, area=area, kind=kind, status=status, min_fit=min_fit)
    opener = partial(Matcher.open, settings, stored=store is not None)
    matcher = opener()
    plan = RunPlan.of(
        on=_begun_on(folder) if on is None else moment(on),
        side=side.value,
        top=top,
        shard_rows=shard_rows,
        filters=filters,
        settings=matcher.settings,
    )
    columns = parse_mapping(mapping) if mapping else None
    source = profiles if profiles == "-" else Path(profiles)
    tell = _telling(log)
    progress = Progress(_rows_of(source) if tell else None, tell)
    former = CompletedRun(since) if since is not None else None
    if former is not None and (reason := refusal(former, plan)):
        typer.echo(f"note: nothing is taken from {since}: {reason}", err=True)
    if lacks("fast") and len(matcher.catalogue) >= _LARGE:
        text = "note: without numba this takes longer: pip install 'allymatch[fast]'"
        typer.echo(text, err=True)
    ranker = Ranker(matcher, plan, former, progress)
    with ExitStack() as stack:
        if not out.exists():
            stack.callback(_leave_nothing, folder)
        work = None
        if engine is EngineName.DASK or scheduler is not None:
            from matcher.runs.work.cluster import dask_engine

            work = stack.enter_context(
                dask_engine(opener, plan, folder, since=since, scheduler=scheduler, workers=workers)
            )
        reading = stack.enter_context(
            read_profiles(source, mapping=columns, sheet=sheet, header_row=header_row)
        )
        manifest = rank_all(reading, ranker, folder, engine=work, progress=progress)
        notes, unknown = reading.summary.notes, reading.summary.unknown
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    if unknown:
        told = (
            f"{unknown:,} facts that could not be read are unknown: `allymatch import` names them"
        )
        typer.echo(f"note: {told}", err=True)
    counts = manifest.counts
    typer.echo(
        f"{counts['profiles']} profiles ranked in {out}, {counts['rejected']} rows rejected,"
        f" {counts['unplaced']} profiles that no programme takes"
    )
    if counts["rejected"] and not counts["profiles"]:
        raise typer.Exit(1)


def _leave_nothing(folder: RunFolder) -> None:
    """Remove a folder that this command made, if it failed before a profile was ranked."""
    from shutil import rmtree

    from matcher.runs.files.plan import idle, open_run

    if idle(folder) and not open_run(folder).complete:
        rmtree(folder.path)


def _begun_on(folder: RunFolder) -> str:
    """The instant of the run that the folder holds, so that the same command goes on with it."""
    from matcher.errors import NotFound
    from matcher.runs.files.plan import idle, open_run

    try:
        return moment(None) if idle(folder) else open_run(folder).plan.on
    except NotFound:
        return moment(None)


def _rows_of(source: str | Path) -> int | None:
    """About how many rows a file holds, where that can be told without reading them."""
    if isinstance(source, str) or not source.is_file():
        return None
    if source.suffix in {".jsonl", ".ndjson", ".csv"}:
        with source.open("rb") as file:
            lines = sum(part.count(b"\n") for part in iter(partial(file.read, 1 << 20), b""))
        return lines - (source.suffix == ".csv")
    if source.suffix != ".parquet":
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(source).num_rows)
    except (pa.ArrowException, OSError):
        return None


def _telling(log: Log | None) -> Tell | None:
    """Whom to tell: a log if one is asked for, a person if one watches, else nobody."""
    import sys

    from matcher.runs.files.progress import json_lines

    if log is Log.JSON:
        return json_lines()
    return _bar() if sys.stderr.isatty() else None


def _bar() -> Tell:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.completed:.0f} rows, {task.fields[texts]} texts embedded"),
        BarColumn(),
        TextColumn("{task.fields[rate]:.0f} rows/s, {task.fields[errors]} rejected"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("rank", total=None, rate=0.0, errors=0, texts=0)
    bar.start()

    def tell(progress: Progress) -> None:
        bar.update(
            task,
            completed=progress.rows + progress.read,
            total=progress.total,
            rate=progress.rate,
            errors=progress.errors,
            texts=progress.texts,
        )
        if progress.ended:
            bar.stop()

    return tell
