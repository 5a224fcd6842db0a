"""The command that checks what is kept: verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import FormatOption, OutputFormat, StoreOption, chosen_format, settings_of

__all__ = ["verify"]


def verify(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="A store, a copy, a run's folder, vectors, an adapter; or all."
        ),
    ] = None,
    store: StoreOption = None,
    form: FormatOption = None,
) -> None:
    """Check that what is kept is what was written; exit status 1 if anything is damaged.

    Without PATH: the store with its former copies and runs, vectors, model, adapter and the program
    itself. A server may be running. Rows of a store in use that have no hash (judgments, keys) are
    checked for their structure alone; a copy has a digest of all.

    \b
    Example:
        $ allymatch verify monday.db runs/monday
    """
    from dataclasses import asdict

    from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
    from api.usecases.verify import everything, one

    settings = settings_of(store=store)
    found = [one(path, settings.store) for path in paths] if paths else list(everything(settings))
    damaged = sum(each.state == "damaged" for each in found)
    names = ("what", "state", "where", "said")
    rows = [(each.what, each.state, each.where, each.said) for each in found]
    match chosen_format(form):
        case OutputFormat.JSON:
            content = as_json({"damaged": damaged, "checked": [asdict(each) for each in found]})
        case OutputFormat.CSV:
            content = plain_csv(rows, names)
        case OutputFormat.MD:
            content = plain_markdown(rows, names)
        case OutputFormat.TABLE:
            content = plain_table(rows, names, f"{damaged} of {len(found)} are damaged")
    typer.echo(content, nl=False)
    if damaged:
        raise typer.Exit(1)
