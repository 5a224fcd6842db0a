"""How do officers record what they decided about candidates?

Each officer decides alone. What it saw is kept with the decision, so that the decision can be shown
and defended later, whatever has become of the catalogue, the model and the profile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from api.errors import Conflict, Missing, Problem, Unusable
from api.store.decisions import Changed
from api.store.values import LONGEST_NOTE, Judgment
from api.usecases.access import Visibility, allow
from api.usecases.base import UseCase
from api.usecases.matches import moment_of
from matcher.errors import BadInput, NotFound

__all__ = [
    "agreed", "declare", "declared", "history", "judge", "listed", "own", "replay", "take_in",
    "undeclare", "unjudge", "view",
]  # fmt: skip


def _check(desk: UseCase, programme: str, profile: str) -> str:
    programme = desk.served(programme)
    sight = Visibility(desk.caller, desk.context.stores, programme)
    if not sight.sees(profile) or profile not in desk.context.stores.profiles:
        raise Missing("profile")
    return programme


def view(desk: UseCase, programme: str, profile: str) -> bytes:
    """What an officer sees of one candidate before it decides: profile, rules, fit, evidence.

    The same catalogue, settings, day and profile give the same bytes, and a decision keeps them.

    Raises:
        Forbidden: The programme is not the caller's.
        Missing: The profile is not there, or not for this caller.
        UnknownProgramme: No programme of that id.
    """
    programme = _check(desk, programme, profile)
    desk.look_at(profile, "candidate.read")
    return _view(desk, programme, profile)


def _view(desk: UseCase, programme: str, profile: str) -> bytes:
    engine = desk.context.engine
    moment = moment_of(desk, None, engine)
    stored = desk.context.stores.profiles.get(profile)
    version = desk.context.stores.profiles.versions(profile)[-1]
    with desk.context.working():
        pair = engine.matcher.explain(stored, programme, on=moment)
    return orjson.dumps(
        {
            "programme": programme,
            "profile": stored.model_dump(mode="json", exclude_none=True),
            "version": {"number": version.number, "hash": version.hash},
            "on": moment,
            "settings": engine.matcher.settings,
            "match": pair,
        }
    )


def mark_of_view(content: bytes) -> str:
    """The SHA-256 under which a view is kept."""
    return hashlib.sha256(content).hexdigest()


def judge(
    desk: UseCase,
    programme: str,
    profile: str,
    grade: int,
    note: str,
    *,
    shown: str = "",
    after: str | None = None,
) -> dict[str, Any]:
    """Keep an officer's grade and note on a pair, with what it saw.

    Args:
        desk: Who decides.
        programme: One of the pair.
        profile: The other.
        grade: 0 to 3.
        note: The reason.
        shown: The hash of what the officer has seen: another is refused.
        after: The officer's former decision as it knows it, ``""`` for none: so that of two
            windows, or two people with one key, neither overwrites the other unseen.

    Raises:
        Forbidden: The programme is not the caller's.
        Missing: The profile is not there, or not for this caller.
        UnknownProgramme: No programme of that id.
        Conflict: The officer has declared a conflict of interest.
        Problem: What is shown, or the officer's decision, has changed meanwhile (412).
    """
    allow(desk.caller, "officer")
    programme = _check(desk, programme, profile)
    _must_be_free(desk, profile)
    seen = _view(desk, programme, profile)
    if shown and shown != mark_of_view(seen):
        raise Problem(412, "changed", "what you were shown has changed meanwhile: read it again")
    at = desk.context.clock()
    made = Judgment(programme, profile, desk.caller.holder, grade, note, desk.caller.key, at)
    try:
        kept = desk.context.stores.matches.judge(made, seen, expected=after)
    except Changed as error:
        raise Problem(412, "changed", str(error)) from None
    desk.note("judgment.save", f"{programme} {profile} {grade} {kept.id}")
    return _shown(kept)


def _must_be_free(desk: UseCase, profile: str) -> None:
    found = desk.context.stores.matches.conflicts(desk.caller.holder)
    if any((one["profile"], one["officer"]) == (profile, desk.caller.key) for one in found):
        raise Conflict("you have declared a conflict of interest: another officer has to decide")


def unjudge(desk: UseCase, programme: str, profile: str) -> None:
    """Take the officer's judgment of a pair back; that it was there stays in the history.

    Raises:
        NotFound: There is none.
    """
    allow(desk.caller, "officer")
    programme = _check(desk, programme, profile)
    caller, at = desk.caller, desk.context.clock()
    desk.context.stores.matches.unjudge(programme, profile, caller.holder, caller.key, at)
    desk.note("judgment.delete", f"{programme} {profile}")


def _organisation(desk: UseCase) -> str | None:
    return desk.caller.holder if desk.caller.role == "officer" else None


def listed(desk: UseCase, programme: str) -> dict[str, Any]:
    """The present judgments of a programme's candidates: the organisation's, or all for others.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    programme = desk.served(programme)
    found = desk.context.stores.matches.judgments(programme, _organisation(desk))
    desk.note("judgments.read", programme)
    return {"items": [_shown(one) for one in found]}


def own(desk: UseCase, programme: str) -> dict[str, dict[str, Any]]:
    """The caller's own judgments of a programme's candidates, by profile.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    rows = listed(desk, programme)["items"]
    return {one["profile"]: one for one in rows if one["by"] == desk.caller.key}


def history(desk: UseCase, programme: str) -> dict[str, Any]:
    """Every decision on a programme's candidates in its order, corrected and taken back ones too.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    programme = desk.served(programme)
    found = desk.context.stores.matches.decisions(programme, _organisation(desk))
    desk.note("judgments.read", programme)
    return {"items": [_shown(one) for one in found]}


