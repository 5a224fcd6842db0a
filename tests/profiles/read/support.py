"""Short ways to write a file and to see what reading it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from profiles.model import Profile
from profiles.read import ReadSummary, RowProblem, read_profiles


@dataclass
class Result:
    profiles: list[Profile]
    problems: list[RowProblem]
    summary: ReadSummary

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.profiles]

    @property
    def only(self) -> Profile:
        (profile,) = self.profiles
        assert self.problems == []
        return profile

    @property
    def told(self) -> list[tuple[int, str | None, str]]:
        return [(one.line, one.field, one.message) for one in self.problems]


def read(path: Path, **how: Any) -> Result:
    reading = read_profiles(path, **how)
    found = [*reading]
    return Result(
        [one for one in found if isinstance(one, Profile)],
        [one for one in found if isinstance(one, RowProblem)],
        reading.summary,
    )


def text_file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, **sheets: Iterable[Iterable[Any]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    book.save(path)
    return path
