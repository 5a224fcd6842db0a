"""With whom could a startup of the store enter a programme, among those that chose to be found?

Of another startup no more is told than what a team rests on: its name and country, the parts of the
topic that it covers, and the rules on which it has said nothing yet. Its profile stays its own.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.errors import Missing
from api.usecases.access import must_own
from api.usecases.base import UseCase
from api.usecases.matches import moment_of
from matcher.pooling.teams.partners import partners
from profiles.errors import UnknownProfile
from programmes.entries import topic_of

__all__ = ["close", "opened", "proposed"]

MOST = 5_000
"""Candidates that one question looks at."""


def opened(desk: UseCase, profile: str) -> dict[str, Any]:
    """Let other startups find a profile as a partner, from now on.

    Raises:
        Missing: The profile is not the caller's.
    """
    must_own(desk.caller, profile)
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")
    since = desk.context.clock()
    desk.context.stores.matches.open_to_partners(profile, since)
    desk.note("profile.open-to-partners", profile)
    return {"profile": profile, "since": since.isoformat()}


def close(desk: UseCase, profile: str) -> None:
    """Let nobody find a profile as a partner any more.

    Raises:
        Missing: The profile is not the caller's.
        NotFound: It was not to be found.
    """
    must_own(desk.caller, profile)
    desk.context.stores.matches.close_to_partners(profile)
    desk.note("profile.closed-to-partners", profile)


def proposed(
    desk: UseCase, profile: str, programme: str, *, on: str | None, teams: int, most: int | None
) -> dict[str, Any]:
    """Teams for a programme or a topic of one, among the startups that are open to it.

    Raises:
        Missing: The profile is not the caller's.
        UnknownProgramme: There is no such programme.
        BadInput: It has no such topic.
    """
    must_own(desk.caller, profile)
    stores, engine = desk.context.stores, desk.context.engine
    try:
        lead = stores.profiles.get(profile)
    except UnknownProfile:
        raise Missing("profile") from None
    key, topic = topic_of(programme)
    offer = desk.programme(key)
    among = [one for one in stores.matches.partners_to_be() if one != profile]
    moment = moment_of(desk, on, engine)
    found = partners(
        lead,
        offer,
        tuple(stores.profiles.many(among[:MOST])),
        engine.matcher.encoder,
        engine.matcher.catalogue,
        on=moment,
        topic=topic,
        count=teams,
        most=most,
    )
    return {"on": moment, **asdict(found)}
