"""From where does a list of candidates come, and how is it kept fresh?

From the last finished run, or worked out at once where there are few profiles; either is kept in
memory. Whoever was added or changed since is weighed when the list is asked for, the newest first,
and joined in. What cannot be joined at once is counted, weighed aside, and there the next time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from api.errors import NotRanked
from api.runs.candidates import CandidateTable, pair_of, rows_of
from api.runs.entrants import entrant_of
from api.store.runs import Entrant
from api.usecases.entrants import Roster
from api.usecases.matches import weighed
from api.usecases.moments import written
from matcher.errors import NotFound
from matcher.fit.learning.model import LearnedFit, read_learned, text_vector
from profiles.errors import ProfileStoreError, UnknownProfile
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from api.store.judgments import Run
    from api.usecases.context import AppContext
    from api.usecases.engine import Engine
    from matcher.answers.listing import Listing

__all__ = ["Base", "Newcomer", "base_of", "newcomers"]

log = logging.getLogger("allymatch")

_AT_ONCE = 8
"""Newcomers that are weighed while somebody waits."""
_ASIDE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Base:
    """A list as it was worked out last.

    Attributes:
        roster: Who is on it, and who has changed since.
        rows: The pairs, best first.
        run: The run that it comes from; None if it was worked out without one.
        as_of: When it was worked out.
        stale: Why it is not of the present catalogue and day; None if it is.
        learned: The learned fit that it is ranked by; None for the shipped one.
    """

    roster: Roster
    rows: NDArray[np.void]
    run: str | None
    as_of: str
    stale: str | None
    learned: LearnedFit | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One who was added or changed since: what lists know, and its pairs with all programmes."""

    entrant: Entrant
    pairs: NDArray[np.void]


def base_of(
    context: AppContext,
    engine: Engine,
    programme: str,
    moment: str,
    *,
    now: bool,
    organisation: str = "",
) -> Base:
    """The list that newcomers are joined to.

    Args:
        context: What requests share.
        engine: Of the present catalogue.
        programme: Whose list.
        moment: The instant asked about.
        now: Whether that is the present one: then an older run is better than none.
        organisation: Whose learned fit ranks a list that is worked out, if one does.

    Raises:
        NotRanked: There are too many profiles, and no run that would do.
    """
    learned = _learned(context, programme, organisation)
    if learned is not None:
        # A run has not kept what a learned fit looks at.
        worked = _worked_out(context, engine, programme, moment, learned)
        if worked is not None:
            return worked
    runs = [run for run in context.stores.matches.runs() if run.state == "done"]
    exact = [run for run in runs if (run.on, run.mark) == (moment, engine.mark)]
    for run in exact:
        if found := _of_run(context, run, programme, None):
            return found
    if (worked := _worked_out(context, engine, programme, moment, None)) is not None:
        return worked
    for run in runs if now else ():
        what = "day" if run.mark == engine.mark else "catalogue"
        if found := _of_run(context, run, programme, f"the {what} has changed since"):
            return found
    raise NotRanked(context.settings.live_candidates, moment)


def _of_run(context: AppContext, run: Run, programme: str, stale: str | None) -> Base | None:
    kept = context.people
    table: CandidateTable | None = kept.get((run.id, "table"))
    if table is None:
        table = CandidateTable.open(context.settings.runs / run.id)
        if table is None:
            return None
        kept.put((run.id, "table"), table, size=10_000)
    if programme not in table:
        return None
    roster: Roster | None = kept.get((run.id, "roster"))
    if roster is None or not roster.follow(context.stores.profiles):
        number, hashes = context.stores.profiles.hashes()
        rows = context.stores.matches.people(run.id)
        if not any(one.hash for one in rows):
            return None  # of an earlier version, which did not keep what it had read
        roster = Roster(rows, number, hashes)
        kept.put((run.id, "roster"), roster, size=roster.size)
    return Base(roster, table.rows(programme), run.id, run.finished or run.created, stale)


def _learned(context: AppContext, programme: str, organisation: str) -> LearnedFit | None:
    """The fit that an organisation has promoted for a programme."""
    store = context.stores.matches
    version = store.ranking(programme, organisation) if organisation else None
    if version is None:
        return None
    found: LearnedFit | None = context.people.get((version, "learned"))
    if found is None:
        try:
            found = read_learned(store.learned_body(version))
        except NotFound:
            return None
        context.people.put((version, "learned"), found, size=20_000)
    return found


