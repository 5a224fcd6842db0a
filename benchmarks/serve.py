"""What does an answer of the server cost, measured against an empty FastAPI route?

Both servers run on loopback in processes of their own and are asked in turn, slice by slice; what
counts is the CPU time of the server's process. Writes serve.json and serve.md beside this file.

    python -m benchmarks.serve [--programmes 5000] [--profiles 100000] [--seconds 12] [--load 60]

The model is the real one, for programmes and for the profiles that are matched. The profiles of
the screening are made, and their candidates are written by the store's own writer as a run would
write them: what is measured is reading a page, not ranking.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, repeat
from pathlib import Path
from typing import Any

import orjson

from api.store import keys
from api.store.records import Records
from benchmarks.kernels import at_best
from benchmarks.served.load import health, mixed
from benchmarks.served.server import Server, empty, serving
from benchmarks.served.store import SCREENED, alike, fill, programmes, ranked
from profiles.store import ProfileStore

HERE = Path(__file__).parent
ABOUT = """\
# What an answer of the server costs

Measured on {at} on {cpus} processors that others were using too (load average {load_average}), by

```sh
python -m benchmarks.serve
```

What counts is CPU time of the server's process, all its threads, as a multiple of an empty FastAPI
route ({empty_us} us) that was asked in turn with each row; both run under the same uvicorn. A full
answer of 20 had {answer_bytes:,} bytes. The model is the real one. The programmes beyond the
catalogue, the {profiles:,} stored profiles and the candidates of the screening are made; candidates
were written by the writer of runs, and the run behind "precomputed" was made by the server.
"""
ALIKE = 360
"""Profiles of each kind that are matched."""
IMPORTED = 3_000
WARM = 400
"""Requests for one answer before others are measured: a process is slower in its first second."""


def matches(name: str, *, first: int = 0) -> Iterator[str]:
    """The addresses of the matches of all profiles of a kind."""
    return (f"/v1/profiles/mine~{name}-{place}/matches" for place in range(first, ALIKE))


def questions(name: str) -> Iterator[str]:
    """Pages, filters and views that nobody has asked for yet."""
    shapes = (
        "limit={}&kind=challenge", "limit={}&status=open", "limit={}&min_fit=0.2",
        "limit={}&view=compact", "limit={}&country=FR", "limit={}&area=quantum",
    )  # fmt: skip
    for number in range(ALIKE):
        shape = shapes[number % len(shapes)].format(10 + number % 11)
        yield f"/v1/profiles/mine~{name}-{number % 40}/matches?{shape}"


def pairs(name: str) -> Iterator[str]:
    """Pairs to explain."""
    for place in range(ALIKE):
        yield f"/v1/explain?profile=mine~{name}-{place % 40}&programme=made-{place}"


def prepare(store: Path, given: argparse.Namespace) -> tuple[str, str, str]:
    """Fill a store; the keys of a founder, an administrator and an officer."""
    programmes(store, given.programmes)
    with Records(store) as records:
        made = (
            keys.create(records, "founder", "mine"),
            keys.create(records, "admin", "house"),
            keys.create(records, "officer", "office", grants=["*"]),
        )
    with ProfileStore(store) as profiles:
        for name in ("seen", "new", "ran"):
            profiles.save_all(alike("mine", name, ALIKE))
    return made


def make_ready(server: Server, store: Path, key: str) -> float:
    """Write profiles, and wait until their answers are there; seconds."""
    lines = b"\n".join(
        orjson.dumps(one.model_copy(update={"id": one.id.partition("~")[2]}).model_dump(
            mode="json", exclude_none=True)) for one in alike("mine", "ready", ALIKE)
    )  # fmt: skip
    began = time.monotonic()
    status, said = server.ask("POST", "/v1/profiles/import", key, lines, "application/x-ndjson")
    if status != 200:
        raise SystemExit(said)
    with closing(sqlite3.connect(store)) as found:
        count = "SELECT count(*) FROM run_answers WHERE run = ''"
        while found.execute(count).fetchone()[0] < ALIKE:
            time.sleep(0.2)
    return time.monotonic() - began


def run_of_all(server: Server, key: str) -> dict[str, Any]:
    """A run over all stored profiles, done."""
    made = orjson.loads(server.ask("POST", "/v1/runs", key, b"{}")[1])
    while made["state"] in {"queued", "running"}:
        time.sleep(0.5)
        made = orjson.loads(server.ask("GET", f"/v1/runs/{made['id']}", key)[1])
    if made["state"] != "done":
        raise SystemExit(made)
    return dict(made)


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Everything, in one folder."""
    store, found = folder / "store.db", {}
    founder, admin, officer = prepare(store, given)
    with serving(store, ready_answers="0") as server:
        found["first_start_s"] = server.wait("/readyz")
        ran = run_of_all(server, admin)
    seconds, most = given.seconds, ALIKE
    with empty(folder) as bare:

        def row(server: Server, name: str, paths: Any, key: str = founder, n: int = most) -> None:
            times, spent = server.ratio(bare, paths, key, seconds, n)
            found[name] = {"times": round(times, 2), "us": round(spent)}
            print(f"{name}: {times:.2f} x, {spent:.0f} us", flush=True)

        with serving(store, ready_answers="0") as server:
            server.wait("/readyz")
            server.settle()
            server.cost(repeat(next(matches("ran"))), founder, WARM, 60)
            row(server, "run_first", lambda: matches("ran", first=1))
            row(server, "run_again", lambda: cycle(matches("ran")), n=1_000_000)
        with closing(sqlite3.connect(store)) as kept, kept:
            for name in ("seen", "new"):
                gone = [(f"mine~{name}-{place}",) for place in range(ALIKE)]
                kept.executemany("DELETE FROM run_answers WHERE profile = ?", gone)
        with serving(store) as server:
            server.wait("/readyz")
            server.settle()
            found["ready_s"] = make_ready(server, store, founder)
        with serving(store) as server:
            found["start_s"], found["start_cpu_s"] = server.wait("/readyz"), server.cpu()
            server.settle()
            server.cost(repeat(next(matches("ready"))), founder, WARM, 60)
            row(server, "ready_first", lambda: matches("ready", first=1))
            row(server, "ready_again", lambda: cycle(matches("ready")), n=1_000_000)
            for place in range(40):  # weighed, and its first page explained
                server.ask("GET", f"/v1/profiles/mine~seen-{place}/matches", founder)
            server.settle()
            row(server, "other_page", lambda: questions("seen"))
            row(server, "explained", lambda: pairs("seen"))
            row(server, "never_seen", lambda: matches("new"))
            row(server, "state", lambda: cycle(["/healthz"]), "", 1_000_000)
            done = orjson.loads(server.ask("GET", f"/v1/runs/{ran['id']}", admin)[1])
            page = orjson.loads(server.ask("GET", next(matches("ready")), founder)[1])
            found["answer_bytes"] = len(orjson.dumps(page))
            mark = ".".join(value[:12] for value in page["settings"].values())
            fill(store, given.profiles)
            ranked(store, given.profiles, mark, done["on"])
            here = f"/v1/programmes/{SCREENED}/candidates"
            row(server, "candidates", lambda: cycle([here]), admin, 200)
            row(server, "some_candidates", lambda: cycle([f"{here}?country=FR"]), officer, 60)
            found["memory_mb"], found["memory_most_mb"] = server.memory()
        with serving(store) as server:
            found["start_full_s"] = server.wait("/readyz")
            found["start_full_cpu_s"] = server.cpu()
            server.settle()
            found["health"] = health(server, admin, IMPORTED)
            print(found["health"], flush=True)
        with serving(store) as server:
            server.wait("/readyz")
            server.settle()
            if given.load:
                found["load"] = mixed(server, founder, "mine", ALIKE, given.load)
                print(found["load"], flush=True)
            found["memory_after_mb"], found["memory_after_most_mb"] = server.memory()
        found["empty_us"] = round(bare.cost(cycle(["/"]), "", 1_000_000, 3))
    return found


