"""What changed between two runs, and why?

A pair that is in both runs and differs, or is in one of them only, has one cause: the first of
those below that is true of it. What came or went though nothing of its own changed was moved by
others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.runs.catalogue import Entry
    from matcher.runs.reading import Known, Row, Run

__all__ = ["CAUSES", "Change", "Difference", "difference"]

CAUSES = {
    "profile": "the profile came or went",
    "programme": "the programme came or went",
    "facts": "the startup states other facts",
    "rule": "the programme's conditions changed",
    "date": "the runs ask about different days",
    "call": "the programme's calls changed",
    "text": "the startup's or the programme's text changed",
    "offer": "the programme's areas or sums changed",
    "model": "another model, other weights or another way of reading texts",
    "others": "nothing of the pair changed: other pairs moved up or down",
}
"""Why a pair differs, in the order in which causes are looked for."""

_EXAMPLES = 3
_OF_VERDICT = ("facts", "rule", "date")
_OF_STATUS = ("call", "date")
_OF_FIT = ("text", "facts", "offer", "rule", "model")


@dataclass(frozen=True, slots=True)
class Change:
    """One pair that differs: what it was and is, None where it was not there."""

    profile: str
    programme: str
    what: str
    cause: str
    before: Any
    after: Any


@dataclass
class Difference:
    """All that differs.

    Attributes:
        counts: By what differs (``verdict``, ``status``, ``fit``, ``rank``, ``came``, ``went``)
            and cause.
        examples: The first pairs of each.
        same: Pairs that are in both runs without any difference.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[Change]] = field(default_factory=dict)
    same: int = 0

    def add(self, change: Change) -> None:
        """Count one pair."""
        key = (change.what, change.cause)
        self.counts[key] += 1
        kept = self.examples.setdefault(key, [])
        if len(kept) < _EXAMPLES:
            kept.append(change)


def difference(before: Run, after: Run) -> Difference:
    """Compare the startups' rows of two runs, profile by profile.

    Raises:
        RunError: One of them keeps no rows by startups.
    """
    for run in (before, after):
        run.needs("startups")
    found = Difference()
    why = _Why(before, after)
    for number in after.shards:
        held = after.shard(number)
        for profile, known in held.profiles.items():
            place = before.where.get(profile)
            former = before.shard(place) if place is not None else None
            then = former.profiles[profile] if former else None
            rows = former.rows[profile] if former else ()
            _compare(found, why.about(then, known), rows, held.rows[profile])
    for number in before.shards:
        gone = before.shard(number)
        for profile, known in gone.profiles.items():
            if profile not in after.where:
                _compare(found, why.about(known, None), gone.rows[profile], ())
    return found


class _Why:
    """The causes that are true of a pair."""

    def __init__(self, before: Run, after: Run) -> None:
        self._then, self._now = before.catalogue, after.catalogue
        one, other = before.manifest.plan, after.manifest.plan
        self._date = one.on != other.on
        self._model = any(
            one.settings.get(name) != other.settings.get(name) for name in ("model", "fit", "text")
        )

    def about(self, then: Known | None, now: Known | None) -> Callable[[str], Iterator[str]]:
        """Of one profile: what is true of it and a programme, by the programme's id."""

        def true(programme: str) -> Iterator[str]:
            if then is None or now is None:
                yield "profile"
                return
            one, other = self._then.get(programme), self._now.get(programme)
            if one is None or other is None:
                yield "programme"
                return
            yield from self._of_pair(then, now, one, other)

        return true

    def _of_pair(self, then: Known, now: Known, one: Entry, other: Entry) -> Iterator[str]:
        checks = {
            "facts": then.facts != now.facts,
            "rule": one.rules != other.rules,
            "date": self._date,
            "call": one.calls != other.calls,
            "text": then.texts != now.texts or one.texts != other.texts,
            "offer": one.offer != other.offer,
            "model": self._model,
        }
        yield from (cause for cause, holds in checks.items() if holds)


def _compare(
    found: Difference,
    why: Callable[[str], Iterator[str]],
    before: Iterable[Row],
    after: Iterable[Row],
) -> None:
    then = {row["programme"]: row for row in before}
    now = {row["programme"]: row for row in after}
    for programme in sorted(then.keys() | now.keys()):
        causes = tuple(why(programme))
        one, other = then.get(programme), now.get(programme)
        row = other or one
        assert row is not None  # noqa: S101 - it stands in one of the two
        change = _what(one, other)
        if change is None:
            found.same += 1
            continue
        what, relevant, was, is_ = change
        cause = next((c for c in causes if c in relevant), "others")
        found.add(Change(row["profile"], programme, what, cause, was, is_))


def _what(one: Row | None, other: Row | None) -> tuple[str, tuple[str, ...], Any, Any] | None:
    every = tuple(CAUSES)
    if one is None or other is None:
        was, is_ = (None if row is None else (row["rank"], row["fit"]) for row in (one, other))
        return ("came" if one is None else "went"), every, was, is_
    for what, causes in (("verdict", _OF_VERDICT), ("status", _OF_STATUS), ("fit", _OF_FIT)):
        if one[what] != other[what]:
            return what, causes, one[what], other[what]
    if one["findings"] != other["findings"]:
        return "findings", _OF_VERDICT, one["findings"], other["findings"]
    if one["rank"] != other["rank"]:
        return "rank", (), one["rank"], other["rank"]
    return None
