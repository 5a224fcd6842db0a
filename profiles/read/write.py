"""How are profiles written so that reading them again gives the same ones?

The same fields in each format, in the order of the model, and unknown facts left out. The file
appears whole or not at all, and the same profiles give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from profiles.errors import BadValue
from profiles.model import Profile, Seeking
from profiles.read.formats import Format, by_name, format_named
from profiles.values import NOTHING, UNKNOWN

__all__ = ["write_profile", "write_profiles"]

_Row: TypeAlias = dict[str, Any]

_BATCH = 1_000
_SEEKING = tuple(f"seeking.{name}" for name in Seeking.model_fields)
_COLUMNS = tuple(
    column
    for name in Profile.model_fields
    for column in (_SEEKING if name == "seeking" else (name,))
)
_RANGES = ("trl_range", "headcount_range")
_PLAIN_ITEM = re.compile(r"\w[\w ./-]*")


def write_profiles(
    path: str | Path, profiles: Iterable[Profile], *, format: str | None = None
) -> int:
    """Write profiles as JSON, JSON Lines, YAML, CSV or Parquet, by the ending of the name.

    All but Parquet may be packed (``.jsonl.gz``). JSON Lines, CSV and Parquet are written as they
    come, so that ``profiles`` may be longer than memory.

    Returns:
        How many were written.

    Raises:
        BadValue: The format is none of these.
        ReadError: The name ends in one that neither is read nor written.
    """
    path = Path(path)
    chosen = format_named(format) if format else by_name(path.name)
    write = _WRITERS.get(chosen) if chosen else None
    packed = path.suffix == ".gz"
    if write is None or (packed and chosen is Format.PARQUET):
        raise BadValue(path.name, f"a name that ends in {', '.join(f'.{one}' for one in _WRITERS)}")
    counted = _Counted(profiles)
    with _replaced(path) as stream:
        if packed:
            # Neither name nor time: they would make two equal files differ.
            with gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as inner:
                write(cast(BinaryIO, inner), counted)
        else:
            write(stream, counted)
    return counted.number


def write_profile(path: str | Path, profile: Profile) -> None:
    """Write one profile as a person keeps it: in YAML and JSON an object and not a list of one.

    Raises:
        BadValue: The format is none that is written.
        ReadError: The name ends in one that neither is read nor written.
    """
    path = Path(path)
    if by_name(path.name) not in (Format.JSON, Format.YAML):
        write_profiles(path, [profile])
        return
    (row,) = _Counted([profile])
    with _replaced(path) as stream:
        if by_name(path.name) is Format.JSON:
            stream.write(f"{json.dumps(row, ensure_ascii=False, indent=2)}\n".encode())
        else:
            stream.write(_as_yaml(_whole_numbers(row)))


class _Counted:
    """Profiles as plain values, counted as they pass."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = profiles
        self.number = 0

    def __iter__(self) -> Iterator[_Row]:
        for profile in self._profiles:
            self.number += 1
            found = profile.model_dump(mode="json")
            yield {name: value for name, value in found.items() if value is not None}


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file once all of them are there."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # as any new file; mkstemp makes it private
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _json(stream: BinaryIO, rows: Iterable[_Row]) -> None:
    text = json.dumps([*rows], ensure_ascii=False, indent=2)
    stream.write(f"{text}\n".encode())


def _jsonl(stream: BinaryIO, rows: Iterable[_Row]) -> None:
    for row in rows:
        stream.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())


def _yaml(stream: BinaryIO, rows: Iterable[_Row]) -> None:
    stream.write(_as_yaml([_whole_numbers(row) for row in rows]))


def _as_yaml(plain: Any) -> bytes:
    import yaml

    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()


def _whole_numbers(value: Any) -> Any:
    """Sums without ".0", as people write them."""
    if isinstance(value, dict):
        return {key: _whole_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _csv(stream: BinaryIO, rows: Iterable[_Row]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    # Only with both characters in the line end does the module quote each of them in a cell.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        seeking = row.get("seeking") or {}
        flat = row | {f"seeking.{name}": value for name, value in seeking.items()}
        writer.writerow([_cell(flat.get(column), column) for column in _COLUMNS])
    text.flush()
    text.detach()


def _cell(value: Any, column: str) -> str:
    match _whole_numbers(value):
        case [low, high] if column in _RANGES:
            return f"{low}-{high}"
        case None:
            return ""
        case bool() as flag:
            return "yes" if flag else "no"
        case list() as items if items and all(_is_plain(item) for item in items):
            return "; ".join(items)
        case dict() | list() as nested:
            return json.dumps(nested, ensure_ascii=False)
        case other:
            return str(other)


def _is_plain(item: Any) -> bool:
    """Whether an item of a list can stand in a cell without quotes and be found again."""
    return (
        isinstance(item, str)
        and _PLAIN_ITEM.fullmatch(item) is not None
        and item.casefold() not in NOTHING | UNKNOWN
    )


def _parquet(stream: BinaryIO, rows: Iterable[_Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    waiting = iter(rows)
    with pq.ParquetWriter(stream, schema) as writer:
        while batch := [_with_text(row) for row in islice(waiting, _BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _with_text(row: _Row) -> _Row:
    """What was read has values of many types, for which a column of Parquet has no room."""
    if "read" not in row:
        return row
    return row | {"read": json.dumps(row["read"], ensure_ascii=False)}


def _schema() -> Any:
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    number, whole, flag = pa.float64(), pa.int64(), pa.bool_()
    seeking = pa.struct([("amount", number), ("currency", text), ("instruments", texts)])
    partner = pa.struct([("name", text), ("country", text)])
    special: Mapping[str, Any] = {
        "use_cases": texts,
        "controlled_from": texts,
        "areas": texts,
        "trl": whole,
        "trl_range": pa.list_(whole),
        "headcount": whole,
        "headcount_range": pa.list_(whole),
        "turnover_eur": number,
        "balance_sheet_eur": number,
        "raised_eur": number,
        "seeking": seeking,
        "civil_use": flag,
        "defence_use": flag,
        "weapon": flag,
        "owns_technology": flag,
        "sanctioned": flag,
        "identifiers": pa.map_(text, text),
        "certifications": texts,
        "export_control": texts,
        "partners": pa.list_(partner),
        "private_coinvestment_share": number,
        "non_eligible_content_share": number,
        "statements": pa.map_(text, flag),
    }
    return pa.schema([(name, special.get(name, text)) for name in Profile.model_fields])


_WRITERS: Mapping[Format, Callable[[BinaryIO, Iterable[_Row]], None]] = {
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.YAML: _yaml,
    Format.CSV: _csv,
    Format.PARQUET: _parquet,
}
