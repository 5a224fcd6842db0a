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

from matcher.results import Question

if TYPE_CHECKING:
    from matcher.results import Finding

__all__ = ["asks_for", "questions"]

_ASKS = {
    "incorporated_in": "In which country is the company incorporated?",
    "headquarters": "In which country are its legal and physical headquarters?",
    "managed_from": "From which country is it managed?",
    "controlled_from": "Which countries do those who own and control it come from?",
    "areas": "In which dual-use areas does the technology lie?",
    "trl": "Which technology readiness level (1 to 9) has been reached?",
    "stage": "At which funding stage is the company?",
    "founded": "When was the company founded?",
    "headcount": "How many people does it employ, linked and partner firms included?",
    "turnover_eur": "What was the last annual turnover, in euros?",
    "balance_sheet_eur": "What is the balance sheet total, in euros?",
    "civil_use": "Does the technology have a civil use?",
    "defence_use": "Does the technology have a defence use?",
    "weapon": "Is the product a weapon?",
    "owns_technology": "Does the company own or control the technology?",
    "sanctioned": "Is anybody behind the company on a sanctions list?",
    "certifications": "Which certifications does the company hold?",
    "partners": "Which partners, from which countries, would apply together with it?",
    "private_coinvestment_share": "Which share of the round do private investors carry?",
    "non_eligible_content_share": (
        "Which share of the product's component cost comes from outside the EU, the EEA-EFTA"
        " states and Ukraine?"
    ),
}
_CONFIRMS = {
    "incorporated_in": "is that where the company is incorporated?",
    "headquarters": "is that where the company has its headquarters?",
    "managed_from": "is that from where it is managed?",
    "controlled_from": "are those who own and control it from there?",
    "areas": "are those its areas?",
    "trl": "is that the readiness that has been reached?",
    "stage": "is that its funding stage today?",
    "founded": "is that when the company was founded?",
    "headcount": "is that how many people work in it today?",
    "turnover_eur": "is that its last annual turnover?",
    "balance_sheet_eur": "is that its balance sheet total?",
    "civil_use": "does the technology have a civil use?",
    "defence_use": "does the technology have a defence use?",
    "weapon": "is the product a weapon?",
    "owns_technology": "does the company own or control its technology?",
    "certifications": "does the company hold that today?",
    "partners": "would they apply together with it?",
}
_LONGEST_QUOTE = 120
_IDENTIFIER = "identifiers."
_STATEMENT = "statements."


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
    if quote and field in _CONFIRMS:
        words = " ".join(quote.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[: _LONGEST_QUOTE - 1]}\u2026"
        return f'We read "{words}": {_CONFIRMS[field]}'
    if field.startswith(_IDENTIFIER):
        return f"Does the company have a {field.removeprefix(_IDENTIFIER).upper()} registration?"
    if field.startswith(_STATEMENT):
        return says.partition(": ")[2]
    return _ASKS[field]
