"""Are published calls read as they stand, with nothing of their prose taken for a fact?"""

import gzip
import json
from datetime import UTC, datetime

import pytest

from programmes.errors import BadCatalogue, BadDocument
from programmes.model import Programme, Status, current_call
from programmes.read import load_catalogue
from programmes.sources.calls import MAX_LINE, calls_and_sources

EU = {
    "id": "eu-SENSORS/2026/01",
    "title": "Sensors for ports",
    "text": "Expected outcome:Results are tested in ports.Scope:Proposals look at small boats.",
    "programme": "An EU programme",
    "deadline": "2026-09-15",
    "status": "open",
    "budget_min": 3_000_000,
    "budget_max": 4_000_000,
    "url": "https://example.org/sensors",
}
UK = {
    "id": "uk-grant-1",
    "source": "an agency",
    "title": "Quiet propellers",
    "text": "",
    "opens": "2026-02-01",
    "closes": "2026-03-01",
    "url": "https://example.org/propellers",
}


def calls(tmp_path, *rows, name="calls.jsonl"):
    path = tmp_path / name
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def read_calls(path):
    return [call.programme for call in calls_and_sources(path)]


def call(tmp_path, row):
    (found,) = read_calls(calls(tmp_path, row))
    return found


def state(programme, *moment):
    return current_call(programme, on=datetime(*moment, tzinfo=UTC))[1]


def test_an_eu_call_becomes_a_grant_with_its_text_and_sum(tmp_path):
    found = call(tmp_path, EU)
    assert (found.id, found.name, found.kind) == (
        "eu-sensors-2026-01",
        "Sensors for ports",
        "grant",
    )
    assert found.owner == "An EU programme"
    assert found.description == (
        "Expected outcome: Results are tested in ports. Scope: Proposals look at small boats."
    )
    (amount,) = found.offer.amounts
    assert (amount.min, amount.max, amount.currency) == (3_000_000, 4_000_000, "EUR")


def test_its_deadline_is_the_end_of_that_day_in_brussels(tmp_path):
    found = call(tmp_path, EU)
    assert state(found, 2026, 9, 15, 21, 59) is Status.UNKNOWN
    assert state(found, 2026, 9, 15, 22, 0) is Status.CLOSED


def test_the_publishers_own_status_is_not_believed(tmp_path):
    assert state(call(tmp_path, EU), 2026, 10, 1) is Status.CLOSED
    assert state(call(tmp_path, {**UK, "status": "closed"}), 2026, 2, 10) is Status.OPEN


def test_a_uk_call_without_text_is_known_by_its_title(tmp_path):
    found = call(tmp_path, UK)
    assert found.description == "Quiet propellers"
    assert found.owner == "an agency"
    assert found.calls[0].zone == "Europe/London"
    assert found.offer.amounts == ()


def test_its_conditions_are_one_open_question(tmp_path):
    (condition,) = call(tmp_path, EU).criteria
    assert (condition.kind, condition.id) == ("statement", "eu-sensors-2026-01-call-text")
    assert condition.note == "Conditions of the call's own text, not parsed."


def test_dates_that_contradict_each_other_are_both_left_open(tmp_path):
    found = call(tmp_path, {**UK, "opens": "2026-03-22", "closes": "2026-03-05"})
    assert (found.calls[0].opens, found.calls[0].closes) == (None, None)
    assert "2026-03-22" in found.calls[0].note
    assert state(found, 2026, 3, 10) is Status.UNKNOWN


def test_a_call_without_dates_has_an_unknown_status(tmp_path):
    assert state(call(tmp_path, {"id": "x-1", "title": "Y"}), 2026, 1, 1) is Status.UNKNOWN


