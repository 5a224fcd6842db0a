"""What is answered to somebody who has no account?

A text, and what its writer confirms or adds, becomes a profile that lives as long as the request:
nothing of it is kept, neither the text nor its vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from api.errors import Forbidden, Unusable
from api.usecases.context import AppContext
from api.usecases.matches import WeighedProfile
from profiles.facts import with_read
from profiles.model import Profile

__all__ = ["completed", "described", "must_be_open", "weighed_guest"]

_UNNAMED = "Your company"
_LONGEST = 50_000


def must_be_open(context: AppContext) -> None:
    """Refuse strangers where the installation is for members alone.

    Raises:
        Forbidden: ``ALLYMATCH_OPEN=no`` is set.
    """
    if not context.settings.open:
        raise Forbidden("this installation answers members alone: sign in")


def described(text: str, facts: Mapping[str, str], dropped: Sequence[str] = ()) -> Profile:
    """The profile of a text.

    Args:
        text: What somebody says of a company.
        facts: What is confirmed or added, by field, as it was typed; ``name`` among them.
        dropped: Fields of which nothing is to be read out of the text.

    Raises:
        Unusable: The text is empty or too long, or a fact is none that its field takes.
    """
    if not text.strip():
        raise Unusable("say in a sentence or two what the company makes", parameter="text")
    if len(text) > _LONGEST:
        raise Unusable(f"has {len(text):,} characters, at most {_LONGEST:,}", parameter="text")
    known: dict[str, Any] = {}
    for name, value in facts.items():
        if value.strip():
            _put(known, name, value.strip())
    profile = with_read(_valid({"name": _UNNAMED, "description": text, **known}))
    left = {name: fact for name, fact in profile.read.items() if name not in dropped}
    return profile.model_copy(update={"read": left})


def completed(profile: Profile, facts: Mapping[str, str], dropped: Sequence[str]) -> Profile:
    """A stored profile with facts stated, and without some that were read.

    Raises:
        Unusable: A fact is none that its field takes.
    """
    known = profile.model_dump(mode="json", exclude_none=True, exclude={"read"})
    for name, value in facts.items():
        _put(known, name, value)
    left = {name: fact for name, fact in profile.read.items() if name not in dropped}
    return _valid({**known, "read": {name: fact.model_dump() for name, fact in left.items()}})


def _valid(known: Mapping[str, Any]) -> Profile:
    try:
        return Profile.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "text"
        raise Unusable(first["msg"].removeprefix("Value error, "), parameter=field) from None


def _put(known: dict[str, Any], name: str, value: str) -> None:
    """Put a fact into its place; ``statements.x`` stands inside ``statements``."""
    outer, _, inner = name.partition(".")
    if inner:
        known.setdefault(outer, {})[inner] = value
    else:
        known[outer] = value


def weighed_guest(context: AppContext, profile: Profile) -> WeighedProfile:
    """A profile that is not kept before all programmes; nor are its vectors."""
    engine = context.engine
    moment = context.moment(None, engine)
    with context.working():
        listing = engine.guest.listing(profile, on=moment)
    drafts = tuple(sorted(context.records.seen().drafts))
    return WeighedProfile(engine, profile, listing, moment, drafts)
