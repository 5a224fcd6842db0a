"""What does a run keep of the profiles of a shard, once it has read them?

Numbers alone: vectors, words as places in the catalogue's own, stated facts as columns, answers and
verdicts. Texts and tables of words are let go block by block, so that a shard stays small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.rulebook import RulebookResult
from matcher.fit.features import OfProfile
from matcher.fit.scope import scopes_of
from matcher.results import MARKS
from matcher.texts.words import rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.columns import Frame
    from matcher.fit.index import Index, ProfileReading
    from matcher.fit.snapshot import Snapshot

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["Batch", "Facts", "Lexicon", "RaggedRows"]


@dataclass(frozen=True, slots=True)
class RaggedRows:
    """Lists of different lengths in one: where each begins, shape (n + 1,), and what they hold.

    Attributes:
        starts: Where each list begins.
        places: What it holds.
        weights: How heavily; empty where all weigh the same.
    """

    starts: Ints
    places: Ints
    weights: Floats

    @classmethod
    def join(cls, parts: Sequence[RaggedRows]) -> RaggedRows:
        """One after the other."""
        sizes = [np.diff(part.starts) for part in parts]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))])
        return cls(
            starts,
            np.concatenate([part.places for part in parts]),
            np.concatenate([part.weights for part in parts]),
        )

    def take(self, rows: NDArray[np.intp]) -> RaggedRows:
        """Some of the lists, in this order."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        inside = np.repeat(self.starts[rows] - starts[:-1], sizes) + np.arange(starts[-1])
        weights = self.weights[inside] if len(self.weights) else self.weights
        return RaggedRows(starts, self.places[inside], weights)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of the words of an index, by their places.

    Attributes:
        title: The place of the same stem among the words of titles, -1 for none.
        rarity: How rare it is.
    """

    title: Ints
    rarity: Floats

    @classmethod
    def of(cls, index: Index) -> Lexicon:
        """Look up every word once; whatever a title says its opening says."""
        column = index.title_words.column
        return cls(
            np.array([column.get(word, -1) for word in index.words.column], np.int64),
            np.array([rarity(word) for word in index.words.column], np.float64),
        )

    def of_titles(self, said: RaggedRows) -> RaggedRows:
        """The words that profiles share with titles, of those that they share with openings."""
        places = self.title[said.places]
        known = places >= 0
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(known, dtype=np.int64)])
        return RaggedRows(before[said.starts], places[known], self.rarity[said.places[known]])


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns of a ``Frame`` that offers are compared with."""

    areas: NDArray[np.uint16]
    amount: Floats
    currency: NDArray[np.str_]
    instruments: NDArray[np.uint16]


@dataclass(frozen=True)
class Batch:
    """n profiles, read.

    Attributes:
        vectors: Of their passages, shape (passages, dimension).
        passages: Which of those are whose.
        words, title_words, phrases: What they say of what openings say.
        scales: What their texts bring to all pairs.
        scopes: What areas their texts speak of, shape (n, areas + 1).
        facts: What they state.
        judgement: Answers and verdicts.
        readings: Whether their texts could be judged by; places in ``results.MARKS``.
    """

    vectors: NDArray[np.float32]
    passages: RaggedRows
    words: RaggedRows
    title_words: RaggedRows
    phrases: RaggedRows
    scales: OfProfile
    scopes: Floats
    facts: Facts
    judgement: RulebookResult
    readings: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.facts.areas)

    @classmethod
    def of(
        cls, frame: Frame, readings: Sequence[ProfileReading], snapshot: Snapshot, lexicon: Lexicon
    ) -> Batch:
        """Keep what is needed of a block of profiles.

        Args:
            frame: The profiles as columns.
            readings: Their texts.
            snapshot: The programmes at the run's instant.
            lexicon: Of their index.
        """
        index = snapshot.index
        words = [reading.words for reading in readings]
        counts = np.array([len(reading.vectors) for reading in readings], np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        said = RaggedRows(*index.words.held([one.weights for one in words]))
        return cls(
            vectors=np.concatenate([reading.vectors for reading in readings]),
            passages=RaggedRows(starts, np.arange(starts[-1]), np.zeros(0)),
            words=said,
            title_words=lexicon.of_titles(said),
            phrases=RaggedRows(*index.phrases.held([one.phrases for one in words])),
            scales=OfProfile.of(readings),
            scopes=scopes_of([one.scope for one in readings]),
            facts=Facts(
                frame.areas, frame.seeking_amount, frame.seeking_currency, frame.seeking_instruments
            ),
            judgement=snapshot.rulebook.judge(frame),
            readings=np.array([MARKS.index(reading.mark) for reading in readings], np.uint8),
        )

    @classmethod
    def join(cls, parts: Sequence[Batch]) -> Batch:
        """Blocks of profiles, one after the other."""
        if len(parts) == 1:
            return parts[0]
        vectors = np.concatenate([part.vectors for part in parts])
        passages = RaggedRows.join([part.passages for part in parts])
        judged = [part.judgement for part in parts]
        return cls(
            vectors=vectors,
            passages=RaggedRows(passages.starts, np.arange(len(vectors)), np.zeros(0)),
            words=RaggedRows.join([part.words for part in parts]),
            title_words=RaggedRows.join([part.title_words for part in parts]),
            phrases=RaggedRows.join([part.phrases for part in parts]),
            scales=OfProfile(
                np.concatenate([part.scales.length for part in parts]),
                np.concatenate([part.scales.by_chance for part in parts]),
                np.concatenate([part.scales.substance for part in parts]),
            ),
            scopes=np.concatenate([part.scopes for part in parts]),
            facts=Facts(
                np.concatenate([part.facts.areas for part in parts]),
                np.concatenate([part.facts.amount for part in parts]),
                np.concatenate([part.facts.currency for part in parts]),
                np.concatenate([part.facts.instruments for part in parts]),
            ),
            judgement=RulebookResult(
                np.concatenate([one.answers for one in judged], axis=1),
                np.concatenate([one.verdicts for one in judged], axis=1),
                np.concatenate([one.bands for one in judged], axis=1),
                judged[0].row,
            ),
            readings=np.concatenate([part.readings for part in parts]),
        )
