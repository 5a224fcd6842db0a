"""The commands as a person types them: what comes out where, with which exit status."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from matcher.results import MatchPage
from tests.matcher.conftest import ROOT
from tests.matcher.own import own_catalogue

JUNE = ("--on", "2026-06-15")
MUNICH = str(ROOT / "examples/quantum-sensor-munich.json")
STARTUPS = str(ROOT / "examples/startups.csv")
SCRIPT = Path(sys.executable).with_name("allymatch")


@pytest.fixture
def allymatch(capsys, monkeypatch, encoder, tmp_path):
    """Run the command line in this process; gives exit status, standard output and error."""
    monkeypatch.setenv("ALLYMATCH_CACHE", str(encoder.cache.path.parent))
    monkeypatch.setenv("ALLYMATCH_STORE", str(tmp_path / "store.db"))
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["allymatch", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_json_stands_alone_on_standard_output_and_holds_the_interface(allymatch):
    code, out, err = allymatch("match", MUNICH, *JUNE, "--format", "json")
    answer = json.loads(out)

    assert (code, err) == (0, "")
    assert list(answer) == list(MatchPage.model_fields)
    assert answer["on"] == "2026-06-15"
    first = answer["matches"][0]
    assert list(first) == list(answer["ineligible"][0])
    assert {
        "rank", "programme", "name", "kind", "status", "section", "outlook", "opens", "closes",
        "verdict", "fit", "topic", "findings", "contributions", "evidence",
    } <= set(first)  # fmt: skip
    assert set(first["findings"][0]) >= {
        "criterion", "answer", "field", "value", "basis", "quote", "level", "says", "source",
        "as_of",
    }  # fmt: skip
    assert MatchPage.model_validate_json(out).counts.matches == len(answer["matches"])
    assert set(first["contributions"][0]) == {"feature", "value", "points"}
    assert {"field", "asks", "settles"} <= set(answer["questions"][0])


def test_a_pipe_gets_json_without_asking(allymatch):
    _, out, _ = allymatch("match", MUNICH, *JUNE, "--top", 3)

    assert len(json.loads(out)["matches"]) == 3


def test_the_same_command_prints_the_same_bytes(allymatch):
    assert allymatch("match", MUNICH, *JUNE) == allymatch("match", MUNICH, *JUNE)


def test_a_table_shows_what_a_person_reads_first(allymatch):
    code, out, _ = allymatch("match", MUNICH, *JUNE, "--format", "table", "--top", 5)

    assert code == 0
    for words in ("NOW", "DIANA 2027", "Money", "Next", "--all"):
        assert words in out
    assert len(out.splitlines()) <= 40
    assert max(map(len, out.splitlines())) <= 120


def test_a_section_is_listed_by_its_name(allymatch):
    code, out, _ = allymatch("match", MUNICH, *JUNE, "--format", "table", "--section", "one-change")
    wrong, _, err = allymatch("match", MUNICH, *JUNE, "--section", "tomorrow")

    assert (code, out.splitlines()[0][:16]) == (0, "AFTER ONE CHANGE")
    assert "NOW" not in out
    assert wrong == 2
    assert "expected one of now, soon" in " ".join(err.split())


def test_markdown_is_a_table_under_a_heading(allymatch):
    _, out, _ = allymatch("match", MUNICH, *JUNE, "--format", "md", "--top", 2)

    assert out.startswith("# lotwerk-quantensensorik on 2026-06-15\n\n| section | rank |")
    assert out.count("\n| now | 1 |") == 1


def test_a_csv_has_a_line_for_every_programme_and_topic_with_rules_of_its_own(allymatch, catalogue):
    _, out, _ = allymatch("match", MUNICH, *JUNE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert sorted(row["programme"] for row in rows) == sorted(p.id for p in catalogue.entries)
    assert {row["verdict"] for row in rows if not row["rank"]} <= {
        "ineligible",
        "ineligible (near miss)",
    }


@pytest.mark.parametrize("form", ["json", "csv", "md", "table"])
@pytest.mark.parametrize(
    "command",
    [
        ("match", MUNICH, *JUNE),
        ("explain", MUNICH, "nato-innovation-fund", *JUNE),
        ("screen", "nato-innovation-fund", STARTUPS, *JUNE, "--map", "Country=incorporated_in"),
        ("catalogue", "list", *JUNE),
        ("catalogue", "show", "nato-diana-2027", *JUNE),
    ],
    ids=lambda command: command[0] if command[0] != "catalogue" else command[1],
)
def test_every_command_speaks_every_format(allymatch, command, form):
    code, out, _ = allymatch(*command, "--format", form)

    assert code == 0
    assert out.endswith("\n")
    assert "Traceback" not in out
    if form == "json":
        json.loads(out)


def test_an_explanation_says_why_with_sources_and_the_exact_sum(allymatch):
    code, out, _ = allymatch("explain", MUNICH, "nato-diana-2027", *JUNE, "--format", "table")

    assert code == 0
    assert "Verdict: eligible" in out
    assert "+ Incorporated in Germany, a NATO nation [diana27-page, 2026-06-19]" in out
    assert "is the sum of" in out
    assert "Evidence" in out


def test_a_screen_reports_bad_cells_and_goes_on_with_every_row(allymatch):
    code, out, err = allymatch(
        "screen", "nato-innovation-fund", STARTUPS, *JUNE, "--map", "Country=incorporated_in"
    )
    answer = json.loads(out)

    assert code == 0
    assert len(answer["candidates"]) + len(answer["ineligible"]) == 12
    assert len(answer["problems"]) == 2
    assert "line 10, field trl: found 'twelve'" in err
    assert "12 profiles read, 0 rows rejected, 2 facts left unknown" in err


def test_strict_stops_at_the_first_bad_row(allymatch):
    code, out, err = allymatch("screen", "nato-innovation-fund", STARTUPS, *JUNE, "--strict")

    assert (code, out) == (1, "")
    assert "line 10, field trl" in err


def test_imported_profiles_are_matched_by_their_id(allymatch):
    code, _, _ = allymatch("import", MUNICH)
    assert code == 0

    _, by_id, _ = allymatch("match", "lotwerk-quantensensorik", *JUNE)
    _, by_file, _ = allymatch("match", MUNICH, *JUNE)
    assert by_id == by_file

    code, out, err = allymatch("match", "lotwerk", *JUNE)
    assert (code, out) == (1, "")
    assert "lotwerk" in err


def test_a_profile_is_read_from_standard_input(allymatch, monkeypatch):
    data = io.TextIOWrapper(io.BytesIO(Path(MUNICH).read_bytes()))
    monkeypatch.setattr(sys, "stdin", data)

    code, out, _ = allymatch("match", "-", *JUNE, "--top", 1)

    assert code == 0
    assert json.loads(out)["profile"] == "lotwerk-quantensensorik"


def test_filters_act_before_the_cut(allymatch):
    _, out, _ = allymatch(
        "match", MUNICH, *JUNE, "--kind", "fund", "--kind", "loan", "--status", "rolling",
        "--top", 1,
    )  # fmt: skip
    answer = json.loads(out)

    assert [match["programme"] for match in answer["matches"]] == ["nato-innovation-fund"]
    assert {pair["kind"] for pair in answer["ineligible"]} <= {"fund", "loan"}


def test_a_catalogue_of_ones_own_joins_the_built_in_one(allymatch, tmp_path):
    folder = own_catalogue(tmp_path / "mine")

    code, out, _ = allymatch("catalogue", "list", *JUNE, "--catalogue", folder)

    listed = {row["id"] for row in json.loads(out)["programmes"]}
    assert code == 0
    assert {"alpine-prize", "harbour-fund", "nato-diana-2027"} <= listed


def test_the_check_of_the_built_in_catalogue_is_clean(allymatch):
    code, out, err = allymatch("catalogue", "check", *JUNE)

    assert code == 0
    assert "programmes and" in out
    assert "0 errors" in out
    assert "error:" not in err


def test_a_fault_in_ones_own_catalogue_names_file_line_and_field(allymatch, tmp_path):
    folder = own_catalogue(tmp_path / "mine")
    path = folder / "a.yaml"
    path.write_text(path.read_text().replace("[AT, CH]", "[AT, Switserland]"))

    code, out, err = allymatch("catalogue", "check", *JUNE, "--catalogue", folder)

    assert (code, out) == (1, "")
    assert "a.yaml, line 17" in err
    assert "Switzerland" in err


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


BAD_FILES = {
    "comma.json": ('{"name": "A",\n "description": "A sensor",\n}', "comma.json, line"),
    "empty.json": ("", "an empty file"),
    "blank.txt": (" \n\n", "blank.txt"),
    "binary.json": (bytes(range(128, 256)) * 9, "expected text in UTF-8"),
    "notext.json": ('{"name": "A"}', "expected a text in at least one of description"),
    "noname.json": ('{"description": "A sensor"}', "name"),
    "typo.json": ('{"name": "A", "descripton": "A sensor"}', "did you mean description?"),
    "two.json": (
        '[{"name": "A", "description": "x"}, {"name": "B", "description": "y"}]',
        "--id",
    ),
    "list.json": ("[1, 2]", "list.json"),
    "number.json": ("7", "number.json"),
}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "country.json",
            '{"name": "A", "description": "A sensor", "incorporated_in": "Germny"}',
            "did you mean Germany (DE)?",
        ),
        ("trl.yaml", "name: A\ndescription: A sensor\ntrl: twelve\n", "line 1, field trl"),
        ("key.yaml", "name: A\ndescription: A sensor\nheadcuont: 3\n", "did you mean headcount?"),
    ],
)
def test_a_fact_that_cannot_be_read_is_told_and_left_unknown(
    allymatch, tmp_path, name, content, said
):
    code, out, err = allymatch("match", write(tmp_path / name, content), *JUNE)

    assert (code, bool(out)) == (0, True)
    assert said in err
    assert "stays unknown" in err


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_ends_with_status_one_and_says_where_and_what(allymatch, tmp_path, name):
    content, said = BAD_FILES[name]
    path = write(tmp_path / name, content)

    code, out, err = allymatch("match", path, *JUNE)

    assert (code, out) == (1, "")
    assert said in err
    assert name in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_or_is_a_folder_is_named(allymatch, tmp_path):
    for path, said in ((tmp_path / "nowhere.json", "no such file"), (tmp_path, "a folder")):
        code, out, err = allymatch("match", path, *JUNE)
        assert (code, out) == (1, "")
        assert said in err
        assert str(path) in err


def test_a_name_without_a_file_is_taken_for_an_id_and_the_error_says_so(allymatch):
    code, _, err = allymatch("match", "acme", *JUNE)

    assert code == 1
    assert "'acme'" in err
    assert "allymatch import" in err


@pytest.mark.parametrize(
    "command",
    [
        ("explain", MUNICH, "nato-dianna-2027"),
        ("screen", "nato-dianna-2027", STARTUPS),
        ("catalogue", "show", "nato-dianna-2027"),
    ],
    ids=lambda command: command[0],
)
def test_an_unknown_programme_ends_with_status_one_and_the_nearest_id(allymatch, command):
    code, out, err = allymatch(*command, *JUNE)

    assert (code, out) == (1, "")
    assert "did you mean nato-diana-2027" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--on", "2026-13-45"), "a day that exists"),
        (("--on", "07/03/2026"), "2026-03-07 or 2026-07-03"),
        (("--on", "2026"), "one day or one instant"),
        (("--area", "quantm"), "did you mean quantum?"),
        (("--country", "Germny"), "did you mean Germany (DE)?"),
        (("--kind", "fnd"), "expected one of accelerator"),
        (("--status", "opn"), "expected one of forecast, open"),
        (("--min-fit", "7"), "--min-fit"),
        (("--min-fit", "nan"), "--min-fit"),
        (("--min-fit", "much"), "--min-fit"),
        (("--top", "0"), "--top"),
        (("--format", "xml"), "--format"),
        (("--no-such-option",), "--no-such-option"),
    ],
)
def test_a_wrong_option_ends_with_status_two_and_names_it(allymatch, options, said):
    code, out, err = allymatch("match", MUNICH, *options)

    assert (code, out) == (2, "")
    assert options[0] in err
    assert said in err


def test_a_missing_argument_and_a_command_that_is_none_end_with_status_two(allymatch):
    for arguments, said in ((("match",), "PROFILE"), (("macth", MUNICH), "macth")):
        code, out, err = allymatch(*arguments)
        assert (code, out) == (2, "")
        assert said in err


def test_a_catalogue_that_is_nowhere_is_named(allymatch, tmp_path):
    code, out, err = allymatch("match", MUNICH, *JUNE, "--catalogue", tmp_path / "nowhere")

    assert (code, out) == (1, "")
    assert "nowhere: does not exist" in err


def test_a_cell_of_a_csv_cannot_run_as_a_formula(allymatch, tmp_path):
    formulas = ("=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1")
    people = [
        {"name": "A", "id": f"{text}{number}", "description": "A sonar."}
        for number, text in enumerate(formulas)
    ]
    path = write(tmp_path / "people.json", json.dumps(people))

    code, out, _ = allymatch("screen", "nato-innovation-fund", path, *JUNE, "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]

    assert code == 0
    assert sum(cell.startswith("'") for cell in cells) == len(formulas)
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_a_name_with_markup_is_shown_as_it_is_written(allymatch, tmp_path):
    name = "[red]a[/red] | b"
    person = {"name": name, "id": name, "description": "A sonar."}
    path = write(tmp_path / "person.json", json.dumps(person))

    for form, shown in (("table", "[red]a[/red] | b"), ("md", "[red]a[/red] \\| b")):
        code, out, _ = allymatch("screen", "nato-innovation-fund", path, *JUNE, "--format", form)
        assert code == 0
        assert shown in out


def test_a_text_cannot_steer_the_terminal(allymatch, tmp_path):
    name = "a\x1b[2Jb"
    person = {"name": name, "id": name, "description": "A sonar \x1b]0;title\x07 at sea."}
    path = write(tmp_path / "person.json", json.dumps(person))

    for form in ("table", "md"):
        _, screened, _ = allymatch("screen", "nato-innovation-fund", path, *JUNE, "--format", form)
        _, explained, _ = allymatch(
            "explain", path, "nato-innovation-fund", *JUNE, "--format", form
        )
        assert "\x1b" not in screened + explained
        assert "\x07" not in screened + explained
        assert "a\ufffd[2Jb" in screened


def test_a_near_miss_says_what_to_do(allymatch):
    _, out, _ = allymatch("match", MUNICH, *JUNE, "--format", "md")

    line = next(line for line in out.splitlines() if "| eic-step-scale-up |" in line)
    assert line.startswith("| one-change |  | ineligible |")
    assert "| TRL 6 lies outside what it asks for, TRL 8 to 9 | reach TRL 8 |" in line


def test_help_and_version_cost_nothing_but_a_moment(allymatch):
    code, out, _ = allymatch("--help")
    assert code == 0
    for command in ("match", "screen", "explain", "import", "catalogue"):
        assert command in out

    code, out, _ = allymatch("--version")
    assert code == 0
    assert out.startswith("allymatch ")


def run_script(*arguments, **more):
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False, **more)


def test_the_installed_command_answers_and_loads_no_model_for_it(tmp_path):
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    done = run_script("catalogue", "show", "nato-diana-2027", *JUNE, cwd=tmp_path, env=environment)

    assert done.returncode == 0
    assert json.loads(done.stdout)["programme"]["id"] == "nato-diana-2027"
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert imported.isdisjoint({"torch", "sentence_transformers", "sklearn", "pyarrow"})


def test_the_installed_command_tells_wrong_data_from_a_wrong_command_line(tmp_path):
    wrong_data = run_script("match", "nowhere.json", cwd=tmp_path)
    wrong_line = run_script("match", "nowhere.json", "--on", "2026-13-45", cwd=tmp_path)

    assert (wrong_data.returncode, wrong_data.stdout) == (1, "")
    assert wrong_data.stderr == (
        "allymatch: no profile is called 'nowhere.json'; there is no such file, and nothing of that"
        " id has been imported: see `allymatch import`\n"
    )
    assert (wrong_line.returncode, wrong_line.stdout) == (2, "")


@pytest.mark.parametrize("name", ["NIF", "nif", "NATO VC fund", "https://www.nif.fund"])
def test_a_programme_is_called_as_people_call_it(allymatch, name):
    code, out, _ = allymatch("explain", MUNICH, name, *JUNE, "--format", "json")

    assert code == 0
    assert json.loads(out)["programme"] == "nato-innovation-fund"


def test_a_profile_and_a_programme_may_be_given_the_other_way_round(allymatch):
    code, out, err = allymatch("explain", "NIF", MUNICH, *JUNE, "--format", "json")

    assert code == 0
    assert json.loads(out)["programme"] == "nato-innovation-fund"
    assert "is taken as the profile" in err


def test_a_name_of_several_programmes_lists_them_with_their_status(allymatch):
    code, _, err = allymatch("explain", MUNICH, "155 mm", "--on", "2026-09-01")

    assert code == 1
    assert "nspa-155mm-2024 (no dates known)" in err


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (("--kind", "funds"), {"fund"}),
        (("--kind", "Fund,loans"), {"fund", "loan"}),
        (("--status", "opened"), {"open"}),
    ],
)
def test_plurals_and_lists_with_commas_are_taken(allymatch, options, kept):
    code, out, _ = allymatch("catalogue", "list", *options, *JUNE, "--format", "json")
    found = json.loads(out)["programmes"]

    assert code == 0
    assert {one[options[0].removeprefix("--")] for one in found} == kept


@pytest.mark.parametrize("share", ["30%", "0.3", "0,3"])
def test_a_least_fit_may_be_a_percentage(allymatch, share):
    code, out, _ = allymatch("match", MUNICH, *JUNE, "--min-fit", share, "--format", "json")

    assert code == 0
    assert min(one["fit"] for one in json.loads(out)["matches"]) >= 0.3


def test_a_usage_error_ends_with_a_hint_and_status_two(allymatch):
    code, _, err = allymatch("list")

    assert code == 2
    assert "allymatch catalogue list" in " ".join(err.split())
