"""Everything the programmes package raises on purpose.

* ProgrammeError, an AllymatchError
  - BadDocument    a programme's file says something that cannot be used: file, field, remedy
  - BadCatalogue   all that is wrong with the files that were read, one BadDocument each
  - BadDemands     all that is wrong with demand lines and what is asked of them
  - ShapeChanged   a public source's file is cut short, empty, or has another shape
  - UnknownProgramme    no programme of that name, with the nearest ids
    - AmbiguousProgramme    several are meant by a name
  - UnknownFact    a programme has no such fact, with those it has
  - ProgrammeStoreError    the database refused or holds something unreadable

Anything else that escapes is a bug and should look like one. Every error keeps its fields as
attributes and can be pickled, because a shard may fail in another process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from profiles.errors import AllymatchError

__all__ = [
    "AmbiguousProgramme",
    "BadCatalogue",
    "BadDemands",
    "BadDocument",
    "ProgrammeError",
    "ProgrammeStoreError",
    "ShapeChanged",
    "UnknownFact",
    "UnknownProgramme",
]


_SHOWN = 50


class ProgrammeError(AllymatchError):
    """The root of the tree."""

    code = "programme-error"


class BadDocument(ProgrammeError, ValueError):
    """A programme document cannot be used as it stands.

    Args:
        file: The document's name, as the user gave it.
        field: Where in the document, dotted, list positions counted from 1, e.g.
            ``criteria.2.within`` for the second criterion; empty for the whole.
        problem: What was found and what to do.
        line: The line of the file, counted from 1, where it is known.

    >>> print(BadDocument("own.yaml", "criteria.2.within", "found 'nato', expected ...", 31))
    own.yaml, line 31, criteria.2.within: found 'nato', expected ...
    """

    file: str
    field: str
    problem: str
    line: int | None

    code = "bad-document"

    def __init__(self, file: str, field: str, problem: str, line: int | None = None) -> None:
        super().__init__(file, field, problem, line)
        self.file, self.field, self.problem, self.line = file, field, problem, line

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line is not None else ""
        field = f", {self.field}" if self.field else ""
        return f"{self.file}{line}{field}: {self.problem}"


class _Faults(ProgrammeError, ValueError):
    """Several faults at once; ``problems`` are all of them, by file and line."""

    problems: tuple[BadDocument, ...]

    opening: ClassVar[str]

    def __init__(self, problems: Iterable[BadDocument]) -> None:
        self.problems = tuple(sorted(problems, key=_place))
        super().__init__(self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        shown = self.problems[:_SHOWN]
        lines = "".join(f"\n- {problem}" for problem in shown)
        rest = len(self.problems) - len(shown)
        more = f"\nand {rest} more" if rest else ""
        return f"{len(self.problems)} {self.opening}:{lines}{more}"


class BadCatalogue(_Faults):
    """The files of a catalogue hold faults, so none of it is used."""

    code = "bad-catalogue"
    opening = "faults in the catalogue"


class BadDemands(_Faults):
    """Demand lines, rates or decisions hold faults, so nothing was built of them."""

    code = "bad-demands"
    opening = "faults, so nothing was built"


def _place(problem: BadDocument) -> tuple[str, int, str, str]:
    return problem.file, problem.line or 0, problem.field, problem.problem


class ShapeChanged(ProgrammeError, ValueError):
    """A file of a public source is not what the source is known to publish.

    It is not used in part: what it does not hold would look like what is gone.

    >>> print(ShapeChanged("topics.json", "holds no topic: an outage, not an answer"))
    topics.json: holds no topic: an outage, not an answer
    """

    file: str
    problem: str

    code = "shape-changed"

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(file, problem)
        self.file, self.problem = file, problem

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


class UnknownProgramme(ProgrammeError, KeyError):
    """No programme has this id.

    >>> print(UnknownProgramme("nato-dianna", ("nato-diana-2027",)))
    no programme is called 'nato-dianna'; did you mean nato-diana-2027?
    """

    programme: str
    suggestions: tuple[str, ...]

    code = "unknown-programme"

    def __init__(self, programme: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(programme, suggestions)
        self.programme, self.suggestions = programme, suggestions

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        return f"no programme is called {self.programme!r}{hint}"


class AmbiguousProgramme(UnknownProgramme):
    """Several programmes are meant by a name.

    >>> print(AmbiguousProgramme("diana", ("nato-diana-2026 (closed)", "nato-diana-2027 (open)")))
    'diana' could be nato-diana-2026 (closed) or nato-diana-2027 (open): say which
    """

    more: int

    code = "ambiguous-programme"

    def __init__(self, programme: str, found: tuple[str, ...], number: int | None = None) -> None:
        super().__init__(programme, found)
        self.more = (number or len(found)) - len(found)

    def __str__(self) -> str:
        several = " or ".join(self.suggestions)
        more = f" or {self.more} more" if self.more else ""
        return f"{self.programme!r} could be {several}{more}: say which"


class UnknownFact(ProgrammeError, ValueError):
    """A programme has no fact of this name.

    >>> print(UnknownFact("hedi", "criteria.9", ("*", "criteria.1")))
    hedi has no fact 'criteria.9'; it has *, criteria.1
    """

    programme: str
    field: str
    known: tuple[str, ...]

    code = "unknown-fact"

    def __init__(self, programme: str, field: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(programme, field, known)
        self.programme, self.field, self.known = programme, field, known

    def __str__(self) -> str:
        return f"{self.programme} has no fact {self.field!r}; it has {', '.join(self.known)}"


class ProgrammeStoreError(ProgrammeError):
    """The programmes' table cannot be read or written."""

    code = "programme-store"
