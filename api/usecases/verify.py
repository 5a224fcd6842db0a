"""Is everything that is kept what was written?

Each thing is read through and held against the hashes that were written with it. What cannot be
checked, because nothing was written that could be, is said to be so: that is not the same as sound.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Literal

from api.errors import ServeError
from api.runs.candidates import CandidateTable
from api.store.backup import formers
from api.store.copies import verified
from matcher.errors import CacheError, MatchError, NotFound, NotReady
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.plan import open_run
from matcher.runs.files.reading import CompletedRun
from matcher.settings import Settings, adapter_file
from matcher.texts import packaged
from matcher.texts.adapter import read_adapter
from matcher.texts.cache import VectorCache
from profiles.errors import ProfileError
from profiles.migrations import gone
from profiles.store import ProfileStore
from programmes.errors import ProgrammeError
from programmes.store import ProgrammeStore

__all__ = ["Checked", "everything", "one"]

State = Literal["sound", "damaged", "not checked"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at.

    Attributes:
        what: ``store``, ``copy``, ``run``, ``model``, ``adapter``, ``vectors`` or ``program``.
        where: Its path.
        state: ``damaged`` if any part of it is not what was written.
        said: What is wrong, or what was looked at.
    """

    what: str
    where: str
    state: State
    said: str


def everything(settings: Settings) -> Iterator[Checked]:
    """Look at the store, its copies and runs, the vectors, the model and the program itself."""
    store = settings.store
    if problem := gone(store):
        yield Checked("store", str(store), "damaged", problem)
    elif store.is_file():
        yield _store(store)
    for path in formers(store):
        yield _copy(path)
    for path in sorted(store.with_name(f"{store.stem}-runs").glob("run-*")):
        yield _run(path)
    for path in sorted(settings.cache.glob("vectors-*.sqlite")):
        yield _vectors(path)
    yield _model()
    yield _adapter(settings)
    yield _program()


def one(path: Path, store: Path) -> Checked:
    """Look at one thing, whatever it is.

    Args:
        path: A store or a copy of one, a run's folder, vectors, or an adapter's tensors.
        store: The store in use, which is not taken for a copy.

    Raises:
        NotFound: Nothing is there, or nothing that could be checked.
    """
    if path.is_dir():
        return _run(path)
    if not path.is_file():
        raise NotFound("file", str(path), "name a store, a copy, a run's folder or an adapter")
    if path.suffix == ".safetensors":
        return _tensors(path)
    if path.name.startswith("vectors-"):
        return _vectors(path)
    if store.is_file() and path.samefile(store):
        return _store(path)
    return _copy(path)


def _found(what: str, path: Path, problems: list[str], said: str) -> Checked:
    if not problems:
        return Checked(what, str(path), "sound", said)
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return Checked(what, str(path), "damaged", f"{problems[0]}{more}")


def _store(path: Path) -> Checked:
    """Pages, and every profile with its hash: rows of other tables change and have none."""
    problems: list[str] = []
    number = 0
    try:
        counts = verified(path)
        with ProfileStore(path) as profiles:
            for identifier in profiles.ids():
                known, unreadable = profiles.known(identifier)
                number += len(known)
                if unreadable:
                    problems.append(f"{path} holds {identifier!r} damaged")
        with ProgrammeStore(path) as programmes:
            number += len(list(programmes.many())) + len(list(programmes.sources()))
    except (ServeError, ProfileError, ProgrammeError) as error:
        return Checked("store", str(path), "damaged", str(error))
    rows = sum(counts.values())
    return _found("store", path, problems, f"{rows} rows fit together, {number} read with hashes")


def _copy(path: Path) -> Checked:
    try:
        counts = verified(path)
    except ServeError as error:
        return Checked("copy", str(path), "damaged", str(error))
    return Checked(
        "copy", str(path), "sound", f"{sum(counts.values())} rows of {len(counts)} tables"
    )


def _run(path: Path) -> Checked:
    folder = RunFolder(path)
    try:
        if not open_run(folder).complete:
            standing = sum(folder.standing(one.shard) is not None for one in folder.records())
            said = f"not complete: {standing} shards stand, what is not is made again"
            return Checked("run", str(path), "sound", said)
        run = CompletedRun(path)
        problems = list(run.damage())
        if (path / "candidates.json").exists():
            try:
                CandidateTable.check(path)
            except MatchError as error:
                problems.append(str(error))
    except NotFound:
        return Checked("run", str(path), "not checked", "the folder holds no run")
    except MatchError as error:
        return Checked("run", str(path), "damaged", str(error))
    return _found("run", path, problems, f"{run.manifest.counts['profiles']} profiles")


def _vectors(path: Path) -> Checked:
    try:
        sound, lost = VectorCache(path.parent, path.stem.removeprefix("vectors-")).checked()
    except CacheError as error:
        return Checked("vectors", str(path), "damaged", str(error))
    problems = [f"{lost} vectors are not what was written: they are made again when asked for"]
    return _found("vectors", path, problems if lost else [], f"{sound} vectors")


def _model() -> Checked:
    try:
        path = packaged.folder()
    except NotReady as error:
        return Checked("model", packaged.DEFAULT_MODEL, "damaged", str(error))
    return _found("model", path, list(packaged.damage(path)), f"{len(packaged.FILES)} files")


def _adapter(settings: Settings) -> Checked:
    path = settings.adapter if isinstance(settings.adapter, Path) else adapter_file()
    if path is None or settings.adapter is False:
        return Checked("adapter", "", "not checked", "none is used")
    return _tensors(path)


def _tensors(path: Path) -> Checked:
    try:
        tensors = read_adapter(path, packaged.SHA256)
    except NotReady as error:
        return Checked("adapter", str(path), "damaged", str(error))
    return Checked("adapter", str(path), "sound", f"{len(tensors)} tensors")


def _program() -> Checked:
    """The installed files against the record that came with them."""
    try:
        files = distribution("allymatch").files or []
    except PackageNotFoundError:
        files = []
    hashed = [file for file in files if file.hash is not None]
    ours = [
        file for file in hashed if file.parts[0] in {"api", "matcher", "profiles", "programmes"}
    ]
    where = str(Path(__file__).parents[2])
    if not ours:
        return Checked("program", where, "not checked", "it runs from a folder of its source")
    problems = []
    for file in ours:
        assert file.hash is not None  # noqa: S101 - chosen so
        try:
            content = Path(str(file.locate())).read_bytes()
        except OSError as error:
            problems.append(f"{file} cannot be read ({error.strerror or error})")
            continue
        digest = hashlib.new(file.hash.mode, content).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            problems.append(f"{file} is not what was installed")
    return _found("program", Path(where), problems, f"{len(ours)} files")
