"""Which profile is in a record?

Cells go to the fields of their headings, and the model reads what people wrote. A row with a
problem is left out, with all its problems told; the others go on. What is doubtful but harms no
row (a column that is no field, a location that is no country) becomes a note at the end.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationError

from profiles.errors import ReadError
from profiles.model import TEXT_FIELDS, Profile, slug
from profiles.read import limits
from profiles.read.documents import SHALLOW, Decoder, too_deep
from profiles.read.headings import JOINED, Column, Plan, plan, same, says_currency
from profiles.read.hints import hinted
from profiles.read.notes import Notes
from profiles.read.problems import RowProblem, broken, translated, unknown_field
from profiles.read.records import Headings, Record

__all__ = ["Assembler"]

_NESTED = frozenset({"seeking", "identifiers", "statements", "partners", "read"})
_LISTS = frozenset(
    {
        "use_cases", "controlled_from", "areas", "certifications", "export_control",
        "seeking.instruments",
    }
)  # fmt: skip
_AS_JSON = _NESTED | _LISTS
_SUMS = frozenset({"turnover_eur", "balance_sheet_eur", "raised_eur"})
_MOST_HELD = 65_536
"""Headings of all layouts that are kept, some 14 MB; a JSON object that leaves out what is not
known has one of thousands."""
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
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        self._held = 0
        self._decoder = Decoder()
        self.notes = Notes(mapping)

    def headings(self, headings: Headings) -> None:
        """Decide on the headings of a table, before its first row.

        Raises:
            ReadError: No row below them could be right.
        """
        known = self._layout(headings.names).plan
        self._check(headings.names, known)

    def profile(self, record: Record) -> Profile | list[RowProblem]:
        """The profile in a record, or everything that is wrong with it."""
        layout = self._layout(record.headings)
        known = layout.plan
        problems = [] if self._table else [*self._misnamed(known, record.line)]
        data: dict[str, Any] = {}
        try:
            problems += self._fill(data, layout, record)
            found = Profile.model_validate(data)
        except ValidationError as error:
            named = {problem.field for problem in problems}
            told = translated(error, self._file, record.line)
            problems += [_under(one, known) for one in told if one.field not in named]
        else:
            if not problems:
                return found
        name = _id_in(data)
        return [dataclasses.replace(problem, id=name) for problem in problems]

    def _layout(self, headings: tuple[str, ...]) -> _Layout:
        layout = self._layouts.get(headings)
        if layout is None:
            known = plan(headings, self._mapping)
            self.notes.headings(headings, known, lenient=self._lenient)
            layout = _Layout.of(known)
            if self._held < _MOST_HELD:
                self._held += len(headings)
                self._layouts[headings] = layout
        return layout

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
            if not known.fields(*fields):
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

    def _fill(self, data: dict[str, Any], layout: _Layout, record: Record) -> Iterator[RowProblem]:
        """Put the cells where they belong; gives the ones that no field could take."""
        cells = record.cells
        for index, field in layout.simple:
            value = cells[index]
            if value is None:
                continue
            if isinstance(value, str):
                if not value or value.isspace():
                    continue
                if len(value) > limits.MAX_CELL:
                    yield self._oversized(field, value, record.line)
                    continue
            data[field] = value
        for column in layout.special:
            value = cells[column.index]
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, str) and len(value) > limits.MAX_CELL:
                yield self._oversized(column.field, value, record.line)
            elif not self._put(data, column, value):
                yield broken(self._file, record.line, column.field, value, "JSON in the cell")

    def _oversized(self, field: str, value: str, line: int) -> RowProblem:
        found, expected = f"{len(value):,} characters", f"at most {limits.MAX_CELL:,} in a cell"
        return broken(
            self._file, line, field, found, expected, f"found {found}, expected {expected}"
        )

    def _put(self, data: dict[str, Any], column: Column, value: Any) -> bool:
        """Put one cell where it belongs; False if it had to be JSON and is not."""
        field = column.field
        if column.hint:
            if value:
                read = hinted(field, value)
                self.notes.hint(column, value, read=read is not None)
                if read is not None:
                    data.setdefault(field, read)
            return True
        if field in _SUMS and not says_currency(column.heading):
            self.notes.sum(column, value)
        if isinstance(value, str) and value.lstrip().startswith(("[", "{")) and field in _AS_JSON:
            try:
                decoded, faults = self._decoder.whole(value)
                faults += [SHALLOW] if too_deep(decoded) else []
            except (json.JSONDecodeError, RecursionError):
                decoded, faults = None, ["no JSON"]
            # A list of texts may begin with a bracket: then it is a text.
            if faults and field in _NESTED:
                return False
            value = value if faults else decoded
        whole, dot, part = field.partition(".")
        if dot:
            data.setdefault(whole, {})[part] = value
        elif field == JOINED and isinstance(data.get(field), str) and isinstance(value, str):
            data[field] = _joined(data[field], value)
        else:
            data[field] = value
        return True


@dataclass(frozen=True, slots=True)
class _Layout:
    """A plan made ready for many rows: most cells only have to be moved."""

    plan: Plan
    simple: tuple[tuple[int, str], ...]
    special: tuple[Column, ...]

    @classmethod
    def of(cls, known: Plan) -> Self:
        special = tuple(
            column
            for column in known.columns
            if column.hint
            or "." in column.field
            or column.field in _AS_JSON
            or (column.field in _SUMS and not says_currency(column.heading))
            or (column.field == JOINED and len(known.fields(JOINED)) > 1)
        )
        simple = [(one.index, one.field) for one in known.columns if one not in special]
        return cls(known, tuple(simple), special)


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
    columns = known.fields(problem.field) if problem.field else ()
    if len(columns) != 1 or same(columns[0].heading, columns[0].field):
        return problem
    heading = columns[0].heading
    return dataclasses.replace(problem, message=f"{problem.message} (under {heading!r})")
