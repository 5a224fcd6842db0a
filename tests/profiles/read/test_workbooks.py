"""Workbooks as Excel writes them, and archives that only claim to be workbooks."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest

from profiles.errors import ReadError, TooLarge
from profiles.read import limits
from tests.profiles.read.support import read, workbook

HEAD = ["Name", "Description", "Employees", "Founded", "Share (private match share)"]


def test_numbers_and_dates_of_a_workbook_become_facts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        List=[
            [None, None],
            ["Company", "Pitch", "Employees", "Founded", "Revenue (EUR)", "Civil use", "TRL",
             "private_coinvestment_share", "DUNS"],
            [1984, "Radios", 14.0, datetime.date(2022, 3, 1), 1234.567, True, 5, 0.3, 7],
            [],
            ["B", "Ships", None, 2019, "€2m", "no", "TRL 6", "30%", "007"],
        ],
    )  # fmt: skip

    one, two = read(path).profiles

    assert (one.id, one.name, one.headcount, one.founded) == ("1984", "1984", 14, "2022-03-01")
    assert (one.turnover_eur, one.civil_use, one.trl) == (1234.57, True, 5)
    assert (one.private_coinvestment_share, one.identifiers) == (0.3, {"duns": "7"})
    assert (two.founded, two.turnover_eur, two.civil_use, two.trl) == ("2019", 2e6, False, 6)
    assert (two.private_coinvestment_share, two.identifiers) == (0.3, {"duns": "007"})


def test_rows_are_counted_as_excel_shows_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        List=[[], ["name", "about", "trl"], [], ["A", "x", 12], ["B", "y", "#REF!"],
              ["C", "z", 3, "more"]],
    )  # fmt: skip

    assert read(path).told == [
        (4, "trl", "found 12, expected a whole number from 1 to 9"),
        (5, "trl", "found the error #REF! under 'trl'"),
        (6, None, "found 4 cells, expected 3, one for each heading: put cells with a separator "
         "in quotes"),
    ]  # fmt: skip


def test_a_sheet_is_chosen_by_name_or_place_and_the_choice_is_told(tmp_path: Path) -> None:
    rows = {name: [["name", "about"], [name, "x"]] for name in ("Cover", "Profiles", "Old")}
    path = workbook(tmp_path / "x.xlsx", **rows)

    assert read(path).ids == ["profiles"]
    assert read(path).summary.notes == ("read the sheet 'Profiles' and left out 'Cover', 'Old'",)
    assert read(path, sheet="old").ids == ["old"]
    assert read(path, sheet="1").ids == ["cover"]
    with pytest.raises(ReadError, match="found \"no sheet 'new'\", expected one of 'Cover', 'Prof"):
        read(path, sheet="new")


def test_a_sheet_without_rows_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="an empty sheet 'List'"):
        read(workbook(tmp_path / "x.xlsx", List=[]))


def test_a_workbook_that_is_called_csv_is_still_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", List=[["name", "about"], ["A", "x"]])

    assert read(path.rename(tmp_path / "x.csv")).ids == ["a"]


def test_what_openpyxl_has_to_say_about_styles_and_lists_is_kept_from_the_user(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "x.xlsx", List=[["name", "about"], ["A", "x"], ["B", "y"]])
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b"</worksheet>", extension))

    # Warnings are errors in these tests, so that one of openpyxl's would stop this.
    assert read(other).ids == ["a", "b"]


def bomb(path: Path, text: bytes, times: int, name: str = "xl/worksheets/sheet1.xml") -> Path:
    """A small archive with one part of ``times`` repetitions."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(times):
                part.write(text)
    return path


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path: Path) -> None:
    path = bomb(tmp_path / "x.xlsx", bytes(1_000_000), 201)
    assert path.stat().st_size < 1_000_000

    with pytest.raises(TooLarge, match=r"holds 201\.0 MB, more than the 200\.0 MB .* as CSV"):
        read(path)


def test_a_part_that_is_packed_too_tightly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match=r"sheet1\.xml, packed [\d,]+ to 1"):
        read(bomb(tmp_path / "x.xlsx", b"<c/>" * 250_000, 12))


def test_more_tags_than_memory_could_bear_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_TAGS", 10_000)

    with pytest.raises(TooLarge, match="more than 10,000 tags"):
        read(bomb(tmp_path / "x.xlsx", b"<si/>" * 5_001, 2))


def test_more_parts_than_a_workbook_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 3)

    with pytest.raises(TooLarge, match="parts"):
        read(workbook(tmp_path / "x.xlsx", List=[["name"]]))


def test_more_rows_than_are_held_are_refused_at_the_first_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_WORKBOOK_ROWS", 3)
    path = workbook(
        tmp_path / "x.xlsx", List=[["name", "about"], *[[f"A{n}", "x"] for n in range(3)]]
    )

    with pytest.raises(TooLarge, match="line 4: has more than 3 rows: save it as CSV or Parquet"):
        read(path)


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", List=[["name", "about"], ["A", "x"]])
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    evil = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b"<worksheet", laughs, 1))

    with pytest.raises(ReadError, match=r"a document type in xl/worksheets/sheet1\.xml"):
        read(evil)


def test_a_zip_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(ReadError, match="found 'a zip archive', expected a workbook"):
        read(path)


@pytest.mark.parametrize("kept", [100, 1_000, -30])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = workbook(tmp_path / "x.xlsx", List=[["name", "about"], ["A", "x"]])
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ReadError, match="damaged"):
        read(path)


@pytest.mark.parametrize("heading", ["Employees", "TRL", "turnover_eur", "weapon", "areas", "id"])
def test_a_date_where_excel_made_one_of_a_range_is_told_as_a_date(
    tmp_path: Path, heading: str
) -> None:
    made = datetime.date(2026, 1, 10)
    path = workbook(
        tmp_path / "x.xlsx",
        list=[["Company", "Pitch", heading], ["A", "x", None], ["B", "y", made]],
    )

    found = read(path)

    assert found.ids[0] == "a"
    ((line, _, message),) = found.told
    assert line == 3
    assert message.startswith("found '2026-01-10', expected ")


def test_what_a_link_shows_is_read_though_nobody_has_worked_it_out(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        List=[
            ["Company", "Pitch", "TRL"],
            ['=HYPERLINK("https://acme.example","Acme")', "Radios for ships", "=2+3"],
        ],
    )

    found = read(path)

    assert [(one.name, one.trl) for one in found.profiles] == [("Acme", None)]
    assert any("1 cell holds a formula" in note for note in found.summary.notes)
