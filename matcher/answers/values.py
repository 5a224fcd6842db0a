"""How is a value of a profile said to a person?"""

from __future__ import annotations

from typing import Any

from matcher.answers.sums import sum_in_words
from profiles.vocabulary import areas, by_code

__all__ = ["COUNTRIES", "value_in_words"]

COUNTRIES = frozenset({"headquarters", "incorporated_in", "managed_from", "controlled_from"})
"""Fields that hold codes of countries."""


def value_in_words(field: str, value: Any) -> str:
    """A value as a person would say it: a country and an area by name, a sum in round words.

    Args:
        field: The profile's field that it stands in.
        value: A plain value, as a profile's file holds it.

    >>> value_in_words("trl", [3, 5]), value_in_words("civil_use", True)
    ('3 to 5', 'yes')
    >>> value_in_words("headquarters", "DE"), value_in_words("partners", ["FR", "PL"])
    ('Germany', 'France and Poland')
    >>> value_in_words("raised", {"amount": 8e6, "currency": "EUR"})
    'EUR 8 million'
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case str() if field in COUNTRIES:
            return by_code(value).name
        case [*codes] if field in COUNTRIES or field == "partners":
            return " and ".join(by_code(str(code)).name for code in codes)
        case [int() as low, int() as high]:
            return f"{low} to {high}"
        case {"amount": float() | int() as amount, "currency": str() as currency}:
            return f"{currency} {sum_in_words(float(amount))}"
        case [*items] if field == "areas":
            names = {one.slug: one.name for one in areas()}
            return ", ".join(names.get(str(one).partition("/")[0], str(one)) for one in items)
        case [*items]:
            return ", ".join(str(one) for one in items)
        case _:
            return str(value)
