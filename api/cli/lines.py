"""How is a line fitted to a screen, and what do colours say in it?

Lines are wrapped between words, and cut with an ellipsis where they would take too many. An address
is never cut, for half of one leads nowhere. Colour is added to finished lines, so it says nothing
that the words do not say.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from textwrap import wrap

__all__ = ["cut", "fitted", "painted", "terminal_width", "wants_colour", "wrapped"]

_WIDE = 400
"""Columns of ``--wide``: no line of ours is as long."""
_ADDRESS = re.compile(r"\S*://\S*")
_ROW = re.compile(
    r"^(?P<before> *(?:\d+|-)!? +)(?P<name>\S.*?)(?P<gap> {2,}(?:\w\w +)?)"
    r"(?P<may>yes|likely yes|supplier|after one change|unlikely|no|ask the office"
    r"|\d+ questions?)(?P<after> +fit .*)$"
)
_TITLE = re.compile(r"^[A-Z][A-Z ]+(?=  )")
_COLOURS = {"yes": "32", "likely yes": "32", "no": "31", "unlikely": "31", "supplier": "36"}
_OTHERWISE = "33"


def terminal_width(*, wide: bool = False) -> int:
    """Columns of the terminal; a hundred where there is none, and as many as needed if wide."""
    return _WIDE if wide else get_terminal_size((100, 24)).columns


def wants_colour(*, plain: bool) -> bool:
    """Whether somebody watches who has not asked for plain text (``NO_COLOR`` asks for it too)."""
    return not plain and not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def cut(line: str, width: int) -> str:
    """A line of at most so many columns."""
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"


def wrapped(label: str, text: str, *, width: int, most: int = 2) -> Iterator[str]:
    """A labelled text on as few lines as it takes, at most ``most``; an address has its own."""
    found = wrap(
        text, max(width - len(label), 20), break_long_words=False, break_on_hyphens=False
    )  # fmt: skip
    if len(found) > most:
        last = " ".join(found[most - 1 :])
        found = [*found[: most - 1], cut(last, max(width - len(label), 20))]
    for at, line in enumerate(found):
        yield f"{label if not at else ' ' * len(label)}{line}"


def fitted(lines: Iterable[str], width: int) -> str:
    """Lines as text, each cut to the width unless it holds an address."""
    return "".join(
        f"{line if _ADDRESS.search(line) else cut(line, width)}\n" for line in lines
    )  # fmt: skip


def painted(text: str) -> str:
    """The text with colours for a terminal; without them it reads the same.

    >>> painted(" 1  NIF   yes   fit 0.37\\n").count("\\x1b")
    4
    """
    return "".join(_painted(line) for line in text.splitlines(keepends=True))


def _painted(line: str) -> str:
    if title := _TITLE.match(line):
        return f"\x1b[1m{title[0]}\x1b[0m{line[title.end() :]}"
    found = _ROW.match(line.rstrip("\n"))
    if not found:
        return line
    colour = _COLOURS.get(found["may"], _OTHERWISE)
    return (
        f"{found['before']}\x1b[1m{found['name']}\x1b[0m{found['gap']}"
        f"\x1b[{colour}m{found['may']}\x1b[0m{found['after']}\n"
    )
