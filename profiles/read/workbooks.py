"""What is in a workbook?

One sheet of it: the one asked for, else the one called profiles, else the first that is visible.
A workbook is a zip archive, so its table of contents is checked before anything is unpacked, and
its parts are counted before they are built. Formulas give the value that was last computed.
"""

from __future__ import annotations

import datetime
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from profiles.errors import ReadError, TooLarge
from profiles.read import limits
from profiles.read.problems import RowProblem
from profiles.read.records import Headings, Record
from profiles.read.sources import InputStream
from profiles.read.tables import HeadingPlace, begun, heading_row, is_blank, rating, row
from profiles.vocabulary.words import fold

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["check_archive", "xlsx_records"]

_CHUNK = 1 << 20
_LARGE = 10 * limits.MB
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST_MARK = 20
_HIDDEN = re.compile(rb"<row [^<>]{0,200}?hidden=\"(?:1|true)\"")
_NO_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>|</c>)")
_LONGEST_FORMULA = 400
_LINK = re.compile(r'=HYPERLINK\((?:"[^"]*"|[^",;()]*)[,;]\s*"(?P<shown>[^"]*)"\)', re.IGNORECASE)
_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
# What zipfile lets through when an archive is damaged, and openpyxl when its XML is.
_CUT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_DAMAGE = (*_CUT, ParseError, AttributeError, IndexError, KeyError, TypeError)


def xlsx_records(
    source: InputStream, where: HeadingPlace | None = None
) -> Iterator[Headings | Record | RowProblem]:
    """The rows of one sheet below its headings, empty ones left out.

    Args:
        source: The workbook.
        where: Which sheet, by name or by its place from 1, and which row of it holds the headings.

    Raises:
        ReadError: It is no workbook, has no such sheet, or no headings.
        TooLarge: It unpacks to more than is read.
    """
    import openpyxl

    hidden = check_archive(source.file, source.stream)
    if hidden:
        rows = "1 row is" if hidden == 1 else f"{hidden} rows are"
        source.notes.append(f"{rows} hidden in the workbook, and read as any other")
    where = where or HeadingPlace()
    with _strict(source.file):
        book = openpyxl.load_workbook(source.stream, read_only=True, data_only=True)
    formulas = None
    try:
        sheet = _sheet(source, book, where)
        if _unanswered(source.stream):
            with _strict(source.file):
                formulas = openpyxl.load_workbook(source.stream, read_only=True)
        yield from _rows(source, sheet, where, formulas and formulas[sheet.title])
    finally:
        book.close()
        if formulas is not None:
            formulas.close()


def _unanswered(stream: BinaryIO) -> bool:
    """Whether a sheet holds a formula without a value, as programs write that are no Excel."""
    with zipfile.ZipFile(stream) as archive:
        for entry in archive.infolist():
            if not entry.filename.startswith("xl/worksheets/sheet"):
                continue
            tail = b""
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    if _NO_VALUE.search(tail + chunk):
                        return True
                    tail = chunk[-_LONGEST_FORMULA:]
    return False


@contextmanager
def _strict(file: str) -> Iterator[None]:
    """Around each step of openpyxl: whatever it trips over is damage, and its advice is noise."""
    try:
        with warnings.catch_warnings():
            # About styles and drop-down lists, which say nothing of what stands in a cell.
            warnings.simplefilter("ignore", UserWarning)
            yield
    except _DAMAGE as error:
        found = f"a damaged workbook ({type(error).__name__})"
        raise ReadError(file, None, None, found, "one that Excel opens") from error


