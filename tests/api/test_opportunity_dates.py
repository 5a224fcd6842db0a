"""Is every date that a call may have shown by the protocol, whoever wrote it?"""

from datetime import UTC, datetime

import pytest

from api.commongrants.opportunities import opportunity
from programmes.model import Call
from tests.programmes.documents import programme

ON = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day", "time"),
    [
        ("1 March 2027, 12:00 UTC", "2027-03-01", "12:00:00"),
        ("2027-07-01T12:00 ET", "2027-07-01", "16:00:00"),
        ("3 July 2027, noon", "2027-07-03", "12:00:00"),
        ("2027-07-03 23:59 AoE", "2027-07-04", "11:59:00"),
        ("2027-07-03T24:00", "2027-07-04", "00:00:00"),
        ("Thursday, 1 July 2027", "2027-07-01", None),
    ],
)
def test_a_date_that_was_accepted_is_shown(written, day, time):
    found = opportunity(programme(calls=(Call(id="one", closes=written),)), ON)

    event = found["keyDates"]["closeDate"]
    assert (event["date"], event.get("time")) == (day, time)


@pytest.mark.parametrize(
    "written", ["2027-Q1", "2027-07", "2027-07-01/2027-08-01", "3 July 2027, midnight"]
)
def test_a_date_that_is_no_day_is_shown_in_words(written):
    found = opportunity(programme(calls=(Call(id="one", closes=written),)), ON)

    assert found["keyDates"]["closeDate"]["eventType"] == "other"


def test_every_stage_and_every_cutoff_is_shown():
    staged = Call(id="one", stages=("2027-03-01", "2027-09-01T17:00 Brussels"))
    cut = Call(id="two", rolling=True, cutoffs=("1 March 2027, noon",))

    two = opportunity(programme(calls=(staged,)), ON)["keyDates"]
    one = opportunity(programme(calls=(cut,)), ON)["keyDates"]

    assert two["closeDate"]["date"] == "2027-03-01"
    assert [each["date"] for each in two["otherDates"].values()] == ["2027-03-01", "2027-09-01"]
    assert one["otherDates"]["cutoff1"]["time"] == "12:00:00"
