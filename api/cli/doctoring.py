"""The command that looks at the installation: doctor."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import typer

from api.cli.options import CatalogueOption, FormatOption, OutputFormat, StoreOption, chosen_format

__all__ = ["doctor"]


def doctor(
    store: StoreOption = None,
    catalogue: CatalogueOption = None,
    form: FormatOption = None,
) -> None:
    """Say whether it will work here, and what to mend first; exit status 1 if something is bad.

    Looks at settings, model, extras, folders and disk, catalogue and port, and changes nothing.
    What is kept is checked by `allymatch verify`.

    \b
    Example:
        $ allymatch doctor
    """
    from dataclasses import asdict

    from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
    from api.usecases.doctor import examine

    found = list(examine(os.environ, datetime.now(UTC), store=store, catalogue=catalogue))
    bad, look = (sum(one.health == health for one in found) for health in ("bad", "look"))
    names = ("what", "health", "said")
    rows = [(one.what, one.health, one.said) for one in found]
    match chosen_format(form):
        case OutputFormat.JSON:
            content = as_json({"bad": bad, "look": look, "examined": [asdict(o) for o in found]})
        case OutputFormat.CSV:
            content = plain_csv(rows, names)
        case OutputFormat.MD:
            content = plain_markdown(rows, names)
        case OutputFormat.TABLE:
            title = f"{bad} to mend, {look} to look at, of {len(found)}"
            content = plain_table(rows, names, title)
    typer.echo(content, nl=False)
    if bad:
        raise typer.Exit(1)
