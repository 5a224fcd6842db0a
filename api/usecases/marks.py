"""What may somebody mark for themselves, and share of an answer?

Marks belong to a holder: a founder's on programmes for an own profile, an officer's on candidates
of an own programme. Nobody else reads them.
"""

from __future__ import annotations

import secrets
import time
from datetime import date
from typing import TYPE_CHECKING

from api.errors import Conflict, Missing, Unusable
from api.store import marks
from api.store.keys import Caller, hashed
from api.store.marks import Mark, MarkKind, SharedAnswer
from api.store.values import LONGEST_NOTE
from api.usecases.access import must_own, owner_of
from api.usecases.base import UseCase

if TYPE_CHECKING:
    from api.usecases.context import AppContext

__all__ = [
    "close", "keep", "mine", "of_programme", "opened", "remind", "share", "shared", "shortlist",
    "take_back",
]  # fmt: skip

_SHARES = 20


def _check(desk: UseCase, profile: str, programme: str) -> str:
    must_own(desk.caller, profile)
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")
    return desk.programme(programme).id


def keep(desk: UseCase, profile: str, programme: str, kind: MarkKind, text: str = "") -> None:
    """Mark a programme for a profile; an empty note takes the note back.

    Raises:
        Missing: The profile is not the caller's.
        UnknownProgramme: No programme of that id.
        Unusable: The note is too long.
    """
    programme = _check(desk, profile, programme)
    if len(text) > LONGEST_NOTE:
        raise Unusable(f"has {len(text):,} characters, at most {LONGEST_NOTE:,}", parameter="note")
    if kind == "note" and not text.strip():
        marks.unmark(desk.records, profile, programme, desk.caller.holder, kind)
    else:
        marks.mark(desk.records, profile, programme, desk.caller.holder, kind, text=text.strip())
    desk.note(f"mark.{kind}", f"{profile} {programme}")


def remind(desk: UseCase, profile: str, programme: str, day: str) -> None:
    """Ask to be reminded of a programme on a day; an empty one takes it back.

    Raises:
        Missing: The profile is not the caller's.
        UnknownProgramme: No programme of that id.
        Unusable: It is no day.
    """
    programme = _check(desk, profile, programme)
    if not day.strip():
        marks.unmark(desk.records, profile, programme, desk.caller.holder, "reminder")
        return
    try:
        found = date.fromisoformat(day.strip()).isoformat()
    except ValueError:
        detail = f"found {day!r}, expected a day such as 2026-12-01"
        raise Unusable(detail, parameter="day") from None
    marks.mark(desk.records, profile, programme, desk.caller.holder, "reminder", day=found)
    desk.note("mark.reminder", f"{profile} {programme}")


def take_back(desk: UseCase, profile: str, programme: str, kind: MarkKind) -> None:
    """Take a mark of the caller's back; nothing happens where there is none.

    Raises:
        Missing: The profile is not the caller's.
    """
    must_own(desk.caller, profile)
    marks.unmark(desk.records, profile, programme, desk.caller.holder, kind)


def mine(desk: UseCase, profile: str) -> dict[str, dict[str, Mark]]:
    """The caller's marks on a profile, by programme and kind."""
    found: dict[str, dict[str, Mark]] = {}
    for one in marks.marks_of(desk.records, profile, desk.caller.holder):
        found.setdefault(one.programme, {})[one.kind] = one
    return found


def shortlist(desk: UseCase, programme: str, profile: str, *, on: bool) -> None:
    """Put a candidate on the shortlist of the caller's organisation, or take it off.

    Raises:
        Forbidden: The programme is not the caller's.
    """
    programme = desk.served(programme)
    desk.look_at(profile, "candidates.read")
    change = marks.mark if on else marks.unmark
    change(desk.records, profile, programme, desk.caller.holder, "shortlist")
    desk.note("shortlist.add" if on else "shortlist.drop", f"{programme} {profile}")


def of_programme(desk: UseCase, programme: str, kind: MarkKind) -> list[Mark]:
    """The marks of the caller's organisation on a programme's candidates.

    Raises:
        Forbidden: The programme is not the caller's.
    """
    programme = desk.served(programme)
    return marks.marks_by(desk.records, programme, desk.caller.holder, kind)


def share(desk: UseCase, profile: str, query: str) -> str:
    """Make a secret under which anybody can read a profile's answer.

    Raises:
        Missing: The profile is not the caller's.
        Conflict: There are as many as there may be.
    """
    must_own(desk.caller, profile)
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")
    if len(marks.shares_of(desk.records, profile)) >= _SHARES:
        raise Conflict(f"a profile may have {_SHARES} shared answers: close some")
    secret = secrets.token_urlsafe(32)
    made = SharedAnswer(secrets.token_hex(4), profile, owner_of(profile), query, time.time())
    marks.keep_share(desk.records, made, hashed(secret), desk.caller.key)
    desk.note("share.create", profile)
    return secret


def shared(desk: UseCase, profile: str) -> list[SharedAnswer]:
    """What is shared of a profile.

    Raises:
        Missing: The profile is not the caller's.
    """
    must_own(desk.caller, profile)
    return marks.shares_of(desk.records, profile)


def close(desk: UseCase, profile: str, prefix: str) -> None:
    """Close a shared answer.

    Raises:
        Missing: The profile is not the caller's, or there is no such address.
    """
    must_own(desk.caller, profile)
    if not marks.drop_share(desk.records, profile, prefix):
        raise Missing("shared answer")
    desk.note("share.close", profile)


def opened(context: AppContext, secret: str) -> tuple[UseCase, SharedAnswer]:
    """What a secret address shows, and on whose behalf.

    Raises:
        Missing: There is no such address, or no longer.
    """
    found = marks.share_of(context.records, hashed(secret))
    if found is None:
        raise Missing("shared answer")
    return UseCase(context, Caller("share", "founder", found.holder)), found
