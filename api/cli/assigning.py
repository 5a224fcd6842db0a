"""The commands that give places and look at how they were given: assign and audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import FormatOption, StoreOption, chosen_format, settings_of
from api.cli.writing import OutOption, put

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["assign", "audit"]

ChoicesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CHOICES...",
        help="A run's folder; screens or judgments in JSON; tables in CSV; PROGRAMME=FILE.csv.",
    ),
]
ProfilesOption = Annotated[
    str | None,
    typer.Option("--profiles", help="Who applies, for terms on countries and areas: file or ids."),
]


def assign(
    choices: ChoicesArgument,
    terms: Annotated[
        Path, typer.Option("--terms", help="A YAML file: capacity, limits, pins, conflicts ...")
    ],
    profiles: ProfilesOption = None,
    fairest: Annotated[
        bool, typer.Option("--fairest", help="The worst place as good as can be, then the next.")
    ] = False,
    form: FormatOption = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Give applicants places, under the terms of a file, and say why each has its place.

    The sum of the fits is the best that the terms allow. If nothing keeps all terms, the fewest
    that clash are named. Terms with officers in place of capacity share applications out.

    \b
    Example:
        $ allymatch assign diana.json nif.json --terms terms.yaml --profiles applicants.csv
    """
    from dataclasses import replace

    from api.cli.render_assignment import render_assignment
    from matcher.selection.assigning import assign as assigned
    from matcher.selection.assigning import officers
    from matcher.selection.choices import Person
    from matcher.selection.sources import read_choices
    from matcher.selection.stated import read_terms

    wanted = read_terms(terms)
    if fairest:
        wanted = replace(wanted, aim="fairest")
    known = {
        one.id: Person(one.name, _country(one), one.areas) for one in _profiles(profiles, store)
    }
    found = read_choices(choices, known)
    if wanted.shared and found.kind != "officer":
        found = officers(found, wanted)
    put(render_assignment(assigned(found, wanted), chosen_format(form)), out)


def audit(
    source: Annotated[
        Path, typer.Argument(metavar="SCREEN|RUN", help="A screen in JSON, or a run's folder.")
    ],
    profiles: Annotated[
        str | None,
        typer.Option("--profiles", help="Who applied, for size, age and area: file or ids."),
    ] = None,
    assignment: Annotated[
        Path | None, typer.Option("--assignment", help="Who was chosen: an assignment in JSON.")
    ] = None,
    shortlist: Annotated[
        int | None, typer.Option("--shortlist", min=1, help="Or: the best so many were chosen.")
    ] = None,
    programme: Annotated[
        str | None, typer.Option("--programme", help="Which programme of a run.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write it as one page with drawings, too.")
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Look at a selection: who applied, may enter and was chosen, by country, size, age and area.

    Rates come with their intervals and their ratio to the best group's; groups too small are said
    to be so. Then whose answer rests on stale, weak or read facts, and who would be chosen without
    each part of the fit.

    \b
    Example:
        $ allymatch audit nif.json --profiles applicants.csv --shortlist 15 --html audit.html
    """
    from api.cli.options import OutputFormat
    from api.cli.render_audit import audit_page, render_audit
    from matcher.selection.audit import audit as audited
    from matcher.selection.audited import read_audited, read_chosen

    if assignment is not None and shortlist is not None:
        raise typer.BadParameter("give --assignment or --shortlist, not both")
    found = read_audited(source, programme)
    chosen = None if assignment is None else read_chosen(assignment, found.programme)
    known = {one.id: one for one in _profiles(profiles, store)}
    result = audited(found, known, chosen=chosen, shortlist=shortlist)
    chosen_form = form or OutputFormat.MD
    if html is not None:
        put(audit_page(result), html)
    put(render_audit(result, chosen_form), out)


def _profiles(text: str | None, store: Path | None) -> list[Profile]:
    """Who applies, as a file or ids say; the store's if one is named alone."""
    if text is None and store is None:
        return []
    if text is None:
        from api.cli.sources import every_profile

        return every_profile(settings_of(store=store))
    from api.cli.sources import several_profiles

    return several_profiles(text, settings_of(store=store), mapping=None, strict=False)[0]


def _country(profile: Profile) -> str | None:
    said = profile.believed()
    names = ("headquarters", "incorporated_in", "managed_from")
    return next((code for name in names if (code := getattr(said, name))), None)
