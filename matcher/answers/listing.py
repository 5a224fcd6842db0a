"""How does one profile stand before all programmes, before anything is written out?

Verdicts, fits and the order are arrays: they are worked out once, and any page, filter or pair of
the same profile is read off them. Sentences are made only for what is shown. What has to be right
of all programmes, shown or not (counts, questions, near misses), needs verdicts and rules, and a
sentence a rule at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.answers.findings import askable, explain_answer, pool_finding
from matcher.answers.flags import of_company
from matcher.eligibility.answer import Answer, Band, Verdict
from matcher.eligibility.places import strangers
from matcher.eligibility.sections import MATCHED, Section, refused
from matcher.fit.features import text_features
from matcher.fit.order import by_keys, near_miss
from matcher.results import Facets
from programmes.filters import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.fit.index import ProfileReading
    from matcher.fit.model import FitModel
    from matcher.fit.snapshot import Snapshot
    from matcher.results import Finding
    from profiles.model import Profile
    from programmes.awards import Award
    from programmes.criteria import AnyCriterion
    from programmes.model import Source

    Places = NDArray[np.intp]

__all__ = ["Listing", "PairFilters", "Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The programmes that filters keep, as places, best first.

    Attributes:
        inside: Those that may be entered, or may be once a fact is known, or may be supplied.
        outside: Those that a rule refuses.
        near: Of these, the near misses.
    """

    inside: Places
    outside: Places
    near: Places


@dataclass(frozen=True, slots=True)
class PairFilters:
    """Which pairs somebody wants to see, by what was found; an empty field keeps all.

    Attributes:
        verdicts, sections, outlooks: In the words of a match.
    """

    verdicts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    outlooks: tuple[str, ...] = ()

    def keeps(self, verdict: str, section: str, outlook: str) -> bool:
        """Whether a pair passes."""
        return (
            (not self.verdicts or verdict in self.verdicts)
            and (not self.sections or section in self.sections)
            and (not self.outlooks or outlook in self.outlooks)
        )


