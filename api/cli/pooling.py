"""The commands that speak of demands, pools, routes and gaps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.matching import ProfileArgument
from api.cli.options import (
    CatalogueOption,
    FormatOption,
    ModelOption,
    OnOption,
    SetOption,
    StoreOption,
    assigned,
    chosen_format,
    moment,
    opened,
    progress,
    settings_of,
    settled,
)
from api.cli.writing import OutOption, put

if TYPE_CHECKING:
    from datetime import date

    from matcher.pooling import PoolsResult
    from matcher.pooling.purchases import Purchase
    from programmes.collection import Catalogue

_LONGEST = 240

app = typer.Typer(
    help="Pool national demands, and see what a pool means for a startup.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

DemandsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DEMANDS", help="Lines: .csv, .xlsx, .json; published: OCDS, eForms, also .gz."
    ),
]
OptionalDemands = Annotated[
    Path | None,
    typer.Argument(metavar="[DEMANDS]", help="Demand lines; without it, the catalogue's pools."),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Refuse a published file that holds a bad record.")
]
SinceOption = Annotated[
    Path | None,
    typer.Option("--since", help="A former result in JSON: pools keep its ids, changes are told."),
]
IntoOption = Annotated[
    Path | None,
    typer.Option("--into", help="Write each pool as a catalogue entry, into this folder."),
]
SvgOption = Annotated[Path | None, typer.Option("--svg", help="Draw it as well, into this file.")]
MonthsOption = Annotated[
    int, typer.Option("--months", min=0, max=600, help="How far apart needs in one pool may lie.")
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", help="A YAML file of dated rates; none are built in.")
]
LastsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--months",
        metavar="KIND=NUMBER",
        help="How long a kind of offer takes, in place of our assumption: --months grant=18;"
        " gap=6 for a level that you climb by yourself. Repeat it.",
    ),
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option("--decisions", help="A YAML file of what to merge, split, pin or leave alone."),
]


@app.command("build")
def build(
    demands: DemandsArgument,
    on: OnOption = None,
    months: MonthsOption = 12,
    rates: RatesOption = None,
    decisions: DecisionsOption = None,
    strict: StrictOption = False,
    since: SinceOption = None,
    into: IntoOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    model: ModelOption = None,
) -> None:
    """Propose pools: lines of several nations that could be one purchase, and why others cannot.

    Every line is in exactly one pool, alone, or aside with its reason. A fault in a list of your
    own stops the command; a bad record of a published file stands aside, unless --strict is given.

    With --since, pools keep the ids of a former build, and what joined, left, grew or firmed up is
    told. With --into, each pool is written as an entry that --catalogue reads.

    \b
    Example:
        $ allymatch pools build examples/demands.csv --on 2026-06-15
    """
    from api.cli.render_pools import render_pools
    from matcher.pooling.since import carried
    from programmes.pools.entries import write_entries
    from programmes.pools.former import read_former

    former = read_former(since) if since else None
    result = _built(demands, on, months, rates, decisions, model, strict=strict)
    if former is not None:
        result = carried(result, former)
    put(render_pools(result, chosen_format(form)), out)
    if into is not None:
        gone = [one.pool for one in result.changes if one.kind == "dissolved"]
        written = write_entries(result.pools, gone, into, result.on)
        typer.echo(f"{len(written)} entries in {into}: use --catalogue {into}", err=True)


def _built(
    demands: Path,
    on: str | None,
    months: int,
    rates: Path | None,
    decisions: Path | None,
    model: str | None,
    *,
    strict: bool = False,
) -> PoolsResult:
    from matcher.pooling import build_pools
    from matcher.settings import open_encoder
    from programmes.demands import read_demands
    from programmes.pools.decisions import read_decisions
    from programmes.pools.rates import read_rates

    day = _day(on)
    # All that a person wrote is read before the model is, so that a slip is told at once.
    lines = read_demands(demands, on=day, strict=strict, progress=progress("releases"))
    used = read_rates(rates) if rates else None
    held = read_decisions(decisions) if decisions else None
    encoder = open_encoder(settings_of(model=model))
    return build_pools(
        lines, encoder, on=day, months=months, rates=used, decisions=held, progress=progress()
    )


def _day(on: str | None) -> date:
    from profiles.vocabulary import instant

    return instant(moment(on)).date()


@app.command("supply")
def supply_pools(
    profile: ProfileArgument,
    demands: OptionalDemands = None,
    on: OnOption = None,
    months: MonthsOption = 12,
    rates: RatesOption = None,
    decisions: DecisionsOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Show what pools mean for a startup: which part it could supply, how, and what is in the way.

    States buy there: the answer is a supply-chain fit, never "eligible". Without DEMANDS it speaks
    of the pools of the catalogue.

    \b
    Example:
        $ allymatch pools supply examples/polish-ammunition.json examples/demands.csv
    """
    from api.cli.render_routes import render_supply
    from api.cli.sources import one_profile
    from matcher.pooling.supply import supply
    from matcher.settings import open_encoder
    from programmes.read import load_catalogue

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    when = moment(on)
    read = one_profile(profile, settings, identifier=None)
    held = load_catalogue(settings.catalogue, parsed=settings.parsed)
    pools = _purchases(demands, held, when, months, rates, decisions, model)
    found = supply(read, pools, open_encoder(settings), held, on=_day(when))
    put(render_supply(found, read.id, when, chosen_format(form)), out)


