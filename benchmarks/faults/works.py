"""Which pieces of work are struck, and what may they leave behind?

Each writes something that somebody relies on. After a fault it has to be as it was before, or as
it is after, whole; what has acknowledged that it is done has to be done; and the same work again
brings it to its end. What may stand half done and go on (a run) says so.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.runs.files import names_in
from api.runs.worker import rank_run
from api.settings import ServeSettings
from api.store import backup
from api.store.judgments import MatchStore, Run
from api.store.keys import Caller
from api.store.records import Records
from api.store.values import Judgment
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from api.usecases.erasure import Finisher, erase
from matcher.errors import Busy
from matcher.runs.compare.export import export
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.plan import RunPlan
from matcher.runs.files.reading import CompletedRun as Rows
from matcher.runs.work.driver import rank_all
from matcher.runs.work.ranker import Ranker
from matcher.service import Matcher
from matcher.settings import Settings
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import CachedEncoder, text_key
from profiles.model import Profile
from profiles.store import ProfileStore
from programmes.filters import Filters
from programmes.read import Catalogue, load_catalogue

__all__ = ["WORKS", "Letters", "Work", "prepared", "ranked"]

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
GONE = "acme-labs~s07"
WORDS = "drone radar sensor satellite laser ship cyber battery armour mesh fuel medicine"


class Letters:
    """An encoder that needs no model: which words stand in a text."""

    fingerprint = "letters"
    dimension = 24

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension)."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1)


_CATALOGUE = Catalogue.of(load_catalogue().programmes[:4])


def _matcher(folder: Path) -> Matcher:
    return Matcher(_CATALOGUE, CachedEncoder(Letters(), VectorCache(folder / "cache", "letters")))


def startups(number: int, text: str = "") -> list[Profile]:
    """Profiles that differ in their texts."""
    words = WORDS.split()
    return [
        Profile(
            id=f"acme-labs~s{at:02}",
            name=f"S {at}",
            description=f"We build a {words[at % 12]} {words[at * 5 % 12]} {text}",
        )
        for at in range(number)
    ]


def prepared(folder: Path) -> None:
    """Fill a folder with a store, a copy of it, a run of the server and a run by command."""
    store = folder / "store.db"
    with ProfileStore(store) as profiles, MatchStore(store) as matches, Records(store):
        profiles.save_all(startups(24, "once"))
        profiles.save_all(startups(24))
        matches.judge(Judgment("p", GONE, "diana", 2, "a note", "k", NOW))
    server_run(folder, "run-1")
    ranked(folder)
    shutil.move(folder / "out", folder / "former")
    backup.back_up(store, folder / "copy.db")
    with ProfileStore(store) as profiles:
        profiles.delete("acme-labs~s03")
    rows = (f"{one.id},{one.name},{one.description} anew" for one in startups(30))
    text = "\n".join(["id,name,description", *rows])
    (folder / "startups.csv").write_text(text.replace("acme-labs~", ""), "utf-8")
    (folder / "answer.json").write_text("what was there before", "utf-8")


def command(folder: Path, *arguments: object) -> None:
    """Run the command line in this process."""
    from api.cli import main

    sys.argv = ["allymatch", *map(str, arguments)]
    sys.stdout = sys.stderr = (folder / "said.txt").open("w")
    main()


def ranked(folder: Path, *, since: bool = False) -> None:
    """Rank a stream of profiles into a folder."""
    matcher = _matcher(folder)
    plan = RunPlan.of(
        on="2026-06-15", side="both", top=3, shard_rows=10, filters=Filters(),
        settings=matcher.settings,
    )  # fmt: skip
    former = Rows(folder / "former") if since else None
    rank_all(startups(24), Ranker(matcher, plan, former), RunFolder(folder / "out"))


def server_run(folder: Path, name: str) -> None:
    """Do a run as the server does one, or go on with it."""
    store = folder / "store.db"
    with ProfileStore(store) as profiles, MatchStore(store) as matches:
        if name not in {run.id for run in matches.runs()}:
            matches.queue(Run(name, "queued", "k", {}, "2026-06-15", created="1"), most=9)
        matches.put_back(name)
        rank_run(
            matches.run(name), _matcher(folder), profiles=profiles, store=matches,
            folder=folder / "store-runs",
        )  # fmt: skip


def _context(folder: Path) -> AppContext:
    settings = Settings.load(store=folder / "store.db", cache=folder / "cache")
    return AppContext(ServeSettings(matcher=settings), lambda: NOW)


def erased(folder: Path) -> None:
    """Forget somebody; what was begun is finished."""
    context = _context(folder)
    if context.stores.matches.unfinished():
        Finisher(context).look()
        if context.stores.matches.unfinished():
            raise Busy("another is at it")
    elif GONE in context.stores.profiles:
        erase(UseCase(context, Caller("k", "founder", "acme-labs")), GONE)


def rows(path: Path, *tables: str) -> Any:
    """What tables of a store hold; None where there is no store."""
    if not path.is_file():
        return None
    asked = [f"SELECT * FROM {table} ORDER BY 1, 2" for table in tables]  # noqa: S608
    with closing(sqlite3.connect(path)) as found:
        return [found.execute(one).fetchall() for one in asked]


def tree(path: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    files = (one for one in sorted(path.rglob("*")) if one.is_file())
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in files}


def complete(path: Path) -> dict[str, bytes] | None:
    """A run's bytes if it says that it is complete, and is sound."""
    try:
        run = Rows(path)
    except Exception:
        return None
    if lost := list(run.damage()):
        raise AssertionError(lost[0])
    return tree(path)


