"""How does a person read a run in a spreadsheet?

As CSV or XLSX with names beside ids and findings in words. Texts come from strangers: a cell that a
spreadsheet would run as a formula gets an apostrophe first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import BadInput, NotFound
from matcher.runs.files.folder import replaced

if TYPE_CHECKING:
    from matcher.runs.files.reading import CompletedRun, Row

__all__ = ["COLUMNS", "MOST_ROWS", "export", "harmless"]

COLUMNS = (
    "profile", "profile_name", "rank", "programme", "programme_name", "kind", "owner", "verdict",
    "status", "opens", "closes", "fit", "challenge", "contributions", "unmet", "unknown",
)  # fmt: skip
MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings."""
# The full-width forms too: East Asian spreadsheets read them as the plain ones.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(value: Any) -> Any:
    """A value that no spreadsheet runs as a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("plain"), harmless(-0.5)
    ("'=1+1", 'plain', -0.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


def export(
    run: CompletedRun,
    path: Path,
    *,
    side: str = "startups",
    columns: Sequence[str] = COLUMNS,
    verdicts: Sequence[str] = (),
) -> int:
    """Write the rows of one side for people.

    Args:
        run: The run.
        path: A file that ends in .csv or .xlsx.
        side: Whose best.
        columns: Which, in this order; names of ``COLUMNS``.
        verdicts: Keep only these; all if empty.

    Returns:
        How many rows were written.

    Raises:
        NotFound: There is no such column.
        BadInput: The ending is none of these, or a sheet does not hold so many rows.
        RunError: The run did not keep this side, or the file cannot be written.
    """
    for name in columns:
        if name not in COLUMNS:
            raise NotFound("column", name, f"there are {', '.join(COLUMNS)}")
    writers = {".csv": _csv, ".xlsx": _xlsx}
    if path.suffix.lower() not in writers:
        raise BadInput("--to", f"found {path.name!r}, expected a name that ends in .csv or .xlsx")
    rows = ([harmless(row[name]) for name in columns] for row in _rows(run, side, verdicts))
    with replaced(path) as passing:
        return writers[path.suffix.lower()](passing, columns, rows)


def _rows(run: CompletedRun, side: str, verdicts: Sequence[str]) -> Iterator[Row]:
    """Rows in words; the profiles' names are looked up table by table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for whole in run.tables(side):
        if not len(whole):
            continue
        wanted = pa.array(verdicts, pa.string())
        table = whole.filter(pc.is_in(whole["verdict"], wanted)) if verdicts else whole
        names = run.names(pc.unique(table["profile"]).to_pylist())
        for row in chain.from_iterable(batch.to_pylist() for batch in table.to_batches(8192)):
            entry = run.catalogue[row["programme"]]
            parts = row["contributions"]
            yield row | {
                "profile_name": names[row["profile"]],
                "programme_name": entry.name,
                "kind": entry.kind,
                "owner": entry.owner,
                "opens": entry.opens,
                "closes": entry.closes,
                "contributions": "; ".join(f"{name} {points:g}" for name, points in parts.items()),
                "unmet": _named(entry.criteria, row["findings"], "-"),
                "unknown": _named(entry.criteria, row["findings"], "?"),
            }


def _named(criteria: Sequence[str], marks: str, mark: str) -> str:
    found = (name for name, one in zip(criteria, marks, strict=True) if one == mark)
    return ", ".join(dict.fromkeys(found))


def _csv(path: Path, columns: Sequence[str], rows: Iterator[list[Any]]) -> int:
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            number += 1
    return number


def _xlsx(path: Path, columns: Sequence[str], rows: Iterator[list[Any]]) -> int:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("run")
    sheet.append(list(columns))
    number = 0
    for row in rows:
        number += 1
        if number > MOST_ROWS:
            problem = f"a sheet holds {MOST_ROWS:,} rows: keep fewer with --verdict, or write .csv"
            raise BadInput("--to", problem)
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in row])
    book.save(path)
    return number
