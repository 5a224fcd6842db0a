"""Which conditions are there in a catalogue, each of them once?

Programmes share conditions: most say "a seat in NATO". The rulebook numbers the distinct ones, so
that a frame of profiles is asked each question once, and programmes with the same conditions share
one row of verdicts.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from matcher.eligibility.answer import Answer, Band, bands
from matcher.eligibility.places import outside
from matcher.eligibility.verdicts import answers, joined
from programmes.criteria import Age, AnyCriterion, Control, NoWeapon, Seat, Statement
from programmes.model import current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.vocabulary import When
    from programmes.model import Programme

__all__ = ["Rule", "Rulebook", "RulebookResult"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A distinct condition, and the closing date that ages are counted to, if it counts one."""

    criterion: AnyCriterion
    closes: When | None = None


@dataclass(frozen=True, slots=True)
class RulebookResult:
    """What a rulebook finds in n profiles.

    Attributes:
        answers: Of each distinct rule, shape (rules, n), values of ``Answer``.
        verdicts: Of each distinct set of conditions, shape (rows, n), values of ``Verdict``.
        bands: The same with their outlook, values of ``Band``.
        row: Of each programme, its row in ``verdicts``; shape (programmes,).
    """

    answers: NDArray[np.uint8]
    verdicts: NDArray[np.uint8]
    bands: NDArray[np.uint8]
    row: NDArray[np.intp]

    def of(self, profile: int) -> Answers:
        """Every programme's verdict on one profile, shape (programmes,)."""
        found: Answers = self.verdicts[self.row, profile]
        return found

    def bands_of(self, profile: int) -> Answers:
        """The same with their outlook, values of ``Band``."""
        found: Answers = self.bands[self.row, profile]
        return found


