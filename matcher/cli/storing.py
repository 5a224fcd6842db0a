"""The command that keeps profiles: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.options import StoreOption, settings_of


def import_profiles(
    file: Annotated[Path, typer.Argument(metavar="PROFILES", help="A file of profiles.")],
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad row, and keep nothing.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Import profiles into the store, so that match and screen take their ids.

    The good rows are kept in one transaction; bad ones are reported with file, line and field.

    \b
    Example:
        $ allymatch import examples/startups.csv --map "Company=name,Pitch=description"
    """
    from profiles.read import RowProblem, parse_mapping, read_profiles
    from profiles.store import ProfileStore

    settings = settings_of(store=store)
    columns = parse_mapping(mapping) if mapping else None
    good, bad = [], 0
    for found in read_profiles(file, mapping=columns, strict=strict):
        if isinstance(found, RowProblem):
            bad += 1
            typer.echo(str(found), err=True)
        else:
            good.append(found)
    settings.store.parent.mkdir(parents=True, exist_ok=True)
    ProfileStore(settings.store).save_all(good)
    typer.echo(f"{len(good)} profiles kept in {settings.store}, {bad} problems found")
    if bad and not good:
        raise typer.Exit(1)
