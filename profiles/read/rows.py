"""Which profile is in a record?

Cells go to the fields of their headings, and the model reads what people wrote. A row with a
problem is left out, with all its problems told; the others go on. What is doubtful but harms no
row (a column that is no field, a location that is no country) becomes a note at the end.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from profiles.errors import ReadError
from profiles.model import TEXT_FIELDS, Profile, slug
from profiles.read import limits
from profiles.read.documents import Decoder
from profiles.read.headings import JOINED, Column, Plan, plan, same, says_currency
from profiles.read.hints import hinted
from profiles.read.notes import Notes
from profiles.read.problems import RowProblem, broken, translated, unknown_field
from profiles.read.records import Record

__all__ = ["Assembler"]

_NESTED = frozenset({"seeking", "identifiers", "statements", "partners"})
_LISTS = frozenset(
    {
        "use_cases", "controlled_from", "areas", "certifications", "export_control",
        "seeking.instruments",
    }
)  # fmt: skip
_SUMS = frozenset({"turnover_eur", "balance_sheet_eur", "raised_eur"})
_MOST_PLANS = 256
_LONGEST_ID = 120


class Assembler:
    """Builds profiles of records.

    Args:
        file: The file as the user named it.
        mapping: Headings and their fields, from :func:`~profiles.read.headings.checked_mapping`.
        table: Whether one row of headings holds for all records. What is wrong with it then is
            wrong with the file, and said once.
        lenient: Whether a heading that is no field is left out with a note; else it is a problem,
            since in a profile that somebody wrote by hand it is a slip.
    """

    def __init__(
        self, file: str, mapping: Mapping[str, str], *, table: bool, lenient: bool
    ) -> None:
        self._file, self._mapping = file, mapping
        self._table, self._lenient = table, lenient
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._decoder = Decoder()
        self.notes = Notes(mapping)

    def profile(self, record: Record) -> Profile | list[RowProblem]:
        """The profile in a record, or everything that is wrong with it.

        Raises:
            ReadError: The headings of a table are wrong.
        """
        known = self._plan(record.headings)
        problems = [] if self._table else [*self._misnamed(known, record.line)]
        data: dict[str, Any] = {}
        found: Profile | None = None
        try:
            self._fill(data, known, record)
            found = Profile.model_validate(data)
        except _BadCell as bad:
            problems.append(bad.problem(self._file, record.line))
        except ValidationError as error:
            told = translated(error, self._file, record.line)
            problems += [_under(problem, known) for problem in told]
        if found is not None and not problems:
            return found
        name = _id_in(data)
        return [dataclasses.replace(problem, id=name) for problem in problems]

    def _plan(self, headings: tuple[str, ...]) -> Plan:
        known = self._plans.get(headings)
        if known is None:
            known = plan(headings, self._mapping)
            if self._table:
                self._check(headings, known)
            self.notes.headings(headings, known, lenient=self._lenient)
            if len(self._plans) < _MOST_PLANS:
                self._plans[headings] = known
        return known

    def _check(self, headings: tuple[str, ...], known: Plan) -> None:
        """Stop where no row of a table could be right."""
        seen = ", ".join(repr(heading) for heading in headings[:20])
        for heading in self._mapping:
            if not any(same(heading, other) for other in headings):
                message = f"there is no column {heading!r} to map; the columns are {seen}"
                raise ReadError(self._file, None, None, heading, "one of the columns", message)
        for field, one, other in known.clashes:
            message = (
                f"the columns {one!r} and {other!r} both give {field}: "
                f"leave one out with --map '{other}='"
            )
            raise ReadError(self._file, None, field, other, "one column for the field", message)
        for fields, what in ((("name",), "the name"), (TEXT_FIELDS, "a text about the startup")):
            if not known.has(*fields):
                message = (
                    f"no column gives {what}: the columns are {seen}; "
                    f"say which one does with --map 'HEADING={fields[0]}'"
                )
                raise ReadError(self._file, None, fields[0], seen, "a column for it", message)

    def _misnamed(self, known: Plan, line: int) -> Iterator[RowProblem]:
        """What is wrong with the keys of one object."""
        for field, one, other in known.clashes:
            message = f"{one!r} and {other!r} both give {field}: take one out"
            yield broken(self._file, line, field, other, "one key for the field", message)
        if self._lenient:
            return
        for name, likely in known.unclear:
            message = f"{name!r} could be several fields; if it is {likely}, call it so"
            yield broken(self._file, line, name, name, likely, message)
        for name in known.unknown:
            yield unknown_field(self._file, line, name)

    def _fill(self, data: dict[str, Any], known: Plan, record: Record) -> None:
        for column in known.columns:
            value = record.cells[column.index]
            if value is None or (column.hint and value in ("", [])):
                continue
            if isinstance(value, str):
                if not value or value.isspace():
                    continue
                if len(value) > limits.MAX_CELL:
                    found = f"{len(value):,} characters"
                    raise _BadCell(column.field, found, f"at most {limits.MAX_CELL:,} in a cell")
            self._put(data, column, value)

    def _put(self, data: dict[str, Any], column: Column, value: Any) -> None:
        field = column.field
        if column.hint:
            read = hinted(field, value)
            self.notes.hint(column, value, read=read is not None)
            if read is not None:
                data.setdefault(field, read)
            return
        if field in _SUMS and not says_currency(column.heading):
            self.notes.sum(column, value)
        if field in _NESTED or field in _LISTS:
            value = self._decoded(field, value)
        whole, dot, part = field.partition(".")
        if dot:
            data.setdefault(whole, {})[part] = value
        elif field == JOINED and isinstance(data.get(field), str) and isinstance(value, str):
            data[field] = _joined(data[field], value)
        else:
            data[field] = value

    def _decoded(self, field: str, value: Any) -> Any:
        """What a cell holds that was written as JSON; a text that only looks so stays one."""
        if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
            return value
        try:
            found, faults = self._decoder.whole(value)
        except (json.JSONDecodeError, RecursionError):
            found, faults = value, ["no JSON"]
        if faults and field in _NESTED:
            raise _BadCell(field, value, "JSON in the cell")
        return value if faults else found


class _BadCell(Exception):
    """A cell that the model need not see."""

    def __init__(self, field: str, found: str, expected: str) -> None:
        super().__init__(field, found, expected)
        self.field, self.found, self.expected = field, found, expected

    def problem(self, file: str, line: int) -> RowProblem:
        return broken(file, line, self.field, self.found, self.expected)


def _id_in(data: Mapping[str, Any]) -> str | None:
    """The id that the profile would have had."""
    for value, read in ((data.get("id"), str), (data.get("name"), slug)):
        if isinstance(value, str | int | float):
            return read(str(value).strip())[:_LONGEST_ID]
    return None


def _joined(first: str, second: str) -> str:
    """Two descriptions as one; one that repeats the other adds nothing."""
    first, second = first.strip(), second.strip()
    if second in first:
        return first
    return second if first in second else f"{first}\n\n{second}"


def _under(problem: RowProblem, known: Plan) -> RowProblem:
    """Add the heading, where the field is called otherwise in the file."""
    column = next((one for one in known.columns if one.field == problem.field), None)
    if column is None or same(column.heading, column.field):
        return problem
    return dataclasses.replace(problem, message=f"{problem.message} (under {column.heading!r})")
