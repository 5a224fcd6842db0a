"""Which sums of the portal's budget are a topic's own?

One map holds the lines of all topics of a call. A line is the topic's if its action starts with the
topic's code. Where all lines carry the same sum, it is the pot they share: the programme's, not the
topic's. Zero means that nothing is stated.
"""

from __future__ import annotations

import json
from typing import Any

from programmes.model import Amount
from programmes.sources.values import several

__all__ = ["budget_of"]

_LINES = 3
"""With so many lines of one sum it is a shared pot; two topics may well have equal sums."""


def budget_of(budget: Any, identifier: str) -> tuple[tuple[Amount, ...], str | None]:
    """The sums of a topic, and what its line says of deadlines.

    Args:
        budget: The overview, as an object or as JSON in a text.
        identifier: The topic's code.
    """
    if isinstance(budget, str):
        try:
            budget = json.loads(budget)
        except ValueError:
            return (), None
    lines = _lines(budget)
    own = [one for one in lines if _action(one).upper().startswith(f"{identifier.upper()} ")]
    own = own or (lines if len(lines) == 1 and not _action(lines[0]) else [])
    if not own:
        return (), None
    line = own[0]
    total = sum(_years(one) for one in own)
    totals = [_years(one) for one in lines]
    shared = len(lines) >= _LINES and len(set(totals)) == 1
    amounts = []
    low, high = _sum(line.get("minContribution")), _sum(line.get("maxContribution"))
    if (low or high) and not (low and high and low > high):
        note = "For a whole project: its partners share it."
        amounts.append(Amount(label="one project", min=low, max=high, currency="EUR", note=note))
    if total:
        label = "all topics of the call together" if shared else "the topic's budget"
        amounts.append(Amount(label=label, max=total, currency="EUR", per="programme"))
    model = line.get("deadlineModel")
    return tuple(amounts), model if isinstance(model, str) else None


def _lines(budget: Any) -> list[dict[str, Any]]:
    actions = budget.get("budgetTopicActionMap", budget) if isinstance(budget, dict) else {}
    found = actions.values() if isinstance(actions, dict) else []
    return [one for group in found for one in several(group) if isinstance(one, dict)]


def _action(line: dict[str, Any]) -> str:
    action = line.get("action")
    return f"{action} " if isinstance(action, str) else ""


def _years(line: dict[str, Any]) -> float:
    years = line.get("budgetYearMap")
    return sum(_sum(one) or 0.0 for one in years.values()) if isinstance(years, dict) else 0.0


def _sum(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if 0 < found < 1e15 else None
