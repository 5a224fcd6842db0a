"""Is a file in which one bit has turned round ever used as if it were whole?

Each reader of a kind of file is asked after a flip: it may say what it said before (the bit meant
nothing to it), make the file again, or tell; it may not say something else.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from api.errors import ServeError
from api.runs.candidates import CandidateTable
from api.store import backup
from benchmarks.faults.struck import REFUSALS, Tally
from benchmarks.faults.works import Letters, VectorCache, ranked, rows, text_key, tree
from matcher.runs.compare.diff import difference
from matcher.runs.compare.export import export
from matcher.runs.files.reading import CompletedRun
from matcher.settings import adapter_file
from matcher.texts import packaged
from matcher.texts.adapter import read_adapter
from profiles.store import ProfileStore

__all__ = ["flipped"]

Read = Callable[[Path], Any]


def _run_files(base: Path) -> Iterator[tuple[str, list[Read]]]:
    def exported(side: str) -> Read:
        def read(folder: Path) -> bytes:
            export(CompletedRun(folder / "former"), folder / "rows.csv", side=side)
            return (folder / "rows.csv").read_bytes()

        return read

    def shown(folder: Path) -> Any:
        run = CompletedRun(folder / "former")
        return run.manifest, run.catalogue, run.rows_of("startups", "acme-labs~s05")

    def compared(folder: Path) -> str:
        run = CompletedRun(folder / "former")
        return repr(difference(run, run, "programmes"))

    def since(folder: Path) -> dict[str, bytes]:
        ranked(folder, since=True)
        return tree(folder / "out")

    readers = [exported("startups"), exported("programmes"), shown, compared, since]
    for path in sorted((base / "former").rglob("*")):
        if path.is_file() and path.stat().st_size:
            yield path.relative_to(base).as_posix(), readers


def _server_files(base: Path) -> Iterator[tuple[str, list[Read]]]:
    def pairs(folder: Path) -> Any:
        found = CandidateTable.open(folder / "store-runs" / "run-1")
        if found is None:
            raise ServeError("no pairs")
        return [found.page(name, 0, 99) for name in found.programmes]

    for name in ("candidates.bin", "candidates.json"):
        yield f"store-runs/run-1/{name}", [pairs]

    def restored(folder: Path) -> Any:
        backup.restore(folder / "copy.db", folder / "made.db")
        return rows(folder / "made.db", "profiles", "profile_versions", "decisions", "runs")

    yield "copy.db", [restored]

    def profiles(folder: Path) -> Any:
        with ProfileStore(folder / "store.db") as store:
            return [one.model_dump() for one in store.many()]

    yield "store.db", [profiles]


def _vector_files(base: Path) -> Iterator[tuple[str, list[Read]]]:
    texts = ["We build a drone drone", "We build a radar cyber"]

    def vectors(folder: Path) -> Any:
        cache = VectorCache(folder / "cache", "letters")
        known = cache.get([text_key(text) for text in texts])
        fresh = Letters().encode(texts)
        return [
            known.get(text_key(text), one).tobytes() for text, one in zip(texts, fresh, strict=True)
        ]

    for path in sorted((base / "cache").iterdir()):
        yield path.relative_to(base).as_posix(), [vectors]


def _model_files(base: Path) -> Iterator[tuple[str, list[Read]]]:
    def adapter(folder: Path) -> Any:
        tensors = read_adapter(folder / "model" / "adapter.safetensors", packaged.SHA256)
        return sorted((name, one.numpy().tobytes()) for name, one in tensors.items())

    def model(folder: Path) -> None:
        if said := next(packaged.damage(folder / "model"), None):
            raise ServeError(said)

    (base / "model" / "1_Pooling").mkdir(parents=True)
    own = adapter_file()
    if own is not None:
        for ending in (".safetensors", ".json"):
            shutil.copy(own.with_suffix(ending), base / "model" / f"adapter{ending}")
            yield f"model/adapter{ending}", [adapter]
    for name in packaged.FILES:
        if name != "model.safetensors":  # 90 MB a trial: its check is the same
            shutil.copy(packaged.folder() / name, base / "model" / name)
    weights = base / "model" / "model.safetensors"
    weights.symlink_to(packaged.folder() / "model.safetensors")
    for name in ("vocab.txt", "tokenizer.json", "config.json"):
        yield f"model/{name}", [model]


KINDS = {
    "a run's files": _run_files,
    "store, copies and pairs": _server_files,
    "vectors": _vector_files,
    "model and adapter": _model_files,
}


def flipped(base: Path, number: int, draw: random.Random) -> dict[str, Tally]:
    """Turn a bit of each kind of file round, and ask its readers.

    Args:
        base: A prepared folder.
        number: Flips of each kind, spread over its files.
        draw: Chooses bits.
    """
    tallies: dict[str, Tally] = {}
    for kind, files in KINDS.items():
        tally = tallies[kind] = Tally()
        every = list(files(base))
        for at in range(number):
            name, readers = every[at % len(every)]
            said = _trial(base, name, readers, draw)
            tally.tried += 1
            if said:
                tally.lost.append(f"{name}: {said}")
    return tallies


def _trial(base: Path, name: str, readers: list[Read], draw: random.Random) -> str:
    whole = _copied(base)
    folder = _copied(base)
    path = folder / name
    content = bytearray(path.read_bytes())
    written = [place for place, byte in enumerate(content) if byte]
    place = draw.choice(written)
    content[place] ^= 1 << draw.randrange(8)
    path.write_bytes(content)
    try:
        for read in readers:
            expected = read(whole)
            try:
                found = read(folder)
            except REFUSALS:
                continue
            except Exception as error:
                return f"a traceback after a flip in byte {place}: {type(error).__name__}: {error}"
            if found != expected:
                return f"used in silence after a flip in byte {place}"
    finally:
        for each in (whole, folder):
            shutil.rmtree(each.parent)
    return ""


def _copied(base: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    return Path(shutil.copytree(base, folder / "case", symlinks=True))