@dataclass(eq=False)
class Listing:
    """One profile before all programmes at an instant.

    Attributes:
        snapshot: The programmes at the instant.
        profile, reading: The startup and its texts.
        answers: Of each distinct rule, shape (rules,), values of ``Answer``.
        verdicts: Of each programme, shape (programmes,), values of ``Verdict``.
        bands: The same with their outlook, values of ``Band``.
        values: Features of each programme, shape (programmes, features).
        fits: Of each programme, as shown and ranked; shape (programmes,).
        openings: Of each programme, the opening that fits best; shape (programmes,).
        model: The weights.
        sources: The catalogue's sources.
        awards: Whom each programme took, by its id.
        texts: Text features of every opening, shape (features, openings), if they were kept.
        memo: What was made of it last and is asked for again with the next page.
    """

    snapshot: Snapshot
    profile: Profile
    reading: ProfileReading
    answers: Answers
    verdicts: Answers
    bands: Answers
    values: NDArray[np.float64]
    fits: NDArray[np.float64]
    openings: NDArray[np.intp]
    model: FitModel
    sources: Mapping[str, Source]
    awards: Mapping[str, Sequence[Award]] = field(default_factory=dict)
    texts: NDArray[np.float64] | None = None
    memo: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep."""
        held: tuple[NDArray[Any], ...] = (
            self.values, self.openings, self.answers, self.verdicts, self.reading.vectors,
            self.fits, self.bands, self._best,
            *(() if self.texts is None else (self.texts,)),
        )  # fmt: skip
        return sum(one.nbytes for one in held) + 20_000

    @cached_property
    def opening_texts(self) -> NDArray[np.float64]:
        """Text features of every opening, shape (features, openings)."""
        if self.texts is not None:
            return self.texts
        found: NDArray[np.float64] = text_features([self.reading], self.snapshot.index)[:, 0]
        return found

    @cached_property
    def _best(self) -> Places:
        sections, ties = self.snapshot.sections, self.snapshot.ties
        return by_keys(self.bands, sections, self.fits, ties)

    def select(
        self,
        filters: Filters,
        without: tuple[str, ...] = (),
        pairs: PairFilters | None = None,
    ) -> Selection:
        """What the filters keep.

        Args:
            filters: They act before anything is counted or cut.
            without: Programmes to leave out.
            pairs: Filters on what was found.
        """
        found = self._selected(filters, without)
        if pairs is None:
            return found
        inside, outside = (self._kept(some, pairs) for some in (found.inside, found.outside))
        return Selection(inside, outside, outside[self.near[outside]])

    def _kept(self, places: Places, pairs: PairFilters) -> Places:
        kept = []
        for place in places.tolist():
            section = Section(int(self.snapshot.sections[place]))
            verdict = Verdict(int(self.verdicts[place]))
            if verdict is Verdict.INELIGIBLE:
                section = refused(section, near=bool(self.near[place]))
            outlook = Band(int(self.bands[place])).outlook
            if pairs.keeps(verdict.word, section.word, outlook):
                kept.append(place)
        return np.array(kept, np.intp)

    def _selected(self, filters: Filters, without: tuple[str, ...]) -> Selection:
        mask = self.snapshot.mask(filters, self.fits)
        if without:
            mask = mask.copy()
            mask[self.snapshot.without(without)] = False
        ranked = self._best[mask[self._best]]
        refused = self.verdicts[ranked] == Verdict.INELIGIBLE
        outside = ranked[refused]
        # What one change would open goes before what stays shut, each in its order.
        near = self.near[outside]
        alive = near & (self.snapshot.sections[outside] != Section.PAST)
        outside = np.concatenate([outside[alive], outside[~alive]])
        return Selection(ranked[~refused], outside, outside[self.near[outside]])

    def select_best(self, without: tuple[str, ...] = ()) -> list[str]:
        """The ids of all programmes, those that may be entered first, each list best first."""
        chosen = self.select(Filters(), without)
        places = np.concatenate([chosen.inside, chosen.outside]).tolist()
        return [self.snapshot.ids[place] for place in places]

    @cached_property
    def near(self) -> NDArray[np.bool_]:
        """Which programmes one rule alone refuses, where the startup can change that.

        None for a company that is run from outside every alliance: what it could change would not
        be what stands in its way.
        """
        rulebook = self.snapshot.rulebook
        if strangers(self.profile, self.snapshot.on.date()):
            return np.zeros(len(rulebook.set_of), np.bool_)
        alone = rulebook.alone(self.answers)
        near = {
            rule: near_miss([self._change(rule)]) for rule in np.unique(alone).tolist() if rule >= 0
        }
        by_set = np.array([near.get(rule, False) for rule in alone.tolist()], np.bool_)
        found: NDArray[np.bool_] = by_set[rulebook.set_of]
        return found

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """What stands beside every line of this company's answer."""
        return of_company(self.profile, self.snapshot.on.date())

    def facets(self, places: Places) -> Facets:
        """How many of these programmes there are by section, verdict, status, kind and area."""
        numbers = np.bincount(self.verdicts[places], minlength=len(Verdict)).tolist()
        sections = np.bincount(self.snapshot.sections[places], minlength=len(Section)).tolist()
        return Facets(
            section={one.word: sections[one] for one in MATCHED if sections[one]},
            verdict={one.word: numbers[one] for one in Verdict if numbers[one]},
            **self.snapshot.filtered.counts(places),
        )

    @cached_property
    def unknown(self) -> dict[int, Finding | None]:
        """The rules that wait for something: the finding, or None where none can be asked."""
        waiting = np.flatnonzero(self.answers == Answer.UNKNOWN).tolist()
        rules = {place: self.snapshot.rulebook.rules[place].criterion for place in waiting}
        return {
            place: self._finding(rule, Answer.UNKNOWN) if askable(rule) else None
            for place, rule in rules.items()
        }

    def binding(self, place: int) -> tuple[Finding, ...]:
        """What the rules that decide on one programme say, worst answer first."""
        programme = self.snapshot.index.programmes[place]
        found = self._findings(programme.criteria, self.snapshot.rulebook.binding[place])
        if programme.buyers == "states":
            return (pool_finding(programme, self.sources), *found)
        return found

    def guiding(self, place: int) -> tuple[Finding, ...]:
        """The same of what only guides."""
        programme = self.snapshot.index.programmes[place]
        return self._findings(programme.guidance, self.snapshot.rulebook.guiding[place])

    def _findings(
        self, criteria: Sequence[AnyCriterion], rules: Sequence[int]
    ) -> tuple[Finding, ...]:
        """Worst answer first, else in the programme's order."""
        answers = [Answer(int(self.answers[rule])) for rule in rules]
        found = [
            (answer, self._finding(criterion, answer))
            for criterion, answer in zip(criteria, answers, strict=True)
        ]
        return tuple(finding for _, finding in sorted(found, key=lambda pair: -pair[0]))

    def _change(self, rule: int) -> str | None:
        """What the startup could do about a rule that it does not meet; None if nothing."""
        return self._finding(self.snapshot.rulebook.rules[rule].criterion, Answer.UNMET).change

    def _finding(self, criterion: AnyCriterion, answer: Answer) -> Finding:
        return explain_answer(criterion, self.profile, answer, self.sources)
