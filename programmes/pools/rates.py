"""What is a sum worth in another currency, at a rate that the user names?

No rate is built in or fetched. A file states each rate with its day and its source, and the answer
repeats them. Products of decimals are exact, so converted sums add up to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from pathlib import Path
from typing import Any

from profiles.vocabulary import Money, currencies, when
from programmes.demands.model import Demand
from programmes.documents import Document, Place, dotted, parse, read_bytes
from programmes.errors import BadDemands, BadDocument

__all__ = ["EXACT", "Rate", "Rates", "read_rates"]

EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])
"""Sums and products are taken in this context: one that had to be rounded would raise."""
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``currency`` is worth ``rate`` units of the base currency."""

    currency: str
    rate: Decimal
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    """What sums are converted into, and at which rates.

    Attributes:
        base: The currency in which pools are added up.
        rates: By currency.
    """

    base: str
    rates: Mapping[str, Rate]

    def worth(self, money: Money) -> Decimal:
        """A sum in the base currency, exact and not rounded.

        Raises:
            KeyError: There is no rate; ``check`` finds that before anything is built.
        """
        if money.currency == self.base:
            return money.amount
        return EXACT.multiply(money.amount, self.rates[money.currency].rate)

    def check(self, lines: Iterable[Demand], file: str) -> None:
        """See that every value can be converted.

        Raises:
            BadDemands: A currency has no rate; the lines are named.
        """
        lacking: dict[str, list[str]] = {}
        for line in lines:
            if line.value and line.value.currency not in {self.base, *self.rates}:
                lacking.setdefault(line.value.currency, []).append(line.id)
        if lacking:
            raise BadDemands(self._lack(file, *each) for each in sorted(lacking.items()))

    def _lack(self, file: str, currency: str, ids: list[str]) -> BadDocument:
        shown = ", ".join(sorted(ids)[:_LISTED])
        more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
        problem = (
            f"{currency} has no rate to {self.base}, for the values of {shown}{more}: state it in a"
            " file with its day and source (--rates); no rate is assumed"
        )
        return BadDocument(file, "value", problem)


def no_rates(lines: Iterable[Demand], base: str | None = None) -> Rates:
    """The currency of the lines themselves, for when no rates are given."""
    used = sorted({line.value.currency for line in lines if line.value})
    return Rates(base or (used[0] if len(used) == 1 else "EUR"), {})


def read_rates(path: Path) -> Rates:
    """The rates of a YAML file: ``base``, ``as_of``, ``source`` and ``rates`` by currency.

    Raises:
        BadDemands: It cannot be used; the line and the field are named.
    """
    file = path.name
    try:
        document = parse(read_bytes(path, file), file)
    except BadDocument as problem:
        raise BadDemands([problem]) from None
    reader = _RatesReader(document)
    base = reader.currency(("base",), document.value.get("base"))
    as_of = reader.day(document.value.get("as_of"))
    source = str(document.value.get("source") or "")
    if not source:
        reader.fault(("source",), "say where the rates come from")
    stated = document.value.get("rates")
    if not isinstance(stated, dict) or not stated:
        reader.fault(("rates",), "expected a line for each currency, such as 'USD: 0.92'")
        stated = {}
    found = {}
    for code, value in stated.items():
        currency = reader.currency(("rates", code), code)
        found[currency] = Rate(currency, reader.number(("rates", code), value), as_of, source)
    for name in sorted(set(document.value) - {"base", "as_of", "source", "rates"}):
        reader.fault((name,), "no such field: expected base, as_of, source and rates")
    if base in found:
        reader.fault(("rates", base), "is the base itself: take it out")
    if reader.problems:
        raise BadDemands(reader.problems)
    return Rates(base, found)


class _RatesReader:
    """Reads the parts of a document and keeps what is wrong with them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[BadDocument] = list(document.problems)

    def fault(self, place: Place, problem: str) -> None:
        line = self.document.line(place)
        self.problems.append(BadDocument(self.document.file, dotted(place), problem, line))

    def currency(self, place: Place, value: Any) -> str:
        code = str(value or "").strip().upper()
        if code not in currencies():
            self.fault(place, f"found {value!r}, expected an ISO 4217 code such as EUR")
        return code

    def day(self, value: Any) -> str:
        try:
            return when(str(value or "")).text
        except ValueError:
            self.fault(("as_of",), f"found {value!r}, expected the day of the rates")
            return ""

    def number(self, place: Place, value: Any) -> Decimal:
        try:
            rate = Decimal(str(value))
        except InvalidOperation:
            rate = Decimal(0)
        exponent = rate.as_tuple().exponent
        if not rate.is_finite() or rate <= 0 or not isinstance(exponent, int) or exponent < -12:
            self.fault(place, f"found {value!r}, expected a number above 0 such as 0.92")
            return Decimal(1)
        return rate
