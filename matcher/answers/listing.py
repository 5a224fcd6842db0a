"""How does one profile stand with every programme, before anything is written out?

Verdicts, fits and the order are arrays: they are worked out once, and any page, filter or pair of
the same profile is read off them. Sentences are made only for what is shown. What has to be right
of all programmes, shown or not (counts, questions, near misses, the pathway), needs verdicts and
rules, and no sentences either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.answers.caveats import caveats
from matcher.answers.questions import questions
from matcher.answers.suggest import suggest
from matcher.eligibility.answer import Answer, Verdict
from matcher.fit.order import Filters, by_keys, near_miss
from matcher.fit.sections import MATCHED, Section
from matcher.pathway.plan import pathway
from matcher.results import Facets

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from matcher.answers.explain import Account
    from matcher.fit.field import Field
    from matcher.results import Finding, Match, Question, Step, Suggestion
    from matcher.texts.encoder import Encoder

    Places = NDArray[np.intp]

__all__ = ["Listed", "Standing"]

_WAY = 60
"""Matches among which a pathway is looked for."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The programmes that filters keep, as places, best first.

    Attributes:
        inside: Those that may be entered, or may be once a fact is known, or may be supplied.
        outside: Those that a rule refuses.
        near: Of these, the near misses.
    """

    inside: Places
    outside: Places
    near: Places


class Standing:
    """One profile before all programmes at an instant.

    Args:
        account: What was found for the profile.
        field: The programmes at the instant.
    """

    def __init__(self, account: Account, field: Field) -> None:
        self.account, self.field = account, field
        self.fits = account.fits
        self.verdicts = account.judgement.of(account.row)
        self.bands = account.judgement.bands_of(account.row)
        self._best = by_keys(self.bands, field.board.sections, self.fits, field.ties)

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep."""
        account = self.account
        held: tuple[NDArray[Any], ...] = (
            account.values, account.openings, account.judgement.answers,
            account.judgement.verdicts, account.reading.vectors,
            self.fits, self.verdicts, self.bands, self._best,
        )  # fmt: skip
        return sum(one.nbytes for one in held) + 20_000

    def listed(self, filters: Filters, without: tuple[str, ...] = ()) -> Listed:
        """What the filters keep.

        Args:
            filters: They act before anything is counted or cut.
            without: Programmes to leave out.
        """
        mask = self.field.mask(filters, self.fits)
        if without:
            mask = mask.copy()
            mask[self.field.without(without)] = False
        ranked = self._best[mask[self._best]]
        refused = self.verdicts[ranked] == Verdict.INELIGIBLE
        outside = ranked[refused]
        # What one change would open goes before what stays shut, each in its order.
        near = self.near[outside]
        alive = near & (self.field.board.sections[outside] != Section.PAST)
        outside = np.concatenate([outside[alive], outside[~alive]])
        return Listed(ranked[~refused], outside, outside[self.near[outside]])

    @cached_property
    def near(self) -> NDArray[np.bool_]:
        """Which programmes one rule alone refuses, where the startup can change that."""
        alone = self.field.alone(self.account.judgement.answers[:, self.account.row])
        near = {
            rule: near_miss([self.account.change(rule)])
            for rule in np.unique(alone).tolist()
            if rule >= 0
        }
        by_set = np.array([near.get(rule, False) for rule in alone.tolist()], np.bool_)
        found: NDArray[np.bool_] = by_set[self.field.set_of]
        return found

    def facets(self, places: Places) -> Facets:
        """How many of these programmes there are by section, verdict, status, kind and area."""
        numbers = np.bincount(self.verdicts[places], minlength=len(Verdict)).tolist()
        sections = np.bincount(self.field.board.sections[places], minlength=len(Section)).tolist()
        return Facets(
            section={one.word: sections[one] for one in MATCHED if sections[one]},
            verdict={one.word: numbers[one] for one in Verdict if numbers[one]},
            **self.field.counts(places),
        )

    def match(self, place: int, rank: int | None) -> Match:
        """One pair, explained."""
        return self.account.match(place, rank)

    def refusal(self, place: int) -> Match:
        """One pair that a rule keeps apart, with what the rules say."""
        return self.account.refusal(place)

    @cached_property
    def _unknown(self) -> dict[int, Finding | None]:
        return self.account.unknown()

    def questions(self, inside: Places) -> tuple[Question, ...]:
        """What to ask, that for which most of these programmes wait first."""
        waiting = inside[self.verdicts[inside] != Verdict.ELIGIBLE]
        sets, numbers = np.unique(self.field.set_of[waiting], return_counts=True)
        rules = [self.field.sets[one] for one in sets.tolist()]
        return questions(rules, self._unknown, numbers.tolist())

    def pathway(self, inside: Places, on: date) -> tuple[Step, ...]:
        """The way from prototype to production through the best of these programmes."""
        account = self.account
        best = inside[:_WAY].tobytes()
        if self._way is not None and self._way[:2] == (best, on):
            return self._way[2]
        outlines = [account.outline(place, rank) for rank, place in enumerate(inside[:_WAY], 1)]
        found = pathway(
            outlines,
            self.field.programmes,
            profile=account.profile,
            on=on,
            sources=account.sources,
            waits=self._waits,
        )
        self._way = best, on, found  # the next page has the same
        return found

    _way: tuple[bytes, date, tuple[Step, ...]] | None = None

    def _waits(self, programme: str) -> list[str]:
        findings = self.account.binding(self.field.places[programme])
        return [one.says for one in findings if one.answer == Answer.UNKNOWN.word]

    def suggestions(self, encoder: Encoder) -> tuple[Suggestion, ...]:
        """Areas that the text speaks of, where the profile declares none."""
        if self._suggested is None:
            account = self.account
            self._suggested = () if account.profile.areas else suggest(account.reading, encoder)
        return self._suggested

    _suggested: tuple[Suggestion, ...] | None = None

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the answer does not rest on."""
        return caveats(self.account.reading)
