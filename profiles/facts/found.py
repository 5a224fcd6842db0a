"""What is a fact that stands in a text?

A value, the field it belongs to, and the words that say it with their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["Basis", "FoundFact"]

Basis: TypeAlias = Literal["stated", "read", "inferred"]


@dataclass(frozen=True, slots=True)
class FoundFact:
    """One fact and the words that say it.

    Attributes:
        field: A field of a profile, or one of the sums that may be in any currency.
        value: In the form of the field.
        start: Where the words begin in the text, in characters.
        end: Where they end.
        basis: ``stated`` for a line made of a key and its value, ``read`` for prose.
        weight: Of two facts of one field the heavier is kept.
        probability: How likely an inferred fact is.
    """

    field: str
    value: Any
    start: int
    end: int
    basis: Basis = "read"
    weight: float = 1.0
    probability: float | None = None
