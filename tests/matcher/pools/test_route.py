"""Routes through invented offers, whose right answer anyone can work out."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.pathway.route import GAP_MONTHS, route
from matcher.pathway.ways import PRODUCTION, USUAL, Way, month_after, way_of
from matcher.results import Match
from programmes.model import Programme

ON = date(2026, 6, 15)


def match(key, verdict="eligible", status="rolling", fit=0.5, opens=None, closes=None):
    return Match(
        rank=1,
        profile="p",
        programme=key,
        name=key,
        kind="grant",
        status=status,
        opens=opens,
        closes=closes,
        verdict=verdict,
        fit=fit,
        topic=None,
        section="now",
        outlook="likely",
        near_miss=False,
        findings=(),
        guidance=(),
        contributions=(),
        evidence=(),
    )


def way(key, low, high, gain=1, months=6, opens=None, closes=None, again=False, **more):
    return Way(match(key, **more), low, high, gain, months, opens, closes, again, "", None, None)


def buyer(key="pool"):
    return way(key, 9, 9, months=24, verdict="supply_chain", status="unknown")


def named(ways, level):
    return [
        leg.way.match.programme if leg.way else "gap" for leg in route(ways, level=level, on=ON)
    ]


def test_the_route_ends_with_orders():
    ways = [way("accelerator", 6, 8, gain=2), way("fund", 8, 8), buyer()]

    assert named(ways, 6) == ["accelerator", "fund", "pool"]


def test_a_level_without_an_offer_is_a_gap():
    assert named([way("accelerator", 4, 6, gain=2), way("loan", 8, 8), buyer()], 4) == [
        "accelerator",
        "gap",
        "gap",
        "loan",
        "pool",
    ]


def test_a_gap_is_taken_only_if_there_is_nothing_else():
    slow = way("slow", 8, 8, months=48, verdict="undetermined", fit=0.0)

    assert named([slow, buyer()], 8) == ["slow", "pool"]


def test_an_eligible_offer_goes_before_an_undetermined_one():
    ways = [way("asks", 8, 8, verdict="undetermined"), way("takes", 8, 8), buyer()]

    assert named(ways, 8) == ["takes", "pool"]


def test_the_better_fit_goes_first_and_ties_go_by_id():
    assert named([way("b", 8, 8), way("a", 8, 8), buyer()], 8)[0] == "a"
    assert named([way("b", 8, 8, fit=0.9), way("a", 8, 8), buyer()], 8)[0] == "b"


def test_no_offer_is_taken_twice():
    ways = [way("both", 7, 8), way("other", 8, 8, months=30), buyer()]

    assert named(ways, 7) == ["both", "other", "pool"]


def test_what_has_closed_on_arrival_is_not_entered():
    first, late = way("first", 7, 7, months=6), way("late", 8, 8, closes=date(2026, 9, 1))

    assert named([first, late, buyer()], 7) == ["first", "gap", "pool"]


def test_another_call_is_assumed_only_where_calls_come_again_and_is_marked():
    again = way("again", 8, 8, closes=date(2026, 9, 1), again=True)

    legs = route([way("first", 7, 7, months=6), again, buyer()], level=7, on=ON)

    assert [leg.again for leg in legs] == [False, True, False]


def test_an_announced_call_is_waited_for():
    (leg, *_) = route([way("later", 8, 8, opens=date(2026, 11, 10)), buyer()], level=8, on=ON)

    assert month_after(ON, leg.begins) >= date(2026, 11, 10)
    assert leg.begins == 6


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 4), st.integers(1, 3), st.integers(1, 30)),
        max_size=8,
    ),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_a_route_climbs_without_a_hole_whatever_the_order_of_offers(drawn, level, random):
    ways = [
        way(f"w{at}", low, min(9, low + width), gain=gain, months=months)
        for at, (low, width, gain, months) in enumerate(drawn)
    ]
    shuffled = list(ways)
    random.shuffle(shuffled)

    legs = route(ways, level=level, on=ON)

    assert legs == route(shuffled, level=level, on=ON)
    assert legs[0].start == level
    assert legs[-1].end == PRODUCTION
    assert all(a.end == b.start and a.finishes <= b.begins for a, b in pairwise(legs))
    taken = [leg.way.match.programme for leg in legs if leg.way]
    assert len(taken) == len(set(taken))
    assert all(leg.finishes - leg.begins == GAP_MONTHS for leg in legs if leg.way is None)


def programme(**more):
    return Programme.model_validate(
        {
            "id": "x",
            "name": "X",
            "owner": "Y",
            "kind": "grant",
            "summary": "s",
            "description": "d",
            "provenance": {"*": {"source": ["gk"]}},
            **more,
        }
    )


def test_a_stated_window_goes_before_our_table_and_is_said_to_be_stated():
    stated = programme(criteria=[{"kind": "trl", "min": 5, "max": 6, "source": ["page"]}])

    found, usual = way_of(match("x"), stated), way_of(match("x"), programme())

    assert (found.low, found.high, found.source) == (5, 6, "page")
    assert "as stated" in found.says
    assert (usual.low, usual.high) == (USUAL["grant"].low, USUAL["grant"].high)
    assert "our assumption" in usual.says


def test_the_gain_never_leads_beyond_a_stated_window_by_more_than_a_level():
    found = way_of(
        match("x"), programme(criteria=[{"kind": "trl", "min": 4, "max": 5, "source": ["page"]}])
    )

    assert [found.ends(level) for level in (3, 4, 5, 6)] == [None, 5, 6, None]


@pytest.mark.parametrize("standing", ["ended", "proposal"])
def test_what_nobody_can_enter_is_no_way(standing):
    assert way_of(match("x"), programme(standing=standing)) is None
    assert way_of(match("x", status="closed"), programme()) is None
