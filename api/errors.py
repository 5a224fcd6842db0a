"""What goes wrong at the edge, and what does the caller need to hear of it?

* Problem            an answer that is no success, with a status, a code and a sentence
  - Unauthenticated  no key, or one that is not (or no longer) valid
  - Forbidden        a key that may not do this
  - Missing          nothing is here for this caller; whether it exists elsewhere is not told
  - Unusable         what was sent cannot be used; each fault with a pointer
  - Conflict         what was sent contradicts what is there
    - NotRanked      there are too many candidates to work them out while somebody waits
* ServeError         the server cannot start as asked

Both are AllymatchErrors.

Errors of the other packages are translated in ``api.http.problems``. Anything else is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from profiles.errors import AllymatchError

__all__ = [
    "Conflict",
    "Forbidden",
    "Missing",
    "NotRanked",
    "Problem",
    "ServeError",
    "Unauthenticated",
    "Unusable",
]


class ServeError(AllymatchError):
    """The server cannot start, or a command on its data cannot be done; says what to do."""


class Problem(AllymatchError):
    """A failure that the caller is told of.

    Args:
        status: The HTTP status.
        code: Stable and short; the last part of the problem's type.
        detail: What was wrong and what to do.
        errors: Each fault: ``detail`` with a ``pointer`` into the body or a ``parameter``.
        headers: To send along.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = tuple(errors), dict(headers or {})


class Unauthenticated(Problem):
    """The caller has to say who it is."""

    def __init__(self, detail: str = "send a key as Authorization: Bearer or X-API-Key") -> None:
        super().__init__(401, "unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    """The caller is known and may not do this."""

    def __init__(self, detail: str) -> None:
        super().__init__(403, "forbidden", detail)


class Missing(Problem):
    """Nothing of this kind is here for this caller."""

    def __init__(self, kind: str) -> None:
        super().__init__(404, "not-found", f"there is no such {kind}")


class Unusable(Problem):
    """A part of the request cannot be used.

    Args:
        detail: What is wrong.
        pointer: JSON pointer into the body, as a fragment: ``#/trl``.
        parameter: Or the name of the query parameter.
    """

    def __init__(self, detail: str, *, pointer: str = "", parameter: str = "") -> None:
        place = {"parameter": parameter} if parameter else {"pointer": pointer or "#"}
        super().__init__(422, "unusable", detail, errors=[{"detail": detail, **place}])


class Conflict(Problem):
    """The request contradicts the present state."""

    def __init__(self, detail: str) -> None:
        super().__init__(409, "conflict", detail)


class NotRanked(Conflict):
    """There are more candidates than are worked out for one question, and no run has them.

    Args:
        most: Up to how many are worked out.
        on: The instant asked about.
    """

    def __init__(self, most: int, on: str) -> None:
        super().__init__(
            f"there are more than {most} profiles and no finished run for {on}:"
            " start one by POST /v1/runs"
        )
        self.on = on
