"""A date is read as far as it is known, in its own zone, or it is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import When, day, instant, when
from profiles.vocabulary.files import table

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 30))
MOMENTS = st.builds(datetime.combine, st.dates(date(1800, 1, 2), date(2200, 12, 30)), st.times())
ZONES = st.sampled_from(
    ["UTC", *table("dates")["places"], *table("dates")["seasonal"], "+05:30", "UTC-3"]
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-07-03T12:00:00Z", utc(2026, 7, 3, 12)),
        ("2026-07-03T12:00:00.250Z", utc(2026, 7, 3, 12, 0, 0, 250_000)),
        ("2026-07-03 12:00 UTC", utc(2026, 7, 3, 12)),
        ("2026-07-03T12:00:00-05:00", utc(2026, 7, 3, 17)),
        ("2026-07-03T12:00 UTC+2", utc(2026, 7, 3, 10)),
        ("2026-09-29T17:00 Brussels", utc(2026, 9, 29, 15)),
        ("2026-12-01T17:00 Brussels", utc(2026, 12, 1, 16)),
        ("2026-09-29T17:00 Europe/Brussels", utc(2026, 9, 29, 15)),
        ("3 July 2026, 17:00 (Brussels time)", utc(2026, 7, 3, 15)),
        ("3 July 2026 at 5:00 pm London time", utc(2026, 7, 3, 16)),
        ("2026-07-03 12:00 am", utc(2026, 7, 3)),
        ("2026-07-03 12:30 pm", utc(2026, 7, 3, 12, 30)),
        ("2026-07-03T12:00 BST", utc(2026, 7, 3, 11)),
        ("2026-07-03T12:00 CEST", utc(2026, 7, 3, 10)),
        ("2026-01-03T12:00 CET", utc(2026, 1, 3, 11)),
        ("2026-07-03T12:00 Kyiv", utc(2026, 7, 3, 9)),
        ("2026-07-03 12:00h Helsinki", utc(2026, 7, 3, 9)),
        ("2026-07-03 12:00 Amsterdam", utc(2026, 7, 3, 10)),
        ("3 July 2026 at 9:00 p.m. Helsinki time", utc(2026, 7, 3, 18)),
        ("3 July 2026, noon", utc(2026, 7, 3, 12)),
        ("12 noon BST on 3 July 2026", utc(2026, 7, 3, 11)),
        ("noon on Friday 3 July 2026", utc(2026, 7, 3, 12)),
        ("3 July 2026 at 12:00 (noon)", utc(2026, 7, 3, 12)),
        ("2026-07-03T24:00", utc(2026, 7, 4)),
        ("2026-07-03 23:59 AoE", utc(2026, 7, 4, 11, 59)),
        ("2026-07-03 23:59 anywhere on earth", utc(2026, 7, 4, 11, 59)),
        ("5 pm ET on July 3, 2026", utc(2026, 7, 3, 21)),
        ("3. Juli 2026, 17 Uhr MESZ", utc(2026, 7, 3, 15)),
        ("17.00 Uhr am 3. Juli 2026", utc(2026, 7, 3, 17)),
        ("3 juillet 2026, 17h30", utc(2026, 7, 3, 17, 30)),
    ],
)
def test_a_time_is_one_instant(written, expected):
    found = when(written)

    assert found.exact
    assert found.earliest == found.latest == expected


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("2026-07-03", "2026-07-03"),
        ("2026/07/03", "2026-07-03"),
        ("3 July 2026", "2026-07-03"),
        ("3rd of July 2026", "2026-07-03"),
        ("July 3, 2026", "2026-07-03"),
        ("Fri, 3 Jul. 2026", "2026-07-03"),
        ("03.07.2026", "2026-07-03"),
        ("3. Juli 2026", "2026-07-03"),
        ("1er août 2026", "2026-08-01"),
        ("12-Mar-2022", "2022-03-12"),
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("03/03/2026", "2026-03-03"),
    ],
)
def test_a_day_is_the_whole_day(written, tidy):
    found = when(written)

    assert found.text == tidy
    assert found.first_day == found.last_day == date.fromisoformat(tidy)
    assert found.latest - found.earliest == timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "tidy", "first", "last"),
    [
        ("2023-08", "2023-08", date(2023, 8, 1), date(2023, 8, 31)),
        ("February 2024", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2027-Q1", "2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        ("Q4 2027", "2027-Q4", date(2027, 10, 1), date(2027, 12, 31)),
        ("H2 2026", "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (2026, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-12/2027-01", "2026-12/2027-01", date(2026, 12, 1), date(2027, 1, 31)),
        ("2026-04-16..2026-05-30", "2026-04-16/2026-05-30", date(2026, 4, 16), date(2026, 5, 30)),
        ("2025-12-01/2026-02-17", "2025-12-01/2026-02-17", date(2025, 12, 1), date(2026, 2, 17)),
    ],
)
def test_a_longer_span_keeps_its_ends(written, tidy, first, last):
    found = when(written)

    assert (found.text, found.first_day, found.last_day) == (tidy, first, last)


def test_a_day_begins_and_ends_on_the_clocks_of_its_zone():
    summer = when("2026-07-03", "Brussels")

    assert summer.earliest == utc(2026, 7, 2, 22)
    assert summer.latest == utc(2026, 7, 3, 22)
    spring = when("2026-03-29", "Brussels")
    assert spring.latest - spring.earliest == timedelta(hours=23)


@pytest.mark.parametrize(
    "written",
    ["3 July 2026, noon", "2026-07-03T24:00", "5 pm ET on July 3, 2026", "1 March 2027, 12:00 UTC"],
)
def test_what_was_read_is_tidied_into_what_is_read_alike(written):
    assert when(when(written).text) == when(written)


def test_midnight_may_be_the_first_or_the_last_instant_of_its_day():
    found = when("3 July 2026, midnight", "Brussels")

    assert (found.earliest, found.latest) == (utc(2026, 7, 2, 22), utc(2026, 7, 3, 22))


def test_a_time_on_a_clock_that_nobody_named_lies_anywhere_on_earth():
    found = when("2026-07-03T12:00", "unknown")

    assert (found.earliest, found.latest) == (utc(2026, 7, 2, 22), utc(2026, 7, 4))


def test_a_closing_day_still_counts():
    assert when("2026-07-03", end=True).earliest == utc(2026, 7, 4)
    assert when("2026-07-03", end=True).exact
    february = when("2027-02", end=True)
    assert (february.earliest, february.latest) == (utc(2027, 2, 2), utc(2027, 3, 1))
    assert when("2026-07-03T12:00Z", end=True) == when("2026-07-03T12:00Z")


def test_cet_in_july_may_be_either_clock():
    found = when("2026-07-03T12:00 CET")

    assert (found.earliest, found.latest) == (utc(2026, 7, 3, 10), utc(2026, 7, 3, 11))


def test_the_hour_that_comes_twice_is_kept_twice_unless_the_season_is_named():
    found = when("2026-10-25T02:30 Brussels")

    assert (found.earliest, found.latest) == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30))
    assert when("2026-10-25T02:30 CEST").latest == utc(2026, 10, 25, 0, 30)
    assert when("2026-10-25T02:30 CET").earliest == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize(
    "written",
    ["07/03/2026", "7-3-2026", "11/12/2025"],
)
def test_day_and_month_that_can_be_exchanged_are_refused(written):
    with pytest.raises(BadValue, match="this may be"):
        when(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "TBD",
        "soon",
        "mid-2026",
        "2022-13",
        "2022-00",
        "30.02.2022",
        "2023-02-29",
        "03.07.26",
        "0202",
        "9999-01-01",
        "17:00",
        "2026-07 17:00",
        "2026-07-03 24:01",
        "3 July 2026, 13:00 noon",
        "2026-07-03 5",
        "2026-07-03 13:00 pm",
        "2026-07-03 0:00 am",
        "2026-Q5",
        "2026-H3",
        "2026-07/2026-01",
        "2026-02-17/2025-12-01",
        "3 Smarch 2026",
        "2026-07-03" * 100,
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(BadValue):
        when(written)


def test_an_unknown_clock_is_refused_with_the_nearest():
    with pytest.raises(UnknownTerm, match="did you mean Brussels"):
        when("2026-07-03 12:00 Brusels")


@given(DAYS)
def test_every_spelling_of_a_day_is_the_same_day(one):
    spellings = [
        one,
        one.isoformat(),
        f"{one.day} {one:%B} {one.year}",
        f"{one:%B} {one.day}, {one.year}",
        f"{one.day}.{one.month}.{one.year}",
        f"{one.year}/{one.month:02}/{one.day:02}",
    ]

    assert {when(each) for each in spellings} == {when(one)}


@given(DAYS, st.times(), ZONES)
def test_a_span_never_ends_before_it_begins_and_reads_back_the_same(one, clock, zone):
    for written in (
        f"{one.isoformat()}T{clock.isoformat()} {zone}",
        one.isoformat(),
        f"{one:%Y-%m}",
        f"{one:%Y}",
        f"{one.year:04}-Q{(one.month + 2) // 3}",
        f"{one:%Y-%m}/{one.year:04}",
    ):
        for end in (False, True):
            assume(one.year < 2200)
            found = when(written, zone, end=end)
            assert found.earliest <= found.latest
            assert when(found.text, zone, end=end) == found


@given(DAYS, ZONES)
def test_a_coarser_date_contains_the_finer_one(one, zone):
    finer = when(one.isoformat(), zone)

    for coarser in (f"{one:%Y-%m}", f"{one.year:04}-Q{(one.month + 2) // 3}", f"{one:%Y}"):
        span = when(coarser, zone)
        assert span.earliest <= finer.earliest
        assert finer.latest <= span.latest


@given(MOMENTS, st.integers(-14, 14))
def test_a_datetime_is_its_own_instant(naive, hours):
    aware = naive.replace(tzinfo=timezone(timedelta(hours=hours)))

    assert when(aware).exact
    assert instant(aware) == aware
    assert instant(naive) == naive.replace(tzinfo=UTC)
    assert when(when(aware).text) == when(aware)


def test_when_holds_instants_in_utc_and_in_order():
    with pytest.raises(BadValue):
        When(utc(2026, 1, 2), utc(2026, 1, 1), "backwards")
    with pytest.raises(BadValue):
        When(*[utc(2026, 1, 1).replace(tzinfo=None)] * 2, "no zone")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2022-03-01", date(2022, 3, 1), date(2022, 3, 1)),
        ("1 March 2022", date(2022, 3, 1), date(2022, 3, 1)),
        ("2022-03", date(2022, 3, 1), date(2022, 3, 31)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        (2022, date(2022, 1, 1), date(2022, 12, 31)),
        (date(2022, 3, 1), date(2022, 3, 1), date(2022, 3, 1)),
        ("2022-03-01T09:30:00+02:00", date(2022, 3, 1), date(2022, 3, 1)),
        (datetime.fromisoformat("2022-03-01T23:30"), date(2022, 3, 1), date(2022, 3, 1)),
    ],
)
def test_a_day_of_a_profile_keeps_what_is_known(written, first, last):
    found = day(written)

    assert (found.first_day, found.last_day) == (first, last)


@pytest.mark.parametrize("written", ["2026", "2026-06", "2026-06-15/2026-06-16"])
def test_a_question_is_asked_on_one_day(written):
    with pytest.raises(BadValue, match="one day or one instant"):
        instant(written)


def test_a_bare_day_is_asked_at_its_first_instant():
    assert instant("2026-06-15") == instant(date(2026, 6, 15)) == utc(2026, 6, 15)
