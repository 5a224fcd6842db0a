"""What does "1.000" mean in a list that a person wrote: a thousand, or one?

Of things that are counted whole, and of money, a thousand: nobody writes three decimals of either.
Of what is weighed or measured the other numbers of the same file decide, if any of them shows which
sign marks its decimals. Where none does, or two contradict each other, it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from profiles.errors import BadValue, UnknownTerm
from programmes.demands.faults import fault
from programmes.demands.published.numbers import Numbers
from programmes.demands.records import DemandRecord
from programmes.demands.units import unit
from programmes.errors import BadDemands, BadDocument

__all__ = ["settled"]

_DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_SPACES = re.compile("[\\s\u00a0\u202f\u2009']+")
_MEASURED = frozenset({"gram", "litre", "metre", "second", "square_metre", "watt", "watt_hour"})
"""Dimensions of which a thousandth is a usual quantity."""


def settled(records: Sequence[DemandRecord], file: str) -> list[DemandRecord]:
    """The records, each quantity that could be two numbers read as the one that the file shows.

    Raises:
        BadDemands: The file does not show which; every such quantity is named.
    """
    numbers = Numbers()
    doubtful = []
    for at, record in enumerate(records):
        for name in ("quantity", "value"):
            text = _plain(record.values.get(name))
            if _DOUBTFUL.fullmatch(text) and name == "quantity" and _measured(record):
                doubtful.append(at)
            elif _DOUBTFUL.fullmatch(text) or _GROUPED.fullmatch(text):
                # Its sign stands between thousands, so the other one marks decimals.
                (numbers.commas if "." in text else numbers.points).add(text)
            else:
                numbers.see(text)
    points, commas = bool(numbers.points), bool(numbers.commas)
    found, problems = list(records), list[BadDocument]()
    for at in doubtful:
        record = records[at]
        text = _plain(record.values["quantity"])
        if points == commas:
            problems.append(fault(record, file, "quantity", _question(text)))
            continue
        bare = text.replace(",", "") if points else text.replace(".", "").replace(",", ".")
        found[at] = replace(record, values={**record.values, "quantity": Decimal(bare)})
    if problems:
        raise BadDemands(problems)
    return found


def _plain(value: Any) -> str:
    return _SPACES.sub("", value) if isinstance(value, str) else ""


def _measured(record: DemandRecord) -> bool:
    said = record.values.get("unit")
    try:
        found = unit(said) if isinstance(said, str) else None
    except (BadValue, UnknownTerm):
        return False
    return found is not None and (found.dimension in _MEASURED or found.name == "thousand_pieces")


def _question(text: str) -> str:
    whole = re.sub("[.,]", "", text)
    part = text.replace(",", ".").rstrip("0").rstrip(".")
    return (
        f"found {text!r}: {whole} or {part}? No other number of the file shows which sign marks its"
        f" decimals: write {whole} or {part}"
    )
