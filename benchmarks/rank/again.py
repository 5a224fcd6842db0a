"""What does a run cost that takes up a former one of which little changed?

    .venv/bin/python -m benchmarks.rank.again FOLDER [--source FILE] [--profiles N]
        [--programmes N] [--changed SHARE] [--seed N] [--date DAY]

Runs of ``allymatch rank --side both`` with the real model, each a process of its own: a cold one
that embeds every startup, and then, each time with other startups changed and so embedded for the
first time, one that is taken up again: on the same day, on the next day, and with a share of the
programmes changed too. Startups are drawn, or those of a file of JSON Lines; programmes are drawn,
and their vectors are in the cache before the cold run, which makes it cheaper and the bar harder.
What is taken up again is compared, file by file, with a run of the same input from nothing. The
record is ``benchmarks/again.json``, by source. The cold run is kept in the folder: with another
seed other startups change, and it need not be made again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.kernels import at_best
from benchmarks.rank.drawn import Speech, profiles, programmes
from benchmarks.rank.million import rank
from matcher.service import Matcher
from matcher.texts.encoder import CachedEncoder
from programmes.read import Catalogue

HERE = Path(__file__).parent.parent
DAYS = ("2026-06-15", "2026-06-16")
RESULTS = ("manifest.json", "programmes.parquet", "rejected.jsonl", "startups/*.parquet")


def opened(number: int, changed: float, *_given: object, **_more: object) -> Matcher:
    """Drawn programmes, some of them with another summary, and the real model."""
    from matcher.settings import Settings, open_encoder

    base = programmes(number)
    draw, every = random.Random(3), list(base.programmes)
    for place in draw.sample(range(number), round(changed * number)):
        other = every[(place + 1) % number].summary
        every[place] = every[place].model_copy(update={"summary": other})
    encoder: CachedEncoder = open_encoder(Settings.load())
    return Matcher(Catalogue.of(every, base.sources.values()), encoder)


def work(given: argparse.Namespace, rest: list[str]) -> None:
    """The real command; without arguments only the programmes are embedded."""
    if not rest:
        print(len(opened(given.programmes, given.other_programmes).index.vectors), "passages")
        return
    rank(partial(opened, given.programmes, given.other_programmes), rest)


def timed(given: argparse.Namespace, *arguments: str, other: float = 0.0) -> dict[str, float]:
    """Run a process, and say what it took."""
    command = [sys.executable, "-m", "benchmarks.rank.again", str(given.folder), "--programmes",
               str(given.programmes), "--other-programmes", str(other),
               "--work", json.dumps(arguments)]  # fmt: skip
    cache = {**os.environ, "ALLYMATCH_CACHE": str(given.folder / "cache")}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=cache)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "wall_s": round(time.perf_counter() - began, 1),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }


def sources(given: argparse.Namespace) -> list[Path]:
    """The startups, and three files of them with other texts in some places."""
    if given.source:
        lines = [json.loads(line) for line in given.source.open(encoding="utf-8")]
        lines = list(islice(lines, given.profiles))
    else:
        lines = [one.model_dump(mode="json", exclude_none=True) for one in profiles(given.profiles)]
    paths = []
    for number in range(4):
        draw, speech = random.Random(given.seed + number), Speech()
        some = [dict(line) for line in lines]
        if number:
            import numpy as np

            words = np.random.default_rng(given.seed + number)
            for place in draw.sample(range(len(some)), round(given.changed * len(some))):
                some[place]["description"] = speech.text(words, 110, place % 300)
        path = given.folder / f"startups-{number}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in some), encoding="utf-8")
        paths.append(path)
    return paths


def results(path: Path) -> dict[str, bytes]:
    """What a run shows, by file."""
    return {
        str(one.relative_to(path)): one.read_bytes() for name in RESULTS for one in path.glob(name)
    }


def main() -> None:
    """Measure, compare, and keep the record."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--profiles", type=int, default=20_000)
    parser.add_argument("--programmes", type=int, default=5000)
    parser.add_argument("--changed", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--date", default=os.environ.get("BENCHMARK_DATE", "undated"))
    parser.add_argument("--out", type=Path, default=HERE / "again.json")
    parser.add_argument("--other-programmes", type=float, default=0.0, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=json.loads, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work is not None:
        work(given, given.work)
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    files = sources(given)
    for old in given.folder.glob("run-[aw]*"):
        shutil.rmtree(old)
    for other in (0.0, given.changed):
        timed(given, other=other)

    def ranked(name: str, file: Path, day: str, *more: str, other: float = 0.0) -> dict[str, float]:
        out = str(given.folder / f"run-{name}")
        return timed(
            given, str(file), "--out", out, "--side", "both", "--on", day, *more, other=other
        )

    kept = given.folder / "cold.json"
    if not kept.is_file():
        shutil.rmtree(given.folder / "run-cold", ignore_errors=True)
        kept.write_text(json.dumps(ranked("cold", files[0], DAYS[0])), encoding="utf-8")
    cold = json.loads(kept.read_text(encoding="utf-8"))
    found: dict[str, object] = {"cold": cold}
    since = ("--since", str(given.folder / "run-cold"))
    ways = {
        "again, same day": (files[1], DAYS[0], 0.0),
        "again, next day": (files[2], DAYS[1], 0.0),
        "again, programmes changed too": (files[3], DAYS[0], given.changed),
    }
    for number, (way, (file, day, other)) in enumerate(ways.items()):
        took = ranked(f"again-{number}", file, day, *since, other=other)
        warm = ranked(f"whole-{number}", file, day, other=other)
        one, two = (results(given.folder / f"run-{kind}-{number}") for kind in ("again", "whole"))
        if one != two:
            sys.exit(f"{way}: not what a run from nothing gives")
        found[way] = {
            **took,
            "cpu_share_of_cold": round(took["cpu_s"] / cold["cpu_s"], 4),
            "wall_share_of_cold": round(took["wall_s"] / cold["wall_s"], 4),
            "from_nothing_with_vectors_at_hand": warm,
        }
    name = given.source.stem if given.source else "drawn"
    number = json.loads((given.folder / "run-cold" / "manifest.json").read_text())["counts"]
    record = json.loads(given.out.read_text()) if given.out.is_file() else {}
    record[f"{name}, {number['profiles']} startups"] = {
        "changed": given.changed,
        "cores": os.cpu_count(),
        "date": given.date,
        "precision": os.environ.get("ALLYMATCH_PRECISION", "auto"),
        "programmes": given.programmes,
        **found,
    }
    given.out.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
