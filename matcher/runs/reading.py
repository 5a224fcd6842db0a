"""How are the rows of a run read again, without holding them all?

Shard by shard. Where a row of one run is looked for in another, an index says which shard of that
one holds the profile, and a few shards are kept at hand: two runs of nearly the same file are read
side by side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.errors import RunError
from matcher.runs.catalogue import Entry, read_catalogue
from matcher.runs.folder import RunFolder
from matcher.runs.plan import Manifest, open_run

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Held", "Known", "Run"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A profile of a run: its name, and the hashes of its facts and texts."""

    name: str
    facts: str
    texts: str


@dataclass(frozen=True, slots=True)
class Held:
    """A shard of a run: its profiles in order, and the rows of each, best first."""

    profiles: Mapping[str, Known]
    rows: Mapping[str, Sequence[Row]]


class Run:
    """A complete run.

    Args:
        path: Its folder.

    Raises:
        NotFound: There is no run.
        RunError: It is damaged, or was never finished.
    """

    def __init__(self, path: Path) -> None:
        self.folder = RunFolder(path)
        self.manifest: Manifest = open_run(self.folder)
        if not self.manifest.complete:
            msg = f"the run in {path} is not complete: the command that began it goes on with it"
            raise RunError(msg)
        self.shard = lru_cache(maxsize=3)(self._shard)

    @cached_property
    def catalogue(self) -> dict[str, Entry]:
        """The programmes as they were."""
        return read_catalogue(self.folder)

    @property
    def shards(self) -> range:
        """The numbers of its shards."""
        return range(self.manifest.counts["shards"])

    @cached_property
    def where(self) -> dict[str, int]:
        """The shard of each profile."""
        return {
            profile: shard
            for shard in self.shards
            for profile in self.table(shard, "profiles", ["profile"]).column(0).to_pylist()
        }

    @cached_property
    def _index(self) -> tuple[NDArray[np.uint64], Ints]:
        """Hashes of all ids in order, and the shard of each: a sixth of the memory of ``where``."""
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
            return pq.read_table(path, columns=columns)
        except (OSError, pa.ArrowException) as error:
            msg = f"{path} cannot be read ({error}): `allymatch rank` makes it again"
            raise RunError(msg) from error

    def _shard(self, number: int) -> Held:
        profiles = {
            row["profile"]: Known(row["name"], row["facts"], row["texts"])
            for row in self.table(number, "profiles").to_pylist()
        }
        rows: dict[str, list[Row]] = {profile: [] for profile in profiles}
        if "startups" in self.manifest.plan.sides():
            for row in self.table(number, "startups").to_pylist():
                rows[row["profile"]].append(row)
        return Held(profiles, rows)

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
            yield pq.read_table(self.folder.programmes, columns=some)

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
