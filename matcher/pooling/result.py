"""What is said of all lines once they are pooled, and of what changed since a former build?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from programmes.demands import Aside
    from programmes.pools.model import Alone, DemandPool
    from programmes.pools.rates import Rates

__all__ = ["PoolChange", "PoolsResult"]


@dataclass(frozen=True, slots=True)
class PoolChange:
    """What became of one pool since a former build.

    Attributes:
        pool, name: Which; of a dissolved one as it was.
        kind: ``new``, ``changed``, ``same`` or ``dissolved``.
        joined: Ids of lines that it did not have.
        left: Ids of lines that it no longer has.
        says: What changed, in sentences.
    """

    pool: str
    name: str
    kind: Literal["new", "changed", "same", "dissolved"]
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class PoolsResult:
    """All lines, each in exactly one pool or alone.

    Attributes:
        on: The day that is asked about.
        months: How far apart needs in one pool may lie.
        settings: What the answer depends on besides lines and day.
        rates: At which rates values were converted.
        pools: The largest number of nations first, then the greatest value, then by id.
        alone: By id.
        notes: What a reader should know of how the lines were read.
        aside: What was published and is not pooled, with the reason of each.
        changes: What became of each pool since a former build, if one is compared with.
        since: The day of that build.
    """

    on: date
    months: int
    settings: dict[str, str]
    rates: Rates
    pools: tuple[DemandPool, ...]
    alone: tuple[Alone, ...]
    notes: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    changes: tuple[PoolChange, ...] = ()
    since: str | None = None
