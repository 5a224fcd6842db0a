"""Does learning help where there is something to learn, and never wreck what ships?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import BadInput
from matcher.fit.learning.choosing import next_to_judge
from matcher.fit.learning.comparing import compared
from matcher.fit.learning.model import GradedPair, learn, read_learned
from matcher.fit.model import default_fit

MODEL = default_fit()
SIZE, DIMENSION = len(MODEL.names), 8


def drawn(number, seed=1, taste=2.0):
    """Pairs whose grade follows the shipped fit, and a taste of the officer's in the texts."""
    dice = np.random.default_rng(seed)
    values = dice.uniform(0, 1, (number, SIZE))
    vectors = dice.normal(size=(number, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    odds = MODEL.log_odds(values)
    wanted = (odds - odds.mean()) / (odds.std() + 1e-9) + taste * vectors[:, 0]
    grades = np.clip(np.round(1.5 + 1.2 * wanted), 0, 3)
    return [
        GradedPair(f"d-{n:04d}", f"p-{n}", float(grade), values[n], vectors[n])
        for n, grade in enumerate(grades)
    ]


def test_without_judgments_nothing_is_added():
    some = drawn(20)
    values, vectors = (np.array([getattr(one, name) for one in some])
                       for name in ("values", "vector"))  # fmt: skip

    found = learn("p", [], MODEL)

    assert (found.log_odds(MODEL, values, vectors) == MODEL.log_odds(values)).all()


@given(st.randoms())
def test_the_order_of_judgments_changes_no_byte(dice):
    some = drawn(12)

    assert learn("p", dice.sample(some, 12), MODEL).written() == learn("p", some, MODEL).written()


@given(st.integers(0, 30), st.integers(0, 5))
def test_a_model_is_read_as_it_was_written_and_scores_alike(number, seed):
    some = drawn(number + 1, seed)
    made = learn("p", some, MODEL)

    again = read_learned(made.written())

    assert again.written() == made.written()
    values, vectors = (np.array([getattr(one, name) for one in some])
                       for name in ("values", "vector"))  # fmt: skip
    whole = made.log_odds(MODEL, values, vectors)
    assert (again.log_odds(MODEL, values, vectors) == whole).all()
    single = [float(made.log_odds(MODEL, values[[n]], vectors[[n]])[0]) for n in range(len(some))]
    assert single == whole.tolist()


@given(st.integers(1, 40), st.integers(0, 9))
def test_to_be_more_alike_never_counts_against_anybody(number, seed):
    dice = np.random.default_rng(seed)
    some = [
        GradedPair(one.decision, one.profile, float(dice.integers(0, 4)), one.values, one.vector)
        for one in drawn(number, seed)
    ]

    found = learn("p", some, MODEL)

    assert (MODEL.weights + found.change >= -1e-6)[MODEL.weights > 0].all()


def test_many_judgments_find_an_officers_taste_and_few_change_little():
    every = drawn(400)
    tried = every[300:]
    values, vectors = (np.array([getattr(one, name) for one in tried])
                       for name in ("values", "vector"))  # fmt: skip
    grades = np.array([one.grade for one in tried])

    def right(number):
        odds = learn("p", every[:number], MODEL).log_odds(MODEL, values, vectors)
        above = grades[:, None] > grades[None, :]
        return float((above & (odds[:, None] > odds[None, :])).sum() / above.sum())

    shares = [right(number) for number in (0, 5, 100, 300)]
    assert shares[1] > shares[0] - 0.03
    assert shares[2] > shares[0] + 0.05
    assert shares[3] >= shares[2] - 0.01


def test_a_gain_is_told_with_its_interval_and_noise_is_no_gain():
    found = compared(drawn(120, taste=3.0), MODEL)
    assert found.better
    assert found.shipped < found.learned
    assert found.low <= found.gain <= found.high

    assert not compared(drawn(9), MODEL).better

    def thrown(seed):
        dice = np.random.default_rng(seed)
        return [
            GradedPair(each.decision, each.profile, float(dice.integers(0, 4)), each.values,
                       each.vector)
            for each in drawn(60, seed)
        ]  # fmt: skip

    assert sum(compared(thrown(seed), MODEL).better for seed in range(10)) <= 2


def test_the_next_to_judge_is_high_or_unlike_what_was_judged():
    some = drawn(30)
    values, vectors = (np.array([getattr(one, name) for one in some])
                       for name in ("values", "vector"))  # fmt: skip
    odds = np.zeros(30)
    odds[7] = 9.0

    first = next_to_judge(odds, values, vectors, [], MODEL)
    assert first[0] == 7
    assert sorted(first.tolist()) == [*range(30)]
    judged = [some[7]] * 30
    assert next_to_judge(np.zeros(30), values, vectors, judged, MODEL)[-1] == 7


def test_what_is_no_model_is_refused():
    for content in (b"", b"[]", b"{}", b'{"kind": "other"}'):
        with pytest.raises(BadInput, match="learned fit"):
            read_learned(content)


def test_a_grade_that_is_none_is_refused():
    bad = drawn(1)[0]
    with pytest.raises(BadInput, match="grade"):
        learn("p", [GradedPair("d", "p", 7.0, bad.values, bad.vector)], MODEL)
