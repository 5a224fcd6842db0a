"""Which commands are there, and what happens when one fails?

Errors that the packages raise on purpose become one line on standard error and exit status 1, and
so does what the machine refuses (a full disk, a closed folder). Anything else is a bug, and is
shown as one.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from api.cli import (
    assigning,
    catalogue,
    doctoring,
    evaluating,
    lettering,
    matching,
    pooling,
    profiling,
    replaying,
    running,
    runs,
    storing,
    teaming,
    verifying,
)
from api.cli.hints import hint
from matcher.errors import MatchError
from profiles.errors import ProfileError
from programmes.errors import ProgrammeError

__all__ = ["app", "main"]

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a command line that it does not take; it exports the leaf alone."""


class _Commands(TyperGroup):
    """The commands, with a hint on what to type where that is plain."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's own context
        try:
            return super().invoke(ctx)
        except _UsageError as error:
            said = str(getattr(error, "message", ""))
            whole = getattr(error, "format_message", lambda: said)()
            told = hint(whole, sys.argv[1:])
            if told is not None:
                plain = said.partition(". Did you mean")[0].rstrip(".")
                vars(error)["message"] = f"{plain}: {told}" if said else told
            raise


app = typer.Typer(
    cls=_Commands,
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
app.command("assign")(assigning.assign)
app.command("audit")(assigning.audit)
app.command("letters")(lettering.letters)
app.command("questions")(lettering.questions)
app.command("answers")(lettering.answers)
app.command("pathway")(pooling.pathway)
app.command("gaps")(pooling.gaps)
app.command("partners")(teaming.partners)
app.add_typer(pooling.app, name="pools")
app.add_typer(profiling.app, name="profile")
app.command("import")(storing.import_profiles)
app.command("replay")(replaying.replay)
app.command("verify")(verifying.verify)
app.command("doctor")(doctoring.doctor)


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
    if sys.argv[1:2] == ["help"]:
        sys.argv = [sys.argv[0], *sys.argv[2:], "--help"]
    try:
        try:
            app()
        finally:
            # What is written as late as at shutdown would fail where nobody could tell of it.
            sys.stdout.flush()
    except (MatchError, ProfileError, ProgrammeError) as error:
        _give_up(str(error))
    except BrokenPipeError:
        # The reader went away (`| head`).
        _give_up()
    except OSError as error:
        where = error.filename if error.filename is not None else "the output cannot be written"
        _give_up(f"{where}: {error.strerror or error}")


def _give_up(problem: str = "") -> NoReturn:
    if problem:
        with suppress(OSError):
            typer.echo(f"allymatch: {problem}", err=True)
    # What is left in the buffers can no more be written, not even at shutdown.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(1)
