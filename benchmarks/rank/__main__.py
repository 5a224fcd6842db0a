"""How near does ranking come to the bare matrix product, and what do others need for the same?

Run it from the project's root, once with OMP_NUM_THREADS=1 and once without:

    .venv/bin/python -m benchmarks.rank [--profiles N] [--programmes N] [--rounds N] [--date DAY]

Each run writes its part of ``benchmarks/rank.json``, by the number of threads, and the table
``benchmarks/rank.md`` from all of it. Ways are interleaved; what is shown is the median of the
ratios to numpy's sgemm of the same shapes in the same round, into memory that is there already.
The kernel on which it ran is printed, settings that would slow it are left out, and the bfloat16
product of the machine stands beside it as the second limit.

Dense work is one vector a startup and one a programme. Ours judges all rules and keeps the exact
best on both sides; the others do the dense part alone, on one side, without any rule. The whole fit
is what ``allymatch rank`` does with a shard once texts are read (cut, embedded, words counted):
rules, all features, both sides, points and findings of what is kept. Its product has the shapes of
all passages. What reading and writing cost beside it is timed apart. Texts, facts and vectors are
drawn (``benchmarks/rank/drawn.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.kernels import at_best, bf16_product, kernels
from benchmarks.rank.dense import Dense
from benchmarks.rank.drawn import DIMENSION, Drawn, profiles, programmes
from matcher.eligibility.columns import Frame
from matcher.fit.index import ProfileReading
from matcher.fit.snapshot import Snapshot
from matcher.runs.files.plan import RunPlan
from matcher.runs.files.tables import table_of, write_table
from matcher.runs.fused.layout import ProgrammeLayout
from matcher.runs.fused.product import rounds
from matcher.runs.work.ranker import Ranked, Ranker
from matcher.service import Matcher
from matcher.texts.grid import on_grid
from profiles.model import Profile
from profiles.vocabulary import instant
from programmes.filters import Filters

TOP = 20
BLOCK = 1024
SHARD = 8192
ON = "2026-06-15"
HERE = Path(__file__).parent.parent
BARE = "bare sgemm, one vector each"
WHOLE_BARE = "bare sgemm, all passages"
BARE_BF16 = "bare bfloat16 product, one vector each"

T = TypeVar("T")
Timed = dict[str, Callable[[], object]]


def unit(draw: np.random.Generator, number: int) -> np.ndarray:
    """Vectors of length one, on the grid."""
    found = draw.standard_normal((number, DIMENSION), np.float32)
    return on_grid(found / np.linalg.norm(found, axis=1, keepdims=True))


def product(one: np.ndarray, other: np.ndarray) -> Callable[[], None]:
    """The bare product, block by block, into memory that is there."""
    room = np.empty((BLOCK, len(other)), np.float32)

    def work() -> None:
        for start in range(0, len(one), BLOCK):
            mine = one[start : start + BLOCK]
            np.matmul(mine, other.T, out=room[: len(mine)])

    return work


def peers(one: np.ndarray, other: np.ndarray) -> Timed:
    """What others do with the same vectors; none knows a rule."""
    import torch
    from sentence_transformers.util import semantic_search
    from sklearn.neighbors import NearestNeighbors

    room = np.empty((BLOCK, len(other)), np.float32)

    def argpartition() -> None:
        for start in range(0, len(one), BLOCK):
            mine = one[start : start + BLOCK]
            found = np.matmul(mine, other.T, out=room[: len(mine)])
            np.argpartition(found, found.shape[1] - TOP, axis=1)[:, -TOP:]

    found: Timed = {"numpy argpartition": argpartition}
    try:
        import faiss
    except ImportError:
        print("faiss is not installed: its row is left out")
    else:
        faiss.omp_set_num_threads(threads())
        index = faiss.IndexFlatIP(DIMENSION)
        index.add(other)
        found["faiss IndexFlatIP"] = lambda: index.search(one, TOP)
    left, right = torch.from_numpy(one), torch.from_numpy(other)
    found["sentence-transformers semantic_search"] = lambda: semantic_search(left, right, top_k=TOP)
    nearest = NearestNeighbors(n_neighbors=TOP, algorithm="brute", metric="cosine").fit(other)
    found["scikit-learn NearestNeighbors, brute"] = lambda: nearest.kneighbors(one)
    return found


def threads() -> int:
    """How many threads the environment allows."""
    return int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))


class Clock:
    """CPU and wall seconds of each way, round by round."""

    def __init__(self) -> None:
        self.cpu: dict[str, list[float]] = {}
        self.wall: dict[str, list[float]] = {}

    def time(self, name: str, work: Callable[[], T]) -> T:
        """Do it once."""
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        self.cpu.setdefault(name, []).append(time.process_time() - cpu)
        self.wall.setdefault(name, []).append(time.perf_counter() - wall)
        return found

    def rows(self, bare: str, rows: int) -> dict[str, dict[str, float]]:
        """Medians: ratios to the bare product, and microseconds of one row."""
        found = {}
        for name in self.cpu:
            row = {}
            for kind, times in (("cpu", self.cpu), ("wall", self.wall)):
                ratios = [a / b for a, b in zip(times[name], times[bare], strict=True)]
                row[f"{kind}_x"] = round(statistics.median(ratios), 2)
                row[f"{kind}_us_a_profile"] = round(statistics.median(times[name]) / rows * 1e6, 1)
            found[name] = row
        return found


def ways() -> dict[bool, str]:
    """How our product may be made here, and what is said of it."""
    exact = {False: ", in 32-bit floats"} if rounds() else {False: ""}
    return ({True: ""} if rounds() else {}) | exact


def dense(snapshot: Snapshot, number: int, times: int) -> dict[str, dict[str, float]]:
    """The dense part: ours with all rules on both sides, the others without."""
    draw = np.random.default_rng(3)
    one, other = unit(draw, number), unit(draw, len(snapshot.ids))
    frame = Frame.of(list(profiles(number)))
    ties = np.arange(number)
    timed: Timed = {BARE: product(one, other), BARE_BF16: bf16_product(one, other, BLOCK)}
    few = slice(0, min(2048, number))
    for rounded, way in ways().items():
        ours = Dense(snapshot, other, TOP, rounded=rounded)
        ours.best(Frame.of(list(profiles(few.stop))), one[few], ties[few])  # compiled before
        timed[f"ours, all rules, exact top 20 of both sides{way}"] = partial(
            ours.best, frame, one, ties
        )
    timed |= peers(one, other)
    clock = Clock()
    for _ in range(times):
        for name, work in timed.items():
            clock.time(name, work)
    return clock.rows(BARE, number)


def shards(number: int) -> Iterator[list[Profile]]:
    """Profiles, shard by shard."""
    stream = profiles(number)
    while some := list(islice(stream, SHARD)):
        if len(some) == SHARD or number < SHARD:
            yield some


def whole(matcher: Matcher, number: int) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Shards through the code of a run; each is a round, and the first is not counted."""
    plan = RunPlan.of(
        on=ON, side="both", top=TOP, shard_rows=SHARD, filters=Filters(), settings=matcher.settings
    )
    ranker = Ranker(matcher, plan)
    rankers = {}
    for rounded, way in ways().items():
        one = Ranker(matcher, plan)
        every = np.ones(len(ranker.snapshot.ids), np.bool_)
        vars(one)["_layout"] = ProgrammeLayout.of(ranker.snapshot, every, rounded=rounded)
        rankers[way] = one
    clock, shared = Clock(), []
    for some in [next(shards(number)), *shards(number)]:
        clock = clock if shared else Clock()
        shared.append(shard(clock, rankers, some))
    index = ranker.snapshot.index
    sizes = {
        "passages_of_programmes": len(index.vectors),
        "openings": len(index.openings),
        "stems_shared_by_a_pair": round(float(np.mean(shared)), 2),
        "rounds": len(shared) - 1,
    }
    return clock.rows(WHOLE_BARE, min(SHARD, number)), sizes


