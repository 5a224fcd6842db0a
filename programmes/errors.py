"""Everything the programmes package raises on purpose.

* ProgrammeError
  - BadDocument    a programme's file says something that cannot be used: file, field, remedy
  - UnknownProgramme    no programme of that id, with the nearest ids
  - StoreError     the database refused or holds something unreadable

Anything else that escapes is a bug and should look like one.
"""

from __future__ import annotations

__all__ = ["BadDocument", "ProgrammeError", "StoreError", "UnknownProgramme"]


class ProgrammeError(Exception):
    """The root of the tree."""

    code = "programme-error"


class BadDocument(ProgrammeError, ValueError):
    """A programme document cannot be used as it stands.

    Args:
        file: The document's name, as the user gave it.
        field: Where in the document, dotted, e.g. ``criteria.2.within``; empty for the whole.
        problem: What was found and what to do.
    """

    code = "bad-document"

    def __init__(self, file: str, field: str, problem: str) -> None:
        where = f"{file}, {field}" if field else file
        super().__init__(f"{where}: {problem}")
        self.file, self.field, self.problem = file, field, problem


class UnknownProgramme(ProgrammeError, KeyError):
    """No programme has this id."""

    code = "unknown-programme"

    def __init__(self, programme: str, suggestions: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        self.message = f"no programme is called {programme!r}{hint}"
        super().__init__(self.message)
        self.programme, self.suggestions = programme, suggestions

    def __str__(self) -> str:
        return self.message


class StoreError(ProgrammeError):
    """The programmes' table cannot be read or written."""

    code = "programme-store"