def _pair(engine: Engine, listing: Listing, learned: LearnedFit | None) -> NDArray[np.void]:
    if learned is None:
        return pair_of(listing)
    vector = text_vector(listing.reading.vectors)[None]
    return pair_of(listing, learned.fits(engine.matcher.model, listing.values[:1], vector))


def _worked_out(
    context: AppContext, engine: Engine, programme: str, moment: str, learned: LearnedFit | None
) -> Base | None:
    """The list of a few profiles, as it was worked out last, or now; None if there are many."""
    version = learned.version if learned else ""
    kept, question = context.people, ("", engine.mark, moment, programme, version)
    found: Base | None = kept.get(question)
    if found is not None and found.roster.follow(context.stores.profiles):
        return found
    store = context.stores.profiles
    if len(store) > context.settings.live_candidates:
        return None
    number, hashes = store.hashes()
    with context.working():
        there = list(store.there(sorted(hashes), lambda error: log.error("not listed: %s", error)))
        listings = engine.matcher.listings_for(programme, there, on=moment)
        pairs = [_pair(engine, one, learned) for one in listings]
    day = instant(moment).date()
    rows = [entrant_of(place, one, day) for place, one in enumerate(there)]
    roster = Roster(rows, number, hashes)
    made = Base(roster, rows_of(pairs), None, written(context.clock()), None, learned)
    kept.put(question, made, size=roster.size)
    return made


def newcomers(
    context: AppContext, engine: Engine, base: Base, programme: str, moment: str
) -> tuple[list[Newcomer], int]:
    """Those who were added or changed since, and how many of them are not weighed yet."""
    found, late, budget = [], [], _AT_ONCE
    weigh = _Weighing(context, engine, moment, programme, base.learned)
    for name, number in reversed(list(base.roster.changed.items())):
        known = weigh.known(name, number)
        if known is None and budget:
            known = weigh(name, number)
            budget -= 1
        elif known is None:
            late.append((name, number))
            continue
        if known is not None:
            found.append(known)
    if late:
        _aside(weigh, late)
    return found, len(late)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """How newcomers are weighed: before all programmes, or by a learned fit before one."""

    context: AppContext
    engine: Engine
    moment: str
    programme: str
    learned: LearnedFit | None

    def _question(self, name: str, number: int) -> tuple[object, ...]:
        by = (self.programme, self.learned.version) if self.learned else None
        return name, number, self.engine.mark, self.moment, by

    def known(self, name: str, number: int) -> Newcomer | None:
        """A newcomer that was weighed before."""
        found: Newcomer | None = self.context.newcomers.get(self._question(name, number))
        return found

    def __call__(self, name: str, number: int) -> Newcomer | None:
        """Weigh one; None if it is gone or cannot be read."""
        context, engine = self.context, self.engine
        try:
            profile = context.stores.profiles.get(name)
        except UnknownProfile:
            return None
        except ProfileStoreError as error:
            log.error("not listed: %s", error)  # noqa: TRY400 - the sentence says it
            return None
        with context.working():
            if self.learned is None:
                listing = weighed(context, engine, profile, self.moment)
            else:
                [listing] = engine.matcher.listings_for(self.programme, [profile], on=self.moment)
            pairs = _pair(engine, listing, self.learned)
        made = Newcomer(entrant_of(0, profile, instant(self.moment).date()), pairs)
        context.newcomers.put(self._question(name, number), made, size=pairs.nbytes + 1_000)
        return made


def _aside(weigh: _Weighing, late: Sequence[tuple[str, int]]) -> None:
    """Weigh those for whom nobody should wait, unless that is being done already."""
    if not _ASIDE.acquire(blocking=False):
        return

    def work() -> None:
        try:
            for name, number in late:
                if weigh.known(name, number) is None:
                    weigh(name, number)
        except Exception:
            log.exception("newcomers could not be weighed")
        finally:
            _ASIDE.release()
            weigh.context.close()

    threading.Thread(target=work, name="newcomers", daemon=True).start()
