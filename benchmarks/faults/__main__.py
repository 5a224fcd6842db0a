"""What does a fault lose, wherever it strikes?

    python -m benchmarks.faults --seed 1 --date 2026-11-28

Strikes every writing command, the server under load and every kind of file, and writes the table
of docs/reliability.md. The same seed strikes at the same places. Ten minutes on one processor;
``--each 3 --kills 2`` takes two.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.faults.doubled import backwards, doubled
from benchmarks.faults.flipped import flipped
from benchmarks.faults.served import killed
from benchmarks.faults.struck import Tally, struck
from benchmarks.faults.works import WORKS, prepared

HERE = Path(__file__).parents[1]
PAGE = HERE.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
NAMED = {
    "kill": "killed at a place",
    "full": "the disk full at a place",
    "closed": "a folder closed at a place",
    "short": "no room beyond some bytes",
}


def main() -> int:
    """Read the command line, strike, write the table."""
    parser = argparse.ArgumentParser(description="What faults lose.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--date", required=True, help="Today, for the table.")
    parser.add_argument("--each", type=int, default=15, help="Places for each kind of fault.")
    parser.add_argument("--flips", type=int, default=50, help="Bits for each kind of file.")
    parser.add_argument("--kills", type=int, default=20, help="Of the server under load.")
    asked = parser.parse_args()
    rows: list[tuple[str, str, Tally]] = []

    def told(what: str, fault: str, tally: Tally) -> None:
        rows.append((what, fault, tally))
        print(f"{what}, {fault}: {tally.tried} tried, {len(tally.lost)} lost something")
        for each in tally.lost:
            print(f"  {each}")

    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        base = Path(name) / "base"
        base.mkdir()
        prepared(base)
        for work in WORKS:
            draw = random.Random(f"{asked.seed} {work.name}")
            for kind, tally in struck(work, base, asked.each, draw).items():
                told(work.name, NAMED[kind], tally)
            told(work.name, "done by two at once", doubled(work, base, max(asked.each // 3, 1)))
        for kind, tally in flipped(base, asked.flips, random.Random(asked.seed)).items():
            told(kind, "a bit turned round", tally)
    told(
        "runs and versions", "the clock set back", backwards(asked.each, random.Random(asked.seed))
    )
    if asked.kills:
        told("the server under load", "killed", killed(asked.kills, random.Random(asked.seed)))
    lost = [each for _, _, tally in rows for each in tally.lost]
    record = {
        "date": asked.date, "seed": asked.seed, "machine": f"{os.cpu_count()} cores",
        "python": sys.version.split()[0],
        "rows": [[what, fault, one.tried, len(one.lost)] for what, fault, one in rows],
        "lost": lost,
    }  # fmt: skip
    (HERE / "faults.json").write_text(json.dumps(record) + "\n", "utf-8")
    write(PAGE, table(rows, asked.date, asked.seed))
    return 1 if lost else 0


def table(rows: Iterable[tuple[str, str, Tally]], date: str, seed: int) -> str:
    """What was tried and what was lost, a line for each thing that was struck."""
    by_thing: dict[str, dict[str, Tally]] = {}
    for what, fault, tally in rows:
        by_thing.setdefault(what, {})[fault] = tally
    lines = ["| struck | how, and how often | lost something |", "|---|---|---|"]
    number = 0
    for what, tallies in by_thing.items():
        how = "; ".join(f"{fault} {one.tried}" for fault, one in tallies.items())
        number += sum(one.tried for one in tallies.values())
        lines.append(f"| {what} | {how} | {sum(len(one.lost) for one in tallies.values())} |")
    lines.append("")
    lines.append(f"{number} faults in all, on {date}, with seed {seed}.")
    return "\n".join(lines)


def write(page: Path, content: str, read: Callable[[Path], str] = Path.read_text) -> None:
    """Put the table between its marks."""
    text = read(page)
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{content}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