def check_archive(file: str, stream: BinaryIO) -> int:
    """Refuse an archive that would unpack to more than is read; count the rows that are hidden.

    Raises:
        ReadError: It is no zip archive, or not of a workbook.
        TooLarge: Its parts are too many, too large, or packed too tightly to be honest.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_sizes(file, archive.infolist())
            if "[Content_Types].xml" not in archive.namelist():
                raise ReadError(file, None, None, "a zip archive", "a workbook (.xlsx)")
            hidden = _check_parts(file, archive)
    except _CUT as error:
        found = f"a damaged or locked archive ({error})"
        raise ReadError(file, None, None, found, "a workbook without password") from error
    stream.seek(0)
    return hidden


def _check_sizes(file: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MAX_ENTRIES:
        found = f"{len(entries):,} parts"
        raise TooLarge(file, None, None, found, f"at most {limits.MAX_ENTRIES:,}")
    unpacked = sum(entry.file_size for entry in entries)
    do = "save the one sheet that is needed as CSV or Parquet"
    limits.check(file, unpacked, limits.MAX_UNPACKED, do)
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _LARGE and ratio > limits.MAX_WORKBOOK_RATIO:
            found = f"{entry.filename}, packed {ratio:,.0f} to 1"
            expected = f"at most {limits.MAX_WORKBOOK_RATIO} to 1, as honest sheets are"
            raise TooLarge(file, None, None, found, expected)


def _check_parts(file: str, archive: zipfile.ZipFile) -> int:
    """Refuse XML that would cost more than its bytes when it is built."""
    tags = hidden = 0
    for entry in archive.infolist():
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                tags += chunk.count(b"<")
                if tags > limits.MAX_TAGS:
                    found = f"more than {limits.MAX_TAGS:,} tags"
                    raise TooLarge(file, None, None, found, "fewer: save it as CSV or Parquet")
                seen = tail + chunk
                # Entities can unfold a kilobyte into gigabytes; the format itself forbids them.
                if any(mark in seen for mark in _DOCTYPE):
                    found = f"a document type in {entry.filename}"
                    raise ReadError(file, None, None, found, "XML without any, as Excel writes it")
                if entry.filename.startswith("xl/worksheets/"):
                    hidden += len(_HIDDEN.findall(chunk))
                tail = chunk[-_LONGEST_MARK:]
    return hidden


def _rows(
    source: InputStream, sheet: Any, where: HeadingPlace, formulas: Any = None
) -> Iterator[Headings | Record | RowProblem]:
    rows = _numbered(source.file, sheet, formulas, source.notes)
    number, names, below = begun(source, rows, where)
    if not names:
        found = f"an empty sheet {sheet.title!r}"
        raise ReadError(source.file, None, None, found, "a row of headings")
    headings = heading_row(source.file, number, names)
    yield Headings(headings)
    for place, cells in chain(below, rows):
        held = row(source.file, place, headings, [_plain(cell) for cell in cells])
        yield _errors(held) if isinstance(held, Record) else held


def _with_links(
    file: str, sheet: Any, formulas: Any, notes: list[str]
) -> Iterator[tuple[Any, ...]]:
    """The rows with what a link shows for its formula; other formulas are told, and empty."""
    if formulas is None:
        yield from _cells(file, sheet)
        return
    empty = 0
    for cells, written in zip(_cells(file, sheet), _cells(file, formulas), strict=False):
        found = []
        for cell, formula in zip(cells, written, strict=False):
            if cell is None and isinstance(formula, str) and formula.startswith("="):
                link = _LINK.fullmatch(formula)
                empty += link is None
                found.append(link["shown"] if link else None)
            else:
                found.append(cell)
        yield tuple(found)
    if empty:
        cells_are = "1 cell holds" if empty == 1 else f"{empty} cells hold"
        told = "a formula that nobody has worked out: open the file once in Excel and save it"
        notes.append(f"{cells_are} {told}")


def _numbered(
    file: str, sheet: Any, formulas: Any = None, notes: list[str] | None = None
) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that are not empty, with their numbers."""
    rows = _with_links(file, sheet, formulas, [] if notes is None else notes)
    for number, cells in enumerate(rows, start=1):
        if number > limits.MAX_WORKBOOK_ROWS:
            found, expected = "more rows", f"at most {limits.MAX_WORKBOOK_ROWS:,}"
            message = f"has more than {limits.MAX_WORKBOOK_ROWS:,} rows: save it as CSV or Parquet"
            raise TooLarge(file, number, None, found, expected, message)
        if not is_blank(cells):
            yield number, cells


def _cells(file: str, sheet: Any) -> Iterator[tuple[Any, ...]]:
    with _strict(file):
        sheet.reset_dimensions()  # some programs write the wrong ones
        rows = iter(sheet.iter_rows(values_only=True))
    while True:
        with _strict(file):
            cells = next(rows, None)
        if cells is None:
            return
        yield cells


def _sheet(source: InputStream, book: Workbook, where: HeadingPlace) -> Any:
    asked = where.sheet
    # Charts have no cells, and a hidden sheet is not what its author shows.
    sheets = {one.title: one for one in book.worksheets if hasattr(one, "iter_rows")}
    shown = {name: one for name, one in sheets.items() if one.sheet_state == "visible"} or sheets
    if not sheets:
        raise ReadError(source.file, None, None, "no sheet with cells", "one")
    if asked is None:
        named = next((name for name in shown if fold(name) == "profiles"), None)
        named = named or _likeliest(source.file, shown, where)
        if len(shown) > 1:
            others = ", ".join(repr(name) for name in shown if name != named)
            source.notes.append(f"read the sheet {named!r} and left out {others}")
        return sheets[named]
    by_place = dict(enumerate(sheets, start=1))
    found = next((name for name in sheets if fold(name) == fold(str(asked))), None)
    if found is None and str(asked).isdecimal():
        found = by_place.get(int(asked))
    if found is None:
        names = ", ".join(repr(name) for name in sheets)
        raise ReadError(source.file, None, None, f"no sheet {str(asked)!r}", f"one of {names}")
    return sheets[found]


def _likeliest(file: str, sheets: Mapping[str, Any], where: HeadingPlace) -> str:
    """The first sheet in which a row of headings is found; the first of all if there is none."""
    first = next(iter(sheets))
    if len(sheets) == 1:
        return first
    for name, sheet in list(sheets.items())[:_SHEETS]:
        top = islice(_numbered(file, sheet), _TOP)
        if any(rating(cells, where.mapping) >= _WHOLE for _, cells in top):
            return name
    return first


_SHEETS, _TOP, _WHOLE = 20, 30, 100


def _plain(cell: Any) -> Any:
    """A cell as the fields take it: 14 for 14.0, and a day for a midnight."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return cell


def _errors(held: Record) -> Record:
    """The record without what a formula could not work out."""
    wrong = tuple(
        (heading, cell)
        for heading, cell in zip(held.headings, held.cells, strict=False)
        if isinstance(cell, str) and _ERROR.fullmatch(cell)
    )
    if not wrong:
        return held
    errors = {cell for _, cell in wrong}
    cells = [None if isinstance(one, str) and one in errors else one for one in held.cells]
    return Record(held.line, held.headings, cells, wrong)
