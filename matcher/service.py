"""What can be asked of allymatch?

The use cases, one method each: match, screen, explain. Command line, server and batch call these
and nothing below them. The way through is always the same: eligibility, embedding and words,
features, fit, rank, explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import Verdict
from matcher.areas import suggest
from matcher.caveats import caveats
from matcher.eligibility import Judgement, judge
from matcher.explain import explained, findings_of
from matcher.features import structured_features, text_features
from matcher.fit import FitModel, default_fit
from matcher.frame import Frame
from matcher.index import Index, Reading
from matcher.pathway import pathway
from matcher.questions import questions
from matcher.rank import Filters, Scored, keeps, ordered
from matcher.results import Match, MatchResult, ScreenResult
from profiles.text import TEXT_VERSION
from profiles.vocabulary import instant
from programmes.model import Call, Status, current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.embedding import Encoder
    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["Matcher"]

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Fits:
    """Of each programme for one profile: features (programmes, F) and its best opening."""

    values: NDArray[np.float64]
    openings: NDArray[np.intp]


class Matcher:
    """The use cases over one catalogue and one model.

    Args:
        catalogue: What may be entered.
        encoder: Turns texts into vectors.
        model: The weights of the fit.
        progress: Called with the number of texts embedded since the last call.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: Encoder,
        model: FitModel | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.encoder = encoder
        self.model = model or default_fit()
        self._progress = progress

    @cached_property
    def index(self) -> Index:
        """All programmes, read."""
        return Index.of(self.catalogue.programmes, self.encoder, self._progress)

    @property
    def settings(self) -> dict[str, str]:
        """What an answer depends on besides profile and date."""
        return {
            "model": self.encoder.fingerprint,
            "catalogue": self.catalogue.fingerprint,
            "fit": self.model.version,
            "text": TEXT_VERSION,
        }

    def match(
        self,
        profile: Profile,
        *,
        on: str | date | datetime,
        filters: Filters | None = None,
        top: int | None = None,
    ) -> MatchResult:
        """Every programme's answer for one profile, explained.

        Args:
            profile: The startup.
            on: The day or instant asked about.
            filters: What to keep, before anything is cut.
            top: How many matches to keep at most; all if None.
        """
        moment = instant(on)
        programmes = self.index.programmes
        judgement = judge(programmes, Frame.of([profile]), on=moment)
        reading = Reading.of(profile, self.encoder)
        fits = self._fits(profile, reading, self.index, judgement, 0)
        totals = self.model.fit(fits.values)
        calls = [current_call(programme, on=moment) for programme in programmes]
        scored = [
            Scored(
                programme.id,
                place,
                Verdict(int(judgement.verdicts[place][0])),
                calls[place][1],
                float(totals[place]),
            )
            for place, programme in enumerate(programmes)
            if keeps(filters or Filters(), programme, calls[place][1], float(totals[place]))
        ]
        ranked = ordered(scored)

        def show(pair: Scored, rank: int | None) -> Match:
            return self._explained(
                profile, reading, self.index, judgement, fits, pair.row, 0, calls[pair.row], rank
            )

        inside = [pair for pair in ranked if pair.verdict is not Verdict.INELIGIBLE]
        outside = [pair for pair in ranked if pair.verdict is Verdict.INELIGIBLE]
        everything = [show(pair, rank) for rank, pair in enumerate(inside, 1)]
        return MatchResult(
            profile=profile.id,
            on=str(on),
            settings=self.settings,
            matches=tuple(everything[:top]),
            questions=questions(everything),
            pathway=pathway(everything, {p.id: p for p in programmes}),
            ineligible=tuple(show(pair, None) for pair in outside),
            suggestions=() if profile.areas else suggest(reading, self.encoder),
            notes=caveats(profile),
        )

    def explain(self, profile: Profile, programme: str, *, on: str | date | datetime) -> Match:
        """One pair, whatever its verdict.

        Raises:
            UnknownProgramme: No programme of that id.
        """
        moment = instant(on)
        found = self.catalogue.get(programme)
        index = Index.of([found], self.encoder, self._progress)
        judgement = judge([found], Frame.of([profile]), on=moment)
        reading = Reading.of(profile, self.encoder)
        fits = self._fits(profile, reading, index, judgement, 0)
        call = current_call(found, on=moment)
        return self._explained(profile, reading, index, judgement, fits, 0, 0, call, None)

    def screen(
        self,
        programme: str,
        profiles: Iterable[Profile],
        *,
        on: str | date | datetime,
        filters: Filters | None = None,
        top: int | None = None,
    ) -> ScreenResult:
        """Every profile's answer for one programme, explained, by the same rules for all.

        Raises:
            UnknownProgramme: No programme of that id.
        """
        moment = instant(on)
        found = self.catalogue.get(programme)
        group = list(profiles)
        index = Index.of([found], self.encoder, self._progress)
        judgement = judge([found], Frame.of(group), on=moment)
        readings = Reading.many(group, self.encoder, self._progress)
        call = current_call(found, on=moment)
        fits = [
            self._fits(profile, reading, index, judgement, row)
            for row, (profile, reading) in enumerate(zip(group, readings, strict=True))
        ]
        scored = []
        for row, profile in enumerate(group):
            total = float(self.model.fit(fits[row].values)[0])
            if _keeps_profile(filters or Filters(), profile, total):
                verdict = Verdict(int(judgement.verdicts[0][row]))
                scored.append(Scored(profile.id, row, verdict, call[1], total))
        ranked = ordered(scored)

        def show(pair: Scored, rank: int | None) -> Match:
            row = pair.row
            return self._explained(
                group[row], readings[row], index, judgement, fits[row], 0, row, call, rank
            )

        inside = [pair for pair in ranked if pair.verdict is not Verdict.INELIGIBLE][:top]
        outside = [pair for pair in ranked if pair.verdict is Verdict.INELIGIBLE]
        return ScreenResult(
            programme=found.id,
            name=found.name,
            on=str(on),
            status=str(call[1]),
            settings=self.settings,
            candidates=tuple(show(pair, rank) for rank, pair in enumerate(inside, 1)),
            ineligible=tuple(show(pair, None) for pair in outside),
        )

    def _fits(
        self, profile: Profile, reading: Reading, index: Index, judgement: Judgement, row: int
    ) -> _Fits:
        """Features of each programme; of its openings the one with the best text counts."""
        text = text_features(reading, index)
        n_text = text.shape[1]
        weights, zeros = self.model.weights[:n_text], self.model.zeros[:n_text]
        strength = (text - zeros) @ weights
        ends = np.append(index.firsts[1:], len(index.openings))
        best = np.array(
            [a + int(np.argmax(strength[a:b])) for a, b in zip(index.firsts, ends, strict=True)],
            np.intp,
        )
        structured = np.array(
            [
                structured_features(profile, programme, judgement.guidance[place], row)
                for place, programme in enumerate(index.programmes)
            ]
        )
        return _Fits(np.hstack([text[best], structured]), best)

    def _explained(
        self,
        profile: Profile,
        reading: Reading,
        index: Index,
        judgement: Judgement,
        fits: _Fits,
        place: int,
        row: int,
        call: tuple[Call | None, Status],
        rank: int | None,
    ) -> Match:
        programme = index.programmes[place]
        return explained(
            rank=rank,
            profile=profile,
            programme=programme,
            verdict=Verdict(int(judgement.verdicts[place][row])),
            call=call[0],
            status=call[1],
            values=fits.values[place],
            model=self.model,
            opening=int(fits.openings[place]),
            reading=reading,
            index=index,
            findings=findings_of(profile, programme, judgement, place, row, self.catalogue.sources),
        )


def _keeps_profile(filters: Filters, profile: Profile, fit: float) -> bool:
    """A screen's filters speak of the applicants: seats on any basis, and declared areas."""
    seats = {profile.incorporated_in, profile.headquarters, profile.managed_from}
    mine = {slug.partition("/")[0] for slug in profile.areas or ()}
    return (
        fit >= filters.min_fit
        and (not filters.countries or not seats.isdisjoint(filters.countries))
        and (not filters.areas or not mine.isdisjoint(filters.areas))
    )
