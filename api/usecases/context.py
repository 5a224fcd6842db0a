"""What do all requests share, and how is it kept from getting in their way?

One object for an app: settings, stores, the matcher, kept answers. SQLite connections belong to a
thread, so each thread opens its own. When a programme was added, also by another process, the
matcher is made anew in a thread and put in the place of the one before, which answers meanwhile.
Work that takes a processor waits for its turn here, and never in the event loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.store.judgments import MatchStore
from api.store.records import RecordError, Records, RowCache
from api.usecases.cache import BoundedCache
from api.usecases.engine import Engine, unsearched
from api.usecases.fairness import FairTurns
from api.usecases.waiting import WaitingProfiles, be_patient
from api.usecases.work import Stoppable, current
from profiles.migrations import make_folder
from profiles.store import ProfileStore
from profiles.vocabulary import instant
from programmes.store import ProgrammeStore

if TYPE_CHECKING:
    from api.settings import ServeSettings
    from matcher.texts.encoder import CachedEncoder

__all__ = ["AppContext", "Stores"]

log = logging.getLogger("allymatch")

_ANSWERS = 64 << 20
"""Bytes of answers that are kept in memory."""
_PEOPLE = 512 << 20
"""Bytes of who took part in runs."""
_NEWCOMERS = 64 << 20
"""Bytes of profiles that were written since, before all programmes."""


class Stores:
    """One thread's connections to the file."""

    def __init__(self, settings: ServeSettings) -> None:
        make_folder(settings.store, RecordError)
        self.profiles = ProfileStore(settings.store)
        self.programmes = ProgrammeStore(settings.store)
        self.matches = MatchStore(settings.store)
        self.records = Records(settings.store)

    def close(self) -> None:
        """Let the file go."""
        for each in (self.profiles, self.programmes, self.matches, self.records):
            each.close()


class AppContext:
    """What the requests of one app share.

    Args:
        settings: The server's.
        clock: Tells the time; tests set it.
    """

    def __init__(
        self, settings: ServeSettings, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock or (lambda: datetime.now(UTC))
        self.started = time.time()
        self.answers = BoundedCache[tuple[bytes, str]](_ANSWERS)
        self.people = BoundedCache[Any](_PEOPLE)
        self.newcomers = BoundedCache[Any](_NEWCOMERS)
        self.wanted = WaitingProfiles(settings.ready_answers)
        self._local = threading.local()
        self.held_engine: Engine | None = None
        self.encoder: CachedEncoder | None = None
        self._making = threading.Lock()
        self._builder: threading.Thread | None = None
        self._turns = FairTurns(settings.cpu_threads)

    @property
    def stores(self) -> Stores:
        """This thread's connections."""
        found: Stores | None = getattr(self._local, "stores", None)
        if found is None:
            found = self._local.stores = Stores(self.settings)
        return found

    @property
    def records(self) -> Records:
        """This thread's connection to the server's own tables."""
        return self.stores.records

    @property
    def ready(self) -> bool:
        """Whether the matcher has been made."""
        return self.held_engine is not None

    @property
    def engine(self) -> Engine:
        """The matcher. While the catalogue is read anew, the one before answers."""
        return self.current or self.renewed()

    @property
    def current(self) -> Engine | None:
        """The matcher if it is made: never any work. A catalogue that has changed is read aside."""
        return self.current_for(self.records.seen())

    def current_for(self, seen: RowCache) -> Engine | None:
        """The same for whoever has looked at the file already."""
        engine = self.held_engine
        if engine is not None and engine.revision != seen.revision:
            self._renew_aside()
        return engine

    def renewed(self, patience: float | None = None) -> Engine:
        """The matcher for the catalogue as it is now.

        Args:
            patience: Seconds to wait for it; the one before if it takes longer. Without end if
                None.
        """
        if patience is not None and self.held_engine is not None:
            self._renew_aside().join(patience)
            return self.held_engine
        with self._making:
            revision = self.records.revision("programmes")
            if self.held_engine is None or self.held_engine.revision != revision:
                with unsearched():
                    self.held_engine = self._made(revision)
            return self.held_engine

    def _renew_aside(self) -> threading.Thread:
        builder = self._builder
        if builder is None or not builder.is_alive():
            builder = threading.Thread(target=self.renew, name="catalogue", daemon=True)
            self._builder = builder
            builder.start()
        return builder

    def renew(self) -> None:
        """Read the catalogue anew once nobody is being answered; what is wrong is logged."""
        try:
            be_patient()
            self.renewed()
        except Exception:
            log.exception("the catalogue cannot be read anew")
        finally:
            self.close()

    def _made(self, revision: int) -> Engine:
        from matcher.service import Matcher
        from matcher.settings import joined, open_encoder
        from programmes.read import load_catalogue

        given = self.settings.matcher
        base = load_catalogue(given.catalogue, given.calls, given.parsed)
        # One organisation's damaged programme must not keep all others from being answered.
        catalogue = joined(
            base, self.stores.programmes, lambda error: log.error("not matched: %s", error)
        )
        if self.encoder is None:
            from matcher.texts.encoder import CachedEncoder

            opened = open_encoder(self.settings.matcher)
            self.encoder = CachedEncoder(Stoppable(opened.inner), opened.cache)
        matcher = Matcher(catalogue, self.encoder)
        guest = matcher.reading_with(self.encoder.inner)  # their vectors are kept nowhere
        made = Engine(matcher, guest, revision)
        # So that the first question finds the programmes ready for the present instant.
        now = instant(made.now(self.clock()))
        matcher.snapshot(now)
        made.search_index(now)
        return made

    @contextmanager
    def working(self) -> Iterator[None]:
        """Wait for a turn at the processor; for threads of the pool, never the event loop.

        Raises:
            GivenUp: The request was given up meanwhile.
        """
        with self._turns.turn(current()):
            yield

    def moment(self, on: str | None, engine: Engine | None = None) -> str:
        """The instant asked about, as answers show it; the last change before now if None.

        Raises:
            ValueError: It is no date.
        """
        if on:
            instant(on)
            return on
        return (engine or self.engine).now(self.clock())

    def forget(self, profile: str) -> None:
        """Drop what is in memory of a profile."""
        self.answers.forget(profile)
        if self.held_engine is not None:
            self.held_engine.listings.forget(profile)

    def close(self) -> None:
        """Forget the connections of this thread; those of others close with their threads."""
        found = getattr(self._local, "stores", None)
        if found is not None:
            found.close()
            self._local.stores = None
