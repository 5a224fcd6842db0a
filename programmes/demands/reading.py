"""Which demands does a file hold, and what is wrong with it?

All faults of a file are found, each with line, field and remedy, and a file with a fault is not
used in part. Lines come back sorted by id: the order in which they were written means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from profiles.errors import BadValue, UnknownTerm
from programmes.demands.model import Demand
from programmes.demands.records import Record
from programmes.errors import BadDemands, BadDocument

__all__ = ["MAX_BYTES", "MAX_LINES", "Demands", "demands_of", "read_demands"]

MAX_BYTES = 50_000_000
"""The largest file that is read; a line has some 300 bytes."""
MAX_LINES = 20_000
"""Each line is compared with each other one: beyond this, split by kind of goods."""
_EXPECTED = {
    "missing": "is missing: each line needs it",
    "string_type": "expected a text",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "extra_forbidden": "no demand has this field: take it out",
}


@dataclass(frozen=True, slots=True)
class Demands:
    """Lines and what a reader should know of how they were read.

    Attributes:
        lines: Sorted by id.
        notes: Sentences: what was not carried over, what may be counted twice.
        file: The name of the file.
        at: The line of the file on which each demand stands, by id, where it has one.
    """

    lines: tuple[Demand, ...]
    notes: tuple[str, ...] = ()
    file: str = ""
    at: Mapping[str, int] | None = None

    def place(self, demand: Demand) -> str:
        """Where a demand stands, for messages."""
        line = (self.at or {}).get(demand.id)
        return f"line {line} ({demand.id})" if line is not None else demand.id


def read_demands(path: Path, *, on: date) -> Demands:
    """The demand lines of a file.

    Args:
        path: ``.csv``, ``.xlsx`` or ``.json`` (a list of demands, or an OCDS release package).
        on: The day that is asked about; a line needed before it is a fault.

    Raises:
        BadDemands: Anything in the file is wrong; all of it is named.
    """
    file = path.name
    kind = path.suffix.lower()
    readers = (".csv", ".tsv", ".xlsx", ".json")
    if kind not in readers:
        problem = f"ends in {kind or 'nothing'}: expected one of {', '.join(readers)}"
        raise BadDemands([BadDocument(str(path), "", problem)])
    data = _bytes(path)
    notes: list[str] = []
    if kind == ".json":
        from programmes.demands.jsons import json_records

        records, notes = json_records(data, file)
    else:
        from programmes.demands.tables import csv_records, xlsx_records

        records = (xlsx_records if kind == ".xlsx" else csv_records)(data, file)
    return demands_of(records, file=file, on=on, notes=notes)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise BadDemands([BadDocument(str(path), "", problem)]) from None
    if len(data) > MAX_BYTES:
        problem = f"holds more than {MAX_BYTES // 10**6} MB: split it by kind of goods"
        raise BadDemands([BadDocument(str(path), "", problem)])
    return data


def demands_of(
    records: Iterable[Record], *, file: str, on: date, notes: Iterable[str] = ()
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
    for count, record in enumerate(records, 1):
        if count > MAX_LINES:
            problem = f"holds more than {MAX_LINES:,} lines: split it by kind of goods"
            raise BadDemands([BadDocument(file, "", problem, record.line)])
        try:
            demand = Demand.model_validate(_with_money(record.values, file))
        except ValidationError as error:
            problems += [_problem(one, record, file) for one in error.errors()]
            continue
        _, last = demand.window
        if last is not None and last < on:
            problem = (
                f"{demand.needed_by} lies before {on}, the day that is asked about:"
                " give a later day, ask for an earlier one (--on), or take the line out"
            )
            problems.append(_fault(record, file, "needed_by", problem))
        if demand.id in lines:
            problem = f"{demand.id!r} stands on {_where(at, demand.id)} too: " + (
                "one demand is one line; take one out, or give the two ids if both are meant"
                if demand.same == lines[demand.id].same
                else "give each line its own id"
            )
            problems.append(_fault(record, file, "id", problem))
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


def _with_money(values: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Value and currency as one field, and the file as source where none is given."""
    held = {"source": file, **values}
    currency = held.pop("currency", None)
    value = held.get("value")
    if currency is not None and value is not None:
        held["value"] = (value, str(currency).strip().upper())
    return held


def _where(at: Mapping[str, int], key: str) -> str:
    return f"line {at[key]}" if key in at else "another record"


def _fault(record: Record, file: str, field: str, problem: str) -> BadDocument:
    return BadDocument(file, record.names.get(field, field), problem, record.line)


def _problem(error: Any, record: Record, file: str) -> BadDocument:
    field = str(error["loc"][0]) if error["loc"] else ""
    cause = (error.get("ctx") or {}).get("error")
    if isinstance(cause, BadValue | UnknownTerm):
        text = str(cause)
    else:
        text = _EXPECTED.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return _fault(record, file, field, text)
