"""Who are the candidates of a programme?

They come from the last finished run for the instant and the settings: every profile that took part,
by the same rules, in one order. A caller sees those that it may, and filters act before anything is
counted or cut. Without a run they are worked out, if there are few enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from api.errors import NotRanked
from api.runs.candidates import CandidateTable
from api.schemas.paging import page, place
from api.store.judgments import Run
from api.usecases.access import Visibility, must_serve, owner_of
from api.usecases.base import UseCase
from api.usecases.engine import Engine
from api.usecases.matches import moment_of
from matcher.answers.page import cut
from matcher.results import Match
from programmes.filters import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["People", "candidates"]


_MASKS = 32
"""Filters whose people are remembered."""


class People:
    """Everybody who took part in a run, by place: who, of which holder, from where, in what.

    Args:
        rows: Of the store: the id (None for one that is gone), countries and areas with commas.
    """

    def __init__(self, rows: Sequence[tuple[str | None, str, str]]) -> None:
        self.names = [name for name, _, _ in rows]
        known: dict[str, int] = {}
        owners = (owner_of(name) if name is not None else None for name in self.names)
        self._owner = np.array(
            [-1 if one is None else known.setdefault(one, len(known)) for one in owners], np.intp
        )
        self._owners = list(known)
        self._words = [f",{seats},|,{areas}," for _, seats, areas in rows]
        self._masks: dict[tuple[int, tuple[str, ...]], NDArray[np.bool_]] = {}
        self.size = 1_000 + 300 * len(rows)

    def seen(self, sight: Visibility, filters: Filters) -> NDArray[np.bool_]:
        """Whom a caller sees, and the filters keep; fits aside."""
        may = np.array([sight.sees(f"{owner}~") if owner else sight.sees("") for owner in
                        self._owners] + [False], np.bool_)  # fmt: skip
        found: NDArray[np.bool_] = may[self._owner]
        for wanted, side in ((filters.countries, 0), (filters.areas, 1)):
            if wanted:
                found &= self._with(side, wanted)
        return found

    def _with(self, side: int, wanted: tuple[str, ...]) -> NDArray[np.bool_]:
        found = self._masks.get((side, wanted))
        if found is None:
            marks = [f",{one}," for one in wanted]
            held = (words.split("|")[side] for words in self._words)
            found = np.array([any(m in w for m in marks) for w in held], np.bool_)
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            self._masks[side, wanted] = found
        return found


def candidates(
    desk: UseCase,
    programme: str,
    filters: Filters,
    *,
    limit: int,
    on: str | None = None,
    cursor: str | None = None,
    full: bool = False,
) -> dict[str, Any]:
    """A page of a programme's candidates, best first.

    They come from the last run for this instant and these settings; without one they are worked
    out, if there are few enough.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
        NotRanked: There are too many profiles and no run.
    """
    engine = desk.context.engine
    programme = desk.programme(programme).id
    must_serve(desk.caller, programme, desk.records)
    moment = moment_of(desk, on, engine)
    run, pairs = _run(desk, engine, moment, programme)
    sight = Visibility(desk.caller, desk.context.stores, programme)
    store = desk.context.stores.matches
    if run is not None and pairs is not None:
        shown = _page_of_run(desk, run, pairs, programme, filters, sight, limit, cursor)
    else:
        shown = _page_worked_out(desk, engine, programme, filters, sight, moment, limit, cursor)
    # Who judges sees its own judgment, which is the one that its next one replaces.
    organisation = desk.caller.holder if desk.caller.role != "analyst" else None
    judged = {one.profile: one for one in store.judgments(programme, organisation)}
    explained = _explained(desk, engine, programme, shown["items"], moment) if full else {}
    for item in shown["items"]:
        own = judged.get(item["profile"])
        item["grade"] = own.grade if own else None
        item["match"] = explained.get(item["profile"])
        if full:
            item["note"] = own.note if own else None
    desk.note("candidates.read", programme)
    return {"programme": programme, "on": moment, "run": run.id if run else None, **shown}


def _run(
    desk: UseCase, engine: Engine, moment: str, programme: str
) -> tuple[Run | None, CandidateTable | None]:
    """The last run that answers, and its pairs."""
    for run in desk.context.stores.matches.runs():
        if run.state == "done" and run.on == moment and run.mark == engine.mark:
            pairs = CandidateTable.open(desk.context.settings.runs / run.id)
            if pairs is not None and programme in pairs:
                return run, pairs
    return None, None


def _page_of_run(
    desk: UseCase,
    run: Run,
    pairs: CandidateTable,
    programme: str,
    filters: Filters,
    sight: Visibility,
    limit: int,
    cursor: str | None,
) -> dict[str, Any]:
    store = desk.context.stores.matches
    gone = store.gone(run.id)
    # Nobody is hidden from analysts and administrators: the first rows are the first page.
    everybody = not (gone or filters.countries or filters.areas) and desk.caller.role != "officer"
    seen = None if everybody else _people(desk, run, gone).seen(sight, filters)
    number = pairs.profiles if seen is None else int(seen.sum())
    state = f"{run.id}|{programme}|{filters}|{gone}|{number}"
    start = place(cursor, state)
    shown, total = pairs.page(programme, start, limit, seen=seen, least=filters.min_fit)
    names = store.names(run.id, [one.who for one in shown])
    items = [
        {"profile": names[one.who], "verdict": one.verdict, "fit": one.fit,
         "near_miss": one.near_miss, "reading": one.reading, "rank": rank}
        for rank, one in enumerate(shown, start + 1) if one.who in names
    ]  # fmt: skip
    more = start + limit < total
    return {"total": total, "items": items, "next": cut(start + limit, state) if more else None}


def _people(desk: UseCase, run: Run, gone: int) -> People:
    kept = desk.context.people
    found: People | None = kept.get((run.id, gone))
    if found is None:
        found = People(desk.context.stores.matches.people(run.id))
        kept.put((run.id, gone), found, size=found.size)
    return found


def _page_worked_out(
    desk: UseCase,
    engine: Engine,
    programme: str,
    filters: Filters,
    sight: Visibility,
    moment: str,
    limit: int,
    cursor: str | None,
) -> dict[str, Any]:
    store, most = desk.context.stores.profiles, desk.context.settings.live_candidates
    if len(store) > most:
        raise NotRanked(most, moment)
    found = [one for one in store.many() if sight.sees(one.id)]
    with desk.context.working():
        result = engine.matcher.screen(programme, found, on=moment, filters=filters)
    pairs = (*result.candidates, *result.ineligible)
    rows = [
        {
            "profile": one.profile,
            "verdict": one.verdict,
            "fit": one.fit,
            "near_miss": one.near_miss,
            "reading": one.reading,
        }
        for one in pairs
    ]
    state = "|".join((engine.mark, moment, programme, repr(filters), repr(rows)))
    items, following = page(rows, cursor, limit, state)
    first = place(cursor, state) + 1
    ranked = [{**row, "rank": rank} for rank, row in enumerate(items, first)]
    return {"total": len(rows), "items": ranked, "next": following}


def _explained(
    desk: UseCase, engine: Engine, programme: str, items: Sequence[dict[str, Any]], moment: str
) -> dict[str, Match]:
    """The pairs of a page with all their reasons."""
    store = desk.context.stores.profiles
    found = [store.get(item["profile"]) for item in items if item["profile"] in store]
    with desk.context.working():
        return {one.id: engine.matcher.explain(one, programme, on=moment) for one in found}
