"""How does a text become a profile over HTTP, step by step?

Nothing is kept: the draft goes to the caller and comes back with what its writer says of it.
"""

from __future__ import annotations

import orjson
from pydantic import ValidationError

from api.errors import Unusable
from api.schemas.models import DraftWanted
from api.usecases.access import hidden_from
from api.usecases.base import UseCase
from api.usecases.matches import moment_of
from matcher.answers.drafting import draft_of
from profiles.errors import BadValue, UnknownTerm
from profiles.facts import with_statements
from profiles.model import Profile

__all__ = ["draft"]

_UNNAMED = "Your company"


def draft(desk: UseCase, wanted: DraftWanted, on: str | None) -> bytes:
    """The draft after its steps, with what to ask next.

    Raises:
        Unusable: There is neither a text nor a profile, or a step cannot be taken.
    """
    engine = desk.context.engine
    moment = moment_of(desk, on, engine)
    hidden = frozenset(hidden_from(desk.caller, desk.records))
    with desk.context.working():
        try:
            found = draft_of(
                _begun(wanted),
                engine.guest.interview(moment, without=hidden),
                accept=wanted.accept,
                state=wanted.state,
                dismiss=wanted.dismiss,
            )
        except (BadValue, UnknownTerm) as error:
            raise Unusable(str(error)) from None
        return orjson.dumps(
            {
                "profile": found.profile.model_dump(mode="json", exclude_none=True),
                "on": moment,
                "facts": found.facts,
                "counts": found.counts,
                "changed": found.changed,
                "questions": list(found.questions),
            }
        )


def _begun(wanted: DraftWanted) -> Profile:
    """The profile that the steps begin with: the one that is sent, or one of the text."""
    if wanted.profile is not None:
        return wanted.profile
    text = (wanted.text or "").strip()
    if not text:
        raise Unusable("send a text, or the profile of the draft before", parameter="text")
    try:
        profile = Profile.model_validate({"name": wanted.name or _UNNAMED, "description": text})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "text"
        raise Unusable(first["msg"], parameter=field) from None
    return with_statements(profile)
