"""What is in a Parquet file?

Batches of few rows, so that neither a million rows nor a text that is repeated in each of them
(which Parquet stores once) is ever held whole.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterator
from typing import Any

from profiles.errors import ReadError, TooLarge
from profiles.read import limits
from profiles.read.problems import RowProblem
from profiles.read.records import Headings, Record
from profiles.read.sources import InputStream
from profiles.read.tables import is_blank

__all__ = ["parquet_records"]

_ROWS = 512
# What pyarrow lets through where a stored value is none of Python's.
_NO_VALUE = (ArithmeticError, LookupError, OSError, TypeError, ValueError)


def parquet_records(source: InputStream) -> Iterator[Headings | Record | RowProblem]:
    """The rows of a Parquet file; the line of a row is its place, from 1.

    Raises:
        ReadError: It is damaged.
        TooLarge: A group of its rows unpacks to more than is read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source.stream) as table:
            _check(source.file, table.metadata)
            headings = tuple(table.schema_arrow.names)
            yield Headings(headings)
            number = 0
            for batch in table.iter_batches(batch_size=_ROWS):
                columns = [_values(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    if not is_blank(cells):
                        yield Record(number, headings, cells)
    except (pa.ArrowException, OSError) as error:
        found = f"a damaged Parquet file ({str(error).splitlines()[0][:80]})"
        raise ReadError(source.file, None, None, found, "a whole one") from error


def _check(file: str, metadata: Any) -> None:
    if metadata.num_columns > limits.MAX_COLUMNS:
        found, expected = f"{metadata.num_columns:,} columns", f"at most {limits.MAX_COLUMNS:,}"
        raise TooLarge(file, None, None, found, expected)
    for index in range(metadata.num_row_groups):
        size = metadata.row_group(index).total_byte_size
        do = "write it with smaller row groups"
        limits.check(file, size, limits.MAX_ROW_GROUP, do)


def _values(column: Any) -> list[Any]:
    """The cells of one column as Python values: maps as dicts, decimals as floats.

    Most columns are read at once. One cell that Python cannot hold (a nanosecond, the year 33658,
    a clock of no known zone) would take its whole column along, so such a column is read by cells.
    """
    try:
        values: list[Any] = column.to_pylist(maps_as_pydicts="strict")
    except _NO_VALUE:
        values = [_cell(scalar) for scalar in column]
    return [_plain(one) for one in values]


def _cell(scalar: Any) -> Any:
    """One cell, or its text where it is none of Python's values."""
    import pyarrow as pa

    try:
        if pa.types.is_timestamp(scalar.type):
            # Fractions of a microsecond and the zone of the clock say nothing about a day.
            naive = scalar.cast(pa.timestamp(scalar.type.unit))
            return naive.cast(pa.timestamp("us"), safe=False).as_py()
        return scalar.as_py(maps_as_pydicts="strict")
    except _NO_VALUE:
        return _text(scalar)


def _text(scalar: Any) -> str:
    try:
        return str(scalar)
    except _NO_VALUE:  # it is shown by way of the value that it is not
        return f"a value of type {scalar.type}"


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value
    return value
