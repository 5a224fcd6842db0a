"""How does a pool of demands stand in the catalogue?

As an entry like any other pool: states buy, so a startup's answer has it under what it could
supply. It is called a proposal, because no state has decided to buy together; every fact rests on
the lines, as a source of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from profiles.vocabulary import by_code
from programmes.demands.cpv import cpv_name
from programmes.demands.units import by_name
from programmes.errors import BadDemands, BadDocument
from programmes.model import Programme, Source
from programmes.pools.model import DemandPool

__all__ = ["entry_of", "write_entries"]

_MOST = 12
_LONGEST = 300


def entry_of(pool: DemandPool, on: date) -> tuple[Programme, Source]:
    """A pool as an entry of the catalogue, and the source that it rests on.

    Args:
        pool: As built.
        on: The day of the build.
    """
    nations = ", ".join(by_code(code).name for code in pool.participants)
    count = len(pool.lines)
    source = Source(
        slug=f"{pool.id}-lines",
        url="; ".join(sorted({line.source for line in pool.lines}))[:_LONGEST],
        as_of=on.isoformat(),
        kind="demand lines",
        retrieved=on.isoformat(),
    )
    stated: dict[str, Any] = {
        "id": pool.id,
        "name": pool.name,
        "owner": nations,
        "kind": "pool",
        "standing": "proposal",
        "standing_note": (
            f"Proposed on {on} from {count} demand lines of {nations}; no state has decided to buy"
            " together."
        ),
        "buyers": "states",
        "summary": f"{len(pool.participants)} nations ask for the same: {pool.name}",
        "description": _description(pool),
        "seeks": _wordings(pool)[:_MOST],
        "offer": {"instruments": ["procurement"], "equity": "no"},
        "pool": {
            "item": pool.name,
            "quantity": _quantity(pool),
            "value": _value(pool),
            "participants": list(pool.participants),
            "state": "proposed",
        },
        "notes": [_window(pool)],
        "provenance": {"*": {"source": [source.slug], "confidence": "medium"}},
    }
    return Programme.model_validate(stated), source


def _wordings(pool: DemandPool) -> list[str]:
    said = [line.titles.get("en") or line.titles.get("eng") or line.item for line in pool.lines]
    return [text[:_LONGEST] for text in dict.fromkeys((pool.name, *said))]


def _description(pool: DemandPool) -> str:
    lines = [
        f"{by_code(line.country).name}: {line.item[:_LONGEST]}"
        + (f", {line.quantity:,f} {_unit(line.unit)}" if line.quantity is not None else "")
        + (f", needed by {line.needed_by}" if line.needed_by else "")
        for line in pool.lines[:_MOST]
    ]
    more = len(pool.lines) - len(lines)
    codes = sorted({line.cpv for line in pool.lines if line.cpv})
    named = [f"{code} ({cpv_name(code)})" if cpv_name(code) else code for code in codes]
    return (
        ". ".join(lines)
        + (f". And {more} lines more" if more else "")
        + (f". CPV {', '.join(named)}" if named else "")
        + "."
    )


def _unit(unit: str | None) -> str:
    return by_name(unit).words if unit else ""


def _quantity(pool: DemandPool) -> str | None:
    if pool.quantity.amount is None:
        return None
    return f"{pool.quantity.amount:,f} {_unit(pool.quantity.unit)}"


def _value(pool: DemandPool) -> dict[str, Any] | None:
    amount = pool.value.amount
    if not amount:
        return None
    whole = float(amount.quantize(Decimal("0.01")))
    sums = {"min": whole, "max": whole, "currency": pool.value.currency, "per": "programme"}
    return {"label": "sum of the lines that state a value", **sums}


def _window(pool: DemandPool) -> str:
    if pool.deliver_by is None:
        return "No line says by when it is needed."
    start = f"from {pool.deliver_from} " if pool.deliver_from else ""
    return f"Delivery {start}to {pool.deliver_by} serves all lines."


def write_entries(
    pools: Sequence[DemandPool], dissolved: Sequence[str], folder: Path, on: date
) -> tuple[Path, ...]:
    """Write each pool as a file of a folder that ``--catalogue`` reads.

    A pool that was dissolved has its entry, if there is one, marked as ended.

    Raises:
        BadDemands: The folder cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for pool in pools:
            programme, source = entry_of(pool, on)
            held = programme.model_dump(mode="json", exclude_defaults=True)
            held["sources"] = {source.slug: source.model_dump(mode="json", exclude={"slug"})}
            written.append(_put(folder / f"{pool.id}.yaml", held))
        for key in dissolved:
            path = folder / f"{key}.yaml"
            if path.is_file():
                held = yaml.safe_load(path.read_text(encoding="utf-8"))
                written.append(_put(path, {**held, "standing": "ended"}))
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise BadDemands([BadDocument(str(folder), "", problem)]) from None
    return tuple(written)


def _put(path: Path, held: dict[str, Any]) -> Path:
    text = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path
