"""What is there to match with, ready to be compared?

A programme is compared opening by opening: the programme as a whole is one, each of its challenges
another, and the best one counts. All openings' passages stand in one matrix, so that a profile is
compared with all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.facts import Offers
from matcher.fit.scope import read_scope, unknown
from matcher.texts.grid import on_grid
from matcher.texts.names import known_names
from matcher.texts.postings import Postings
from matcher.texts.words import Words, words_of
from profiles.evidence.substance import ENOUGH
from profiles.text import read_text
from programmes.text import passages as programme_passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.results import Mark
    from matcher.texts.encoder import Encoder
    from profiles.evidence.sentences import LeftOut
    from profiles.model import Profile
    from programmes.model import Programme

__all__ = ["Index", "Opening", "ProfileReading"]


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing to answer: a programme as a whole (``challenge`` is None) or one challenge.

    Attributes:
        programme: Position in the index's programmes.
        challenge: The challenge's id.
        texts: Its passages; the first is the title.
        words: The words of all of them.
    """

    programme: int
    challenge: str | None
    texts: tuple[str, ...]
    words: Words

    def embedded(self) -> tuple[str, ...]:
        """The texts as the model reads them: the title, then each passage below its title."""
        title, *passages = self.texts
        return (title, *(f"{title.rstrip('.')}. {passage}" for passage in passages))


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """A profile, read.

    Attributes:
        texts: Its passages.
        vectors: Theirs, shape (passages, dimension).
        words: Of the passages.
        substance: How much there is to judge by, in [0, 1].
        language: The language that is not read; None for English.
        left_out: What of the text is no evidence, and why.
        scope: What areas it speaks of, see ``fit.scope``; shape (areas + 1,).
    """

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    words: Words
    substance: float = 1.0
    language: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    scope: NDArray[np.float64] = field(default_factory=unknown)

    @property
    def mark(self) -> Mark:
        """Whether the text could be judged by."""
        if self.language is not None:
            return "not-read"
        return "read" if self.substance >= ENOUGH else "too-little"

    @classmethod
    def many(
        cls,
        profiles: Sequence[Profile],
        encoder: Encoder,
        progress: Callable[[int], None] | None = None,
    ) -> list[ProfileReading]:
        """Read profiles; their texts are embedded together."""
        names = known_names()
        read = [read_text(profile, names) for profile in profiles]
        texts = [tuple(passage.text for passage in one.passages) for one in read]
        vectors = on_grid(encoder.encode([t for group in texts for t in group], progress))
        found, start = [], 0
        for group, one in zip(texts, read, strict=True):
            part = vectors[start : start + len(group)]
            start += len(group)
            scope = read_scope(part, one.substance, read=one.language is None)
            found.append(
                cls(group, part, words_of(group), one.substance, one.language, one.left_out, scope)
            )
        return found


@dataclass(frozen=True, slots=True)
class Index:
    """Programmes' openings with their vectors.

    Attributes:
        programmes: In the catalogue's order.
        openings: Grouped by programme, in order.
        vectors: Shape (passages of all openings, dimension).
        starts: Where each opening's passages begin; its title is the first. Shape (openings,).
        firsts: Where each programme's openings begin. Shape (programmes,).
        owners: Which programme each opening belongs to. Shape (openings,).
        alone: Whether an opening has nothing but its title, shape (openings,).
        words, phrases, title_words: What the openings say, and what their titles do.
        lengths: Of each opening, the length of its words. Shape (openings,).
        title_rarities: Of each title, the sum of the rarities of its stems. Shape (openings,).
        counts: Of each opening, how many words it has. Shape (openings,).
        offers: The programmes' facts as columns.
    """

    programmes: tuple[Programme, ...]
    openings: tuple[Opening, ...]
    vectors: NDArray[np.float32]
    starts: NDArray[np.intp]
    firsts: NDArray[np.intp]
    owners: NDArray[np.intp]
    alone: NDArray[np.bool_]
    words: Postings
    phrases: Postings
    title_words: Postings
    lengths: NDArray[np.float64]
    title_rarities: NDArray[np.float64]
    counts: NDArray[np.float64]
    offers: Offers

    @classmethod
    def of(
        cls,
        programmes: Sequence[Programme],
        encoder: Encoder,
        progress: Callable[[int], None] | None = None,
    ) -> Index:
        """Read programmes; every distinct text is embedded once."""
        openings: list[Opening] = []
        firsts: list[int] = []
        for position, programme in enumerate(programmes):
            firsts.append(len(openings))
            groups: dict[str | None, list[str]] = {}
            for passage in programme_passages(programme):
                groups.setdefault(passage.challenge, []).append(passage.text)
            if not groups:
                groups[None] = [programme.name]
            openings += [
                Opening(position, challenge, tuple(texts), words_of(texts))
                for challenge, texts in groups.items()
            ]
        texts = [text for opening in openings for text in opening.embedded()]
        vectors = on_grid(encoder.encode(texts, progress))
        said = [opening.words for opening in openings]
        titles = [words_of(opening.texts[:1]).rarities for opening in openings]
        counts = [len(opening.texts) for opening in openings]
        starts = np.cumsum([0, *counts[:-1]]) if counts else np.zeros(0, np.intp)
        return cls(
            tuple(programmes),
            tuple(openings),
            vectors,
            np.asarray(starts, np.intp),
            np.asarray(firsts, np.intp),
            np.array([opening.programme for opening in openings], np.intp),
            np.array([n == 1 for n in counts], np.bool_),
            Postings.of([words.weights for words in said]),
            Postings.of([dict.fromkeys(words.phrases, 1.0) for words in said]),
            Postings.of([dict.fromkeys(title, 1.0) for title in titles]),
            np.array([words.length for words in said], np.float64),
            np.array([sum(title.values()) for title in titles], np.float64),
            np.array([words.count for words in said], np.float64),
            Offers.of(programmes),
        )

    def span(self, programme: int) -> slice:
        """Where a programme's openings stand."""
        last = programme + 1 == len(self.firsts)
        end = len(self.openings) if last else int(self.firsts[programme + 1])
        return slice(int(self.firsts[programme]), end)

    def best_openings(self, strength: NDArray[np.float64]) -> NDArray[np.intp]:
        """Of each programme, the opening with the greatest strength; the first among equals.

        Args:
            strength: Shape (n, openings).

        Returns:
            Shape (n, programmes).
        """
        places = np.arange(len(self.openings), dtype=np.intp)
        if len(self.firsts) == len(places):
            return np.broadcast_to(places, strength.shape)
        most = np.maximum.reduceat(strength, self.firsts, axis=1)
        best = np.where(strength == most[:, self.owners], places, len(places))
        found: NDArray[np.intp] = np.minimum.reduceat(best, self.firsts, axis=1)
        return found
