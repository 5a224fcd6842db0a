"""The commands that speak of demands, pools, routes and gaps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.options import (
    FormatOption,
    ModelOption,
    OnOption,
    chosen_format,
    moment,
    progress,
    settings_of,
)
from matcher.cli.writing import OutOption, put

if TYPE_CHECKING:
    from datetime import date

    from matcher.pooling import PoolsResult

app = typer.Typer(
    help="Pool national demands, and see what a pool means for a startup.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

DemandsArgument = Annotated[
    Path, typer.Argument(metavar="DEMANDS", help="Demand lines: .csv, .xlsx, .json (also OCDS).")
]
MonthsOption = Annotated[
    int, typer.Option("--months", min=0, max=600, help="How far apart needs in one pool may lie.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="A YAML file of dated rates; none are built in.")
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option("--decisions", help="A YAML file of what to merge, split, pin or leave alone."),
]


@app.command("build")
def build(
    demands: DemandsArgument,
    on: OnOption = None,
    months: MonthsOption = 12,
    rates: RatesOption = None,
    decisions: DecisionsOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    model: ModelOption = None,
) -> None:
    """Propose pools: lines of several nations that could be one purchase, and why others cannot.

    Every line is in exactly one pool or alone. Nothing is written if a line is wrong.

    \b
    Example:
        $ allymatch pools build examples/demands.csv --on 2026-06-15 --rates examples/rates.yaml
    """
    from matcher.cli.render_pools import render_pools

    result = _built(demands, on, months, rates, decisions, model)
    put(render_pools(result, chosen_format(form)), out)


def _built(
    demands: Path,
    on: str | None,
    months: int,
    rates: Path | None,
    decisions: Path | None,
    model: str | None,
) -> PoolsResult:
    from matcher.open import open_encoder
    from matcher.pooling import build_pools
    from programmes.demands import read_demands
    from programmes.pools.decisions import read_decisions
    from programmes.pools.rates import read_rates

    day = _day(on)
    # All that a person wrote is read before the model is, so that a slip is told at once.
    lines = read_demands(demands, on=day)
    used = read_rates(rates) if rates else None
    held = read_decisions(decisions) if decisions else None
    encoder = open_encoder(settings_of(model=model))
    return build_pools(
        lines, encoder, on=day, months=months, rates=used, decisions=held, progress=progress()
    )


def _day(on: str | None) -> date:
    from profiles.vocabulary import instant

    return instant(moment(on)).date()
