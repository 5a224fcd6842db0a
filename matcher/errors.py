"""Everything the matcher raises on purpose.

* MatchError, an AllymatchError
  - BadInput       the caller's data is wrong: which field, and what to do
  - NotFound       no such profile, programme or run
  - NotReady       a model or an index is missing or is not what it says it is
  - CacheError     the vector cache cannot be read or written
  - RunError       a run's folder cannot be used for what was asked
    - Busy         because somebody is at work in it

Anything else that escapes is a bug and should look like one.
"""

from __future__ import annotations

from profiles.errors import AllymatchError

__all__ = ["BadInput", "Busy", "CacheError", "MatchError", "NotFound", "NotReady", "RunError"]


class MatchError(AllymatchError):
    """The root of the tree."""

    code = "match-error"


class BadInput(MatchError, ValueError):
    """A value the caller sent cannot be used."""

    code = "bad-input"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class NotFound(MatchError, LookupError):
    """Nothing has this id."""

    code = "not-found"

    def __init__(self, kind: str, key: str, hint: str = "") -> None:
        super().__init__(f"no {kind} is called {key!r}{'; ' + hint if hint else ''}")
        self.kind, self.key = kind, key


class NotReady(MatchError):
    """Something that a command or an install step provides is missing."""

    code = "not-ready"


class CacheError(MatchError):
    """The vector cache is unusable; the message names the file and the remedy."""

    code = "cache"


class RunError(MatchError):
    """A run's folder is of other settings, in use, damaged or full; the message says which."""

    code = "run"


class Busy(RunError):
    """A run's folder is in use: wait, and ask again."""

    code = "busy"
