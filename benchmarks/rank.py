"""How near does ranking come to the bare matrix product, and what do others need for the same?

Run it from the project's root:

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/rank.py [--profiles N] [--programmes N] [--out F]

Every way is timed in CPU and wall seconds, interleaved over rounds, and shown as the median of its
ratios to numpy's sgemm of the same shapes in the same round. Dense work is one passage a profile
and one a programme; "the whole fit" adds words, facts, openings, and the columns that explain, by
the code that ``allymatch rank`` runs. Vectors and texts are drawn with a fixed seed. The peers do
the dense part alone, without any rule. Threads are those of the environment: run it twice, with
OMP_NUM_THREADS=1 and without.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from matcher.rank import Filters
from matcher.runs.plan import Plan
from matcher.runs.ranking import Ranker
from matcher.runs.selection import Best
from matcher.service import Matcher
from profiles.model import Profile
from programmes.model import Programme
from programmes.read import Catalogue, load_catalogue

DIMENSION = 384
TOP = 20
BLOCK = 1024
ROUNDS = 5
COUNTRIES = ("DE", "FR", "US", "GB", "PL", "SE", "IT", "NL", "TR", "CN", None)


class Drawn:
    """Vectors that are drawn by the text's hash: the benchmark is of ranking, not of a model."""

    fingerprint, dimension = "drawn", DIMENSION

    def encode(self, texts: list[str], progress: object = None) -> np.ndarray:
        """Unit vectors, the same for the same text."""
        out = np.empty((len(texts), DIMENSION), np.float32)
        for row, text in enumerate(texts):
            out[row] = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(
                DIMENSION, np.float32
            )
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def words(draw: np.random.Generator, number: int) -> str:
    """A text of words as frequent as words are."""
    return " ".join(f"word{int(place)}" for place in draw.zipf(1.3, number) % 20_000)


def programmes(number: int) -> Catalogue:
    """The built-in programmes over and over, each with a text of its own."""
    draw = np.random.default_rng(1)
    base = load_catalogue()
    found: list[Programme] = []
    for place in range(number):
        one = base.programmes[place % len(base.programmes)]
        text = words(draw, 60)
        more = {"id": f"p-{place:05d}", "challenges": (), "description": text, "summary": text[:60]}
        found.append(one.model_copy(update=more))
    return Catalogue.of(found, base.sources.values())


def profiles(number: int) -> list[Profile]:
    """Startups of several countries and levels of readiness."""
    draw = np.random.default_rng(2)
    return [
        Profile(
            id=f"s-{place:07d}",
            name=f"Startup {place}",
            description=words(draw, 60),
            incorporated_in=COUNTRIES[place % len(COUNTRIES)],
            trl=int(draw.integers(1, 10)),
        )
        for place in range(number)
    ]


def ways(one: np.ndarray, other: np.ndarray) -> dict[str, Callable[[], object]]:
    """The bare product, and the peers on the same vectors; block by block where memory asks."""
    blocks = range(0, len(one), BLOCK)

    def sgemm() -> None:
        for start in blocks:
            _ = one[start : start + BLOCK] @ other.T

    def argpartition() -> None:
        for start in blocks:
            found = one[start : start + BLOCK] @ other.T
            np.argpartition(-found, TOP, axis=1)[:, :TOP]

    found: dict[str, Callable[[], object]] = {"bare sgemm": sgemm, "argpartition": argpartition}
    try:
        import faiss
    except ImportError:
        pass
    else:
        faiss.omp_set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
        index = faiss.IndexFlatIP(DIMENSION)
        index.add(other)
        found["faiss IndexFlatIP"] = lambda: index.search(one, TOP)
    import torch
    from sentence_transformers.util import semantic_search
    from sklearn.neighbors import NearestNeighbors

    left, right = torch.from_numpy(one), torch.from_numpy(other)
    found["sentence-transformers semantic_search"] = lambda: semantic_search(left, right, top_k=TOP)
    nearest = NearestNeighbors(n_neighbors=TOP, algorithm="brute", metric="cosine").fit(other)
    found["scikit-learn brute"] = lambda: nearest.kneighbors(one)
    return found


def whole(ranker: Ranker, some: list[Profile], side: str) -> Callable[[], object]:
    """Blocks through the code of a run, their readings made before."""
    from matcher.frame import Frame
    from matcher.index import Reading

    frames = []
    for start in range(0, len(some), ranker.block):
        part = some[start : start + ranker.block]
        frames.append((Frame.of(part), Reading.many(part, ranker.matcher.encoder), start))

    def work() -> None:
        best = Best(len(ranker.board.ids), TOP) if side == "both" else None
        for frame, readings, start in frames:
            ties = np.arange(start, start + len(readings))
            ranker.ranked(frame, readings, ties, start, best)

    return work


def main() -> None:
    """Measure, print a table, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profiles", type=int, default=8192)
    parser.add_argument("--programmes", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    matcher = Matcher(programmes(given.programmes), Drawn())
    plan = Plan.of(
        on="2026-06-15", side="both", top=TOP, shard_rows=given.profiles, filters=Filters(),
        settings=matcher.settings,
    )  # fmt: skip
    ranker = Ranker(matcher, plan)
    index = ranker.board.index
    some = profiles(given.profiles)
    draw = np.random.default_rng(3)
    one = draw.standard_normal((given.profiles, DIMENSION), np.float32)
    # As many rows as the whole fit compares: titles and passages.
    other = index.vectors
    timed = ways(one, other) | {
        "whole fit, rules, both sides, explained": whole(ranker, some, "both"),
        "whole fit, rules, startups' side, explained": whole(ranker, some, "startups"),
    }
    cpu: dict[str, list[float]] = {name: [] for name in timed}
    wall: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(given.rounds):
        for name, work in timed.items():
            began, cpu_began = time.perf_counter(), time.process_time()
            work()
            wall[name].append(time.perf_counter() - began)
            cpu[name].append(time.process_time() - cpu_began)
    record = {
        "command": "benchmarks/rank.py",
        "profiles": given.profiles,
        "programmes": given.programmes,
        "passages_of_programmes": len(other),
        "rounds": given.rounds,
        "threads": os.environ.get("OMP_NUM_THREADS", "all"),
        "machine": {"cores": os.cpu_count(), "processor": platform.processor()},
        "ways": {},
    }
    print(f"{'way':46} {'cpu s':>8} {'x sgemm':>8} {'wall s':>8} {'x sgemm':>8}")
    for name in timed:
        row = {}
        for kind, times in (("cpu", cpu), ("wall", wall)):
            ratios = [a / b for a, b in zip(times[name], times["bare sgemm"], strict=True)]
            row[f"{kind}_s"] = round(statistics.median(times[name]), 3)
            row[f"{kind}_x"] = round(statistics.median(ratios), 2)
        record["ways"][name] = row
        print(f"{name:46} {row['cpu_s']:8.2f} {row['cpu_x']:8.2f}"
              f" {row['wall_s']:8.2f} {row['wall_x']:8.2f}")  # fmt: skip
    text = json.dumps(record, indent=2, sort_keys=True) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
