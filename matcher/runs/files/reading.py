"""How are the rows of a run read again, without holding them all?

Shard by shard, as columns. Which shard holds a startup is told by a hash of its id, so that an
index of a million stays small; the shard itself has the last word. Every file is what its hash
says, or it is not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.errors import NotFound, RunError
from matcher.runs.files.folder import RunFolder, check
from matcher.runs.files.plan import SEALED, Manifest, open_run
from matcher.runs.files.rewriting import settled
from matcher.runs.files.seen import SeenProgramme, read_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["CompletedRun", "Row"]

Row = dict[str, Any]


class CompletedRun:
    """A complete run.

    Args:
        path: Its folder.

    Raises:
        NotFound: There is no run.
        RunError: It is damaged, or was never finished.
    """

    folder: RunFolder

    def __init__(self, path: Path) -> None:
        self.folder = RunFolder(path)
        settled(self.folder)
        self.manifest: Manifest = open_run(self.folder)
        if not self.manifest.complete:
            msg = f"the run in {path} is not complete: the command that began it goes on with it"
            raise RunError(msg)

    @cached_property
    def catalogue(self) -> dict[str, SeenProgramme]:
        """The programmes as they were.

        Raises:
            RunError: The file is damaged.
        """
        if self.manifest.format >= SEALED:
            self.checked(self.folder.catalogue)
        return read_catalogue(self.folder)

    @property
    def shards(self) -> range:
        """The numbers of its shards."""
        return range(self.manifest.counts["shards"])

    @cached_property
    def _index(self) -> tuple[NDArray[np.uint64], Ints]:
        """Hashes of all ids in order, and the shard of each: twelve bytes a profile."""
        hashes = [
            _hashes(self.table(shard, "profiles", ["profile"]).column(0).to_pylist())
            for shard in self.shards
        ]
        shards = np.repeat(np.arange(len(hashes)), [len(one) for one in hashes])
        every = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
        order = np.argsort(every, kind="stable")
        return every[order], shards[order]

    def shards_of(self, ids: Sequence[str]) -> Ints:
        """The shard of each profile, -1 for one that is in none.

        By a hash of the id: of an id that the run does not hold a shard may come back, very rarely.
        """
        hashes, shards = self._index
        wanted = _hashes(ids)
        if not len(hashes):
            return np.full(len(wanted), -1, np.int64)
        places = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        return np.where(hashes[places] == wanted, shards[places], -1)

    def table(self, shard: int, name: str, columns: list[str] | None = None) -> pa.Table:
        """One file of a shard: ``startups``, or ``profiles`` or ``programmes`` of its parts.

        Args:
            shard: Its number.
            name: Of the file.
            columns: Which of its columns; all if absent.

        Raises:
            RunError: It cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder.startups(shard) if name == "startups" else self.folder.part(shard, name)
        try:
            return pq.read_table(self.checked(path, shard), columns=columns)
        except (OSError, pa.ArrowException) as error:
            msg = f"{path} cannot be read ({error}): `allymatch rank` makes it again"
            raise RunError(msg) from error

    def checked(self, path: Path, shard: int | None = None) -> Path:
        """A file of the run, once it is found to be what was written.

        Args:
            path: The file.
            shard: Whose record names it, if it is a part of one.

        Raises:
            RunError: It is damaged.
        """
        try:
            return check(path, self._mark(path, shard))
        except RunError:
            # Rows of somebody may have been taken out since the manifest was read.
            with self.folder.quiet():
                self.manifest = open_run(self.folder)
                return check(path, self._mark(path, shard))

    def _mark(self, path: Path, shard: int | None) -> str | None:
        name = self.folder.relative(path)
        mark = self.manifest.files.get(name)
        if mark is None and shard is not None:
            mark = self.folder.record(shard).files.get(name)
        return mark

    def damage(self) -> Iterator[str]:
        """What is wrong with each file that is not what was written; nothing of a sound run."""
        whole = self.manifest.files
        marks = dict(whole)
        for shard in self.shards:
            try:
                record = self.folder.record(shard)
            except RunError as error:
                yield str(error)
                continue
            for name, mark in record.files.items():
                if whole.get(name, mark) != mark:
                    yield f"{self.folder.path / name} has one hash here and another there"
            marks |= record.files
        for name, mark in marks.items():
            try:
                check(self.folder.path / name, mark)
            except RunError as error:
                yield str(error)

    def rows_of(self, side: str, name: str) -> list[Row]:
        """The rows of one startup or programme, best first.

        Args:
            side: ``startups`` or ``programmes``.
            name: The id of a startup or a programme of the run.

        Raises:
            NotFound: It is not in the run.
            RunError: The run did not keep this side.
        """
        import pyarrow.compute as pc

        self.needs(side)
        one = side.removesuffix("s")
        where = f"it is not in {self.folder.path}"
        if side == "startups":
            (shard,) = self.shards_of([name]).tolist()
            if shard < 0 or name not in self._names(shard, [name]):
                raise NotFound("profile", name, where)
            table, one = self.table(shard, side), "profile"
        else:
            if name not in self.catalogue:
                raise NotFound("programme", name, where)
            (table,) = self.tables(side)
        rows: list[Row] = table.filter(pc.field(one) == name).to_pylist() if len(table) else []
        return rows

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """The names of some startups of the run, by id."""
        found: dict[str, str] = {}
        shards = self.shards_of(ids)
        for shard in np.unique(shards[shards >= 0]).tolist():
            some = [ids[place] for place in np.flatnonzero(shards == shard).tolist()]
            found |= self._names(shard, some)
        return found

    def _names(self, shard: int, ids: Sequence[str]) -> dict[str, str]:
        import pyarrow as pa
        import pyarrow.compute as pc

        table = self.table(shard, "profiles", ["profile", "name"])
        found = table.filter(pc.is_in(table["profile"], pa.array(ids, pa.string()))).to_pydict()
        return dict(zip(found["profile"], found["name"], strict=True))

    def tables(self, side: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The rows of one side, in the order of the run.

        Args:
            side: ``startups`` or ``programmes``.
            columns: Which of them; all if absent. A side without rows may have none.

        Raises:
            RunError: The run did not keep this side.
        """
        self.needs(side)
        if side == "startups":
            for shard in self.shards:
                yield self.table(shard, "startups", columns)
        else:
            import pyarrow.parquet as pq

            some = columns if self.manifest.counts["programmes"] else None
            yield pq.read_table(self.checked(self.folder.programmes), columns=some)

    def needs(self, side: str) -> None:
        """Check that rows of a side were kept.

        Raises:
            RunError: They were not.
        """
        if side not in self.manifest.plan.sides():
            kept = self.manifest.plan.side
            msg = f"{self.folder.path} keeps no rows by {side}: it was run with --side {kept}"
            raise RunError(msg)


def _hashes(ids: Iterable[str]) -> NDArray[np.uint64]:
    found = [hashlib.blake2b(one.encode(), digest_size=8).digest() for one in ids]
    return np.frombuffer(b"".join(found), np.uint64)