@pytest.mark.parametrize("name", ["calls.jsonl", "calls.jsonl.gz"])
def test_packed_or_not_it_is_the_same_file_and_empty_lines_do_not_count(tmp_path, name):
    found = list(read_calls(calls(tmp_path, EU, "", UK, "", name=name)))
    assert [one.id for one in found] == ["eu-sensors-2026-01", "uk-grant-1"]
    for one in found:
        assert Programme.model_validate_json(one.model_dump_json()) == one


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{not json", "calls.jsonl, line 2: is not JSON"),
        ("[1]", "calls.jsonl, line 2: expected one object a line"),
        ({"title": "x"}, "calls.jsonl, line 2, id: is missing"),
        ({"id": "x", "title": " "}, "calls.jsonl, line 2, title: is missing"),
        ({**UK, "closes": "soon"}, "calls.jsonl, line 2, closes: found 'soon', expected a date"),
        ({**UK, "opens": "31 June 2026"}, "calls.jsonl, line 2, opens: found '31 June 2026'"),
        ({**EU, "deadline": "soon"}, "calls.jsonl, line 2, closes: found 'soon'"),
        ({**UK, "zone": "Nowhere"}, "calls.jsonl, line 2, zone: no time zone is called 'Nowhere'"),
        ({**EU, "budget_min": 9e9}, "calls.jsonl, line 2: min 9e+09 lies above max"),
        ({**EU, "budget_min": "much"}, "calls.jsonl, line 2, budget_min: found 'much', expected"),
        ({**EU, "text": ["a", "b"]}, "calls.jsonl, line 2, text: is no text"),
        ({**EU, "url": 7}, "calls.jsonl, line 2, url: found 7, expected a text"),
        ({**EU, "currency": "euro"}, "calls.jsonl, line 2, currency: found 'euro', expected"),
        ({**UK, "id": 348922}, "calls.jsonl, line 2, id: is a number, 348922: write it as a text"),
        ({**UK, "title": ["T"]}, "calls.jsonl, line 2, title: is a list"),
        ({**UK, "closes": "08/05/2026"}, "calls.jsonl, line 2, closes: found '08/05/2026'"),
    ],
)
def test_a_bad_line_says_which_and_why(tmp_path, row, says):
    with pytest.raises(BadDocument) as caught:
        list(read_calls(calls(tmp_path, EU, row)))
    assert says in str(caught.value)


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(5):
            stream.write(b" " * MAX_LINE)
    with pytest.raises(BadDocument, match="line 1: holds more than 1,000,000 bytes"):
        list(read_calls(path))


PACKED = gzip.compress(b"\n" * 9999)


@pytest.mark.parametrize(
    "content",
    [b"no gzip", PACKED[:-9], PACKED[:12] + b"\xff" * 9 + PACKED[21:]],
    ids=["no archive", "cut short", "overwritten"],
)
def test_a_damaged_archive_says_so(tmp_path, content):
    path = tmp_path / "calls.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(BadDocument, match="cannot be read"):
        list(read_calls(path))


def test_a_catalogue_takes_published_calls_with_their_sources(tmp_path):
    found = load_catalogue(calls(tmp_path, EU, UK))
    assert found.get("uk-grant-1").criteria[0].source == ("uk-grant-1",)
    assert found.sources["uk-grant-1"].url == "https://example.org/propellers"


def test_neither_a_currency_nor_a_zone_is_guessed(tmp_path):
    row = {"id": "us-dsip-1", "title": "Sonar", "closes": "2026-07-01T12:00", "budget_max": 250_000}
    found = call(tmp_path, {**row, "opens": "2026-06-03"})

    assert found.calls[0].zone == "unknown"
    assert found.calls[0].closes_shown == "2026-07-01T12:00"
    assert found.offer.amounts[0].max == 250_000
    assert found.offer.amounts[0].currency is None
    # noon is somewhere between noon on the first clocks on earth and on the last ones
    assert state(found, 2026, 6, 30, 21) is Status.OPEN
    assert state(found, 2026, 7, 1, 12) is Status.UNKNOWN
    assert state(found, 2026, 7, 2, 0) is Status.CLOSED


@pytest.mark.parametrize(
    ("written", "low", "high", "currency"),
    [
        (("10000.00", "500000.00", "USD"), 10_000, 500_000, "USD"),
        ((None, "1,5 Mio.", "EUR"), None, 1_500_000, "EUR"),
        ((None, "USD 250k", None), None, 250_000, "USD"),
    ],
)
def test_sums_are_read_as_people_write_them(tmp_path, written, low, high, currency):
    names = ("budget_min", "budget_max", "currency")
    found = call(tmp_path, {"id": "x-1", "title": "T", **dict(zip(names, written, strict=True))})

    (amount,) = found.offer.amounts
    assert (amount.min, amount.max, amount.currency) == (low, high, currency)


