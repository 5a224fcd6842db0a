"""How are the rows of a server's run read page by page, as one file, and without somebody?

A run's folder is as ``matcher.runs`` writes it: a Parquet file a shard, a record of each, and a
manifest with their hashes. To forget somebody is to write those files anew that hold him.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from matcher.errors import NotFound, RunError
from matcher.runs.files.folder import RunFolder, as_bytes, file_hash, replaced
from matcher.runs.files.plan import open_run
from matcher.runs.files.reading import Run
from matcher.runs.files.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.runs.files.folder import Record

__all__ = ["forget", "opened", "rows", "write_whole"]


def opened(path: Path) -> Run | None:
    """The run in a folder; None if there is none that is complete."""
    try:
        return Run(path)
    except (NotFound, RunError):
        return None


def rows(run: Run, start: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Some rows of a run, and how many it has."""
    found: list[dict[str, Any]] = []
    first = 0
    for record in run.folder.records():
        number = record.rows.get("startups", 0)
        if first < start + limit and start < first + number:
            table = run.table(record.shard, "startups")
            begin = max(start - first, 0)
            found += table.slice(begin, start + limit - first - begin).to_pylist()
        first += number
    return found, first


def write_whole(run: Run, path: Path) -> None:
    """Write the rows of all shards as one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    try:
        for table in run.tables("startups"):
            # Each shard numbers its words for itself: as plain texts they go into one file.
            plain = pa.schema(
                [
                    pa.field(
                        f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type
                    )
                    for f in table.schema
                ]
            )
            writer = writer or pq.ParquetWriter(path, plain, compression="zstd")
            writer.write_table(table.cast(plain))
        if writer is None:
            pq.write_table(pa.table({}), path)
    finally:
        if writer is not None:
            writer.close()


def forget(path: Path, gone: Mapping[str, int]) -> None:
    """Take the rows of some profiles out of a run.

    Args:
        path: The run's folder; nothing happens while it is not complete.
        gone: The profiles, each with its place in the run.
    """
    folder, run = RunFolder(path), opened(path)
    if run is None or not gone:
        return
    shards = {place // run.manifest.plan.shard_rows for place in gone.values()}
    former = [record for record in folder.records() if record.shard in shards]
    fresh = [_without(run, record, gone) for record in former]
    for record in fresh:
        folder.commit(record)
    _restate(folder, former, fresh)


def _without(run: Run, record: Record, gone: Collection[str]) -> Record:
    import pyarrow as pa

    files, counts, profiles = dict(record.files), dict(record.rows), record.profiles
    for name in ("profiles", "startups"):
        table = run.table(record.shard, name)
        held = table.column("profile").to_pylist()
        left = table.filter(pa.array([one not in gone for one in held], pa.bool_()))
        if name == "profiles":
            profiles = len(left)
        folder = run.folder
        path = (
            folder.startups(record.shard) if name == "startups" else folder.part(record.shard, name)
        )
        with replaced(path) as passing:
            write_table(left, passing)
            files[folder.relative(path)] = file_hash(passing)
        if name in counts:
            counts[name] = len(left)
    return replace(record, profiles=profiles, rows=counts, files=files)


def _restate(folder: RunFolder, former: list[Record], fresh: list[Record]) -> None:
    """Let the manifest say what is there now."""
    manifest = open_run(folder)
    counts, files = dict(manifest.counts), dict(manifest.files)
    for old, new in zip(former, fresh, strict=True):
        counts["profiles"] += new.profiles - old.profiles
        counts["startups"] += new.rows.get("startups", 0) - old.rows.get("startups", 0)
        files |= {name: mark for name, mark in new.files.items() if name in files}
    with replaced(folder.manifest) as passing:
        passing.write_bytes(as_bytes(asdict(replace(manifest, counts=counts, files=files))))
