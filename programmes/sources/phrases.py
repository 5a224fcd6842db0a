"""Which conditions of a call's prose are said in so plain words that they can be shown as findings?

A closed list of phrases, each with the condition that it means. What is found is of low confidence:
it can make an answer unknown and ask a question, and refuses nobody. The quote stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

__all__ = ["conditions_in"]

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_N = r"(?P<{}>\d{{1,2}}|one|two|three|four|five|six)"
_QUOTE = 240
_MOST = 200_000

Found: TypeAlias = Callable[[re.Match[str]], dict[str, Any] | None]


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)


def _consortium(found: re.Match[str]) -> dict[str, Any] | None:
    entities, countries = _number(found["n"]), _number(found["m"])
    if entities < 2 or countries > entities:
        return None
    return {"kind": "consortium", "entities": entities, "countries": countries}


def _always(**fields: Any) -> Found:
    return lambda _: fields


_SMES = {
    "kind": "size",
    "label": "a small or medium-sized enterprise",
    "max_headcount": 249,
    "max_turnover_eur": 50_000_000,
    "max_balance_sheet_eur": 43_000_000,
}
_ENTITIES = r"(?:independent\s+)?(?:eligible\s+)?(?:legal\s+)?(?:entities|organi[sz]ations|partners"
_ENTITIES += r"|applicants|beneficiaries|participants)"
_COUNTRIES = r"(?:different\s+)?(?:eligible\s+)?(?:EU\s+)?(?:Member\s+States|countries)"
_PHRASES: tuple[tuple[re.Pattern[str], Found], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (
            rf"at\s+least\s+{_N.format('n')}\s+{_ENTITIES}(?:\s+\w+){{0,6}}?\s+(?:from|in)\s+"
            rf"(?:at\s+least\s+)?{_N.format('m')}\s+{_COUNTRIES}",
            _consortium,
        ),
        (
            rf"minimum\s+of\s+{_N.format('n')}\s+{_ENTITIES}(?:\s+\w+){{0,6}}?\s+(?:from|in)\s+"
            rf"(?:a\s+minimum\s+of\s+|at\s+least\s+)?{_N.format('m')}\s+{_COUNTRIES}",
            _consortium,
        ),
        (r"(?:only|exclusively)\s+(?:open\s+to\s+)?SMEs\b", _always(**_SMES)),
        (
            r"(?:open\s+only|limited|restricted|reserved)\s+(?:to|for)\s+"
            r"(?:SMEs\b|small\s+and\s+medium)",
            _always(**_SMES),
        ),
        (
            r"(?:must|shall)\s+be\s+(?:a\s+)?(?:company\s+)?(?:registered|established|incorporated)"
            r"\s+in\s+(?:the\s+)?(?:UK|United\s+Kingdom)\b",
            _always(kind="seat", basis="incorporated", within="GB"),
        ),
        (
            r"(?:must|shall)\s+be\s+(?:a\s+)?(?:company\s+)?(?:registered|established|incorporated)"
            r"\s+in\s+(?:the\s+)?(?:USA|U\.S\.|United\s+States)\b",
            _always(kind="seat", basis="incorporated", within="US"),
        ),
        (
            r"(?:must|shall)\s+be\s+(?:a\s+)?(?:company\s+)?(?:registered|established|incorporated)"
            r"\s+in\s+Canada\b",
            _always(kind="seat", basis="incorporated", within="CA"),
        ),
    )
)


def conditions_in(prose: str | None, source: str) -> tuple[dict[str, Any], ...]:
    """The conditions that some prose states in words of the list.

    Args:
        prose: The text, without markup.
        source: The slug of the source that it is quoted from.

    >>> said = "Apply with at least 3 legal entities from 3 different Member States."
    >>> conditions_in(said, "page")[0]["entities"]
    3
    """
    if not prose:
        return ()
    found: dict[str, dict[str, Any]] = {}
    for pattern, made in _PHRASES:
        for match in pattern.finditer(prose[:_MOST]):
            fields = made(match)
            if fields and fields["kind"] not in found:
                quote = _sentence(prose, match)
                found[fields["kind"]] = {
                    **fields,
                    "source": [source],
                    "confidence": "low",
                    "note": f'Read out of the text: "{quote}"',
                }
    return tuple(found.values())


def _sentence(prose: str, match: re.Match[str]) -> str:
    start = max(prose.rfind(mark, 0, match.start()) for mark in (". ", "\n", "; ", ":")) + 1
    ends = [at for mark in (". ", "\n", "; ") if (at := prose.find(mark, match.end())) >= 0]
    said = " ".join(prose[start : min(ends, default=len(prose))].split())
    return said if len(said) <= _QUOTE else f"{match[0][:_QUOTE]}"
