"""What should a startup be asked next, and what did its last answer change?

Rules alone are asked here, and no text is compared, so that each answer is told at once. The same
steps serve a person at a terminal, a page and a program: a profile in, the counts and the questions
out, again after each answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.findings import askable, explain_answer
from matcher.answers.questions import questions
from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.eligibility.sections import Section, sections_of
from profiles.vocabulary import instant
from programmes.model import current_call

if TYPE_CHECKING:
    from matcher.results import Finding, Question
    from profiles.model import Profile
    from programmes.model import Programme, Source

__all__ = ["Interview", "InterviewStep", "told"]


@dataclass(frozen=True, slots=True)
class InterviewStep:
    """Where a profile stands before the next question.

    Attributes:
        counts: How many programmes have each verdict, past ones left out.
        questions: What to ask, that which settles most first.
    """

    counts: dict[str, int]
    questions: tuple[Question, ...]


class Interview:
    """The rules of programmes on one day, ready to be asked again and again.

    Args:
        programmes: What may be entered.
        sources: Where their rules come from, by slug.
        on: The day or instant asked about.
    """

    def __init__(
        self,
        programmes: Sequence[Programme],
        sources: Mapping[str, Source],
        *,
        on: str | date | datetime,
    ) -> None:
        at = instant(on)
        calls = [(one, current_call(one, on=at)) for one in programmes]
        sections = sections_of([one for one, _ in calls], [call for _, call in calls])
        alive = [
            one
            for (one, _), section in zip(calls, sections, strict=True)
            if section not in (Section.PAST, Section.SUPPLY)
        ]
        self._rulebook = Rulebook(alive, on=at)
        self._sources = sources

    def step(self, profile: Profile) -> InterviewStep:
        """Where a profile stands, and what to ask next."""
        rulebook = self._rulebook
        judged = rulebook.judge(Frame.of([profile]))
        verdicts = judged.of(0)
        numbers = np.bincount(verdicts, minlength=len(Verdict)).tolist()
        answers = judged.answers[:, 0]
        waiting = np.flatnonzero(verdicts == Verdict.UNDETERMINED)
        sets, times = np.unique(rulebook.set_of[waiting], return_counts=True)
        found = dict(self._unknown(profile, np.flatnonzero(answers == Answer.UNKNOWN).tolist()))
        return InterviewStep(
            counts={one.word: numbers[one] for one in Verdict if numbers[one]},
            questions=questions(
                [rulebook.sets[one] for one in sets.tolist()], found, times.tolist()
            ),
        )

    def _unknown(self, profile: Profile, places: list[int]) -> Iterator[tuple[int, Finding | None]]:
        for place in places:
            rule = self._rulebook.rules[place].criterion
            if not askable(rule):
                yield place, None
            else:
                yield place, explain_answer(rule, profile, Answer.UNKNOWN, self._sources)


def told(before: InterviewStep, after: InterviewStep) -> str:
    """What an answer changed, in a few words.

    >>> before = InterviewStep({"eligible": 1, "undetermined": 5}, ())
    >>> told(before, InterviewStep({"eligible": 4, "ineligible": 2}, ()))
    '+3 eligible, +2 ineligible, -5 undetermined'
    """
    words = ("eligible", "ineligible", "undetermined")
    moved = [(word, after.counts.get(word, 0) - before.counts.get(word, 0)) for word in words]
    return ", ".join(f"{by:+d} {word}" for word, by in moved if by) or "nothing changed"
