"""How do officers record what they decided about candidates?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.errors import Missing
from api.store.values import Judgment
from api.usecases.access import Visibility, allow, must_serve
from api.usecases.base import UseCase

__all__ = ["judge", "listed", "unjudge"]


def _check(desk: UseCase, programme: str, profile: str) -> str:
    allow(desk.caller, "officer")
    programme = desk.programme(programme).id
    must_serve(desk.caller, programme, desk.records)
    sight = Visibility(desk.caller, desk.context.stores, programme)
    if not sight.sees(profile) or profile not in desk.context.stores.profiles:
        raise Missing("profile")
    return programme


def judge(desk: UseCase, programme: str, profile: str, grade: int, note: str) -> dict[str, Any]:
    """Keep a grade and a note of the caller's organisation on a pair.

    Raises:
        Forbidden: The programme is not the caller's.
        Missing: The profile is not there, or not for this caller.
        UnknownProgramme: No programme of that id.
    """
    programme = _check(desk, programme, profile)
    at = desk.context.clock()
    made = Judgment(programme, profile, desk.caller.holder, grade, note, desk.caller.key, at)
    desk.context.stores.matches.judge(made)
    desk.note("judgment.save", f"{programme} {profile} {grade}")
    return _shown(made)


def unjudge(desk: UseCase, programme: str, profile: str) -> None:
    """Take the organisation's judgment of a pair back.

    Raises:
        NotFound: There is none.
    """
    programme = _check(desk, programme, profile)
    desk.context.stores.matches.unjudge(programme, profile, desk.caller.holder)
    desk.note("judgment.delete", f"{programme} {profile}")


def listed(desk: UseCase, programme: str) -> dict[str, Any]:
    """The judgments of a programme's candidates: the organisation's, or all for others.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    programme = desk.programme(programme).id
    must_serve(desk.caller, programme, desk.records)
    organisation = desk.caller.holder if desk.caller.role == "officer" else None
    found = desk.context.stores.matches.judgments(programme, organisation)
    desk.note("judgments.read", programme)
    return {"items": [_shown(one) for one in found]}


def _shown(one: Judgment) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}
