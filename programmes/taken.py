"""Whom does a programme take, by country, size and subject?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programmes.awards import Award

__all__ = ["AwardSummary", "summed_up"]

_SIZES = ((10, "up to 10"), (50, "11 to 50"), (250, "51 to 250"))
_LARGER = "more than 250"


@dataclass(frozen=True, slots=True)
class AwardSummary:
    """Awards, counted; the largest number first, names in order among equals.

    Attributes:
        firms: How many different firms.
        countries: By country code; ``unknown`` where no source says it.
        sizes: By number of employees.
        areas: By dual-use area; a firm may count in several.
        years: By year.
    """

    firms: int
    countries: dict[str, int]
    sizes: dict[str, int]
    areas: dict[str, int]
    years: dict[str, int]


def summed_up(awards: Sequence[Award]) -> AwardSummary:
    """Count whom a programme took.

    Args:
        awards: Of one programme, or of several.
    """
    return AwardSummary(
        firms=len({award.firm.casefold() for award in awards}),
        countries=_counted(award.country or "unknown" for award in awards),
        sizes=_counted(_size(award.headcount) for award in awards),
        areas=_counted(area for award in awards for area in award.areas or ("unknown",)),
        years=dict(sorted(Counter(str(award.year) for award in awards).items())),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    numbers = Counter(names)
    return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))


def _size(headcount: int | None) -> str:
    if headcount is None:
        return "unknown"
    return next((name for most, name in _SIZES if headcount <= most), _LARGER)
