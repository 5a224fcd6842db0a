"""How does a file become profiles, one after the other?

Nothing is held but the row at hand and the ids so far. Profiles and problems come out in the order
of the file, so that whoever reads on decides what a problem means: a command counts it, ``strict``
stops at it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from profiles.errors import ReadError, UnknownProfile
from profiles.facts import with_statements
from profiles.model import Profile
from profiles.read.documents import json_lines, json_records
from profiles.read.formats import Format, format_named
from profiles.read.headings import checked_mapping
from profiles.read.parquet import parquet_records
from profiles.read.problems import RowProblem
from profiles.read.records import Headings, Record
from profiles.read.rows import Assembler
from profiles.read.sources import InputStream, opened
from profiles.read.tables import HeadingPlace, csv_records
from profiles.read.texts import text_records
from profiles.read.twins import Twins
from profiles.read.workbooks import xlsx_records
from profiles.read.yamls import yaml_records

__all__ = ["ProfileStream", "ReadSummary", "read_draft", "read_profile", "read_profiles"]

_TABLES = (Format.CSV, Format.XLSX, Format.PARQUET)


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What became of the rows of a file.

    Attributes:
        read: Rows that are profiles.
        rejected: Rows that are none, for want of a name or a text, whatever else is wrong.
        notes: What harms no row but should be known, such as columns that were left out.
        unknown: Cells that no field took, in rows that are profiles.
    """

    read: int
    rejected: int
    notes: tuple[str, ...]
    unknown: int = 0


class ProfileStream(Iterator[Profile | RowProblem]):
    """Profiles and problems of one file, in its order; made by :func:`read_profiles`.

    The file is opened with the first step and closed after the last, or by :meth:`close`.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        mapping: Mapping[str, str] | None = None,
        strict: bool = False,
        sheet: str | int | None = None,
        format: str | None = None,
        header_row: int | None = None,
    ) -> None:
        self._path, self._sheet, self._strict = path, sheet, strict
        self._header_row = header_row
        self._mapping = checked_mapping(mapping or {})
        self._format = format_named(format) if format else None
        self._read = self._rejected = self._unknown = 0
        self._columns: tuple[tuple[str, str | None], ...] = ()
        self._source: InputStream | None = None
        self._assembler: Assembler | None = None
        self._steps = self._all()

    def __next__(self) -> Profile | RowProblem:
        return next(self._steps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file before its end."""
        self._steps.close()

    @property
    def text(self) -> str | None:
        """The whole text of which the profile was made, where the file is a text."""
        return self._source.text if self._source else None

    @property
    def columns(self) -> tuple[tuple[str, str | None], ...]:
        """Of a table, each heading with the field that it is read as; None where it is none.

        They are known once the first row was asked for, also where that has failed because the
        columns that a profile needs were not among them.
        """
        return self._columns

    @property
    def rows(self) -> int:
        """How many rows there were so far, good or bad."""
        return self._read + self._rejected

    @property
    def summary(self) -> ReadSummary:
        """What became of the rows so far: of all of them, once the last has come."""
        notes = tuple(self._source.notes) if self._source else ()
        told = self._assembler.notes.told() if self._assembler else ()
        return ReadSummary(self._read, self._rejected, notes + told, self._unknown)

    def _all(self) -> Generator[Profile | RowProblem, None, None]:
        with opened(self._path, self._format) as source:
            self._source = source
            self._assembler = Assembler(
                source.file,
                self._mapping,
                table=source.format in _TABLES,
                lenient=source.format in (*_TABLES, Format.JSONL),
            )
            twins = Twins(source.file)
            table = HeadingPlace(self._mapping, self._header_row, self._sheet)
            for record in _records(source, table):
                if isinstance(record, Headings):
                    self._columns = self._assembler.meant(record)
                    self._assembler.headings(record)
                    continue
                found, problems = self._found(record, source, self._assembler, twins)
                if problems and self._strict:
                    raise problems[0].error()
                if found is None:
                    self._rejected += 1
                    yield from problems
                    continue
                self._read += 1
                self._unknown += len(problems)
                yield from problems
                yield found
            source.notes += twins.told()

    def _found(
        self,
        record: Record | RowProblem,
        source: InputStream,
        assembler: Assembler,
        twins: Twins,
    ) -> tuple[Profile | None, list[RowProblem]]:
        if isinstance(record, RowProblem):
            return None, [record]
        found, problems = assembler.profile(record)
        if found is None:
            return None, problems
        if source.text is not None:
            found = with_statements(found)
        alone, problem = twins.apart(found, record.line)
        return alone, [*problems, problem] if problem is not None else problems


