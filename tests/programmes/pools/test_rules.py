from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.demands import Demand
from programmes.pools.rules import Rules, barriers, joint_barriers, months_apart

RULES = Rules(date(2026, 6, 15), months=12)
days = st.dates(date(2026, 1, 1), date(2060, 12, 31))


def line(**said):
    return Demand.model_validate({"country": "HR", "item": "shells", **said})


def names(one, other):
    return [wall.rule for wall in barriers(one, other, RULES)]


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ({"item": "155 mm shells"}, {"item": "152 mm shells"}, "calibre"),
        ({"item": "7.62x39 cartridges"}, {"item": "7.62x51 cartridges"}, "calibre"),
        ({"item": "81 mm and 120 mm bombs"}, {"item": "120 mm bombs"}, "calibre"),
        ({"item": "VHF radios"}, {"item": "HF radios"}, "frequency"),
        ({"item": "6x6 carriers"}, {"item": "carriers, 8 x 8"}, "drive"),
        ({"quantity": 5, "unit": "t"}, {"quantity": 5, "unit": "pcs"}, "unit"),
        ({"needed_by": "2028-01"}, {"needed_by": "2029-02"}, "dates"),
        ({"needed_by": "2028-01"}, {"needed_from": "2028-02"}, "dates"),
        ({"supply_from": "EU"}, {"supply_from": "GB"}, "suppliers"),
        ({"supplier": "Alpha"}, {"supplier": "Beta"}, "supplier"),
    ],
)
def test_a_rule_keeps_two_lines_apart_and_says_why(one, other, rule):
    first, second = line(**one), line(**other)

    assert names(first, second) == [rule]
    assert names(second, first) == [rule]
    assert all(wall.says for wall in barriers(first, second, RULES))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"item": "7.62 mm cartridges"}, {"item": "7.62x51 cartridges"}),
        ({"item": "shells"}, {"item": "155 mm shells"}),
        ({"item": "V/UHF radios"}, {"item": "30-88 MHz radios"}),
        ({"quantity": 5, "unit": "t"}, {"quantity": 5, "unit": "kg"}),
        ({"needed_by": "2028-01"}, {"needed_by": "2029-01"}),
        ({"needed_by": "2028-01"}, {}),
        ({"supply_from": "EU"}, {"supply_from": "NATO"}),
        ({"supplier": "Alpha"}, {"supplier": "ALPHA"}),
    ],
)
def test_what_no_rule_forbids_may_be_joined(one, other):
    assert names(line(**one), line(**other)) == []


def test_a_date_says_by_how_many_months_it_would_have_to_move():
    (wall,) = barriers(line(needed_by="2028-02"), line(needed_by="2029-08"), RULES)

    assert wall.months == 6


def test_three_places_that_overlap_pair_by_pair_may_have_nothing_in_common():
    places = ("DE; FR", "FR; IT", "IT; DE")
    lines = [line(supply_from=place) for place in places]

    assert all(names(a, b) == [] for a in lines for b in lines)
    assert [wall.rule for wall in joint_barriers(lines, RULES)] == ["suppliers"]


@given(days, days)
def test_months_apart_do_not_depend_on_the_order(one, other):
    assert months_apart(one, other) == months_apart(other, one) >= (one != other)


@given(days, st.integers(0, 900), st.integers(0, 900))
def test_a_later_day_is_never_fewer_months_away(start, few, more):
    near, far = sorted((few, more))

    assert months_apart(start, start + timedelta(near)) <= months_apart(
        start, start + timedelta(far)
    )


@given(days, st.integers(0, 900), st.integers(0, 900))
def test_inside_a_span_no_two_days_are_further_apart_than_its_ends(start, few, more):
    near, far = sorted((few, more))
    ends = months_apart(start, start + timedelta(far))

    assert months_apart(start + timedelta(near), start + timedelta(far)) <= ends
