"""How are runs started, watched, cancelled and read?

A run is a row in the store that waits to be done. One process of the server looks after the queue:
it starts one run at a time in a process of its own. After a restart, a run that nobody is working
on any more is put back.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from api.errors import Conflict, Forbidden, Unusable
from api.http.negotiation import place
from api.runs.files import opened, rows, write_whole
from api.runs.worker import TOP, busy
from api.store.judgments import ENDED, MatchStore, Run
from api.usecases.access import allow
from api.usecases.base import Desk
from api.usecases.context import Context
from api.usecases.moments import written
from matcher.answers.page import cut
from matcher.runs.files.reading import Run as Rows

__all__ = ["Supervisor", "cancel", "file_of", "found", "listed", "start", "under_way"]

_EVERY_S = 0.5
_QUEUE = 20
"""Runs that may wait."""
_OWN = 2
"""Of these, how many an officer's key may have."""


def start(desk: Desk, on: str | None, top: int = TOP) -> dict[str, Any]:
    """Queue a ranking of all stored profiles.

    An officer joins the run for that instant that waits or works already.

    Args:
        desk: Who asks.
        on: The day or instant asked about.
        top: Matches of each profile in the run's rows.

    Raises:
        Forbidden: The caller is neither an analyst nor an officer.
        Unusable: ``on`` is no date.
        Conflict: As many runs wait as may; an officer's key may have few.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    try:
        moment = desk.context.moment(on)
    except ValueError as error:
        raise Unusable(str(error), pointer="#/on") from None
    runs = store.runs()
    officer = desk.caller.role == "officer"
    if officer and (alike := under_way(desk, moment)):
        return _shown(desk, alike)
    waiting = [run for run in runs if run.state == "queued"]
    if len(waiting) >= _QUEUE:
        raise Conflict(f"{_QUEUE} runs are waiting: cancel some, or wait")
    if officer and sum(r.by == desk.caller.key for r in waiting) >= _OWN:
        raise Conflict(f"{_OWN} runs of yours are waiting: cancel one, or wait")
    made = Run(
        id=f"run-{secrets.token_hex(6)}",
        state="queued",
        by=desk.caller.key,
        asked={"on": on, "top": top},
        on=moment,
        total=len(desk.context.stores.profiles),
        created=written(desk.context.clock()),
    )
    store.add_run(made)
    desk.note("run.start", made.id)
    return asdict(made)


def under_way(desk: Desk, moment: str) -> Run | None:
    """The run for an instant that waits or works; None if there is none."""
    runs = desk.context.stores.matches.runs()
    return next((r for r in runs if r.state in {"queued", "running"} and r.on == moment), None)


def _shown(desk: Desk, run: Run) -> dict[str, Any]:
    """A run; an officer does not learn whose key another's is, or why that ended."""
    shown = asdict(run)
    if desk.caller.role == "officer" and run.by != desk.caller.key:
        shown |= {"by": "", "reason": None}
    return shown


def listed(desk: Desk, identifier: str | None = None) -> dict[str, Any]:
    """A run, or all of them.

    Raises:
        Forbidden: The caller is neither an analyst nor an officer.
        NotFound: There is no such run.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    if identifier is not None:
        return _shown(desk, store.run(identifier))
    return {"items": [_shown(desk, run) for run in store.runs()]}


def cancel(desk: Desk, identifier: str) -> dict[str, Any]:
    """Stop a run that has not ended.

    Raises:
        Forbidden: An officer asks to stop a run that its key did not start.
        Conflict: It has ended.
        NotFound: There is no such run.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    run = store.run(identifier)
    if desk.caller.role == "officer" and run.by != desk.caller.key:
        raise Forbidden("this run was started with another key")
    if not store.end(identifier, "cancelled", f"by key {desk.caller.key}"):
        raise Conflict("the run has ended already")
    desk.note("run.cancel", identifier)
    return asdict(store.run(identifier))


def found(desk: Desk, identifier: str, *, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of what a run found.

    Raises:
        Conflict: It is not done.
        NotFound: There is no such run.
    """
    run = _done(desk, identifier)
    start = place(cursor, identifier)
    items, total = rows(run, start, limit)
    following = start + limit
    desk.note("run.read", identifier)
    return {
        "run": identifier,
        "total": total,
        "items": items,
        "next": cut(following, identifier) if following < total else None,
    }


def file_of(desk: Desk, identifier: str) -> Path:
    """A Parquet file of all rows of a run; whoever asked for it removes it.

    Raises:
        Conflict: It is not done.
        NotFound: There is no such run.
    """
    run = _done(desk, identifier)
    handle, name = tempfile.mkstemp(".parquet", f"{identifier}-")
    os.close(handle)
    write_whole(run, Path(name))
    desk.note("run.read", identifier)
    return Path(name)


def _done(desk: Desk, identifier: str) -> Rows:
    allow(desk.caller, "analyst")
    run = desk.context.stores.matches.run(identifier)
    if run.state != "done":
        raise Conflict(f"the run is {run.state}, there is nothing to read")
    found = opened(desk.context.settings.runs / identifier)
    if found is None:
        raise Conflict("the run's files are gone: start another")
    return found


class Supervisor:
    """Does queued runs one after the other, each in a process of its own."""

    def __init__(self, context: Context) -> None:
        self._settings = context.settings
        self._lock: IO[str] | None = None
        self._work: tuple[str, subprocess.Popen[bytes]] | None = None

    async def watch(self) -> None:
        """Look at the queue until cancelled; nothing here waits for long."""
        while True:
            await asyncio.to_thread(self.step)
            await asyncio.sleep(_EVERY_S)

    def step(self) -> None:
        """Look once: start what waits, end what was cancelled, put back what was orphaned."""
        if not self._leads():
            return
        with MatchStore(self._settings.store) as store:
            if self._work is not None and not self._over(store):
                return
            runs = store.runs()
            orphans = [
                run
                for run in runs
                if run.state == "running" and not busy(self._settings.runs, run.id)
            ]
            if orphans:
                store.queue_again()
            elif any(run.state == "running" for run in runs):
                return
            waiting = [run for run in store.runs() if run.state == "queued"]
            if waiting:
                self._start(min(waiting, key=lambda run: (run.created, run.id)).id)

    @property
    def leads(self) -> bool:
        """Whether this process looks after what concerns all workers."""
        return self._lock is not None

    def _leads(self) -> bool:
        """Whether this process looks after the queue; among several workers one does."""
        if self._lock is None:
            folder = self._settings.runs
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / ".supervisor.lock").open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._lock = file
        return True

    def _over(self, store: MatchStore) -> bool:
        identifier, process = self._work or ("", None)
        if process is None:
            return True
        if process.poll() is None:
            if store.run(identifier).state == "cancelled":
                process.terminate()
                process.wait()
                shutil.rmtree(self._settings.runs / identifier, ignore_errors=True)
            else:
                return False
        if store.run(identifier).state not in ENDED:
            store.end(identifier, "failed", f"its process ended with status {process.returncode}")
        self._work = None
        return True

    def _start(self, identifier: str) -> None:
        env = os.environ | self._settings.matcher.environ()
        command = [sys.executable, "-m", "api.runs.worker", identifier, str(self._settings.runs)]
        self._work = identifier, subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL)  # noqa: S603

    def close(self) -> None:
        """Let the queue go; a run that is being done goes on, and is found again."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
