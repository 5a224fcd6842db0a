"""Is a programme what its document says, and is its status right at each instant?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from programmes.criteria import KINDS, Where
from programmes.model import Call, Programme, Status, current_call, status
from tests.programmes.documents import programme
from tests.programmes.strategies import PROGRAMMES

INSTANTS = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 - the zone is given beside it
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(PROGRAMMES)
def test_writing_and_reading_a_programme_is_the_identity(one):
    assert Programme.model_validate_json(one.model_dump_json()) == one
    assert Programme.model_validate(one.model_dump(mode="json", exclude_none=True)) == one
    assert Programme.model_validate(one.model_dump()) == one


def test_every_kind_of_criterion_has_a_name_of_its_own():
    assert len({kind.model_fields["kind"].default for kind in KINDS}) == len(KINDS) == 19


@pytest.mark.parametrize(
    ("written", "groups", "countries", "anywhere"),
    [
        ("nato_32", ("nato_32",), (), False),
        ("DE", (), ("DE",), False),
        ("UK", (), ("GB",), False),
        (["DE", "Norway"], (), ("DE", "NO"), False),
        ("anywhere", (), (), True),
        ({"groups": ["eu_27"], "countries": ["NO"]}, ("eu_27",), ("NO",), False),
    ],
)
def test_a_place_can_be_written_short(written, groups, countries, anywhere):
    where = Where.model_validate(written)
    assert (where.groups, where.countries, where.anywhere) == (groups, countries, anywhere)


CLOSING = {"opens": "2026-06-01", "closes": "2026-07-03T12:00:00Z"}
DAYS = {"opens": "2026-06-01", "closes": "2026-07-03", "zone": "Europe/Brussels"}


@pytest.mark.parametrize(
    ("call", "on", "expected"),
    [
        (CLOSING, "2026-05-31T23:59:59", Status.FORECAST),
        (CLOSING, "2026-06-02T00:00:00", Status.OPEN),
        (CLOSING, "2026-07-03T11:59:59", Status.OPEN),
        (CLOSING, "2026-07-03T12:00:00", Status.CLOSED),
        (DAYS, "2026-07-03T21:59:59", Status.OPEN),  # midnight in Brussels
        (DAYS, "2026-07-03T22:00:00", Status.CLOSED),
        ({"opens": "2027-06", "expected": True}, "2026-06-01T00:00:00", Status.FORECAST),
        ({"opens": "2027-06", "expected": True}, "2027-06-15T00:00:00", Status.FORECAST),
        ({"opens": "2027-06", "expected": True}, "2027-07-02T00:00:00", Status.UNKNOWN),
        ({"opens": "2026-06"}, "2026-06-15T00:00:00", Status.UNKNOWN),
        ({"closes": "2026-06"}, "2026-06-15T00:00:00", Status.UNKNOWN),
        ({"closes": "2026-06"}, "2026-07-02T00:00:00", Status.CLOSED),
        ({"rolling": True}, "2026-06-15T00:00:00", Status.ROLLING),
        ({"rolling": True, "until": "2026-06-01"}, "2026-06-15T00:00:00", Status.UNKNOWN),
        ({"rolling": True, "opens": "2026-07-01"}, "2026-06-15T00:00:00", Status.FORECAST),
        ({}, "2026-06-15T00:00:00", Status.UNKNOWN),
    ],
)
def test_status_is_what_the_dates_allow_to_say(call, on, expected):
    assert status(Call.model_validate({"id": "a", **call}), on=at(on)) is expected


@given(INSTANTS, st.integers(0, 900))
def test_a_call_that_has_closed_never_opens_again(on, later):
    call = Call(id="a", opens="2026-01-01", closes="2026-09-15")
    if status(call, on=on) is Status.CLOSED:
        assert status(call, on=on + timedelta(days=later)) is Status.CLOSED


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([], (None, Status.UNKNOWN)),
        ([{"id": "past", "opens": "2025", "closes": "2025-06-01"}], ("past", Status.CLOSED)),
        (
            [
                {"id": "later", "opens": "2026-01-01", "closes": "2026-12-01"},
                {"id": "sooner", "opens": "2026-01-01", "closes": "2026-07-01"},
                {"id": "next", "opens": "2027-01-01", "closes": "2027-02-01"},
            ],
            ("sooner", Status.OPEN),
        ),
        (
            [
                {"id": "far", "opens": "2028-01-01"},
                {"id": "near", "opens": "2027-01-01"},
                {"id": "past", "closes": "2025-06-01"},
            ],
            ("near", Status.FORECAST),
        ),
        (
            [{"id": "old", "closes": "2024-06-01"}, {"id": "last", "closes": "2025-06-01"}],
            ("last", Status.CLOSED),
        ),
    ],
)
def test_the_call_that_matters_is_the_one_to_act_on_first(calls, expected):
    found, state = current_call(programme(calls=calls), on=at("2026-06-15T00:00:00"))
    assert (found.id if found else None, state) == expected


@pytest.mark.parametrize(
    ("standing", "expected"), [("proposal", Status.UNKNOWN), ("ended", Status.CLOSED)]
)
def test_a_programme_without_calls_stands_as_it_says(standing, expected):
    found = current_call(programme(standing=standing), on=at("2026-06-15T00:00:00"))
    assert found == (None, expected)


def test_a_proposal_has_no_call_to_enter():
    idea = programme(standing="proposal", calls=[{"id": "a", "rolling": True}])
    assert current_call(idea, on=at("2026-06-15T00:00:00")) == (None, Status.UNKNOWN)


@pytest.mark.parametrize("number", [float("inf"), float("nan"), -1])
def test_a_sum_is_a_finite_number_from_zero(number):
    amount = {"label": "x", "max": number, "currency": "EUR"}
    with pytest.raises(ValidationError):
        programme(offer={"amounts": [amount]})
