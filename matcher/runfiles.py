"""Where does a run write what it found, so that other programs can read it?

One folder a run: ``matches.parquet`` with one row a pair, and ``manifest.json`` with the settings
under which it was made. A folder appears whole, by a rename, or not at all.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

__all__ = ["COLUMNS", "RunFolder", "forget", "matches_file", "rows"]

COLUMNS = ("profile", "programme", "rank", "verdict", "fit", "near_miss", "status")
_FILE, _MANIFEST = "matches.parquet", "manifest.json"


def _schema() -> Any:
    import pyarrow as pa

    text, names = pa.string(), pa.dictionary(pa.int32(), pa.string())
    kinds = (text, names, pa.int32(), names, pa.float64(), pa.bool_(), names)
    return pa.schema(list(zip(COLUMNS, kinds, strict=True)))


class RunFolder:
    """The files of one run while they are written.

    Args:
        folder: Where the folders of runs stand; made if need be.
        run: The run's id.
    """

    def __init__(self, folder: Path, run: str) -> None:
        self._final, self._work = folder / run, folder / f".{run}.part"
        self._writer: Any = None
        self.pairs = 0

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq

        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)
        self._writer = pq.ParquetWriter(self._work / _FILE, _schema())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None
    ) -> None:
        self._writer.close()
        if kind is not None:
            shutil.rmtree(self._work, ignore_errors=True)

    def write(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Add pairs, each with the values of ``COLUMNS``."""
        import pyarrow as pa

        table = pa.Table.from_pylist([dict(row) for row in found], schema=_schema())
        self.pairs += len(table)
        self._writer.write_table(table)

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Put the folder in its place, with the settings beside the rows."""
        self._writer.close()
        digest = hashlib.sha256((self._work / _FILE).read_bytes()).hexdigest()
        said = {**manifest, "pairs": self.pairs, "sha256": {_FILE: digest}}
        (self._work / _MANIFEST).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(self._final, ignore_errors=True)
        self._work.rename(self._final)


def matches_file(folder: Path, run: str) -> Path | None:
    """The Parquet file of a run, if it is there."""
    path = folder / run / _FILE
    return path if path.is_file() else None


def rows(folder: Path, run: str, start: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Some rows of a run, and how many it has."""
    import pyarrow.parquet as pq

    path = matches_file(folder, run)
    if path is None:
        return [], 0
    table = pq.read_table(path)
    return table.slice(start, limit).to_pylist(), len(table)


def forget(folder: Path, profile: str) -> None:
    """Take a profile's rows out of every run; the manifest says that it was changed."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for path in sorted(folder.glob(f"[!.]*/{_FILE}")):  # not what a run is still writing
        table = pq.read_table(path)
        left = table.filter(pc.not_equal(table["profile"], profile))
        if len(left) == len(table):
            continue
        fresh = path.with_suffix(".part")
        pq.write_table(left, fresh)
        manifest = path.with_name(_MANIFEST)
        said = json.loads(manifest.read_text(encoding="utf-8"))
        said["pairs"] = len(left)
        said["sha256"] = {_FILE: hashlib.sha256(fresh.read_bytes()).hexdigest()}
        said["forgotten"] = said.get("forgotten", 0) + 1
        manifest.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)
