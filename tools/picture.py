"""What does the README's picture of an answer show?

    python -m tools.picture > docs/answer.svg

The first screen of ``allymatch match`` for an example of ours, letter for letter, as SVG. A test
holds the picture against the code.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.screenful import first_screen
from profiles.read import read_profile

if TYPE_CHECKING:
    from matcher.service import Matcher

__all__ = ["DAY", "EXAMPLE", "picture"]

ROOT = Path(__file__).parents[1]
EXAMPLE, DAY = "examples/quantum-sensor-munich.json", "2026-06-15"
_COLUMN, _LINE, _EDGE = 7.8, 18, 16


def picture(matcher: Matcher) -> str:
    """The SVG, ending in a newline."""
    profile = read_profile(ROOT / EXAMPLE)
    answer = matcher.match(profile, on=DAY)
    screen = first_screen(answer, profile, said=EXAMPLE)
    lines = [f"$ allymatch match {EXAMPLE} --on {DAY}", *screen.rstrip("\n").split("\n")]
    width = round(max(map(len, lines)) * _COLUMN) + 2 * _EDGE
    height = len(lines) * _LINE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>The first screen of an answer of allymatch</title>",
        "<style>text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#d8e1e8;"
        "white-space:pre}.h{fill:#7fd1b9;font-weight:700}.c{fill:#8a9aa8}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#16202a"/>',
    ]
    for at, line in enumerate(lines):
        if line.strip():
            kind = "c" if at == 0 else "h" if line == line.upper() and at > 2 else ""
            y = _EDGE + (at + 1) * _LINE - 5
            mark = f' class="{kind}"' if kind else ""
            parts.append(
                f'<text x="{_EDGE}" y="{y}"{mark} xml:space="preserve">{escape(line)}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Write the picture to standard output."""
    from matcher.service import Matcher
    from matcher.settings import Settings

    # So that the picture is the same wherever it is drawn, and the one that the tests see.
    settings = Settings.load(precision="f32", device="cpu")
    sys.stdout.write(picture(Matcher.open(settings)))


if __name__ == "__main__":
    main()
