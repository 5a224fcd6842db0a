"""What makes a kind of condition?

One protocol for all of them: what it means over columns, what is said when it is met, unmet or
unknown, what it demands, and what is asked where a fact is missing. A file a kind holds the four.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, Answer, three

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = [
    "FindingText",
    "Kind",
    "ProfileField",
    "anybody",
    "each",
    "not_given",
    "unsettled",
    "yes",
]

_Criterion = TypeVar("_Criterion")
_Cell = TypeVar("_Cell")


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A field of a profile that a condition rests on.

    Attributes:
        name: The fact in a sentence: "where it is incorporated".
        asks: The question where it is not given.
        confirms: The question where a text may say it; None if no text does.
    """

    name: str
    asks: str
    confirms: str | None = None


@dataclass(frozen=True, slots=True)
class FindingText:
    """What a finding says, and the fact that it rests on.

    Attributes:
        field: The profile's field; None if no field can settle it.
        value: What the profile says there; None if it says nothing.
        says: One sentence.
        change: What the startup could do if the answer is "unmet"; None if nothing.
        missing: Whether the startup has not given the fact, or not exactly enough.
    """

    field: str | None
    value: Any
    says: str
    change: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Criterion]):
    """A kind of condition.

    Attributes:
        of: Its data model in ``programmes.criteria``.
        meaning: What a condition finds in each of n profiles, on a day and for a call that closes:
            shape (n,), values of ``Answer``.
        says: What to tell of a condition, a profile and the answer found for the two.
        demand: The condition as the end of "Asks for ...".
        facts: The fields that it rests on.
        family: The beginning of fields that are as many as a catalogue names.
        question: What to ask about such a field, given what its finding says.
    """

    of: type[_Criterion]
    meaning: Callable[[_Criterion, Frame, date, When | None], Answers]
    says: Callable[[_Criterion, Profile, Answer], FindingText]
    demand: Callable[[_Criterion], str]
    facts: Mapping[str, ProfileField]
    family: str | None = None
    question: Callable[[str, str], str] | None = None


def not_given(asks: str, field: str, fact: ProfileField | None, known: str = "") -> FindingText:
    """The finding on a fact that is missing.

    Args:
        asks: The demand.
        field: The profile's field.
        fact: How it is called; None for one of a family.
        known: What is known of it so far.
    """
    name = fact.name if fact else "whether there is one"
    more = f" (known so far: {known})" if known else ""
    return FindingText(field, None, f"Asks for {asks}; {name} is not given{more}", missing=True)


def unsettled(note: str | None) -> str:
    """What is open for a place on which our sources do not agree."""
    return note or "whether that counts is not settled by our sources"


def anybody(frame: Frame) -> Answers:
    """The answer of a condition that nobody can fail: no fact is needed for it."""
    return np.full(len(frame), MET, np.uint8)


def yes(frame: Frame, name: str) -> Answers:
    """A fact that is a yes or a no: met by a yes."""
    column = frame.flags[name]
    return three(column >= 0, column == 1)


def each(cells: Sequence[_Cell | None], holds: Callable[[_Cell], bool | None]) -> Answers:
    """An answer a cell: unknown where there is none, or where it does not say."""
    found = (None if cell is None else holds(cell) for cell in cells)
    return np.array([UNKNOWN if f is None else MET if f else UNMET for f in found], np.uint8)
