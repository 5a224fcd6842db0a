"""The command that measures the ranking: evaluate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import (
    FormatOption,
    ModelOption,
    chosen_format,
    progress,
    settings_of,
)


class Direction(StrEnum):
    """Who asks."""

    FOUNDER = "founder"
    OFFICER = "officer"


def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv.")
    ],
    direction: Annotated[
        Direction,
        typer.Option("--direction", help="founder ranks documents, officer ranks queries."),
    ] = Direction.FOUNDER,
    baseline: Annotated[
        list[Path] | None,
        typer.Option("--baseline", help="A TREC run file to stand beside; may be given again."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="FIELD", help="Split by a field of the queries' metadata."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write runs, record and plot into this folder."),
    ] = None,
    own: Annotated[
        bool, typer.Option("--own-only", help="Leave BM25, one vector and their sum out.")
    ] = False,
    form: FormatOption = None,
    model: ModelOption = None,
) -> None:
    """Evaluate the ranking on a collection with known answers, beside its baselines.

    DIR has BEIR's layout; each file may end in .gz. The ranking is the one that `match` uses.
    Vectors are cached: the second run is quick.

    \b
    Example:
        $ allymatch evaluate my-collection --by source --out results
    """
    from api.cli.render_evaluation import render_report
    from matcher.evaluation.run import evaluation

    report = evaluation(
        folder,
        settings_of(model=model),
        direction=direction.value,
        baselines_wanted=not own,
        run_files=baseline or [],
        by=by or [],
        out=out,
        progress=progress(),
    )
    typer.echo(render_report(report, chosen_format(form)), nl=False)
