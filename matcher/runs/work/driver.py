"""How does a stream of profiles become a run?

Read, cut, skip what stands, work out the rest with whatever engine there is, join. The driver holds
a few shards at a time and decides nothing about them: a run that was killed, and one that was not,
end with the same bytes. A command and the server are driven alike; they differ in where shards come
from and in what is kept beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

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

__all__ = ["Engine", "drive", "here", "rank_all"]

S = TypeVar("S")

Engine = Callable[[Iterator[Shard]], Iterator["ShardRecord"]]
"""Works out shards, in whatever order it likes; each record is of a shard that stands."""


def here(ranker: Ranker, folder: RunFolder) -> Engine:
    """The engine of this process: one shard after the other."""
    return partial(map, partial(rank_shard, ranker=ranker, folder=folder))


def _standing(shard: Shard, folder: RunFolder) -> ShardRecord | None:
    """The record of a shard of the same rows.

    Raises:
        RunError: One stands that was made of other rows.
    """
    standing = folder.standing(shard.number)
    if standing is None or standing.input == shard.fingerprint:
        return standing
    path = folder.path
    if open_run(folder).complete:
        hint = f"; with --since {path} what did not change is taken from there"
    else:
        hint = ", or remove this one: it was never finished"
    msg = (
        f"the profiles are not those that {path} was begun with (shard {shard.number}"
        f" differs): choose another folder{hint}"
    )
    raise RunError(msg)


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

    def standing(shard: Shard) -> ShardRecord | None:
        if found := _standing(shard, folder):
            told.add(found.profiles, found.rejected, standing=True)
        return found

    def working(shards: Iterator[Shard]) -> Iterator[ShardRecord]:
        for record in work(shards):
            told.add(record.profiles, record.rejected)
            yield record

    with folder.held():
        settle(folder)
        try:
            shards = cut(found, ranker.plan.shard_rows)
            manifest = drive(shards, ranker, folder, working, standing)
        except BaseException:
            told.end("stopped")
            raise
        told.end()
        return manifest


def drive(
    shards: Iterable[S],
    ranker: Ranker,
    folder: RunFolder,
    engine: Callable[[Iterator[S]], Iterator[ShardRecord]],
    standing: Callable[[S], ShardRecord | None],
    *,
    joined: Callable[[int], None] | None = None,
) -> Manifest:
    """Work out the shards that do not stand, and put all of them together.

    Args:
        shards: All of them, numbered from 0; the same each time.
        ranker: The matcher under the run's plan.
        folder: Where the run is kept; nobody else works in it meanwhile.
        engine: What works shards out.
        standing: The record of a shard that is not to be done again.
        joined: Called with the number of shards once they are joined, before the run is complete.

    Raises:
        RunError: The folder holds a run of another plan, or of more shards.
    """
    begin(folder, ranker.plan)
    write_catalogue(folder, ranker.snapshot)
    records: dict[int, ShardRecord] = {}

    def new() -> Iterator[S]:
        for shard in shards:
            if (record := standing(shard)) is None:
                yield shard
            else:
                records[record.shard] = record

    for record in engine(new()):
        records[record.shard] = record
    if any(record.shard not in records for record in folder.records()):
        msg = f"the profiles are fewer than those that {folder.path} was begun with"
        raise RunError(msg)
    ordered = [records[number] for number in sorted(records)]
    files, rows = join_shards(folder, ranker.plan, ordered)
    if joined is not None:
        joined(len(ordered))
    finish(folder, ranker.plan, ordered, files, rows)
    return open_run(folder)