@app.command("suppliers")
def pool_suppliers(
    pool: Annotated[
        str, typer.Argument(help="The id of a pool of the catalogue, or of the demands.")
    ],
    profiles: Annotated[
        str, typer.Argument(metavar="PROFILES", help="A file of profiles, or ids with commas.")
    ],
    demands: Annotated[
        Path | None, typer.Option("--demands", help="Demand lines, for a pool that they make.")
    ] = None,
    on: OnOption = None,
    months: MonthsOption = 12,
    rates: RatesOption = None,
    decisions: DecisionsOption = None,
    teams: Annotated[int, typer.Option("--teams", min=1, max=20, help="How many teams.")] = 3,
    most: Annotated[
        int, typer.Option("--most", min=1, max=12, help="How many members of a team at most.")
    ] = 4,
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Show who could supply a pool, part by part, and which few together all of it.

    Whom a rule refuses, or who is not ready in time, is told with the reason and is in no team.

    \b
    Example:
        $ allymatch pools suppliers nspa-155mm-2024 examples/startups.csv --map Country=headquarters
    """
    from api.cli.render_teams import render_suppliers
    from api.cli.sources import several_profiles
    from matcher.errors import NotFound
    from matcher.pooling.suppliers import suppliers
    from matcher.settings import open_encoder
    from profiles.vocabulary import instant

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    when = moment(on)
    held = opened(settings).catalogue
    pools = {
        one.id: one for one in _purchases(demands, held, when, months, rates, decisions, model)
    }
    if pool not in pools and demands is None:
        pool = held.find(pool, on=instant(when)).id
    if pool not in pools:
        known = ", ".join(sorted(pools)[:12]) or "none"
        raise NotFound("pool", pool, f"there are: {known}")
    good, _ = several_profiles(profiles, settings, mapping=mapping, strict=False)
    encoder = open_encoder(settings)
    found = suppliers(pools[pool], good, encoder, held, on=_day(when), count=teams, most=most)
    put(render_suppliers(found, when, chosen_format(form)), out)


def _purchases(
    demands: Path | None,
    catalogue: Catalogue,
    on: str,
    months: int,
    rates: Path | None,
    decisions: Path | None,
    model: str | None,
) -> tuple[Purchase, ...]:
    """What states buy together: the pools of the demands, or without any of the catalogue."""
    from matcher.pooling.purchases import bought_in, purchase_of

    if demands is None:
        return bought_in(catalogue.programmes, catalogue.sources)
    result = _built(demands, on, months, rates, decisions, model)
    return tuple(purchase_of(pool) for pool in result.pools)


def pathway(
    profile: ProfileArgument,
    on: OnOption = None,
    said: SetOption = None,
    svg: SvgOption = None,
    lasts: LastsOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Lay a route from prototype to orders through the programmes, and name its gaps.

    Levels gained and months are assumptions, shown beside each step; windows and dates are the
    programmes' own.

    \b
    Example:
        $ allymatch pathway examples/croatian-robotics.json --on 2026-06-15 --svg route.svg
    """
    from api.cli.render_routes import render_pathway
    from api.cli.sources import one_profile
    from matcher.pathway.plan import plan
    from matcher.pathway.timeline import timeline

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    when, months = moment(on), _lasts(lasts)
    read = one_profile(profile, settings, identifier=None, said=assigned(said))
    matcher = opened(settings)
    programmes = {one.id: one for one in matcher.catalogue.entries}
    result, sources = matcher.match(read, on=when), matcher.catalogue.sources
    found = plan(read, result, programmes, sources, months)
    settled()
    if svg is not None:
        put(timeline(found), svg)
    put(render_pathway(found, chosen_format(form)), out)


def _lasts(values: list[str] | None) -> dict[str, int]:
    """What --months states: kinds of offers with their months.

    Raises:
        BadParameter: One is not of the form KIND=NUMBER, or of no kind.
    """
    from matcher.pathway.ways import USUAL

    found: dict[str, int] = {}
    for one in values or ():
        kind, _, number = (part.strip().lower() for part in one.partition("="))
        kinds = (*USUAL, "gap")
        if kind not in kinds or not number.isdecimal() or not 1 <= int(number) <= _LONGEST:
            problem = f"{one!r} is not KIND=NUMBER, such as grant=18; kinds: {', '.join(kinds)}"
            raise typer.BadParameter(problem, param_hint="--months")
        found[kind] = int(number)
    return found


def gaps(
    profiles: Annotated[
        list[Path], typer.Argument(metavar="PROFILES", help="One or more files of profiles.")
    ],
    on: OnOption = None,
    svg: SvgOption = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """Show where a whole field has gaps: by country, area and readiness, who may enter what.

    \b
    Example:
        $ allymatch gaps examples/startups.csv --on 2026-06-15 --svg gaps.svg
    """
    from api.cli.render_routes import render_gaps
    from api.cli.sources import read_file
    from matcher.pathway.gaps import gaps as counted
    from matcher.pathway.timeline import heat_map
    from programmes.read import load_catalogue

    settings = settings_of(catalogue=catalogue)
    when = moment(on)
    good = [
        one for file in profiles for one in read_file(str(file), mapping=mapping, strict=False)[0]
    ]
    if not good:
        typer.echo("allymatch: no profile could be read", err=True)
        raise typer.Exit(1)
    result = counted(good, load_catalogue(settings.catalogue, parsed=settings.parsed), on=when)
    if svg is not None:
        put(heat_map(result), svg)
    put(render_gaps(result, chosen_format(form)), out)
