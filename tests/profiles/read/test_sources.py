"""Files that are not there, too large, packed, piped or written in another alphabet."""

from __future__ import annotations

import gzip
import io
import os
import threading
import time
from pathlib import Path

import pytest

from profiles.errors import BadValue, ReadError, TooLarge
from profiles.read import limits, read_profiles
from profiles.read.formats import Format
from profiles.read.sources import opened
from tests.profiles.read.support import read, text_file

TABLE = "name;description\nMüller;Größe – naïve €\n"


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("x.xlsx", "512.0 MB"),
        ("x.json", "20.0 MB"),
        ("x.yaml", "20.0 MB"),
        ("x.md", "20.0 MB"),
        ("x.txt", "20.0 MB"),
        ("x", "20.0 MB"),
    ],
)
def test_two_gigabytes_are_refused_without_reading_them(
    tmp_path: Path, name: str, bound: str
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: it takes no room

    started = time.perf_counter()
    with pytest.raises(TooLarge) as caught:
        read(path)

    assert f"holds 2.0 GB, more than the {bound} that are read: " in str(caught.value)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl"])
def test_a_table_may_be_large_and_its_rows_may_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(600_000_000)

    with pytest.raises(TooLarge, match=r"line 1: .* break the text into rows"):
        read(path)


def test_a_table_on_disk_has_no_bound_and_a_packed_one_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = b"name,description\n" + b"".join(b"A%d,We build clocks.\n" % n for n in range(900))
    plain, packed = tmp_path / "x.csv", tmp_path / "x.csv.gz"
    plain.write_bytes(rows)
    packed.write_bytes(gzip.compress(rows))
    monkeypatch.setattr(limits, "MAX_TABLE", 10_000)

    assert len(list(read_profiles(plain))) == 900
    with pytest.raises(TooLarge, match=r"more than the 10\.0 kB"):
        read(packed)


def test_a_large_file_without_an_ending_is_held_to_the_bound_of_what_is_in_it(
    tmp_path: Path,
) -> None:
    path = text_file(tmp_path, "x", '{"name": "A",')
    with path.open("r+b") as file:
        file.truncate(30_000_000)

    with pytest.raises(TooLarge, match=r"holds 30\.0 MB, more than the 20\.0 MB .* JSON Lines"):
        read(path)


def test_a_gzip_bomb_is_refused_while_it_unfolds(tmp_path: Path) -> None:
    path = tmp_path / "x.json.gz"
    path.write_bytes(gzip.compress(bytes(40_000_000)))
    assert path.stat().st_size < 50_000

    with pytest.raises(TooLarge, match=r"more than the 20\.0 MB"):
        read(path)


@pytest.mark.parametrize("cut", [5, 20, -4])
def test_a_damaged_gzip_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"name,description\nA,x\n" * 10)[:cut])

    with pytest.raises(ReadError, match=r"a damaged \.gz file"):
        read(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
def test_unicode_is_read_with_and_without_its_mark(
    tmp_path: Path, encoding: str, name: str
) -> None:
    found = read(text_file(tmp_path, name, TABLE, encoding))

    assert "Größe – naïve €" in (found.only.description or "")
    assert not [note for note in found.summary.notes if "1252" in note]


def test_what_is_not_utf_8_is_read_as_windows_1252_and_told(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "x.csv", TABLE, "cp1252"))

    assert (found.only.id, found.only.description) == ("muller", "Größe – naïve €")
    assert found.summary.notes == (
        "not UTF-8 (byte 0xFC in line 2), so it was read as Windows-1252; if letters look wrong, "
        "save it as UTF-8",
    )


def test_the_encoding_is_decided_by_the_whole_file_not_by_its_start(tmp_path: Path) -> None:
    rows = "".join(f"n{number},plain\n" for number in range(200_000))
    path = text_file(tmp_path, "x.csv", f"name,description\n{rows}Zoë,naïve\n", "cp1252")

    first = next(iter(read_first(path)))

    assert "line 200002" in first


def read_first(path: Path) -> list[str]:
    from profiles.read import read_profiles

    with read_profiles(path) as reading:
        next(reading)
        return [*reading.summary.notes]


def test_bytes_that_are_no_text_at_all_say_where(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"name,description\nA,\x81\x8d\n")

    with pytest.raises(ReadError, match="line 2: found 'the byte 0x81', expected text in UTF-8"):
        read(path)


def test_standard_input_is_recognised_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def piped(data: bytes, **how: str) -> list[str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return read(Path("-"), **how).ids

    assert piped(b"name,description\nA,x\n") == ["a"]
    two = b'{"name": "A", "description": "x"}\n{"name": "B", "text": "y"}'
    assert piped(gzip.compress(two)) == ["a", "b"]
    assert piped(b"Acme\n\nWe build, among others, clocks.") == ["acme"]
    assert piped(b"name;description\nA;x\n", format="csv") == ["a"]
    with pytest.raises(BadValue, match="expected one of json, jsonl"):
        piped(b"", format="doc")


def test_the_name_of_a_text_from_standard_input_must_be_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"We build clocks.")))

    assert read(Path("-")).told == [
        (1, "name", "found nothing, expected a text of 1 to 300 characters")
    ]


def test_a_pipe_is_counted_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_TABLE", 2_000_000)
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)

    def feed() -> None:
        with path.open("wb") as pipe:
            try:
                while True:
                    pipe.write(bytes(100_000))
            except BrokenPipeError:
                return

    feeder = threading.Thread(target=feed)
    feeder.start()
    with pytest.raises(TooLarge, match=r"more than the 2\.0 MB"):
        read(path)
    feeder.join(timeout=5)
    assert not feeder.is_alive()


@pytest.mark.parametrize(
    ("start", "format"),
    [
        (b'{"name": "A"}', Format.JSON),
        (b'[\n{"name": "A"}]', Format.JSON),
        (b'{"name": "A"}\n{"name": "B"}\n', Format.JSONL),
        (b'{\n"name": "A"}\n', Format.JSON),
        (b"name: A\ndescription: x\n", Format.YAML),
        (b"---\nname: A\n", Format.YAML),
        (b"---\nname: A\n---\nText", Format.MARKDOWN),
        (b"# Acme\n\nText", Format.MARKDOWN),
        (b"Company\tPitch\nA\tx\n", Format.CSV),
        (b'"Name";"Pitch"\nA;x\n', Format.CSV),
        (b"Clocks, radios, and ships\nare what we build", Format.TEXT),
        (b"Warning: this is prose\n", Format.TEXT),
        (b"", Format.TEXT),
    ],
)
def test_a_file_without_an_ending_is_what_it_looks_like(
    tmp_path: Path, start: bytes, format: Format
) -> None:
    path = tmp_path / "unnamed"
    path.write_bytes(start)

    with opened(path) as source:
        assert source.format is format


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", b"", r"found 'no text .*, expected a document with text in it"),
        ("x.xls", b"", r"expected a workbook saved as \.xlsx, or CSV"),
        ("x.csv", b"%PDF-1.7", "found 'no text"),
        ("x.csv", b"\xd0\xcf\x11\xe0", "found 'an old Office document'"),
        ("x.json", b"PK\x03\x04", "found 'a zip archive', expected json"),
        ("x.csv.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "a file packed twice"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_one_that_is(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(ReadError, match=said):
        read(path)


def test_what_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"x\.csv: found 'no such file', expected a file of prof"):
        read(tmp_path / "x.csv")
    with pytest.raises(ReadError, match="found 'a folder without any document'"):
        read(tmp_path)