def trace(folder: Path) -> list[str]:
    """Where somebody is still spoken of, who is to be forgotten."""
    context = _context(folder)
    stores = context.stores
    found = [f"{number} rows" for number in [stores.matches.traces(GONE)] if number]
    if stores.profiles.known(GONE) != ((), 0):
        found.append("profile")
    runs = folder / "store-runs"
    found += [path.name for path in runs.glob("run-*") if GONE in names_in(path)]
    context.close()
    return found


def _vectors(folder: Path) -> int:
    """How many texts have vectors; each is the right one."""
    cache = VectorCache(folder / "cache", "letters")
    texts = [f"text {number} of many" for number in range(40)]
    known = cache.get([text_key(text) for text in texts])
    for text, right in zip(texts, Letters().encode(texts), strict=True):
        if text_key(text) in known and not np.array_equal(known[text_key(text)], right):
            raise AssertionError(f"another vector for {text}")
    return len(known)


def _put(folder: Path) -> None:
    from api.cli.writing import put

    put("what is there after\n" * 2000, folder / "answer.json")


def _judged(folder: Path) -> None:
    with MatchStore(folder / "store.db") as matches:
        matches.judge(Judgment("p", GONE, "diana", 3, "another note", "k", NOW))


def _grades(folder: Path) -> Any:
    """Who was given which grade; an identifier and an instant are new each time."""
    asked = "SELECT DISTINCT programme, profile, organisation, grade, note FROM decisions"
    with closing(sqlite3.connect(folder / "store.db")) as found:
        return sorted(found.execute(asked).fetchall())


def _embedded(folder: Path) -> None:
    _matcher(folder).encoder.encode([f"text {number} of many" for number in range(40)])


def _restored(folder: Path) -> Any:
    store = folder / "store.db"
    held = rows(store, "profiles")
    former = [rows(path, "profiles") for path in backup.formers(store)]
    return held, former


def _exported(folder: Path) -> None:
    export(Rows(folder / "former"), folder / "rows.csv")


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work and what it leaves.

    Attributes:
        name: As a person would ask for it.
        do: The work, in a prepared folder.
        state: What counts of what it leaves; raises where that is damaged.
        partial: Whether a state between is allowed, because the same work goes on.
        once: Whether doing it again is refused or adds to it, so that it is not tried again.
    """

    name: str
    do: Callable[[Path], object]
    state: Callable[[Path], Any]
    partial: bool = False
    once: bool = False


WORKS = (
    Work(
        "import",
        lambda folder: command(
            folder, "import", folder / "startups.csv", "--store", folder / "store.db"
        ),
        lambda folder: rows(folder / "store.db", "profiles"),
    ),
    Work(
        "keys create",
        lambda folder: command(
            folder, "keys", "create", "--role", "admin", "--holder", "h", "--store",
            folder / "store.db",
        ),
        lambda folder: len(rows(folder / "store.db", "keys")[0]),
        once=True,
    ),
    Work("judge a candidate", _judged, lambda folder: _grades(folder)),
    Work(
        "backup",
        lambda folder: command(
            folder, "backup", folder / "new.db", "--store", folder / "store.db"
        ),
        lambda folder: rows(folder / "new.db", "profiles"),
        once=True,
    ),
    Work(
        "restore",
        lambda folder: command(
            folder, "restore", folder / "copy.db", "--store", folder / "store.db"
        ),
        lambda folder: rows(folder / "store.db", "profiles"),
    ),
    Work("rank", ranked, lambda folder: complete(folder / "out"), partial=True),
    Work(
        "rank --since",
        lambda folder: ranked(folder, since=True),
        lambda folder: complete(folder / "out"),
        partial=True,
    ),
    Work(
        "runs export",
        _exported,
        lambda folder: (folder / "rows.csv").read_bytes()
        if (folder / "rows.csv").exists()
        else None,
    ),
    Work("--out FILE", _put, lambda folder: (folder / "answer.json").read_bytes()),
    Work("vectors", _embedded, _vectors, partial=True),
    Work(
        "a run of the server",
        lambda folder: server_run(folder, "run-2"),
        lambda folder: complete(folder / "store-runs" / "run-2"),
        partial=True,
    ),
    Work("erase a profile", erased, trace, partial=True),
)  # fmt: skip
