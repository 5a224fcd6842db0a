"""The command that shows a decision as it was made: replay."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import StoreOption, settings_of


def replay(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id: d-0123456789ab.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write the bytes to this file.")] = None,
    store: StoreOption = None,
) -> None:
    """Show what an officer saw who made a decision, byte for byte.

    The bytes were kept when the decision was made, under their SHA-256, and are held against it:
    nothing is worked out anew, whatever has become of the catalogue, the model and the profile.

    \b
    Example:
        $ allymatch replay d-0123456789ab --out seen.json
    """
    from api.store.judgments import MatchStore
    from matcher.errors import NotReady

    settings = settings_of(store=store)
    if not settings.store.is_file():
        raise NotReady(f"{settings.store} is not there: name the server's store with --store")
    with MatchStore(settings.store) as kept:
        made = kept.decision(decision)
        seen = kept.shown_bytes(made.shown)
    grade = "taken back" if made.grade is None else f"grade {made.grade}"
    typer.echo(
        f"{made.at.isoformat()} {made.by} of {made.organisation}: {made.programme},"
        f" {made.profile}, {grade}; SHA-256 {made.shown}",
        err=True,
    )
    if out is not None:
        out.write_bytes(seen)
    else:
        sys.stdout.buffer.write(seen)
