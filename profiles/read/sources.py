"""Where do the bytes come from, how many are there, and how are they written?

Whatever the user names (a file, a pipe, standard input, packed or not) becomes one seekable
stream of known size. Its text is UTF-8 unless its first bytes say otherwise; one that is not is
read as Windows-1252, which Excel writes in Europe, and a note says so. The whole file is checked
before its first row is used, so that the encoding cannot change halfway.
"""

from __future__ import annotations

import codecs
import gzip
import io
import stat
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from profiles.errors import ReadError
from profiles.read import limits
from profiles.read.extract import folder_text
from profiles.read.formats import Format, by_name, by_start

__all__ = ["STDIN", "InputStream", "lines_of", "opened", "text_of"]

STDIN = "-"
_STDIN_NAME = "standard input"
_CHUNK = 1 << 20
_LOOK = 1 << 16
_SPOOLED = 32_000_000
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


@dataclass
class InputStream:
    """A stream to read from.

    Attributes:
        file: The file as the user named it.
        stem: Its name without folder and endings; empty for standard input.
        format: What is in it.
        stream: Its bytes, unpacked, at the first.
        notes: What the user should know about how it was read.
        text: The whole of a text or a document, once it was read.
    """

    file: str
    stem: str
    format: Format
    stream: BinaryIO
    notes: list[str] = field(default_factory=list)
    text: str | None = None


@contextmanager
def opened(path: str | Path, format: Format | None = None) -> Iterator[InputStream]:
    """Open a file, ``-`` for standard input, and find out what it is.

    Args:
        path: A file, packed with gzip or not.
        format: Its format where the user says so; else name and content decide.

    Raises:
        ReadError: It is not there, cannot be read, or is of no format that is read.
        TooLarge: It holds more than its format allows. A regular file is refused unread.
    """
    file = _STDIN_NAME if str(path) == STDIN else str(path)
    stem = "" if str(path) == STDIN else Path(path).name.lstrip(".").split(".")[0]
    expected = format or (by_name(file) if stem else None)
    if stem and Path(path).is_dir():
        text, notes = folder_text(Path(path))
        yield InputStream(file, Path(path).name, Format.TEXT, io.BytesIO(text.encode()), notes)
        return
    try:
        with _raw(path, file, expected) as raw, _unpacked(raw, file, expected) as stream:
            start = stream.read(_LOOK)
            found = by_start(file, start, format or expected)
            limits.check(file, stream.seek(0, io.SEEK_END), found.most, found.instead)
            stream.seek(0)
            yield InputStream(file, stem, found, stream)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        what = {FileNotFoundError: "no such file", IsADirectoryError: "a folder"}
        found_there = what.get(type(error), "a file that may not be read")
        raise ReadError(file, None, None, found_there, "a file of profiles") from error


@contextmanager
def _raw(path: str | Path, file: str, expected: Format | None) -> Iterator[BinaryIO]:
    """The bytes as they are stored, in a stream that can be sought."""
    most = expected.most if expected else limits.MAX_STREAMED
    instead = expected.instead if expected else "split it"
    if str(path) == STDIN:
        with _spooled(sys.stdin.buffer, file, most, instead) as kept:
            yield kept
        return
    with Path(path).open("rb") as stored:
        if stat.S_ISREG(Path(path).stat().st_mode):
            limits.check(file, Path(path).stat().st_size, most, instead)
            yield stored
        else:  # a pipe or a device has no size: /dev/zero would never end
            with _spooled(stored, file, most, instead) as kept:
                yield kept


@contextmanager
def _unpacked(raw: BinaryIO, file: str, expected: Format | None) -> Iterator[BinaryIO]:
    start = raw.read(2)
    raw.seek(0)
    if start != b"\x1f\x8b":
        yield raw
        return
    most = expected.most if expected else limits.MAX_STREAMED
    instead = f"unpacked, {expected.instead}" if expected else "split it"
    try:
        with gzip.GzipFile(fileobj=raw, mode="rb") as packed:
            kept = _spool(cast(BinaryIO, packed), file, most, instead)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(file, None, None, f"a damaged .gz file ({error})", "a whole one") from error
    with kept:
        yield kept


@contextmanager
def _spooled(stream: BinaryIO, file: str, most: int, instead: str) -> Iterator[BinaryIO]:
    with _spool(stream, file, most, instead) as kept:
        yield kept


def _spool(stream: BinaryIO, file: str, most: int, instead: str) -> BinaryIO:
    """Keep a stream in memory, or on disk if it is large, while counting."""
    most = min(most, limits.MAX_TABLE)
    kept = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - the caller closes it
    try:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            limits.check(file, size, most, instead)
            kept.write(chunk)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)
    return cast(BinaryIO, kept)


def text_of(source: InputStream) -> str:
    """The whole text of a document, with one kind of line break.

    Raises:
        ReadError: The bytes are no text.
    """
    encoding = _encoding(source)
    return source.stream.read().decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def lines_of(source: InputStream) -> Iterator[str]:
    """The lines of a text with their endings, one at a time.

    Raises:
        ReadError: The bytes are no text.
        TooLarge: A line is longer than a cell may be.
    """
    reader = io.TextIOWrapper(source.stream, encoding=_encoding(source), newline="")
    try:
        number = 0
        while line := reader.readline(limits.MAX_CELL + 1):
            number += 1
            do = "break the text into rows"
            limits.check(source.file, len(line), limits.MAX_CELL, do, line=number)
            yield line
    finally:
        # The source closes the stream; an error may have let it do so before we come here.
        if not reader.closed:
            reader.detach()


def _encoding(source: InputStream) -> str:
    """Find the encoding of the whole text and leave the stream at its start."""
    start = source.stream.read(_LOOK)
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    # Without its mark UTF-16 shows by the zero byte beside each Latin letter.
    if encoding is None and start.count(0) > len(start) // 4:
        encoding = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    trouble = _trouble(source.stream, encoding or "utf-8")
    if trouble is None:
        return encoding or "utf-8"
    line, byte = trouble
    if encoding is None and _trouble(source.stream, "cp1252") is None:
        source.notes.append(
            f"not UTF-8 (byte 0x{byte:02X} in line {line}), so it was read as Windows-1252; "
            "if letters look wrong, save it as UTF-8"
        )
        return "cp1252"
    what = f"the byte 0x{byte:02X}"
    raise ReadError(source.file, line, None, what, "text in UTF-8", None)


def _trouble(stream: BinaryIO, encoding: str) -> tuple[int, int] | None:
    """The line and the byte at which decoding fails, if it does."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    try:
        while chunk := stream.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                return lines + before, error.object[error.start]
            lines += chunk.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return lines, error.object[error.start]
        return None
    finally:
        stream.seek(0)
