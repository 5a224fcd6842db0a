"""Which demands does a file hold, and what is wrong with it?

A list that a person wrote is used whole or not at all: all its faults are told, each with line,
field and remedy. Of a published file the good records are used and the bad ones stand aside, unless
one asks to be strict. Lines come back sorted by id: the order in which they were written means
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from programmes.demands.aside import Aside
from programmes.demands.doubts import settled
from programmes.demands.faults import fault, problem_of
from programmes.demands.model import Demand
from programmes.demands.records import DemandRecord, with_money
from programmes.errors import BadDemands, BadDocument

__all__ = ["MAX_BYTES", "MAX_LINES", "Demands", "demands_of", "read_demands"]

MAX_BYTES = 500_000_000
"""The largest file that is read; a line has some 300 bytes."""
TABLES = (".csv", ".tsv", ".xlsx")
FOLDER = "folder"
PUBLISHED = (".jsonl", ".ndjson", ".xml", ".gz")
MAX_LINES = 500_000
"""Beyond this, split by kind of goods."""


@dataclass(frozen=True, slots=True)
class Demands:
    """Lines and what a reader should know of how they were read.

    Attributes:
        lines: Sorted by id.
        notes: Sentences: what was not carried over, what may be counted twice.
        file: The name of the file.
        at: The line of the file on which each demand stands, by id, where it has one.
        aside: What the file holds and is not pooled, with the reason of each.
    """

    lines: tuple[Demand, ...]
    notes: tuple[str, ...] = ()
    file: str = ""
    at: Mapping[str, int] | None = None
    aside: tuple[Aside, ...] = ()

    def place(self, demand: Demand) -> str:
        """Where a demand stands, for messages."""
        line = (self.at or {}).get(demand.id)
        return f"line {line} ({demand.id})" if line is not None else demand.id


def read_demands(
    path: Path,
    *,
    on: date,
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Demands:
    """The demand lines of a file.

    Args:
        path: ``.csv``, ``.tsv``, ``.xlsx``, ``.json`` (a list of demands), or what is published:
            OCDS (``.json``, ``.jsonl``, ``.ndjson``), eForms (``.xml``), each also with ``.gz``, or
            a folder of such files.
        on: The day that is asked about; a line needed before it is a fault, or stands aside where
            it was published.
        strict: Refuse a published file with a bad record.
        progress: Called with the number of published releases read since the last call.

    Raises:
        BadDemands: Anything in a list is wrong, or a published file cannot be read; all is named.
    """
    file = path.name
    kind = FOLDER if path.is_dir() else _kind(path)
    if kind in (FOLDER, *PUBLISHED) or (kind == ".json" and _published(path)):
        from programmes.demands.published import read_published

        found = read_published(path, on=on, strict=strict, progress=progress)
        return Demands(found.lines, found.notes, file, aside=found.aside)
    data = _bytes(path)
    if kind == ".json":
        from programmes.demands.jsons import json_records

        records = json_records(data, file)
    else:
        from programmes.demands.tables import csv_records, xlsx_records

        records = (xlsx_records if kind == ".xlsx" else csv_records)(data, file)
    return demands_of(records, file=file, on=on)


def _kind(path: Path) -> str:
    suffixes = [one.lower() for one in path.suffixes]
    kind = suffixes[-1] if suffixes else ""
    if kind == ".gz" and len(suffixes) > 1 and suffixes[-2] in (".json", *PUBLISHED):
        kind = ".gz"
    if kind not in (*TABLES, ".json", *PUBLISHED):
        expected = ", ".join((*TABLES, ".json", *PUBLISHED))
        problem = f"ends in {kind or 'nothing'}: expected one of {expected}"
        raise BadDemands([BadDocument(str(path), "", problem)])
    return kind


def _published(path: Path) -> bool:
    from programmes.demands.published.forms import looks_published

    with _open(path) as stream:
        return looks_published(stream)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise BadDemands([BadDocument(str(path), "", problem)]) from None


def _bytes(path: Path) -> bytes:
    with _open(path) as stream:
        try:
            data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
            raise BadDemands([BadDocument(str(path), "", problem)]) from None
    if len(data) > MAX_BYTES:
        problem = f"holds more than {MAX_BYTES // 10**6} MB: split it by kind of goods"
        raise BadDemands([BadDocument(str(path), "", problem)])
    return data


def demands_of(
    records: Sequence[DemandRecord], *, file: str, on: date, notes: Iterable[str] = ()
) -> Demands:
    """Demands of records that some reader has taken from a file.

    Raises:
        BadDemands: A record cannot be read, two are the same, or one is needed before ``on``.
    """
    problems: list[BadDocument] = []
    lines: dict[str, Demand] = {}
    at: dict[str, int] = {}
    twins: dict[tuple[object, ...], str] = {}
    remarks = list(notes)
    for count, record in enumerate(settled(records, file), 1):
        if count > MAX_LINES:
            problem = f"holds more than {MAX_LINES:,} lines: split it by kind of goods"
            raise BadDemands([BadDocument(file, "", problem, record.line)])
        try:
            demand = Demand.model_validate(with_money(record.values, file))
        except ValidationError as error:
            problems += [problem_of(one, record, file) for one in error.errors()]
            continue
        _, last = demand.window
        if last is not None and last < on:
            problem = (
                f"{demand.needed_by} lies before {on}, the day that is asked about:"
                " give a later day, ask for an earlier one (--on), or take the line out"
            )
            problems.append(fault(record, file, "needed_by", problem))
        if demand.id in lines:
            problem = f"{demand.id!r} stands on {_where(at, demand.id)} too: " + (
                "one demand is one line; take one out, or give the two ids if both are meant"
                if demand.same == lines[demand.id].same
                else "give each line its own id"
            )
            problems.append(fault(record, file, "id", problem))
            continue
        twin = twins.setdefault(demand.same, demand.id)
        if twin != demand.id:
            pair = " and ".join(sorted((twin, demand.id)))
            remarks.append(f"{file}: {pair} say the same under two ids; both are counted")
        lines[demand.id] = demand
        if record.line is not None:
            at[demand.id] = record.line
    if not lines and not problems:
        problems.append(BadDocument(file, "", "holds no demand: expected a line for each"))
    if problems:
        raise BadDemands(problems)
    ordered = tuple(lines[key] for key in sorted(lines))
    return Demands(ordered, tuple(sorted(remarks)), file, at)


def _where(at: Mapping[str, int], key: str) -> str:
    return f"line {at[key]}" if key in at else "another record"
