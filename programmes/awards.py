"""Whom did a programme take before?

The best evidence of what an offer wants is whom it took. One row says: this firm was taken by this
programme in this year, for this, as that source says. Rows are a table, because people collect them
in one; a row that cannot be read is told with its line, and the others go on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from programmes.criteria import AreaSlug, CountryCode, Frozen, NonEmpty
from programmes.documents import Document
from programmes.errors import BadDocument
from programmes.problems import in_plain_words

__all__ = ["COLUMNS", "Award", "read_awards"]


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(";") if part.strip()]


class Award(Frozen):
    """A firm that a programme took.

    Attributes:
        firm: Its name, as the source writes it.
        programme: The id of the programme.
        year: In which it was taken.
        makes: What it makes or was taken for, in a few words of our own.
        source: Slugs of the sources.
        country: Where it sits.
        topic: The topic or challenge that it was taken for: our id, or the source's own words.
        areas: Its dual-use areas.
        headcount: How many it employed then.
        amount, currency: What it received; both or neither.
    """

    firm: NonEmpty
    programme: NonEmpty
    year: Annotated[int, Field(ge=1980, le=2100)]
    makes: NonEmpty
    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1), BeforeValidator(_listed)]
    country: CountryCode | None = None
    topic: str | None = None
    areas: Annotated[tuple[AreaSlug, ...], BeforeValidator(_listed)] = ()
    headcount: Annotated[int, Field(ge=1)] | None = None
    amount: Annotated[float, Field(gt=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


COLUMNS = tuple(Award.model_fields)
"""The columns of a table of awards; the first five are needed."""


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
