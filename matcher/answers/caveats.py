"""What should a reader know before trusting an answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from profiles.language import language

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["caveats"]

_FEW_WORDS = 12


def caveats(profile: Profile) -> tuple[str, ...]:
    """Sentences on what the answer for a profile does not rest on."""
    text = " ".join(profile.texts())
    found = []
    tongue = language(text)
    if tongue is not None:
        found.append(
            f"The text seems to be in {tongue}. Its meaning was not read: the fit rests on words"
            " and names that the languages share. Give the text in English for a fuller answer."
        )
    if len(text.split()) < _FEW_WORDS:
        found.append(
            "The text is very short: the fit rests on few words. Say what the technology does,"
            " for whom, and how far it is."
        )
    return tuple(found)
