"""Which ten pairs does ``docs/pairs.md`` explain, and what does it say of them?

    python -m tools.pairs > docs/pairs.md

Examples of our own against the built-in catalogue, in the words of ``allymatch explain``. A test
holds the page against the code, so that no explanation on it is older than the weights.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import render_explain
from profiles.read import read_profile

if TYPE_CHECKING:
    from matcher.service import Matcher

__all__ = ["DAY", "PAIRS", "page"]

ROOT = Path(__file__).parents[1]
DAY = "2026-06-15"
PAIRS = (
    ("swedish-undersea.yaml", "nato-diana-2027"),
    ("quantum-sensor-munich.json", "nato-diana-2027"),
    ("ukrainian-drone.json", "unite-brave-nato"),
    ("polish-ammunition.json", "nspa-155mm-2024"),
    ("estonian-space.md", "eic-accelerator"),
    ("british-cyber.yaml", "uk-dasa"),
    ("texte-francais.txt", "fr-aid-rapid"),
    ("third-country-control.json", "edf-2026"),
    ("raw-materials-norway.yaml", "nato-hvp-critical-raw-materials"),
    ("turkish-energy.yaml", "nato-innovation-fund"),
)
_INTRODUCTION = f"""# Ten pairs, explained

What `allymatch explain PROFILE PROGRAMME --on {DAY} --format md` says of ten pairs. The startups
are invented, and described in our own words; the programmes are those of the catalogue. The page is
written by `make docs` with `ALLYMATCH_PRECISION=f32`, and a test holds it against the code. How a
fit is made, and by how little it moves on a processor with bfloat16, is told in [fit.md](fit.md).
"""


def page(matcher: Matcher) -> str:
    """The page, ending in a newline."""
    parts = [_INTRODUCTION]
    for name, programme in PAIRS:
        profile = read_profile(ROOT / "examples" / name)
        shown = render_explain(matcher.explain(profile, programme, on=DAY), DAY, OutputFormat.MD)
        title, _, rest = shown.partition("\n\n")
        parts.append(f"## {title.removeprefix('# ')}\n\n```text\n{rest.strip()}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page to standard output."""
    from matcher.service import Matcher
    from matcher.settings import Settings

    # So that the page is the same wherever it is written, and the one that the tests see.
    settings = Settings.load(precision="f32", device="cpu")
    sys.stdout.write(page(Matcher.open(settings)))


if __name__ == "__main__":
    main()
