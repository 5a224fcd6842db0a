"""What does every format give, before anyone knows which field is meant?

A record: where it stands, its headings and its cells. A table gives its headings before them. A
part of the file that is not even a record is a :class:`~profiles.read.problems.RowProblem` at
once, and reading goes on behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Headings", "Record"]


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table, which hold for all of its rows."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table or one object of a document.

    Attributes:
        line: Where it begins, as an editor or a spreadsheet counts, from 1.
        headings: The names of its cells.
        cells: As many values; None or an empty text where nothing is known.
        faults: Headings under which the file itself says that there is no value, with its words.
    """

    line: int
    headings: tuple[str, ...]
    cells: Sequence[Any]
    faults: tuple[tuple[str, str], ...] = ()
