"""How does a route look to a person: step by step, with its money, its choice and its gaps?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from api.cli.lines import fitted, wrapped
from matcher.answers.dates import MONTHS, day_in_words
from matcher.pathway.ways import PRODUCTION
from matcher.results import Step
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.pathway.plan import Gap, Route

__all__ = ["route_in_steps"]

_MAY = {
    "eligible": "you may enter",
    "undetermined": "open questions stand before it",
    "supply_chain": "states buy, you supply",
}
_LABEL = 12


def route_in_steps(found: Route, *, width: int) -> str:
    """A route as text: each step with time, money, reason, alternatives and assumptions.

    Args:
        found: The route; one that was not drawn says what it asks for.
        width: Columns.
    """
    if found.ends is None:
        asked = [line for note in found.notes for line in wrapped("", note, width=width)]
        return fitted(asked, width)
    on = instant(found.on).date()
    lines = [
        f"{found.profile} on {day_in_words(on, on)} {on.year}: from TRL {found.from_trl} to orders"
        f" in series, about {_month(found.ends)}",
    ]
    legs: list[Step | Gap] = sorted(
        [*found.steps, *found.gaps], key=lambda leg: (leg.starts or "", leg.ends or "")
    )
    for number, leg in enumerate(legs, 1):
        lines.append("")
        lines += _step(leg, number, width) if isinstance(leg, Step) else _gap(leg, number, width)
    lines += ["", *_closing(found, width)]
    return fitted(lines, width)


def _month(day: str | None) -> str:
    found = date.fromisoformat(day) if day else None
    return f"{MONTHS[found.month - 1]} {found.year}" if found else "unknown"


def _span(start: str | None, end: str | None) -> str:
    return f"{_month(start)} to {_month(end)}"


def _level(level: int | None) -> str:
    return "orders in series" if level == PRODUCTION else f"TRL {level}"


def _line(label: str, text: str, width: int, most: int = 3) -> Iterator[str]:
    yield from wrapped(f"    {label:<{_LABEL}}", text, width=width, most=most)


def _step(step: Step, number: int, width: int) -> Iterator[str]:
    yield f"{number:>2}  {_span(step.starts, step.ends)}   {step.readiness}"
    yield from wrapped("    ", f"{step.name} ({step.programme})", width=width)
    yield from _line("May you", f"{_MAY.get(step.verdict, step.verdict)}; {step.says}", width)
    if step.money:
        yield from _line("Money", step.money, width)
    yield from _line("Because", step.because, width)
    if step.alternatives:
        yield from _line("Or", ", ".join(step.alternatives), width)
    yield from _line("Assumed", f"{step.assumes} [{step.source}, {step.as_of}]", width)
    for one in step.waits:
        yield from _line("Waits for", one, width)


def _gap(gap: Gap, number: int, width: int) -> Iterator[str]:
    between = f"{_level(gap.from_trl)} to {_level(gap.to_trl)}"
    yield f"{number:>2}  {_span(gap.starts, gap.ends)}   {between}: GAP, no programme leads on"
    for one in gap.closes:
        yield from _line("Closes it", one, width)
    for barred in gap.barred:
        said = f"{barred.name}: {barred.says} [{barred.source}, {barred.as_of}]"
        yield from _line("Not", said, width)


def _closing(found: Route, width: int) -> Iterator[str]:
    if found.money:
        yield from wrapped("Money on the way: ", "; ".join(found.money), width=width, most=4)
    for note in found.notes:
        yield from wrapped("", note, width=width, most=3)
    if any("our assumption" in (step.assumes or "") for step in found.steps) or found.gaps:
        yield "Months can be yours: --months grant=18 --months gap=6"
