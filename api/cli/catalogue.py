"""The commands that speak of the catalogue: list, show and check."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.options import (
    AreaOption,
    CatalogueOption,
    CountryOption,
    FormatOption,
    KindOption,
    OnOption,
    StatusOption,
    chosen_format,
    filters_of,
    moment,
)

app = typer.Typer(
    help="List, show and check programmes and pools.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_programmes(
    on: OnOption = None,
    country: CountryOption = None,
    area: AreaOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """List programmes and pools with their status on a day.

    \b
    Example:
        $ allymatch catalogue list --kind fund --status rolling
    """
    from api.cli.render_catalogue import render_list
    from matcher.fit.order import keeps
    from profiles.vocabulary import instant
    from programmes.model import current_call
    from programmes.read import load_catalogue

    filters = filters_of(country=country, area=area, kind=kind, status=status, min_fit=0.0)
    when = moment(on)
    rows = []
    for programme in load_catalogue(catalogue).programmes:
        call, state = current_call(programme, on=instant(when))
        if keeps(filters, programme, state):
            rows.append((programme, call, state))
    typer.echo(render_list(rows, when, chosen_format(form)), nl=False)


@app.command("show")
def show(
    programme: Annotated[str, typer.Argument(help="The programme's id.")],
    on: OnOption = None,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """Show one programme: what it offers, to whom, until when, and by which sources.

    \b
    Example:
        $ allymatch catalogue show nato-diana-2027 --on 2026-06-15
    """
    from api.cli.render_catalogue import render_programme
    from programmes.read import load_catalogue

    found = load_catalogue(catalogue)
    shown = render_programme(found.get(programme), found.sources, moment(on), chosen_format(form))
    typer.echo(shown, nl=False)


@app.command("check")
def check(on: OnOption = None, catalogue: CatalogueOption = None) -> None:
    """Check every fact: a source, dates and slugs that exist, no id twice, nothing stale.

    Errors end with exit status 1; facts older than 180 days are warned of.

    \b
    Example:
        $ allymatch catalogue check --catalogue my-programmes
    """
    from profiles.vocabulary import instant
    from programmes.check import check as check_catalogue
    from programmes.read import load_catalogue

    day = instant(on).date() if on else datetime.now(UTC).date()
    report = check_catalogue(load_catalogue(catalogue), on=day)
    for warning in report.warnings:
        typer.echo(f"warning: {warning}", err=True)
    for error in report.errors:
        typer.echo(f"error: {error}", err=True)
    typer.echo(
        f"{report.programmes} programmes and {report.sources} sources checked: "
        f"{len(report.errors)} errors, {len(report.warnings)} warnings"
    )
    if report.errors:
        raise typer.Exit(1)
