"""Whose matches are worked out before anybody asks for them?

Of every profile that was written, or asked for, lately: the answer without parameters is kept as
bytes in the store, so that it is sent without any work, also after a restart and by other workers.
One thread does it, behind all others; when the catalogue or the instant changes, it begins again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from api.usecases.context import AppContext
from api.usecases.matches import make_ready
from api.usecases.waiting import be_patient

__all__ = ["AnswerPrefetcher"]

log = logging.getLogger("allymatch")

_LOOK_S = 1.0


class AnswerPrefetcher:
    """The thread that makes answers ready.

    Args:
        context: What requests share.
        leads: Whether this process looks after what concerns all workers.
    """

    def __init__(self, context: AppContext, leads: Callable[[], bool]) -> None:
        self._context, self._leads = context, leads
        self._over = threading.Event()
        self._last: tuple[str, str] | None = None
        self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)

    def start(self) -> None:
        """Begin; nothing is done where no answer is to be made ready."""
        if self._context.settings.ready_answers:
            self._thread.start()

    def close(self) -> None:
        """Stop after the answer that is being made."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        be_patient()
        try:
            while not self._over.is_set():
                try:
                    self.step(_LOOK_S)
                except Exception:
                    log.exception("an answer could not be made ready")
                    self._over.wait(_LOOK_S)
        finally:
            self._context.close()

    def step(self, patience: float) -> None:
        """Make one answer ready, or wait for one to be wanted."""
        wanted = self._context.wanted.take(patience)
        if wanted is not None:
            make_ready(self._context, wanted)
        elif self._context.ready:
            self._look()

    def _look(self) -> None:
        """Where another instant or catalogue has come, want all answers anew."""
        engine = self._context.engine
        now = engine.mark, self._context.moment(None, engine)
        if now != self._last and self._leads():
            self._last = now
            for profile in self._context.stores.matches.readied():
                self._context.wanted.add(profile)
