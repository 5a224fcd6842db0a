"""How do many machines work on one run?

With the same shards: each is sent to a worker, which writes its files into the run's folder (a
shared file system) and lets it stand, as the driver would. Dask hands a shard of a worker that died
to another one; that a shard was perhaps written twice does no harm, since it is the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from matcher.errors import NotReady, RunError
from matcher.runs.files.folder import RunFolder, ShardRecord
from matcher.runs.files.reading import CompletedRun
from matcher.runs.work.ranker import Ranker
from matcher.runs.work.shard import rank_shard

if TYPE_CHECKING:
    from matcher.runs.files.plan import RunPlan
    from matcher.runs.files.shards import Shard
    from matcher.runs.work.driver import Engine
    from matcher.service import Matcher

__all__ = ["PATIENCE", "Opener", "dask_engine"]

Opener = Callable[[], "Matcher"]
"""Makes a matcher where it is called; it is sent to the workers by name, with its arguments."""

_AHEAD = 2
"""Shards that wait for each worker, so that none is idle and the driver holds few."""
PATIENCE = "20s"


@contextmanager
def dask_engine(
    opener: Opener,
    plan: RunPlan,
    folder: RunFolder,
    *,
    since: Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
) -> Iterator[Engine]:
    """An engine of Dask workers: those of a scheduler, or processes on this machine.

    Args:
        opener: Makes the matcher on a worker; model and catalogue must be those of the plan.
        plan: What the run is set to.
        folder: The run's folder, under the same path on every worker.
        since: The folder of a run from which rows that still hold are taken, on every worker too.
        scheduler: Address such as ``tcp://10.0.0.1:8786``; a cluster on this machine if absent.
        workers: How many processes that has; one a core if absent.

    Raises:
        NotReady: Dask is not installed, or nothing answers at the address.
    """
    try:
        import distributed
    except ImportError as error:
        msg = "--engine dask needs Dask: pip install 'allymatch[cluster]'"
        raise NotReady(msg) from error
    dask: Any = distributed  # it publishes few types
    cluster: Any = None
    try:
        if scheduler is None:
            cluster = dask.LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
            )
        try:
            client = dask.Client(cluster or scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            msg = f"no Dask scheduler answers at {scheduler} ({error})"
            raise NotReady(msg) from error
        with client:
            task = _Task(opener, plan, folder.path.resolve(), since and since.resolve())

            def engine(shards: Iterator[Shard]) -> Iterator[ShardRecord]:
                return _spread(client, shards, task)

            yield engine
    finally:
        if cluster is not None:
            cluster.close()


@dataclass(frozen=True)
class _Task:
    """What a worker has to know of a run."""

    opener: Opener
    plan: RunPlan
    path: Path
    since: Path | None
    key: str = field(default_factory=lambda: uuid4().hex)
    """Of the engine: what a worker has opened for it does for all its shards."""


def _spread(client: Any, shards: Iterator[Shard], task: _Task) -> Iterator[ShardRecord]:
    """Records as they come; never more than a few shards a worker are under way."""
    import distributed
    from distributed.scheduler import KilledWorker

    dask: Any = distributed
    under_way = dask.as_completed()
    waiting = 0
    more = True
    while more or waiting:
        room = max(len(client.nthreads()), 1) * _AHEAD - waiting
        while more and room > 0:
            shard = next(shards, None)
            if shard is None:
                more = False
                break
            # Not pure: a shard whose files are gone has to be worked out again, under any key.
            under_way.add(client.submit(on_worker, shard, task, pure=False))
            waiting, room = waiting + 1, room - 1
        if waiting:
            future = next(under_way)
            waiting -= 1
            try:
                yield future.result()
            except KilledWorker as error:
                msg = (
                    f"a shard has killed every worker it was given to ({error.task}):"
                    " give the workers more memory, or choose fewer --shard-rows"
                )
                raise RunError(msg) from error
            future.release()


def on_worker(shard: Shard, task: _Task) -> ShardRecord:
    """Work out one shard; what has been opened is kept for the next one."""
    return rank_shard(shard, _OpenRanker.for_task(task), RunFolder(task.path))


class _OpenRanker:
    """The ranker that is open on this worker."""

    key: str | None = None
    ranker: Ranker

    @classmethod
    def for_task(cls, task: _Task) -> Ranker:
        """That of the last task if it can do this one too.

        Raises:
            RunError: What is installed here is not what the driver has.
        """
        if cls.key != task.key:
            matcher = task.opener()
            here, wanted = matcher.settings, task.plan.settings
            if differs := sorted(name for name in wanted if here.get(name) != wanted[name]):
                msg = (
                    f"this worker has another {' and '.join(differs)} than the driver: install the"
                    " same version of allymatch and the same catalogue on each node; where"
                    " processors differ, run with ALLYMATCH_PRECISION=f32 ALLYMATCH_DEVICE=cpu"
                )
                raise RunError(msg)
            since = CompletedRun(task.since) if task.since else None
            cls.ranker, cls.key = Ranker(matcher, task.plan, since), task.key
        return cls.ranker
