"""What is said of a pool and of the lines that stay out."""

from datetime import date
from decimal import Decimal

import pytest

from matcher.pooling import build_pools
from matcher.pooling.shown import as_dict, findings
from programmes.demands import Demand, Demands
from programmes.errors import BadDemands
from programmes.pools.decisions import Decisions
from tests.matcher.pools.drawing import ENCODER, ON, build

SHELLS = "155 mm artillery shells"


def line(key, country, item=SHELLS, **said):
    return Demand.model_validate({"id": key, "country": country, "item": item, **said})


def two(**said):
    return [line("hr", "HR", **said), line("de", "DE", **said)]


def why(lines, key, **more):
    (found,) = (one for one in build(lines, **more).alone if one.line == key)
    return found


def test_a_line_that_needs_delivery_later_is_a_near_miss_with_the_months():
    late = line("fi", "FI", needed_by="2029-12")

    found = build([*two(needed_by="2028-06"), late])

    (miss,) = found.pools[0].near_misses
    assert (
        miss.says
        == "Finland (fi) would fit if delivery moved by 6 months (it is needed by 2029-12)"
    )
    assert why([*two(needed_by="2028-06"), late], "fi").reason == "rule"


def test_a_line_in_another_unit_is_a_near_miss_with_both_units():
    other = line("sk", "SK", "Role 2 field hospital", quantity=60, unit="beds")
    lines = [
        line(k, k.upper(), "Role 2 field hospital", quantity=2, unit="sets") for k in ("hr", "de")
    ]

    (miss,) = build([*lines, other]).pools[0].near_misses

    assert miss.says == "Slovakia (sk) would fit if it were counted in sets, not in beds"


def test_a_line_under_another_seat_rule_is_a_near_miss():
    lines = [*two(supply_from="EU"), line("gb", "GB", supply_from="GB")]

    (miss,) = build(lines).pools[0].near_misses

    assert "no supplier can sit in European Union and in United Kingdom at once" in miss.says


def test_another_calibre_is_no_near_miss_because_nothing_can_change_it():
    lines = [*two(), line("bg", "BG", "152 mm artillery shells")]

    assert build(lines).pools[0].near_misses == ()
    assert why(lines, "bg").says.endswith("152 mm is not 155 mm")


@pytest.mark.parametrize(
    ("lines", "key", "more", "reason"),
    [
        ([*two(), line("x", "FR", "Sirens for warning the population")], "x", {}, "no-likeness"),
        ([line("a", "HR"), line("b", "HR", note="lot 2")], "a", {}, "one-nation"),
        (two(), "hr", {"decisions": Decisions(alone=("hr",))}, "decision"),
        (two(), "hr", {"decisions": Decisions(split=(("de", "hr"),))}, "decision"),
    ],
)
def test_every_line_that_stays_alone_has_its_reason(lines, key, more, reason):
    assert why(lines, key, **more).reason == reason


def test_the_window_is_that_in_which_all_are_served():
    lines = [
        line("hr", "HR", needed_from="2027-01", needed_by="2028-06"),
        line("de", "DE", needed_from="2027-03-15", needed_by="2028-02"),
    ]

    (pool,) = build(lines).pools

    assert pool.deliver_from == date(2027, 3, 15)
    assert pool.deliver_by == date(2028, 2, 29)
    assert pool.last_need == date(2028, 6, 30)


def test_the_firm_share_counts_money_where_every_line_states_it():
    lines = [
        line("hr", "HR", value="EUR 30m", firmness="contracted", quantity=1, unit="pcs"),
        line("de", "DE", value="EUR 70m", firmness="planned", quantity=99, unit="pcs"),
    ]

    (pool,) = build(lines).pools

    assert (pool.firmness.basis, float(pool.firmness.share)) == ("value", 0.3)


def test_the_strictest_content_rule_holds_for_all():
    lines = [line("hr", "HR", max_outside_share="35%"), line("de", "DE", max_outside_share="0.2")]

    (pool,) = build(lines).pools

    assert pool.max_outside_share == Decimal("0.2")


def test_each_finding_names_its_sources_and_the_newest_day():
    lines = [
        line("hr", "HR", source="plan HR", as_of="2026-03-01"),
        line("de", "DE", source="plan DE", as_of="2026-05-01"),
    ]

    for found in findings(build(lines).pools[0]):
        assert found.sources == ("plan DE", "plan HR")
        assert found.as_of == "2026-05-01"


def test_a_sum_does_not_claim_what_was_not_stated():
    lines = [line("hr", "HR", value="EUR 5m"), line("de", "DE")]

    shown = as_dict(build(lines))["pools"][0]

    assert (shown["value"], shown["value_unstated"]) == ("5000000", ["de"])
    said = next(f["says"] for f in shown["findings"] if f["criterion"] == "value")
    assert said == "EUR 5,000,000, without 1 line that states none"


def test_without_rates_sums_of_several_currencies_stand_side_by_side():
    lines = [line("hr", "HR", value="EUR 5m"), line("de", "DE", value="CZK 5m")]

    found = build_pools(Demands(tuple(lines)), ENCODER, on=ON)

    (pool,) = as_dict(found)["pools"]
    said = next(f["says"] for f in pool["findings"] if f["criterion"] == "value")
    assert pool["value"] is None
    assert said == "CZK 5,000,000 and EUR 5,000,000, not added up: no rate is given"
    assert "no rate is given" in found.notes[-1]


def test_a_pool_of_one_currency_is_added_up_whatever_others_are_in():
    lines = [line(k, k.upper(), value="CZK 5m", firmness="budgeted") for k in ("cz", "sk")]
    other = line("de", "DE", "Sirens for warning the population", value="EUR 1m")

    (pool,) = build_pools(Demands((*lines, other)), ENCODER, on=ON).pools

    assert (pool.value.amount, pool.value.currency) == (10_000_000, "CZK")
    assert (pool.firmness.share, pool.firmness.basis) == (1, "value")


def test_a_currency_that_given_rates_lack_stops_the_build():
    with pytest.raises(BadDemands, match="CZK has no rate to EUR, for the values of de"):
        build([line("hr", "HR", value="EUR 5m"), line("de", "DE", value="CZK 5m")])


def test_more_months_join_what_fewer_keep_apart():
    lines = [line("hr", "HR", needed_by="2028-01"), line("de", "DE", needed_by="2029-12")]

    assert build(lines).pools == ()
    assert len(build(lines, months=24).pools) == 1
    assert build(lines).on == ON
