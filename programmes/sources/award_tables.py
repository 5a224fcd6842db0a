"""Whom did programmes take, as public tables of awards say?

Three shapes: CORDIS (a folder or zip with ``project.csv`` and ``organization.csv``), the awards of
SBIR.gov, and a table of ours. Only firms count, and only awards of programmes that we know: which
one it is, the same tables say that place published calls.

Source:
    CORDIS' and SBIR.gov's public tables, as their columns stood in October 2026.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from programmes.award_table import read_awards
from programmes.awards import Award
from programmes.documents import Document
from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Source
from programmes.problems import in_plain_words
from programmes.sources.reading import Row, csv_rows
from programmes.sources.tables import parent_of, table
from programmes.sources.values import text

__all__ = ["AWARD_SOURCES", "award_rows"]

AWARD_SOURCES = {
    "cordis": Source(
        slug="cordis",
        url="https://cordis.europa.eu/projects",
        as_of="undated",
        kind="official",
        retrieved="undated",
        note="Projects and organisations of Horizon Europe, as imported.",
    ),
    "sbir-gov-awards": Source(
        slug="sbir-gov-awards",
        url="https://www.sbir.gov/awards",
        as_of="undated",
        kind="official",
        retrieved="undated",
        note="Awards of the US small-business programmes, as imported.",
    ),
}
"""The sources of awards that are imported in bulk."""

_MISSING = "holds no {}: CORDIS gives it beside the other table"
_FIRM = "PRC"  # CORDIS' code of a private company for profit
_YEAR = re.compile(r"(?:19|20)\d{2}")


def award_rows(path: Path, programmes: Collection[str]) -> Iterator[Award | BadDocument | str]:
    """The awards of a file or folder, each; or what is wrong with its row, or why it is left out.

    Args:
        path: A table, or a folder or zip of CORDIS with both tables.
        programmes: The ids of the programmes that there are.

    Raises:
        ShapeChanged: It is none of the shapes.
        BadDocument: It is a table of ours that cannot be read at all.
    """
    if path.is_dir() or zipfile.is_zipfile(path):
        yield from _cordis(path, programmes)
        return
    heading = next(iter(csv_rows(path, ("utf-8-sig", "cp1252", "latin-1"))), (0, {}))[1]
    if {"firm", "programme"} <= heading.keys():
        yield from _ours(path, programmes)
    elif "Company" in heading and "Award Title" in heading:
        for line, row in csv_rows(path, ("utf-8-sig", "cp1252", "latin-1")):
            yield _sbir(row, path.name, line, programmes)
    elif "ecMaxContribution" in heading or "ecContribution" in heading:
        problem = (
            "is one of CORDIS' two tables: give the folder with project.csv and organization.csv"
        )
        raise ShapeChanged(path.name, problem)
    else:
        named = ", ".join(list(heading)[:6]) or "nothing"
        problem = f"has the columns {named}; expected firm and programme, or those of SBIR.gov"
        raise ShapeChanged(path.name, problem)


def _ours(path: Path, programmes: Collection[str]) -> Iterator[Award | BadDocument | str]:
    for one in read_awards(path.read_bytes(), path.name):
        if isinstance(one, Award) and one.programme not in programmes:
            yield f"of {one.programme}, a programme that we do not know"
        else:
            yield one


def _sbir(row: Row, file: str, line: int, programmes: Collection[str]) -> Award | BadDocument | str:
    hints = {
        "component": ((text(row.get("Branch")) or ""),),
        "program": ((text(row.get("Program")) or ""),),
        "agency": ((text(row.get("Agency")) or ""),),
    }
    parent = parent_of(hints, programmes, table("dsip"))
    if parent is None:
        return "of no programme that we know"
    money = re.sub(r"[^\d.]", "", row.get("Award Amount") or "")
    year = _YEAR.search(row.get("Award Year") or row.get("Proposal Award Date") or "")
    people = re.sub(r"\D", "", row.get("Number Employees") or "")
    return _award(
        {
            "firm": text(row.get("Company")),
            "programme": parent.programme[0],
            "year": int(year[0]) if year else None,
            "makes": text(row.get("Award Title")),
            "country": "US",
            "topic": text(row.get("Topic Code")),
            "headcount": int(people) if people and int(people) > 0 else None,
            "amount": float(money) if money and float(money) > 0 else None,
            "currency": "USD" if money and float(money) > 0 else None,
            "source": ["sbir-gov-awards"],
        },
        file,
        line,
    )


def _cordis(path: Path, programmes: Collection[str]) -> Iterator[Award | BadDocument | str]:
    projects: dict[str, Row] = {}
    for _, row in _member(path, "project.csv"):
        projects[row.get("id") or ""] = row
    for line, row in _member(path, "organization.csv"):
        project = projects.get(row.get("projectID") or "")
        if row.get("activityType") != _FIRM:
            yield "no firm"
        elif project is None:
            yield "of a project that the table of projects does not have"
        else:
            yield _of_project(row, project, line, programmes)


def _of_project(
    row: Row, project: Mapping[str, Any], line: int, programmes: Collection[str]
) -> Award | BadDocument | str:
    topics = re.split(r"[;,\s]+", project.get("topics") or "")
    hints = {"identifier": tuple(one for one in topics if one)}
    parent = parent_of(hints, programmes, table("eu-portal"))
    if parent is None:
        return "of no programme that we know"
    money = _number(row.get("netEcContribution") or row.get("ecContribution"))
    year = _YEAR.search(project.get("ecSignatureDate") or project.get("startDate") or "")
    return _award(
        {
            "firm": text(row.get("name")),
            "programme": parent.programme[0],
            "year": int(year[0]) if year else None,
            "makes": text(project.get("title")),
            "country": {"EL": "GR", "UK": "GB"}.get(row.get("country", ""), row.get("country"))
            or None,
            "topic": topics[0] or None,
            "amount": money,
            "currency": "EUR" if money else None,
            "source": ["cordis"],
        },
        "organization.csv",
        line,
    )


def _number(said: str | None) -> float | None:
    """A sum as CORDIS writes it, with a comma or a dot before the cents."""
    try:
        found = float((said or "").replace(",", "."))
    except ValueError:
        return None
    return found if found > 0 else None


def _award(said: dict[str, Any], file: str, line: int) -> Award | BadDocument:
    known = {name: value for name, value in said.items() if value is not None}
    try:
        return Award.model_validate(known)
    except ValidationError as error:
        return in_plain_words(error, Award, Document(file, known, {(): line}))[0]


def _member(path: Path, name: str) -> Iterable[tuple[int, Row]]:
    if path.is_dir():
        file = path / name
        if not file.is_file():
            raise ShapeChanged(str(path), _MISSING.format(name))
        return csv_rows(file, ("utf-8-sig", "cp1252", "latin-1"))
    return _zipped(path, name)


def _zipped(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    with zipfile.ZipFile(path) as archive:
        found = [one for one in archive.namelist() if one.rpartition("/")[2] == name]
        if not found:
            raise ShapeChanged(path.name, _MISSING.format(name))
        with archive.open(found[0]) as stream:
            rows = csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), delimiter=";")
            for row in rows:
                yield rows.line_num, dict(row)
