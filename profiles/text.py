"""Which texts of a profile are compared with what a programme seeks?

The description, the technology and the use cases, cut into passages that a model can read whole.
The name is not among them: it says what a founder liked, and would match by accident. A sentence
that is said twice counts once, and so does a run of words, so that saying it again gains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from profiles.markup import clean
from profiles.model import Profile
from profiles.prose import MAX_WORDS, once, pack, sentences, split, unrepeated

__all__ = ["MAX_WORDS", "TEXT_VERSION", "Passage", "passages", "split"]

_Kind: TypeAlias = Literal["description", "technology", "use_case"]

TEXT_VERSION = "2"
"""Part of every fingerprint of vectors: raise it whenever the same profile gives other passages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that is read as one, and the field it comes from."""

    kind: _Kind
    text: str


def passages(profile: Profile) -> tuple[Passage, ...]:
    """The passages of a profile in their fixed order; the same profile gives the same ones.

    At least one comes back for any profile with a readable word in it; one that holds nothing
    but markup gives none.
    """
    texts: tuple[tuple[_Kind, tuple[str, ...]], ...] = (
        ("description", (profile.description or "",)),
        ("technology", (profile.technology or "",)),
        ("use_case", profile.use_cases or ()),
    )
    said = once([s for text in field for s in sentences(clean(text))] for _, field in texts)
    return tuple(
        Passage(kind, piece)
        for (kind, _), group in zip(texts, unrepeated(said), strict=True)
        for piece in pack(group)
    )
