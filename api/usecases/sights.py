"""How does a founder choose who may read a profile?

Nobody but its holder sees a profile, until it is shown: to the officers of one programme, to those
of all, or by an application. The house itself (analysts and administrators) sees all.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.errors import Missing
from api.store.sights import ALL, Shown
from api.usecases.access import must_own
from api.usecases.base import UseCase
from programmes.entries import topic_of

__all__ = ["hide", "listed", "show"]


def _must_be_there(desk: UseCase, profile: str) -> None:
    must_own(desk.caller, profile)
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")


def show(desk: UseCase, profile: str, programme: str, *, applied: bool = False) -> dict[str, Any]:
    """Let the officers of a programme read a profile from now on.

    Args:
        desk: Who asks.
        profile: Its id.
        programme: That of a programme; of a topic's, the whole is meant. ``*`` stands for all.
        applied: Whether this is an application.

    Raises:
        Missing: The profile is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    _must_be_there(desk, profile)
    if programme != ALL:
        programme = topic_of(desk.programme(programme).id)[0]
    made = Shown(profile, programme, applied, desk.context.clock())
    desk.context.stores.matches.show_to(made)
    desk.records.raise_revision("shown")
    desk.note("profile.apply" if applied else "profile.show", f"{profile} {programme}")
    return _shown(made)


def hide(desk: UseCase, profile: str, programme: str) -> None:
    """Let the officers of a programme no longer read a profile.

    What they have decided while they saw it, and what they saw, stays with their decisions.

    Raises:
        Missing: The profile is not the caller's.
        NotFound: It was not shown to them.
    """
    must_own(desk.caller, profile)
    whole = programme if programme == ALL else topic_of(programme)[0]
    desk.context.stores.matches.hide_from(profile, whole)
    desk.records.raise_revision("shown")
    desk.note("profile.hide", f"{profile} {whole}")


def listed(desk: UseCase, profile: str) -> dict[str, Any]:
    """To whom a profile is shown.

    Raises:
        Missing: The profile is not the caller's.
    """
    _must_be_there(desk, profile)
    found = desk.context.stores.matches.shown_of(profile)
    return {"profile": profile, "items": [_shown(one) for one in found]}


def _shown(one: Shown) -> dict[str, Any]:
    return {**asdict(one), "since": one.since.isoformat()}
