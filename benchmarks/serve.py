"""What does an answer of the server cost, measured against an empty FastAPI route?

Both servers run on loopback in processes of their own, in the same run; what counts is the CPU time
of the server's process, read from /proc, so that a busy machine moves both alike. Memory is the
server's resident size after all of it.

    python benchmarks/serve.py [--programmes 5000] [--profiles 100000] [--seconds 10]

Programmes beyond the catalogue are made: calls with texts and rules like real ones. The profiles of
the screening are made too, and their ranking is written by the store's own writer as a run would
write it: what is measured is reading a page of it, not ranking.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from api import keys
from api.records import Records
from matcher.store import MatchStore, Run
from profiles.model import Profile
from profiles.store import ProfileStore
from programmes.read import load_catalogue
from programmes.store import ProgrammeStore

EMPTY = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def empty():
    return {}
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="error")
"""
SERVE = "from api.cli import main; main()"
LIKE = 300
"""Profiles that say the same but for one fact: each is a question of its own."""
TICK = os.sysconf("SC_CLK_TCK")
WORDS = (
    *("autonomous", "drone", "radar", "quantum", "sensor", "satellite", "laser", "vessel"),
    *("navigation", "encryption", "battery", "armour", "mesh", "training", "undersea", "robot"),
    *("thermal", "camera", "antenna", "propulsion", "composite", "biosensor"),
)


def text(draw: random.Random, words: int) -> str:
    """Some words of the field."""
    return f"{' '.join(draw.choices(WORDS, k=words))}."


def programmes(store: Path, number: int) -> None:
    """Programmes beside the catalogue's, each with rules of a real one and a text of its own."""
    draw, known = random.Random(1), load_catalogue()
    real = [one for one in known if one.calls]
    with ProgrammeStore(store) as kept:
        kept.save_all(
            draw.choice(real).model_copy(
                update={
                    "id": f"made-{place}",
                    "name": text(draw, 5),
                    "summary": text(draw, 8),
                    "description": text(draw, 12),
                    "challenges": (),
                    "seeks": (),
                    "technologies": (),
                    "use_cases": (),
                }
            )
            for place in range(max(0, number - len(known)))
        )


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Seconds of CPU that a process has used, all threads."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory in MB."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait(port: int, path: str, patience: float = 900) -> float:
    """Seconds until an address answers with 200."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        try:
            if get(port, path)[0] == 200:
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"nothing answers at {path}")


def settle(process: subprocess.Popen[bytes]) -> None:
    """Wait until a server that is ready has nothing left to do, such as loading the model."""
    quiet, last = 0, cpu(process)
    while quiet < 4:
        time.sleep(0.5)
        now = cpu(process)
        quiet, last = (quiet + 1 if now - last < 0.05 else 0), now


def get(port: int, path: str, key: str = "") -> tuple[int, bytes]:
    """Status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers={"X-API-Key": key} if key else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def cost(
    process: subprocess.Popen[bytes],
    port: int,
    path: Callable[[int], str],
    key: str,
    seconds: float,
    most: int = 1_000_000,
) -> tuple[float, int]:
    """Microseconds of server CPU a request over one kept connection, and how many were sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"X-API-Key": key} if key else {}

    def ask(number: int) -> None:
        connection.request("GET", path(number), headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path(number)}: {answer.status} {body[:300]!r}")

    for number in range(5):
        ask(number)
    sent, before, until = 0, cpu(process), time.monotonic() + seconds
    while sent < 5 or (time.monotonic() < until and sent < most):
        ask(5 + sent)
        sent += 1
    spent = cpu(process) - before
    connection.close()
    return spent / sent * 1e6, sent


def start(store: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server of this store, and its port."""
    port = free_port()
    env = {
        **os.environ,
        "ALLYMATCH_STORE": str(store),
        "ALLYMATCH_REQUESTS_PER_MINUTE": "100000000",
        "ALLYMATCH_TIMEOUT_S": "600",
    }
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    log = store.with_suffix(".log").open("ab")
    return subprocess.Popen(command, env=env, stderr=log), port


def profile(draw: random.Random, number: int) -> Profile:
    """A made startup."""
    return Profile(
        id=f"startup-{number}",
        name=f"Startup {number}",
        description=text(draw, 30),
        incorporated_in=draw.choice(("DE", "FR", "PL", "US")),
        trl=draw.choice((None, 3, 5, 7)),
    )


def ranked(store: Path, number: int, mark: str, on: str) -> None:
    """What a run leaves of one programme's candidates, written as a run writes it."""
    draw = random.Random(2)
    rows = sorted(
        (
            {
                "profile": f"startup-{place}", "verdict": "eligible",
                "fit": round(draw.random(), 6), "near_miss": False,
                "countries": [draw.choice(("DE", "FR", "PL", "US"))], "areas": [],
            }
            for place in range(number)
        ),
        key=lambda row: -float(str(row["fit"])),
    )  # fmt: skip
    with MatchStore(store) as kept:
        run = Run("run-made", "done", "benchmark", {}, on, mark, number, number, created="2026")
        kept.add_run(run)
        parts = (
            ("nato-diana-2027", part, {"eligible": number}, orjson.dumps(rows[at : at + 500]))
            for part, at in enumerate(range(0, number, 500))
        )
        kept.keep_candidates("run-made", parts)


