"""Where does the whole field have gaps: which startups find nothing they may enter?

Each startup is counted once in each of its areas, in the best class that it reaches there. Only
what speaks of the area counts: a programme whose areas are known and are others is no help to it.
Fit plays no part, so no text is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from profiles.vocabulary import areas, by_code, instant
from programmes.model import Status, current_call

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from profiles.model import Profile
    from programmes.model import Programme
    from programmes.read import Catalogue

__all__ = ["CLASSES", "Cell", "GapsResult", "gaps"]

CLASSES = ("open", "later", "asks", "pool", "nothing")
"""Best first: eligible and open now; eligible and announced; undetermined, so that a missing fact
decides; only a pool that it could supply; nothing at all."""
_UNKNOWN = "not known"
_BANDS = ((1, 3), (4, 6), (7, 9))


@dataclass(frozen=True, slots=True)
class Cell:
    """The startups of one country, area and readiness.

    Attributes:
        country: Alpha-2 code of the seat; ``not known`` where there is none.
        area: Slug of the area, ``not known`` where none is given.
        readiness: ``TRL 1-3``, ``TRL 4-6``, ``TRL 7-9`` or ``not known``.
        startups: How many.
        open, later, asks, pool, nothing: How many of them reach each class, see ``CLASSES``.
        share_open: The share of ``open``.
    """

    country: str
    area: str
    readiness: str
    startups: int
    open: int
    later: int
    asks: int
    pool: int
    nothing: int

    @property
    def share_open(self) -> float:
        """How many of them have a programme to enter today, 0 to 1."""
        return self.open / self.startups


@dataclass(frozen=True, slots=True)
class GapsResult:
    """The field on one day.

    Attributes:
        on: The day or instant that is asked about.
        catalogue: The fingerprint of the catalogue.
        startups: How many profiles.
        totals: How many startups reach each class in the best of their areas.
        cells: By country, area and readiness; a startup of two areas is in two cells.
        notes: What a reader should know.
    """

    on: str
    catalogue: str
    startups: int
    totals: dict[str, int]
    cells: tuple[Cell, ...]
    notes: tuple[str, ...]


def gaps(
    profiles: Iterable[Profile], catalogue: Catalogue, *, on: str | date | datetime
) -> GapsResult:
    """Count who may enter what.

    Args:
        profiles: The startups; their order does not matter.
        catalogue: What there is.
        on: The day or instant that is asked about.
    """
    moment = instant(on)
    group = list(profiles)
    programmes = catalogue.programmes
    judged = Rulebook(programmes, on=moment).judge(Frame.of(group))
    statuses = [current_call(programme, on=moment)[1] for programme in programmes]
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    totals: Counter[str] = Counter()
    for row, profile in enumerate(group):
        verdicts = judged.of(row)
        reached = []
        for area in _areas(profile):
            best = _best(verdicts, programmes, statuses, area)
            reached.append(best)
            key = (_country(profile), area, _band(profile.trl))
            counts.setdefault(key, Counter())[best] += 1
        totals[min(reached, key=CLASSES.index)] += 1
    return GapsResult(
        on=str(on),
        catalogue=catalogue.fingerprint,
        startups=len(group),
        totals={name: totals[name] for name in CLASSES},
        cells=tuple(
            Cell(*key, count.total(), *(count[name] for name in CLASSES))
            for key, count in sorted(counts.items())
        ),
        notes=_notes(group),
    )


def _areas(profile: Profile) -> tuple[str, ...]:
    found = sorted({slug.partition("/")[0] for slug in profile.areas or ()})
    return tuple(found) or (_UNKNOWN,)


def _country(profile: Profile) -> str:
    return profile.incorporated_in or profile.headquarters or profile.managed_from or _UNKNOWN


def _band(trl: int | None) -> str:
    return next((f"TRL {a}-{b}" for a, b in _BANDS if trl is not None and a <= trl <= b), _UNKNOWN)


def _best(
    verdicts: Answers, programmes: Sequence[Programme], statuses: Sequence[Status], area: str
) -> str:
    found = {
        _class(Verdict(int(verdict)), status)
        for verdict, programme, status in zip(verdicts, programmes, statuses, strict=True)
        if area == _UNKNOWN or not programme.areas or area in programme.areas
    }
    return min(found, key=CLASSES.index, default="nothing")


def _class(verdict: Verdict, status: Status) -> str:
    match verdict:
        case Verdict.ELIGIBLE if status in {Status.OPEN, Status.ROLLING}:
            return "open"
        case Verdict.ELIGIBLE if status is Status.FORECAST:
            return "later"
        case Verdict.UNDETERMINED if status.enterable:
            return "asks"
        case Verdict.SUPPLY_CHAIN if status is not Status.CLOSED:
            return "pool"
        case _:
            return "nothing"


def _notes(group: Sequence[Profile]) -> tuple[str, ...]:
    notes = ["A startup of several areas is counted in each of them, and once in the totals."]
    seats = sum(_country(profile) == _UNKNOWN for profile in group)
    silent = sum(not profile.areas for profile in group)
    levels = sum(profile.trl is None for profile in group)
    for count, what in ((seats, "seat"), (silent, "area"), (levels, "readiness")):
        if count:
            notes.append(f"{count} of {len(group)} give no {what}: they stand under '{_UNKNOWN}'.")
    return tuple(notes)


def country_name(code: str) -> str:
    """The name of a cell's country."""
    return code if code == _UNKNOWN else by_code(code).name


def area_name(slug: str) -> str:
    """The name of a cell's area."""
    return next((one.name for one in areas() if one.slug == slug), slug)
