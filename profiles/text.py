"""Which texts of a profile are compared with what a programme seeks?

What is evidence in the description, the technology and the use cases (``profiles.evidence``), cut
into passages that a model can read whole. The name is not among them: it says what a founder liked,
and would match by accident. A sentence that is said twice counts once, and so does a run of words,
so that saying it again gains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from profiles.evidence.names import Names, own_names
from profiles.evidence.sentences import LeftOut, tell_apart
from profiles.evidence.substance import substance
from profiles.language import unread
from profiles.markup import clean
from profiles.model import Profile
from profiles.prose import MAX_WORDS, once, pack, sentences, split, unrepeated

__all__ = ["MAX_WORDS", "TEXT_VERSION", "Passage", "Text", "passages", "read_text", "split"]

_Kind: TypeAlias = Literal["description", "technology", "use_case"]

TEXT_VERSION = "4"
"""Part of every fingerprint of vectors: raise it whenever the same profile gives other passages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that is read as one, and the field it comes from."""

    kind: _Kind
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """What a profile's texts say.

    Attributes:
        passages: What is compared, in a fixed order.
        left_out: What is not, and why.
        substance: How much there is to judge by, in [0, 1]; 1 where the language is not read,
            because then nobody knows.
        language: The language that is not read; None for English.
    """

    passages: tuple[Passage, ...]
    left_out: tuple[LeftOut, ...]
    substance: float
    language: str | None


def read_text(profile: Profile, names: Names | None = None) -> Text:
    """Read the texts of a profile; the same profile gives the same.

    Args:
        profile: The startup.
        names: Of programmes and of those who own them, which buy nothing; our own list if absent.
    """
    texts: tuple[tuple[_Kind, tuple[str, ...]], ...] = (
        ("description", (profile.description or "",)),
        ("technology", (profile.technology or "",)),
        ("use_case", profile.use_cases or ()),
    )
    said = once([s for text in field for s in sentences(clean(text))] for _, field in texts)
    foreign = unread([sentence for group in said for sentence in group])
    told = tell_apart(said, names or own_names())
    kept = unrepeated(told.kept)
    found = tuple(
        Passage(kind, piece)
        for (kind, _), group in zip(texts, kept, strict=True)
        for piece in pack(group)
    )
    enough = 1.0 if foreign else substance([s for group in kept for s in group])
    return Text(found, told.left_out, enough, foreign)


def passages(profile: Profile) -> tuple[Passage, ...]:
    """The passages of a profile in their fixed order; the same profile gives the same ones.

    None come back for a profile that holds nothing but markup, or nothing that is evidence.
    """
    return read_text(profile).passages
