"""How is a fit written where a person reads it?

As a number, unless there is none to go by: a text in a language that is not read would get its
language's number and not the startup's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.results import Match

__all__ = ["fit_in_words", "legend"]


def fit_in_words(pair: Match) -> str:
    """The number; with a star where the text is too little to judge, none where it is not read."""
    if pair.reading == "not-read":
        return "not read"
    return f"{pair.fit:.2f}{'*' if pair.reading == 'too-little' else ''}"


def legend(pairs: Iterable[Match]) -> list[str]:
    """What a fit that is no plain number means, where there is one."""
    marks = {pair.reading for pair in pairs}
    found = []
    if "not-read" in marks:
        found.append(
            "fit not read: a text in a language whose meaning is not read; it stands apart, after"
            " those that could be judged."
        )
    if "too-little" in marks:
        found.append("fit*: a text that is too little to judge: short, general or a list of terms.")
    return found
