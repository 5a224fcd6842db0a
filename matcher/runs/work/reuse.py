"""Which rows of a former run still hold, so that they need not be worked out again?

A pair depends on the startup, on the programme, and on what the programme's conditions say of the
startup on the day asked about; on nothing else. So a startup keeps its rows if its facts, its texts
and all answers are the same, and loses those of programmes that changed. What it keeps beyond its
former list is not known: if the list was full and has lost a row, the startup is ranked anew. A
programme's list holds some more startups than are shown, and is taken over as long as enough of
them are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.runs.files.seen import entries
from matcher.runs.files.tables import MORE, PairLabels, Pairs, pairs_of
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.snapshot import Snapshot
    from matcher.runs.files.plan import RunPlan
    from matcher.runs.files.reading import CompletedRun
    from matcher.runs.files.seen import SeenProgramme
    from matcher.runs.files.shards import Shard

    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

__all__ = ["FormerRun", "Known", "refusal"]

_MARKS = ("kind", "criteria", "rules", "texts", "calls", "offer")
"""What rows depend on, of what a run keeps of its programmes."""
_TOLD = {
    "filters": "filter",
    "fit": "set of weights",
    "text": "way of reading texts",
    "top": "--top",
    "versions": "version of allymatch or of what it computes with",
}
_SHARDS = 8
"""Former shards that one shard takes rows from; where more are mixed, reading them costs more."""


def refusal(run: CompletedRun, plan: RunPlan) -> str | None:
    """What keeps a plan from taking any row of a former run; None if nothing does."""
    then, now = asdict(run.manifest.plan), asdict(plan)
    for one in (then, now):
        one.pop("shard_rows"), one.pop("on"), one["settings"].pop("catalogue", None)
    sides = run.manifest.plan.sides()
    wanted = {"startups", *plan.sides()}
    if missing := sorted(wanted.difference(sides)):
        return f"it keeps no rows by {missing[0]}"
    then.pop("side"), now.pop("side")
    differs = [name for name in now if then[name] != now[name] and name != "settings"]
    differs += sorted(k for k, v in now["settings"].items() if then["settings"].get(k) != v)
    if not differs and (damage := next(run.damage(), None)):
        return damage
    told = " and another ".join(_TOLD.get(name, name) for name in differs)
    return f"it was made with another {told}" if differs else None


@dataclass(frozen=True)
class Known:
    """What a former run tells of a shard; startups by their place in the shard.

    Attributes:
        anew: Those that are ranked with every programme.
        rest: The others.
        rows: What is known to be among the best of the others, but for programmes that changed.
        theirs: What is known to be among the best of programmes that did not change.
        more: Of each programme, whether others may follow on those; shape (programmes,).
    """

    anew: Places
    rest: Places
    rows: Pairs
    theirs: Pairs
    more: Flags

    def among(self, places: Places) -> Known:
        """The same of those startups alone."""
        rows, theirs = (
            pairs.take(np.flatnonzero(np.isin(pairs.profile, places)))
            for pairs in (self.rows, self.theirs)
        )
        return replace(self, rows=rows, theirs=theirs)


@dataclass(frozen=True)
class _Held:
    """A former shard.

    Attributes:
        marks: Of each startup its place, facts and texts.
        rows: What the startups keep.
        theirs: What the programmes keep of this shard.
        more: Of each programme, whether others may follow on those.
    """

    marks: Mapping[str, tuple[int, str, str]]
    rows: Pairs
    theirs: Pairs
    more: Flags


class FormerRun:
    """A complete run to take rows from; see ``refusal``.

    Args:
        run: The former run.
        plan: That of the new one.
        snapshot: Today's programmes.
        words: The words behind the numbers of pairs.

    Attributes:
        changed: Which programmes are new or not what they were, shape (programmes,).
    """

    run: CompletedRun
    plan: RunPlan
    changed: NDArray[np.bool_]

    def __init__(
        self, run: CompletedRun, plan: RunPlan, snapshot: Snapshot, words: PairLabels
    ) -> None:
        self.run, self.plan, self._snapshot, self._words = run, plan, snapshot, words
        known = run.catalogue
        exact = bool(plan.filters["statuses"])
        same = [_same(known.get(one.programme), one, exact=exact) for one in entries(snapshot)]
        self.changed = ~np.array(same, np.bool_)
        self._then, self._rules = self._ageing()
        self._both = "programmes" in plan.sides()
        # Neighbouring shards of the input need neighbouring former ones.
        self._held = lru_cache(maxsize=2 if self._both else _SHARDS)(self._read)

    def _ageing(self) -> tuple[Rulebook | None, Places]:
        """The rules of the former day, and which of them is which of today's; shape (2, rules)."""
        day, now = instant(self.run.manifest.plan.on), self._snapshot.rulebook
        if day == now.on:
            return None, np.zeros((2, 0), np.intp)
        then = Rulebook(self._snapshot.index.programmes, on=day)
        pairs = {
            pair
            for place in np.flatnonzero(~self.changed)
            for one, other in ((then.binding, now.binding), (then.guiding, now.guiding))
            for pair in zip(one[place], other[place], strict=True)
        }
        return then, np.array(sorted(pairs), np.intp).reshape(-1, 2).T

    def known(self, shard: Shard) -> Known | None:
        """What need not be worked out of a shard; None if all of it has to be."""
        number = len(shard.profiles)
        homes = self.run.shards_of([one.id for one in shard.profiles])
        counts = np.bincount(homes[homes >= 0], minlength=1)
        # A programme's list is taken from one shard: of several it would not be complete.
        most = np.argsort(-counts, kind="stable")[: 1 if self._both else _SHARDS]
        held = [self._held(int(home)) for home in most if counts[home]]
        moved = [self._moved(one, shard) for one in held]
        same = np.zeros(number, np.bool_)
        for places in moved:
            same[places[places >= 0]] = True
        same &= ~self._aged(shard, same)
        rows = [_at(one.rows, places, same) for one, places in zip(held, moved, strict=True)]
        if not rows:
            return None
        pairs = Pairs.join(rows)
        stays = self._stays(pairs)
        touched = np.bincount(pairs.profile[~stays], minlength=number) > 0
        full = np.bincount(pairs.profile, minlength=number) >= self.plan.top
        rest = same & ~(touched & full)
        theirs, more = held[0].theirs, held[0].more & ~self.changed
        if self._both:
            theirs = _at(theirs, moved[0], same)
            theirs = theirs.take(np.flatnonzero(self._stays(theirs)))
            left = np.bincount(theirs.programme, minlength=len(more))
            # A list that was cut goes on, and what follows is not known.
            if (more & (left < self.plan.top)).any():
                return None
        return Known(
            anew=np.flatnonzero(~rest),
            rest=np.flatnonzero(rest),
            rows=pairs.take(np.flatnonzero(stays & rest[pairs.profile])),
            theirs=theirs,
            more=more,
        )

    def _moved(self, held: _Held, shard: Shard) -> Places:
        """Of each startup of a former shard its place in a new one; -1 if it changed or left."""
        found = np.full(len(held.marks), -1, np.intp)
        for place, (one, marks) in enumerate(zip(shard.profiles, shard.marks, strict=True)):
            at, *former = held.marks.get(one.id, (-1,))
            if tuple(former) == marks:
                found[at] = place
        return found

    def _aged(self, shard: Shard, some: Flags) -> Flags:
        """Which of some startups a condition answers in another way than on the former day."""
        found = np.zeros(len(some), np.bool_)
        if self._then is not None and some.any():
            frame = Frame.of([shard.profiles[place] for place in np.flatnonzero(some)])
            then, now = self._then, self._snapshot.rulebook
            before, after = then.marks(frame), now.marks(frame)
            one, other = self._rules
            # Each rule's answer, the one that is believed, and, last, who is outside all alliances.
            same = np.concatenate([one, one + len(then.rules), [2 * len(then.rules)]])
            as_well = np.concatenate([other, other + len(now.rules), [2 * len(now.rules)]])
            found[some] = (before[same] != after[as_well]).any(axis=0)
        return found

    def _stays(self, pairs: Pairs) -> Flags:
        """Whether each pair is one with a programme that did not change."""
        return (pairs.programme >= 0) & ~self.changed[pairs.programme]

    def _read(self, shard: int) -> _Held:
        profiles = self.run.table(shard, "profiles").to_pydict()
        ids = profiles["profile"]
        rows = zip(ids, profiles["facts"], profiles["texts"], strict=True)
        marks = {one: (place, *said) for place, (one, *said) in enumerate(rows)}
        found = pairs_of(self.run.table(shard, "startups"), ids, self._words)
        theirs, more = found.take(np.zeros(0, np.intp)), np.zeros(len(self.changed), np.bool_)
        if self._both:
            table = self.run.table(shard, "programmes")
            theirs = pairs_of(table, ids, self._words)
            goes_on = theirs.programme[table.column(MORE).to_numpy(zero_copy_only=False)]
            more[goes_on[goes_on >= 0]] = True
        return _Held(marks, found, theirs, more)


def _same(then: SeenProgramme | None, now: SeenProgramme, *, exact: bool) -> bool:
    """Whether a programme's rows hold if the answers to its conditions do.

    Args:
        then: What it said; None if it was not there.
        now: What it says.
        exact: Whether its very status matters, and not only the section that it puts it in.
    """
    if then is None or any(getattr(then, name) != getattr(now, name) for name in _MARKS):
        return False
    if exact:
        return (then.status, then.section) == (now.status, now.section)
    return then.section == now.section


def _at(pairs: Pairs, places: Places, kept: Flags) -> Pairs:
    """Pairs of startups at other places; without those that have none or are not kept."""
    profile = places[pairs.profile]
    inside = (profile >= 0) & kept[profile]
    return replace(pairs, profile=profile).take(np.flatnonzero(inside))
