"""How long does a large run take, and how much memory, from file to folder?

    .venv/bin/python -m benchmarks.rank.million FOLDER [--profiles N] [--programmes N]
        [--workers N] [--date DAY]

Draws N startups into a JSON Lines file (kept for the next time), then runs ``allymatch rank
--side both`` on it in a process of its own, and looks at that process's memory every second.
Programmes and vectors are drawn (``benchmarks/rank/drawn.py``), so embedding is left out;
everything else is the command's own: reading, cutting, words, rules, ranking, writing, joining.
With ``--workers`` Dask workers do it, one thread each, and memory is theirs and the driver's
together. The record joins the others in ``benchmarks/million.json``, by startups, threads and
workers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.kernels import at_best
from benchmarks.rank.drawn import drawn_matcher, profiles
from matcher.service import Matcher

HERE = Path(__file__).parent.parent
POINTS = 60
ON = "2026-06-15"


def written(folder: Path, number: int) -> Path:
    """The file of startups."""
    path = folder / f"startups-{number}.jsonl"
    if not path.is_file():
        passing = path.with_suffix(".tmp")
        with passing.open("w", encoding="utf-8") as file:
            for one in profiles(number):
                file.write(one.model_dump_json(exclude_none=True) + "\n")
        passing.replace(path)
    return path


def rank(opener: Callable[..., Matcher], arguments: Sequence[str]) -> None:
    """The real command, with a matcher of one's own in place of the catalogue's.

    Args:
        opener: Makes it, by a name that a worker can look up too.
        arguments: Of ``allymatch rank``.
    """
    from api.cli import main as allymatch

    Matcher.open = opener  # type: ignore[method-assign]
    sys.argv = ["allymatch", "rank", *arguments]
    allymatch()


def resident(process: int) -> float:
    """Megabytes of memory that a process and its children have now."""
    import psutil

    one = psutil.Process(process)
    found = 0
    for each in (one, *one.children(recursive=True)):
        try:
            found += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return found / 2**20


def watched(arguments: list[str], out: Path) -> tuple[list[tuple[float, float, int]], float]:
    """Run it; the seconds, megabytes and shards that stand at each look, and when all is done."""
    import psutil

    began = time.perf_counter()
    points = []
    with subprocess.Popen(arguments) as process:
        while process.poll() is None:
            time.sleep(1.0)
            try:
                memory = resident(process.pid)
            except psutil.NoSuchProcess:
                break
            standing = len(list((out / "parts").glob("[0-9]*.json")))
            points.append((round(time.perf_counter() - began, 1), round(memory, 1), standing))
    if process.returncode:
        sys.exit(process.returncode)
    return points, time.perf_counter() - began


def main() -> None:
    """Draw, run, watch, and keep the record."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--programmes", type=int, default=5000)
    parser.add_argument("--shard-rows", type=int, default=8192)
    parser.add_argument("--workers", type=int, help="Dask workers; without, one process.")
    parser.add_argument("--date", default=os.environ.get("BENCHMARK_DATE", "undated"))
    parser.add_argument("--out", type=Path, default=HERE / "million.json")
    parser.add_argument("--work", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        more = ["--side", "both", "--shard-rows", str(given.shard_rows)]
        if given.workers:
            more += ["--engine", "dask", "--workers", str(given.workers)]
        source, out = map(str, given.work)
        rank(partial(drawn_matcher, given.programmes), [source, "--out", out, "--on", ON, *more])
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    source = written(given.folder, given.profiles)
    engine = ["--workers", str(given.workers)] if given.workers else []
    out = given.folder / f"run-{given.profiles}-{given.workers or 0}"
    shutil.rmtree(out, ignore_errors=True)
    arguments = [sys.executable, "-m", "benchmarks.rank.million", str(given.folder), "--work",
                 str(source), str(out), "--programmes", str(given.programmes),
                 "--shard-rows", str(given.shard_rows), *engine]  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    points, seconds = watched(arguments, out)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = [(at, standing) for (at, _, standing), (_, _, former) in
            zip(points[1:], points[:-1], strict=True) if standing > former]  # fmt: skip
    rates = [
        (later[1] - earlier[1]) * given.shard_rows / (later[0] - earlier[0])
        for earlier, later in pairwise(done)
    ]
    manifest = json.loads((out / "manifest.json").read_text())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    threads = os.environ.get("OMP_NUM_THREADS", "all")
    found = {
        "command": f"python -m benchmarks.rank.million FOLDER --profiles {given.profiles}"
        f" --programmes {given.programmes} --shard-rows {given.shard_rows}"
        + "".join(f" {word}" for word in engine),
        "date": given.date,
        "threads": threads,
        "workers": given.workers,
        "cores": os.cpu_count(),
        "without": "embedding: vectors are drawn",
        "counts": manifest["counts"],
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": max(memory for _, memory, _ in points),
        "rows_a_second": round(given.profiles / seconds, 1),
        "rows_a_second_between_shards": round(sorted(rates)[len(rates) // 2], 1) if rates else None,
        "seconds_megabytes_shards": points[:: max(len(points) // POINTS, 1)],
        "run_mb": round(sum(f.stat().st_size for f in out.rglob("*") if f.is_file()) / 2**20, 1),
    }
    record = json.loads(given.out.read_text()) if given.out.is_file() else {}
    name = f"{given.profiles} startups, {threads} threads"
    record[f"{name}, {given.workers} workers" if given.workers else name] = found
    given.out.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    short = {name: value for name, value in found.items() if name != "seconds_megabytes_shards"}
    print(json.dumps(short, indent=2))


if __name__ == "__main__":
    main()
