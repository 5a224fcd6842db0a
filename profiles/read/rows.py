"""Which profile is in a record?

Cells go to the fields of their headings, and the model reads what people wrote. A row with a
problem is left out, with all its problems told; the others go on. What is doubtful but harms no
row (a column that is no field, a location that is no country) becomes a note at the end.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from pydantic import ValidationError

from profiles.errors import ProfileError, ReadError
from profiles.facts.amounts import amounts
from profiles.model import TEXT_FIELDS, Profile, slug
from profiles.read import limits
from profiles.read.documents import SHALLOW, Decoder, too_deep
from profiles.read.headings import JOINED, Column, HeadingPlan, plan, same
from profiles.read.hints import hinted
from profiles.read.notes import Notes
from profiles.read.problems import EXPECTED, RowProblem, broken, translated, unknown_field
from profiles.read.records import Headings, Record
from profiles.read.salvage import salvaged
from profiles.vocabulary import day, money
from profiles.vocabulary.countries import find_country
from profiles.vocabulary.money import currencies
from profiles.vocabulary.words import LONGEST

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
_LONGEST_NAME = 300


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

    notes: Notes

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

    def meant(self, headings: Headings) -> tuple[tuple[str, str | None], ...]:
        """Each heading of a table with the field that it is read as; None where it is none."""
        found = {one.index: one.field for one in self._layout(headings.names).plan.columns}
        return tuple((name, found.get(at)) for at, name in enumerate(headings.names))

    def profile(self, record: Record) -> tuple[Profile | None, list[RowProblem]]:
        """The profile in a record, and everything that is wrong with it.

        What is wrong with a cell costs that fact alone. Without a name, or without any text, there
        is no profile.
        """
        layout = self._layout(record.headings)
        known = layout.plan
        problems = [] if self._table else [*self._misnamed(known, record.line)]
        problems += self._faults(known, record)
        data: dict[str, Any] = {}
        found: Profile | None = None
        try:
            problems += self._fill(data, layout, record)
            found = Profile.model_validate(data)
        except ValidationError as error:
            found, told = self._mended(data, error, record.line, known)
            named = {problem.field for problem in problems}
            problems += [_under(one, known) for one in told if one.field not in named]
        if not problems:
            return found, problems
        name, kept = found.id if found is not None else _id_in(data), found is not None
        return found, [dataclasses.replace(one, id=name, kept=kept) for one in problems]

    def _mended(
        self, data: dict[str, Any], error: ValidationError, line: int, known: HeadingPlan
    ) -> tuple[Profile | None, list[RowProblem]]:
        """The profile without the cells that no field takes, as far as they say nothing else."""
        told = [*translated(error, self._file, line)]
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
        quiet: set[str] = set()
        for field in sorted(wrong):
            if field not in data:
                continue
            value = data.pop(field)
            if field == "name" and isinstance(value, str) and len(value) > _LONGEST_NAME:
                data["name"] = value[:_LONGEST_NAME]
                continue
            saved = salvaged(field, value)
            for other, stated in saved.stated.items():
                if other not in data:
                    data[other] = stated
                    quiet.add(field)
            for other, read in saved.read.items():
                _read_as(data, other, read, value)
        try:
            found = Profile.model_validate(data)
        except ValidationError:
            return None, told
        return found, [one for one in told if (one.field or "").partition(".")[0] not in quiet]

    def _faults(self, known: HeadingPlan, record: Record) -> Iterator[RowProblem]:
        """What the file itself says is no value, such as a formula that failed."""
        for heading, words in record.faults:
            field = next((one.field for one in known.columns if one.heading == heading), None)
            message = f"found the error {words} under {heading!r}"
            yield broken(self._file, record.line, field, words, "a value", message)

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

    def _check(self, headings: tuple[str, ...], known: HeadingPlan) -> None:
        """Stop where no row of a table could be right."""
        seen = ", ".join(repr(heading) for heading in headings[:20])
        for heading in self._mapping:
            if not any(same(heading, other) for other in headings):
                message = f"there is no column {heading!r} to map; the columns are {seen}"
                raise ReadError(self._file, None, None, heading, "one of the columns", message)
        for field, one, other in known.clashes:
            if "." in field or field in _NESTED:
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

    def _misnamed(self, known: HeadingPlan, line: int) -> Iterator[RowProblem]:
        """What is wrong with the keys of one object."""
        for field, one, other in known.clashes:
            if "." in field or field in _NESTED:
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
            elif problem := self._put(data, column, value, cells):
                message = problem if problem != _NO_JSON else None
                expected = _NO_JSON if message is None else EXPECTED.get(column.field, "a value")
                yield broken(self._file, record.line, column.field, value, expected, message)

    def _oversized(self, field: str, value: str, line: int) -> RowProblem:
        found, expected = f"{len(value):,} characters", f"at most {limits.MAX_CELL:,} in a cell"
        return broken(
            self._file, line, field, found, expected, f"found {found}, expected {expected}"
        )

    def _put(
        self, data: dict[str, Any], column: Column, value: Any, cells: Sequence[Any]
    ) -> str | None:
        """Put one cell where it belongs; gives what is wrong with it."""
        field = column.field
        if column.hint:
            self._hint(data, column, value)
            return None
        if field in _SUMS:
            return self._sum(data, column, value, cells)
        if field == "founded" and column.beside is not None:
            value = _as_exact(value, cells[column.beside])
        if isinstance(value, str) and value.lstrip().startswith(("[", "{")) and field in _AS_JSON:
            try:
                decoded, faults = self._decoder.whole(value)
                faults += [SHALLOW] if too_deep(decoded) else []
            except (json.JSONDecodeError, RecursionError):
                decoded, faults = None, ["no JSON"]
            # A list of texts may begin with a bracket: then it is a text.
            if faults and field in _NESTED:
                return _NO_JSON
            value = value if faults else decoded
        whole, dot, part = field.partition(".")
        if dot and isinstance(value, dict):
            # A person who writes {amount, currency} under "funding sought" means the whole.
            data[whole] = {**data.get(whole, {}), **value}
        elif dot:
            data.setdefault(whole, {})[part] = value
        elif field == JOINED and isinstance(data.get(field), str) and isinstance(value, str):
            data[field] = _joined(data[field], value)
        elif field in data and field != JOINED:
            return _contradicted(data, field, value)
        else:
            data[field] = value
        return None

    def _hint(self, data: dict[str, Any], column: Column, value: Any) -> None:
        if not value:
            return
        field = column.field
        read = None if column.probable else hinted(field, value)
        likely = None
        if read is not None:
            data.setdefault(field, read)
        elif isinstance(value, str) and len(value) <= LONGEST:
            found = salvaged(field, value)
            likely = found.read.get(field)
            if field in found.stated and not column.probable:
                read = found.stated[field]
                data.setdefault(field, read)
            if column.probable:
                likely = found.stated.get(field) or likely
                country = find_country(value)
                likely = country.code if country else likely
            if likely is not None:
                _read_as(data, field, likely, value)
        if not column.probable:
            self.notes.hint(column, value, read=read is not None, likely=likely is not None)

    def _sum(
        self, data: dict[str, Any], column: Column, value: Any, cells: Sequence[Any]
    ) -> str | None:
        """A sum goes where its currency allows: euros to the field, others to what was read."""
        beside = cells[column.beside] if column.beside is not None else None
        named = beside.strip().upper() if isinstance(beside, str) else ""
        currency = named if named in currencies() else column.currency
        try:
            found = money(value, currency) if isinstance(value, str | int | float) else None
        except ProfileError:
            found = None
        bare = not isinstance(value, str) or _BARE_SUM.fullmatch(value) is not None
        if found is None and currency is None and bare:
            self.notes.sum(column, value)
            return None
        if found is None:
            sums = [*amounts(value)] if isinstance(value, str) else []
            if len(sums) != 1:
                data.setdefault(column.field, value)  # the model says what is wrong with it
                return None
            amount, code = sums[0].amount, sums[0].currency
        else:
            amount, code = float(found.amount), found.currency
        if bare:
            amount *= column.factor
        if code == "EUR":
            if column.field in data and data[column.field] != amount:
                return _contradicted(data, column.field, amount)
            data[column.field] = amount
        elif amount > 0:
            name = column.field.removesuffix("_eur")
            read = {"amount": amount, "currency": code, "of": "total" if name == "raised" else None}
            _read_as(data, name, read, f"{value} {code}" if bare else value)
            self.notes.other(column, code)
        return None


_NO_JSON = "JSON in the cell"
_BARE_SUM = re.compile(r"[\d\s.,']+")


def _read_as(data: dict[str, Any], field: str, value: Any, said: Any) -> None:
    """Keep a fact that a cell probably says beside the facts that are stated."""
    read = data.setdefault("read", {})
    if isinstance(read, dict):
        shown = said.isoformat()[:10] if isinstance(said, date) else str(said)
        read.setdefault(field, {"value": value, "basis": "read", "quote": shown.strip()[:200]})


def _contradicted(data: dict[str, Any], field: str, value: Any) -> str | None:
    """Two columns give one field: equal cells are one, of two names the first stands."""
    held = data[field]
    if field in ("name", "id") or str(held).strip().casefold() == str(value).strip().casefold():
        return None
    del data[field]
    return f"two columns give {field} and differ: {held!r} and {value!r}"


def _as_exact(value: Any, precision: Any) -> Any:
    """A founding date no more exact than the column beside it says."""
    if not isinstance(precision, str) or not isinstance(value, str | date):
        return value
    cut = {"year": 4, "month": 7}.get(precision.strip().casefold())
    if cut is None:
        return value
    try:
        return day(value).text[:cut]
    except ProfileError:
        return value


@dataclass(frozen=True, slots=True)
class _Layout:
    """A plan made ready for many rows: most cells only have to be moved."""

    plan: HeadingPlan
    simple: tuple[tuple[int, str], ...]
    special: tuple[Column, ...]

    @classmethod
    def of(cls, known: HeadingPlan) -> Self:
        special = tuple(
            column
            for column in known.columns
            if column.hint
            or "." in column.field
            or column.field in _AS_JSON
            or (column.field in _SUMS and not same(column.heading, column.field))
            or column.beside is not None
            or len(known.fields(column.field)) > 1
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


def _under(problem: RowProblem, known: HeadingPlan) -> RowProblem:
    """Add the heading, where the field is called otherwise in the file."""
    columns = known.fields(problem.field) if problem.field else ()
    if len(columns) != 1 or same(columns[0].heading, columns[0].field):
        return problem
    heading = columns[0].heading
    return dataclasses.replace(problem, message=f"{problem.message} (under {heading!r})")
