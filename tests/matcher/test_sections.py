"""Where a programme stands in an answer, and what that does to the order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.eligibility.sections import BY_STATUS, Section, refused, section_of
from matcher.service import Matcher
from programmes.model import Status, current_call
from programmes.read import Catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import (
    catalogue_of,
    instants,
    profile_of,
    profiles,
    programme_of,
    programmes,
)

ORDER = ["now", "soon", "supply", "later", "past"]


several = st.lists(programmes, min_size=1, max_size=6)


def matched(profile, offers, on):
    return Matcher(Catalogue.of(catalogue_of(offers)), WordEncoder()).match(profile, on=on)


@given(profiles, several, instants)
def test_nothing_that_is_over_stands_above_what_can_be_entered_or_is_dated(profile, offers, on):
    result = matched(profile, offers, on)
    found = [ORDER.index(match.section) for match in result.matches]

    assert found == sorted(found)
    for one, other in pairwise(result.matches):
        if (one.section, one.verdict, one.outlook) == (other.section, other.verdict, other.outlook):
            assert one.fit >= other.fit


@given(profiles, several, instants)
def test_every_programme_is_in_exactly_one_section(profile, offers, on):
    result = matched(profile, offers, on)
    found = [(pair.programme, pair.section) for pair in (*result.matches, *result.ineligible)]

    assert sorted(name for name, _ in found) == sorted(one.id for one in catalogue_of(offers))
    assert {section for _, section in found} <= {one.word for one in Section}


@given(profiles, several, instants)
def test_what_one_change_would_open_comes_before_what_stays_shut(profile, offers, on):
    sections = [pair.section for pair in matched(profile, offers, on).ineligible]

    assert sections == sorted(sections, key=["one-change", "not-for-you"].index)


@pytest.mark.parametrize(
    ("days", "section"),
    [(-1, "soon"), (1, "now"), (30, "now"), (31, "later")],
)
def test_one_call_goes_through_the_sections_as_time_passes(days, section):
    opens = datetime(2026, 3, 1, tzinfo=UTC)
    closes = opens + timedelta(days=31)
    call = {"id": "first", "opens": f"{opens:%Y-%m-%d}", "closes": f"{closes:%Y-%m-%dT%H:%MZ}"}
    offer = programme_of("prize", (), calls=[call])
    _, status = current_call(offer, on=opens + timedelta(days=days))

    assert section_of(offer, status).word == section


@pytest.mark.parametrize("status", list(Status))
def test_an_ended_programme_is_past_whatever_its_dates_say(status):
    offer = programme_of("ended", (), standing="ended")

    assert section_of(offer, status) is Section.PAST


@pytest.mark.parametrize("section", [Section.NOW, Section.SOON, Section.SUPPLY, Section.LATER])
def test_a_near_miss_is_a_section_of_its_own_where_something_is_left_to_enter(section):
    assert refused(section, near=True) is Section.ONE_CHANGE
    assert refused(section, near=False) is Section.NOT_FOR_YOU
    assert refused(Section.PAST, near=True) is Section.NOT_FOR_YOU


def test_every_status_has_a_section():
    assert set(BY_STATUS) == set(Status)


def edition(name, opens, closes):
    call = {"id": "only", "opens": opens, "closes": closes}
    return programme_of(name, (), calls=[call], series="prize")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-01", {"prize-2025": "past", "prize-2026": "now"}),
        ("2025-10-01", {"prize-2025": "past", "prize-2026": "soon"}),
        ("2026-09-01", {"prize-2025": "past", "prize-2026": "later"}),
        ("2025-03-01", {"prize-2025": "now", "prize-2026": "soon"}),
    ],
)
def test_of_a_series_only_the_last_edition_waits_for_a_next_call(on, expected):
    offers = [
        edition("prize-2025", "2025-02-01", "2025-04-01"),
        edition("prize-2026", "2026-02-01", "2026-04-01"),
    ]
    found = Matcher(Catalogue.of(offers), WordEncoder()).match(profile_of({}), on=on)

    assert {match.programme: match.section for match in found.matches} == expected


def test_a_pair_alone_stands_in_the_section_of_the_whole_list():
    offers = [
        edition("prize-2025", "2025-02-01", "2025-04-01"),
        edition("prize-2026", "2026-02-01", "2026-04-01"),
    ]
    matcher = Matcher(Catalogue.of(offers), WordEncoder())

    assert matcher.explain(profile_of({}), "prize-2025", on="2026-09-01").section == "past"
    screened = matcher.screen("prize-2025", [profile_of({})], on="2026-09-01")
    assert [one.section for one in screened.candidates] == ["past"]
