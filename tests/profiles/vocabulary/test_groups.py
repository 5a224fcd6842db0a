"""Membership is a fact of a day, and where the day is not known the answer is None."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import UnknownTerm
from profiles.vocabulary import by_code, countries, group, groups

DAYS = st.dates(date(1949, 1, 1), date(2030, 12, 31))
ON_FILE = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("slug", "code", "on", "expected"),
    [
        ("nato_32", "FI", date(2023, 4, 1), False),
        ("nato_32", "FI", date(2023, 4, 3), False),
        ("nato_32", "FI", date(2023, 4, 4), True),
        ("nato_32", "SE", date(2024, 3, 6), False),
        ("nato_32", "SE", date(2024, 3, 7), True),
        ("nato_32", "AT", date(2026, 6, 15), False),
        ("nif_lp_24", "SE", date(2024, 3, 6), False),
        ("nif_lp_24", "SE", date(2024, 3, 7), True),
        ("nif_lp_24", "DE", date(2023, 7, 31), False),
        ("nif_lp_24", "DE", date(2023, 8, 1), True),
        ("eu_27", "GB", date(1972, 12, 31), False),
        ("eu_27", "GB", date(2020, 1, 31), True),  # it left at midnight
        ("eu_27", "GB", date(2020, 2, 1), False),
        ("eu_27", "HR", date(2013, 6, 30), False),
        ("essi", "PT", date(2024, 10, 31), False),
        ("essi", "PT", date(2024, 11, 1), None),  # some day in November
        ("essi", "PT", date(2024, 11, 29), None),
        ("essi", "PT", date(2024, 11, 30), True),
        ("essi", "PL", date(2026, 6, 15), False),  # announced, never counted
        ("safe_bilateral", "CA", date(2025, 11, 30), False),
        ("safe_bilateral", "CA", date(2025, 12, 1), None),
        ("safe_bilateral", "CA", date(2026, 2, 16), None),
        ("safe_bilateral", "CA", date(2026, 2, 17), True),
        ("safe_bilateral", "GB", date(2026, 6, 15), False),
        ("five_eyes", "NZ", date(1990, 1, 1), True),  # a list without dates holds for any
        ("edip_eligible", "UA", date(2026, 6, 15), False),  # by its own instrument only
        ("safe_procurement_equal_footing", "UA", date(2026, 6, 15), True),
        ("edf_eligible", "UA", date(2026, 11, 28), False),  # agreed on, not seen in force
        ("horizon_associated", "CH", date(2024, 12, 31), False),
        ("horizon_associated", "CH", date(2025, 1, 1), True),
        ("horizon_associated", "CA", date(2026, 11, 28), False),  # in Pillar II only
        ("horizon_pillar_two", "CA", date(2026, 11, 28), True),
        ("horizon_pillar_two", "JP", date(2025, 12, 31), False),
        ("safe_sdp_partners", "KR", date(2024, 11, 10), None),  # some day of that month
        ("safe_sdp_partners", "AU", date(2026, 11, 28), False),  # announced, signature not seen
    ],
)
def test_membership_holds_from_the_day_of_joining_to_the_last_day(slug, code, on, expected):
    assert group(slug).holds(code, on) is expected


@given(DAYS, st.sampled_from(["US", "CA", "FR", "HR", "AL", "ME", "MK", "SI"]))
def test_eight_nato_nations_are_never_in_the_innovation_fund(on, code):
    assert group("nif_lp_24").holds(code, on) is False


def test_each_of_the_eight_is_in_nato_and_has_a_word_about_the_fund():
    left_out = group("nato_32").members(ON_FILE) - group("nif_lp_24").members(ON_FILE)

    assert left_out == set(group("nif_lp_24").outside)


@pytest.mark.parametrize(
    ("slug", "size"),
    [
        ("nato_32", 32),
        ("eu_27", 27),
        ("eea_efta", 3),
        ("efta", 4),
        ("nif_lp_24", 24),
        ("essi", 23),
        ("safe_borrowers_19", 19),
        ("safe_procurement_equal_footing", 31),
        ("safe_bilateral", 1),
        ("safe_sdp_partners", 8),
        ("five_eyes", 5),
        ("edf_eligible", 28),
        ("edip_eligible", 30),
        ("eda_ammo_first18", 18),
        ("horizon_associated", 19),
        ("horizon_pillar_two", 4),
        ("aukus", 3),
        ("jef", 10),
        ("nordefco", 5),
        ("eda_members", 27),
        ("esa_members", 23),
        ("occar", 6),
        ("eu_candidates", 10),
    ],
)
def test_each_group_has_its_members_on_the_day_of_the_facts(slug, size):
    assert len(group(slug).members(ON_FILE)) == size


def test_there_are_twenty_three_groups():
    assert len(groups()) == len({one.slug for one in groups()}) == 23


@given(DAYS, st.sampled_from(groups()))
def test_a_country_is_in_out_or_in_doubt_and_never_two_of_them(on, one):
    answers = {each.code: one.holds(each.code, on) for each in countries()}

    assert {code for code, held in answers.items() if held} == one.members(on)
    assert {code for code, held in answers.items() if held is None} == one.doubtful(on)


@given(DAYS, DAYS, st.sampled_from(groups()))
def test_who_has_joined_stays_until_it_leaves(one_day, other_day, one):
    early, late = sorted((one_day, other_day))
    left = {each.country for each in one.memberships if each.left}

    assert one.members(early) - left <= one.members(late)
    assert not one.doubtful(late) - one.doubtful(early) & one.members(early)


@given(DAYS)
def test_lists_drawn_up_from_others_agree_with_them(on):
    if on >= date(2014, 1, 1):
        union = group("eu_27").members(max(on, date(2020, 2, 1)))
        assert group("edf_eligible").members(on) == union | {"NO"}
        assert group("edip_eligible").members(on) == union | group("eea_efta").members(on)
        ukraine = group("edip_eligible").members(on) | {"UA"}
        assert group("safe_procurement_equal_footing").members(on) == ukraine
        apart = group("safe_borrowers_19")
        assert apart.members(on) | set(apart.outside) == union


def test_an_instant_counts_by_its_day_in_utc():
    finland = group("nato_32")
    just_before = datetime(2023, 4, 4, 1, 0, tzinfo=timezone(timedelta(hours=3)))

    assert finland.holds("FI", just_before) is False
    assert finland.holds("FI", just_before.astimezone(UTC) + timedelta(hours=2)) is True


def test_a_group_without_dates_says_so():
    assert not group("five_eyes").dated
    assert group("nato_32").dated
    assert group("safe_bilateral").dated


@pytest.mark.parametrize("code", ["UK", "XX", "de", ""])
def test_a_code_that_no_country_has_is_an_error_and_not_a_stranger(code):
    with pytest.raises(UnknownTerm):
        group("nato_32").holds(code, ON_FILE)


def test_an_unknown_group_is_refused_with_the_nearest():
    with pytest.raises(UnknownTerm, match="did you mean nato_32") as caught:
        group("nato32x")

    assert caught.value.kind == "country group"


@pytest.mark.parametrize("one", groups(), ids=lambda one: one.slug)
def test_the_countries_beside_a_group_are_countries_and_no_members(one):
    for code in (*one.conditional, *one.outside):
        assert by_code(code)
        assert one.holds(code, ON_FILE) is False
