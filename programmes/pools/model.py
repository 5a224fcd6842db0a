"""What is a pool of demands, and how are its sums taken?

Every sum is exact: decimals and whole cents, in the reference unit where units differ, in the base
currency at the user's rates. A line without a quantity or a value adds nothing to that sum and is
named beside it, so that no total claims more than was stated.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from profiles.vocabulary.words import fold
from programmes.demands.units import by_name
from programmes.pools.rates import EXACT
from programmes.pools.rules import Rules, allowed_seats

if TYPE_CHECKING:
    from programmes.demands.model import Demand
    from programmes.pools.rates import Rates

__all__ = ["Alone", "DemandPool", "Firm", "NearMiss", "Quantity", "Value", "pool_of", "quantity_of"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many in all.

    Attributes:
        amount: The exact sum of the lines that state a quantity; None if none does.
        unit: The lines' own unit where it is one, else the reference unit of its dimension.
        unstated: Ids of the lines that state none.
    """

    amount: Decimal | None
    unit: str | None
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """How much money in all.

    Attributes:
        amount: The exact sum in ``currency`` of the lines that state a value; None if none does, or
            if they state it in several currencies between which no rate is given.
        currency: The base currency, or the lines' own where there is no rate to it.
        stated: The same as stated, without conversion: sum by currency.
        unstated: Ids of the lines that state none.
    """

    amount: Decimal | None
    currency: str
    stated: Mapping[str, Decimal]
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """The share of the demand that is budgeted or contracted.

    Attributes:
        share: From 0 to 1, exact.
        basis: What the share is of: ``value`` or ``quantity`` if every line states it, else
            ``lines``.
        lines: How many lines there are of each firmness; ``not stated`` among them.
    """

    share: Fraction
    basis: str
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line of another nation that asks for the same and is kept out by rules alone."""

    line: str
    country: str
    says: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A line that joined no pool, and why.

    Attributes:
        line: Its id.
        country: Who asks.
        item: What for.
        reason: ``no-likeness``, ``rule``, ``one-nation``, ``looser``, or ``decision``.
        says: The reason in a sentence.
    """

    line: str
    country: str
    item: str
    reason: str
    says: str


@dataclass(frozen=True, slots=True)
class DemandPool:
    """Lines of at least two nations that ask for the same thing and may be bought together.

    Attributes:
        id: Made of the lines, so that it is the same whenever they are.
        name: The item of the line that is most like the others, or the name that a person gave.
        participants: Countries, sorted.
        lines: Sorted by id.
        quantity, value, firmness: Exact sums; see there.
        deliver_from: No delivery to all before this day; None if none says.
        deliver_by: A delivery by this day is in time for all; None if none says.
        last_need: The last day by which some line is still needed.
        variants: The different national versions that one purchase would replace.
        max_outside_share: The strictest content rule of the lines; None if none has one.
        supply_from: Where a supplier of all lines may sit, sorted; None if no line says.
        near_misses: What stops it from being larger.
        pinned: Whether a person fixed it.
    """

    id: str
    name: str
    participants: tuple[str, ...]
    lines: tuple[Demand, ...]
    quantity: Quantity
    value: Value
    firmness: Firm
    deliver_from: date | None
    deliver_by: date | None
    last_need: date | None
    variants: tuple[str, ...]
    max_outside_share: Decimal | None
    supply_from: tuple[str, ...] | None
    near_misses: tuple[NearMiss, ...] = ()
    pinned: bool = False


