"""Which texts of a programme is a startup compared with?

Each challenge is an opening of its own, beside what the programme as a whole seeks. How to apply,
what is paid and who may enter are left out: every programme says that much alike, and a startup
does not resemble it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from profiles.markup import clean
from profiles.prose import once, pack, sentences
from programmes.entries import MARK
from programmes.model import Programme

__all__ = ["TEXT_VERSION", "ProgrammePassage", "passages"]

PassageKind: TypeAlias = Literal[
    "title",
    "summary",
    "description",
    "seeks",
    "technologies",
    "use_cases",
    "pool",
    "challenge_title",
    "challenge",
]

_LISTED = 20
"""Words in a piece of a challenge: its statement lists what is sought, and a startup has one of
those things. Read whole, each item is drowned by the others."""

TEXT_VERSION = "2"
"""Part of every fingerprint of vectors: raise it whenever a programme gives other passages."""


@dataclass(frozen=True, slots=True)
class ProgrammePassage:
    """A piece of text that is read as one.

    Attributes:
        kind: The field it comes from.
        challenge: The id of the challenge that it states; None where the whole programme speaks.
        text: The text, cleaned, of bounded length.
    """

    kind: PassageKind
    challenge: str | None
    text: str


def passages(programme: Programme) -> tuple[ProgrammePassage, ...]:
    """The passages of a programme in their fixed order; the same programme gives the same ones.

    First the programme as a whole, then challenge by challenge, each beginning with its title. The
    lines of a list (what is sought, technologies, use cases) stand together, because a bare line
    such as "resilient timing" is too short to be read alone. A sentence that is said twice counts
    once, but what a challenge says counts for the challenge too. A programme that is narrowed to a
    topic says what the topic says.
    """
    if MARK in programme.id and len(programme.challenges) == 1:
        return tuple(_challenges(programme))
    fields: tuple[tuple[PassageKind, tuple[str, ...]], ...] = (
        ("title", (programme.name,)),
        ("summary", (programme.summary,)),
        ("description", (programme.description,)),
        ("seeks", programme.seeks),
        ("technologies", programme.technologies),
        ("use_cases", programme.use_cases),
        ("pool", (programme.pool.item,) if programme.pool else ()),
    )
    said = once(_sentences(lines) for _, lines in fields)
    whole = (
        ProgrammePassage(kind, None, piece)
        for (kind, _), group in zip(fields, said, strict=True)
        for piece in pack(group)
    )
    return (*whole, *_challenges(programme))


def _challenges(programme: Programme) -> Iterator[ProgrammePassage]:
    for challenge in programme.challenges:
        title, statement = once([_sentences([challenge.title]), _sentences([challenge.statement])])
        yield from (
            ProgrammePassage("challenge_title", challenge.id, piece) for piece in pack(title)
        )
        yield from (
            ProgrammePassage("challenge", challenge.id, piece)
            for piece in pack(statement, max_words=_LISTED)
        )


def _sentences(lines: Iterable[str]) -> list[str]:
    return [sentence for line in lines for sentence in sentences(clean(line))]
