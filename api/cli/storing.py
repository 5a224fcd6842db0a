"""The command that keeps profiles: import."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import HeaderRowOption, SheetOption, StoreOption, settings_of
from api.cli.sources import read_file

if TYPE_CHECKING:
    from profiles.model import Profile
    from profiles.store import ProfileStore


def import_profiles(
    file: Annotated[Path, typer.Argument(metavar="PROFILES", help="A file of profiles.")],
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad row, and keep nothing.")
    ] = False,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    problems_to: Annotated[
        Path | None, typer.Option("--problems", help="Write every problem to this file.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Import profiles into the store, so that match and screen take their ids.

    A row is kept without the cells that cannot be read, which are told with file, line and field;
    only one without a name or any text is rejected. All good rows are kept in one transaction.

    \b
    Example:
        $ allymatch import examples/startups.csv --map "Company=name,Pitch=description"
    """
    from profiles.errors import ProfileStoreError
    from profiles.migrations import make_folder
    from profiles.store import ProfileStore

    settings = settings_of(store=store)
    with problems_to.open("w", encoding="utf-8") if problems_to else nullcontext() as every:
        good, problems = read_file(
            str(file),
            mapping=mapping,
            strict=strict,
            sheet=sheet,
            header_row=header_row,
            every=every,
        )
    make_folder(settings.store, ProfileStoreError)
    with ProfileStore(settings.store) as stored:
        kept = [_renamed(one, stored) for one in good]
        stored.save_all(kept)
    typer.echo(f"{len(good)} profiles kept in {settings.store}")
    if changed := [(a.id, b.id) for a, b in zip(good, kept, strict=True) if a.id != b.id]:
        given, made = changed[0]
        typer.echo(
            f"{len(changed)} ids that no address could hold were changed: {given!r} to {made!r}",
            err=True,
        )
    if problems and not good:
        raise typer.Exit(1)


def _renamed(one: Profile, stored: ProfileStore) -> Profile:
    """A profile under the id at which it is kept; one of before ids had a rule keeps its own."""
    from profiles.ids import kept_id

    wanted = kept_id(one.id)
    if wanted == one.id or one.id in stored:
        return one
    return one.model_copy(update={"id": wanted})
