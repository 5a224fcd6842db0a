"""How is a table of awards read?

A row that cannot be read is told with its line, and the others go on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pydantic import ValidationError

from programmes.awards import COLUMNS, Award
from programmes.documents import Document
from programmes.errors import BadDocument
from programmes.problems import in_plain_words

__all__ = ["read_awards"]


def read_awards(data: bytes, file: str) -> Iterator[Award | BadDocument]:
    r"""The rows of a table of awards (CSV, UTF-8, the columns' names in the first line).

    Args:
        data: The file's bytes.
        file: Its name, for what is said of a row that cannot be read.

    Returns:
        Each row as an award, or what is wrong with it.

    Raises:
        BadDocument: It is no such table.

    >>> table = b"firm,programme,year,makes,source\nAcme,nato-diana-2026,2026,sonar,page\n"
    >>> [award.firm for award in read_awards(table, "awards.csv")]
    ['Acme']
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadDocument(file, "", "is not UTF-8 text: save it as UTF-8", line) from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = [name.strip() for name in rows.fieldnames or ()]
    needed = [name for name, each in Award.model_fields.items() if each.is_required()]
    if missing := [name for name in needed if name not in names]:
        problem = f"has no column {', '.join(missing)}: its first line names {', '.join(COLUMNS)}"
        raise BadDocument(file, "", problem, 1)
    if strange := [name for name in names if name not in COLUMNS]:
        problem = f"has a column {strange[0]!r}: there are {', '.join(COLUMNS)}"
        raise BadDocument(file, "", problem, 1)
    rows.fieldnames = names
    return _awards(rows, file)


def _awards(rows: csv.DictReader[str], file: str) -> Iterator[Award | BadDocument]:
    for row in rows:
        said = {name: value for name, value in row.items() if isinstance(value, str) and value}
        line = rows.line_num
        if None in row:
            yield BadDocument(
                file, "", "has more cells than columns: quote a text with commas", line
            )
            continue
        try:
            yield Award.model_validate(said)
        except ValidationError as error:
            yield in_plain_words(error, Award, Document(file, said, {(): line}))[0]