def load(port: int, key: str, seconds: float) -> tuple[list[float], int, int]:
    """Mixed reads and writes over 16 connections: durations, errors, writes that were lost."""
    times: list[float] = []
    errors, written = [0], [0] * 16
    until = time.monotonic() + seconds

    def work(worker: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {"X-API-Key": key, "Content-Type": "application/json"}
        number = 0
        while time.monotonic() < until:
            number += 1
            began = time.perf_counter()
            if number % 10 == 0:
                name = f"load-{worker}-{written[worker]}"
                body = json.dumps({"id": name, "name": name, "description": "We build sensors."})
                connection.request("POST", "/v1/profiles", body, headers)
                expected = 201
            else:
                path = (
                    "/v1/profiles/mine~startup/matches" if number % 2 else "/v1/programmes?limit=5"
                )
                connection.request("GET", path, headers=headers)
                expected = 200
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status != expected:
                errors[0] += 1
            elif expected == 201:
                written[worker] += 1

    threads = [threading.Thread(target=work, args=(each,)) for each in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    connection = get(port, "/v1/profiles?limit=1", key)
    kept = int(orjson.loads(connection[1])["total"]) - LIKE - 6
    return times, errors[0], sum(written) - kept


def main() -> None:
    """Measure, and print the table of bars."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--programmes", type=int, default=5_000)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--load", type=float, default=60, help="seconds of the load test")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), given)


def measure(folder: Path, given: argparse.Namespace) -> None:
    """Everything, in one folder."""
    store = folder / "store.db"
    programmes(store, given.programmes)
    draw = random.Random(3)
    with Records(store) as records:
        founder = keys.create(records, "founder", "mine")
        admin = keys.create(records, "admin", "house")
    with ProfileStore(store) as profiles:
        mine = profile(draw, 0)
        profiles.save(mine.model_copy(update={"id": "mine~startup"}))
        # Texts that are known already, so that matching is measured and not the model.
        profiles.save_all(
            mine.model_copy(update={"id": f"mine~startup-{place}", "headcount": place})
            for place in range(LIKE + 5)
        )
    server, port = start(store)
    wait(port, "/readyz")
    server.terminate()
    server.wait()
    server, port = start(store)
    ready = wait(port, "/readyz")
    settle(server)
    other_port = free_port()
    empty = subprocess.Popen([sys.executable, "-c", EMPTY, str(other_port)])
    wait(other_port, "/")
    rows: list[tuple[str, str, str]] = []
    try:
        base, _ = cost(empty, other_port, lambda _: "/", "", given.seconds)
        here = "/v1/profiles/mine~startup/matches"
        first, sent = cost(
            server,
            port,
            lambda n: f"/v1/profiles/mine~startup-{n}/matches",
            founder,
            given.seconds,
            most=LIKE,
        )
        kept, _ = cost(server, port, lambda _: here, founder, given.seconds)
        found = orjson.loads(get(port, here, founder)[1])
        mark = ".".join(value[:12] for value in found["settings"].values())
        content = orjson.dumps(found)
        with MatchStore(store) as matches, ProfileStore(store) as profiles:
            mark_of = profiles.versions("mine~startup")[-1].hash
            matches.keep_answers(
                [("mine~startup", f"{mark}|{found['on']}", mark_of, "run-made", content)]
            )
        server.terminate()
        server.wait()
        server, port = start(store)
        wait(port, "/readyz")
        settle(server)
        precomputed, _ = cost(server, port, lambda _: here, founder, given.seconds)
        with ProfileStore(store) as profiles:
            profiles.save_all(profile(draw, number) for number in range(given.profiles))
        ranked(store, given.profiles, mark, found["on"])
        page, _ = cost(
            server,
            port,
            lambda _: "/v1/programmes/nato-diana-2027/candidates",
            admin,
            given.seconds,
        )
        resident = memory(server)
        rows += [
            (f"live matches over {given.programmes:,} programmes, every question new ({sent})",
             f"{first / base:.1f} x", "4 x"),
            ("the same question again, from memory", f"{kept / base:.2f} x", "4 x"),
            ("the same, precomputed by a run, after a restart", f"{precomputed / base:.2f} x",
             "1.6 x"),
            (f"candidates over {given.profiles:,} profiles, first page of a run",
             f"{page / 1000:.1f} ms", "60 ms"),
            ("memory of the server with that store", f"{resident:.0f} MB", "1,500 MB"),
            ("start to ready with a warm cache", f"{ready:.1f} s", "5 s"),
        ]  # fmt: skip
        print(f"\nempty FastAPI route: {base:.0f} us of server CPU a request\n")
        print("| bar | measured | at most |\n|---|---|---|")
        for row in rows:
            print(f"| {row[0]} | {row[1]} | {row[2]} |")
        if given.load:
            times, errors, lost = load(port, founder, given.load)
            cuts = statistics.quantiles(times, n=100)
            print(
                f"\nload: {len(times)} requests over 16 connections in {given.load:g} s,"
                f" p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms,"
                f" {errors} errors, {lost} lost writes; load average {os.getloadavg()[0]:.1f}"
            )
    finally:
        for process in (server, empty):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
