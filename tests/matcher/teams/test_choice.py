"""The best team is the best of all teams, tried one by one."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.pooling.teams.choice import FULL, TeamRequest, score, teams


def allowed(wanted, team):
    """Whether a team keeps the rules, by their words."""
    if not wanted.least <= len(team) <= wanted.most or not set(wanted.required) <= set(team):
        return False
    if len({int(wanted.seats[one]) for one in team}) < wanted.countries:
        return False

    def fill(places, free):
        if not places:
            return True
        return any(fill(places[1:], free - {one}) for one in free if places[0][one])

    return fill(wanted.each_of, frozenset(team))


def every(wanted):
    """All allowed teams, the best first."""
    n = len(wanted.seats)
    tried = [t for k in range(1, wanted.most + 1) for t in combinations(range(n), k)]
    return sorted((t for t in tried if allowed(wanted, t)), key=lambda team: score(wanted, team))


@st.composite
def wanted(draw):
    n, parts = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    cell = st.sampled_from([0, 0, 1, 450, 600, FULL])
    most = draw(st.integers(1, 4))
    row = st.lists(st.booleans(), min_size=n, max_size=n)
    return TeamRequest(
        strengths=np.array(
            draw(st.lists(st.lists(cell, min_size=parts, max_size=parts), min_size=n, max_size=n)),
            np.int64,
        ),
        unsure=np.array(draw(row)),
        seats=np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)), np.int64),
        required=draw(st.sampled_from([(), (0,)])),
        least=draw(st.integers(1, most)),
        most=most,
        countries=draw(st.integers(1, 3)),
        each_of=tuple(np.array(draw(row)) for _ in range(draw(st.integers(0, 2)))),
    )


@given(wanted())
def test_the_solver_finds_what_trying_all_teams_finds(wanted):
    best = every(wanted)

    found = teams(wanted)

    assert bool(found) == bool(best)
    if found:
        assert allowed(wanted, found[0])
        assert score(wanted, found[0]) == score(wanted, best[0])


@given(wanted())
def test_further_teams_are_the_next_best_and_none_only_adds_to_another(wanted):
    found = teams(wanted, 3)

    left = every(wanted)
    for team in found:
        assert score(wanted, team) == score(wanted, left[0])
        left = [one for one in left if not set(team) <= set(one)]
    assert len(found) == 3 or not left


def test_many_alike_do_not_change_the_best():
    few = np.array([[FULL, 0], [0, FULL], [500, 500]], np.int64)
    many = np.vstack([few, np.repeat(few, 500, axis=0)])

    def ask(strengths):
        n = len(strengths)
        return TeamRequest(strengths, np.zeros(n, bool), np.zeros(n, np.int64))

    assert [score(ask(each), teams(ask(each))[0]) for each in (few, many)] == [(0, 1, 0, -1000)] * 2


def test_the_same_candidates_give_the_same_teams():
    chance = np.random.default_rng(7)
    asked = TeamRequest(
        chance.integers(0, 2, (60, 5)) * chance.integers(400, FULL, (60, 5)),
        chance.random(60) < 0.5,
        chance.integers(0, 8, 60),
        required=(0,),
        least=3,
        most=5,
        countries=3,
    )

    assert teams(asked, 3) == teams(asked, 3)


@pytest.mark.parametrize("seats", [[0, 0, 0], [1, 1, 1]])
def test_rules_that_nobody_can_meet_give_no_team(seats):
    asked = TeamRequest(
        np.full((3, 1), FULL, np.int64), np.zeros(3, bool), np.array(seats), least=2, countries=2
    )

    assert teams(asked) == []
