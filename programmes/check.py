"""Can every fact of the catalogue be traced, and which of them should be looked at again?

Errors are what must not be there: a fact without a source, an id that stands for two things.
Warnings are what a careful editor would look at next, put together by programme so that a person
reads a page and not a thousand lines. Both come in the same order for the same catalogue and day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from profiles.vocabulary import When, groups, sizes, taxonomies, when
from profiles.vocabulary.files import table
from programmes.criteria import UNDATED, Statement
from programmes.documents import dotted
from programmes.facts import references, stated
from programmes.model import Programme, Source
from programmes.problems import models_in
from programmes.read import Catalogue

__all__ = ["STALE_AFTER", "CheckReport", "Remark", "check"]

STALE_AFTER = timedelta(days=180)
_FEW = 6


@dataclass(frozen=True, slots=True)
class Remark:
    """One line for an editor.

    Attributes:
        programme: The programme's id; None where it is about the catalogue as a whole.
        field: Where in the programme, dotted, positions counted from 1; may be empty.
        problem: What is wrong, or what to look at, and what to do.
    """

    programme: str | None
    field: str
    problem: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.programme, self.field) if part)
        return f"{where}: {self.problem}" if where else self.problem


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check found in so many programmes and sources."""

    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    programmes: int
    sources: int

    @property
    def clean(self) -> bool:
        """Whether there is no error; there may be warnings."""
        return not self.errors


def check(catalogue: Catalogue, on: date) -> CheckReport:
    """Look through a catalogue.

    Args:
        catalogue: What has been loaded; dates, countries, groups and areas are right in it,
            because they are checked when a file is read.
        on: The day of the check, from which the age of facts is counted.
    """
    errors = (*_repeated(catalogue), *(e for one in catalogue for e in _errors(one, catalogue)))
    warnings = (*(w for one in catalogue for w in _warnings(one, catalogue, on)), *_idle(catalogue))
    return CheckReport(errors, warnings, len(catalogue), len(catalogue.sources))


def _repeated(catalogue: Catalogue) -> Iterator[Remark]:
    for name, count in sorted(Counter(one.id for one in catalogue).items()):
        if count > 1:
            yield Remark(name, "id", f"is the id of {count} programmes: give each its own")
    holders: dict[str, list[str]] = {}
    for one in catalogue:
        for _, criterion in stated(one):
            if isinstance(criterion, Statement):
                holders.setdefault(criterion.id, []).append(one.id)
    for name, where in sorted(holders.items()):
        if len(where) > 1:
            problem = f"the statement {name!r} stands in {', '.join(where)}: give each its own id"
            yield Remark(None, "", problem)


def _errors(programme: Programme, catalogue: Catalogue) -> Iterator[Remark]:
    for place, slugs in references(programme):
        if not slugs:
            yield Remark(programme.id, dotted(place), "names no source: every fact needs one")
        for slug in slugs:
            if slug not in catalogue.sources:
                problem = f"no source is called {slug!r}: state it under sources"
                yield Remark(programme.id, dotted(place), problem)
    for name in programme.provenance:
        if name != "*" and not _exists(name, programme):
            problem = "tells the sources of a field that a programme does not have"
            yield Remark(programme.id, f"provenance.{name}", problem)


def _exists(name: str, programme: Programme) -> bool:
    """Whether a dotted name leads to a field; an item of a list is named by its id or number."""
    model: type[BaseModel] | None = type(programme)
    value: Any = programme
    for part in name.split("."):
        if isinstance(value, tuple):
            value = _item(value, part)
            if value is None:
                return False
            model = type(value) if isinstance(value, BaseModel) else None
        elif model and part in model.model_fields:
            model = next(models_in(model.model_fields[part].annotation), None)
            value = getattr(value, part, None)
        else:
            return False
    return True


def _item(items: tuple[Any, ...], name: str) -> Any:
    if name.isdigit() and 1 <= int(name) <= len(items):
        return items[int(name) - 1]
    return next((item for item in items if name in (getattr(item, "id", None), item)), None)


def _warnings(programme: Programme, catalogue: Catalogue, on: date) -> Iterator[Remark]:
    old: Counter[str] = Counter()
    undated: Counter[str] = Counter()
    newest: list[When] = []
    for part, as_of, slugs in _facts(programme):
        known = [_day(catalogue.sources[slug]) for slug in slugs if slug in catalogue.sources]
        days = [_read(as_of)] if as_of else known
        latest = max((d for d in days if d), key=lambda d: (d.latest, d.text), default=None)
        if latest is None:
            undated[part] += 1
        elif on - latest.last_day > STALE_AFTER:
            old[part] += 1
            newest.append(latest)
    if old:
        last = max(newest, key=lambda d: (d.latest, d.text))
        problem = f"older than {STALE_AFTER.days} days: {_counted(old)} (the newest of {last})"
        yield Remark(programme.id, "", problem)
    if undated:
        yield Remark(programme.id, "", f"of unknown date: {_counted(undated)}")
    doubtful = [c.kind for c in programme.criteria if not c.sure]
    if doubtful:
        problem = f"of low confidence, so they decide nothing: criteria {_listed(doubtful)}"
        yield Remark(programme.id, "", problem)
    bare = [challenge.id for challenge in programme.challenges if not challenge.areas]
    if bare:
        yield Remark(programme.id, "", f"challenges without an area: {_listed(bare)}")


def _facts(programme: Programme) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Each fact as the part it belongs to, its own day if it has one, and its sources."""
    for place, fact in stated(programme):
        part = str(place[-1] if place[0] == "provenance" else place[0])
        yield (
            "other fields" if part == "*" else part,
            getattr(fact, "as_of", None),
            fact.source,
        )


def _day(source: Source) -> When | None:
    return _read(source.as_of)


def _read(as_of: str) -> When | None:
    return None if as_of in UNDATED else when(as_of)


def _counted(parts: Counter[str]) -> str:
    return ", ".join(f"{count} {part}" if count > 1 else part for part, count in parts.items())


def _listed(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
    return ", ".join(found[:_FEW]) + more


def _idle(catalogue: Catalogue) -> Iterator[Remark]:
    used = {slug for one in catalogue for _, slugs in references(one) for slug in slugs}
    # The vocabulary rests on the same sources.
    for name in ("countries", "currencies"):
        used.update(table(name)["sources"])
    for part in (groups, sizes, taxonomies):
        used.update(slug for stated in part() for slug in stated.sources)
    used.update(slug for award in catalogue.awards for slug in award.source)
    idle = [slug for slug in catalogue.sources if slug not in used]
    if idle:
        yield Remark(None, "", f"sources that nothing rests on ({len(idle)}): {', '.join(idle)}")
