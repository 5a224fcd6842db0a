"""How much are we ready to read, and what can a person do who has more?

A size is checked before it is met: of a file by asking the file system, of a packed one by
counting while unpacking, of a workbook by its table of contents. What is streamed row by row may
be large; what has to be held whole may not.
"""

from __future__ import annotations

from profiles.errors import TooLarge

__all__ = [
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_DEPTH",
    "MAX_DOCUMENT",
    "MAX_ENTRIES",
    "MAX_ROW_GROUP",
    "MAX_STREAMED",
    "MAX_TABLE",
    "MAX_TAGS",
    "MAX_UNPACKED",
    "MAX_WORKBOOK_RATIO",
    "MAX_WORKBOOK_ROWS",
    "check",
    "shown",
]

KB, MB = 1_000, 1_000_000

MAX_STREAMED = 1_000_000 * MB
"""Bytes of a CSV, JSON Lines or Parquet file on disk: it is read row by row, however long it is."""
MAX_TABLE = 512 * MB
"""Bytes of an XLSX file, and of what has to be kept aside first: a pipe, or what a .gz holds."""
MAX_DOCUMENT = 20 * MB
"""Bytes of a JSON, YAML, Markdown or text file, which is held whole."""
MAX_CELL = 1 * MB
"""Characters of one cell or one row."""
MAX_COLUMNS = 1_000
MAX_DEPTH = 40
"""Lists and objects inside one another in a JSON or YAML file; a profile has four."""

MAX_UNPACKED = 200 * MB
"""Bytes of all parts of a workbook together, unpacked."""
MAX_WORKBOOK_RATIO = 200
"""How often a large part of a workbook may exceed its packed size: honest sheets stay below 50."""
MAX_ENTRIES = 10_000
MAX_TAGS = 20_000_000
"""Opening and closing tags in a workbook: each costs far more memory than its bytes."""
MAX_WORKBOOK_ROWS = 200_000

MAX_ROW_GROUP = 1_000 * MB
"""Bytes of one row group of a Parquet file, unpacked."""


def shown(size: int) -> str:
    """A number of bytes for people.

    >>> shown(2_000_000_000), shown(512_000_000), shown(900)
    ('2.0 GB', '512.0 MB', '900 bytes')
    """
    for unit, factor in (("GB", 1_000 * MB), ("MB", MB), ("kB", KB)):
        if size >= factor:
            return f"{size / factor:,.1f} {unit}"
    return f"{size} bytes"


def check(file: str, size: int, most: int, do: str, *, line: int | None = None) -> None:
    """Refuse what is too large.

    Args:
        file: The file as the user named it.
        size: Bytes found.
        most: Bytes that are read.
        do: What the user can do, as an imperative: "split it".
        line: Where in the file, if not the whole of it.

    Raises:
        TooLarge: ``size`` is above ``most``.
    """
    if size > most:
        message = f"holds {shown(size)}, more than the {shown(most)} that are read: {do}"
        raise TooLarge(file, line, None, shown(size), f"at most {shown(most)}", message)
