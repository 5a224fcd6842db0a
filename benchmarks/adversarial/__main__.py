"""Can words buy a fit?

    python -m benchmarks.adversarial FILE.jsonl [--seed 7] [--show 3]

FILE has one firm a line, as ``benchmarks.portfolio`` takes it: firms with a ``programme`` are
honest, those with null lend the texts that are off the topic. Of each honest firm and its
programme, decoys of every family are made; what is printed is how often the honest text
has the higher fit, and how far a sentence that names programmes or a footer moves a fit anywhere.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.adversarial.decoys import ADDED, FAMILIES, Case
from benchmarks.portfolio.judging import Firm, read_firms, series
from matcher.service import Matcher
from matcher.settings import Settings
from profiles.language import language
from profiles.model import Profile
from programmes.text import passages

ON = "2026-06-15"
"""Fits do not depend on it; the way to them asks for one."""


def cases(
    firms: Sequence[Firm], matcher: Matcher, draw: random.Random
) -> list[tuple[Case, list[int]]]:
    """Each honest firm with what its decoys are made of, and the places of its programme."""
    programmes = matcher.catalogue.entries
    outside = [firm.profile.description or "" for firm in firms if firm.took is None]
    inside = [
        firm
        for firm in firms
        if firm.took and language(firm.profile.description or "") is None
        and any(series(one.id) == firm.took for one in programmes)
    ]  # fmt: skip
    found = []
    for firm in inside:
        places = [i for i, one in enumerate(programmes) if series(one.id) == firm.took]
        chosen = programmes[places[-1]]
        others = [
            p.short_name or p.name for p in programmes if p.kind != "pool" and p.id != chosen.id
        ]
        rival = draw.choice([one for one in inside if one.profile.id != firm.profile.id])
        case = Case(
            firm.profile.description or "",
            draw.choice(outside),
            rival.profile.description or "",
            chosen.short_name or chosen.name,
            " ".join(p.text for p in passages(chosen)[:12]),
            draw.sample(others, 4),
        )
        found.append((case, places))
    return found


def fits(texts: Sequence[str], matcher: Matcher) -> np.ndarray:
    """Shape (texts, programmes)."""
    made = [Profile(id=f"p{i}", name="p", description=text or "-") for i, text in enumerate(texts)]
    return np.stack([one.fits for one in matcher.listings(made, on=ON)])


def main() -> None:
    """Read the command line, make decoys, print."""
    parser = argparse.ArgumentParser(description="How often an honest text stays above its decoys.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="decoys shown of those that won")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    matcher = Matcher.open(Settings.load())
    made = cases([f for f in read_firms(given.file) if f.sure], matcher, draw)
    honest = fits([case.honest for case, _ in made], matcher)
    above, pairs = 0, 0
    for name, family in FAMILIES.items():
        texts = [family(case, draw) for case, _ in made]
        found = fits(texts, matcher)
        won = [
            bool(honest[row, places].max() > found[row, places].max())
            for row, (_, places) in enumerate(made)
        ]
        above, pairs = above + sum(won), pairs + len(won)
        print(f"{name:32} honest above: {np.mean(won):.3f} of {len(won)}")
        lost = [row for row, each in enumerate(won) if not each][: given.show]
        for row in lost:
            places = made[row][1]
            print(f"    {honest[row, places].max():.3f} {made[row][0].honest[:110]!r}")
            print(f"    {found[row, places].max():.3f} {texts[row][:240]!r}")
    print(f"{'all families':32} honest above: {above / pairs:.4f} of {pairs}")
    for name, add in ADDED.items():
        texts = [add(case, draw) for case, _ in made]
        moved = np.abs(fits(texts, matcher) - honest).max(axis=1)
        print(f"{name}: moves a fit by {moved.mean():.4f} on average, {moved.max():.4f} at most")
        for row in np.argsort(-moved)[: given.show]:
            print(f"    {moved[row]:.3f} {texts[row][-200:]!r}")


if __name__ == "__main__":
    main()