class Rulebook:
    """The distinct conditions of some programmes at one instant.

    Args:
        programmes: In the order in which they are judged.
        on: The instant that is asked about: it decides which call is the current one.

    Attributes:
        rules: The distinct conditions.
        binding: Of each programme, the places in ``rules`` of what decides, in its own order.
        guiding: The same for what only guides.
        sets: The distinct sequences among ``binding``: what depends on the conditions alone is
            worked out once for each.
        set_of: Of each programme, its place in ``sets``; shape (programmes,).
        row: Of each programme, its row of verdicts: programmes of one set share it, whatever the
            order of their conditions, unless states are the buyers of one; shape (programmes,).
    """

    set_of: NDArray[np.intp]
    sets: list[tuple[int, ...]]
    row: NDArray[np.intp]

    def __init__(self, programmes: Sequence[Programme], *, on: datetime) -> None:
        self.on = on
        self.rules: list[Rule] = []
        self._known: dict[tuple[AnyCriterion, When | None], int] = {}
        self._seen: dict[tuple[int, When | None], int] = {}
        self.binding: list[tuple[int, ...]] = []
        self.guiding: list[tuple[int, ...]] = []
        for programme in programmes:
            self.binding.append(tuple(self._number(c, programme) for c in programme.criteria))
            self.guiding.append(tuple(self._number(c, programme) for c in programme.guidance))
        self._seen.clear()
        self.set_of, self.sets = _distinct(self.binding)
        members = [frozenset(one) for one in self.sets]
        pools = [programme.buyers == "states" for programme in programmes]
        self.row, rows = _distinct(
            [(pool, members[one]) for pool, one in zip(pools, self.set_of.tolist(), strict=True)]
        )
        self._unsure = {
            place: rule.criterion.model_copy(update={"confidence": "high"})
            for place, rule in enumerate(self.rules)
            if not rule.criterion.sure and not isinstance(rule.criterion, Statement)
        }
        self._perhaps = [
            place
            for place, rule in enumerate(self.rules)
            if isinstance(rule.criterion, NoWeapon) and not rule.criterion.certain
        ]
        self._pools = np.array([pool for pool, _ in rows], np.bool_)
        self._rows = _Stretches([sorted(one) for _, one in rows], len(self.rules))
        self._sets = _Stretches(self.sets, len(self.rules))

    def _number(self, criterion: AnyCriterion, programme: Programme) -> int:
        closes = None
        if isinstance(criterion, Age):
            call, _ = current_call(programme, on=self.on)
            closes = call.closes_when if call else None
        # Topics of one programme hold its very conditions: each is looked at once.
        known = self._seen.get((id(criterion), closes))
        if known is not None:
            return known
        key = (meaning(criterion), closes)
        if key not in self._known:
            self._known[key] = len(self.rules)
            self.rules.append(Rule(key[0], closes))
        self._seen[id(criterion), closes] = self._known[key]
        return self._known[key]

    def judge(self, frame: Frame) -> RulebookResult:
        """Ask every rule once, and join the answers to verdicts.

        For the outlook, what was read is taken as if it were stated, and a rule that our sources
        do not state firmly as if they did: that touches no answer and no verdict. What stays open
        for a company outside every alliance is unlikely.
        """
        found = self._answered(frame)
        verdicts = self._joined(found)
        believed, strange = self._believed(frame, found)
        ranked = bands(verdicts, self._joined(believed))
        if strange.any():
            doubtful = np.isin(ranked, (Band.LIKELY, Band.OPEN)) & strange
            ranked[doubtful] = Band.UNLIKELY
        return RulebookResult(found[:-1], verdicts, ranked, self.row)

    def marks(self, frame: Frame) -> NDArray[np.uint8]:
        """All on which verdicts and outlooks rest, so that two days can be compared.

        Returns:
            Of each rule the answer, then of each rule the answer that is believed, then whether a
            profile is outside every alliance; shape (2 * rules + 1, n).
        """
        found = self._answered(frame)
        believed, strange = self._believed(frame, found)
        return np.concatenate([found[:-1], believed[:-1], strange[None].astype(np.uint8)])

    def _believed(
        self, frame: Frame, found: NDArray[np.uint8]
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """The answers that give the outlook, and who is outside every alliance."""
        supposed = self._supposed(frame, found)
        strange = outside(frame, self.on.date())
        if frame.believed is not None:
            rows, other = frame.believed
            supposed = supposed.copy()
            supposed[:, rows] = self._supposed(other, self._answered(other))
            strange[rows] |= outside(other, self.on.date())
        return supposed, strange

    def _supposed(self, frame: Frame, found: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The answers if every rule were sure, and no limit that only may exist did."""
        if not (self._unsure or self._perhaps):
            return found
        supposed = found.copy()
        for place in self._perhaps:
            supposed[place, frame.flags["weapon"] < 0] = Answer.NOT_APPLICABLE
        for place, criterion in self._unsure.items():
            rule = self.rules[place]
            supposed[place] = answers(criterion, frame, on=self.on, closes=rule.closes)
        return supposed

    def _answered(self, frame: Frame) -> NDArray[np.uint8]:
        """Each rule's answers, and one row more that is always met."""
        # Calls have a statement each: where nobody states anything, none is looked at.
        silent = all(said is None for said in frame.statements)
        found = np.full((len(self.rules) + 1, len(frame)), Answer.UNKNOWN, np.uint8)
        found[-1] = Answer.MET
        for place, rule in enumerate(self.rules):
            if not (silent and _silent(rule.criterion)):
                found[place] = answers(rule.criterion, frame, on=self.on, closes=rule.closes)
        return found

    def _joined(self, found: NDArray[np.uint8]) -> NDArray[np.uint8]:
        worst = np.maximum.reduceat(found[self._rows.flat], self._rows.starts, axis=0)
        return joined(worst, pool=self._pools[:, None])

    def alone(self, answers: Answers) -> NDArray[np.intp]:
        """Of each set, the rule that alone keeps a profile out; -1 where it is not one.

        Args:
            answers: Of each rule on one profile, shape (rules,).
        """
        if not self.sets:
            return np.zeros(0, np.intp)
        flat, starts, within = self._sets.flat, self._sets.starts, self._sets.within
        unmet = np.append(answers == Answer.UNMET, False)[flat]
        found = np.full(len(self.sets), -1, np.intp)
        found[within[unmet]] = flat[unmet]
        return np.where(np.add.reduceat(unmet, starts, dtype=np.intp) == 1, found, -1)


_Thing = TypeVar("_Thing", bound=Hashable)


def _distinct(things: Sequence[_Thing]) -> tuple[NDArray[np.intp], list[_Thing]]:
    """Of each thing its place among the distinct ones, and these in order of appearance."""
    known: dict[_Thing, int] = {}
    return np.array([known.setdefault(one, len(known)) for one in things], np.intp), list(known)


class _Stretches:
    """Sets of rules, one after the other, so that all are looked at in one pass.

    Args:
        sets: Places of rules.
        always: The place of one rule more that is always met: it ends each set, so none is empty.
    """

    def __init__(self, sets: Sequence[Sequence[int]], always: int) -> None:
        lengths = [len(one) + 1 for one in sets]
        self.flat = np.array([place for one in sets for place in (*one, always)], np.intp)
        self.starts = np.cumsum([0, *lengths])[:-1]
        self.within = np.repeat(np.arange(len(lengths)), lengths)


def _silent(criterion: AnyCriterion) -> bool:
    return isinstance(criterion, Statement) and criterion.unless is None


def meaning(criterion: AnyCriterion) -> AnyCriterion:
    """The criterion without what does not change its answers: two that answer alike are equal."""
    said: dict[str, Any] = {
        "source": ("-",),
        "as_of": None,
        "note": None,
        "level": "programme",
        "confidence": "high" if criterion.sure else "low",
    }
    if isinstance(criterion, Seat | Control):
        said["perhaps_note"] = None
    return criterion.model_copy(update=said)
