"""Is each public source read as it publishes, and does a bad record cost no other?"""

import gzip
import zipfile

import pytest

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.item import Item
from programmes.sources.registry import SOURCES, is_whole, sniffed
from programmes.sources.tables import table
from tests.programmes.sources import files
from tests.programmes.sources.files import FILES, written


def read(tmp_path, source, content=None, name=None):
    stated, whole = FILES[source]
    path = written(tmp_path, name or stated, whole if content is None else content)
    found = list(SOURCES[source].read(path))
    return [x for x in found if isinstance(x, Item)], [
        x for x in found if isinstance(x, BadDocument)
    ]


def test_there_is_a_file_and_a_table_for_each_source():
    assert SOURCES.keys() == FILES.keys()
    assert all(table(name).fields and table(name).cannot for name in SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_a_bad_record_is_told_and_the_others_go_on(tmp_path, source):
    good, bad = read(tmp_path, source)

    assert good
    assert bad
    assert all(one.file == FILES[source][0] and one.line for one in bad)


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_is_known_by_its_shape(tmp_path, source):
    assert sniffed(written(tmp_path, *FILES[source])) == source


@pytest.mark.parametrize("source", SOURCES)
def test_a_packed_file_is_read_like_an_open_one(tmp_path, source):
    name, content = FILES[source]
    path = written(tmp_path, name, content)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    archive = tmp_path / f"{name}.zip"
    with zipfile.ZipFile(archive, "w") as stream:
        stream.write(path, name)
    ids = [
        [x.id for x in SOURCES[source].read(p) if isinstance(x, Item)]
        for p in (path, packed, archive)
    ]

    assert ids[0] == ids[1] == ids[2]


@pytest.mark.parametrize("source", [one for one in SOURCES if one not in {"sam", "canadabuys"}])
def test_a_file_that_is_cut_short_is_refused(tmp_path, source):
    path = written(tmp_path, *FILES[source])
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(ShapeChanged):
        list(SOURCES[source].read(path))


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("eu-portal", {"fundingData": {"GrantTenderObj": []}}),
        ("eu-portal", {"fundingData": {"Renamed": [{"identifier": "x"}]}}),
        ("dsip", {"total": 0, "data": []}),
        ("sam", {"opportunitiesData": []}),
        ("sam", b"NoticeId,Title\n"),
        ("grants-gov", b"<Grants></Grants>"),
        ("ted", {"notices": [], "totalNoticeCount": 0}),
        ("uk-ocds", {"releases": []}),
        ("canadabuys", files.CANADA_CSV.split(b"\n")[0]),
        ("common-grants", {"items": []}),
    ],
)
def test_an_empty_answer_is_an_outage(tmp_path, source, content):
    with pytest.raises(ShapeChanged, match="an outage, and never an answer"):
        read(tmp_path, source, content)


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("eu-portal", {"topics": [1]}),
        ("dsip", {"rows": [1]}),
        ("sam", {"notices": [1]}),
        ("sam", b"Id,Name\n1,x\n"),
        ("grants-gov", {"hits": [1]}),
        ("ted", {"results": [1]}),
        ("ted", b"<Invoice/>"),
        ("uk-ocds", {"notices": [1]}),
        ("canadabuys", b"id,name\n1,x\n"),
        ("common-grants", {"grants": [1]}),
    ],
)
def test_a_shape_that_changed_is_told(tmp_path, source, content):
    with pytest.raises(ShapeChanged, match="its shape changed"):
        read(tmp_path, source, content)


@pytest.mark.parametrize("source", SOURCES)
def test_no_person_is_taken_over(tmp_path, source):
    good, _ = read(tmp_path, source)

    assert not any("Person" in one.model_dump_json() for one in good)


def test_the_calendar_of_the_portal_has_dates_and_no_prose(tmp_path):
    (topic, tender), (bad,) = read(tmp_path, "eu-portal")

    assert (topic.id, topic.key, topic.call) == ("edf-2026-ra-sens-radar", "48001", "edf-2026-ra")
    assert topic.title == "Radar & passive sensing"
    assert (topic.opens, topic.closes, topic.zone) == (
        "2026-02-11",
        "2026-09-29",
        "Europe/Brussels",
    )
    assert (topic.basis, tender.kind) == ("our-reading", "contract")
    assert str(bad) == "calendar.json, line 2: is missing its identifier or its title"


def test_the_page_of_a_topic_has_prose_sums_and_conditions(tmp_path):
    (topic,), _ = read(tmp_path, "eu-portal", files.EU_PAGE)

    assert topic.statement == "Find small drones.\nIn rain."
    project, budget = topic.amounts
    assert (project.max, project.per, budget.max, budget.per) == (3e7, "company", 3e7, "programme")
    (condition,) = topic.criteria
    assert (condition.kind, condition.entities, condition.countries) == ("consortium", 3, 3)
    assert condition.confidence == "low"
    assert "At least 3 legal entities" in condition.note


def test_a_pot_that_all_topics_share_is_no_sum_of_one(tmp_path):
    page = {"TopicDetails": {**files.EU_PAGE["TopicDetails"]}}
    lines = [
        {"action": f"{name} - EDF-DA", "budgetYearMap": {"2026": "422000000"}}
        for name in ("EDF-2026-RA-SENS-RADAR", "EDF-2026-DA-B", "EDF-2026-DA-C")
    ]
    page["TopicDetails"]["budgetOverviewJSONItem"] = {"budgetTopicActionMap": {"1": lines}}
    (topic,), _ = read(tmp_path, "eu-portal", page)

    (pot,) = topic.amounts
    assert (pot.label, pot.per) == ("all topics of the call together", "programme")


