"""Which choices and grades does a table of a spreadsheet hold?

Commas, semicolons or tabs; headings as people write them. A column ``officer`` beside ``programme``
and ``grade`` is who judged; without a programme, officers are the hosts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from matcher.errors import BadInput
from matcher.selection.choices import Choice, Person
from matcher.selection.gathered import Gathered, fit_of, graded
from profiles.errors import UnknownTerm
from profiles.vocabulary import country

__all__ = ["read_table"]

_WHO = ("profile", "applicant", "startup", "application")
_SCORE = ("fit", "score", "affinity")


def read_table(data: bytes, name: str, host: str | None, found: Gathered) -> None:
    """Take the rows of a table in CSV.

    Args:
        data: The file's bytes.
        name: Of the file, for messages.
        host: Whose rows these are, where no column says it.
        found: Where they go.

    Raises:
        BadInput: It cannot be read, or a row says what cannot be; with its line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(name, f"line {line}: is not UTF-8 text: save it as UTF-8") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=mark)
    headings = {str(one).strip().lower(): one for one in reader.fieldnames or ()}
    who = next((headings[one] for one in _WHO if one in headings), None)
    side = next(
        (one for one in ("programme", "officer") if one in headings and one != _by(headings)), None
    )
    if who is None or (side is None and host is None):
        raise BadInput(
            name,
            "line 1: expected the columns profile and programme (or officer);"
            " of a screen's table say whose it is: PROGRAMME=FILE",
        )
    score = next((headings[one] for one in _SCORE if one in headings), None)
    if score is None and "grade" not in headings:
        raise BadInput(name, f"line 1: expected a column {', '.join(_SCORE)} or grade")
    found.kind = "officer" if side == "officer" else found.kind
    seen: dict[tuple[str, ...], int] = {}
    rows = 0
    for row in reader:
        line = reader.line_num
        rows += 1
        _row(row, headings, (who, headings.get(side or ""), score), host, name, line, seen, found)
    if not rows:
        raise BadInput(name, "holds no row below its headings")


def _by(headings: Mapping[str, str]) -> str | None:
    """The column of who judged: an officer beside a programme is the judge, not a host."""
    if "grade" not in headings:
        return None
    return next((one for one in ("by", "officer", "organisation") if one in headings and
                 (one != "officer" or "programme" in headings)), None)  # fmt: skip


def _row(
    row: Mapping[str, Any],
    headings: Mapping[str, str],
    columns: tuple[str, str | None, str | None],
    host: str | None,
    name: str,
    line: int,
    seen: dict[tuple[str, ...], int],
    found: Gathered,
) -> None:
    place = f"{name}, line {line}"

    def cell(heading: str) -> str | None:
        value = row.get(headings[heading]) if heading in headings else None
        return str(value).strip() or None if value is not None else None

    who_in, host_in, score_in = columns
    who = (row.get(who_in) or "").strip()
    where = (row.get(host_in) or "").strip() if host_in else host or ""
    if not who or not where:
        raise BadInput(place, "names no applicant" if not who else "names no programme")
    found.hosts.add(where)
    areas = cell("areas")
    person = Person(
        cell("name") or who,
        _country(cell("country"), place),
        None if areas is None else tuple(one.strip() for one in areas.split(";") if one.strip()),
    )
    found.person(who, person)
    fit = fit_of(row.get(score_in), place) if score_in else None
    grade = cell("grade")
    verdict = cell("verdict")
    if fit is not None or verdict is not None:
        if verdict == "ineligible":
            found.shut[who, where] = "; ".join(filter(None, ("ineligible", cell("why"))))
        elif grade is None or (who, where) not in found.pairs:
            found.pair(Choice(who, where, fit, verdict, cell("outlook")), place)
    if grade is not None:
        graded(grade, (who, where), cell(_by(headings) or "") or "", place, seen, line, found)
    elif fit is None and verdict is None:
        raise BadInput(place, "has neither a fit nor a grade")


def _country(text: str | None, place: str) -> str | None:
    if text is None:
        return None
    try:
        return country(text).code
    except UnknownTerm as error:
        raise BadInput(place, str(error)) from None
