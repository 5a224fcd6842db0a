"""What can be asked of allymatch?

The use cases, one method each: match, screen, explain. Command line, server and batch call these
and nothing below them. The way through is always the same: eligibility, embedding and words,
features, fit, rank, explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import Verdict
from matcher.areas import suggest
from matcher.caveats import caveats
from matcher.explain import Account
from matcher.features import text_features
from matcher.fit import FitModel, default_fit
from matcher.frame import Frame
from matcher.index import Index, Reading
from matcher.offers import NEUTRAL, STRUCTURED_FEATURES
from matcher.pathway import pathway
from matcher.questions import questions
from matcher.rank import Filters, keeps_profile, kept, order
from matcher.results import Match, MatchResult, ScreenResult
from matcher.rulebook import Judgement, Rulebook
from profiles.text import TEXT_VERSION as PROFILE_TEXT
from profiles.vocabulary import instant
from programmes.model import Call, Status, current_call
from programmes.text import TEXT_VERSION as PROGRAMME_TEXT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.embedding import Encoder
    from profiles.model import Profile
    from programmes.model import Programme
    from programmes.read import Catalogue

__all__ = ["Matcher"]

_WAY = 60
"""Matches among which a pathway is looked for."""


class _Board:
    """Programmes with all that is known of them at one instant, whoever asks."""

    def __init__(self, index: Index, on: datetime) -> None:
        self.index = index
        self.rulebook = Rulebook(index.programmes, on=on)
        self.calls: list[tuple[Call | None, Status]] = [
            current_call(programme, on=on) for programme in index.programmes
        ]
        self.statuses = [status for _, status in self.calls]
        self.enterable = np.array([status.enterable for status in self.statuses], np.bool_)
        self.ids = [programme.id for programme in index.programmes]


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
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.encoder = encoder
        self.model = model or default_fit()
        self._progress = progress
        self._last: tuple[datetime, _Board] | None = None

    @cached_property
    def index(self) -> Index:
        """All programmes, read."""
        return self._read(self.catalogue.programmes)

    @property
    def settings(self) -> dict[str, str]:
        """What an answer depends on besides profile and date."""
        return {
            "model": self.encoder.fingerprint,
            "catalogue": self.catalogue.fingerprint,
            "fit": self.model.version,
            "text": f"{PROFILE_TEXT}/{PROGRAMME_TEXT}",
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
        board = self._board(instant(on))
        judged, (account,) = self._accounts([profile], board)
        totals = self.model.fit(account.values)
        verdicts = judged.of(0)
        best = order(verdicts, board.enterable, totals, board.ids)
        mask = kept(filters or Filters(), board.index.programmes, board.statuses, totals)
        ranked = best[mask[best]]
        refused = verdicts[ranked] == Verdict.INELIGIBLE
        inside, outside = ranked[~refused].tolist(), ranked[refused].tolist()
        waiting = ranked[~refused & (verdicts[ranked] != Verdict.ELIGIBLE)].tolist()
        return MatchResult(
            profile=profile.id,
            on=str(on),
            settings=self.settings,
            matches=tuple(account.match(place, rank) for rank, place in enumerate(inside[:top], 1)),
            questions=questions(
                [board.rulebook.binding[place] for place in waiting], account.unknown()
            ),
            pathway=pathway(
                [account.match(p, rank, whole=False) for rank, p in enumerate(inside[:_WAY], 1)],
                {programme.id: programme for programme in board.index.programmes},
            ),
            ineligible=tuple(account.refusal(place) for place in outside),
            suggestions=() if profile.areas else suggest(account.reading, self.encoder),
            notes=caveats(profile),
        )

    def explain(self, profile: Profile, programme: str, *, on: str | date | datetime) -> Match:
        """One pair, whatever its verdict.

        Raises:
            UnknownProgramme: No programme of that id.
        """
        board = _Board(self._read([self.catalogue.get(programme)]), instant(on))
        _, (account,) = self._accounts([profile], board)
        return account.match(0, None)

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
        found = self.catalogue.get(programme)
        board = _Board(self._read([found]), instant(on))
        status = board.calls[0][1]
        judged, accounts = self._accounts(list(profiles), board)
        totals = np.array([float(self.model.fit(account.values)[0]) for account in accounts])
        verdicts = judged.verdicts[0]
        enterable = np.full(len(accounts), status.enterable)
        wanted = filters or Filters()
        ranked = [
            int(row)
            for row in order(verdicts, enterable, totals, [a.profile.id for a in accounts])
            if keeps_profile(wanted, accounts[row].profile, totals[row])
        ]
        inside = [row for row in ranked if verdicts[row] != Verdict.INELIGIBLE]
        outside = [row for row in ranked if verdicts[row] == Verdict.INELIGIBLE]
        return ScreenResult(
            programme=found.id,
            name=found.name,
            on=str(on),
            status=str(status),
            settings=self.settings,
            candidates=tuple(
                accounts[row].match(0, rank) for rank, row in enumerate(inside[:top], 1)
            ),
            ineligible=tuple(accounts[row].refusal(0) for row in outside),
        )

    def fits(self, profiles: Sequence[Profile]) -> NDArray[np.float64]:
        """The fits of profiles with every programme, no question of entry asked.

        Returns:
            Shape (profiles, programmes), as they are shown and ranked.
        """
        index = self.index
        neutral = np.full((len(index.programmes), len(STRUCTURED_FEATURES)), NEUTRAL)
        found = np.empty((len(profiles), len(index.programmes)))
        for row, reading in enumerate(Reading.many(profiles, self.encoder, self._progress)):
            text, _ = self._text(reading, index)
            found[row] = self.model.fit(np.hstack([text, neutral]))
        return found

    def _read(self, programmes: Sequence[Programme]) -> Index:
        return Index.of(programmes, self.encoder, self._progress)

    def _board(self, on: datetime) -> _Board:
        """The whole catalogue at an instant; the last one is kept, for the next profile."""
        if self._last is None or self._last[0] != on:
            self._last = (on, _Board(self.index, on))
        return self._last[1]

    def _accounts(
        self, profiles: Sequence[Profile], board: _Board
    ) -> tuple[Judgement, list[Account]]:
        """The verdicts on these profiles, and all that is found for each, in their order."""
        frame = Frame.of(profiles)
        judgement = board.rulebook.judge(frame)
        structured = board.index.offers.features(frame, board.rulebook, judgement)
        readings = Reading.many(profiles, self.encoder, self._progress)
        accounts = []
        for row, (profile, reading) in enumerate(zip(profiles, readings, strict=True)):
            text, openings = self._text(reading, board.index)
            accounts.append(
                Account(
                    profile=profile,
                    reading=reading,
                    row=row,
                    index=board.index,
                    rulebook=board.rulebook,
                    judgement=judgement,
                    calls=board.calls,
                    values=np.hstack([text, structured[row]]),
                    openings=openings,
                    model=self.model,
                    sources=self.catalogue.sources,
                )
            )
        return judgement, accounts

    def _text(
        self, reading: Reading, index: Index
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Of each programme: the text features of its best opening, and which one that is."""
        text = text_features(reading, index)
        n_text = text.shape[1]
        strength = (text - self.model.zeros[:n_text]) @ self.model.weights[:n_text]
        best = index.best_openings(strength)
        return text[best], best
