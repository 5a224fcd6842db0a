"""Which records does a CSV or XLSX table hold?

The first row that is not empty names the columns. A CSV may use commas, semicolons or tabs. A
workbook is read as values from its first sheet, after a look at how large it would become.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from programmes.demands.records import DemandRecord, field_names
from programmes.errors import BadDemands, BadDocument

__all__ = ["csv_records", "xlsx_records"]

_LONGEST_CELL = 20_000
_UNPACKED = 200_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of its XML
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    EOFError,
    OSError,
)
"""What openpyxl raises, part by part of a workbook, where the file is damaged."""


def csv_records(data: bytes, file: str) -> list[DemandRecord]:
    """The records of a CSV file in UTF-8.

    Raises:
        BadDemands: It is not text, has no usable heading, or a row does not fit the heading.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(file, "is not UTF-8 text: save it as CSV UTF-8", line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _refused(file, "holds a zero byte: is it a CSV file at all?", line)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        start = 1
        for row in reader:
            yield start, row
            start = reader.line_num + 1

    try:
        return _records(rows(), file)
    except csv.Error as error:
        problem = f"is not CSV here: {error}; close the quotes, and double those inside a text"
        raise _refused(file, problem, reader.line_num) from None


def xlsx_records(data: bytes, file: str) -> list[DemandRecord]:
    """The records of the first sheet of an Excel workbook.

    Raises:
        BadDemands: It is no workbook, would unpack to more than 200 MB, or as for CSV.
    """
    # Imported here: a CSV needs none of it.
    import openpyxl

    try:
        # What it warns of (styles, lists of choices, a damaged name) is not what we read.
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as packed:
            warnings.simplefilter("ignore")
            if sum(each.file_size for each in packed.infolist()) > _UNPACKED:
                raise _refused(file, "would unpack to more than 200 MB: split it", None)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                # Some writers state a wrong size, which would cut the sheet.
                sheet.reset_dimensions()
                rows = enumerate(sheet.iter_rows(values_only=True), 1)
                return _records(rows, file)
            finally:
                book.close()
    except BadDemands:
        raise
    except _BROKEN as error:
        problem = f"is no Excel workbook that can be read ({type(error).__name__}: {error})"
        raise _refused(file, f"{problem}; open it in Excel and save it anew", None) from None


def _refused(file: str, problem: str, line: int | None) -> BadDemands:
    return BadDemands([BadDocument(file, "", problem, line)])


def _records(rows: Iterable[tuple[int, Sequence[Any]]], file: str) -> list[DemandRecord]:
    names: list[str | None] = []
    headings: dict[str, str] = {}
    problems: list[BadDocument] = []
    found = []
    for line, row in rows:
        cells = [_cell(cell) for cell in row]
        if not any(cell is not None for cell in cells):
            continue
        if not names:
            names, problems = field_names(row, file, line)
            if problems:
                raise BadDemands(problems)
            pairs = zip(names, row, strict=True)
            headings = {name: str(said).strip() for name, said in pairs if name is not None}
            continue
        if any(cell is not None for cell in cells[len(names) :]):
            problem = f"has {len(cells)} cells, the heading {len(names)}: quote texts with commas"
            problems.append(BadDocument(file, "", problem, line))
            continue
        values = {
            name: cell
            for name, cell in zip(names, cells, strict=False)
            if name is not None and cell is not None
        }
        long = next((k for k, v in values.items() if len(str(v)) > _LONGEST_CELL), None)
        if long is not None:
            problem = f"holds more than {_LONGEST_CELL:,} characters: is a quote missing?"
            problems.append(BadDocument(file, headings[long], problem, line))
            continue
        found.append(DemandRecord(line, values, headings))
    if problems:
        raise BadDemands(problems)
    if not names:
        raise _refused(file, "is empty: expected a heading and a line for each demand", None)
    return found


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
