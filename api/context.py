"""What do all requests share, and how is it kept from getting in their way?

One object for an app: settings, stores, the matcher, kept answers. SQLite connections belong to a
thread, so each thread opens its own. When a programme was added, also by another process, the
matcher is made anew in a thread and put in the place of the one before, which answers meanwhile.
Work that takes a processor waits for its turn here, and never in the event loop.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.kept import Kept
from api.records import Records, Seen
from matcher.answers import mark_of
from matcher.moments import between, edges, written
from matcher.search import Shelf
from matcher.standing import Standing
from matcher.store import MatchStore
from profiles.store import ProfileStore
from profiles.vocabulary import instant
from programmes.store import ProgrammeStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from api.settings import ServeSettings
    from matcher.embedding import CachedEncoder, Encoder
    from matcher.service import Matcher

__all__ = ["Context", "Engine", "Stores", "Unstored", "Wanted", "be_patient"]

log = logging.getLogger("allymatch")

_RARELY = (20_000, 20, 50)
"""How many new objects are looked through for garbage at a time, and how often older ones are."""
_ANSWERS = 64 << 20
_STANDINGS = 128 << 20
"""Bytes of answers, and of weighed profiles, that are kept in memory."""
_PEOPLE = 96 << 20
"""Bytes of who took part in runs."""
_SHELVES = 3
"""Instants whose lists are kept."""


class Stores:
    """One thread's connections to the file."""

    def __init__(self, settings: ServeSettings) -> None:
        settings.store.parent.mkdir(parents=True, exist_ok=True)
        self.profiles = ProfileStore(settings.store)
        self.programmes = ProgrammeStore(settings.store)
        self.matches = MatchStore(settings.store)
        self.records = Records(settings.store)

    def close(self) -> None:
        """Let the file go."""
        for each in (self.profiles, self.programmes, self.matches, self.records):
            each.close()


