"""Does a topic have what it states, and does it inherit the rest?"""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from programmes.model import Call, Status, status
from tests.programmes.documents import programme

TOPIC = {
    "id": "radar",
    "title": "Passive radar",
    "statement": "Find drones.",
    "basis": "stated",
    "source": ["page"],
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_topic_names_a_call_that_there_is():
    with pytest.raises(ValidationError, match="belongs to the call 'autumn'; there are: spring"):
        programme(calls=[{"id": "spring"}], challenges=[{**TOPIC, "call": "autumn"}])


def test_a_newcomer_has_to_keep_the_first_of_two_stages():
    call = Call(id="two", opens="2026-05-05", stages=["2026-10-14", "2027-03-03"])

    assert status(call, on=at("2026-10-14T12:00")) is Status.OPEN
    assert status(call, on=at("2026-10-15T12:00")) is Status.CLOSED
    assert call.closes == "2026-10-14"


def test_a_closing_date_beside_other_stages_is_refused():
    with pytest.raises(ValidationError, match=r"closes .2026-10-15. with its first stage"):
        Call(id="two", closes="2026-10-15", stages=["2026-10-14", "2027-03-03"])


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-06-14T21:00", Status.OPEN),
        ("2026-06-15T10:30", Status.UNKNOWN),  # the 15th has ended on the first clocks on earth
        ("2026-06-16T11:30", Status.UNKNOWN),
        ("2026-06-16T12:00", Status.CLOSED),
    ],
)
def test_without_a_zone_a_last_day_ends_somewhere_on_earth(instant, expected):
    call = Call(id="us", opens="2026-01-01", closes="2026-06-15", zone="unknown")

    assert status(call, on=at(instant)) is expected


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1 March 2027, 12:00 UTC", "2027-03-01T12:00:00Z"),
        ("Thursday, 1 July 2027", "2027-07-01"),
        ("15 June 2026, noon", "2026-06-15T12:00"),
    ],
)
def test_a_date_that_was_accepted_is_kept_in_one_spelling(written, kept):
    assert Call(id="one", closes=written).closes == kept
