"""Everything the matcher raises on purpose.

* MatchError, an AllymatchError
  - BadInput       the caller's data is wrong: which field, and what to do
  - NotFound       no such profile, programme or run
  - NotReady       a model or an index is missing or is not what it says it is
  - CacheError     the vector cache cannot be read or written
  - RunError       a run's folder cannot be used for what was asked
    - Busy         because somebody is at work in it
  - BadTerms       what an assignment must keep names what is not there, or cannot be read
  - NoAssignment   nothing keeps all terms; the fewest that clash are named

Anything else that escapes is a bug and should look like one.
"""

from __future__ import annotations

from collections.abc import Iterable

from profiles.errors import AllymatchError

__all__ = [
    "BadInput",
    "BadTerms",
    "Busy",
    "CacheError",
    "MatchError",
    "NoAssignment",
    "NotFound",
    "NotReady",
    "RunError",
]


class MatchError(AllymatchError):
    """The root of the tree."""

    code = "match-error"


class BadInput(MatchError, ValueError):
    """A value the caller sent cannot be used."""

    field: str
    problem: str

    code = "bad-input"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class NotFound(MatchError, LookupError):
    """Nothing has this id."""

    kind: str
    key: str

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


class BadTerms(MatchError, ValueError):
    """The terms of an assignment cannot be used; ``problems`` are all faults, each with its place.

    >>> print(BadTerms(["terms.yaml, line 3, capacity.nif: found -1"]))
    terms.yaml, line 3, capacity.nif: found -1
    """

    problems: tuple[str, ...]

    code = "bad-terms"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return self.problems[0]
        shown = self.problems[:_SHOWN]
        lines = "".join(f"\n- {problem}" for problem in shown)
        rest = len(self.problems) - len(shown)
        more = f"\nand {rest} more" if rest else ""
        return f"{len(self.problems)} faults, so nothing was assigned:{lines}{more}"


class NoAssignment(MatchError):
    """Nothing keeps all terms.

    Args:
        clash: The fewest terms that cannot be kept together, each in a sentence with its number
            and, where one helps, the number that would do.

    >>> print(NoAssignment(["nif takes at most 1 place; 2 would do", "a is pinned to nif"]))
    no assignment keeps all terms. These 2 cannot be kept together:
    - nif takes at most 1 place; 2 would do
    - a is pinned to nif
    """

    clash: tuple[str, ...]

    code = "no-assignment"

    def __init__(self, clash: Iterable[str]) -> None:
        self.clash = tuple(clash)
        super().__init__(self.clash)

    def __str__(self) -> str:
        lines = "".join(f"\n- {one}" for one in self.clash)
        number = len(self.clash)
        which = (
            "This one cannot be kept" if number == 1 else f"These {number} cannot be kept together"
        )
        return f"no assignment keeps all terms. {which}:{lines}"


_SHOWN = 50
