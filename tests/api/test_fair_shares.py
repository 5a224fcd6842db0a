"""Does one caller who asks for much stand in the way of another who asks for little?"""

import asyncio
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Problem
from api.http.admission import CallerStream, Places
from api.http.limits import Buckets, SharedBuckets
from api.usecases.fairness import FairTurns
from api.usecases.work import GivenUp, Work, begin, check
from tests.api.inside import open_inside
from tests.api.looping import in_a_loop
from tests.api.serving import MUNICH


def line_up(turns, holders, done, release):
    """Threads that ask for a turn, in this order; each notes when it had it."""
    threads = []
    for holder in holders:
        asked = sum(len(line) for line in turns._waiting.values())

        def work(holder=holder):
            with turns.turn(Work(holder)):
                done.append(holder)
                release.wait(10)

        thread = threading.Thread(target=work)
        thread.start()
        threads.append(thread)
        while len(done) < 1 or (
            sum(len(line) for line in turns._waiting.values()) == asked and len(threads) > 1
        ):
            time.sleep(0.001)
    return threads


def test_holders_take_turns_however_many_each_has_sent():
    turns, done, release = FairTurns(1), [], threading.Event()
    threads = line_up(turns, ["a", "a", "a", "a", "b", "c", ""], done, release)

    release.set()
    for thread in threads:
        thread.join(10)

    assert done[0] == "a"
    assert set(done[1:4]) == {"a", "b", "c"}  # one of each before a second of anybody
    assert done[-1] == ""  # what nobody asked for


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=12), st.integers(1, 3))
def test_everybody_who_asks_has_a_turn_and_all_are_given_back(holders, at_once):
    turns, done = FairTurns(at_once), []

    def work(holder):
        with turns.turn(Work(holder)):
            done.append(holder)

    threads = [threading.Thread(target=work, args=(one,)) for one in holders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(done) == sorted(holders)
    assert turns._working.total() == 0
    assert not turns._waiting


def test_of_several_nobody_has_every_turn():
    turns = FairTurns(2)
    with turns.turn(Work("b")):
        pass
    inside, release = [], threading.Event()

    def work():
        with turns.turn(Work("a")):
            inside.append(1)
            release.wait(10)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    while not inside:
        time.sleep(0.001)

    with turns.turn(Work("b")):  # at once: a turn is free
        assert len(inside) == 1
    release.set()
    for thread in threads:
        thread.join(10)


def test_one_who_is_alone_has_every_turn():
    turns, both = FairTurns(2), threading.Barrier(2, timeout=10)

    def work():
        with turns.turn(Work("a")):
            both.wait()  # neither goes on without the other

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert not both.broken


def test_who_is_given_up_leaves_the_line_and_the_next_one_comes():
    turns, work, got = FairTurns(1), Work("a"), []

    def wait():
        with pytest.raises(GivenUp), turns.turn(work):
            got.append("turn")

    with turns.turn(Work("b")):
        thread = threading.Thread(target=wait)
        thread.start()
        while not turns._waiting:
            time.sleep(0.001)
        work.given_up.set()
        thread.join(10)
    with turns.turn(Work("c")):
        assert got == []


def test_a_caller_has_some_places_some_wait_and_more_are_refused():
    async def ask():
        places, under_way, most = Places(2, 3), 0, 0
        refused = []

        async def one(caller):
            nonlocal under_way, most
            try:
                async with places.place(caller):
                    under_way += 1
                    most = max(most, under_way)
                    await asyncio.sleep(0)
                    under_way -= 1
            except Problem as problem:
                refused.append((caller, problem.status, problem.headers))

        await asyncio.gather(*(one("a") for _ in range(8)))
        alone = most
        await asyncio.gather(one("a"), one("b"), one("c"))
        return alone, refused, places._held

    alone, refused, held = in_a_loop(ask())

    assert alone == 2
    assert refused == [("a", 429, {"Retry-After": "1"})] * 3
    assert held == {}


def test_another_holder_is_answered_while_one_fills_the_server(tmp_path):
    inside = open_inside(tmp_path)
    try:
        _ = inside.context.engine
        made = inside.client("ben").post("/v1/profiles", json=MUNICH).json()["id"]
        release, started = threading.Event(), threading.Semaphore(0)

        def flood():
            begin("acme-labs")
            with inside.context.working():
                started.release()
                release.wait(30)

        inside.client("ben").get(f"/v1/profiles/{made}/matches")
        threads = [threading.Thread(target=flood) for _ in range(24)]
        for thread in threads:
            thread.start()
        started.acquire()

        found = inside.client("ben").get(f"/v1/profiles/{made}/matches?limit=7")

        assert found.status_code == 200
        release.set()
        for thread in threads:
            thread.join(30)
    finally:
        inside.context.close()


@pytest.mark.parametrize("shared", [False, True])
def test_what_an_answer_has_cost_is_owed(tmp_path, shared):
    buckets = SharedBuckets(60, tmp_path / "limits") if shared else Buckets(60)

    assert buckets.take("a", now=10.0) == 0
    buckets.charge("a", 22, now=10.0)

    assert buckets.take("a", now=10.0) == pytest.approx(4.0)
    assert buckets.take("b", now=10.0) == 0
    buckets.charge("a", 1e9, now=10.0)
    assert buckets.take("a", now=10.0) == pytest.approx(21.0)  # no more than a burst is owed


def test_a_request_that_takes_the_processor_is_charged_for_it(tmp_path):
    inside = open_inside(tmp_path, requests_per_minute=600)
    gate = inside.app
    try:
        client = inside.client("ana")
        client.get("/healthz")
        while not hasattr(gate, "_buckets"):
            gate = getattr(gate, "middleware_stack", None) or gate.app
        before = len(gate._buckets._left)
        client.post("/v1/match", json=MUNICH)
        left, _ = gate._buckets._left[inside.keys["ana"].split("_")[1]]

        assert len(gate._buckets._left) == before + 1
        assert left < gate._buckets.burst
    finally:
        inside.context.close()


def asked(app, scope, messages):
    """What the app answers to a caller that sends these messages and then waits."""
    sent, come = [], asyncio.Queue()

    async def run():
        for message in messages:
            come.put_nowait(message)

        async def send(message):
            sent.append(message)

        await app(scope, come.get, send)

    in_a_loop(asyncio.wait_for(run(), 30))
    return sent


def scope_of(inside, method, path, who="ana"):
    headers = [
        (b"host", b"testserver"),
        (b"x-api-key", inside.keys[who].encode()),
        (b"content-type", b"text/csv"),
    ]
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "root_path": "",
        "scheme": "http", "server": ("testserver", 80), "http_version": "1.1",
    }  # fmt: skip


