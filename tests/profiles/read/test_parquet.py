"""Parquet files that others wrote."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from profiles.errors import ReadError, TooLarge
from profiles.read import limits, read_profiles
from tests.profiles.read.support import read


def test_a_frame_of_a_data_team_becomes_profiles(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pl.DataFrame(
        {
            "company": ["A", "B", None],
            "about": ["x", "y", None],
            "areas": [["quantum"], None, None],
            "employees": pl.Series([3, None, None], dtype=pl.Int32),
            "founded": [datetime.date(2022, 3, 1), None, None],
            "turnover_eur": [decimal.Decimal("12.50"), None, None],
            "seeking": [{"amount": 5.0, "currency": "USD"}, None, None],
            "trl": [5, 11, None],
            "batch": [b"\x00", b"", b""],
        }
    ).write_parquet(path)

    found = read(path)

    assert found.profiles[0].model_dump(exclude_none=True, mode="json") == {
        "id": "a", "name": "A", "description": "x", "areas": ["quantum"], "headcount": 3,
        "founded": "2022-03-01", "turnover_eur": 12.5, "trl": 5,
        "seeking": {"amount": 5.0, "currency": "USD"},
    }  # fmt: skip
    assert found.told[0] == (2, "trl", "found 11, expected a whole number from 1 to 9")
    assert found.summary.notes == ("left out, because they are no field: 'batch'",)


def test_a_text_that_is_stored_once_and_shown_a_million_times_is_never_held_whole(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.parquet"
    rows = 20_000
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["word " * 20_000])
    names = pa.array([f"n{number}" for number in range(rows)])
    pq.write_table(pa.table({"name": names, "about": long}), path)
    assert path.stat().st_size < 1_000_000  # and two gigabytes if it were held

    before = pa.total_allocated_bytes()
    with read_profiles(path) as reading:
        for _, found in zip(range(600), reading, strict=False):
            assert found
            assert pa.total_allocated_bytes() - before < 200_000_000


def test_a_row_group_beyond_memory_is_refused_by_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ROW_GROUP", 1_000)
    path = tmp_path / "x.parquet"
    texts = [f"text {number}" for number in range(1_000)]
    pl.DataFrame({"name": texts, "about": texts}).write_parquet(path)

    with pytest.raises(TooLarge, match="write it with smaller row groups"):
        read(path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pl.DataFrame({"name": ["A"], "about": ["x"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(ReadError, match="a damaged Parquet file"):
        read(path)


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([1577836800000000001, 1], pa.timestamp("ns")),
        pa.array([1577836800000, 1], pa.timestamp("ms", tz="Mars/Phobos")),
    ],
    ids=["a nanosecond", "an unknown clock"],
)
def test_an_instant_that_python_cannot_hold_still_says_its_day(
    tmp_path: Path, cells: pa.Array
) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"name": ["A", "B"], "about": ["x", "y"], "founded": cells}), path)

    assert [one.founded for one in read(path).profiles] == ["2020-01-01", "1970-01-01"]


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([10**18, None], pa.timestamp("us")),
        pa.array([-(10**17), None], pa.timestamp("us")),
        pa.array([10**8, None], pa.date32()),
        pa.array([10**15, None], pa.date64()),
        pa.array([1, None], pa.time64("ns")),
        pa.array([1, None], pa.duration("ns")),
        pa.array([10**18, None], pa.duration("s")),
        pa.array([[("a", "1"), ("a", "2")], None], pa.map_(pa.string(), pa.string())),
        pa.array([b"\xff", None], pa.binary()),
        pa.array([{"year": datetime.date(2020, 1, 1)}, None]),
    ],
    ids=str,
)
def test_a_cell_that_is_no_value_harms_no_other_row(tmp_path: Path, cells: pa.Array) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"name": ["A", "B"], "about": ["x", "y"], "founded": cells}), path)

    found = read(path)

    assert found.ids[-1] == "b"
    assert [(one.line, one.field) for one in found.problems] == [(1, "founded")]
