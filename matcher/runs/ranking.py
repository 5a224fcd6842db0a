"""What are the rows of a block of profiles?

Scores come from the same code as one match; what is kept of them is explained, and only that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.frame import Frame
from matcher.index import Reading
from matcher.rank import Filters, kept
from matcher.runs.selection import best_of_rows, places_by_id, programme_keys, startup_keys
from matcher.runs.tables import MARKS, Pairs, Words
from matcher.scoring import Scores, score_block
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.board import Board
    from matcher.runs.plan import Plan
    from matcher.runs.reuse import Former
    from matcher.runs.selection import Best
    from matcher.service import Matcher
    from profiles.model import Profile

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]

__all__ = ["Ranker"]

_PAIRS = 1 << 20
"""Pairs of profile and opening that are scored at once."""


class Ranker:
    """A matcher under a run's plan.

    Args:
        matcher: What scores.
        plan: What is kept.
        former: A run from which unchanged rows are taken.
    """

    def __init__(self, matcher: Matcher, plan: Plan, former: Former | None = None) -> None:
        self.matcher, self.plan, self.former = matcher, plan, former
        plain: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in plan.filters.items()
        }
        self.filters = Filters(**plain)

    @cached_property
    def block(self) -> int:
        """Profiles that are scored at once: few enough for all their pairs to stand in memory."""
        return min(max(_PAIRS // max(len(self.board.index.openings), 1), 16), 1024)

    @cached_property
    def board(self) -> Board:
        """The catalogue at the run's instant."""
        return self.matcher.board(instant(self.plan.on))

    @cached_property
    def words(self) -> Words:
        """The words behind the numbers of the pairs."""
        return Words(
            programmes=self.board.ids,
            statuses=self.board.statuses,
            openings=[(one.programme, one.challenge) for one in self.board.index.openings],
            features=("start", *self.matcher.model.explaining),
        )

    @cached_property
    def _ties(self) -> Ints:
        return places_by_id(self.board.ids)

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        """Which programmes the filters keep, whatever the fit."""
        board = self.board
        whole = replace(self.filters, min_fit=0.0)
        return kept(whole, board.index.programmes, board.statuses, np.ones(len(board.ids)))

    def rank(self, profiles: Sequence[Profile], ties: Ints, first: int, best: Best | None) -> Pairs:
        """The best programmes of each profile of a block.

        Args:
            profiles: A block.
            ties: Of each, its place by id in its shard.
            first: The place of the first one in its shard.
            best: Where the best startups of each programme are gathered, if they are wanted.

        Returns:
            By profile and rank; of those who are left without, none.
        """
        readings = Reading.many(profiles, self.matcher.encoder)
        return self.ranked(Frame.of(profiles), readings, ties, first, best)

    def ranked(
        self, frame: Frame, readings: Sequence[Reading], ties: Ints, first: int, best: Best | None
    ) -> Pairs:
        """The same of profiles that were read before; see ``rank``."""
        scores = score_block(frame, readings, self.board, self.matcher.model)
        verdicts = scores.judgement.verdicts[scores.judgement.row].T
        mask = self._wanted & (scores.fits >= self.filters.min_fit)
        keys = startup_keys(verdicts, self.board.enterable, scores.fits, self._ties, mask)
        found = self._pairs(scores, *best_of_rows(keys, self.plan.top), first)
        if best is not None:
            theirs = programme_keys(verdicts, scores.fits, ties, mask)
            rows, places = best.among(theirs)
            unranked = np.zeros(len(rows), np.int64)
            best.take(theirs[rows, places], self._pairs(scores, rows, places, unranked, first))
        return found

    def none(self) -> Pairs:
        """No pair at all."""
        whole = np.zeros(0, np.int64)
        return Pairs(
            profile=whole,
            programme=whole,
            rank=whole,
            verdict=np.zeros(0, np.uint8),
            fit=np.zeros(0),
            points=np.zeros((0, len(self.words.features)), np.int64),
            opening=whole,
            findings=np.zeros(0, object),
        )

    def _pairs(
        self, scores: Scores, rows: Places, places: Places, ranks: Ints, first: int
    ) -> Pairs:
        judgement = scores.judgement
        return Pairs(
            profile=rows.astype(np.int64) + first,
            programme=places.astype(np.int64),
            rank=ranks,
            verdict=judgement.verdicts[judgement.row[places], rows],
            fit=scores.fits[rows, places],
            points=self.matcher.model.points(scores.values[rows, places]),
            opening=scores.openings[rows, places].astype(np.int64),
            findings=self._findings(judgement.answers, rows, places),
        )

    def _findings(
        self, answers: NDArray[np.uint8], rows: Places, places: Places
    ) -> NDArray[np.object_]:
        found = np.empty(len(rows), object)
        order = np.argsort(places, kind="stable")
        starts = np.flatnonzero(np.diff(places[order], prepend=-1))
        for group in np.split(order, starts[1:]):
            if len(group):
                binding = list(self.board.rulebook.binding[places[group[0]]])
                marks = np.ascontiguousarray(MARKS[answers[binding][:, rows[group]]].T)
                found[group] = [bytes(line).decode() for line in marks]
        return found
