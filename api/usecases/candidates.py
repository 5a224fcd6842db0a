"""Who are the candidates of a programme?

Every profile that the caller may see, by the same rules, in one order, with what should be looked
into: flags, and who is alike. Filters act before anything is counted or cut. Nobody is dropped: who
is refused, or was graded 0, stands in the list or in one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from api.runs.candidates import PAIR, rank_keys, read_code
from api.schemas.paging import place
from api.schemas.screening import NO_GRADE, Screening
from api.store.values import Judgment
from api.usecases.access import Visibility
from api.usecases.base import UseCase
from api.usecases.engine import Engine
from api.usecases.entrants import Entrants, alike, twins
from api.usecases.matches import moment_of
from api.usecases.rosters import Base, Newcomer, base_of, newcomers
from matcher.answers.page import cut
from matcher.eligibility.answer import Verdict
from matcher.eligibility.sections import Section, refused
from matcher.fit.model import DECIMALS
from matcher.results import Match

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["candidates"]

_UNIT = 10**DECIMALS
_CODES = 256


def candidates(
    desk: UseCase,
    programme: str,
    wanted: Screening,
    *,
    limit: int,
    on: str | None = None,
    cursor: str | None = None,
    full: bool = False,
) -> dict[str, Any]:
    """A page of a programme's candidates, best first.

    Args:
        desk: Who asks.
        programme: Whose candidates.
        wanted: Filters.
        limit: Candidates on the page.
        on: The day or instant asked about.
        cursor: Of the page.
        full: Whether each comes with its reasons.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
        NotRanked: There are too many profiles and no run.
    """
    context, engine = desk.context, desk.context.engine
    programme = desk.served(programme)
    moment = moment_of(desk, on, engine)
    base = base_of(context, engine, programme, moment, now=not on, organisation=desk.caller.holder)
    fresh, waiting = newcomers(context, engine, base, programme, moment)
    judged = _judged(desk, programme)
    sheet = _Sheet(desk, engine, programme, moment, base, fresh, judged)
    places = sheet.kept(wanted)
    state = f"{base.run}|{base.as_of}|{programme}|{wanted}|{base.roster.number}|{len(places)}"
    first = place(cursor, state)
    shown = places[first : first + limit]
    items = [sheet.item(int(at), rank) for rank, at in enumerate(shown.tolist(), first + 1)]
    explained = _explained(desk, engine, programme, items, moment) if full else {}
    for item in items:
        own = judged.get(item["profile"])
        item["grade"] = own.grade if own else None
        item["decision"] = own.id if own else None
        item["match"] = explained.get(item["profile"])
        if full:
            item["note"] = own.note if own else None
    desk.note("candidates.read", programme)
    return {
        "programme": programme,
        "on": moment,
        "run": base.run,
        "as_of": base.as_of,
        "stale": base.stale,
        "learned": base.learned.version if base.learned else None,
        "newer": {"joined": len(fresh), "waiting": waiting},
        "total": len(places),
        "facets": sheet.facets(places),
        "items": items,
        "next": cut(first + limit, state) if first + limit < len(places) else None,
    }


def _judged(desk: UseCase, programme: str) -> Mapping[str, Judgment]:
    """Who judges sees its own judgments, which are those that its next ones replace.

    Those of colleagues are not shown here, so that each decides alone.
    """
    organisation = desk.caller.holder if desk.caller.role != "analyst" else None
    found = desk.context.stores.matches.judgments(programme, organisation)
    return {one.profile: one for one in found if organisation is None or one.by == desk.caller.key}


def _explained(
    desk: UseCase, engine: Engine, programme: str, items: Sequence[dict[str, Any]], moment: str
) -> dict[str, Match]:
    """The pairs of a page with all their reasons."""
    store = desk.context.stores.profiles
    found = [store.get(item["profile"]) for item in items if item["profile"] in store]
    with desk.context.working():
        return {one.id: engine.matcher.explain(one, programme, on=moment) for one in found}


class _Sheet:
    """Everybody before one programme, for one caller: base and newcomers as one list.

    Places above those of the base are the newcomers'.
    """

    def __init__(
        self,
        desk: UseCase,
        engine: Engine,
        programme: str,
        moment: str,
        base: Base,
        fresh: Sequence[Newcomer],
        judged: Mapping[str, Judgment],
    ) -> None:
        snapshot = engine.matcher.snapshot(moment)
        at = snapshot.places.get(programme)
        self._section = Section.LATER if at is None else Section(int(snapshot.sections[at]))
        if at is None:  # a topic without terms of its own is weighed as its programme is
            at = snapshot.places[programme.partition("/")[0]]
        self._old, number = base.roster.entrants, len(base.roster.entrants.names)
        rows = [one.entrant._replace(place=place) for place, one in enumerate(fresh)]
        self._new, self._first = Entrants(rows), number
        self._judged = judged
        pairs = np.zeros(len(fresh), PAIR)
        for row, one in enumerate(fresh):
            # By a learned fit, one is weighed before this programme alone.
            pairs[row] = one.pairs[at if base.learned is None else 0]
        sight = Visibility(desk.caller, desk.context.stores, programme)
        seen = self._old.seen(sight, (sight.state, programme)) & base.roster.current
        self.seen: Mask = np.concatenate([seen, self._new.seen(sight, None)])
        self._who = _merged(base.rows, self._old, pairs, self._new)
        self._codes = np.zeros(number + len(fresh), np.uint8)
        self._fits = np.zeros(number + len(fresh), np.uint32)
        self._codes[base.rows["who"]], self._fits[base.rows["who"]] = (
            base.rows["band"], base.rows["fit"],
        )  # fmt: skip
        self._codes[number:], self._fits[number:] = pairs["band"], pairs["fit"]
        self._words = [self._read(code) for code in range(_CODES)]
        self.seen &= np.array([bool(one) for one in self._words])[self._codes]
        self._numbers = base.roster.likeness.with_more(self._new.prints)
        self._alike = alike(self._numbers, self.seen)
        self._alike["conflict"] = self._declared(desk)

    def _declared(self, desk: UseCase) -> Mask:
        """With whom the caller has declared a conflict of interest."""
        found = np.zeros(len(self.seen), np.bool_)
        for one in desk.context.stores.matches.conflicts(desk.caller.holder):
            if one["officer"] == desk.caller.key:
                for held, first in ((self._old, 0), (self._new, self._first)):
                    if one["profile"] in held.place:
                        found[held.place[one["profile"]] + first] = True
        return found & self.seen

    def _read(self, code: int) -> dict[str, Any]:
        """What a code says, in words; nothing for who is gone."""
        found = read_code(code)
        if found is None:
            return {}
        band, near, reading = found
        section = self._section
        if band.verdict is Verdict.INELIGIBLE:
            section = refused(section, near=near)
        return {
            "verdict": band.verdict.word,
            "outlook": band.outlook,
            "section": section.word,
            "near_miss": near,
            "reading": reading,
        }

    def kept(self, wanted: Screening) -> NDArray[np.intp]:
        """The places of those that filters keep, best first."""
        mask = self.seen & (self._fits >= np.rint(wanted.min_fit * _UNIT))
        codes = np.array([self._code_kept(words, wanted) for words in self._words], np.bool_)
        mask &= codes[self._codes]
        asked = {"country": wanted.countries, "area": wanted.areas}
        mask &= np.concatenate([self._old.having(asked), self._new.having(asked)])
        if wanted.flags:
            mask &= self._flagged(wanted.flags)
        if wanted.grades or wanted.part == "rejected":
            mask &= self._graded(wanted.grades or ("0",))
        found: NDArray[np.intp] = self._who[mask[self._who]]
        return found

    def _code_kept(self, words: Mapping[str, Any], wanted: Screening) -> bool:
        if not words:
            return False
        refused_ = words["verdict"] == Verdict.INELIGIBLE.word
        if wanted.part in {"candidates", "ineligible"} and refused_ != (
            wanted.part == "ineligible"
        ):
            return False
        return all(
            not some or words[name] in some
            for name, some in (
                ("verdict", wanted.verdicts),
                ("section", wanted.sections),
                ("outlook", wanted.outlooks),
                ("reading", wanted.readings),
            )
        )

    def _flagged(self, wanted: Sequence[str]) -> Mask:
        asked = {"flag": wanted}
        found: Mask = np.concatenate([self._old.having(asked), self._new.having(asked)])
        for kind in wanted:
            if kind in self._alike:
                found |= self._alike[kind]
        return found

    def _graded(self, wanted: Sequence[str]) -> Mask:
        known = np.full(len(self.seen), -1, np.int8)
        for name, one in self._judged.items():
            for held, first in ((self._old, 0), (self._new, self._first)):
                if name in held.place:
                    known[held.place[name] + first] = -1 if one.grade is None else one.grade
        grades = [-1 if one == NO_GRADE else int(one) for one in wanted]
        found: Mask = np.isin(known, grades)
        return found

    def item(self, at: int, rank: int) -> dict[str, Any]:
        """One candidate as a list shows it."""
        held, row = (self._old, at) if at < self._first else (self._new, at - self._first)
        kinds = [kind for kind, mask in self._alike.items() if mask[at]]
        return {
            "profile": held.names[row],
            **self._words[int(self._codes[at])],
            "fit": int(self._fits[at]) / _UNIT,
            "flags": [*held.flags[row], *kinds],
            "alike": [self._name(one) for one in twins(self._numbers, self.seen, at)]
            if kinds else [],
            "newer": at >= self._first,
            "rank": rank,
        }  # fmt: skip

    def _name(self, at: int) -> str | None:
        return self._old.names[at] if at < self._first else self._new.names[at - self._first]

    def facets(self, places: NDArray[np.intp]) -> dict[str, dict[str, int]]:
        """How many of these there are of each word that a filter takes."""
        found: dict[str, dict[str, int]] = {}
        numbers = np.bincount(self._codes[places], minlength=_CODES).tolist()
        for name in ("verdict", "section", "outlook", "reading"):
            counts: dict[str, int] = {}
            for words, number in zip(self._words, numbers, strict=True):
                if number:
                    counts[words[name]] = counts.get(words[name], 0) + number
            found[name] = counts
        old, new = places[places < self._first], places[places >= self._first] - self._first
        for name in ("country", "area", "flag"):
            counts = self._old.facets[name].counts(old)
            for word, number in self._new.facets[name].counts(new).items():
                counts[word] = counts.get(word, 0) + number
            found[name] = counts
        for kind, mask in self._alike.items():
            if number := int(mask[places].sum()):
                found["flag"][kind] = number
        return found


def _merged(
    rows: NDArray[np.void], old: Entrants, pairs: NDArray[np.void], new: Entrants
) -> NDArray[np.intp]:
    """The places of all, best first: newcomers stand where they would if all were ranked anew."""
    ranked = rows["who"].astype(np.intp)
    if not len(pairs):
        return ranked
    keys, more = rank_keys(rows), rank_keys(pairs)
    low, high = np.searchsorted(keys, more, "left"), np.searchsorted(keys, more, "right")
    spots = []
    for row, (left, right) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        name = new.names[row] or ""
        while left < right:  # among equals, by id
            middle = (left + right) // 2
            if (old.names[ranked[middle]] or "") < name:
                left = middle + 1
            else:
                right = middle
        spots.append((left, int(more[row]), name, row))
    spots.sort()
    where = [spot for spot, _, _, _ in spots]
    return np.insert(ranked, where, [row + len(old.names) for _, _, _, row in spots])
