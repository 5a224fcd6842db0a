"""What can be asked of allymatch?

The use cases, one method each: match, screen, explain. Command line, server and batch call
these. The way through is always the same: eligibility, embedding and words, features, fit, rank,
explanation.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.explain import match, refusal
from matcher.answers.flags import applicant, doubles
from matcher.answers.interview import Interview
from matcher.answers.listing import Listing
from matcher.answers.page import Ask, page_of
from matcher.eligibility.answer import Verdict
from matcher.eligibility.columns import Frame
from matcher.fit.facts import STRUCTURED_FEATURES
from matcher.fit.index import Index, ProfileReading
from matcher.fit.model import FitModel, default_fit
from matcher.fit.order import keeps_profile, order
from matcher.fit.scoring import best_texts, score_block
from matcher.fit.snapshot import Snapshot
from matcher.results import Applicant, Match, MatchPage, ScreenResult
from matcher.settings import Settings, open_catalogue, open_encoder
from profiles.text import TEXT_VERSION as PROFILE_TEXT
from profiles.vocabulary import instant
from programmes.filters import Filters
from programmes.text import TEXT_VERSION as PROGRAMME_TEXT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from profiles.model import Profile
    from programmes.model import Programme
    from programmes.read import Catalogue

__all__ = ["Matcher"]

_INSTANTS = 4
"""Instants whose programmes are kept at hand."""
_AT_ONCE = 32
"""Profiles that are weighed with everything at once."""


class Matcher:
    """The use cases over one catalogue and one model.

    Args:
        catalogue: What may be entered.
        encoder: Turns texts into vectors.
        model: The weights of the fit.
        progress: Called with the number of texts embedded since the last call.
    """

    model: FitModel

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
        self._snapshots: OrderedDict[datetime, Snapshot] = OrderedDict()
        self._interviews: OrderedDict[tuple[datetime, frozenset[str]], Interview] = OrderedDict()
        self._making = Lock()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        progress: Callable[[int], None] | None = None,
        *,
        stored: bool = False,
    ) -> Matcher:
        """A matcher over the built-in catalogue, with the packaged model.

        Args:
            settings: Which model, device, cache and catalogue; from the environment if None.
            progress: Called with the number of texts embedded since the last call.
            stored: Whether programmes that the store keeps join the catalogue.

        Raises:
            AllymatchError: The catalogue, the store or the model cannot be used.
        """
        chosen = settings or Settings.load()
        catalogue = open_catalogue(chosen, stored=stored)
        return cls(catalogue, open_encoder(chosen), progress=progress)

    @cached_property
    def index(self) -> Index:
        """All programmes, read."""
        return self._read(self.catalogue.entries)

    def reading_with(self, encoder: Encoder) -> Matcher:
        """The same over another encoder of the same fingerprint; what was read is shared."""
        found = Matcher(self.catalogue, encoder, self.model, self._progress)
        found.index, found._snapshots, found._making = self.index, self._snapshots, self._making
        return found

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
    ) -> MatchPage:
        """Every programme's answer for one profile, explained.

        Args:
            profile: The startup.
            on: The day or instant asked about.
            filters: What to keep, before anything is cut.
            top: How many matches, and how many of what a rule refuses, to keep at most; all if
                None.
        """
        ask = Ask(filters=filters or Filters(), limit=top, beside=top)
        return self.page(self.listing(profile, on=on), ask, on=str(on))

    def page(self, listing: Listing, ask: Ask, *, on: str) -> MatchPage:
        """A page of a profile that was weighed before; see ``answers.page``.

        Args:
            listing: The profile before all programmes, at ``on``.
            ask: Which page.
            on: The day or instant asked about, as it is shown.
        """
        return page_of(listing, ask, on=on, settings=self.settings, encoder=self.encoder)

    def listing(self, profile: Profile, *, on: str | date | datetime) -> Listing:
        """One profile before every programme, from which any page of it is read off."""
        return next(self.listings([profile], on=on))

    def listings(
        self, profiles: Iterable[Profile], *, on: str | date | datetime
    ) -> Iterator[Listing]:
        """The same of each profile, in their order; several are weighed at once."""
        snapshot = self.snapshot(on)
        queue = iter(profiles)
        while some := list(islice(queue, _AT_ONCE)):
            yield from self._weighed(some, snapshot)

    def listings_for(
        self, programme: str, profiles: Iterable[Profile], *, on: str | date | datetime
    ) -> list[Listing]:
        """Each profile before one programme alone, in their order.

        Raises:
            UnknownProgramme: No programme of that name, or several.
        """
        moment = instant(on)
        return self._weighed(list(profiles), self._alone(self._meant(programme, moment), moment))

    def explain(self, profile: Profile, programme: str, *, on: str | date | datetime) -> Match:
        """One pair, whatever its verdict.

        Raises:
            UnknownProgramme: No programme of that name, or several.
        """
        snapshot = self._alone(self._meant(programme, instant(on)), instant(on))
        (listing,) = self._weighed([profile], snapshot)
        return replace(match(listing, 0, None), left_out=listing.reading.left_out)

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
        found = self._meant(programme, instant(on))
        snapshot = self._alone(found, instant(on))
        listings = self._weighed(list(profiles), snapshot)
        totals = np.array([float(one.fits[0]) for one in listings])
        verdicts = np.array([one.verdicts[0] for one in listings], np.uint8)
        bands = np.array([one.bands[0] for one in listings], np.uint8)
        sections = np.full(len(listings), snapshot.sections[0])
        # A text that is not read has no fit to go by: it stands after those that are.
        unread = np.array([one.reading.mark == "not-read" for one in listings], np.bool_)
        wanted = filters or Filters()
        ranked = [
            int(row)
            for row in order(
                bands, sections, totals - 2.0 * unread, [one.profile.id for one in listings]
            )
            if keeps_profile(wanted, listings[row].profile, totals[row])
        ]
        inside = [row for row in ranked if verdicts[row] != Verdict.INELIGIBLE]
        outside = [row for row in ranked if verdicts[row] == Verdict.INELIGIBLE]
        twins = doubles([one.profile for one in listings])

        def named(profile: Profile) -> Applicant:
            said = applicant(profile, snapshot.on.date())
            return replace(said, flags=(*said.flags, *twins.get(profile.id, ())))

        return ScreenResult(
            programme=found.id,
            name=found.name,
            on=str(on),
            status=str(snapshot.statuses[0]),
            settings=self.settings,
            candidates=tuple(
                match(listings[row], 0, rank) for rank, row in enumerate(inside[:top], 1)
            ),
            ineligible=tuple(refusal(listings[row], 0) for row in outside),
            applicants={
                (one := listings[row].profile).id: named(one) for row in (*inside[:top], *outside)
            },
        )

    def fits(self, profiles: Sequence[Profile]) -> NDArray[np.float64]:
        """The fits of profiles with every programme, no question of entry asked.

        What compares facts of the two is neutral; what says something of the offer alone counts.

        Returns:
            Shape (profiles, programmes), rounded as they are shown.
        """
        index = self.index
        found = np.empty((len(profiles), len(index.programmes)))
        readings = ProfileReading.many(profiles, self.encoder, self._progress)
        for start in range(0, len(readings), _AT_ONCE):
            text, _ = best_texts(readings[start : start + _AT_ONCE], index, self.model)
            facts = np.empty((len(STRUCTURED_FEATURES), *text.shape[1:]))
            facts[:] = self.model.zeros[len(text) :, None, None]
            facts[STRUCTURED_FEATURES.index("size")] = index.offers.size
            values = np.moveaxis(np.concatenate([text, facts]), 0, 2)
            found[start : start + _AT_ONCE] = self.model.fit(values)
        return found

    def interview(
        self, on: str | date | datetime, *, without: frozenset[str] = frozenset()
    ) -> Interview:
        """The rules of all programmes at an instant, ready to be asked; the last ones are kept.

        Args:
            on: The day or instant.
            without: Ids of programmes that are left out.
        """
        key = (instant(on), without)
        with self._making:
            found = self._interviews.pop(key, None)
            if found is None:
                some = [one for one in self.catalogue.programmes if one.id not in without]
                found = Interview(some, self.catalogue.sources, on=key[0])
            self._interviews[key] = found
            if len(self._interviews) > _INSTANTS:
                self._interviews.popitem(last=False)
        return found

    def _read(self, programmes: Sequence[Programme]) -> Index:
        return Index.of(programmes, self.encoder, self._progress)

    def _meant(self, name: str, on: datetime) -> Programme:
        """What somebody calls so, as it stands in the index."""
        return self.catalogue.entry(self.catalogue.find(name, on=on).id)

    def _alone(self, programme: Programme, on: datetime) -> Snapshot:
        """One programme at an instant, in the section in which the whole catalogue shows it."""
        siblings = [
            one
            for one in self.catalogue.programmes
            if programme.series is not None and one.series == programme.series and one != programme
        ]
        return Snapshot(self._read([programme]), on, siblings)

    def snapshot(self, on: str | date | datetime) -> Snapshot:
        """The whole catalogue at an instant; those of the last instants are kept."""
        moment = instant(on)
        with self._making:
            found = self._snapshots.pop(moment, None) or Snapshot(self.index, moment)
            self._snapshots[moment] = found
            if len(self._snapshots) > _INSTANTS:
                self._snapshots.popitem(last=False)
        return found

    def _weighed(self, profiles: Sequence[Profile], snapshot: Snapshot) -> list[Listing]:
        """Each of these profiles before the programmes, in their order."""
        frame = Frame.of(profiles)
        readings = ProfileReading.many(profiles, self.encoder, self._progress)
        scores = score_block(frame, readings, snapshot, self.model)
        return [
            Listing(
                snapshot=snapshot,
                profile=profile,
                reading=reading,
                answers=scores.judgement.answers[:, row],
                verdicts=scores.judgement.of(row),
                bands=scores.judgement.bands_of(row),
                values=scores.values[row],
                fits=scores.fits[row],
                openings=scores.openings[row],
                model=self.model,
                sources=self.catalogue.sources,
                awards=self.catalogue.taken,
                texts=None if scores.texts is None else scores.texts[:, row],
            )
            for row, (profile, reading) in enumerate(zip(profiles, readings, strict=True))
        ]
