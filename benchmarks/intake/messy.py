"""How do people's lists of startups go wrong?

Drawn lists with headings of several tools and languages, in several formats, with rows above the
headings, columns that mean nothing, and cells that a person or a spreadsheet has damaged. Every row has
a name and a text, so every row is to be kept.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["MessyList", "messy_list"]

# By tool or language: the headings for name, text, country, staff, year, readiness, stage, raised.
_HEADINGS = {
    "plain": ("Company", "Description", "Country", "Employees", "Founded", "TRL", "Stage", "Raised EUR"),
    "crunchbase": ("Organization Name", "Full Description", "Headquarters Location", "Number of Employees", "Founded Date", "TRL", "Last Funding Type", "Total Funding Amount"),
    "dealroom": ("Name", "Tagline", "HQ country", "Employees latest number", "Launch date", "TRL", "Growth stage", "Total funding (EUR M)"),
    "pitchbook": ("Companies", "Description", "HQ Location", "Employees", "Year Founded", "TRL", "Last Financing Deal Type", "Total Raised"),
    "linkedin": ("Company Name", "About", "Headquarters", "Company size", "Founded", "TRL", "Funding stage", "Funding"),
    "f6s": ("Startup", "Pitch", "Location", "Team size", "Founded", "TRL", "Stage", "Funding raised"),
    "airtable": ("Startup name", "One-liner", "Country", "# of employees", "Year founded", "Technology readiness", "Round", "Raised"),
    "hubspot": ("Company name", "Description", "Country/Region", "Number of Employees", "Year Founded", "TRL", "Lifecycle Stage", "Total Money Raised"),
    "german": ("Firma", "Beschreibung", "Land", "Mitarbeiter", "Gründungsjahr", "TRL", "Phase", "Finanzierung"),
    "french": ("Société", "Description", "Pays", "Effectif", "Année de création", "TRL", "Stade", "Levée de fonds"),
    "polish": ("Nazwa", "Opis", "Kraj", "Zatrudnienie", "Rok założenia", "TRL", "Etap", "Finansowanie"),
    "spanish": ("Empresa", "Descripción", "País", "Empleados", "Año de fundación", "TRL", "Fase", "Financiación"),
}  # fmt: skip
_CELLS: dict[str, tuple[str, ...]] = {
    "country": ("Germany", "DE", "Polska", "Delft, South Holland, Netherlands", "Itly", "UK", "n/a", "", "Berlin", "Toulouse, France", "D", "several", "?"),
    "staff": ("14", "11-50", "251-500", "c_00051_00100", "~20", "a dozen", "10001+", "2026-01-10", "1-10", "12 FTE", "", "14,5", "tbd", "1 200"),
    "year": ("2019", "2021-05", "March 2018", "43525", "FY2020", "2031", "", "unknown", "01.02.2020", "Q3 2019", "19"),
    "trl": ("5", "TRL 6", "4-6", "2026-06-05", "seven", "12", "", "6 (lab)", "TRL?", "n.a."),
    "stage": ("Seed", "Series A", "series_b", "Convertible Note", "Pre seed", "Angel", "", "growth", "-", "Debt"),
    "raised": ("1200000", "$25M", "2,5 Mio. EUR", "€1.5m", "NOK 30m", "undisclosed", "", "1.200.000,00 €", "1e6", "TBA", "0"),
}  # fmt: skip
_KINDS = ("country", "staff", "year", "trl", "stage", "raised")
_TEXTS = (
    "Passive radar that finds small drones above airports.",
    "Kamery termowizyjne dla straży pożarnej; \"seria próbna\" w toku.",
    "Batteries that survive cold, salt\nand rough handling.",
    "Capteurs quantiques, navigation sans GPS | essais en mer",
    "Software that plans routes for convoys; used by two ports.",
)  # fmt: skip


@dataclass(frozen=True)
class MessyList:
    """A list, and how many rows it holds.

    Attributes:
        path: The file.
        rows: Rows with a name and a text.
        kind: Whose headings it has, and its format.
    """

    path: Path
    rows: int
    kind: str


def messy_list(folder: Path, number: int, *, rows: int = 40) -> MessyList:
    """Write a list; the same number gives the same list.

    Args:
        folder: Where to.
        number: Which list: the seed of all that is drawn.
        rows: How many startups it holds.
    """
    draw = random.Random(number)
    tool = draw.choice([*_HEADINGS])
    heads = [*_HEADINGS[tool]]
    if extra := draw.random() < 0.6:
        heads += ["Notes", "Owner (internal)"]
    table = [_row(draw, place, extra=extra) for place in range(rows)]
    form, write = draw.choice([*_WRITERS.items()])
    path = folder / f"list-{number}.{form}"
    write(draw, path, heads, table)
    return MessyList(path, rows, f"{tool} as {form}")


def _row(draw: random.Random, place: int, *, extra: bool) -> list[str]:
    name = f"{draw.choice(('Nord', 'Kestrel', 'Acme', 'Ölberg', 'Żuraw'))} {place} {draw.choice(('GmbH', 'SAS', '', 'Ltd'))}"
    cells = [draw.choice(_CELLS[kind]) for kind in _KINDS]
    more = (
        [draw.choice(("call back", "", "=A1", "x" * 40)), draw.choice(("Ann", ""))] if extra else []
    )
    return [name.strip(), f"{draw.choice(_TEXTS)} ({place})", *cells, *more]


def _delimited(sign: str, encoding: str) -> Callable[..., None]:
    def write(draw: random.Random, path: Path, heads: list[str], table: list[list[str]]) -> None:
        out = io.StringIO()
        written = csv.writer(out, delimiter=sign)
        if draw.random() < 0.4:
            written.writerow(["Applicants, second call"])
            written.writerow([])
        written.writerow(heads)
        for cells in table:
            written.writerow(cells)
            if draw.random() < 0.05:
                written.writerow([""] * len(heads))
        path.write_bytes(out.getvalue().encode(encoding, "replace"))

    return write


def _json(draw: random.Random, path: Path, heads: list[str], table: list[list[str]]) -> None:
    records = [dict(zip(heads, cells, strict=True)) for cells in table]
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")


def _lines(draw: random.Random, path: Path, heads: list[str], table: list[list[str]]) -> None:
    records = (dict(zip(heads, cells, strict=True)) for cells in table)
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")


def _workbook(draw: random.Random, path: Path, heads: list[str], table: list[list[str]]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    if draw.random() < 0.5:
        sheet.title = "Read me"
        sheet.append(["This workbook is kept by the programme office."])
        sheet = book.create_sheet("Applicants")
    if draw.random() < 0.4:
        sheet.append(["Applicants, second call"])
    sheet.append(heads)
    for cells in table:
        sheet.append([cell or None for cell in cells])
    book.save(path)


_WRITERS: dict[str, Callable[..., None]] = {
    "csv": _delimited(",", "utf-8-sig"), "tsv": _delimited("\t", "utf-8"),
    "semicolon.csv": _delimited(";", "cp1252"), "pipe.csv": _delimited("|", "utf-16"),
    "json": _json, "jsonl": _lines, "xlsx": _workbook,
}  # fmt: skip
