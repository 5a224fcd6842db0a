"""How are the rows of a server's run read page by page, as one file, and without somebody?

A run's folder is as ``matcher.runs`` writes it: a Parquet file a shard, a record of each, and a
manifest with their hashes. To forget somebody is to write those files anew that hold him.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from api.runs.candidates import column_file
from matcher.errors import NotFound, RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.plan import open_run
from matcher.runs.files.reading import CompletedRun
from matcher.runs.files.rewriting import without

if TYPE_CHECKING:
    from pathlib import Path

    from api.store.judgments import MatchStore

__all__ = ["forget", "names_in", "opened", "remove", "rows", "write_whole"]


def opened(path: Path) -> CompletedRun | None:
    """The run in a folder; None if there is none that is complete."""
    try:
        return CompletedRun(path)
    except (NotFound, RunError):
        return None


def rows(run: CompletedRun, start: int, limit: int) -> tuple[list[dict[str, Any]], int]:
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


def write_whole(run: CompletedRun, path: Path) -> None:
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
    """Take the rows of some profiles out of a run; nothing happens where there is none.

    Args:
        path: The run's folder.
        gone: The profiles, each with its place in the run.

    Raises:
        Busy: Somebody is at work in it.
        RunError: It is damaged.
    """
    folder = RunFolder(path)
    try:
        rows = open_run(folder).plan.shard_rows
    except NotFound:
        return
    shards = sorted({place // rows for place in gone.values()})
    if gone:
        without(folder, gone, shards)
        for shard in shards:
            # Where pairs wait to be joined: the shard is ranked again, and writes it anew.
            column_file(path, shard).unlink(missing_ok=True)


def names_in(path: Path) -> set[str]:
    """The profiles that the files of a run name, those too that no record names.

    Raises:
        RunError: One of them cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: set[str] = set()
    for file in path.rglob("*.parquet"):
        try:
            if "profile" in pq.read_schema(file).names:
                found |= set(pq.read_table(file, columns=["profile"]).column(0).to_pylist())
        except (OSError, pa.ArrowException) as error:
            raise RunError(f"{file} cannot be read ({error})") from error
    for file in path.rglob("*.jsonl"):
        if file.name != "catalogue.jsonl":
            try:
                lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
            except (OSError, ValueError) as error:
                raise RunError(f"{file} cannot be read ({error})") from error
            found |= {line.get("id") for line in lines}
    return found


def remove(store: MatchStore, folder: Path, run: str) -> None:
    """Remove a run: its files first, so that one that is left by a crash is still listed.

    Args:
        store: Where it stands.
        folder: Where the folders of runs stand.
        run: Its id.
    """
    shutil.rmtree(folder / run, ignore_errors=True)
    (folder / f".{run}.lock").unlink(missing_ok=True)
    store.drop_run(run)
