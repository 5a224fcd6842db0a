"""When does the server rank everybody again by itself?

Where there are more profiles than are screened at once, a list of candidates rests on a run. A new
one is queued when the catalogue or the day has changed since the last, or when so many have come
that joining them in takes longer than it should. One process of the server looks after it.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from api.store.judgments import Run
from api.usecases.moments import written

if TYPE_CHECKING:
    from api.usecases.context import AppContext

__all__ = ["RunKeeper"]

_EVERY_S = 10.0
_WAITING = 20
_MANY = 200
_SHARE = 0.02
"""Of all profiles: those that may be joined to a run before another is made, if more than that."""
_BY = "server"


class RunKeeper:
    """Queues a run when the last one has grown old.

    Args:
        context: What requests share.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._next = 0.0

    def look(self) -> None:
        """Look now and then; nothing is done before the matcher is made."""
        if time.monotonic() < self._next or not self._context.ready:
            return
        self._next = time.monotonic() + _EVERY_S
        self.step()

    def step(self) -> bool:
        """Queue a run if one is wanted; whether one was."""
        context = self._context
        stores = context.stores
        number = len(stores.profiles)
        if number <= context.settings.live_candidates:
            return False
        runs = stores.matches.runs()
        if any(run.state in {"queued", "running"} for run in runs):
            return False
        engine = context.engine
        moment = context.moment(None, engine)
        last = next((run for run in runs if run.state == "done"), None)
        if last and (last.on, last.mark) == (moment, engine.mark) and not self._many(last, number):
            return False
        made = Run(
            id=f"run-{secrets.token_hex(6)}", state="queued", by=_BY,
            asked={"on": None, "top": 20}, on=moment, total=number,
            created=written(context.clock()),
        )  # fmt: skip
        return stores.matches.queue(made, most=_WAITING) is not None

    def _many(self, run: Run, number: int) -> bool:
        """Whether more have been written since a run than should be joined to it."""
        stores = self._context.stores
        _, hashes = stores.profiles.hashes()
        then = {one.profile: one.hash for one in stores.matches.people(run.id)}
        changed = sum(then.get(name) != mark for name, mark in hashes.items())
        return changed > min(max(_MANY, _SHARE * number), number - 1)
