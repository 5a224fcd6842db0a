"""How is a pool told to a person and to a program?

As plain values in a fixed order: exact sums as text, shares as rounded numbers, and each statement
as a finding with the sources that it rests on and the day they speak for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from matcher.results import Finding
from profiles.vocabulary import by_code
from programmes.demands.aside import counted
from programmes.demands.cpv import cpv_name
from programmes.demands.units import by_name

if TYPE_CHECKING:
    from matcher.pooling.result import PoolsResult
    from programmes.demands import Aside, Demand
    from programmes.pools.model import DemandPool, Quantity, Value

__all__ = ["as_dict", "findings", "names", "quantity_words", "value_words", "window_words"]


def as_dict(result: PoolsResult) -> dict[str, Any]:
    """A result as JSON says it; the names and their order are the interface."""
    return {
        "on": result.on.isoformat(),
        "months": result.months,
        "settings": result.settings,
        "currency": result.rates.base,
        "rates": [
            {"currency": r.currency, "rate": str(r.rate), "as_of": r.as_of, "source": r.source}
            for _, r in sorted(result.rates.rates.items())
        ],
        "pools": [_pool(pool) for pool in result.pools],
        "alone": [asdict(one) for one in result.alone],
        "aside": [_aside(one) for one in result.aside],
        "aside_by_reason": counted(result.aside),
        **({"since": result.since, "changes": _changes(result)} if result.since else {}),
        "notes": list(result.notes),
    }


def _changes(result: PoolsResult) -> list[dict[str, Any]]:
    return [asdict(one) for one in result.changes]


def _aside(one: Aside) -> dict[str, Any]:
    said = {
        "line": one.id,
        "country": one.country,
        "item": one.item,
        "reason": one.reason,
        "says": one.says,
    }
    return said if one.line is None else {**said, **_line(one.line)}


def _pool(pool: DemandPool) -> dict[str, Any]:
    return {
        "id": pool.id,
        "name": pool.name,
        "pinned": pool.pinned,
        "participants": list(pool.participants),
        "quantity": _text(pool.quantity.amount),
        "unit": pool.quantity.unit,
        "quantity_unstated": list(pool.quantity.unstated),
        "value": _text(pool.value.amount),
        "currency": pool.value.currency,
        "value_by_currency": {key: _text(sum_) for key, sum_ in pool.value.stated.items()},
        "value_unstated": list(pool.value.unstated),
        "deliver_from": pool.deliver_from.isoformat() if pool.deliver_from else None,
        "deliver_by": pool.deliver_by.isoformat() if pool.deliver_by else None,
        "last_need": pool.last_need.isoformat() if pool.last_need else None,
        "firm_share": round(float(pool.firmness.share), 4),
        "firm_basis": pool.firmness.basis,
        "firmness": dict(pool.firmness.lines),
        "variants": list(pool.variants),
        "max_outside_share": _text(pool.max_outside_share),
        "supply_from": None if pool.supply_from is None else list(pool.supply_from),
        "near_misses": [asdict(miss) for miss in pool.near_misses],
        "findings": [asdict(finding) for finding in findings(pool)],
        "lines": [_line(line) for line in pool.lines],
    }


def _line(line: Demand) -> dict[str, Any]:
    return {
        "id": line.id,
        "country": line.country,
        "item": line.item,
        "cpv": line.cpv,
        "quantity": _text(line.quantity),
        "unit": line.unit,
        "value": _text(line.value.amount) if line.value else None,
        "currency": line.value.currency if line.value else None,
        "needed_from": line.needed_from,
        "needed_by": line.needed_by,
        "firmness": str(line.firmness) if line.firmness else None,
        "source": line.source,
        "as_of": line.as_of,
        **{name: value for name, value in _published(line).items() if value},
    }


def _published(line: Demand) -> dict[str, Any]:
    """What only a published line says; left out where it says nothing."""
    return {
        "titles": dict(line.titles),
        "descriptions": dict(line.descriptions),
        "more_cpv": list(line.more_cpv),
        "category": line.category,
        "duration_days": line.duration_days,
        "buyer": line.buyer,
        "place": line.place,
        "process": line.process,
        "stage": str(line.stage) if line.stage else None,
        "status": line.status,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def findings(pool: DemandPool) -> tuple[Finding, ...]:
    """What is known of a pool, each with the lines' sources and the newest day among them."""
    lines = pool.lines
    found = [
        _finding("participants", lines, f"{names(pool.participants)} ask for the same"),
        _finding("quantity", lines, quantity_words(pool.quantity)),
        _finding("value", lines, value_words(pool.value)),
        _finding("dates", lines, window_words(pool)),
        _finding("firmness", lines, _firm_words(pool)),
        _finding("variants", lines, _variant_words(pool)),
    ]
    ruled = [line for line in lines if line.max_outside_share is not None]
    if ruled and pool.max_outside_share is not None:
        says = (
            f"At most {_percent(pool.max_outside_share)} of the parts by cost may come from"
            f" outside: the strictest rule of {_several(len(ruled), 'line')}"
        )
        found.append(_finding("content-share", ruled, says))
    seated = [line for line in lines if line.supply_from is not None]
    if seated and pool.supply_from is not None:
        says = f"A supplier of all lines sits in one of {len(pool.supply_from)} countries"
        if len(pool.supply_from) <= 4:
            says = f"A supplier of all lines sits in {names(pool.supply_from, 'or')}"
        found.append(_finding("seat", seated, says))
    codes = sorted({line.cpv for line in lines if line.cpv})
    if codes:
        says = "CPV " + ", ".join(f"{c} ({cpv_name(c)})" if cpv_name(c) else c for c in codes)
        found.append(_finding("cpv", [line for line in lines if line.cpv], says))
    return tuple(found)


