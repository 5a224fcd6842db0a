"""Which facts are worth asking for first?

An unknown fact is asked once, however many programmes wait for it, and those for which most wait
come first. A question that nobody at the startup can answer (what a programme's rule is) is not
asked here; its finding says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from matcher.eligibility.criteria import FACTS, question
from matcher.results import Question

if TYPE_CHECKING:
    from matcher.results import Finding

__all__ = ["asks_for", "questions"]

_LONGEST_QUOTE = 120


def questions(
    sets: Iterable[Sequence[int]],
    found: Mapping[int, Finding | None],
    numbers: Iterable[int] = repeat(1),
) -> tuple[Question, ...]:
    """What to ask, that for which most programmes wait first.

    Args:
        sets: The rules of programmes whose verdict an answer could still change.
        found: The rules that are unknown: their findings, or None where nobody can be asked.
        numbers: How many programmes have each of the sets.
    """
    settles: Counter[str] = Counter()
    decides: Counter[str] = Counter()
    says: dict[str, str] = {}
    fields = {
        place: finding.field
        for place, finding in found.items()
        if finding is not None and finding.missing and finding.field is not None
    }
    for places, number in zip(sets, numbers, strict=False):
        asked = {fields[place] for place in places if place in fields}
        for one in asked:
            settles[one] += number
        if len(asked) == 1 and not any(p in found and p not in fields for p in places):
            decides[asked.pop()] += number
    for place, finding in sorted(found.items()):
        field = fields.get(place)
        if finding is not None and field is not None and field not in says:
            says[field] = asks_for(field, finding.says, finding.quote)
    asks = [Question(field, says[field], n, decides[field]) for field, n in settles.items()]
    return tuple(sorted(asks, key=lambda q: (-q.settles, -q.decides, q.field)))


def asks_for(field: str, says: str, quote: str | None = None) -> str:
    """The question about a field.

    Args:
        field: What is not known.
        says: The finding that waits for it.
        quote: The words of a text that may say it: then a yes or a no settles it.

    >>> asks_for("headquarters", "", "based in Delft, the Netherlands")
    'We read "based in Delft, the Netherlands": is that where the company has its headquarters?'
    """
    confirms = FACTS[field].confirms if field in FACTS else None
    if quote and confirms:
        words = " ".join(quote.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[: _LONGEST_QUOTE - 1]}\u2026"
        return f'We read "{words}": {confirms}'
    return question(field, says)