def shard(clock: Clock, rankers: dict[str, Ranker], some: list[Profile]) -> float:
    """Time the parts of one shard; returns the stems that a pair shares in the mean."""
    ranker = next(iter(rankers.values()))
    encoder, index = ranker.matcher.encoder, ranker.snapshot.index
    blocks = [some[at : at + BLOCK] for at in range(0, len(some), BLOCK)]

    def read() -> list[list[ProfileReading]]:
        return [ProfileReading.many(block, encoder) for block in blocks]

    def rank(ranker: Ranker) -> Ranked:
        parts = [ranker.kept(Frame.of(one), of) for one, of in zip(blocks, readings, strict=True)]
        return ranker.ranked(parts, np.arange(len(some)))

    def write() -> None:
        ids = [one.id for one in some]
        with tempfile.TemporaryDirectory() as folder:
            for name, pairs in zip("ab", found[:2], strict=True):
                write_table(table_of(pairs, ids, ranker.words), Path(folder) / name)

    readings = clock.time("reading texts: cutting, words, and vectors, which are drawn", read)
    vectors = np.concatenate([one.vectors for block in readings for one in block])
    clock.time(WHOLE_BARE, product(vectors, index.vectors))
    for way, one in rankers.items():
        name = f"the whole fit, rules, both sides, explained{way}"
        found = clock.time(name, partial(rank, one))
    clock.time("writing Parquet", write)
    mine = [one.words.weights.keys() for one in readings[0][:40]]
    theirs = [one.words.weights.keys() for one in index.openings[:300]]
    return float(np.mean([len(one & other) for one in mine for other in theirs]))