def read_profiles(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    strict: bool = False,
    sheet: str | int | None = None,
    format: str | None = None,
    header_row: int | None = None,
) -> ProfileStream:
    """Read the profiles of a file one by one.

    Args:
        path: JSON, YAML, JSON Lines, CSV, XLSX, Parquet, Markdown or plain text, packed with gzip
            or not; ``-`` for standard input.
        mapping: Headings of the file, each with the field that it means, or with an empty text if
            it means none; see :func:`~profiles.read.headings.parse_mapping`.
        strict: Stop at the first problem.
        sheet: Which sheet of a workbook, by name or by its place from 1.
        format: The format by name, where neither ending nor content tells.
        header_row: Which row of a table holds the headings, from 1; else they are looked for.

    Returns:
        An iterator of profiles and problems; its ``summary`` counts both.

    Raises:
        BadValue: There is no such format.
        UnknownTerm: The mapping names a field that does not exist.
        ReadError: From the iterator: the file cannot be read at all, or with ``strict`` a row.
        TooLarge: From the iterator: the file is beyond what is read.
    """
    return ProfileStream(
        path,
        mapping=mapping,
        strict=strict,
        sheet=sheet,
        format=format,
        header_row=header_row,
    )


def read_profile(
    path: str | Path,
    *,
    id: str | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | int | None = None,
    header_row: int | None = None,
    format: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Profile:
    """Read the one profile of a file, or the one with this id.

    Args:
        path: See :func:`read_profiles`.
        id: Which, where there are several.
        mapping: See there.
        sheet: See there.
        header_row: See there.
        format: See there.
        tell: Called with each thing that its author should know.

    Raises:
        UnknownProfile: No profile of the file has the id.
        ReadError: The file holds none or several profiles, or one with a problem.
    """
    return read_draft(
        path, id=id, mapping=mapping, sheet=sheet, header_row=header_row, format=format, tell=tell
    )[0]


def read_draft(
    path: str | Path,
    *,
    id: str | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | int | None = None,
    header_row: int | None = None,
    format: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> tuple[Profile, str | None]:
    """The same, with the whole text of which it was made; None where the file is no text.

    Raises:
        UnknownProfile: No profile of the file has the id.
        ReadError: The file holds none or several profiles, or one with a problem.
    """
    kept: Profile | None = None
    problems: list[RowProblem] = []
    with read_profiles(
        path, mapping=mapping, sheet=sheet, header_row=header_row, format=format
    ) as reading:
        for found in reading:
            if id is not None and found.id != id:
                continue
            if isinstance(found, RowProblem):
                problems.append(found)
            else:
                kept = kept or found
            if id is None and reading.rows > 1:
                raise _several(str(path))
            if id is not None and kept is not None:
                break
        notes, text = reading.summary.notes, reading.text
    if kept is not None:
        if tell is not None:
            for problem in problems:
                tell(f"{problem}; {problem.field or 'it'} stays unknown")
            for note in notes:
                tell(f"note: {note}")
        return kept, text
    if problems:
        raise _all_of(problems)
    if id is not None:
        raise UnknownProfile("profile", id)
    raise ReadError(str(path), None, None, "no profile", "one")


def _several(file: str) -> ReadError:
    message = (
        "holds several profiles and one is wanted: choose one with --id, or ask `allymatch screen` "
        "for all of them"
    )
    return ReadError(file, None, None, "several profiles", "one", message)


def _all_of(problems: list[RowProblem]) -> ReadError:
    """One error for all problems of the only row."""
    first, *rest = problems
    if not rest:
        return first.error()
    others = (f"field {one.field}: {one.message}" if one.field else one.message for one in rest)
    message = "\n  ".join((first.message, *others))
    return ReadError(first.file, first.line, first.field, first.found, first.expected, message)


def _records(source: InputStream, table: HeadingPlace) -> Iterator[Headings | Record | RowProblem]:
    match source.format:
        case Format.JSON:
            return json_records(source)
        case Format.JSONL:
            return json_lines(source)
        case Format.YAML:
            return yaml_records(source)
        case Format.CSV:
            return csv_records(source, table)
        case Format.XLSX:
            return xlsx_records(source, table)
        case Format.PARQUET:
            return parquet_records(source)
        case _:
            return text_records(source)
