"""How does a person read what purchases of states mean for a firm?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from api.cli.lines import fitted, wrapped
from matcher.answers.dates import day_in_words
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.pooling.supply import Supply

__all__ = ["supply_in_words"]

_MARKS = {"met": "+", "unmet": "-", "unknown": "?", "not-applicable": "."}
_LABEL = 9


def supply_in_words(found: Sequence[Supply], profile: str, on: str, *, width: int) -> str:
    """Each purchase that a firm could supply, with its gates and the next step.

    Args:
        found: The purchases, the likeliest part first.
        profile: The firm's id.
        on: The day asked about.
        width: Columns.
    """
    day = instant(on).date()
    said = [one for one in found if one.part != "none"]
    lines = [
        f"{profile} on {day_in_words(day, day)} {day.year}: what it could supply; states buy,"
        " nobody can enter"
    ]
    for one in said:
        lines += ["", *_one(one, width)]
    if rest := [one.pool for one in found if one.part == "none"]:
        text = f"{len(rest)} purchases name nothing that your text names: {', '.join(rest)}"
        lines += ["", *wrapped("", text, width=width, most=6)]
    return fitted(lines, width)


def _one(one: Supply, width: int) -> Iterator[str]:
    advice = one.advice
    yield f"{one.name} ({one.pool})"
    if advice.buys:
        yield from _line("Buys", advice.buys, width)
    yield from _line("Part", f"{one.part}; {one.route}; fit {one.fit:.2f}", width)
    for finding in one.findings:
        said = f"{_MARKS[finding.answer]} {finding.says} [{finding.source}, {finding.as_of}]"
        yield from _line("", said, width)
    if advice.delivers:
        yield from _line("Delivers", ", ".join(advice.delivers), width)
    yield from _line("Ask", advice.ask, width)
    if advice.finances:
        yield from _line("Money", f"for capacity: {', '.join(advice.finances)}", width)
    yield from _line("Next", advice.next, width)


def _line(label: str, text: str, width: int) -> Iterator[str]:
    yield from wrapped(f"  {label:<{_LABEL}}", text, width=width, most=4)
