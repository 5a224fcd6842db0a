"""Which commands are there, and what happens when one fails?

Errors that the packages raise on purpose become one line on standard error and exit status 1.
Anything else is a bug, and is shown as one.
"""

from __future__ import annotations

import os
import sys

import typer

from api.cli import catalogue, evaluating, matching, pooling, running, runs, storing
from matcher.errors import MatchError
from profiles.errors import ProfileError
from programmes.errors import ProgrammeError

__all__ = ["app", "main"]

app = typer.Typer(
    name="allymatch",
    help=(
        "Find the defence and dual-use programmes that a startup may enter and would gain from,"
        " and see why."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("match")(matching.match)
app.command("screen")(matching.screen)
app.command("explain")(matching.explain)
app.command("rank")(running.rank)
app.add_typer(runs.app, name="runs")
app.add_typer(catalogue.app, name="catalogue")
app.command("evaluate")(evaluating.evaluate)
app.command("pathway")(pooling.pathway)
app.command("gaps")(pooling.gaps)
app.add_typer(pooling.app, name="pools")
app.command("import")(storing.import_profiles)


@app.callback(invoke_without_command=True)
def _version(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"allymatch {installed('allymatch')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main() -> None:
    """Run the command line; the console script's entry."""
    try:
        app()
    except (MatchError, ProfileError, ProgrammeError) as error:
        typer.echo(f"allymatch: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away (`| head`): no more can be written, not even at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