def pool_of(
    lines: Sequence[Demand],
    *,
    name: str,
    rates: Rates,
    rules: Rules,
    near_misses: tuple[NearMiss, ...] = (),
    pinned: bool = False,
) -> DemandPool:
    """Add lines up to a pool.

    Args:
        lines: Of two nations at least, free of barriers.
        name: What it is called.
        rates: For values in other currencies.
        rules: For the day on which groups of countries are taken.
        near_misses: What stops it from being larger.
        pinned: Whether a person fixed it.
    """
    ordered = tuple(sorted(lines, key=lambda line: line.id))
    opens = [first for line in ordered if (first := line.window[0])]
    closes = [last for line in ordered if (last := line.window[1])]
    shares = [line.max_outside_share for line in ordered if line.max_outside_share is not None]
    places = [line.supply_from for line in ordered if line.supply_from is not None]
    seats = (
        frozenset.intersection(*(allowed_seats(p, rules.on) for p in places)) if places else None
    )
    quantity, value = quantity_of(ordered), _value(ordered, rates)
    return DemandPool(
        id=_identity(ordered),
        name=name,
        participants=tuple(sorted({line.country for line in ordered})),
        lines=ordered,
        quantity=quantity,
        value=value,
        firmness=_firm(ordered, rates, quantity, value),
        deliver_from=max(opens, default=None),
        deliver_by=min(closes, default=None),
        last_need=max(closes, default=None),
        variants=_variants(ordered),
        max_outside_share=min(shares, default=None),
        supply_from=None if seats is None else tuple(sorted(seats)),
        near_misses=near_misses,
        pinned=pinned,
    )


def _identity(lines: Iterable[Demand]) -> str:
    text = "\n".join(sorted(line.id for line in lines))
    return f"pool-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def quantity_of(lines: Sequence[Demand]) -> Quantity:
    """The exact sum of quantities that share a dimension."""
    stated = [line for line in lines if line.quantity is not None]
    unstated = tuple(line.id for line in lines if line.quantity is None)
    if not stated:
        return Quantity(None, None, unstated)
    names = {str(line.unit) for line in stated}
    unit = names.pop() if len(names) == 1 else by_name(str(stated[0].unit)).dimension
    return Quantity(_sum(_counted(line, unit) for line in stated), unit, unstated)


def _counted(line: Demand, unit: str) -> Decimal:
    """The quantity of a line in its own unit or in the reference unit."""
    amount = line.quantity or Decimal(0)
    if line.unit == unit:
        return amount
    return EXACT.multiply(amount, by_name(str(line.unit)).factor)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = EXACT.add(total, amount)
    # 12000.00 and 1.2E+4 are one number and must be written alike.
    return Decimal(int(total)) if total == total.to_integral_value() else total.normalize(EXACT)


def _value(lines: Sequence[Demand], rates: Rates) -> Value:
    values = {line.id: line.value for line in lines if line.value is not None}
    by_currency: dict[str, list[Decimal]] = {}
    for money in values.values():
        by_currency.setdefault(money.currency, []).append(money.amount)
    known = {rates.base, *rates.rates}
    amount, currency = None, rates.base
    if values and known.issuperset(by_currency):
        amount = _sum(map(rates.worth, values.values()))
    elif len(by_currency) == 1:
        ((currency, own),) = by_currency.items()
        amount = _sum(own)
    return Value(
        amount=amount,
        currency=currency,
        stated={currency: _sum(by_currency[currency]) for currency in sorted(by_currency)},
        unstated=tuple(line.id for line in lines if line.id not in values),
    )


def _firm(lines: Sequence[Demand], rates: Rates, quantity: Quantity, value: Value) -> Firm:
    counts = Counter(str(line.firmness or "not stated") for line in lines)
    firm = [line for line in lines if line.firmness is not None and line.firmness.firm]
    part: Decimal
    if value.amount and not value.unstated:
        sums = [line.value for line in firm if line.value]
        plain = value.currency not in {rates.base, *rates.rates}
        part = _sum(one.amount if plain else rates.worth(one) for one in sums)
        basis, whole = "value", value.amount
    elif quantity.amount and not quantity.unstated and quantity.unit:
        part = _sum(_counted(line, quantity.unit) for line in firm)
        basis, whole = "quantity", quantity.amount
    else:
        basis, part, whole = "lines", Decimal(len(firm)), Decimal(len(lines))
    return Firm(Fraction(part) / Fraction(whole), basis, dict(sorted(counts.items())))


def _variants(lines: Iterable[Demand]) -> tuple[str, ...]:
    """National versions where they are named, else the different wordings of the item."""
    found: dict[str, str] = {}
    for line in lines:
        text = line.variant or line.item
        found.setdefault(fold(text), text)
    return tuple(sorted(found.values()))
