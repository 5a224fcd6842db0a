"""What should a reader know before trusting an answer?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.fit.index import ProfileReading
    from profiles.evidence.cues import Reason

__all__ = ["WHY", "caveats"]

_SHOWN = 90
"""Letters of a sentence that was left out, as it is shown."""
_MOST = 6

WHY: Mapping[Reason, str] = MappingProxyType(
    {
        "furniture": "part of a page",
        "addressed": "said to the reader",
        "others": "about others",
        "negated": "what is not made",
        "wish": "a wish",
        "money": "funding or an award",
        "membership": "a membership or partner",
        "hiring": "about jobs",
        "names": "names of programmes",
    }
)
"""What a sentence that is no evidence says instead."""


def caveats(reading: ProfileReading) -> tuple[str, ...]:
    """Sentences on what the answer for a profile does not rest on."""
    found = []
    if reading.language is not None:
        found.append(
            f"The text seems to be in {reading.language}. Its meaning was not read: the fit rests"
            " on words and names that the languages share. Give the text in English for a fuller"
            " answer."
        )
    if reading.mark == "too-little":
        found.append(
            "The text is too little to judge: it is short, general or a list of terms. Say in"
            " sentences what the technology does, for whom, and how far it is."
        )
    if reading.left_out:
        said = "; ".join(
            f"{_shortened(one.text)} ({WHY[one.why]})" for one in reading.left_out[:_MOST]
        )
        more = len(reading.left_out) - _MOST
        others = f"; and {more} more" if more > 0 else ""
        found.append(f"Not counted as what the startup makes: {said}{others}.")
    return tuple(found)


def _shortened(text: str) -> str:
    """A sentence in quotation marks, cut where it is long."""
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN].rstrip()}..."'