def replay(desk: UseCase, decision: str) -> bytes:
    """What the officer saw who made a decision, byte for byte.

    Raises:
        Missing: There is no such decision, not for this caller, or nothing was kept with it.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    try:
        made = store.decision(decision)
        if desk.caller.role == "officer" and made.organisation != desk.caller.holder:
            raise Missing("decision")
        found = store.shown_bytes(made.shown)
    except NotFound:
        raise Missing("decision") from None
    desk.note("decision.replay", f"{decision} {made.profile}")
    return found


def take_in(desk: UseCase, programme: str, rows: Iterable[tuple[int, dict[str, Any]]]) -> Any:
    """Keep judgments that were made elsewhere: all good rows in one transaction.

    A row has ``profile`` and ``grade``, and may have ``note``, ``by`` and ``at``. What its officer
    saw is not known, and is not claimed.

    Args:
        desk: Who brings them.
        programme: On whose candidates.
        rows: The line of each, and what it says.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    allow(desk.caller, "officer")
    programme = desk.served(programme)
    sight = Visibility(desk.caller, desk.context.stores, programme)
    good: list[tuple[Judgment, bytes, str | None]] = []
    rejected = []
    for line, row in rows:
        try:
            good.append((_imported(desk, programme, row, sight), b"", None))
        except Unusable as error:
            field = error.errors[0]["pointer"].removeprefix("#/")
            whom = str(row.get("profile") or "")[:120]
            rejected.append({"line": line, "field": field, "detail": error.detail, "id": whom})
    desk.context.stores.matches.judge_all(good)
    desk.note("judgments.import", f"{programme} {len(good)} accepted, {len(rejected)} rejected")
    return {"accepted": len(good), "rejected": rejected}


_FIELDS = frozenset({"profile", "grade", "note", "by", "at"})
_KEPT = frozenset({"programme", "organisation", "id", "shown", "replaces"})
"""Fields that an export has besides, and that an import leaves aside."""


def _imported(desk: UseCase, programme: str, row: dict[str, Any], sight: Visibility) -> Judgment:
    said = {name: value for name, value in row.items() if value not in {None, ""}}
    if unknown := sorted(set(said) - _FIELDS - _KEPT):
        expected = ", ".join(sorted(_FIELDS))
        raise Unusable(f"is no field of a judgment: {expected}", pointer=f"#/{unknown[0]}")
    profile = str(said.get("profile", ""))
    if not sight.sees(profile) or profile not in desk.context.stores.profiles:
        raise Unusable(f"there is no candidate {profile[:120]!r}", pointer="#/profile")
    grade = str(said.get("grade", ""))
    if grade not in {"0", "1", "2", "3"}:
        raise Unusable(f"found {grade[:20]!r}, expected 0, 1, 2 or 3", pointer="#/grade")
    note = str(said.get("note", ""))
    if len(note) > LONGEST_NOTE:
        raise Unusable(f"has more than {LONGEST_NOTE:,} characters", pointer="#/note")
    by = str(said.get("by", desk.caller.key))[:80]
    try:
        at = datetime.fromisoformat(str(said["at"])) if "at" in said else desk.context.clock()
        return Judgment(programme, profile, desk.caller.holder, int(grade), note, by, at)
    except (ValueError, BadInput):
        detail = f"found {str(said.get('at'))[:40]!r}, expected an instant with its time zone"
        raise Unusable(detail, pointer="#/at") from None


def declare(desk: UseCase, profile: str, why: str) -> dict[str, Any]:
    """Declare a conflict of interest of the caller with a profile that it sees.

    Raises:
        Missing: The profile is not there, or not for this caller.
    """
    allow(desk.caller, "officer")
    desk.look_at(profile, "conflict.declare")
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")
    caller, at = desk.caller, desk.context.clock()
    desk.context.stores.matches.declare(profile, caller.holder, caller.key, why, at)
    desk.note("conflict.declare", profile)
    return {"profile": profile, "officer": caller.key, "why": why, "at": at.isoformat()}


def undeclare(desk: UseCase, profile: str) -> None:
    """Take a declaration of the caller's back.

    Raises:
        NotFound: There is none.
    """
    allow(desk.caller, "officer")
    desk.context.stores.matches.undeclare(profile, desk.caller.key)
    desk.note("conflict.undeclare", profile)


def declared(desk: UseCase) -> dict[str, Any]:
    """What the officers of the caller's organisation have declared.

    Raises:
        Forbidden: The caller is no officer.
    """
    allow(desk.caller, "officer")
    return {"items": list(desk.context.stores.matches.conflicts(desk.caller.holder))}


def agreed(desk: UseCase, programme: str) -> dict[str, Any]:
    """How far officers agree, who is strict, and each candidate's grade with that taken out.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    from matcher.fit.learning.agreement import agreement

    programme = desk.served(programme)
    found = desk.context.stores.matches.judgments(programme, _organisation(desk))
    desk.note("judgments.read", programme)
    grades = [(one.by, one.profile, one.grade) for one in found if one.grade is not None]
    return {"programme": programme, **asdict(agreement(grades))}


def _shown(one: Judgment) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}
