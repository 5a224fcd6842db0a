"""What is a demand?

One nation's line: what, how many, for how much, by when, and how firm. ``None`` means "not stated"
and nothing else. Quantities are decimals and values whole cents, because what a pool adds up must
come out to the last cent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from profiles.errors import BadValue
from profiles.vocabulary import Money, When, country, when
from programmes.criteria import AsOf, Frozen, NonEmpty, Where
from programmes.demands.cpv import cpv
from programmes.demands.units import Unit, by_name, unit
from programmes.demands.values import firm, number, share, sum_of, where

__all__ = ["JOINABLE", "Demand", "Firmness", "PurchaseStage"]

LONGEST_ITEM = 2000
LONGEST_TEXT = 20_000


class Firmness(StrEnum):
    """How far a nation has bound itself, weakest first."""

    INTEREST = "interest"
    PLANNED = "planned"
    BUDGETED = "budgeted"
    CONTRACTED = "contracted"

    @property
    def firm(self) -> bool:
        """Whether money stands behind the line."""
        return self in {Firmness.BUDGETED, Firmness.CONTRACTED}


class PurchaseStage(StrEnum):
    """How far a published purchase has come."""

    PLANNED = "planned"
    OPEN = "open"
    BIDS_CLOSED = "bids-closed"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    COMPLETE = "complete"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"
    WITHDRAWN = "withdrawn"


JOINABLE = frozenset({PurchaseStage.PLANNED, PurchaseStage.OPEN})
"""The stages at which another nation can still join."""


def _unit(value: Any) -> Any:
    return unit(value).name if isinstance(value, str) else value


def _date(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, date) else value


def _a_date(text: str) -> str:
    return when(text, end=True).text


DateText = Annotated[
    str, BeforeValidator(_date), Field(coerce_numbers_to_str=True), AfterValidator(_a_date)
]
Code = Annotated[str, BeforeValidator(lambda v: country(v).code if isinstance(v, str) else v)]
CpvCode = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(cpv)]
Text = Annotated[NonEmpty, Field(max_length=LONGEST_ITEM)]
LongText = Annotated[NonEmpty, Field(max_length=LONGEST_TEXT)]
Short = Annotated[NonEmpty, Field(max_length=200)]


class Demand(Frozen):
    """One line.

    Attributes:
        id: Unique in the file. Made from the content if the file gives none.
        country: Who asks, ISO 3166.
        item: What is asked for, in any language.
        cpv: Eight digits.
        category: The nation's own, or an alliance's, name of the kind of thing.
        quantity: How many, above zero; None if not stated.
        unit: A name of ``data/units.txt``.
        value: The estimated sum, exact.
        needed_from: The first day on which delivery can be taken; None if any.
        needed_by: The last day on which it is in time, as precise as it was written.
        firmness: None if not stated.
        max_outside_share: The content rule: at most this share from outside, 0 to 1.
        supply_from: The seat rule: where suppliers may sit; None if anywhere.
        supplier: The only supplier that may deliver, where there is one.
        variant: The national version, where one is named.
        source: Where the line was read.
        as_of: The day for which that speaks.
        note: Something that a reader should know.
        titles: The item in each language in which it is published, by language.
        descriptions: The same for what is said of it at length.
        more_cpv: Further CPV codes.
        duration_days: How long the contract runs, where that is stated beside or instead of dates.
        buyer: Who buys.
        place: Where it is to be delivered.
        process: The id of the published purchase.
        stage: How far that has come; None for a line that was not published.
        status: The same in the publisher's word.
    """

    id: Annotated[str, Field(min_length=1, max_length=120)]
    country: Code
    item: Text
    cpv: CpvCode | None = None
    category: Short | None = None
    quantity: Annotated[Decimal, BeforeValidator(number)] | None = None
    unit: Annotated[str, BeforeValidator(_unit)] | None = None
    value: Annotated[Money, BeforeValidator(sum_of)] | None = None
    needed_from: DateText | None = None
    needed_by: DateText | None = None
    firmness: Annotated[Firmness, BeforeValidator(firm)] | None = None
    max_outside_share: Annotated[Decimal, BeforeValidator(share)] | None = None
    supply_from: Annotated[Where, BeforeValidator(where)] | None = None
    supplier: Short | None = None
    variant: Short | None = None
    source: Short = "not stated"
    as_of: AsOf = "undated"
    note: Text | None = None
    titles: Mapping[str, LongText] = Field(default_factory=dict)
    descriptions: Mapping[str, LongText] = Field(default_factory=dict)
    more_cpv: tuple[CpvCode, ...] = ()
    duration_days: Annotated[int, Field(gt=0)] | None = None
    buyer: Short | None = None
    place: Short | None = None
    process: Text | None = None
    stage: PurchaseStage | None = None
    status: Short | None = None

    @model_validator(mode="before")
    @classmethod
    def _content_gives_the_id(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("id") not in (None, ""):
            return data
        said = {key: value for key, value in data.items() if key != "id" and value is not None}
        text = "\n".join(f"{key}={_plain(said[key])}" for key in sorted(said))
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        return {**data, "id": f"{str(data.get('country', '')).strip().lower()[:20]}-{mark}"}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.quantity is None) != (self.unit is None):
            lacking = "unit" if self.unit is None else "quantity"
            raise BadValue(None, f"{lacking} beside the other of the two: 500 and pieces, say")
        first, last = self.window
        if first is not None and last is not None and first > last:
            raise BadValue(self.needed_from, f"needed_from before needed_by ({self.needed_by})")
        return self

    @property
    def counted_in(self) -> Unit | None:
        """The unit with its dimension; None where no quantity is stated."""
        return by_name(self.unit) if self.unit else None

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day on which delivery is in time, as far as they are stated."""
        first = _span(self.needed_from)
        last = _span(self.needed_by)
        return first.first_day if first else None, last.last_day if last else None

    @property
    def same(self) -> tuple[object, ...]:
        """What two lines share when they say the same, under whatever ids and sources."""
        skipped = {"id", "source", "as_of", "note", "process"}
        dump = self.model_dump(mode="json", exclude=skipped)
        return tuple(str(dump[key]) for key in sorted(dump))


def _span(text: str | None) -> When | None:
    return when(text) if text else None


def _plain(value: object) -> str:
    return " ".join(str(value).split())