class Unstored:
    """An encoder that leaves no trace: for profiles that must not be kept in any form."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner

    @property
    def fingerprint(self) -> str:
        """That of the encoder inside."""
        return self._inner.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder inside."""
        return self._inner.dimension

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), past the cache."""
        return self._inner.encode(texts, progress)


class Engine:
    """A matcher with what is known of its catalogue, and what was worked out with it.

    Args:
        matcher: Over the built-in programmes and those that organisations have added.
        guest: The same for profiles that are not stored: their vectors are not kept either.
        revision: Which state of the added programmes it holds.

    Attributes:
        changes: When the status of some call changes.
        mark: Settings on which its answers depend, in short.
        standings: Profiles that were weighed, by id, content and instant.
        opportunities: The programmes in the shape of CommonGrants, once somebody asked.
    """

    def __init__(self, matcher: Matcher, guest: Matcher, revision: int) -> None:
        self.matcher, self.guest, self.revision = matcher, guest, revision
        self.changes = edges(matcher.catalogue.programmes)
        self.mark = mark_of(matcher)
        self.standings = Kept[Standing](_STANDINGS)
        self._now: tuple[datetime, datetime, str] | None = None
        self.opportunities: Any = None
        self._shelves: OrderedDict[datetime, Shelf] = OrderedDict()

    def shelf(self, on: datetime) -> Shelf:
        """The programmes as lists show them at an instant; those of the last ones are kept."""
        found = self._shelves.pop(on, None) or Shelf(self.matcher.catalogue, on)
        self._shelves[on] = found
        while len(self._shelves) > _SHELVES:
            self._shelves.popitem(last=False)
        return found

    def now(self, at: datetime) -> str:
        """The last instant before ``at`` at which an answer could have changed, as it is shown."""
        known = self._now
        if known is None or not known[0] <= at < known[1]:
            first, following = between(at, self.changes)
            self._now = known = first, following, written(first)
        return known[2]


class Context:
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
        self.answers = Kept[tuple[bytes, str]](_ANSWERS)
        self.people = Kept[Any](_PEOPLE)
        self.wanted = Wanted(settings.ready_answers)
        self._local = threading.local()
        self._engine: Engine | None = None
        self._encoder: CachedEncoder | None = None
        self._making = threading.Lock()
        self._builder: threading.Thread | None = None
        self._cpu = threading.BoundedSemaphore(settings.cpu_threads)

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
        return self._engine is not None

    @property
    def engine(self) -> Engine:
        """The matcher. While the catalogue is read anew, the one before answers."""
        return self.current or self.renewed()

    @property
    def current(self) -> Engine | None:
        """The matcher if it is made: never any work. A catalogue that has changed is read aside."""
        return self.current_for(self.records.seen())

    def current_for(self, seen: Seen) -> Engine | None:
        """The same for whoever has looked at the file already."""
        engine = self._engine
        if engine is not None and engine.revision != seen.revision:
            self._renew_aside()
        return engine

    def renewed(self, patience: float | None = None) -> Engine:
        """The matcher for the catalogue as it is now.

        Args:
            patience: Seconds to wait for it; the one before if it takes longer. Without end if
                None.
        """
        if patience is not None and self._engine is not None:
            self._renew_aside().join(patience)
            return self._engine
        with self._making:
            revision = self.records.revision("programmes")
            if self._engine is None or self._engine.revision != revision:
                with _unsearched():
                    self._engine = self._made(revision)
            return self._engine

    def _renew_aside(self) -> threading.Thread:
        builder = self._builder
        if builder is None or not builder.is_alive():
            builder = threading.Thread(target=self._renew, name="catalogue", daemon=True)
            self._builder = builder
            builder.start()
        return builder

    def _renew(self) -> None:
        try:
            be_patient()
            self.renewed()
        except Exception:
            log.exception("the catalogue cannot be read anew")
        finally:
            self.close()

    def _made(self, revision: int) -> Engine:
        from matcher.open import open_encoder
        from matcher.service import Matcher
        from programmes.read import Catalogue, load_catalogue

        base = load_catalogue(self.settings.matcher.catalogue)
        own = [one for one in self.stores.programmes.many() if one.id not in base]
        sources = {one.slug: one for one in self.stores.programmes.sources()} | dict(base.sources)
        catalogue = Catalogue.of((*base.programmes, *own), sources.values()) if own else base
        if self._encoder is None:
            self._encoder = open_encoder(self.settings.matcher)
        matcher = Matcher(catalogue, self._encoder)
        guest = matcher.reading_with(Unstored(self._encoder.inner))
        made = Engine(matcher, guest, revision)
        # So that the first question finds the programmes ready for the present instant.
        now = instant(made.now(self.clock()))
        matcher.field(now)
        made.shelf(now)
        return made

    @contextmanager
    def working(self) -> Iterator[None]:
        """Wait for a turn at the processor; for threads of the pool, never the event loop."""
        with self._cpu:
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
        if self._engine is not None:
            self._engine.standings.forget(profile)

    def close(self) -> None:
        """Forget the connections of this thread; those of others close with their threads."""
        found = getattr(self._local, "stores", None)
        if found is not None:
            found.close()
            self._local.stores = None


class Wanted:
    """Profiles whose answers are to be made ready: the last ones, each once.

    Args:
        most: How many may wait; the oldest is dropped for another.

    >>> wanted = Wanted(2)
    >>> for name in "ababc":
    ...     wanted.add(name)
    >>> wanted.take(0), wanted.take(0), wanted.take(0)
    ('b', 'c', None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()
        self._some = threading.Condition()

    def __len__(self) -> int:
        return len(self._names)

    def add(self, profile: str) -> None:
        """Ask for a profile's answer."""
        with self._some:
            self._names[profile] = None
            self._names.move_to_end(profile)
            while len(self._names) > self._most:
                self._names.popitem(last=False)
            self._some.notify()

    def take(self, patience: float) -> str | None:
        """The profile that waits longest; None if nobody asks for so many seconds."""
        with self._some:
            if not self._names:
                self._some.wait(patience)
            return self._names.popitem(last=False)[0] if self._names else None


@contextmanager
def _unsearched() -> Iterator[None]:
    """Make what stays without looking for garbage in it, now or later.

    A catalogue of thousands is a million objects. To look through them again and again takes
    longer than to read it, and while the server answers it would hold up every thread for a second.
    Nothing of an engine refers to itself, so the one before still goes when it is replaced.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_RARELY)
        gc.enable()


def be_patient() -> None:
    """Let other threads of the server go first, where the system can."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