def test_work_ends_once_its_caller_has_gone(tmp_path, monkeypatch):
    inside = open_inside(tmp_path)
    try:
        ended = threading.Event()

        def endless(*_):
            try:
                while True:
                    check()
                    time.sleep(0.001)
            finally:
                ended.set()

        monkeypatch.setattr("api.usecases.uploads.import_file", endless)
        scope = scope_of(inside, "POST", "/v1/profiles/import")
        body = {"type": "http.request", "body": b"name\n", "more_body": False}

        sent = asked(inside.app, scope, [body, {"type": "http.disconnect"}])

        assert ended.wait(10)
        assert sent == []
    finally:
        inside.context.close()


def test_work_ends_once_it_took_too_long(tmp_path, monkeypatch):
    inside = open_inside(tmp_path, timeout_s=0.2)
    try:
        ended = threading.Event()

        def endless(*_):
            try:
                while True:
                    check()
                    time.sleep(0.001)
            finally:
                ended.set()

        monkeypatch.setattr("api.usecases.uploads.import_file", endless)

        found = inside.client("ana").post("/v1/profiles/import", content="name\n")

        assert (found.status_code, found.json()["type"][-8:]) == (503, "too-slow")
        assert ended.wait(10)
    finally:
        inside.context.close()


def test_a_body_is_given_to_the_app_piece_by_piece_and_its_end_is_known():
    async def read():
        pieces = [{"type": "http.request", "body": b"%d" % n, "more_body": n < 4} for n in range(5)]
        come = asyncio.Queue()
        for piece in [*pieces, {"type": "http.disconnect"}]:
            come.put_nowait(piece)
        work = Work("a")
        line = CallerStream(come.get, work)
        async with line.watched():
            got = [await line.receive() for _ in range(7)]
        return got, work.given_up.is_set()

    got, given_up = in_a_loop(read())

    assert b"".join(one.get("body", b"") for one in got) == b"01234"
    assert [one["type"] for one in got[5:]] == ["http.disconnect"] * 2
    assert given_up