def test_a_sum_of_nought_is_a_sum_that_is_not_stated(tmp_path):
    row = {"id": "x-1", "title": "T", "budget_min": 0, "budget_max": 0, "currency": "USD"}

    assert call(tmp_path, row).offer.amounts == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-06-15 23:59 AoE", "2026-06-16T11:59:00Z"),
        ("2026-06-15 23:59 anywhere on earth", "2026-06-16T11:59:00Z"),
        ("July 1, 2026 11:59 p.m. Eastern Time", "2026-07-02T03:59:00Z"),
        ("2026-07-01T12:00 ET", "2026-07-01T16:00:00Z"),
        (1783000000000, "2026-07-02T13:46:40Z"),
        ("15 June 2026, noon", "2026-06-15T12:00"),
        ("2026-06-15T24:00", "2026-06-15T24:00"),
        ("2026-10-14T00:00:00.000+0000", "2026-10-14"),
        ("08/15/2026", "2026-08-15"),
    ],
)
def test_deadlines_are_read_as_lists_write_them(tmp_path, written, shown):
    found = call(tmp_path, {"id": "x-1", "title": "T", "closes": written})

    assert found.calls[0].closes_shown == shown


@pytest.mark.parametrize("written", ["rolling", "always open", "until further notice"])
def test_a_call_without_an_end_is_rolling(tmp_path, written):
    found = call(tmp_path, {"id": "x-1", "title": "T", "closes": written})

    assert state(found, 2026, 6, 15) is Status.ROLLING


def test_a_call_may_run_until_the_money_is_spent(tmp_path):
    found = call(tmp_path, {"id": "x-1", "title": "T", "closes": "until the funds are exhausted"})

    assert found.calls[0].until_spent
    assert state(found, 2026, 6, 15) is Status.ROLLING


def test_two_deadlines_are_both_kept_where_nothing_says_what_they_are(tmp_path):
    dates = ["2026-10-14", "2027-03-03"]
    found = call(tmp_path, {"id": "x-1", "title": "T", "opens": "2026-05-05", "closes": dates})

    assert found.calls[0].cutoffs == ("2026-10-14", "2027-03-03")
    assert state(found, 2026, 10, 1) is Status.OPEN
    assert state(found, 2026, 12, 1) is Status.UNKNOWN
    assert state(found, 2027, 4, 1) is Status.CLOSED


def test_markup_of_a_list_becomes_text(tmp_path):
    row = {
        "id": "x-1",
        "title": "Counter&nbsp;drone &amp; radar",
        "text": "<p>Find &amp; stop <b>drones</b></p><script>alert(1)</script>",
    }
    found = call(tmp_path, row)

    assert (found.name, found.description) == ("Counter drone & radar", "Find & stop drones")


def test_ids_of_another_script_stay_two(tmp_path):
    rows = [{"id": "Конкурс-1", "title": "Дрони"}, {"id": "Запит-1", "title": "Радари"}]

    assert [one.id for one in read_calls(calls(tmp_path, *rows))] == ["konkurs-1", "zapit-1"]


def test_a_bad_line_costs_no_other(tmp_path):
    found = load_catalogue(calls(tmp_path, {**UK, "closes": "soon"}, EU))

    assert "eu-sensors-2026-01" in found
    assert [str(each) for each in found.left_out] == [
        "calls.jsonl, line 1, closes: found 'soon', expected a date such as 2026-07-03,"
        " 3 July 2026, 2026-07, 2027-Q1 or 2026"
    ]


def test_a_list_of_bad_lines_alone_is_refused(tmp_path):
    with pytest.raises(BadCatalogue):
        load_catalogue(calls(tmp_path, {**UK, "closes": "soon"}))


def test_an_id_that_stands_twice_is_told_and_the_first_is_kept(tmp_path):
    found = load_catalogue(calls(tmp_path, EU, UK, UK))

    assert [each.problem for each in found.left_out] == [
        "'uk-grant-1' is the id of two calls: the first is kept"
    ]


EDF = {**EU, "id": "eu-EDF-2026-RA-X", "title": "Counter-drone for ships", "opens": "2026-05-05"}


def test_a_call_of_a_programme_that_we_know_is_a_topic_of_it(tmp_path):
    found = load_catalogue(calls(tmp_path, EDF))

    assert "eu-edf-2026-ra-x" not in found
    (topic,) = [one for one in found.get("edf-2026").challenges if one.id == "edf-2026-ra-x"]
    assert (topic.title, topic.closes) == ("Counter-drone for ships", "2026-09-15")


def test_a_list_may_name_the_programme_of_a_call(tmp_path):
    found = load_catalogue(calls(tmp_path, {**UK, "parent": "uk-dasa"}))

    assert "uk-grant-1" in {one.id for one in found.get("uk-dasa").challenges}
