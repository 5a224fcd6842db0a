"""Why is this the answer for this pair?

Joins what the rules found, what the features weigh and which passages carried it. Nothing is
decided here: verdicts come from the rulebook, numbers from the fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.cards import card
from matcher.answers.findings import askable, explain_answer, pool_finding
from matcher.eligibility.answer import Answer, Band, Verdict
from matcher.fit.order import near_miss
from matcher.fit.sections import Section, refused
from matcher.results import Card, Evidence, Finding, Match
from matcher.texts.words import shared_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.rulebook import Judgement, Rulebook
    from matcher.fit.index import Index, Reading
    from matcher.fit.model import FitModel
    from profiles.model import Profile
    from programmes.criteria import AnyCriterion
    from programmes.model import Call, Programme, Source, Status

__all__ = ["Account", "evidence"]

_PAIRS = 3
_WORDS = 8


def evidence(reading: Reading, index: Index, opening: int) -> tuple[Evidence, ...]:
    """The passages of a profile and an opening that are most alike, each profile passage once.

    One that is less than half as like as the best has carried nothing, and is left out.
    """
    held = index.openings[opening].texts
    start = int(index.starts[opening])
    likeness = reading.vectors @ index.vectors[start : start + len(held)].T
    found: list[Evidence] = []
    taken: set[int] = set()
    flat = np.argsort(-likeness, axis=None, kind="stable")
    for mine, theirs in zip(*np.unravel_index(flat, likeness.shape), strict=True):
        if int(mine) in taken or len(found) == _PAIRS:
            continue
        if found and likeness[mine, theirs] < found[0].similarity / 2:
            break
        taken.add(int(mine))
        one, other = reading.texts[mine], held[theirs]
        words = shared_words(one, other)[:_WORDS]
        found.append(Evidence(one, other, round(float(likeness[mine, theirs]), 3), words))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that was found for one profile, from which its pairs are explained.

    Attributes:
        profile, reading: The startup and its texts.
        row: Its row in the judgement.
        index, rulebook, judgement: The programmes, their conditions, and the answers.
        calls: Of each programme, its current call and status.
        sections: Of each programme, where it stands if no rule refuses the startup.
        values: Features of each programme, shape (programmes, features).
        fits: Of each programme, as shown and ranked; shape (programmes,).
        openings: Of each programme, the opening that fits best; shape (programmes,).
        model: The weights.
        sources: The catalogue's sources.
    """

    profile: Profile
    reading: Reading
    row: int
    index: Index
    rulebook: Rulebook
    judgement: Judgement
    calls: Sequence[tuple[Call | None, Status]]
    sections: NDArray[np.int8]
    values: NDArray[np.float64]
    fits: NDArray[np.float64]
    openings: NDArray[np.intp]
    model: FitModel
    sources: Mapping[str, Source]

    def verdict(self, place: int) -> Verdict:
        """The joined answer for one programme."""
        return Verdict(int(self.judgement.verdicts[self.judgement.row[place], self.row]))

    def band(self, place: int) -> Band:
        """The same with its outlook."""
        return Band(int(self.judgement.bands[self.judgement.row[place], self.row]))

    def unknown(self) -> dict[int, Finding | None]:
        """The rules that wait for something: the finding, or None where none can be asked."""
        waiting = np.flatnonzero(self.judgement.answers[:, self.row] == Answer.UNKNOWN)
        found: dict[int, Finding | None] = {}
        for place in waiting.tolist():
            criterion = self.rulebook.rules[place].criterion
            found[place] = (
                explain_answer(criterion, self.profile, Answer.UNKNOWN, self.sources)
                if askable(criterion)
                else None
            )
        return found

    def change(self, rule: int) -> str | None:
        """What the startup could do about a rule that it does not meet; None if nothing."""
        criterion = self.rulebook.rules[rule].criterion
        return explain_answer(criterion, self.profile, Answer.UNMET, self.sources).change

    def match(self, place: int, rank: int | None) -> Match:
        """One pair, explained.

        Args:
            place: The programme's place in the index.
            rank: Its rank, or None where nothing is ranked.
        """
        found = self.outline(place, rank)
        binding = self.binding(place)
        out = found.verdict == Verdict.INELIGIBLE.word
        near = out and _is_near(binding)
        found = replace(
            found,
            near_miss=near,
            section=refused(self._section(place), near=near).word if out else found.section,
            findings=binding,
            guidance=self._said(self._programme(place).guidance, self.rulebook.guiding[place]),
            contributions=self.model.contributions(self.values[place]),
            evidence=evidence(self.reading, self.index, int(self.openings[place])),
        )
        return replace(found, card=self._card(found, place))

    def outline(self, place: int, rank: int | None) -> Match:
        """One pair without its reasons: no findings, contributions or evidence.

        Whether it is a near miss is not told either, and the section is that of a startup that no
        rule refuses.
        """
        programme = self._programme(place)
        call, status = self.calls[place]
        opening, verdict = int(self.openings[place]), self.verdict(place)
        return Match(
            rank=rank,
            profile=self.profile.id,
            programme=programme.id,
            name=programme.name,
            kind=programme.kind,
            status=str(status),
            section=self._section(place).word,
            outlook=self.band(place).outlook,
            opens=call.opens_shown if call else None,
            closes=call.closes_shown if call else None,
            verdict=verdict.word,
            fit=float(self.fits[place]),
            topic=self.index.openings[opening].challenge,
            near_miss=False,
            findings=(),
            guidance=(),
            contributions=(),
            evidence=(),
            apply_url=programme.apply_url,
            reading=self.reading.mark,
        )

    def refusal(self, place: int) -> Match:
        """One pair that a rule keeps apart: what the rules say, and nothing of the fit's parts."""
        binding = self.binding(place)
        near = _is_near(binding)
        section = refused(self._section(place), near=near).word
        found = self.outline(place, None)
        found = replace(found, near_miss=near, section=section, findings=binding)
        return replace(found, card=self._card(found, place))

    def _card(self, match: Match, place: int) -> Card:
        call, status = self.calls[place]
        return card(match, self._programme(place), self.profile, call, status, self.rulebook.on)

    def _section(self, place: int) -> Section:
        return Section(int(self.sections[place]))

    def _programme(self, place: int) -> Programme:
        return self.index.programmes[place]

    def binding(self, place: int) -> tuple[Finding, ...]:
        """What the rules that decide on one programme say, worst answer first."""
        programme = self._programme(place)
        found = self._said(programme.criteria, self.rulebook.binding[place])
        if programme.buyers == "states":
            return (pool_finding(programme, self.sources), *found)
        return found

    def _said(self, criteria: Sequence[AnyCriterion], places: Sequence[int]) -> tuple[Finding, ...]:
        """Findings, worst answer first, else in the programme's order."""
        answers = [Answer(int(self.judgement.answers[place, self.row])) for place in places]
        found = [
            (answer, explain_answer(criterion, self.profile, answer, self.sources))
            for criterion, answer in zip(criteria, answers, strict=True)
        ]
        return tuple(finding for _, finding in sorted(found, key=lambda pair: -pair[0]))


def _is_near(binding: Sequence[Finding]) -> bool:
    return near_miss([f.change for f in binding if f.answer == Answer.UNMET.word])
