"""How does a programme's ranking learn from what its officers decided, and who lets it?

Learning writes a model and a report that compares it, in the order of time, with the shipped fit.
Nothing ranks by it until a person promotes it, and one that is not better cannot be promoted. The
shipped fit is always a step away.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from api.errors import Conflict, Missing
from api.schemas.screening import Screening
from api.usecases.access import allow
from api.usecases.base import UseCase
from api.usecases.candidates import candidates
from api.usecases.matches import moment_of
from matcher.fit.learning.agreement import agreement
from matcher.fit.learning.choosing import next_to_judge
from matcher.fit.learning.comparing import compared
from matcher.fit.learning.model import GradedPair, learn, text_vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.store.values import Judgment
    from matcher.answers.listing import Listing

__all__ = ["listed", "model_of", "promote", "suggested", "teach", "withdraw"]

_AMONG = 100
"""Candidates of the list's head among which the next to judge is looked for."""


def _may(desk: UseCase, programme: str) -> str:
    """The programme's id, if its candidates are the caller's to judge."""
    allow(desk.caller, "officer")
    return desk.served(programme)


def _listings(desk: UseCase, programme: str, profiles: Sequence[str]) -> dict[str, Listing]:
    engine = desk.context.engine
    store = desk.context.stores.profiles
    there = list(store.there(profiles, lambda _: None))
    with desk.context.working():
        found = engine.matcher.listings_for(programme, there, on=moment_of(desk, None, engine))
    return {one.profile.id: one for one in found}


def _graded(desk: UseCase, programme: str) -> list[GradedPair]:
    """The organisation's judgments with what the fit saw, the earliest first.

    Of several officers on one candidate the comparable grade counts, at the time of the last.
    """
    every = desk.context.stores.matches.judgments(programme, desk.caller.holder)
    found = agreement([(one.by, one.profile, one.grade) for one in every if one.grade is not None])
    comparable = {one.profile: one.comparable for one in found.items}
    last: dict[str, Judgment] = {}
    for one in sorted(every, key=lambda one: (one.at, one.id)):
        last[one.profile] = one
    alone = len(found.officers) == 1
    listings = _listings(desk, programme, sorted(last))
    ordered = sorted(last.values(), key=lambda one: (one.at, one.id))
    return [
        GradedPair(
            one.id,
            one.profile,
            float(one.grade or 0) if alone else comparable[one.profile],
            listings[one.profile].values[0],
            text_vector(listings[one.profile].reading.vectors),
        )
        for one in ordered
        if one.profile in listings
    ]


def teach(desk: UseCase, programme: str) -> dict[str, Any]:
    """Learn from the judgments of the caller's organisation, and compare with the shipped fit.

    Raises:
        Forbidden: The programme is not the caller's.
        Conflict: There is nothing to learn from.
    """
    programme = _may(desk, programme)
    judged = _graded(desk, programme)
    if not judged:
        raise Conflict("there are no judgments to learn from: judge some candidates first")
    model = desk.context.engine.matcher.model
    made, found = learn(programme, judged, model), compared(judged, model)
    report = {**asdict(found), "better": found.better}
    desk.context.stores.matches.keep_learned(
        programme, desk.caller.holder, made.written(), made.profiles, report, desk.caller.key,
        desk.context.clock().isoformat(),
    )  # fmt: skip
    desk.note("learned.make", f"{programme} {made.version[:12]}")
    return _one(desk, programme, made.version)


def _one(desk: UseCase, programme: str, version: str) -> dict[str, Any]:
    for row in desk.context.stores.matches.learned_of(programme, desk.caller.holder):
        if row["version"] == version:
            return {"programme": programme, **row}
    raise Missing("learned fit")


def listed(desk: UseCase, programme: str) -> dict[str, Any]:
    """What was learned for a programme, the newest first, with the report of each.

    Raises:
        Forbidden: The programme is not the caller's.
    """
    programme = _may(desk, programme)
    found = desk.context.stores.matches.learned_of(programme, desk.caller.holder)
    return {"items": [{"programme": programme, **row} for row in found]}


def model_of(desk: UseCase, programme: str, version: str) -> bytes:
    """The bytes of a model, as they were written.

    Raises:
        Missing: There is none of this version.
    """
    programme = _may(desk, programme)
    _one(desk, programme, version)
    return desk.context.stores.matches.learned_body(version)


def promote(desk: UseCase, programme: str, version: str) -> dict[str, Any]:
    """Let a learned fit rank the programme's candidates from now on.

    Raises:
        Missing: There is none of this version.
        Conflict: It is not better than the shipped fit, or that cannot be told yet.
    """
    programme = _may(desk, programme)
    one = _one(desk, programme, version)
    if not one["report"]["better"]:
        raise Conflict("it is not better than the shipped fit on later judgments: judge more first")
    at = desk.context.clock().isoformat()
    desk.context.stores.matches.promote(programme, desk.caller.holder, version, at)
    desk.records.raise_revision("learned")
    desk.note("learned.promote", f"{programme} {version[:12]}")
    return _one(desk, programme, version)


def withdraw(desk: UseCase, programme: str) -> None:
    """Let the shipped fit rank the programme's candidates again.

    Raises:
        Forbidden: The programme is not the caller's.
    """
    programme = _may(desk, programme)
    desk.context.stores.matches.promote(programme, desk.caller.holder, None, "")
    desk.records.raise_revision("learned")
    desk.note("learned.withdraw", programme)


def suggested(desk: UseCase, programme: str, *, limit: int) -> dict[str, Any]:
    """Which candidates without a grade of the caller's are most worth one.

    Raises:
        Forbidden: The programme is not the caller's.
    """
    programme = _may(desk, programme)
    asked = Screening(part="candidates", grades=("none",))
    page = candidates(desk, programme, asked, limit=_AMONG)
    names = [one["profile"] for one in page["items"] if "conflict" not in one["flags"]]
    listings = _listings(desk, programme, names)
    names = [one for one in names if one in listings]
    if not names:
        return {"programme": programme, "items": []}
    judged, model = _graded(desk, programme), desk.context.engine.matcher.model
    values = np.array([listings[one].values[0] for one in names])
    vectors = np.array([text_vector(listings[one].reading.vectors) for one in names])
    scores = learn(programme, judged, model).log_odds(model, values, vectors)
    order = next_to_judge(scores, values, vectors, judged, model)
    chosen = [names[place] for place in order[:limit].tolist()]
    return {"programme": programme, "items": [{"profile": one} for one in chosen]}
