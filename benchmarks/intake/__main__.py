"""Measure how many rows of messy lists are kept.

    python -m benchmarks.intake [--lists N] [--rows N] [--show]

Draws lists as people keep them (``benchmarks.intake.messy``) and reads each as ``allymatch import``
does. Every row has a name and a text, so every row that is lost is a fault of ours.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.intake.messy import messy_list
from profiles.errors import ProfileError
from profiles.read import read_profiles


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lists", type=int, default=200)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--show", action="store_true", help="print the lists that lost rows")
    asked = parser.parse_args()
    kept, held = kept_rows(asked.lists, asked.rows, show=asked.show)
    print("| list | rows | kept |")
    print("|---|---|---|")
    for kind in sorted(held):
        print(f"| {kind} | {held[kind]} | {kept[kind] / held[kind]:.3f} |")
    print(f"rows kept: {kept.total() / held.total():.4f} of {held.total():,}")


def kept_rows(lists: int, rows: int, *, show: bool = False) -> tuple[Counter[str], Counter[str]]:
    """Of drawn lists, by kind: the rows that are kept, and all."""
    kept: Counter[str] = Counter()
    held: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        for number in range(lists):
            one = messy_list(Path(folder), number, rows=rows)
            held[one.kind] += one.rows
            try:
                with read_profiles(one.path) as reading:
                    problems = [str(row) for row in reading if not hasattr(row, "description")]
                    read = reading.summary.read
            except ProfileError as error:
                problems, read = [str(error)], 0
            kept[one.kind] += read
            if show and read < one.rows:
                print(number, one.kind, read, problems[:2])
    return kept, held


if __name__ == "__main__":
    main()
