"""How does a run of the server rank every stored profile, in a process of its own?

``python -m api.runs.worker RUN FOLDER`` does one queued run of the store. It is a run as
``allymatch rank`` makes one, shard by shard; beside each shard it keeps what only a server needs,
the answers as they are sent and the pairs for lists of candidates. A shard that stands is not done
again, so a run that was killed goes on where it was. A lock held while it works tells the server
whether a run that says "running" really is.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.runs.candidates import CandidateTable, column_file, join_columns, write_columns
from api.runs.entrants import entrant_of
from api.runs.files import forget
from api.store.judgments import MatchStore, Run
from api.store.records import Records
from matcher.answers.page import DEFAULT, mark_of, state_of, written
from matcher.errors import MatchError, NotReady, RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.plan import RunPlan, begin
from matcher.runs.files.rewriting import settle
from matcher.runs.files.shards import Shard
from matcher.runs.work.driver import drive
from matcher.runs.work.ranker import Ranker
from matcher.runs.work.shard import rank_shard
from profiles.errors import ProfileError
from profiles.store import ProfileStore, content_hash
from programmes.errors import ProgrammeError
from programmes.filters import Filters

if TYPE_CHECKING:
    from matcher.answers.listing import Listing
    from matcher.runs.files.folder import ShardRecord
    from matcher.service import Matcher
    from matcher.settings import Settings
    from profiles.model import Profile

__all__ = ["SHARD", "TOP", "busy", "main", "rank_run"]

log = logging.getLogger("allymatch")

SHARD = 256
"""Profiles in a shard: what is done again at most when a run is killed."""
_TRIES = 20
TOP = 20
"""Matches of each profile in a run's rows, unless more are asked for."""


@contextmanager
def _held(folder: Path, run: str) -> Iterator[bool]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{run}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def busy(folder: Path, run: str) -> bool:
    """Whether some process is working on a run."""
    with _held(folder, run) as free:
        return not free


class _Cancelled(Exception):
    """Somebody has cancelled the run."""


class _Work:
    """One run at work.

    Args:
        run: The run.
        matcher: The use cases.
        profiles: What to rank.
        store: Where answers and progress are kept.
        folder: The run's own.
        records: Says what each profile is not shown; nothing is kept from any if None.
    """

    def __init__(
        self,
        run: Run,
        matcher: Matcher,
        profiles: ProfileStore,
        store: MatchStore,
        folder: Path,
        records: Records | None,
    ) -> None:
        self.records = records
        self.run, self.matcher, self.profiles, self.store = run, matcher, profiles, store
        self.folder = RunFolder(folder)
        self.mark = mark_of(matcher.settings)
        self.plan = RunPlan.of(
            on=run.on,
            side="startups",
            top=int(run.asked.get("top") or TOP),
            shard_rows=SHARD,
            filters=Filters(),
            settings=matcher.settings,
        )
        self._ranker = Ranker(matcher, self.plan)

    def all(self) -> None:
        """Do what has not been done, and join it."""
        number = self.store.enrolled(self.run.id)
        with self.folder.held():
            settle(self.folder)
            self._begin()
            drive(
                enumerate(range(0, number, SHARD)),
                self._ranker,
                self.folder,
                lambda shards: (self._shard(*one) for one in shards),
                lambda one: self._standing(*one, number),
                joined=self._join,
            )

    def _join(self, shards: int) -> None:
        if CandidateTable.open(self.folder.path) is None:
            join_columns(self.folder.path, self._ranker.snapshot.ids, shards)

    def _begin(self) -> None:
        """Go on with what is there, unless it was made under other settings: then from the start.

        The catalogue may have changed while no server ran. Rows of two settings are never mixed.
        """
        try:
            begin(self.folder, self.plan)
        except RunError:
            for path in self.folder.path.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            begin(self.folder, self.plan)

    def _standing(self, shard: int, first: int, number: int) -> ShardRecord | None:
        """The record of a shard with its column of pairs; here a run is told to go on, or not."""
        if not self.store.progress(self.run.id, first, number):
            raise _Cancelled
        record = self.folder.standing(shard)
        column = column_file(self.folder.path, shard)
        there = column.is_file() or CandidateTable.open(self.folder.path)
        return record if there else None

    def _shard(self, shard: int, first: int) -> ShardRecord:
        names = self.store.taking_part(self.run.id, first, SHARD)
        # One that was deleted since the start, or is damaged, is left out: its place stays empty.
        wanted = (name for name in names if name is not None)
        there = list(self.profiles.there(wanted, lambda error: log.error("not ranked: %s", error)))
        found: dict[str, Listing] = {}
        for listing in self.matcher.listings(there, on=self.run.on):
            found[listing.profile.id] = listing
        write_columns(
            column_file(self.folder.path, shard),
            [found.get(name or "") for name in names],
            len(self._ranker.snapshot.ids),
        )
        self._describe(first, names, there)
        self._answer(there, found)
        done = rank_shard(Shard(shard, tuple(there), ()), self._ranker, self.folder, prose=False)
        self.store.advanced(self.run.id)
        return done

    def _describe(self, first: int, names: Sequence[str | None], there: Sequence[Profile]) -> None:
        place = {name: first + at for at, name in enumerate(names)}
        day = self._ranker.snapshot.on.date()
        self.store.describe(self.run.id, [entrant_of(place[one.id], one, day) for one in there])

    def _answer(self, there: Sequence[Profile], found: dict[str, Listing]) -> None:
        rows = []
        seen = self.records.seen() if self.records else None
        for one in there:
            content, gone = content_hash(one), seen.profile(one.id)[1] if seen else ""
            ask = replace(DEFAULT, without=tuple(gone.split(",")) if gone else ())
            page = self.matcher.page(found[one.id], ask, on=self.run.on)
            state = state_of(self.mark, self.run.on, ask, content)
            rows.append((one.id, content, gone, written(page, ask, state)))
        self.store.keep_answers(self.run.id, self.mark, self.run.on, rows)


