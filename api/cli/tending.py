"""The commands that keep the catalogue true: check, verify, coverage and taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import CatalogueOption, FormatOption, OnOption, OutputFormat, chosen_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["check", "coverage", "loaded", "taken", "verify"]


def loaded(path: Path | None) -> Catalogue:
    """The catalogue; what was left out of a list of published calls is told."""
    from programmes.read import load_catalogue

    found = load_catalogue(path)
    for problem in found.left_out:
        typer.echo(f"left out: {problem}", err=True)
    return found


def _day(on: str | None) -> date:
    from profiles.vocabulary import instant

    return instant(on).date() if on else datetime.now(UTC).date()


def check(
    on: OnOption = None,
    catalogue: CatalogueOption = None,
    profiles: Annotated[
        str | None, typer.Option(metavar="FILE", help="Profiles whose verdicts show what matters.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print every warning, not ten facts.")
    ] = False,
) -> None:
    """Check every fact, and name the ten that somebody should look at first.

    Errors (a fact without a source, an id that stands twice) end with exit status 1. The queue is
    ordered by how many verdicts rest on a fact, how old it is and how weak its source.

    \b
    Example:
        $ allymatch catalogue check --profiles startups.csv
    """
    from programmes.check import check as check_catalogue

    day, found = _day(on), loaded(catalogue)
    report = check_catalogue(found, on=day)
    for warning in report.warnings if every else ():
        typer.echo(f"warning: {warning}", err=True)
    for error in report.errors:
        typer.echo(f"error: {error}", err=True)
    for line in _queue(found, _read(profiles), day):
        typer.echo(line)
    typer.echo(
        f"{report.programmes} programmes and {report.sources} sources checked: "
        f"{len(report.errors)} errors, {len(report.warnings)} warnings"
        f"{'' if every else ' (--all prints them)'}"
    )
    if report.errors:
        raise typer.Exit(1)


def _read(profiles: str | None) -> list[Profile]:
    if profiles is None:
        return []
    from api.cli.sources import read_file

    good, _ = read_file(profiles, mapping=None, strict=False)
    return good


def _queue(catalogue: Catalogue, profiles: Sequence[Profile], day: date) -> list[str]:
    from api.usecases.impact import MOST, queue

    lines = ["Look at these first:"]
    for rank, one in enumerate(queue(catalogue, profiles, day)[:MOST], 1):
        rests = "" if one.rests is None else f"{one.rests} verdicts rest on it; "
        lines.append(
            f"{rank:>2}. {one.programme} {one.field} ({one.criterion}): {rests}as of {one.as_of}, "
            f"{one.kind.replace('_', ' ')} {one.source}"
        )
        if one.url:
            lines.append(f"    {one.url}")
    lines += [
        "If it still holds: allymatch catalogue verify ID FIELD --source SLUG --as-of DAY"
        " --catalogue DIR; if not, change it.",
        "",
    ]
    return lines


def verify(
    programme: Annotated[str, typer.Argument(metavar="ID", help="The programme's id.")],
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="criteria.2, calls, offer.amounts, or * for all.")
    ],
    source: Annotated[
        str, typer.Option("--source", help="The slug of a source, or the address of a new one.")
    ],
    as_of: Annotated[str, typer.Option("--as-of", help="The day for which the source speaks.")],
    into: Annotated[
        Path, typer.Option("--catalogue", metavar="DIR", help="The folder that keeps it.")
    ],
    kind: Annotated[
        str, typer.Option(help="Of a new source: official, official_mirror, press, secondary.")
    ] = "secondary",
    by: Annotated[str, typer.Option(help="Who looked at it.")] = "",
    on: OnOption = None,
) -> None:
    """Say that a fact still holds, by which source and for which day, without editing a file.

    It is kept in the folder, which is then a --catalogue; a fact of the built-in catalogue can be
    renewed too. What the fact says is not changed.

    \b
    Example:
        $ allymatch catalogue verify hedi criteria.1 --source https://eda.europa.eu/hedi \\
            --kind official --as-of 2026-11-28 --catalogue mine
    """
    from api.usecases.imports import renew

    said = renew(into, programme, field, source=source, kind=kind, as_of=as_of, by=by,
                 on=_day(on).isoformat())  # fmt: skip
    typer.echo(said)


def coverage(
    on: OnOption = None, form: FormatOption = None, catalogue: CatalogueOption = None
) -> None:
    """Print the allies with their own offers by kind, and those that have none.

    \b
    Example:
        $ allymatch catalogue coverage --format csv
    """
    from dataclasses import asdict

    from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
    from programmes.coverage import coverage as covered

    day = _day(on)
    allies = covered(loaded(catalogue).programmes, day)
    holes = [one.name for one in allies if one.hole]
    chosen = chosen_format(form)
    if chosen is OutputFormat.JSON:
        said = {"on": day.isoformat(), "allies": [asdict(one) for one in allies], "holes": holes}
        typer.echo(as_json(said), nl=False)
        return
    headings = ("ally", "offers of its own", "shared offers that admit it")
    rows = [
        (
            one.name,
            "; ".join(f"{kind}: {', '.join(ids)}" for kind, ids in one.national.items()) or "none",
            ", ".join(f"{n} {kind}" for kind, n in one.shared.items()) or "none",
        )
        for one in allies
    ]
    if chosen is OutputFormat.CSV:
        typer.echo(plain_csv(rows, headings), nl=False)
        return
    if chosen is OutputFormat.MD:
        typer.echo(plain_markdown(rows, headings), nl=False)
    else:
        typer.echo(plain_table(rows, headings, f"Allies and their offers on {day}"), nl=False)
    typer.echo(f"{len(allies) - len(holes)} of {len(allies)} allies have an offer of their own"
               + (f"; none was found for {', '.join(holes)}" if holes else ""))  # fmt: skip


def taken(
    programme: Annotated[str, typer.Argument(metavar="ID", help="The programme's id.")],
    form: FormatOption = None,
    catalogue: CatalogueOption = None,
) -> None:
    """Show whom a programme took, by country, size and subject, each with its source.

    \b
    Example:
        $ allymatch catalogue taken nato-diana-2026
    """
    from dataclasses import asdict

    from api.cli.render import as_json, plain_csv
    from programmes.taken import summed_up

    found = loaded(catalogue)
    one = found.find(programme)
    awards = found.taken.get(one.id, ())
    counted = summed_up(awards)
    chosen = chosen_format(form)
    if chosen is OutputFormat.JSON:
        rows = [award.model_dump(mode="json", exclude_none=True) for award in awards]
        said = {"programme": one.id, "counts": asdict(counted), "awards": rows}
        typer.echo(as_json(said), nl=False)
        return
    names = ("firm", "country", "year", "makes", "topic", "programme", "source")
    table = [
        (
            a.firm, a.country or "", str(a.year), a.makes, a.topic or "", a.programme,
            ";".join(a.source),
        )
        for a in awards
    ]  # fmt: skip
    if chosen is OutputFormat.CSV:
        typer.echo(plain_csv(table, names), nl=False)
        return
    typer.echo(f"{one.name}: {counted.firms} firms that it or a former edition took")
    for title, numbers in (
        ("country", counted.countries),
        ("size", counted.sizes),
        ("subject", counted.areas),
        ("year", counted.years),
    ):
        if numbers:
            typer.echo(f"by {title}: {', '.join(f'{k} {n}' for k, n in numbers.items())}")
    for firm, where, year, makes, topic, _, source in table:
        about = f" ({topic})" if topic else ""
        typer.echo(f"- {firm}{f', {where}' if where else ''}, {year}: {makes}{about} [{source}]")
