"""What do all requests share, and how is it kept from getting in their way?

One object for an app: settings, stores, the matcher, kept answers. SQLite connections belong to a
thread, so each thread opens its own. The matcher is made anew when a programme was added, also by
another process. Work that takes a processor waits for its turn here, and never in the event loop.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.records import Records
from matcher.answers import mark_of
from matcher.moments import edges, last_change, written
from matcher.store import MatchStore
from profiles.store import ProfileStore
from profiles.vocabulary import instant
from programmes.store import ProgrammeStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from api.settings import ServeSettings
    from matcher.embedding import Encoder
    from matcher.service import Matcher

__all__ = ["Context", "Stores", "Unstored"]

_KEPT = 4_096
"""Answers kept in memory: some tens of megabytes."""


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


@dataclass(frozen=True, slots=True)
class Engine:
    """A matcher with what is known of its catalogue.

    Attributes:
        matcher: Over the built-in programmes and those that organisations have added.
        guest: The same for profiles that are not stored: their vectors are not kept either.
        changes: When the status of some call changes.
        revision: Which state of the added programmes it holds.
        mark: Settings on which its answers depend, in short.
    """

    matcher: Matcher
    guest: Matcher
    changes: tuple[datetime, ...]
    revision: int
    mark: str


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
        self.answers = Answers(_KEPT)
        self._local = threading.local()
        self._opened: list[Stores] = []
        self._engine: Engine | None = None
        self._making = threading.Lock()
        self._cpu = threading.BoundedSemaphore(settings.cpu_threads)

    @property
    def stores(self) -> Stores:
        """This thread's connections."""
        found: Stores | None = getattr(self._local, "stores", None)
        if found is None:
            found = self._local.stores = Stores(self.settings)
            self._opened.append(found)
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
        """The matcher for the catalogue as it is now."""
        revision = self.records.revision("programmes")
        engine = self._engine
        if engine is None or engine.revision != revision:
            with self._making:
                if self._engine is None or self._engine.revision != revision:
                    self._engine = self._made(revision)
                engine = self._engine
        return engine

    @property
    def current(self) -> Engine | None:
        """The matcher if it is made and up to date: never any work."""
        engine = self._engine
        if engine is None or engine.revision != self.records.revision("programmes"):
            return None
        return engine

    def _made(self, revision: int) -> Engine:
        from matcher.open import open_encoder
        from matcher.service import Matcher
        from programmes.read import Catalogue, load_catalogue

        base = load_catalogue(self.settings.matcher.catalogue)
        own = [one for one in self.stores.programmes.many() if one.id not in base]
        sources = {one.slug: one for one in self.stores.programmes.sources()} | dict(base.sources)
        catalogue = Catalogue.of((*base.programmes, *own), sources.values()) if own else base
        encoder = open_encoder(self.settings.matcher)
        matcher = Matcher(catalogue, encoder)
        guest = Matcher(catalogue, Unstored(encoder.inner))
        guest.index = matcher.index
        return Engine(matcher, guest, edges(catalogue.programmes), revision, mark_of(matcher))

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
        return written(last_change(self.clock(), (engine or self.engine).changes))

    def close(self) -> None:
        """Forget the connections of this thread; those of others close with their threads."""
        found = getattr(self._local, "stores", None)
        if found is not None:
            found.close()
            self._local.stores = None


class Answers:
    """Answers that were given, by question; the ones least asked for lately go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[object, tuple[bytes, str]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: object) -> tuple[bytes, str] | None:
        """The bytes and the ETag."""
        with self._lock:
            found = self._kept.get(question)
            if found is not None:
                self._kept.move_to_end(question)
            return found

    def put(self, question: object, answer: tuple[bytes, str]) -> None:
        """Keep an answer for the next time."""
        with self._lock:
            self._kept[question] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
