"""Does the fit put first what really took a firm?

    python -m benchmarks.portfolio FILE.jsonl [--on 2026-06-15]

FILE has one firm a line: ``id``, ``text``, and ``country``, ``programme`` (the id of the one that
took it, null for a firm that is out of scope), ``challenge`` and ``certainty`` if known; rows of
low certainty are left out. Prints recall at 3 and 5, programme by programme, and how
far firms that are out of scope stay below.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.portfolio.judging import Found, judge, read_firms
from matcher.service import Matcher
from matcher.settings import Settings


def report(found: Found) -> str:
    """The figures as lines of text."""
    lines = [f"{'programme':32} firms  R@3   R@5   median rank"]
    for name, ranks in found.ranks.items():
        at3, at5 = (mean(rank <= k for rank in ranks) for k in (3, 5))
        lines.append(f"{name:32} {len(ranks):5}  {at3:.2f}  {at5:.2f}  {np.median(ranks):g}")
    lines.append(f"averaged over programmes: R@3 {found.recall(3):.3f}, R@5 {found.recall(5):.3f}")
    low, high = np.percentile(found.outside, [50, 90])
    lines.append(f"highest fit of firms out of scope: median {low:.3f}, 90% {high:.3f}")
    low, middle = np.percentile(found.inside, [10, 50])
    lines.append(f"highest fit of firms that were taken: 10% {low:.3f}, median {middle:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Read the command line, rank, print."""
    parser = argparse.ArgumentParser(description="Recall of what really took a firm.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--on", default="2026-06-15")
    given = parser.parse_args()
    firms = [firm for firm in read_firms(given.file) if firm.sure]
    matcher = Matcher.open(Settings.load())
    listings = matcher.listings([firm.profile for firm in firms], on=given.on)
    fits = np.stack([one.fits for one in listings])
    print(report(judge(firms, fits, [one.id for one in matcher.catalogue.entries])))


if __name__ == "__main__":
    main()
