"""The commands that speak of the catalogue: list, show and check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.importing import diff, import_calls, log
from api.cli.options import (
    AreaOption,
    CatalogueOption,
    CountryOption,
    FormatOption,
    KindOption,
    OnOption,
    PlainOption,
    StatusOption,
    WideOption,
    chosen_format,
    filters_of,
    moment,
)
from api.cli.tending import check, coverage, loaded, taken, verify

if TYPE_CHECKING:
    pass

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
    wide: WideOption = False,
    plain: PlainOption = False,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """List programmes, pools and topics that are entered one by one, with their status on a day.

    \b
    Example:
        $ allymatch catalogue list --kind fund --status rolling
    """
    from api.cli.render_catalogue import render_list
    from profiles.vocabulary import instant
    from programmes.filters import Filtered
    from programmes.model import current_call

    filters = filters_of(country=country, area=area, kind=kind, status=status, min_fit=0.0)
    when = moment(on)
    every = loaded(catalogue).entries
    calls = [current_call(programme, on=instant(when)) for programme in every]
    kept = Filtered(every, [state for _, state in calls]).mask(filters)
    rows = [(programme, *calls[at]) for at, programme in enumerate(every) if kept[at]]
    typer.echo(render_list(rows, when, chosen_format(form), wide=wide, plain=plain), nl=False)


@app.command("show")
def show(
    programme: Annotated[str, typer.Argument(help="The programme's id or name.")],
    on: OnOption = None,
    wide: WideOption = False,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """Show one programme: what it offers, to whom, until when, and by which sources.

    \b
    Example:
        $ allymatch catalogue show nato-diana-2027 --on 2026-06-15
    """
    from api.cli.render_catalogue import render_programme
    from profiles.vocabulary import instant

    found, when = loaded(catalogue), moment(on)
    named = found.find(programme, on=instant(when))
    shown = render_programme(named, found.sources, when, chosen_format(form), wide=wide)
    typer.echo(shown, nl=False)


app.command("check")(check)
app.command("verify")(verify)
app.command("coverage")(coverage)
app.command("taken")(taken)
app.command("import")(import_calls)
app.command("log")(log)
app.command("diff")(diff)
