"""Does an import keep what was known, tell what changed, and delete nothing?"""

import json

import pytest

from api.usecases.imports import ImportSettings, run_import
from programmes.errors import BadCatalogue, BadDocument, ShapeChanged
from programmes.history.changes import sentences
from programmes.read import load_catalogue
from programmes.sources.folder import ImportFolder
from programmes.sources.registry import SOURCES
from programmes.sources.selection import Keep
from tests.programmes.sources import files
from tests.programmes.sources.files import FILES, written

RADAR = "edf-2026-ra-sens-radar"


def run(tmp_path, content=files.EU_CALENDAR, *, source="eu-portal", on="2026-06-01", keep=None):
    file = written(tmp_path, FILES[source][0], content)
    into = tmp_path / "calls"
    settings = ImportSettings(source=source, into=into, file=file, keep=keep or Keep(), on=on)
    return run_import(settings), ImportFolder(into)


def calendar(**changes):
    """The calendar with the first topic changed."""
    content = json.loads(json.dumps(files.EU_CALENDAR))
    first = content["fundingData"]["GrantTenderObj"][0]
    first.update(changes)
    return content


def without_the_first():
    content = json.loads(json.dumps(files.EU_CALENDAR))
    del content["fundingData"]["GrantTenderObj"][:2]
    return content


def radar(folder):
    (topic,) = [t for t in load_catalogue(folder.path).get("edf-2026").challenges if t.id == RADAR]
    return topic


@pytest.mark.parametrize("source", FILES)
def test_a_folder_of_imports_is_a_catalogue(tmp_path, source):
    report, folder = run(tmp_path, FILES[source][1], source=source)

    assert report["kept"] == len(folder.items(source)) > 0
    assert report["bad"] > 0
    titles = {t.title for one in load_catalogue(folder.path) for t in one.challenges}
    titles |= {one.name for one in load_catalogue(folder.path)}
    assert {item.title for item in folder.all_items()} <= titles


def test_a_topic_of_the_defence_fund_falls_under_it(tmp_path):
    report, folder = run(tmp_path)

    assert report["under"] == {"edf-2026": 2}
    assert radar(folder).call == "edf-2026-ra"
    assert "edf-2026-ra" in {call.id for call in load_catalogue(folder.path).get("edf-2026").calls}


def test_the_page_of_a_topic_adds_to_what_the_calendar_said(tmp_path):
    run(tmp_path)
    report, folder = run(tmp_path, files.EU_PAGE, on="2026-06-02")

    assert (report["new"], report["changed"], report["gone"]) == (0, 1, 0)
    assert radar(folder).statement == "Find small drones.\nIn rain."


def test_the_calendar_does_not_take_back_what_the_page_said(tmp_path):
    run(tmp_path, files.EU_PAGE)
    report, folder = run(tmp_path, on="2026-06-02")

    assert report["changed"] == 0
    assert radar(folder).basis == "stated"
    assert radar(folder).amounts


def test_a_moved_deadline_is_told_in_a_sentence(tmp_path):
    run(tmp_path)
    moved = calendar(
        actions=[{"plannedOpeningDate": "1770764400000", "deadlineDates": ["2026-10-13"]}]
    )
    _, folder = run(tmp_path, moved, on="2026-06-02")

    change = list(folder.history())[-1]
    assert (change.on, change.by, change.id) == ("2026-06-02", "eu-portal", f"edf-2026/{RADAR}")
    assert list(sentences(change)) == ["closing moved from 29 September 2026 to 13 October 2026"]


def test_the_same_file_changes_nothing_and_writes_the_same_bytes(tmp_path):
    _, folder = run(tmp_path)
    before = (folder.path / "imports/eu-portal.jsonl").read_bytes()
    report, _ = run(tmp_path, on="2026-06-09")

    assert (report["new"], report["changed"], report["gone"]) == (0, 0, 0)
    assert (folder.path / "imports/eu-portal.jsonl").read_bytes() == before


def test_what_is_gone_from_its_source_is_marked_and_kept(tmp_path):
    run(tmp_path)
    rest = {
        "fundingData": {"GrantTenderObj": files.EU_CALENDAR["fundingData"]["GrantTenderObj"][2:]}
    }
    report, folder = run(tmp_path, rest, on="2026-06-09")

    assert report["gone"] == 1
    assert (radar(folder).closes, radar(folder).opens) == ("2026-06-09", None)
    assert "No longer published by its source since 2026-06-09" in radar(folder).note


def test_what_comes_back_is_told_and_open_again(tmp_path):
    run(tmp_path)
    rest = {
        "fundingData": {"GrantTenderObj": files.EU_CALENDAR["fundingData"]["GrantTenderObj"][2:]}
    }
    run(tmp_path, rest, on="2026-06-09")
    report, folder = run(tmp_path, on="2026-06-10")

    assert report["back"] == 1
    assert radar(folder).closes == "2026-09-29"


def test_a_page_says_nothing_of_other_topics(tmp_path):
    run(tmp_path)
    report, folder = run(tmp_path, files.EU_PAGE, on="2026-06-02")

    assert report["gone"] == 0
    assert len(folder.items("eu-portal")) == 2


def test_an_outage_changes_nothing(tmp_path):
    _, folder = run(tmp_path)
    before = (folder.path / "imports/eu-portal.jsonl").read_bytes()
    with pytest.raises(ShapeChanged):
        run(tmp_path, {"fundingData": {"GrantTenderObj": []}}, on="2026-06-09")

    assert (folder.path / "imports/eu-portal.jsonl").read_bytes() == before
    assert len(folder.reports()) == 1


