"""What are the rows of the profiles of a shard?

Two ways lead to the same bytes. A few pairs are scored as a single match is, all of them. Of many,
a compiled pass finds those that could be kept, and only they are scored. What is kept is explained,
and only that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from matcher.eligibility.columns import Frame
from matcher.fit.index import Index, ProfileReading
from matcher.fit.order import places_by_id
from matcher.fit.scoring import Scores, score_block
from matcher.runs.files.tables import UNREAD, PairLabels, Pairs, findings_of
from matcher.runs.work.reuse import FormerRun, refusal
from matcher.runs.work.selection import (
    Best,
    best_of_lists,
    best_of_rows,
    programme_keys,
    startup_keys,
)
from matcher.service import Matcher
from matcher.settings import lacks
from profiles.vocabulary import instant
from programmes.filters import Filters
from programmes.read import Catalogue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.rulebook import RulebookResult
    from matcher.fit.snapshot import Snapshot
    from matcher.runs.files.plan import RunPlan
    from matcher.runs.files.progress import Progress
    from matcher.runs.files.reading import CompletedRun
    from matcher.runs.fused.batch import Batch, Lexicon
    from matcher.runs.fused.layout import ProgrammeLayout
    from profiles.model import Profile

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]

__all__ = ["Ranked", "Ranker", "ReadBlock"]

_PAIRS = 1 << 20
"""Pairs of profile and opening that are scored at once."""
_BLOCK = 1024
_MANY = 1 << 22
"""Pairs after which the compiled pass saves more than it takes to load."""


class Ranked(NamedTuple):
    """What is kept of some startups.

    Attributes:
        startups: By startup and rank.
        programmes: By programme and rank, ``RunPlan.depth`` of each; none if they are not wanted.
        more: Of each programme, whether others may follow on those; shape (programmes,).
    """

    startups: Pairs
    programmes: Pairs
    more: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block of profiles, read: scored whole, or kept for the compiled pass."""

    scores: Scores | None = None
    batch: Batch | None = None

    def __len__(self) -> int:
        return len(self.scores.fits) if self.scores else len(self.batch or ())


