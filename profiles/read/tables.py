"""What is in a table of separated values?

Python's csv module reads it row by row in strict mode: a quotation mark that is never closed is
an error with the line where it was opened, not a file that silently ends early. The separator is
the one that the headings use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any, Self

from profiles.errors import ReadError, TooLarge
from profiles.read import limits
from profiles.read.problems import RowProblem, broken
from profiles.read.records import Headings, Record
from profiles.read.sources import Source, lines_of

__all__ = ["csv_records", "heading_row", "is_blank", "row"]

_SEPARATORS = ",;\t"
_STATED = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_QUOTES = "cells in which quotation marks are doubled and the outer ones closed"


def csv_records(source: Source) -> Iterator[Headings | Record | RowProblem]:
    """The rows of a CSV or TSV file below its headings, empty ones left out.

    Raises:
        ReadError: There are no headings, or they cannot be read.
        TooLarge: A row or the number of its cells is beyond what is read.
    """
    # Its default of 128 kB is below our own bound, and it can only be set for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * limits.MAX_CELL))
    lines = _Lines(source)
    separator = _separator(lines)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    headings: tuple[str, ...] | None = None
    while True:
        start = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problem = _misquoted(source.file, start, error)
            if headings is None:
                raise problem.error() from error
            yield problem
            continue
        if not any(cells) or is_blank(cells):
            continue
        if headings is None:
            headings = heading_row(source.file, start, cells)
            yield Headings(headings)
        else:
            yield row(source.file, start, headings, cells)
    if headings is None:
        raise ReadError(source.file, None, None, "an empty file", "a row of headings")


class _Lines:
    """The lines of a file, counted, with a bound on how many of them one row may take."""

    def __init__(self, source: Source) -> None:
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


def _separator(lines: _Lines) -> str:
    """What separates the cells; Excel may say so in a line of its own."""
    for line in lines:
        lines.begin()
        if stated := _STATED.fullmatch(line):
            return stated[1]
        if line.strip():
            lines.back(line)
            bare = re.sub(r'"[^"]*"', "", line)
            return max(_SEPARATORS, key=bare.count)
    return ","


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
    file: str, line: int, headings: tuple[str, ...], cells: Sequence[Any]
) -> Record | RowProblem:
    """A row with as many cells as there are headings; one with more is a problem."""
    short = len(headings) - len(cells)
    if short > 0:
        cells = [*cells, *[None] * short]
    elif short < 0 and not is_blank(cells[len(headings) :]):
        found = f"{len(cells)} cells"
        expected = f"{len(headings)}, one for each heading: put cells with a separator in quotes"
        return broken(file, line, None, found, expected, f"found {found}, expected {expected}")
    return Record(line, headings, cells)
