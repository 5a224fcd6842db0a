"""How are the rows of a run read again, without holding them all?

Shard by shard. Where a row of one run is looked for in another, an index says which shard of that
one holds the profile, and a few shards are kept at hand: two runs of nearly the same file are read
side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from matcher.errors import RunError
from matcher.runs.catalogue import Entry, read_catalogue
from matcher.runs.folder import RunFolder
from matcher.runs.plan import Manifest, open_run

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

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
            for profile in self.table(shard, "profiles").column("profile").to_pylist()
        }

    def table(self, shard: int, name: str) -> pa.Table:
        """One file of a shard: ``startups`` or ``profiles``.

        Raises:
            RunError: It cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder.startups(shard) if name == "startups" else self.folder.part(shard, name)
        try:
            return pq.read_table(path)
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

    def tables(self, side: str) -> Iterator[pa.Table]:
        """The rows of one side, in the order of the run.

        Raises:
            RunError: The run did not keep this side.
        """
        self.needs(side)
        if side == "startups":
            for shard in self.shards:
                yield self.table(shard, "startups")
        else:
            import pyarrow.parquet as pq

            yield pq.read_table(self.folder.programmes)

    def needs(self, side: str) -> None:
        """Check that rows of a side were kept.

        Raises:
            RunError: They were not.
        """
        if side not in self.manifest.plan.sides():
            kept = self.manifest.plan.side
            msg = f"{self.folder.path} keeps no rows by {side}: it was run with --side {kept}"
            raise RunError(msg)