def table(record: dict) -> str:
    """The record as Markdown."""
    lines = ["# How near ranking comes to the bare matrix product", ""]
    for threads_, part in sorted(record.items()):
        lines += [
            f"## Threads: {threads_}",
            "",
            f"{part['profiles']:,} startups, {part['programmes']:,} programmes, top {TOP};"
            f" {part['date']}; {part['machine']}; {part['load']}; our product: {part['product']};"
            f" kernels: {part.get('kernels', 'not noted, so its ratios are no evidence')}."
            f" Made by `{part['command']}`.",
            "",
        ]
        sizes = part["sizes"]
        notes = {
            "dense": f"**Dense part.** Medians of {part['rounds']} rounds.",
            "whole": f"**Whole fit.** Medians of {sizes['rounds']} shards; {sizes['openings']:,}"
            f" openings with {sizes['passages_of_programmes']:,} passages; a startup shares"
            f" {sizes['stems_shared_by_a_pair']} stems with an opening.",
        }
        for name, note in notes.items():
            lines += [note, ""]
            lines += [
                "| way | CPU, x bare | wall, x bare | CPU us a startup |",
                "|---|---|---|---|",
            ]
            for way, row in part[name].items():
                x, y, us = row["cpu_x"], row["wall_x"], row["cpu_us_a_profile"]
                lines.append(f"| {way} | {x:.2f} | {y:.2f} | {us:.0f} |")
            lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Measure, write the record, and make the table from it."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--programmes", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--date", default=os.environ.get("BENCHMARK_DATE", "undated"))
    parser.add_argument("--out", type=Path, default=HERE / "rank.json")
    given = parser.parse_args()
    matcher = Matcher(programmes(given.programmes), Drawn())
    snapshot = matcher.snapshot(instant(ON))
    with Path("/proc/cpuinfo").open() as file:
        cpu = next((line.split(":")[1].strip() for line in file if "model name" in line), "unknown")
    load = os.getloadavg()[0]
    name = os.environ.get("OMP_NUM_THREADS", "all")
    found = {
        "command": f"python -m benchmarks.rank --profiles {given.profiles}"
        f" --programmes {given.programmes} --rounds {given.rounds}",
        "date": given.date,
        "profiles": given.profiles,
        "programmes": given.programmes,
        "rounds": given.rounds,
        "machine": f"{os.cpu_count()} cores, {cpu}",
        "load": f"load {load:.1f} when it began",
        "product": "bfloat16, bounded" if rounds() else "32-bit floats",
        "kernels": kernels(),
        "versions": {
            one: version(one)
            for one in ("numpy", "numba", "torch", "sentence-transformers", "scikit-learn")
        },
        "dense": dense(snapshot, given.profiles, given.rounds),
    }
    found["whole"], found["sizes"] = whole(matcher, given.profiles)
    record = json.loads(given.out.read_text()) if given.out.is_file() else {}
    record[name] = found
    given.out.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    given.out.with_suffix(".md").write_text(table(record), encoding="utf-8")
    print(table({name: found}))


if __name__ == "__main__":
    main()
