"""What did an officer decide about a pair, and what does a founder want to hear of?

Plain values, checked when they are made. A judgment is a person's: it never changes a verdict or
a fit, it stands beside them, and ``api.store.judgments`` keeps it with who said it and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.errors import BadInput

__all__ = ["FLAGS", "GRADES", "LONGEST_NOTE", "Dismissal", "Judgment", "SavedSearch"]

GRADES = range(4)
"""0 does not fit, 1 perhaps, 2 fits, 3 fits best."""

FLAGS = ("outside-seat", "outside-control", "sanctioned", "weapon")
"""What should be looked into: a seat, or control, outside every alliance group; a sanctions list;
that the product is a weapon."""

LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Judgment:
    """An officer's decision on one pair.

    Attributes:
        programme, profile: The pair.
        organisation: On whose behalf.
        grade: 0 to 3, see ``GRADES``; None takes the former decision back.
        note: The reason, in the officer's words; may be empty.
        by: Who decided: the prefix of a key, or a name that was imported.
        at: When, an instant with a time zone.
        id: Given when it is kept.
        shown: The SHA-256 of what the officer saw; empty if that is not known.
        replaces: The former decision of the same officer on the pair; empty if this is the first.

    Raises:
        BadInput: The grade or the note is out of bounds, or the instant names no zone.
    """

    programme: str
    profile: str
    organisation: str
    grade: int | None
    note: str
    by: str
    at: datetime
    id: str = ""
    shown: str = ""
    replaces: str = ""

    def __post_init__(self) -> None:
        if self.grade is not None and self.grade not in GRADES:
            raise BadInput("grade", f"found {self.grade!r}, expected a whole number from 0 to 3")
        if len(self.note) > LONGEST_NOTE:
            raise BadInput("note", f"has {len(self.note):,} characters, at most {LONGEST_NOTE:,}")
        if self.at.tzinfo is None:
            raise BadInput("at", f"found {self.at}, expected an instant with a time zone")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What a founder wants to be told of: new matches of one profile under these filters.

    Attributes:
        id: Unguessable.
        profile: Whose matches.
        name: What the founder calls it.
        filters: As given, by the names of the query parameters.
        seen: Programmes that were matches when it was last looked at.
        created: When it was saved.
    """

    id: str
    profile: str
    name: str
    filters: dict[str, list[str] | float]
    seen: tuple[str, ...]
    created: datetime


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A programme that a founder never wants to see again for a profile."""

    profile: str
    programme: str
    at: datetime
