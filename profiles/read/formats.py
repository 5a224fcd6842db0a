"""Which format does a file have?

Its first bytes decide where they can (a workbook named .csv is still a workbook), then its
ending, and the look of its first lines only where there is no ending that we know.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import PurePath

from profiles.errors import BadValue, ReadError
from profiles.read import limits
from profiles.read.headings import is_heading

__all__ = ["Format", "by_name", "by_start", "format_named"]

_GZIP = b"\x1f\x8b"
_REFUSED = {
    ".xls": "a workbook saved as .xlsx, or CSV",
    ".ods": "a workbook saved as .xlsx, or CSV",
    ".numbers": "a workbook saved as .xlsx, or CSV",
    ".doc": "a document saved as .docx",
    ".zip": "the files in it, one at a time",
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff", ".svg"),
        "what the picture says, as text",
    ),
    **dict.fromkeys((".mp4", ".mov", ".mp3", ".wav"), "what is said in it, as text"),
    **dict.fromkeys((".eml", ".msg"), "the text of the mail, saved as .txt"),
    ".ppt": "slides saved as .pptx",
    ".rtf": "a document saved as .docx",
}
_YAML_KEY = re.compile(r"(?:- )?(?P<name>\w+):(?: |$)")


class Format(StrEnum):
    """A format that profiles are read from."""

    JSON = "json"
    JSONL = "jsonl"
    YAML = "yaml"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    MARKDOWN = "markdown"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    ODT = "odt"
    HTML = "html"

    @property
    def is_document(self) -> bool:
        """Whether it is laid out for people, so that its text has to be taken out of it."""
        return self in (Format.PDF, Format.DOCX, Format.PPTX, Format.ODT, Format.HTML)

    @property
    def most(self) -> int:
        """How many bytes of it are read."""
        if self in (Format.CSV, Format.JSONL, Format.PARQUET):
            return limits.MAX_STREAMED
        return limits.MAX_TABLE if self is Format.XLSX else limits.MAX_DOCUMENT

    @property
    def instead(self) -> str:
        """What to do with a file that is too large."""
        if self in (Format.JSON, Format.YAML):
            return "write one profile a line as JSON Lines (.jsonl), which is streamed"
        if self in (Format.TEXT, Format.MARKDOWN) or self.is_document:
            return "give the few pages that describe the startup"
        if self is Format.XLSX:
            return "save it as CSV or Parquet, which are streamed"
        return "split it"


_ENDINGS = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".tab": Format.CSV,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".pptx": Format.PPTX,
    ".odt": Format.ODT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


_INSIDE = {
    b"word/document.xml": Format.DOCX,
    b"ppt/presentation.xml": Format.PPTX,
    b"mimetypeapplication/vnd.oasis.opendocument.text": Format.ODT,
}
"""Names of parts by which a zip archive without an ending tells what it is."""


def format_named(name: str) -> Format:
    """The format that a person asks for.

    Raises:
        BadValue: There is none of this name.

    >>> format_named("csv"), format_named("md"), format_named(".xlsx")
    (<Format.CSV: 'csv'>, <Format.MARKDOWN: 'markdown'>, <Format.XLSX: 'xlsx'>)
    """
    word = name.strip().lower().removeprefix(".")
    if word in list(Format):
        return Format(word)
    if found := _ENDINGS.get(f".{word}"):
        return found
    raise BadValue(name, f"one of {', '.join(Format)}")


def by_name(name: str) -> Format | None:
    """The format that the ending of a file name says; ``.gz`` after it is passed over.

    Raises:
        ReadError: The ending is of a format that is not read; says what is.

    >>> by_name("list.csv.gz"), by_name("notes")
    (<Format.CSV: 'csv'>, None)
    """
    path = PurePath(name.lower())
    ending = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if ending in _REFUSED:
        raise ReadError(name, None, None, f"a {ending} file", _REFUSED[ending])
    return _ENDINGS.get(ending)


def by_start(file: str, start: bytes, named: Format | None) -> Format:
    """The format of a file by its first bytes.

    Args:
        file: The file as the user named it.
        start: Its first bytes, some kilobytes of them.
        named: What its name says.

    Raises:
        ReadError: It is plainly of a format that is not read.
    """
    if start.startswith(b"PK\x03\x04"):
        if named in (Format.DOCX, Format.PPTX, Format.ODT):
            return named
        for mark, form in _INSIDE.items():
            if mark in start:
                return form
        if named in (None, Format.CSV, Format.XLSX):
            return Format.XLSX
        raise ReadError(file, None, None, "a zip archive", f"{named}")
    if start.startswith(b"PAR1"):
        return Format.PARQUET
    if start.startswith(b"%PDF"):
        return Format.PDF
    if named is None and start[:300].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return Format.HTML
    for mark, what, instead in (
        (b"\xd0\xcf\x11\xe0", "an old Office document", _REFUSED[".xls"]),
        (_GZIP, "a file packed twice", "one packed once"),
    ):
        if start.startswith(mark):
            raise ReadError(file, None, None, what, instead)
    return named or _by_look(start)


def _by_look(start: bytes) -> Format:
    """Guess the format of a text without a name that tells."""
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = start.decode(encoding, errors="replace").strip().splitlines()
    first = lines[0].strip() if lines else ""
    if first.startswith(("{", "[")):
        return Format.JSONL if len(lines) > 1 and _is_object(first) else Format.JSON
    if first == "---" and "---" in (line.strip() for line in lines[1:]):
        return Format.MARKDOWN
    key = _YAML_KEY.match(first)
    if first == "---" or (key and is_heading(key["name"])):
        return Format.YAML
    # Prose holds commas too, but no field of a profile between two of them.
    cells = (cell.strip(' "') for cell in re.split(r"[,;\t]", first))
    if re.search(r"[,;\t]", first) and len(lines) > 1 and any(map(is_heading, cells)):
        return Format.CSV
    return Format.MARKDOWN if first.startswith("#") else Format.TEXT


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
