"""Whom did a programme take before?

The best evidence of what an offer wants is whom it took. One row says: this firm was taken by this
programme in this year, for this, as that source says. Rows are a table, because people collect them
in one (see ``programmes.award_table``).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from programmes.criteria import AreaSlug, CountryCode, Frozen, NonEmpty

__all__ = ["COLUMNS", "Award"]


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(";") if part.strip()]


class Award(Frozen):
    """A firm that a programme took.

    Attributes:
        firm: Its name, as the source writes it.
        programme: The id of the programme.
        year: In which it was taken.
        makes: What it makes or was taken for, in a few words of our own.
        source: Slugs of the sources.
        country: Where it sits.
        topic: The topic or challenge that it was taken for: our id, or the source's own words.
        areas: Its dual-use areas.
        headcount: How many it employed then.
        amount, currency: What it received; both or neither.
    """

    firm: NonEmpty
    programme: NonEmpty
    year: Annotated[int, Field(ge=1980, le=2100)]
    makes: NonEmpty
    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1), BeforeValidator(_listed)]
    country: CountryCode | None = None
    topic: str | None = None
    areas: Annotated[tuple[AreaSlug, ...], BeforeValidator(_listed)] = ()
    headcount: Annotated[int, Field(ge=1)] | None = None
    amount: Annotated[float, Field(gt=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


COLUMNS = tuple(Award.model_fields)
"""The columns of a table of awards; the first five are needed."""