class Ranker:
    """A matcher under a run's plan.

    Args:
        matcher: What scores.
        plan: What is kept.
        since: A run from which rows that still hold are taken.
        progress: Told of what is read.
        many: Pairs after which they are not all scored any more.
    """

    many: int
    matcher: Matcher
    plan: RunPlan
    since: CompletedRun | None
    filters: Filters

    def __init__(
        self,
        matcher: Matcher,
        plan: RunPlan,
        since: CompletedRun | None = None,
        progress: Progress | None = None,
        *,
        many: int = _MANY,
    ) -> None:
        self.many, self._pairs_seen = many, 0
        self._uncompiled = bool(lacks("fast"))
        self.matcher, self.plan, self.since, self._progress = matcher, plan, since, progress
        plain: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in plan.filters.items()
        }
        self.filters = Filters(**plain)

    def block(self, *, fused: bool) -> int:
        """Profiles that are read at once; if they are scored too, their pairs stand in memory."""
        few = max(_PAIRS // max(len(self.snapshot.index.openings), 1), 16)
        return _BLOCK if fused else min(few, _BLOCK)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The catalogue at the run's instant."""
        return self.matcher.snapshot(instant(self.plan.on))

    @cached_property
    def words(self) -> PairLabels:
        """The words behind the numbers of the pairs."""
        return PairLabels(
            programmes=self.snapshot.ids,
            statuses=self.snapshot.statuses,
            openings=[(one.programme, one.challenge) for one in self.snapshot.index.openings],
            features=("start", *self.matcher.model.explaining),
        )

    @cached_property
    def former(self) -> FormerRun | None:
        """The rows of the former run; None if there is none, or none of them can hold."""
        if self.since is None or refusal(self.since, self.plan) is not None:
            return None
        return FormerRun(self.since, self.plan, self.snapshot, self.words)

    @cached_property
    def changed(self) -> Ranker | None:
        """The same of the programmes alone that changed since the former run; None if none did."""
        if self.former is None or not self.former.changed.any():
            return None
        every = self.snapshot.index.programmes
        places = np.flatnonzero(self.former.changed)
        some = [every[place] for place in places]
        catalogue = Catalogue.of(some, self.matcher.catalogue.sources.values())
        matcher = Matcher(catalogue, self.matcher.encoder, self.matcher.model)
        # What is judged is these alone: a topic with rules of its own stands beside its programme.
        matcher.index = Index.of(some, self.matcher.encoder)
        found = Ranker(matcher, self.plan, many=self.many)
        # Which edition of a series is the last one is seen among all of them.
        found.snapshot.sections = self.snapshot.sections[places]
        return found

    @cached_property
    def ties(self) -> Ints:
        """Of each programme, its place by id."""
        return places_by_id(self.snapshot.ids)

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        """Which programmes the filters keep, whatever the fit."""
        return self.snapshot.filtered.mask(self.filters)

    @cached_property
    def _lexicon(self) -> Lexicon:
        from matcher.runs.fused.batch import Lexicon

        return Lexicon.of(self.snapshot.index)

    @cached_property
    def _layout(self) -> ProgrammeLayout:
        from matcher.runs.fused.layout import ProgrammeLayout

        return ProgrammeLayout.of(self.snapshot, self._wanted)

    def fused(self, profiles: int) -> bool:
        """Whether profiles, so many of them, go through the compiled pass.

        From then on that a run has enough of pairs for it: it is loaded once. Without numba all
        pairs are scored, with the same result.
        """
        if self._uncompiled:
            return False
        self._pairs_seen += profiles * len(self.snapshot.index.openings)
        return self._pairs_seen >= self.many

    def read(self, profiles: Sequence[Profile], *, fused: bool) -> ReadBlock:
        """Read a block; whatever one profile can cause happens here.

        Args:
            profiles: As many as ``block`` says.
            fused: As the whole shard goes; see ``fused``.
        """
        told = self._progress
        readings = ProfileReading.many(
            profiles, self.matcher.encoder, told.embedded if told else None
        )
        if told:
            told.reading(len(profiles))
        frame = Frame.of(profiles)
        if not fused:
            return ReadBlock(scores=score_block(frame, readings, self.snapshot, self.matcher.model))
        return self.kept(frame, readings)

    def kept(self, frame: Frame, readings: Sequence[ProfileReading]) -> ReadBlock:
        """Profiles that were read before, for the compiled pass."""
        from matcher.runs.fused.batch import Batch

        return ReadBlock(batch=Batch.of(frame, readings, self.snapshot, self._lexicon))

    def ranked(self, parts: Sequence[ReadBlock], ties: Ints) -> Ranked:
        """The best programmes of each profile, and the best profiles of each programme.

        Args:
            parts: Blocks of one shard that were read alike.
            ties: Of each profile, its place by id in its shard.

        Returns:
            Both sides; startups by their place in the parts. The startups' side says who is left
            without any programme, wanted or not.
        """
        batches = [part.batch for part in parts if part.batch is not None]
        one, other = self._fused(batches, ties) if batches else self._scored(parts, ties)
        counts = np.bincount(other.programme, minlength=len(self.snapshot.ids))
        return Ranked(one, other, counts >= self.plan.depth)

    def _scored(self, parts: Sequence[ReadBlock], ties: Ints) -> tuple[Pairs, Pairs]:
        """Every pair is scored: the best are found by partition."""
        sides, top = self.plan.sides(), self.plan.top
        best = Best(len(self.snapshot.ids), self.plan.depth)
        found = [self.none()]
        first = 0
        for part in parts:
            scores = part.scores
            assert scores is not None  # noqa: S101 - parts of a shard are read alike
            judgement = scores.judgement
            bands = judgement.bands[judgement.row].T
            mask = self._wanted & (scores.fits >= self.filters.min_fit)
            keys = startup_keys(bands, self.snapshot.sections, scores.fits, self.ties, mask)
            found.append(self._of_scores(scores, *best_of_rows(keys, top), first))
            if "programmes" in sides:
                keys = programme_keys(
                    bands, scores.fits, ties[first : first + len(part)], mask,
                    scores.readings == UNREAD,
                )  # fmt: skip
                rows, places = best.among(keys)
                unranked = np.zeros(len(rows), np.int64)
                pairs = self._of_scores(scores, rows, places, unranked, first)
                best.take(keys[rows, places], pairs)
            first += len(part)
        return Pairs.join(found), self.none() if best.pairs is None else best.pairs

    def _of_scores(
        self, scores: Scores, rows: Places, places: Places, ranks: Ints, first: int
    ) -> Pairs:
        pairs = self._pairs(
            scores.judgement, scores.readings, rows, places, ranks, scores.fits[rows, places],
            scores.values[rows, places], scores.openings[rows, places],
        )  # fmt: skip
        return replace(pairs, profile=pairs.profile + first)

    def _fused(self, batches: Sequence[Batch], ties: Ints) -> tuple[Pairs, Pairs]:
        """Only those are scored that the compiled pass lets through."""
        from matcher.runs.fused.batch import Batch
        from matcher.runs.fused.scored import scored
        from matcher.runs.fused.shard import candidates
        from matcher.runs.fused.workspace import RankLimits

        batch, snapshot, model = Batch.join(batches), self.snapshot, self.matcher.model
        sides = ("startups", *self.plan.sides())
        wanted = RankLimits(self.plan.top, self.plan.depth, sides, self.filters.min_fit)
        layout = self._layout
        found = scored(
            candidates(batch, snapshot, layout, model, wanted), batch, snapshot, layout, model
        )
        judgement = batch.judgement
        bands = judgement.bands[judgement.row[found.programme], found.profile]
        mask = found.fits >= self.filters.min_fit
        keys = startup_keys(
            bands, snapshot.sections[found.programme], found.fits,
            self.ties[found.programme], mask & ((found.sides & 1) > 0), number=len(snapshot.ids),
        )  # fmt: skip
        theirs = programme_keys(
            bands, found.fits, ties[found.profile], mask & ((found.sides & 2) > 0),
            batch.readings[found.profile] == UNREAD,
        )  # fmt: skip
        kept_ = []
        for owner, key, most in (
            (found.profile, keys, self.plan.top),
            (found.programme, theirs, self.plan.depth),
        ):
            some, ranks = best_of_lists(owner, key, most)
            kept_.append(
                self._pairs(
                    judgement, batch.readings, found.profile[some], found.programme[some], ranks,
                    found.fits[some], found.values[some], found.opening[some],
                )
            )  # fmt: skip
        return kept_[0], kept_[1]

    def none(self) -> Pairs:
        """No pair at all."""
        whole = np.zeros(0, np.int64)
        return Pairs(
            profile=whole,
            programme=whole,
            rank=whole,
            band=np.zeros(0, np.uint8),
            fit=np.zeros(0),
            points=np.zeros((0, len(self.words.features)), np.int64),
            opening=whole,
            findings=np.zeros(0, object),
            reading=np.zeros(0, np.uint8),
        )

    def _pairs(
        self, judgement: RulebookResult, readings: NDArray[np.uint8], profiles: Places,
        programmes: Places, ranks: Ints, fits: NDArray[np.float64],
        values: NDArray[np.float64], openings: Places,
    ) -> Pairs:  # fmt: skip
        binding, bindings = self._bindings
        return Pairs(
            profile=profiles.astype(np.int64),
            programme=programmes.astype(np.int64),
            rank=ranks,
            band=judgement.bands[judgement.row[programmes], profiles],
            fit=fits,
            points=self.matcher.model.points(values),
            opening=openings.astype(np.int64),
            findings=findings_of(judgement.answers, bindings, binding[programmes], profiles),
            reading=readings[profiles],
        )

    @cached_property
    def _bindings(self) -> tuple[Places, list[tuple[int, ...]]]:
        """Of each programme which list of conditions it has, and the lists."""
        every: dict[tuple[int, ...], int] = {}
        kind = [every.setdefault(one, len(every)) for one in self.snapshot.rulebook.binding]
        return np.array(kind, np.intp), list(every)