def _finding(criterion: str, lines: Sequence[Demand], says: str) -> Finding:
    sources = tuple(sorted({line.source for line in lines}))
    dated = [line.as_of for line in lines if line.as_of not in {"undated", "unknown"}]
    return Finding(
        criterion=criterion,
        answer="met",
        field=None,
        value=None,
        basis=None,
        quote=None,
        level="programme",
        says=says,
        source=sources[0],
        as_of=max(dated, default="undated"),
        confidence="high",
        sources=sources,
    )


def names(codes: Iterable[str], word: str = "and") -> str:
    """Countries in a row of words."""
    *others, last = (by_code(code).name for code in codes)
    return f"{', '.join(others)} {word} {last}" if others else last


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _percent(share: Decimal) -> str:
    return f"{share * 100:f}".rstrip("0").rstrip(".") + "%" if share else "0%"


def quantity_words(quantity: Quantity) -> str:
    """How many in all, and what is missing from the sum."""
    if quantity.amount is None or quantity.unit is None:
        return "No line states a quantity"
    unit = by_name(quantity.unit).words if quantity.amount != 1 else quantity.unit.replace("_", " ")
    return f"{quantity.amount:,f} {unit}{_lacking(quantity.unstated)}"


def value_words(value: Value) -> str:
    """How much money in all, and what is missing from the sum."""
    if not value.stated:
        return "No line states a value"
    if value.amount is None:
        each = " and ".join(_sum_words(amount, one) for one, amount in value.stated.items())
        return f"{each}, not added up: no rate is given{_lacking(value.unstated)}"
    return f"{_sum_words(value.amount, value.currency)}{_lacking(value.unstated)}"


def _sum_words(amount: Decimal, currency: str) -> str:
    rounded = amount.quantize(Decimal("0.01"))
    shown = f"{rounded:,.2f}".removesuffix(".00")
    return f"{currency} {shown}"


def _lacking(ids: Sequence[str]) -> str:
    return f", without {_several(len(ids), 'line')} that {_state(len(ids))} none" if ids else ""


def _state(count: int) -> str:
    return "states" if count == 1 else "state"


def window_words(pool: DemandPool) -> str:
    """When all are served, and when the last one is."""
    if pool.deliver_by is None:
        return "No line says by when it is needed"
    start = f"from {pool.deliver_from} " if pool.deliver_from else ""
    all_by = f"Delivery {start}to {pool.deliver_by} serves all"
    if pool.last_need == pool.deliver_by:
        return all_by
    return f"{all_by}; the last line is needed by {pool.last_need}"


def _firm_words(pool: DemandPool) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in pool.firmness.lines.items())
    share = f"{float(pool.firmness.share):.0%}"
    return f"{share} of the {pool.firmness.basis} is budgeted or contracted ({counts})"


def _variant_words(pool: DemandPool) -> str:
    named = sum(1 for line in pool.lines if line.variant)
    count = len(pool.variants)
    if named:
        return f"One purchase would replace {_several(count, 'national version')}"
    return f"{_several(count, 'national wording')} for it; no line names its version"
