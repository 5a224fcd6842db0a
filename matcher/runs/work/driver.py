"""How does a stream of profiles become a run?

Read, cut, skip what stands, work out the rest with whatever engine there is, join. The driver holds
a few shards at a time and decides nothing about them: a run that was killed, and one that was not,
end with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from matcher.errors import RunError
from matcher.runs.files.joining import join_shards
from matcher.runs.files.plan import Manifest, begin, finish, open_run
from matcher.runs.files.progress import Progress
from matcher.runs.files.rewriting import settle
from matcher.runs.files.seen import write_catalogue
from matcher.runs.files.shards import Shard, cut
from matcher.runs.work.shard import rank_shard

if TYPE_CHECKING:
    from matcher.runs.files.folder import RunFolder, ShardRecord
    from matcher.runs.work.ranker import Ranker
    from profiles.model import Profile
    from profiles.read import RowProblem

__all__ = ["Engine", "here", "rank_all"]

Engine = Callable[[Iterator[Shard]], Iterator["ShardRecord"]]
"""Works out shards, in whatever order it likes; each record is of a shard that stands."""


def here(ranker: Ranker, folder: RunFolder) -> Engine:
    """The engine of this process: one shard after the other."""
    return partial(map, partial(rank_shard, ranker=ranker, folder=folder))


@dataclass
class _ShardSorting:
    """Tells shards that stand from those that are to be worked out."""

    folder: RunFolder
    progress: Progress
    records: dict[int, ShardRecord]
    number: int = 0

    def new(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        for shard in shards:
            self.number = shard.number + 1
            standing = self.folder.standing(shard.number)
            if standing is None:
                yield shard
                continue
            if standing.input != shard.fingerprint:
                raise RunError(self._other(shard))
            self.records[shard.number] = standing
            self.progress.add(standing.profiles, standing.rejected, standing=True)

    def _other(self, shard: Shard) -> str:
        path = self.folder.path
        if open_run(self.folder).complete:
            hint = f"; with --since {path} what did not change is taken from there"
        else:
            hint = ", or remove this one: it was never finished"
        return (
            f"the profiles are not those that {path} was begun with (shard {shard.number}"
            f" differs): choose another folder{hint}"
        )


def rank_all(
    found: Iterable[Profile | RowProblem],
    ranker: Ranker,
    folder: RunFolder,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Rank profiles into a folder, or go on where a former command stopped.

    Args:
        found: The input, in its order; the same each time.
        ranker: The matcher under the run's plan.
        folder: Where the run is kept.
        engine: What works out shards; this process, one after the other, if absent.
        progress: Told of each shard.

    Returns:
        The manifest of the complete run.

    Raises:
        RunError: The folder holds a run of another plan or input, is in use, or is full.
    """
    work = engine or here(ranker, folder)
    told = progress or Progress()
    with folder.held():
        settle(folder)
        try:
            manifest = _all(found, ranker, folder, work, told)
        except BaseException:
            told.end("stopped")
            raise
        told.end()
        return manifest


def _all(
    found: Iterable[Profile | RowProblem],
    ranker: Ranker,
    folder: RunFolder,
    work: Engine,
    progress: Progress,
) -> Manifest:
    begin(folder, ranker.plan)
    write_catalogue(folder, ranker.snapshot)
    records: dict[int, ShardRecord] = {}
    sorting = _ShardSorting(folder, progress, records)
    for record in work(sorting.new(cut(found, ranker.plan.shard_rows))):
        records[record.shard] = record
        progress.add(record.profiles, record.rejected)
    if any(record.shard >= sorting.number for record in folder.records()):
        msg = f"the profiles are fewer than those that {folder.path} was begun with"
        raise RunError(msg)
    ordered = [records[number] for number in sorted(records)]
    files, rows = join_shards(folder, ranker.plan, ordered)
    finish(folder, ranker.plan, ordered, files, rows)
    return open_run(folder)