def rank_run(
    run: Run,
    matcher: Matcher,
    *,
    profiles: ProfileStore,
    store: MatchStore,
    folder: Path,
    records: Records | None = None,
) -> None:
    """Do a run, or go on with it: its folder, answers, pairs, and its state in the store.

    Args:
        run: A queued one; nothing happens if it no longer waits.
        matcher: The use cases.
        profiles: What to rank.
        store: Where answers and progress are kept.
        folder: Where the folders of runs stand.
        records: Says what each profile is not shown.
    """
    work = _Work(run, matcher, profiles, store, folder / run.id, records)
    if not store.begin(run.id, work.mark):
        return
    store.enrol(run.id, profiles.ids())
    work.all()
    # Whoever was forgotten while the run was under way is forgotten here too.
    number = store.enrolled(run.id)
    here = set(profiles.ids())
    named = enumerate(store.taking_part(run.id, 0, number))
    gone = {name: place for place, name in named if name is not None and name not in here}
    gone |= store.erased_from(run.id)
    forget(folder / run.id, gone)
    for name in gone:
        store.forget(name)
    store.progress(run.id, number, number)
    store.end(run.id, "done")


def _work(settings: Settings, identifier: str, folder: Path) -> None:
    from matcher.service import Matcher

    with (
        ProfileStore(settings.store) as profiles,
        MatchStore(settings.store) as store,
        Records(settings.store) as records,
    ):
        try:
            matcher = Matcher.open(settings, stored=True)
            run = store.run(identifier)
            rank_run(run, matcher, profiles=profiles, store=store, folder=folder, records=records)
        except _Cancelled:
            shutil.rmtree(folder / identifier, ignore_errors=True)
            return
        except (MatchError, ProfileError, ProgrammeError) as error:
            store.end(identifier, "failed", str(error))
        except Exception as error:
            store.end(identifier, "failed", f"a bug: {type(error).__name__}: {error}")
            raise


def main(arguments: list[str] | None = None) -> int:
    """Do the run that is named; settings come from the environment.

    Args:
        arguments: The run's id and the folder of runs.
    """
    from matcher.settings import Settings

    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 2:
        raise NotReady("expected two arguments: a run's id and the folder of runs")
    identifier, folder = given[0], Path(given[1])
    with suppress(OSError):
        os.nice(5)
    # Who asks whether a run is at work holds its lock for a moment.
    for _ in range(_TRIES):
        with _held(folder, identifier) as free:
            if free:
                _work(Settings.load(), identifier, folder)
                break
        time.sleep(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
