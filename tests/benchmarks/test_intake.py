"""Do the lists that the benchmark draws keep their rows, and are they the same each time?"""

from __future__ import annotations

from pathlib import Path

from benchmarks.intake.__main__ import kept_rows
from benchmarks.intake.messy import messy_list


def test_messy_lists_keep_their_rows() -> None:
    kept, held = kept_rows(60, 6)

    assert kept.total() >= 0.98 * held.total()


def test_a_number_draws_the_same_list(tmp_path: Path) -> None:
    numbers = [n for n in range(12) if messy_list(tmp_path, n, rows=2).path.suffix != ".xlsx"]
    first = [messy_list(tmp_path, n, rows=2).path.read_bytes() for n in numbers]

    assert first == [messy_list(tmp_path, n, rows=2).path.read_bytes() for n in numbers]
