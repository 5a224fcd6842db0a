"""What is in a table of separated values?

Python's csv module reads it row by row in strict mode: a quotation mark that is never closed is
an error with the line where it was opened, not a file that silently ends early. The separator is
the one that the headings use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self, TypeAlias

from profiles.errors import ReadError, TooLarge
from profiles.model import TEXT_FIELDS
from profiles.read import limits
from profiles.read.headings import plan, same
from profiles.read.problems import RowProblem, broken
from profiles.read.records import Headings, Record
from profiles.read.sources import InputStream, lines_of

__all__ = ["HeadingPlace", "begun", "csv_records", "heading_row", "is_blank", "rating", "row"]

_SEPARATORS = ",;\t|"
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_QUOTES = "cells in which quotation marks are doubled and the outer ones closed"


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """Where the headings of a table are to be looked for.

    Attributes:
        mapping: Headings that the user named: a row that holds one is the row of headings.
        row: Its number, from 1, where the user says so.
        sheet: Which sheet of a workbook.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None
    sheet: str | int | None = None


_LOOKED_AT = 30
_ENOUGH = 100


def rating(cells: Sequence[Any], mapping: Mapping[str, str]) -> int:
    """How much a row looks like headings: those we know, and twice as much for name and text."""
    names = [str(cell).strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    if not names or any(len(name) > _LONGEST_HEADING for name in names):
        return 0
    known = plan(
        names, {name: what for name, what in mapping.items() if any(same(name, n) for n in names)}
    )
    whole = bool(known.fields("name")) and bool(known.fields(*TEXT_FIELDS))
    return (_ENOUGH if whole else 0) + len(known.columns) + len(known.unclear)


_LONGEST_HEADING = 80


_Row: TypeAlias = tuple[int, Sequence[Any]]


def begun(
    source: InputStream, rows: Iterator[_Row], where: HeadingPlace
) -> tuple[int, list[Any], list[_Row]]:
    """The row of headings, and the rows below it that were read while looking.

    The first row is taken where it has a name and a text; else the best of the next ones: above a
    table may stand its title, who may read it, or a row of wider headings.

    Returns:
        The number of the row, its cells, and the rows below it.
    """
    seen: list[_Row] = []
    best, best_at = 0, 0
    for number, cells in rows:
        if where.row is not None and number < where.row:
            continue
        seen.append((number, cells))
        rate = rating(cells, where.mapping)
        if where.row is not None or rate >= _ENOUGH:
            best_at = len(seen) - 1
            break
        if rate > best:
            best, best_at = rate, len(seen) - 1
        if len(seen) >= _LOOKED_AT:
            break
    if not seen:
        return 0, [], []
    number, cells = seen[best_at]
    if best_at:
        above = "1 row above is" if best_at == 1 else f"{best_at} rows above are"
        source.notes.append(f"the headings were found in row {number}; {above} left out")
    return number, list(cells), seen[best_at + 1 :]


def csv_records(
    source: InputStream, where: HeadingPlace | None = None
) -> Iterator[Headings | Record | RowProblem]:
    """The rows of a CSV or TSV file below its headings, empty ones left out.

    Raises:
        ReadError: There are no headings, or they cannot be read.
        TooLarge: A row or the number of its cells is beyond what is read.
    """
    # Its default of 128 kB is below our own bound, and it can only be set for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * limits.MAX_CELL))
    lines = _Lines(source)
    separator = _separator(lines, where.mapping if where else {})
    problems: list[RowProblem] = []
    rows = _csv_rows(
        source.file, lines, csv.reader(lines, delimiter=separator, strict=True), problems
    )
    number, names, below = begun(source, rows, where or HeadingPlace())
    if problems and not names:
        raise problems[0].error()
    if not names:
        raise ReadError(source.file, None, None, "an empty file", "a row of headings")
    headings = heading_row(source.file, number, names)
    yield Headings(headings)
    for start, cells in chain(below, rows):
        yield from problems
        problems.clear()
        yield row(source.file, start, headings, cells, joint=separator)
    yield from problems


def _csv_rows(
    file: str, lines: _Lines, reader: Iterator[list[str]], problems: list[RowProblem]
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the line on which each begins; faults go to a list."""
    first = True
    while True:
        start = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(_misquoted(file, start, error))
            if first:
                return
            continue
        if any(cells) and not is_blank(cells):
            first = False
            yield start, cells


class _Lines:
    """The lines of a file, counted, with a bound on how many of them one row may take."""

    def __init__(self, source: InputStream) -> None:
        self._file = source.file
        self._lines = lines_of(source)
        self._again: list[str] = []
        self._number, self._start, self._size = 0, 1, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self._number += 1
        self._size += len(line)
        if self._size > limits.MAX_CELL:
            do = "look for a quotation mark that opens here and is never closed"
            limits.check(self._file, self._size, limits.MAX_CELL, do, line=self._start)
        return line

    def begin(self) -> int:
        """Say that a row ended; returns the line on which the next one begins."""
        self._start, self._size = self._number + 1, 0
        return self._start

    def back(self, line: str) -> None:
        """Give the last line back."""
        self._again.append(line)
        self._number -= 1


def _separator(lines: _Lines, mapping: Mapping[str, str]) -> str:
    """What separates the cells; Excel may say so in a line of its own.

    That by which one of the first lines is a row of headings; a title above them may hold a comma.
    Where none is, the sign that the first line has most of.
    """
    seen: list[str] = []
    found = first = None
    for line in lines:
        lines.begin()
        if not seen and (stated := _STATED.fullmatch(line)):
            return stated[1]
        seen.append(line)
        if not line.strip():
            continue
        bare = re.sub(r'"[^"]*"', "", line)
        signs = sorted(_SEPARATORS, key=bare.count, reverse=True)
        first = first or signs[0]
        found = next((one for one in signs if _heads(line, one, mapping)), None)
        if found or len(seen) >= _LOOKED_AT:
            break
    for line in reversed(seen):
        lines.back(line)
    lines.begin()
    return found or first or ","


def _heads(line: str, sign: str, mapping: Mapping[str, str]) -> bool:
    """Whether a line is a row of headings, if this sign separates them."""
    if sign not in line or len(line) > _LONGEST_HEADING * limits.MAX_COLUMNS:
        return False
    try:
        cells = next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return False
    return rating(cells, mapping) >= _ENOUGH


def _misquoted(file: str, line: int, error: csv.Error) -> RowProblem:
    if "unexpected end" in str(error):
        found = "a quotation mark that is never closed, so that the rest of the file is lost"
    else:
        found = "text behind a closing quotation mark"
    return broken(file, line, None, found, _QUOTES, f"found {found}; expected {_QUOTES}")


def is_blank(cells: Sequence[Any]) -> bool:
    """Whether nothing stands in any cell."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def heading_row(file: str, line: int, cells: Sequence[Any]) -> tuple[str, ...]:
    """The headings; one that is empty is named by its place, and empty ones at the end go.

    Raises:
        TooLarge: There are more columns than are read.
    """
    names = [str(cell).strip() if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.MAX_COLUMNS:
        message = f"has {len(names):,} columns, more than the {limits.MAX_COLUMNS:,} that are read"
        found, expected = f"{len(names):,} columns", f"at most {limits.MAX_COLUMNS:,}"
        raise TooLarge(file, line, None, found, expected, message)
    return tuple(name or f"(column {place})" for place, name in enumerate(names, start=1))


def row(
    file: str, line: int, headings: tuple[str, ...], cells: Sequence[Any], *, joint: str = ", "
) -> Record | RowProblem:
    """A row with as many cells as there are headings.

    A row with more, because a text with the separator in it has no quotes, is put together again
    where there is one column of text; where there is none, it is a problem.
    """
    short = len(headings) - len(cells)
    if short > 0:
        cells = [*cells, *[None] * short]
    elif short < 0 and not is_blank(cells[len(headings) :]):
        joined = _joined(headings, cells, joint)
        if joined is not None:
            return Record(line, headings, joined)
        found = f"{len(cells)} cells"
        expected = f"{len(headings)}, one for each heading: put cells with a separator in quotes"
        return broken(file, line, None, found, expected, f"found {found}, expected {expected}")
    return Record(line, headings, cells)


def _joined(headings: tuple[str, ...], cells: Sequence[Any], joint: str) -> list[Any] | None:
    """The cells with the parts of the only text put together; None if they do not fit then."""
    texts = {one.index for one in plan(headings, {}).fields(*TEXT_FIELDS)}
    more = len(cells) - len(headings)
    if len(texts) != 1 or not all(isinstance(one, str | None) for one in cells):
        return None
    (at,) = texts
    text = joint.join(str(one or "") for one in cells[at : at + more + 1])
    found = [*cells[:at], text, *cells[at + more + 1 :]]
    # Behind a text that was cut, the other cells stand in the wrong columns: then a name is none.
    return found if sum(len(str(one or "")) for one in found[:at]) < len(text) * _MUCH else None


_MUCH = 20
