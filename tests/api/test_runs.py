import contextlib
import json
import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from api.runs.worker import SHARD
from matcher.runs.files.folder import RunFolder
from tests.api.serving import MUNICH, make_keys, start


@pytest.fixture(scope="module")
def ran(tmp_path_factory, cache):
    """A server of its own with a few profiles and one finished run."""
    store = tmp_path_factory.mktemp("ran") / "store.db"
    server = start(store, cache, make_keys(store))
    with server.client("ana") as ana:
        for number in range(3):
            ana.post("/v1/profiles", json={**MUNICH, "id": f"acme-{number}", "trl": number + 3})
            ana.put(f"/v1/profiles/acme-labs~acme-{number}/shown/nato-diana-2027")
    with server.client("analyst") as analyst:
        made = analyst.post("/v1/runs", json={}).json()
        done = wait(analyst, made["id"])
    assert done["state"] == "done", done
    yield server, done
    server.stop()


def wait(client, run, patience=180):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = client.get(f"/v1/runs/{run}").json()
        if found["state"] not in {"queued", "running"}:
            return found
        time.sleep(0.2)
    raise AssertionError(found)


def test_a_run_ranks_every_profile_and_says_how_far_it_came(ran):
    _, done = ran

    assert (done["done"], done["total"], done["reason"]) == (3, 3, None)


def test_what_a_run_found_is_what_is_answered_without_it(ran):
    server, done = ran
    with server.client("ana") as ana:
        found = ana.get("/v1/profiles/acme-labs~acme-0/matches")
        same = ana.get("/v1/profiles/acme-labs~acme-0/matches", params={"on": done["on"]})
        worked_out = ana.get(
            "/v1/profiles/acme-labs~acme-0/matches", params={"on": done["on"], "limit": 19}
        ).json()

    assert found.json()["on"] == done["on"]
    assert found.content == same.content
    assert found.json()["matches"][:19] == worked_out["matches"]
    assert found.json()["counts"] == worked_out["counts"]


def test_the_second_page_goes_on_where_the_runs_page_ends(ran):
    server, _ = ran
    with server.client("ana") as ana:
        first = ana.get("/v1/profiles/acme-labs~acme-0/matches").json()
        query = {"cursor": first["next"]}
        second = ana.get("/v1/profiles/acme-labs~acme-0/matches", params=query).json()

    assert second["matches"][0]["rank"] == 21


def test_candidates_come_from_the_run_in_the_order_of_a_screening(ran):
    server, done = ran
    with server.client("officer") as officer, server.client("ana") as ana:
        shown = officer.get("/v1/programmes/nato-diana-2027/candidates").json()
        cut = officer.get("/v1/programmes/nato-diana-2027/candidates?country=FR").json()
        for one in shown["items"]:
            query = {"profile": one["profile"], "programme": "nato-diana-2027"}
            pair = ana.get("/v1/explain", params=query).json()["match"]
            assert (pair["verdict"], pair["fit"]) == (one["verdict"], one["fit"])

    assert shown["run"] == done["id"]
    assert [one["rank"] for one in shown["items"]] == [1, 2, 3]
    assert cut["items"] == []


def test_a_run_is_read_page_by_page_and_as_parquet(ran, tmp_path):
    import pyarrow.parquet as pq

    server, done = ran
    with server.client("analyst") as analyst:
        page = analyst.get(f"/v1/runs/{done['id']}/matches?limit=100").json()
        file = analyst.get(f"/v1/runs/{done['id']}/matches.parquet")
    path = tmp_path / "matches.parquet"
    path.write_bytes(file.content)

    table = pq.read_table(path)
    assert len(table) == page["total"]
    assert table.slice(0, 100).to_pylist() == page["items"]


def test_the_rows_of_a_run_are_the_best_matches_of_each_profile(ran):
    server, done = ran
    with server.client("analyst") as analyst, server.client("ana") as ana:
        rows = analyst.get(f"/v1/runs/{done['id']}/matches?limit=100").json()["items"]
        found = ana.get("/v1/profiles/acme-labs~acme-1/matches").json()["matches"]

    mine = [row for row in rows if row["profile"] == "acme-labs~acme-1"]
    for name in ("programme", "verdict", "fit", "status", "rank"):
        assert [row[name] for row in mine] == [match[name] for match in found]
    assert [row["challenge"] for row in mine] == [match["topic"] for match in found]