def test_what_a_filter_leaves_out_is_counted_and_not_gone(tmp_path):
    run(tmp_path)
    report, folder = run(tmp_path, on="2026-06-02", keep=Keep(words=("ports",)))

    assert (report["kept"], report["gone"]) == (1, 0)
    assert report["left_out"] == {"without any of the words": 1}
    assert len(folder.items("eu-portal")) == 2


@pytest.mark.parametrize(
    ("source", "keep", "kept"),
    [
        ("eu-portal", Keep(scope="defence"), 2),
        ("eu-portal", Keep(programmes=("edip",)), 0),
        ("sam", Keep(offices=("defense innovation unit",)), 1),
        ("sam", Keep(offices=("army",)), 0),
        ("ted", Keep(cpv=("35",)), 1),
        ("ted", Keep(cpv=("45",)), 0),
        ("canadabuys", Keep(scope="defence"), 1),
    ],
)
def test_filters_say_what_is_kept(tmp_path, source, keep, kept):
    report, _ = run(tmp_path, FILES[source][1], source=source, keep=keep)

    assert report["kept"] == kept


def test_damage_to_what_was_kept_is_told(tmp_path):
    _, folder = run(tmp_path)
    file = folder.path / "imports/eu-portal.jsonl"
    file.write_bytes(file.read_bytes()[:-30])

    with pytest.raises(BadDocument, match="is not as it was written"):
        folder.items("eu-portal")


CORDIS = {
    "project.csv": "id;acronym;title;startDate;topics\n101;X;Cold-atom clocks;2024-01-01;"
    "HORIZON-EIC-2023-ACCELERATOR-01\n102;Y;Soil;2024-01-01;HORIZON-CL6-2023-SOIL\n",
    "organization.csv": "projectID;name;activityType;country;netEcContribution\n"
    "101;AQUA LTD;PRC;UK;2499999,5\n101;A UNIVERSITY;HES;FR;1\n102;FARM BV;PRC;NL;5\n",
}


def test_awards_of_cordis_name_firms_of_programmes_that_we_know(tmp_path):
    for name, content in CORDIS.items():
        (tmp_path / name).write_text(content)
    settings = ImportSettings(
        source="awards", into=tmp_path / "calls", file=tmp_path, keep=Keep(), on="2026-06-01"
    )
    report = run_import(settings)
    found = [a for a in load_catalogue(tmp_path / "calls").awards if a.source == ("cordis",)]

    assert report["left_out"] == {"no firm": 1, "of no programme that we know": 1}
    assert [(a.firm, a.programme, a.country, a.year, a.amount) for a in found] == [
        ("AQUA LTD", "eic-accelerator", "GB", 2024, 2_499_999.5)
    ]


def test_awards_of_sbir_gov_are_read_with_their_sums(tmp_path):
    table = tmp_path / "awards.csv"
    table.write_text(
        "Company,Award Title,Agency,Branch,Phase,Program,Award Year,Award Amount,Number Employees\n"
        'Boat Inc,Sonar,Department of Defense,Air Force,Phase I,SBIR,2024,"74,999.00",12\n'
        ",No firm,Department of Defense,Air Force,Phase I,SBIR,2024,1,1\n"
    )
    settings = ImportSettings(
        source="awards", into=tmp_path / "calls", file=table, keep=Keep(), on="2026-06-01"
    )
    report = run_import(settings)

    assert (report["kept"], report["bad"]) == (1, 1)
    (award,) = ImportFolder(tmp_path / "calls").awards()
    assert (award.firm, award.amount, award.headcount) == ("Boat Inc", 74_999, 12)


def test_a_list_of_the_portals_calls_is_read_line_by_line(tmp_path):
    rows = [
        {
            "id": "eu-EDF-2026-RA-SENS-MSDT", "title": "Sensors", "text": "Scope:Radar.",
            "programme": "European Defence Fund", "call": "EDF-2026-RA", "deadline": "2026-09-29",
            "budget_min": None, "budget_max": 20_000_000,
        },
        {"id": "eu-X", "title": None},
    ]  # fmt: skip
    content = "\n".join(json.dumps(row) for row in rows).encode()
    report, folder = run(tmp_path, content)
    topic = load_catalogue(folder.path).get("edf-2026/edf-2026-ra-sens-msdt")

    assert (report["kept"], report["bad"], report["under"]) == (1, 1, {"edf-2026": 1})
    assert topic.description == "Scope: Radar."
    # what the list does not say is what we know of the call
    assert (topic.calls[0].opens, topic.calls[0].closes) == ("2026-02-11", "2026-09-29")


@pytest.mark.parametrize("source", FILES)
def test_a_file_of_a_public_source_may_stand_for_a_catalogue(tmp_path, source):
    name, content = FILES[source]
    found = load_catalogue(written(tmp_path, name, content))
    (item, *_) = [
        one for one in SOURCES[source].read(tmp_path / name) if not isinstance(one, BadDocument)
    ]
    names = {one.name for one in found} | {t.title for one in found for t in one.challenges}

    assert item.title in names
    assert found.left_out


def test_a_file_of_no_known_shape_is_told_what_to_do(tmp_path):
    with pytest.raises(BadCatalogue, match="catalogue import awards"):
        load_catalogue(written(tmp_path, "cordis.csv", b"id;acronym\n1;X\n"))


def test_a_folder_of_which_all_was_left_out_is_a_catalogue_too(tmp_path):
    report, folder = run(tmp_path, keep=Keep(words=("no such word",)))

    assert report["kept"] == 0
    assert len(load_catalogue(folder.path)) == len(load_catalogue())
