"""How is a fact known that nobody stated?

A fact was *read* out of prose, with the words that say it and their place, or *inferred*, with a
probability. Neither decides a verdict: it gives the outlook and a question that one word settles.
What is stated stands in the fields of a profile and has no entry here.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from profiles.values import Currency

__all__ = ["SUMS", "Basis", "ReadFact", "Sum"]

Basis: TypeAlias = Literal["read", "inferred"]

SUMS = {"raised": "raised_eur", "turnover": "turnover_eur", "balance_sheet": "balance_sheet_eur"}
"""Sums that may be read in any currency, each with the field that holds it in euros."""


class _FrozenFact(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False
    )


class Sum(_FrozenFact):
    """An amount of money as it was written, never converted.

    Attributes:
        amount: In units of the currency, above 0.
        currency: ISO 4217 code.
        of: What it covers: ``round``, ``total``, or a year; None where nothing says so.
    """

    amount: Annotated[float, Field(gt=0)]
    currency: Currency
    of: str | None = None


class ReadFact(_FrozenFact):
    """A fact that was read or inferred, and what it rests on.

    Attributes:
        value: In the form of its field; a :class:`Sum` as a dict, partners as their countries.
        basis: Whether words say it, or a probability.
        quote: The words, as they stand in the text.
        start: Where they begin in the description, in characters; None where they do not stand
            there.
        end: Where they end.
        probability: How likely it is, in (0, 1]; None for what words say.
    """

    value: Any
    basis: Basis = "read"
    quote: Annotated[str, Field(max_length=2_000)] | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=0)] | None = None
    probability: Annotated[float, Field(gt=0, le=1)] | None = None
