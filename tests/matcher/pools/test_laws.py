"""The laws of pools, over drawn lines."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.render import as_json
from matcher.pooling.build import _compared, _parts
from matcher.pooling.cluster import GRAINS, grains, groups, parts
from matcher.pooling.fences import Days, Fences
from matcher.pooling.likeness import Likeness, default_weights
from matcher.pooling.shown import as_dict
from matcher.pooling.walls import Walls
from programmes.demands import Demand
from programmes.demands.units import by_name
from programmes.pools.decisions import Decisions
from programmes.pools.rules import Rules, barriers, joint_barriers
from tests.matcher.pools.drawing import ENCODER, ON, RATES, build, demands, many

RULES = Rules(ON)


@given(many())
def test_every_line_is_in_exactly_one_pool_or_alone(lines):
    found = build(lines)

    placed = [line.id for pool in found.pools for line in pool.lines]
    placed += [one.line for one in found.alone]
    assert Counter(placed) == Counter(line.id for line in lines)


@given(many())
def test_a_pool_has_lines_of_two_nations_at_least(lines):
    for pool in build(lines).pools:
        assert len(pool.participants) >= 2
        assert set(pool.participants) == {line.country for line in pool.lines}


@given(many())
def test_quantities_add_up_exactly(lines):
    for pool in build(lines).pools:
        stated = [line for line in pool.lines if line.quantity is not None]
        by_hand = sum(
            (Fraction(line.quantity) * Fraction(by_name(line.unit).factor) for line in stated),
            Fraction(0),
        )
        if not stated:
            assert pool.quantity.amount is None
            continue
        factor = Fraction(by_name(pool.quantity.unit).factor)
        assert Fraction(pool.quantity.amount) * factor == by_hand
        assert len(stated) + len(pool.quantity.unstated) == len(pool.lines)


@given(many())
def test_values_add_up_exactly(lines):
    found = build(lines)

    stated: Counter[str] = Counter()
    for line in lines:
        if line.value:
            stated[line.value.currency] += line.value.minor
    held: Counter[str] = Counter()
    alone = {one.line for one in found.alone}
    for line in lines:
        if line.id in alone and line.value:
            held[line.value.currency] += line.value.minor
    for pool in found.pools:
        for currency, amount in pool.value.stated.items():
            held[currency] += int(amount * 100)
        rate = {"EUR": Fraction(1), "PLN": Fraction(RATES.rates["PLN"].rate)}
        worth = sum(
            (Fraction(a) * rate[currency] for currency, a in pool.value.stated.items()), Fraction(0)
        )
        assert Fraction(pool.value.amount or 0) == worth
    assert held == stated


@given(many())
def test_the_firm_share_is_a_share(lines):
    for pool in build(lines).pools:
        assert 0 <= pool.firmness.share <= 1
        assert sum(pool.firmness.lines.values()) == len(pool.lines)


@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_a_byte(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert as_json(as_dict(build(lines))) == as_json(as_dict(build(shuffled)))


@given(many())
def test_no_hard_rule_is_ever_broken(lines):
    for pool in build(lines).pools:
        for one, other in combinations(pool.lines, 2):
            assert barriers(one, other, RULES) == ()
        assert joint_barriers(pool.lines, RULES) == ()


@given(many(), demands())
def test_a_line_more_never_changes_an_unrelated_pool(lines, said):
    more = Demand.model_validate({**said, "id": "a-new-line"})
    every = sorted([*lines, more], key=lambda line: line.id)
    related: set[str] = set()
    kinds, likeness = _compared(every, ENCODER, default_weights(), Decisions(), RULES, None)
    for part in _parts(likeness, kinds, Decisions()):
        ids = {every[at].id for kind in part for at in kinds.members[kind]}
        if more.id in ids:
            related = ids

    before, after = build(lines), build(every)

    unrelated = [pool for pool in before.pools if not related & {line.id for line in pool.lines}]
    assert all(pool in after.pools for pool in unrelated)


def test_a_line_that_asks_for_something_else_changes_nothing_of_two_pools():
    lines = [
        Demand(id=f"{country}-{at}", country=country, item=item)
        for at, item in enumerate(("155 mm artillery shells", "Role 2 field hospital"))
        for country in ("HR", "DE", "PL")
    ]
    more = Demand(id="aa", country="HR", item="Sirens for warning the population")

    assert build(lines).pools == build([more, *lines]).pools
    assert len(build(lines).pools) == 2


@given(many(least=2), st.data())
def test_a_split_is_kept(lines, data):
    one, other = data.draw(
        st.lists(st.sampled_from(lines), min_size=2, max_size=2, unique_by=lambda line: line.id)
    )
    held = Decisions(split=((one.id, other.id),))

    for pool in build(lines, decisions=held).pools:
        assert not {one.id, other.id} <= {line.id for line in pool.lines}


@given(many(least=2), st.data())
def test_a_merge_is_kept_wherever_the_rules_allow_it(lines, data):
    pairs = [
        (one, other)
        for one, other in combinations(lines, 2)
        if one.country != other.country and not barriers(one, other, RULES)
    ]
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    held = Decisions(merge=((one.id, other.id),))

    found = build(lines, decisions=held)

    homes = [
        pool.id for pool in found.pools for line in pool.lines if line.id in {one.id, other.id}
    ]
    assert len(homes) == 2
    assert len(set(homes)) == 1


@given(many(least=2), st.data())
def test_a_pin_holds_exactly_its_lines_and_what_is_kept_alone_stays_alone(lines, data):
    pairs = [
        (one, other)
        for one, other in combinations(lines, 2)
        if one.country != other.country and not barriers(one, other, RULES)
    ]
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    single = [line.id for line in lines if line.id not in {one.id, other.id}][:1]
    held = Decisions(pin={"Ours": (one.id, other.id)}, alone=tuple(single))

    found = build(lines, decisions=held)

    (pinned,) = (pool for pool in found.pools if pool.pinned)
    assert pinned.name == "Ours"
    assert {line.id for line in pinned.lines} == {one.id, other.id}
    assert set(single) <= {line.line for line in found.alone}


@given(many(least=2))
def test_a_score_has_the_same_bits_whatever_stands_beside_it(lines):
    whole = Likeness(lines, ENCODER)
    every = np.arange(len(lines))
    table = whole.scores(every, every)

    assert np.array_equal(table, table.T)
    for one, other in combinations(range(len(lines)), 2):
        alone = Likeness([lines[one], lines[other]], ENCODER).scores(np.arange(2), np.arange(2))
        assert alone[0, 1] == table[one, other]


@given(
    st.integers(1, 7).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.integers(-20, 20), min_size=n * n, max_size=n * n)
        )
    )
)
def test_groups_agree_with_average_linkage_written_out(drawn):
    n, values = drawn
    table = np.array(values, float).reshape(n, n)
    # Different fractions keep ties out: which of two equal merges goes first is the order's.
    scores = table + table.T + np.arange(n * n).reshape(n, n) / GRAINS
    scores = np.maximum(scores, scores.T)

    found = groups(grains(scores), 0.0, open_to_all(n), lambda group: True)

    by_hand = [[node] for node in range(n)]
    while True:
        pairs = [
            (float(np.mean(scores[np.ix_(one, other)])), one, other)
            for one, other in combinations(by_hand, 2)
        ]
        best = max(pairs, default=(-1.0, [], []))
        if best[0] < 0.0:
            break
        by_hand = [g for g in by_hand if g not in best[1:]] + [sorted(best[1] + best[2])]
    assert found == sorted(by_hand)


def open_to_all(n):
    return Fences(np.zeros(n, np.intp), np.zeros((1, 1), bool))


@given(st.integers(2, 8), st.integers(0, 10**6), st.data())
def test_a_node_of_some_weight_is_as_many_nodes_that_nothing_tells_apart(n, seed, data):
    scores = whole(n, seed)
    weights = np.array(data.draw(st.lists(st.integers(1, 4), min_size=n, max_size=n)))
    copies = np.repeat(np.arange(n), weights)

    few = groups(scores, 0.0, open_to_all(n), lambda group: True, weights=weights)
    many = groups(scores, 0.0, open_to_all(len(copies)), lambda group: True, keys=copies)

    assert [sorted({int(copies[node]) for node in group}) for group in many] == few


def whole(n, seed):
    """Likeness in grains of which none is twice the same, itself the most alike."""
    drawn = np.random.default_rng(seed).permutation(n * n * 4)[: n * n].reshape(n, n)
    scores = np.maximum(drawn, drawn.T).astype(float) - n * n * 2
    np.fill_diagonal(scores, 10_000)
    return scores


@given(st.integers(2, 14), st.integers(0, 10**6))
def test_groups_are_those_of_a_library(n, seed):
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import squareform

    scores = whole(n, seed)
    far = 10_000 - scores
    labels = fcluster(average(squareform(far)), 10_000, criterion="distance")

    found = groups(scores, 0.0, open_to_all(n), lambda group: True)

    theirs = [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
    assert found == sorted(theirs)


@given(st.integers(2, 14), st.integers(0, 10**6), st.integers(1, 40))
def test_a_group_knows_of_its_lines_all_that_a_fence_of_each_pair_would(n, seed, reach):
    chance = np.random.default_rng(seed)
    kinds = chance.integers(0, 4, n)
    barred = np.triu(chance.random((4, 4)) < 0.4, 1)
    barred |= barred.T
    first, opens = chance.integers(0, 100, n), chance.integers(0, 100, n)
    opens = np.minimum(opens, first)
    days = Days(opens, first, first, first + reach)
    apart = np.abs(first[:, None] - first) > reach
    apart |= (opens[:, None] > first) | (opens[None, :] > first[:, None])
    each = apart | barred[np.ix_(kinds, kinds)]
    scores = whole(n, seed)

    summed = groups(scores, -50.0, Fences(kinds, barred, days), lambda group: True)
    paired = groups(scores, -50.0, Fences(np.arange(n), each), lambda group: True)

    assert summed == paired
    for group in summed:
        assert not each[np.ix_(group, group)].any()


def test_lines_of_one_text_are_filled_into_windows_from_the_first_day_on():
    days = ["2027-01-10", "2029-03-01", "2027-12-30", "2028-02-01", "2028-12-24"]
    lines = [
        Demand(id=f"{at}-{c}", country=c, item="Role 2 field hospital", needed_by=day)
        for at, day in enumerate(days)
        for c in ("HR", "DE")
    ]

    pools = build(lines).pools

    assert sorted(sorted({line.needed_by for line in pool.lines}) for pool in pools) == [
        ["2027-01-10", "2027-12-30"],
        ["2028-02-01", "2028-12-24"],
        ["2029-03-01"],
    ]


days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2031, 12, 31)).map(str))


@given(many(least=2), st.data(), st.integers(0, 24))
def test_walls_of_many_lines_are_the_rules_of_two(lines, data, months):
    held = [
        line.model_copy(update={"needed_from": first, "needed_by": last})
        for line in lines
        for first, last in [sorted(data.draw(st.tuples(days, days)), key=lambda d: d or "")]
    ]
    rules = Rules(ON, months)
    every = np.arange(len(held))
    walls = Walls(held, rules)
    table, excess = walls.by_rule(every, every), walls.excess(every, every)

    for one, other in combinations(range(len(held)), 2):
        found = barriers(held[one], held[other], rules)
        assert {rule for rule, flags in table.items() if flags[one, other]} == {
            wall.rule for wall in found
        }
        assert excess[one, other] == next((w.months for w in found if w.rule == "dates"), 0)


def test_thousands_of_lines_that_say_the_same_are_pooled_as_few_would_be():
    def lines(copies):
        return [
            Demand(id=f"{country}-{at}-{copy}", country=country, item=item, quantity=1, unit="pcs")
            for at, item in enumerate(("155 mm artillery shells", "Role 2 field hospital"))
            for country in ("HR", "DE", "PL")
            for copy in range(copies)
        ]

    few, much = build(lines(1)), build(lines(500))

    assert {(p.name, p.participants, p.quantity.amount) for p in much.pools} == {
        (p.name, p.participants, p.quantity.amount * 500) for p in few.pools
    }


def test_parts_of_a_graph_are_its_connected_ones():
    assert [part.tolist() for part in parts(5, [(3, 1), (1, 4)])] == [[0], [1, 3, 4], [2]]
    assert parts(0, []) == []


@pytest.mark.parametrize("amount", ["0.000001", "999999999999", "12345.678901"])
def test_sums_in_different_units_are_not_rounded(amount):
    lines = [
        Demand(id="a", country="HR", item="TNT", quantity=amount, unit="t"),
        Demand(id="b", country="DE", item="TNT", quantity=amount, unit="kg"),
    ]

    (pool,) = build(lines).pools

    assert pool.quantity.unit == "gram"
    assert pool.quantity.amount == Decimal(amount) * 1_001_000
