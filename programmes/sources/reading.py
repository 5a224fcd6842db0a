"""How are the files of public sources opened, record by record, in flat memory?

Files of hundreds of megabytes are read as they stand, packed or not. A file that ends in the middle
or has another shape than its source describes is told as such and not used in part: what it does
not hold would look like what is gone.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from programmes.errors import ShapeChanged

__all__ = [
    "Row",
    "csv_rows",
    "json_items",
    "json_lines",
    "opened",
    "roots",
    "start_of",
    "xml_records",
]

Row: TypeAlias = dict[str, Any]

_LOOK = 65_536
_CELL = 5_000_000


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file; of one packed by gzip, or alone in a zip, what is in it.

    Raises:
        ShapeChanged: It cannot be opened or unpacked, or a zip holds more than one file.
    """
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
            stream.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(stream) as inner:
                    yield cast(IO[bytes], inner)
            elif magic == b"PK\x03\x04":
                with zipfile.ZipFile(stream) as archive:
                    names = [one for one in archive.namelist() if not one.endswith("/")]
                    if len(names) != 1:
                        problem = f"holds {len(names)} files: unpack it and name the one to read"
                        raise ShapeChanged(path.name, problem)
                    with archive.open(names[0]) as inner_file:
                        yield inner_file
            else:
                yield stream
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise ShapeChanged(path.name, f"cannot be read: {error}") from error


def start_of(path: Path) -> bytes:
    """The first bytes of what a file holds."""
    with opened(path) as stream:
        return stream.read(_LOOK)


def roots(path: Path) -> frozenset[str]:
    """The names at the top of a JSON file, as far as its first part shows; ``[`` for a list.

    A list's names are those of its first object, with the bracket before them.
    """
    import ijson

    found: set[str] = set()
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(start_of(path))):
            if prefix == "" and event == "start_array":
                found.add("[")
            elif event == "map_key" and prefix in {"", "item"}:
                found.add(value if prefix == "" else f"[{value}")
    except (ijson.JSONError, ijson.IncompleteJSONError):
        pass  # only the first part is looked at
    return frozenset(found)


def json_items(path: Path, prefix: str) -> Iterator[Any]:
    """The values at a place of a JSON document, one after the other.

    Args:
        path: The file.
        prefix: The place, as ijson writes it: ``data.item`` for each of the list ``data``.

    Raises:
        ShapeChanged: It is not JSON, or ends in the middle.
    """
    import ijson

    count = 0
    with opened(path) as stream:
        try:
            for value in ijson.items(stream, prefix, use_float=True):
                count += 1
                yield value
        except (ijson.JSONError, ijson.IncompleteJSONError, UnicodeDecodeError) as error:
            said = " ".join(str(error).split())[:120]
            problem = f"is not whole JSON, after {count:,} records: {said}"
            raise ShapeChanged(path.name, problem) from None


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The values of a file of JSON Lines, each with its line; of a bad line, what is wrong."""
    import orjson

    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    yield number, orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    yield number, f"is not JSON: {error}"


def xml_records(path: Path, names: frozenset[str]) -> Iterator[Any]:
    """The elements of an XML document with these names, whatever their namespace.

    Each is emptied once it has been looked at. Entities are left unread, and nothing is fetched.

    Raises:
        ShapeChanged: It is not XML, or ends in the middle.
    """
    from lxml import etree

    count = 0
    with opened(path) as stream:
        try:
            events = etree.iterparse(
                stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False
            )
            for _, element in events:
                if etree.QName(element).localname in names:
                    count += 1
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            problem = f"is not whole XML, after {count:,} records: {error.msg}"
            raise ShapeChanged(path.name, problem) from None


def csv_rows(path: Path, encodings: tuple[str, ...] = ("utf-8-sig",)) -> Iterator[tuple[int, Row]]:
    """The rows of a table with a heading, each with its line.

    Args:
        path: The file.
        encodings: Which encodings are tried; the last one takes every byte.

    Raises:
        ShapeChanged: It is no such table.
    """
    start = start_of(path)
    if b"\x00" in start:
        raise ShapeChanged(path.name, "is no text: save it as CSV in UTF-8")
    csv.field_size_limit(_CELL)
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding=_fitting(path, encodings), newline="")
        try:
            head = start.split(b"\n", 1)[0]
            rows = csv.DictReader(
                text, delimiter=";" if head.count(b";") > head.count(b",") else ","
            )
            for row in rows:
                yield rows.line_num, {(k or "").strip(): v for k, v in row.items()}
        except (csv.Error, UnicodeDecodeError) as error:
            raise ShapeChanged(path.name, f"is no CSV that can be read: {error}") from None
        finally:
            text.detach()  # whoever opened the file closes it


def _fitting(path: Path, encodings: tuple[str, ...]) -> str:
    for encoding in encodings[:-1]:
        with opened(path) as stream:
            if _decodes(stream, encoding):
                return encoding
    return encodings[-1]


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(_LOOK):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
