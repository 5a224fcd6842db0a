"""Which demands does a published file state, and what of it is not pooled, and why?

Bad records stand aside and the others go on: a national file always holds some, and refusing all
for one would lose the rest. ``strict`` refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from programmes.demands.aside import BAD, PAST, Aside, says_of
from programmes.demands.faults import problem_of
from programmes.demands.model import JOINABLE, Demand
from programmes.demands.published.forms import found_at
from programmes.demands.published.lines import PurchaseLine, lines_of
from programmes.demands.published.numbers import Numbers
from programmes.demands.published.processes import Process, Processes
from programmes.demands.records import with_money
from programmes.errors import BadDemands, BadDocument

__all__ = ["Published", "read_published"]

KEPT_WHOLE = 10_000
"""Lines that stand aside of which all is kept; of what follows the id, the item and the reason."""
MOST_NOTES = 2_000
"""Notes on single purchases that are told one by one."""
_ABSENT = ("cpv", "quantity", "value", "needed_by")


@dataclass(frozen=True, slots=True)
class Published:
    """What a published file states.

    Attributes:
        lines: What can still be joined, sorted by id.
        aside: Everything else, sorted by id.
        notes: What a reader should know.
        problems: What is wrong with the bad records.
    """

    lines: tuple[Demand, ...]
    aside: tuple[Aside, ...]
    notes: tuple[str, ...]
    problems: tuple[BadDocument, ...]


def read_published(
    path: Path,
    *,
    on: date,
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Published:
    """Read a published file, or all files of a folder as one.

    Args:
        path: The file, or a folder of such files.
        on: The day that is asked about.
        strict: Refuse the file if a record of it is bad.
        progress: Called with the number of releases read since the last call.

    Raises:
        BadDemands: It is of no known form or is cut off; or, if ``strict``, a record is bad.
    """
    file = path.name
    numbers, processes = Numbers(), Processes()
    aside: list[Aside] = []
    problems: list[BadDocument] = []
    for found in found_at(path):
        if found.release is None:
            problems.append(BadDocument(file, found.place, found.problem))
            aside.append(Aside(found.place or file, BAD, str(problems[-1])))
            continue
        for text in processes.add(found.release, found.place, compiled=found.compiled):
            numbers.see(text)
        if progress is not None:
            progress(1)
    reader = _PurchaseReader(file, on, numbers)
    for process in processes.told():
        reader.take(process)
    problems += reader.problems
    if not (problems or reader.lines or reader.others):
        problems.append(BadDocument(file, "", "holds no release"))
    if problems and (strict or not (reader.lines or reader.others)):
        raise BadDemands(problems)
    return Published(
        tuple(sorted(reader.lines, key=lambda line: line.id)),
        tuple(sorted((*aside, *reader.aside), key=lambda one: (one.id, one.says))),
        tuple(sorted(reader.notes())),
        tuple(problems),
    )


class _PurchaseReader:
    """Takes purchases one by one, and keeps lines, what stands aside, and what to tell."""

    def __init__(self, file: str, on: date, numbers: Numbers) -> None:
        self.file, self.on, self.numbers = file, on, numbers
        self.lines: list[Demand] = []
        self.aside: list[Aside] = []
        self.problems: list[BadDocument] = []
        self.others = 0
        self._told: list[str] = []
        self._untold = 0
        self._merged = 0

    def take(self, process: Process) -> None:
        """Read the lines of one purchase."""
        self._merged += process.merged > 1
        if process.problem:
            self._bad(process.ocid, [BadDocument(self.file, process.place, process.problem)])
            return
        lines = lines_of(process, self.file, self.numbers, self.on)
        if not lines:
            problem = "says nothing of what is wanted: expected tender items, lots or a title"
            self._bad(process.ocid, [BadDocument(self.file, process.place, problem)])
        for line in lines:
            self._line(line, process)

    def _line(self, line: PurchaseLine, process: Process) -> None:
        values = line.record.values
        key, item = str(values["id"]), str(values["item"])
        country = values.get("country")
        if not item:
            problem = "says nothing of what is wanted: expected a title or a description"
            line.problems.append(BadDocument(self.file, line.record.names["item"], problem))
        try:
            demand = Demand.model_validate(with_money(values, self.file)) if item else None
        except ValidationError as error:
            known = {one.field for one in line.problems}
            found = [problem_of(one, line.record, self.file) for one in error.errors()]
            line.problems += [one for one in found if one.field not in known]
            demand = None
        if line.problems or demand is None:
            self._bad(key, line.problems, country, item or None)
            return
        said = [f"{self.file}, {process.ocid}: {note}" for note in line.notes]
        kept = said[: max(0, MOST_NOTES - len(self._told))]
        self._told += kept
        self._untold += len(said) - len(kept)
        _, last = demand.window
        if line.stage not in JOINABLE:
            self._set(demand, str(line.stage), says_of(line.stage, self.on))
        elif last is not None and last < self.on:
            self._set(
                demand, PAST, f"{demand.needed_by} lies before {self.on}, the day asked about"
            )
        else:
            self.lines.append(demand)

    def _set(self, demand: Demand, reason: str, says: str) -> None:
        self.others += 1
        # Purchases come in the order of their ids: it is always the same ones that are kept whole.
        whole = demand if self.others <= KEPT_WHOLE else None
        self.aside.append(Aside(demand.id, reason, says, demand.country, demand.item, whole))

    def _bad(
        self,
        key: str,
        problems: list[BadDocument],
        country: str | None = None,
        item: str | None = None,
    ) -> None:
        self.problems += problems
        says = "; ".join(dict.fromkeys(map(str, problems)))
        self.aside.append(Aside(key, BAD, says, country, item))

    def notes(self) -> Iterator[str]:
        """What a reader should know, each thing once."""
        yield from dict.fromkeys(self._told)
        if self._untold:
            yield f"{self.file}: {self._untold:,} notes more on single purchases"
        if self._merged:
            yield f"{self.file}: releases of {self._merged} purchases were merged, each into one"
        count = len(self.lines)
        lacking = Counter(
            name for line in self.lines for name in _ABSENT if getattr(line, name) is None
        )
        said = [f"{lacking[name]} no {name}" for name in _ABSENT if lacking[name]]
        if said:
            yield f"{self.file}: of {count} lines that can be joined, {', '.join(said)}"
