"""What do two runs say of what changed, and does a spreadsheet stay harmless?"""

import csv

import openpyxl
import pytest

from matcher.errors import BadInput, NotFound, RunError
from matcher.runs.difference import difference
from matcher.runs.export import export, harmless
from matcher.runs.folder import RunFolder
from matcher.runs.reading import Run
from matcher.runs.run import rank_all
from programmes.read import Catalogue
from tests.matcher.runs.making import matcher_of, ranker_of, startups


def run_of(path, matcher, some, **how):
    rank_all(some, ranker_of(matcher, **how), RunFolder(path))
    return Run(path)


@pytest.fixture
def before(words_matcher, tmp_path):
    return run_of(tmp_path / "before", words_matcher, startups(20))


def test_a_run_does_not_differ_from_itself(before):
    found = difference(before, before)

    assert found.same == before.manifest.counts["startups"]
    assert not found.counts


def test_the_cut_into_shards_is_no_difference(before, words_matcher, tmp_path):
    after = run_of(tmp_path / "after", words_matcher, startups(20), rows=7)

    assert not difference(before, after).counts


def test_what_a_startup_learns_is_told_as_its_facts(before, words_matcher, tmp_path):
    some = startups(20)
    changed = some[3].model_copy(
        update={"incorporated_in": "CN" if some[3].incorporated_in != "CN" else "DE"}
    )
    after = run_of(
        tmp_path / "after", words_matcher, [changed if p.id == changed.id else p for p in some]
    )
    found = difference(before, after)

    assert found.counts
    assert {cause for what, cause in found.counts if what != "rank"} == {"facts"}
    assert {e.profile for kept in found.examples.values() for e in kept} == {changed.id}


def test_a_new_text_moves_fits_and_nothing_else(before, words_matcher, tmp_path):
    some = startups(20)
    changed = some[3].model_copy(update={"description": "A radar for drones and robots."})
    after = run_of(
        tmp_path / "after", words_matcher, [changed if p.id == changed.id else p for p in some]
    )
    found = difference(before, after)

    assert {what for what, _ in found.counts} <= {"fit", "came", "went", "rank"}
    assert {cause for what, cause in found.counts if what == "fit"} == {"text"}


def test_a_startup_that_came_and_one_that_went_are_told(before, words_matcher, tmp_path):
    some = startups(21)
    found = difference(before, run_of(tmp_path / "after", words_matcher, some[1:]))

    assert set(found.counts) == {("came", "profile"), ("went", "profile")}
    assert found.examples["went", "profile"][0].profile == some[0].id


def test_a_programme_that_went_moves_others_up(before, words_matcher, tmp_path):
    first = before.shard(0).rows["startup-0000"][0]["programme"]
    fewer = [one for one in words_matcher.catalogue if one.id != first]
    matcher = matcher_of(Catalogue.of(fewer, words_matcher.catalogue.sources.values()))
    found = difference(before, run_of(tmp_path / "after", matcher, startups(20)))

    assert {cause for what, cause in found.counts if what == "went"} == {"programme"}
    assert {cause for what, cause in found.counts if what == "came"} == {"others"}
    assert ("rank", "others") in found.counts


def test_another_day_is_the_cause_of_another_status(words_matcher, tmp_path):
    fund = words_matcher.catalogue.get("edf-2026")
    matcher = matcher_of(Catalogue.of([fund], words_matcher.catalogue.sources.values()))
    summer = run_of(tmp_path / "summer", matcher, startups(20))
    winter = run_of(tmp_path / "winter", matcher, startups(20), on="2026-12-24")

    assert difference(summer, winter).counts["status", "date"]


def test_runs_of_programmes_alone_are_not_compared(before, words_matcher, tmp_path):
    after = run_of(tmp_path / "after", words_matcher, startups(5), side="programmes")

    with pytest.raises(RunError, match="keeps no rows by startups"):
        difference(before, after)


def test_an_unfinished_run_is_not_read(before):
    path = before.folder.manifest
    path.write_bytes(path.read_bytes().replace(b'"complete": true', b'"complete": false'))

    with pytest.raises(RunError, match="not complete"):
        Run(before.folder.path)


EVIL = '=HYPERLINK("http://evil", "open me")'


@pytest.fixture
def evil(words_matcher, tmp_path):
    some = [p.model_copy(update={"name": EVIL, "id": f"+{p.id}"}) for p in startups(3)]
    return run_of(tmp_path / "evil", words_matcher, some)


@pytest.mark.parametrize("side", ["startups", "programmes"])
def test_no_cell_of_a_csv_is_a_formula(evil, tmp_path, side):
    path = tmp_path / "out.csv"
    number = export(evil, path, side=side)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == number == evil.manifest.counts[side]
    assert {row["profile_name"] for row in rows} == {f"'{EVIL}"}
    assert not any(str(cell).startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_no_cell_of_a_sheet_is_a_formula(evil, tmp_path):
    path = tmp_path / "out.xlsx"
    export(evil, path, columns=("profile_name", "rank", "fit"))
    sheet = openpyxl.load_workbook(path).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert cells[0].value == f"'{EVIL}"


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))  # noqa: RUF001 - what is guarded
def test_every_start_of_a_formula_is_guarded(start):
    assert harmless(f"{start}1") == f"'{start}1"


def test_findings_are_told_in_words(before, tmp_path):
    path = tmp_path / "out.csv"
    export(before, path, columns=("programme", "unmet", "unknown"), verdicts=("undetermined",))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert all(row["unknown"] and not row["unmet"] for row in rows)


def test_what_cannot_be_exported_is_said(before, tmp_path):
    with pytest.raises(BadInput, match=r"\.csv or \.xlsx"):
        export(before, tmp_path / "out.pdf")
    with pytest.raises(NotFound, match="salary"):
        export(before, tmp_path / "out.csv", columns=("salary",))
    assert not (tmp_path / "out.csv").exists()