def table(found: dict[str, Any], given: argparse.Namespace) -> str:
    """The figures as a person reads them."""

    def times(name: str) -> str:
        return f"{found[name]['times']:.2f} x ({found[name]['us']:,} us)"

    rows = [
        (f"warm matches of a stored profile over {given.programmes:,} programmes, full answer of"
         " 20: made ready when it was written, asked first after a restart",
         times("ready_first"), "4 x"),
        ("the same, asked again", times("ready_again"), "4 x"),
        ("precomputed by a run, asked first after a restart", times("run_first"), "1.6 x"),
        ("the same, asked again", times("run_again"), "1.6 x"),
        ("another page, filter or view of a profile that was weighed", times("other_page"), ""),
        ("a pair of such a profile, explained", times("explained"), ""),
        ("a profile that was never weighed, its text known", times("never_seen"), ""),
        ("for comparison: `/healthz`", times("state"), ""),
        (f"candidates of a programme over {given.profiles:,} stored profiles, first page",
         f"{found['candidates']['us'] / 1000:.1f} ms", "60 ms"),
        ("the same for an officer, of one country",
         f"{found['some_candidates']['us'] / 1000:.1f} ms", "60 ms"),
        ("memory of the server with that store, now and at most",
         f"{found['memory_mb']:,.0f} MB, {found['memory_most_mb']:,.0f} MB", "1,500 MB"),
        ("start to ready with a warm cache (of CPU)",
         f"{found['start_s']:.1f} s ({found['start_cpu_s']:.1f} s)", "5 s"),
        (f"the same with {given.profiles:,} profiles",
         f"{found['start_full_s']:.1f} s ({found['start_full_cpu_s']:.1f} s)", "5 s"),
    ]  # fmt: skip
    lines = ["| what | measured | at most |", "|---|--:|--:|"]
    lines += [f"| {name} | {value} | {bar} |" for name, value, bar in rows]
    alive = found["health"]
    said = (
        f"\n`/healthz` while a run and an import of {alive['imported']:,} profiles went on:"
        f" {alive['asked']} times, p50 {alive['p50_ms']} ms, p99 {alive['p99_ms']} ms, at most"
        f" {alive['most_ms']} ms (bar: p99 below 50 ms).\n"
    )
    if load := found.get("load"):
        said += (
            f"\nMixed load for {load['seconds']:g} s over {load['connections']} connections with"
            f" that store: {load['requests']:,} requests of which {load['writes']:,} wrote a"
            f" profile; {load['errors']} errors, {load['lost_writes']} lost writes;"
            f" p50 {load['all']['p50_ms']} ms, p99 {load['all']['p99_ms']} ms (reads"
            f" {load['reads']['p99_ms']} ms, writes {load['writes_took']['p99_ms']} ms). The"
            " clients, a Python process each thread of which waits for its answers, share the"
            " machine with the server.\n"
        )
    return "\n".join(lines) + "\n" + said


def main() -> None:
    """Measure, and write what was found."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--programmes", type=int, default=5_000)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=12, help="of each row")
    parser.add_argument("--load", type=float, default=60, help="seconds of the load test")
    parser.add_argument("--out", type=Path, default=HERE, help="where the two files go")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), given)
    about = {
        "at": datetime.now(UTC).strftime("%Y-%m-%d"),
        "programmes": given.programmes, "profiles": given.profiles, "cpus": os.cpu_count(),
        "python": platform.python_version(), "machine": platform.machine(),
        "load_average": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    said = {**about, **found}
    (given.out / "serve.json").write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")
    report = f"{ABOUT.format(**said)}\n{table(found, given)}"
    print(report)
    (given.out / "serve.md").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
