"""By how much do fits differ between kinds of numbers, and between machines?

    .venv/bin/python -m benchmarks.precision [--precision auto] [--against f32] [--out FILE]

Matches every example profile with the built-in catalogue, once with each precision, and compares
the fits of all pairs and the first five of each profile. ``--out`` keeps the fits of the first;
``--against`` takes such a file of another machine too. That of a processor with fewer instructions
can be imitated: ONEDNN_MAX_CPU_ISA=AVX512_CORE_BF16 leaves AMX out of bfloat16, and
MKL_ENABLE_INSTRUCTIONS=AVX2 with ATEN_CPU_CAPABILITY=avx2 takes AVX-512 from 32 bits; give
ALLYMATCH_CACHE an empty folder then, so that nothing is read that was embedded without them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TypeAlias

import numpy as np

from benchmarks.kernels import at_best
from matcher.service import Matcher
from matcher.settings import Settings
from profiles.read import read_profile

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = "2026-06-15"
FIRST = 5

Fits: TypeAlias = dict[str, list[tuple[str, float]]]
"""By profile: programmes and fits, in the order of the answer."""


def fits(precision: str) -> Fits:
    """What every example is told with one precision."""
    matcher = Matcher.open(Settings.load(precision=precision))
    found: Fits = {}
    for path in sorted(EXAMPLES.glob("*.*")):
        if path.suffix == ".csv" or path.stem == "README":
            continue
        answer = matcher.match(read_profile(path), on=DAY)
        found[path.stem] = [(m.programme, m.fit) for m in (*answer.matches, *answer.ineligible)]
    return found


def compare(one: Fits, other: Fits) -> None:
    """Print how far apart they are."""
    pairs = [
        (abs(fit - dict(other[name])[programme]), name, programme)
        for name, row in one.items()
        for programme, fit in row
    ]
    apart = np.array([each for each, *_ in pairs])
    worst = max(pairs)
    print(f"pairs                    {len(pairs)}")
    print(f"that differ              {np.count_nonzero(apart)}")
    print(f"largest difference       {worst[0]:.6f} ({worst[1]}, {worst[2]})")
    print(f"mean difference          {apart.mean():.6f}")
    print(f"99 of 100 are below      {np.quantile(apart, 0.99):.6f}")
    print(f"profiles                 {len(one)}")
    for number in (FIRST, len(pairs)):
        moved = sum(
            [p for p, _ in one[name][:number]] != [p for p, _ in other[name][:number]]
            for name in one
        )
        what = f"first {number}" if number == FIRST else "all"
        print(f"{f'other order, {what}':24} {moved}")


def main() -> None:
    """Measure and print."""
    at_best()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--against", default="f32", help="a precision, or a file of --out")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    one = fits(given.precision)
    if given.out:
        given.out.write_text(json.dumps(one) + "\n", encoding="utf-8")
    file = Path(given.against)
    compare(one, json.loads(file.read_text("utf-8")) if file.is_file() else fits(given.against))


if __name__ == "__main__":
    main()
