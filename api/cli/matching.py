"""The commands that answer for a profile: match, screen and explain."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import (
    AreaOption,
    CatalogueOption,
    CountryOption,
    FetchOption,
    FormatOption,
    HeaderRowOption,
    KindOption,
    MinFitOption,
    ModelOption,
    OnOption,
    PlainOption,
    SectionOption,
    SetOption,
    SheetOption,
    StatusOption,
    StoreOption,
    TopOption,
    WideOption,
    assigned,
    chosen_format,
    filters_of,
    moment,
    opened,
    sections_of,
    settings_of,
    settled,
)
from api.cli.sources import every_profile, in_order, one_profile, several_profiles

ProfileArgument = Annotated[
    str, typer.Argument(metavar="PROFILE", help="A profile's file, - for standard input, or an id.")
]
IdOption = Annotated[
    str | None, typer.Option("--id", help="Which profile of a file that holds several.")
]


def match(
    profile: ProfileArgument,
    on: OnOption = None,
    identifier: IdOption = None,
    said: SetOption = None,
    fetch: FetchOption = False,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    country: CountryOption = None,
    area: AreaOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    min_fit: MinFitOption = 0.0,
    top: TopOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show every programme, in two lines.")
    ] = False,
    section: SectionOption = None,
    wide: WideOption = False,
    plain: PlainOption = False,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Match one profile with every programme, and explain each answer.

    PROFILE is a JSON, YAML, Markdown or text file, or the id of an imported profile.

    \b
    Example:
        $ allymatch match examples/quantum-sensor-munich.json --on 2026-06-15 --top 5
    """
    from api.cli.render import render_match

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    filters = filters_of(country=country, area=area, kind=kind, status=status, min_fit=min_fit)
    when = moment(on)
    read = one_profile(
        profile,
        settings,
        identifier=identifier,
        said=assigned(said),
        fetch=fetch,
        sheet=sheet,
        header_row=header_row,
    )
    result = opened(settings).match(read, on=when, filters=filters, top=top)
    settled()
    shown = render_match(
        result,
        chosen_format(form),
        read,
        said=profile,
        sections=sections_of(section),
        every=every,
        wide=wide,
        plain=plain,
    )
    typer.echo(shown, nl=False)


def screen(
    programme: Annotated[str, typer.Argument(help="The programme's id or name.")],
    profiles: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROFILES]", help="A file of profiles, or ids with commas; else all imported."
        ),
    ] = None,
    on: OnOption = None,
    country: CountryOption = None,
    area: AreaOption = None,
    min_fit: MinFitOption = 0.0,
    top: TopOption = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad row.")] = False,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    wide: WideOption = False,
    plain: PlainOption = False,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Screen applicants for one programme: the same rules for all, ranked and explained.

    PROFILES is a CSV, XLSX, Parquet, JSON, YAML or JSON Lines file. Bad rows are reported and
    the good ones go on. Without it everybody in the store is screened.

    \b
    Example:
        $ allymatch screen nato-innovation-fund examples/startups.csv --map Country=headquarters
    """
    from dataclasses import replace

    from api.cli.render import render_screen
    from profiles.vocabulary import instant

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    filters = filters_of(country=country, area=area, kind=None, status=None, min_fit=min_fit)
    when = moment(on)
    if profiles is not None:
        programme, profiles = in_order(programme, profiles)
    matcher = opened(settings)
    matcher.catalogue.find(programme, on=instant(when))
    if profiles is None:
        good, problems = every_profile(settings), list[str]()
    else:
        good, problems = several_profiles(
            profiles, settings, mapping=mapping, strict=strict, sheet=sheet, header_row=header_row
        )
    result = matcher.screen(programme, good, on=when, filters=filters, top=top)
    settled()
    result = replace(result, problems=tuple(problems))
    typer.echo(render_screen(result, chosen_format(form), wide=wide, plain=plain), nl=False)


def explain(
    profile: ProfileArgument,
    programme: Annotated[str, typer.Argument(help="The programme's id or name.")],
    on: OnOption = None,
    identifier: IdOption = None,
    said: SetOption = None,
    fetch: FetchOption = False,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Explain one pair: why it may enter or not, what is missing, and how well it fits.

    \b
    Example:
        $ allymatch explain examples/canadian-autonomy.json nato-innovation-fund
    """
    from api.cli.render import render_explain

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    when = moment(on)
    programme, profile = in_order(programme, profile)
    read = one_profile(
        profile,
        settings,
        identifier=identifier,
        said=assigned(said),
        fetch=fetch,
        sheet=sheet,
        header_row=header_row,
    )
    found = opened(settings).explain(read, programme, on=when)
    settled()
    typer.echo(render_explain(found, when, chosen_format(form)), nl=False)
