"""In which order are runs done, and what becomes of one whose process is killed?"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.errors import Conflict, Forbidden
from api.http.metrics import SHARED, shared
from api.runs.queue import STARTS, Supervisor
from api.settings import ServeSettings
from api.store.judgments import MatchStore, Run
from api.store.keys import Caller
from api.usecases import runs
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from matcher.errors import NotFound
from matcher.settings import Settings
from profiles.store import ProfileStore
from tests.api.looping import in_a_loop
from tests.api.serving import MUNICH, make_keys, start
from tests.api.test_runs import wait, working_on

ON = "2026-06-15T00:00:00Z"


def run_of(name, on=ON, created=ON, **more):
    return Run(name, "queued", "test", {"on": None, "top": 20}, on, created=created, **more)


@pytest.fixture
def settings(tmp_path):
    return ServeSettings(matcher=Settings(store=tmp_path / "store.db", cache=tmp_path))


@pytest.fixture
def store(settings):
    with ProfileStore(settings.store), MatchStore(settings.store) as opened:
        yield opened


# By name, and by what the clock says when somebody sets it back, they would come the other way.
ASKED = [("run-c", "2026-06-15T00:00:07Z"), ("run-b", ON), ("run-a", ON)]


@pytest.fixture
def three(store):
    for place, (name, created) in enumerate(ASKED):
        assert store.queue(run_of(name, on=f"2026-06-1{place}", created=created), most=9)
    return store


def test_runs_wait_in_the_order_in_which_they_were_asked_for(three):
    assert [run.id for run in three.waiting()] == ["run-c", "run-b", "run-a"]
    assert [run.id for run in three.runs()] == ["run-a", "run-b", "run-c"]


def test_a_run_that_is_put_back_goes_before_those_asked_for_later(three):
    three.begin("run-c", "mark")
    three.put_back("run-c")

    assert [run.id for run in three.waiting()] == ["run-c", "run-b", "run-a"]


def test_who_asks_for_what_waits_already_is_given_that(store):
    first = store.queue(run_of("run-1"), most=9)

    assert store.queue(run_of("run-2"), most=9) == first
    assert store.queue(replace(run_of("run-3"), asked={"top": 7}), most=9).id == "run-3"
    assert store.queue(run_of("run-4", on="2026-06-16"), most=9).id == "run-4"
    assert len(store.runs()) == 3


def test_what_is_under_way_is_not_joined_because_it_may_have_missed_a_change(store):
    store.queue(run_of("run-1"), most=9)
    store.begin("run-1", "mark")

    assert store.queue(run_of("run-2"), most=9).id == "run-2"


def test_no_more_runs_wait_than_may(store):
    for place in range(3):
        assert store.queue(run_of(f"run-{place}", on=f"2026-06-1{place}"), most=3)

    assert store.queue(run_of("run-9", on="2026-06-19"), most=3) is None


def ended(store, settings, number):
    """Runs that are done, each with a folder."""
    for place in range(number):
        name = f"run-{place}"
        store.queue(run_of(name, on=f"2026-06-{place + 10}"), most=99)
        store.end(name, "done")
        (settings.runs / name / "parts").mkdir(parents=True)
        store.enrol(name, ["acme"])


def test_only_the_newest_runs_are_kept(store, settings):
    ended(store, settings, 5)
    store.queue(run_of("run-waits", on="2026-07-01"), most=99)
    supervisor = Supervisor(replace(settings, keep_runs=2))
    supervisor.start = lambda *_: None

    supervisor.step()
    supervisor.close()

    assert [run.id for run in store.runs()] == ["run-waits", "run-4", "run-3"]
    assert sorted(path.name for path in settings.runs.glob("run-*")) == ["run-3", "run-4"]
    assert store.took_part("acme") == {"run-3": 0, "run-4": 0}


def test_a_run_is_removed_by_who_may_and_only_when_it_has_ended(store, settings):
    ended(store, settings, 1)
    store.queue(run_of("run-waits", on="2026-07-01"), most=99)
    context = AppContext(settings, lambda: datetime(2026, 6, 15, tzinfo=UTC))
    analyst = UseCase(context, Caller("k", "analyst", "numbers"))

    with pytest.raises(Forbidden):
        runs.delete(UseCase(context, Caller("k", "officer", "diana")), "run-0")
    with pytest.raises(Conflict, match="cancel it first"):
        runs.delete(analyst, "run-waits")
    runs.delete(analyst, "run-0")
    with pytest.raises(NotFound):
        runs.delete(analyst, "run-0")
    context.close()

    assert [run.id for run in store.runs()] == ["run-waits"]
    assert not (settings.runs / "run-0").exists()


def killed(supervisor):
    """Kill the process that a supervisor has started, and look again."""
    identifier, process = supervisor._work
    process.kill()
    process.wait()
    supervisor.step()
    return identifier


def test_the_first_asked_for_is_started_first(three, settings):
    supervisor = Supervisor(settings)
    supervisor.step()

    try:
        assert supervisor._work[0] == "run-c"
    finally:
        supervisor._work[1].kill()
        supervisor._work[1].wait()
        supervisor.close()


def test_a_run_that_is_killed_again_and_again_without_a_shard_between_has_failed(three, settings):
    supervisor = Supervisor(settings)
    supervisor.step()
    try:
        names = [killed(supervisor) for _ in range(STARTS)]
        run = three.run("run-c")
        following = supervisor._work[0]
    finally:
        supervisor._work[1].kill()
        supervisor._work[1].wait()
        supervisor.close()

    assert names == ["run-c"] * STARTS
    assert (run.state, run.starts) == ("failed", STARTS)
    assert "SIGKILL" in run.reason
    assert "the last 3 times" in run.reason
    assert following == "run-b"


def test_a_shard_that_was_finished_gives_a_run_its_starts_back(store):
    store.queue(run_of("run-1"), most=9)
    store.starting("run-1")
    store.starting("run-1")

    store.advanced("run-1")

    assert store.run("run-1").starts == 1


def test_the_queue_is_looked_after_though_one_look_failed(settings, store, monkeypatch):
    monkeypatch.setattr("api.runs.queue.EVERY_S", 0.01)
    looks = []

    class Failing(Supervisor):
        def step(self):
            looks.append(len(looks))
            if len(looks) == 1:
                raise OSError("no space left on device")

    async def look():
        watching = asyncio.create_task(Failing(settings).watch())
        while len(looks) < 3:
            await asyncio.sleep(0.01)
        watching.cancel()

    in_a_loop(asyncio.wait_for(look(), 20))


def test_a_run_whose_process_alone_is_killed_goes_on(tmp_path, cache):
    store = tmp_path / "store.db"
    server = start(store, cache, make_keys(store))
    try:
        with server.client("ana") as ana, server.client("analyst") as analyst:
            for number in range(3):
                ana.post("/v1/profiles", json={**MUNICH, "id": f"acme-{number}"})
            run = analyst.post("/v1/runs", json={}).json()["id"]
            while analyst.get(f"/v1/runs/{run}").json()["state"] == "queued":
                time.sleep(0.02)
            for process in working_on(run):
                os.kill(process, signal.SIGKILL)
            done = wait(analyst, run)
    finally:
        server.stop()

    assert (done["state"], done["done"], done["reason"]) == ("done", 3, None)


COUNT = """
from api.http.metrics import Metrics
measures = Metrics()
measures.count("GET", "/v1/x", 200, 0.01)
print(measures.text({"queued": 2}).decode())
"""


def test_every_worker_tells_what_all_workers_have_counted(tmp_path):
    with shared(tmp_path / "store.db"):
        env = dict(os.environ)
        said = [
            subprocess.run([sys.executable, "-c", COUNT], env=env, capture_output=True, text=True)
            for _ in range(3)
        ]

    assert SHARED not in os.environ
    line = 'allymatch_requests_total{method="GET",route="/v1/x",status="200"}'
    assert f"{line} 3.0" in said[-1].stdout, said[-1].stderr
    assert 'allymatch_request_seconds_count{route="/v1/x"} 3.0' in said[-1].stdout
    assert 'allymatch_runs{state="queued"} 2.0' in said[-1].stdout
