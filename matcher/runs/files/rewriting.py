"""How do rows leave a run that stands, without a moment at which it is half changed?

Whoever is forgotten is taken out of every file that names him. The fresh files are written beside
the former ones, then a log of what goes where is written, and only then do they take their places:
a process that dies before the log has changed nothing, and whoever opens the run after it was
written brings it to its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import orjson

from matcher.errors import Busy, RunError
from matcher.runs.files.folder import (
    RunFolder,
    ShardRecord,
    as_bytes,
    check,
    file_hash,
    replaced,
    seal,
    unseal,
)
from matcher.runs.files.plan import Manifest, open_run
from matcher.runs.files.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["settle", "settled", "without"]

_FRESH = ".fresh"


def _log(folder: RunFolder) -> Path:
    return folder.path / "rewriting.json"


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}{_FRESH}")


def settled(folder: RunFolder) -> None:
    """Bring to its end what a process that died has begun; one that is at work is left alone."""
    if _log(folder).exists():
        with suppress(Busy), folder.held():
            settle(folder)


def settle(folder: RunFolder) -> None:
    """The same by who holds the folder.

    Raises:
        RunError: The log is damaged.
    """
    log = _log(folder)
    if log.exists():
        _apply(folder, unseal(log)[0])
        return
    for place in (folder.path, folder.path / "startups", folder.path / "parts"):
        for left in place.glob(f".*{_FRESH}"):
            left.unlink(missing_ok=True)


def _apply(folder: RunFolder, said: dict[str, Any]) -> None:
    for name, mark in said["files"].items():
        path = folder.path / name
        fresh = _fresh(path)
        if fresh.exists():
            check(fresh, mark)
            fresh.replace(path)
    for record in said["records"]:
        folder.commit(ShardRecord(**record))
    if said["manifest"] is not None:
        with replaced(folder.manifest) as passing:
            passing.write_bytes(seal(said["manifest"]))
    _log(folder).unlink()


def without(folder: RunFolder, gone: Collection[str], shards: Collection[int]) -> None:
    """Take the rows of some profiles out of a run.

    Of a run that is not complete the shards they stood in are withdrawn: they are ranked again
    without them. What a list has lost is not filled up.

    Args:
        folder: The run's.
        gone: The ids of the profiles.
        shards: The shards that may hold them.

    Raises:
        Busy: Somebody is at work in it.
        NotFound: There is no run.
        RunError: It is damaged, or cannot be written.
    """
    with folder.held():
        settle(folder)
        manifest = open_run(folder)
        if not manifest.complete:
            _withdraw(folder, shards)
            return
        try:
            _rewrite(folder, manifest, gone, shards)
        except OSError as error:
            msg = f"{folder.path} cannot be written ({error.strerror or error})"
            raise RunError(msg) from error


def _withdraw(folder: RunFolder, shards: Collection[int]) -> None:
    for shard in shards:
        folder.withdraw(shard)
        for path in (folder.startups(shard), *folder.path.glob(f"parts/{shard:06d}.*")):
            path.unlink(missing_ok=True)
    # What is joined already holds rows of all shards.
    for path in (folder.programmes, folder.rejected):
        path.unlink(missing_ok=True)


def _rewrite(
    folder: RunFolder, manifest: Manifest, gone: Collection[str], shards: Collection[int]
) -> None:
    files: dict[str, str] = {}
    records: list[ShardRecord] = []
    counts, marks = dict(manifest.counts), dict(manifest.files)
    for shard in shards:
        former = folder.record(shard)
        record = _shard_without(folder, former, gone, files)
        records.append(record)
        counts["profiles"] += record.profiles - former.profiles
        counts["rejected"] += record.rejected - former.rejected
        if "startups" in counts:
            counts["startups"] += record.rows["startups"] - former.rows["startups"]
    joined = {folder.rejected: _lines, folder.programmes: _table}
    for path, cut in joined.items():
        name = folder.relative(path)
        if name in marks:
            left = _cut(folder, name, marks[name], gone, cut, files)
            if path == folder.programmes:
                counts["programmes"] = left
    marks |= {name: mark for name, mark in files.items() if name in marks}
    fresh = replace(manifest, counts=counts, files=marks)
    said = {"files": files, "records": [asdict(one) for one in records], "manifest": asdict(fresh)}
    with replaced(_log(folder)) as passing:
        passing.write_bytes(seal(orjson.loads(as_bytes(said))))
    _apply(folder, unseal(_log(folder))[0])


def _shard_without(
    folder: RunFolder, record: ShardRecord, gone: Collection[str], files: dict[str, str]
) -> ShardRecord:
    rows, profiles, rejected = dict(record.rows), record.profiles, record.rejected
    marks = dict(record.files)
    for name, mark in record.files.items():
        lines = name.endswith(".jsonl")
        left = _cut(folder, name, mark, gone, _lines if lines else _table, files)
        marks[name] = files[name]
        if lines:
            rejected = left
        elif name == folder.relative(folder.part(record.shard, "profiles")):
            profiles = left
        elif name == folder.relative(folder.startups(record.shard)):
            rows["startups"] = left
        else:
            rows["programmes"] = left
    return replace(record, profiles=profiles, rejected=rejected, rows=rows, files=marks)


def _cut(
    folder: RunFolder,
    name: str,
    mark: str,
    gone: Collection[str],
    cut: Callable[[Path, Path, Collection[str]], int],
    files: dict[str, str],
) -> int:
    """Write a file anew beside its place; how many rows are left."""
    path = check(folder.path / name, mark)
    fresh = _fresh(path)
    left = cut(path, fresh, gone)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    files[name] = file_hash(fresh)
    return left


def _table(path: Path, fresh: Path, gone: Collection[str]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise RunError(f"{path} cannot be read ({error})") from error
    if len(table):
        held = table.column("profile").to_pylist()
        table = table.filter(pa.array([one not in gone for one in held], pa.bool_()))
    write_table(table, fresh)
    return len(table)


def _lines(path: Path, fresh: Path, gone: Collection[str]) -> int:
    kept = [
        line
        for line in path.read_bytes().splitlines(keepends=True)
        if orjson.loads(line).get("id") not in gone
    ]
    fresh.write_bytes(b"".join(kept))
    return len({_row(line) for line in kept})


def _row(line: bytes) -> Sequence[Any]:
    said = orjson.loads(line)
    return said.get("line"), said.get("id")
