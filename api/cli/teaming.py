"""The command that proposes partners."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.matching import IdOption, ProfileArgument
from api.cli.options import (
    CatalogueOption,
    FormatOption,
    ModelOption,
    OnOption,
    StoreOption,
    chosen_format,
    moment,
    opened,
    settings_of,
)
from api.cli.writing import OutOption, put

__all__ = ["partners"]


def partners(
    profile: ProfileArgument,
    programme: Annotated[
        str, typer.Argument(metavar="PROGRAMME[/TOPIC]", help="The programme's id, and a topic's.")
    ],
    among: Annotated[
        str, typer.Option("--among", metavar="PROFILES", help="A file of candidates, or ids.")
    ],
    on: OnOption = None,
    teams: Annotated[int, typer.Option("--teams", min=1, max=20, help="How many teams.")] = 3,
    most: Annotated[
        int | None, typer.Option("--most", min=2, max=12, help="How many members at most.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--map", help='Your headings: "Company=name,Pitch=description".')
    ] = None,
    identifier: IdOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
    store: StoreOption = None,
) -> None:
    """Propose partners for a programme that several enter together, with the reason for each.

    Every team keeps the rule on partners, and every member the rules for all; the team that covers
    most of the topic with fewest members comes first.

    \b
    Example:
        $ allymatch partners examples/quantum-sensor-munich.json edf-2026 --among startups.csv
    """
    from api.cli.render_teams import render_partners
    from api.cli.sources import one_profile, several_profiles
    from matcher.pooling.teams.partners import partners as proposed
    from matcher.settings import open_encoder

    settings = settings_of(model=model, catalogue=catalogue, store=store)
    key, _, topic = programme.partition("/")
    held = opened(settings).catalogue
    offer = held.get(key)
    lead = one_profile(profile, settings, identifier=identifier)
    candidates, _ = several_profiles(among, settings, mapping=mapping, strict=False)
    found = proposed(
        lead,
        offer,
        candidates,
        open_encoder(settings),
        held,
        on=moment(on),
        topic=topic or None,
        count=teams,
        most=most,
    )
    put(render_partners(found, chosen_format(form)), out)
