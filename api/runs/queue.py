"""How do runs that wait become runs that are done, whoever is killed meanwhile?

One process of the server looks after the queue: it starts one run at a time, in the order in which
they were asked for, in a process of its own. A run whose process was killed goes on where it was,
whether the server was killed with it or not; one that is killed again and again without a shard
between has failed.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING

from api.runs.files import remove
from api.runs.worker import busy
from api.store.judgments import ENDED, MatchStore
from matcher.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import ServeSettings
    from api.store.judgments import Run

__all__ = ["EVERY_S", "STARTS", "Supervisor"]

log = logging.getLogger("allymatch")

EVERY_S = 0.5
STARTS = 3
"""How often a run is started without finishing a shard before it has failed."""


class Supervisor:
    """Does queued runs one after the other, each in a process of its own.

    Args:
        settings: The server's.
        also: What else concerns all workers, and is done each time the queue is looked at.
    """

    def __init__(self, settings: ServeSettings, also: Callable[[], object] | None = None) -> None:
        self._settings, self._also = settings, also
        self._lock: IO[str] | None = None
        self._work: tuple[str, subprocess.Popen[bytes]] | None = None

    async def watch(self) -> None:
        """Look at the queue until cancelled; nothing here waits for long."""
        while True:
            try:
                await asyncio.to_thread(self.step)
            except Exception:
                log.exception("the queue of runs cannot be looked after")
            await asyncio.sleep(EVERY_S)

    def step(self) -> None:
        """Look once: start what waits, end what was cancelled, put back what was orphaned."""
        if not self._leads():
            return
        with MatchStore(self._settings.store) as store:
            if self._work is None or self._over(store):
                self._next(store)
        if self._also is not None:
            self._also()

    def _next(self, store: MatchStore) -> None:
        for run in store.under_way():
            if busy(self._settings.runs, run.id):
                return
            self._again(store, run, "its process and its server were killed")
        for identifier in store.beyond(self._settings.keep_runs):
            remove(store, self._settings.runs, identifier)
        if waiting := store.waiting():
            self.start(store, waiting[0].id)

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
        """Whether the process that was started is at its end; what that means for its run."""
        identifier, process = self._work or ("", None)
        if process is None:
            return True
        try:
            run = store.run(identifier)
        except NotFound:
            run = None
        if process.poll() is None:
            if run is not None and run.state != "cancelled":
                return False
            process.terminate()
            process.wait()
            shutil.rmtree(self._settings.runs / identifier, ignore_errors=True)
        self._work = None
        if run is not None and run.state not in ENDED:
            if process.returncode > 0:
                store.end(run.id, "failed", f"its process ended with status {process.returncode}")
            else:
                self._again(store, run, _ended(process.returncode))
        return True

    def _again(self, store: MatchStore, run: Run, how: str) -> None:
        """Let a run go on where it was, unless it comes no further."""
        if run.starts >= STARTS:
            store.end(run.id, "failed", f"{how}, the last {run.starts} times at the same shard")
        else:
            log.warning("run %s goes on: %s", run.id, how)
            store.put_back(run.id)

    def start(self, store: MatchStore, identifier: str) -> None:
        """Begin with a run, in a process of its own."""
        store.starting(identifier)
        env = os.environ | self._settings.matcher.environ()
        command = [sys.executable, "-m", "api.runs.worker", identifier, str(self._settings.runs)]
        self._work = identifier, subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL)  # noqa: S603

    def close(self) -> None:
        """Let the queue go; a run that is being done goes on, and is found again."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _ended(status: int) -> str:
    if status == 0:
        return "its process ended before it was done"
    return f"its process was ended by {signal.Signals(-status).name}"
