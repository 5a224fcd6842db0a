"""What goes wrong with a profile, and what does the error know about it?

* AllymatchError         whatever any of the four packages raises on purpose
  - ProfileError         what this one does
    - UnknownTerm        a word that the vocabulary does not hold; carries the nearest ones
    - BadValue           a value that cannot be read; says what was found and expected
    - ReadError          a file that cannot be read; adds the file, the line and the field
      - TooLarge         it is bigger than what we are ready to read
    - ProfileStoreError  the table of profiles cannot be used
    - Full               a holder would keep more than it may
    - UnknownProfile     no profile, or other thing, has this id

Anything else that escapes is a bug and should look like one. Every error keeps its fields as
attributes and can be pickled, because a shard may fail in another process; the sentence is made
when it is asked for. ``code`` is stable: programs test it, people read the sentence. UnknownTerm
and BadValue are ValueErrors too, which is what a pydantic validator may raise.
"""

from __future__ import annotations

from decimal import Decimal

__all__ = [
    "BadValue",
    "Full",
    "ProfileError",
    "ReadError",
    "TooLarge",
    "UnknownProfile",
    "UnknownTerm",
]

_SHOWN = 80


def _quoted(found: object) -> str:
    """Show a value as text in quotes, cut so that a novel in a cell does not fill the screen."""
    shown = str(found) if isinstance(found, Decimal) else repr(found)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


class AllymatchError(Exception):
    """Anything that one of the four packages raises on purpose."""

    code: str = "allymatch-error"


class ProfileError(AllymatchError):
    """Anything that this package raises on purpose."""

    code = "profile-error"


class UnknownTerm(ProfileError, ValueError):
    """A word that the vocabulary does not hold, or that it holds more than once.

    Args:
        kind: What was looked for, as one singular noun: "country", "area", "stage".
        text: What was written.
        suggestions: The nearest terms, best first; each of them is understood when sent back.
        ambiguous: True where the word names several terms; ``suggestions`` are then these.

    >>> print(UnknownTerm("country", "Germny", ("Germany (DE)",)))
    no country is called 'Germny'; did you mean Germany (DE)?
    """

    kind: str
    text: str
    suggestions: tuple[str, ...]
    ambiguous: bool

    code = "unknown-term"

    def __init__(
        self, kind: str, text: str, suggestions: tuple[str, ...] = (), *, ambiguous: bool = False
    ) -> None:
        super().__init__(kind, text, suggestions)
        self.kind, self.text = kind, text
        self.suggestions, self.ambiguous = suggestions, ambiguous

    @property
    def found(self) -> str:
        """What was written: the same as ``text``, named as in the other errors."""
        return self.text

    @property
    def expected(self) -> str:
        """What would have been understood."""
        article = "an" if self.kind[:1] in "aeiou" else "a"
        hint = f" ({self._hint()})" if self.suggestions else ""
        return f"{article} {self.kind}{hint}"

    def _hint(self) -> str:
        *others, last = self.suggestions
        return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"

    def __str__(self) -> str:
        if self.ambiguous:
            start = f"{_quoted(self.text)} names more than one {self.kind}"
        else:
            start = f"no {self.kind} is called {_quoted(self.text)}"
        return f"{start}; {self._hint()}" if self.suggestions else start


class BadValue(ProfileError, ValueError):
    """A value that cannot be read.

    Args:
        found: The value as it was sent.
        expected: What would have been read, as the end of "expected ...".

    >>> print(BadValue("twelve", "a whole number from 1 to 9"))
    found 'twelve', expected a whole number from 1 to 9
    """

    found: object
    expected: str

    code = "bad-value"

    def __init__(self, found: object, expected: str) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected

    def __str__(self) -> str:
        return f"found {_quoted(self.found)}, expected {self.expected}"


class ReadError(ProfileError):
    """A file, or one value in it, that cannot be read.

    Args:
        file: The file as the user named it.
        line: The line or row, counted from 1; None where the whole file is meant.
        field: The profile field; None where the whole line is meant.
        found: What stands there.
        expected: What should stand there, as the end of "expected ...".
        message: The sentence after the place, where "found ..., expected ..." would not say it.

    >>> print(ReadError("new.csv", 12, "trl", "twelve", "a whole number from 1 to 9"))
    new.csv, line 12, field trl: found 'twelve', expected a whole number from 1 to 9
    """

    file: str
    line: int | None
    field: str | None
    found: object
    expected: str
    message: str

    code = "unreadable"

    def __init__(
        self,
        file: str,
        line: int | None,
        field: str | None,
        found: object,
        expected: str,
        message: str | None = None,
    ) -> None:
        super().__init__(file, line, field, found, expected, message)
        self.file, self.line, self.field = file, line, field
        self.found, self.expected = found, expected
        self.message = message or f"found {_quoted(found)}, expected {expected}"

    def __str__(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        field = "" if self.field is None else f", field {self.field}"
        return f"{self.file}{line}{field}: {self.message}"


class TooLarge(ReadError):
    """A file, row or text beyond the size that is read."""

    code = "too-large"


class ProfileStoreError(ProfileError):
    """The table of profiles cannot be opened, read or written."""

    code = "profile-store"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Full(ProfileError):
    """A holder would keep more than it may.

    >>> print(Full("profiles", 1001, 1000))
    that would be 1,001 profiles, and 1,000 may be kept: delete some
    """

    what: str
    found: int
    most: int

    code = "full"

    def __init__(self, what: str, found: int, most: int) -> None:
        super().__init__(what, found, most)
        self.what, self.found, self.most = what, found, most

    def __str__(self) -> str:
        return (
            f"that would be {self.found:,} {self.what}, and {self.most:,} may be kept: delete some"
        )


class UnknownProfile(ProfileError):
    """Nothing of this kind has this id.

    >>> print(UnknownProfile("profile", "acme"))
    no profile has the id 'acme'
    """

    kind: str
    id: str

    code = "profile-not-found"

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(kind, id)
        self.kind, self.id = kind, id

    def __str__(self) -> str:
        return f"no {self.kind} has the id {_quoted(self.id)}"
