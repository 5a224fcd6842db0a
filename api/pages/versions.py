"""What has changed from version to version of a profile, and who has done it?

What was changed is read off the versions. Who and when stand in the audit log, which has a line for
each change; where a file was imported, it has one line for all, and nobody is named.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.pages.views import label
from api.usecases.base import UseCase
from matcher.answers.values import value_in_words

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["told_versions"]

_SHOWN = 160


def told_versions(desk: UseCase, id: str) -> list[dict[str, Any]]:
    """The versions of a profile, the last first, each with what it has changed.

    Args:
        desk: Who asks; has to own it.
        id: Of the profile.
    """
    store = desk.context.stores.profiles
    kept = store.versions(id)
    lines = desk.records.audit_of(id, ("profile.create", "profile.update"))
    # Each change has its line, the first ones perhaps none: they were imported.
    written = [*[None] * (len(kept) - len(lines)), *lines][-len(kept) :]
    found: list[dict[str, Any]] = []
    before = None
    for version, line in zip(kept, written, strict=True):
        after = store.get(id, version.number)
        found.append(
            {
                "number": version.number,
                "by": line["holder"] if line else None,
                "key": line["key"] if line else None,
                "when": _when(line["at"]) if line else _day(version.known_on),
                "changes": [] if before is None else differences(before, after),
                "now": version is kept[-1],
            }
        )
        before = after
    return found[::-1]


def _when(seconds: float) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"{at:%-d %B %Y, %H:%M} UTC"


def _day(day: Any) -> str:
    return f"{day:%-d %B %Y}" if day else "on an unknown day"


def differences(before: Profile, after: Profile) -> list[tuple[str, str, str]]:
    """What differs between two versions: the field, what was, and what is.

    >>> from profiles.model import Profile
    >>> one = Profile(name="A", description="Radios.", trl=4)
    >>> differences(one, one.model_copy(update={"trl": 5}))
    [('Readiness, TRL', '4', '5')]
    """
    was = before.model_dump(mode="json", exclude={"read", "id"})
    now = after.model_dump(mode="json", exclude={"read", "id"})
    found = [
        (label(name), _said(name, was[name]), _said(name, now[name]))
        for name in now
        if was[name] != now[name]
    ]
    for name in sorted({*before.read, *after.read}):
        old, new = before.read.get(name), after.read.get(name)
        if old != new:
            told = [_said(name, one.value) if one else "not read" for one in (old, new)]
            found.append((f"{label(name)}, as read", told[0], told[1]))
    return found


def _said(name: str, value: Any) -> str:
    if value is None:
        return "not known"
    said = value_in_words(name, value)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN].rstrip()}…"
