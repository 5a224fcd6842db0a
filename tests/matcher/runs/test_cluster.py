"""Do many workers write what one process writes, whoever of them dies?"""

import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pyarrow.parquet as pq
import pytest

pytest.importorskip("distributed", reason="the cluster extra is not installed")

from matcher.errors import NotReady, RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.work.cluster import dask_engine
from matcher.runs.work.driver import rank_all
from tests.matcher.runs.making import catalogue_of_five, matcher_of, ranker_of, startups, tree
from tests.matcher.runs.test_reuse import other_startups, results

SCHEDULER = (sys.executable, "-m", "distributed.cli.dask_scheduler")
WORKER = (sys.executable, "-m", "distributed.cli.dask_worker")
SPARE = "parts/000000.programmes.parquet"
DRIVER = (sys.executable, "-m", "tests.matcher.runs.making")


@contextmanager
def process(*command):
    one = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield one
    finally:
        one.kill()
        one.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler with two workers, each a process of its own, and a way to start one more."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(
            process(
                *SCHEDULER,
                "--host",
                "tcp://127.0.0.1:0",
                "--no-dashboard",
                "--scheduler-file",
                file,
            )
        )

        def start():
            where = ("--scheduler-file", file, "--local-directory", file.parent)
            return stack.enter_context(
                process(*WORKER, *where, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            )

        first, second = start(), start()
        while not file.exists():
            time.sleep(0.05)
        import orjson

        yield orjson.loads(file.read_bytes())["address"], [first, second], start


def standing(path):
    return len(list(path.glob("parts/0*.json")))


def test_killed_workers_and_a_killed_driver_change_no_byte(undisturbed, cluster, tmp_path):
    address, workers, start = cluster
    path = tmp_path / "run"
    with process(*DRIVER, path, "60", address) as driver:
        while standing(path) < 1 and driver.poll() is None:
            time.sleep(0.01)
        workers[0].send_signal(signal.SIGKILL)
        start()
        driver.send_signal(signal.SIGKILL)
        driver.wait()
    assert standing(path) >= 1
    ranker = ranker_of(matcher_of())
    with dask_engine(matcher_of, ranker.plan, RunFolder(path), scheduler=address) as engine:
        rank_all(startups(60), ranker, RunFolder(path), engine=engine)

    assert tree(path) == tree(undisturbed)


def test_workers_take_rows_from_a_former_run(undisturbed, cluster, words_matcher, tmp_path):
    address, _, _ = cluster
    some = other_startups()
    rank_all(some, ranker_of(words_matcher), RunFolder(tmp_path / "full"))
    ranker, folder = ranker_of(matcher_of()), RunFolder(tmp_path / "part")
    with dask_engine(
        matcher_of, ranker.plan, folder, since=undisturbed, scheduler=address
    ) as engine:
        rank_all(some, ranker, folder, engine=engine)

    assert results(tmp_path / "part") == results(tmp_path / "full")
    spare = [len(pq.read_table(tmp_path / one / SPARE)) for one in ("part", "full")]
    assert spare[0] < spare[1], "lists that were taken over have lost some of what was spare"


def test_a_worker_with_another_catalogue_is_refused(cluster, tmp_path):
    address, _, _ = cluster
    ranker = ranker_of(matcher_of())
    folder = RunFolder(tmp_path / "run")
    with (
        dask_engine(catalogue_of_five, ranker.plan, folder, scheduler=address) as engine,
        pytest.raises(RunError, match="another catalogue than the driver"),
    ):
        rank_all(startups(5), ranker, folder, engine=engine)


def test_a_scheduler_that_does_not_answer_is_said(tmp_path, monkeypatch):
    ranker = ranker_of(matcher_of())
    monkeypatch.setattr("matcher.runs.work.cluster.PATIENCE", "0.2s")
    with (
        pytest.raises(NotReady, match="no Dask scheduler answers"),
        dask_engine(matcher_of, ranker.plan, RunFolder(tmp_path), scheduler="tcp://127.0.0.1:9"),
    ):
        pass
