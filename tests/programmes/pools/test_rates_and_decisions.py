from datetime import date
from decimal import Decimal

import pytest

from profiles.vocabulary import Money
from programmes.demands import Demand
from programmes.errors import BadDemands
from programmes.pools.decisions import Decisions, read_decisions
from programmes.pools.rates import no_rates, read_rates
from programmes.pools.rules import Rules

RULES = Rules(date(2026, 6, 15))
GOOD = "base: EUR\nas_of: 2026-06-12\nsource: a bank\nrates:\n  PLN: 0.2345\n"


def write(tmp_path, text):
    path = tmp_path / "given.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def line(key, country="HR", **said):
    return Demand.model_validate({"id": key, "country": country, "item": "shells", **said})


def test_a_sum_is_converted_exactly(tmp_path):
    rates = read_rates(write(tmp_path, GOOD))

    assert rates.worth(Money(333, "PLN")) == Decimal("3.33") * Decimal("0.2345")
    assert rates.rates["PLN"].as_of == "2026-06-12"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("base: EUR\nas_of: 2026-06-12\nrates: {PLN: 0.2}\n", "source"),
        ("base: EUR\nsource: x\nrates: {PLN: 0.2}\n", "as_of"),
        (GOOD.replace("0.2345", "-1"), "line 5, rates.PLN"),
        (GOOD.replace("PLN", "ZZZ"), "ISO 4217"),
        (GOOD.replace("PLN", "EUR"), "is the base itself"),
        (GOOD + "more: 1\n", "no such field"),
    ],
)
def test_a_bad_file_of_rates_is_refused(tmp_path, text, says):
    with pytest.raises(BadDemands, match=says):
        read_rates(write(tmp_path, text))


def test_mixed_currencies_without_a_rate_are_refused_and_the_lines_are_named():
    lines = [line("a", value="EUR 5m"), line("b", value="PLN 5m"), line("c", value="PLN 6m")]

    with pytest.raises(BadDemands, match=r"PLN has no rate to EUR, for the values of b, c"):
        no_rates(lines).check(lines, "lines.csv")


def test_lines_in_one_currency_need_no_rates():
    lines = [line("a", value="PLN 5m"), line("b", value="PLN 6m")]

    assert no_rates(lines).base == "PLN"
    no_rates(lines).check(lines, "lines.csv")


def test_decisions_are_read(tmp_path):
    text = "merge:\n  - [a, b]\nsplit:\n  - [a, c]\nalone: [d]\npin:\n  Winter: [e, f]\n"

    found = read_decisions(write(tmp_path, text))

    assert (found.together, found.alone, found.pin) == (
        (("a", "b"),),
        ("d",),
        {"Winter": ("e", "f")},
    )
    assert found.apart == {frozenset({"a", "c"})}


def test_merges_that_share_a_line_are_one():
    assert Decisions(merge=(("a", "b"), ("c", "d"), ("b", "c"))).together == (("a", "b", "c", "d"),)


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (Decisions(merge=(("a", "zz"),)), "no line has the id 'zz'"),
        (Decisions(merge=(("a", "b"),), split=(("a", "b"),)), "are split as well"),
        (Decisions(merge=(("a", "b"),), alone=("a",)), "is to stay alone as well"),
        (Decisions(merge=(("a", "k"),)), "155 mm is not 152 mm"),
        (Decisions(pin={"x": ("a", "b"), "y": ("b", "c")}), "is pinned to 'x' as well"),
        (Decisions(pin={"x": ("a", "c")}), "two nations"),
        (Decisions(merge=(("a", "b"),), pin={"x": ("a", "d")}), "a pin holds only some"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused(held, says):
    lines = [
        line("a", item="155 mm shells"),
        line("b", "FR"),
        line("c"),
        line("d", "IT"),
        line("k", "BG", item="152 mm shells"),
    ]

    with pytest.raises(BadDemands, match=says):
        held.check(lines, RULES)


@pytest.mark.parametrize(
    "text", ["merge: [a, b]\n", "merge:\n  - [a]\n", "joins: []\n", "pin: [a]\n"]
)
def test_a_bad_file_of_decisions_is_refused_with_its_line(tmp_path, text):
    with pytest.raises(BadDemands, match=r"given\.yaml, line"):
        read_decisions(write(tmp_path, text))