def test_whoever_is_deleted_is_in_no_list_and_no_file_of_a_run(tmp_path, cache):
    import pyarrow.parquet as pq

    from matcher.runs.files.plan import open_run

    store = tmp_path / "store.db"
    server = start(store, cache, make_keys(store))
    try:
        with server.client("ana") as ana, server.client("analyst") as analyst:
            for number in range(3):
                ana.post("/v1/profiles", json={**MUNICH, "id": f"acme-{number}"})
            run = analyst.post("/v1/runs", json={"top": 7}).json()["id"]
            assert wait(analyst, run)["state"] == "done"
            before = analyst.get("/v1/programmes/nato-diana-2027/candidates").json()
            assert ana.delete("/v1/profiles/acme-labs~acme-1").status_code == 204
            after = analyst.get("/v1/programmes/nato-diana-2027/candidates").json()
            rows = analyst.get(f"/v1/runs/{run}/matches?limit=100").json()
    finally:
        server.stop()

    assert (before["total"], after["total"], rows["total"]) == (3, 2, 14)
    assert "acme-labs~acme-1" not in {one["profile"] for one in after["items"]}
    folder = RunFolder(tmp_path / "store-runs" / run)
    for path in folder.path.rglob("*.parquet"):
        assert "acme-labs~acme-1" not in pq.read_table(path).column("profile").to_pylist()
    assert folder.standing(0) is not None  # the record names the files as they are now
    assert open_run(folder).counts["startups"] == 14


def test_health_answers_while_a_run_and_an_import_go_on(ran):
    server, _ = ran
    lines = "".join(
        json.dumps({"name": f"Row {n}", "description": "We build sensors."}) + "\n"
        for n in range(3_000)
    )
    asked = []
    with server.client("analyst") as analyst:
        made = analyst.post("/v1/runs", json={"on": "2026-06-15"}).json()
        with httpx.Client(base_url=server.url) as health:
            import threading

            kind = {"Content-Type": "application/x-ndjson"}
            importing = threading.Thread(
                target=lambda: analyst.post("/v1/profiles/import", content=lines, headers=kind)
            )
            importing.start()
            while importing.is_alive():
                asked.append(health.get("/healthz").status_code)
                time.sleep(0.005)
            importing.join()
        analyst.post(f"/v1/runs/{made['id']}/cancel")

    # How long an answer takes is measured by benchmarks/serve.py.
    assert len(asked) > 10
    assert set(asked) == {200}


def test_a_run_that_is_cancelled_stops_and_says_by_whom(ran):
    server, _ = ran
    with server.client("analyst") as analyst:
        made = analyst.post("/v1/runs", json={"on": "2026-06-16"}).json()

        found = analyst.post(f"/v1/runs/{made['id']}/cancel").json()

        assert found["state"] == "cancelled"
        assert "by key" in found["reason"]
        assert analyst.post(f"/v1/runs/{made['id']}/cancel").status_code == 409
        assert analyst.get(f"/v1/runs/{made['id']}/matches").status_code == 409


def test_a_run_that_is_killed_with_its_server_goes_on_where_it_was(tmp_path, cache):
    store = tmp_path / "store.db"
    keys = make_keys(store)
    first = start(store, cache, keys)
    lines = "".join(
        json.dumps({"id": f"s{n:04d}", "name": f"S {n}", "description": "We build sensors."}) + "\n"
        for n in range(2 * SHARD + 10)
    )
    kind = {"Content-Type": "application/x-ndjson"}
    with first.client("analyst") as analyst, first.client("ana") as ana:
        ana.post("/v1/profiles/import", content=lines, headers=kind)
        run = analyst.post("/v1/runs", json={}).json()["id"]
        while analyst.get(f"/v1/runs/{run}").json()["done"] < SHARD:
            time.sleep(0.05)
    first.process.kill()
    first.process.wait()
    for process in working_on(run):
        os.kill(process, signal.SIGKILL)
    folder = RunFolder(tmp_path / "store-runs" / run)
    stood = folder.startups(0).stat().st_mtime_ns

    second = start(store, cache, keys)
    try:
        with second.client("analyst") as analyst:
            done = wait(analyst, run)
            shown = analyst.get("/v1/programmes/nato-diana-2027/candidates?limit=1").json()
    finally:
        second.stop()

    assert (done["state"], done["done"]) == ("done", 2 * SHARD + 10)
    assert folder.startups(0).stat().st_mtime_ns == stood
    assert shown["total"] == 2 * SHARD + 10
    assert len(list(folder.records())) == 3


def working_on(run):
    """The processes that do a run: only those whose command line names it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if run.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found