def test_two_stages_of_a_search_answer_are_kept_in_order(tmp_path):
    (topic,), (bad,) = read(tmp_path, "eu-portal", files.EU_SEARCH)

    assert topic.stages == ("2026-09-29", "2027-03-03")
    assert topic.closes == "2026-09-29"
    assert "metadata" in bad.problem


def test_a_topic_under_itar_asks_whether_only_us_persons_would_work_on_it(tmp_path):
    (topic,), bad = read(tmp_path, "dsip")

    assert topic.id == "n261-001"
    assert (topic.opens, topic.closes) == ("2026-06-03", "2026-07-01T16:00:00Z")
    assert topic.statement == "Find quiet boats."
    assert [one.id for one in topic.criteria] == ["n261-001-itar"]
    assert "found 'soon', expected a date" in bad[1].problem


def test_a_notice_of_sam_is_a_contract_with_its_own_hour(tmp_path):
    (notice,), (bad,) = read(tmp_path, "sam")

    assert notice.closes_shown == "2026-07-15T21:00:00Z"
    assert notice.statement == "Autonomy for small boats"  # the API gives an address alone
    assert [one.kind for one in notice.criteria] == ["statement"]
    assert bad.problem == "is missing its noticeId or its title"


def test_market_research_is_a_forecast_and_windows_1252_is_read(tmp_path):
    (notice,), _ = read(tmp_path, "sam", files.SAM_CSV, name="full.csv")

    assert notice.title == "Boots – brown"
    assert notice.expected


def test_the_extract_of_grants_gov_has_sums_applicants_and_forecasts(tmp_path):
    (grant, forecast), (bad,) = read(tmp_path, "grants-gov")

    assert (grant.opens, grant.closes) == ("2026-06-01", "2026-08-15")
    assert grant.statement == "Sensors & sonar"
    assert grant.applicants == ("company",)
    assert [(one.min, one.max, one.per) for one in grant.amounts] == [
        (None, 500_000, "company"),
        (None, 2_000_000, "programme"),
    ]
    assert (forecast.expected, forecast.opens) == (True, "2027-01-15")
    assert "OpportunityID" in bad.problem


def test_an_entity_bomb_is_not_unpacked(tmp_path):
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        + files.GRANTS_XML.replace(b'<?xml version="1.0"?>', b"").replace(
            b"Undersea sensing", b"Undersea &b;"
        )
    )
    found = list(SOURCES["grants-gov"].read(written(tmp_path, "bomb.xml", bomb)))

    assert not any("aaaaaaaaaa" in str(one) for one in found)


def test_a_notice_of_ted_closes_with_its_last_lot(tmp_path):
    (notice,), (bad,) = read(tmp_path, "ted")

    assert (notice.title, notice.owner, notice.key) == (
        "Radar for ports",
        "Forsvarsmateriell",
        "p-1",
    )
    assert notice.closes_shown == "2026-10-08T10:00:00Z"
    assert len(notice.cutoffs) == 2
    assert (notice.amounts[0].max, notice.amounts[0].currency) == (5_000_000, "NOK")
    assert "publication-number" in bad.problem


def test_an_eforms_notice_is_read_from_its_xml(tmp_path):
    (notice,), _ = read(tmp_path, "ted", files.TED_XML, name="notice.xml")

    assert (notice.title, notice.key, notice.closes_shown) == (
        "Radar for ports",
        "p-1",
        "2026-10-08T10:00:00Z",
    )
    assert notice.amounts[0].currency == "EUR"


def test_an_answer_that_timed_out_is_not_all(tmp_path):
    with pytest.raises(ShapeChanged, match="ask again"):
        read(tmp_path, "ted", {"notices": [{"x": 1}], "timedOut": True})


def test_letters_in_place_of_line_ends_are_cleaned_and_cancelled_tenders_are_no_calls(tmp_path):
    (notice,), bad = read(tmp_path, "uk-ocds")

    assert notice.statement == "Propellers for boats.\nThey shall be quiet."
    assert (notice.url, notice.owner) == ("https://find.example/001234-2026", "Ministry of Defence")
    assert notice.closes_shown == "2026-07-15T11:00:00Z"
    assert len(bad) == 2


def test_french_is_read_where_english_is_empty(tmp_path):
    (first, second), (bad,) = read(tmp_path, "canadabuys")

    assert (first.id, first.closes) == ("pw-26-001", "2026-07-15T14:00")
    assert first.zone == "unknown"
    assert (second.title, second.expected) == ("Radar nordique", True)
    assert "reference number" in bad.problem


def test_an_opportunity_keeps_its_currency_and_its_hour_without_a_zone(tmp_path):
    (one,), _ = read(tmp_path, "common-grants")

    assert (one.closes, one.zone) == ("2026-08-15T17:00", "unknown")
    assert (one.amounts[0].min, one.amounts[0].max, one.amounts[0].currency) == (
        10_000,
        500_000,
        "USD",
    )


@pytest.mark.parametrize(
    ("source", "name", "whole"),
    [
        ("eu-portal", "calendar.json", True),
        ("grants-gov", "extract.xml", True),
        ("ted", "s.json", False),
    ],
)
def test_only_a_file_that_holds_all_can_show_what_is_gone(tmp_path, source, name, whole):
    assert is_whole(source, written(tmp_path, name, FILES[source][1])) is whole
