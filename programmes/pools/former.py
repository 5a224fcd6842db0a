"""Which pools did a former build propose?

Read from the JSON that ``pools build`` writes, as far as a later build needs it: the ids of pools
and of their lines, and the totals of that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from programmes.documents import read_bytes
from programmes.errors import BadDemands, BadDocument

__all__ = ["FormerBuild", "FormerPool", "read_former"]


@dataclass(frozen=True, slots=True)
class FormerPool:
    """One pool of a former build.

    Attributes:
        id, name: Of the pool.
        lines: The ids of its lines.
        quantity, unit: Its total, as it was written; None where no line stated one.
        value, currency: The same for its value.
        firm_share: The share that was budgeted or contracted, 0 to 1.
    """

    id: str
    name: str
    lines: frozenset[str]
    quantity: str | None
    unit: str | None
    value: str | None
    currency: str
    firm_share: float


@dataclass(frozen=True, slots=True)
class FormerBuild:
    """A former build.

    Attributes:
        on: The day that it was asked about.
        pools: Sorted by id.
    """

    on: str
    pools: tuple[FormerPool, ...]


def read_former(path: Path) -> FormerBuild:
    """The pools of a former build.

    Raises:
        BadDemands: The file cannot be read, or was not written by ``pools build --format json``.
    """
    file = path.name
    try:
        stated = orjson.loads(read_bytes(path, file))
        pools = [_pool(one) for one in stated["pools"]]
        return FormerBuild(str(stated["on"]), tuple(sorted(pools, key=lambda one: one.id)))
    except BadDocument as problem:
        raise BadDemands([problem]) from None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        says = "is no former result: give a file that `pools build --format json` wrote"
        raise BadDemands([BadDocument(file, "", says)]) from None


def _pool(stated: dict[str, Any]) -> FormerPool:
    return FormerPool(
        id=str(stated["id"]),
        name=str(stated["name"]),
        lines=frozenset(str(line["id"]) for line in stated["lines"]),
        quantity=stated["quantity"],
        unit=stated["unit"],
        value=stated["value"],
        currency=str(stated["currency"]),
        firm_share=float(stated["firm_share"]),
    )
