"""Are the measures the field's own, and the intervals honest?"""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.calibration import calibration, thresholds
from matcher.evaluation.measures import MEASURES, interval, per_query, top


def ndcg_written_out(ranked, grades, k):
    gains = [grades.get(document, 0) for document in ranked[:k]]
    best = sorted(grades.values(), reverse=True)[:k]

    def discounted(values):
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values))

    return discounted(gains) / discounted(best)


@given(st.permutations([f"d{i:02d}" for i in range(14)]), st.integers(1, 4))
def test_agree_with_their_definitions_written_out(ranked, relevant):
    grades = {f"d{i:02d}": 1 for i in range(relevant)}
    run = {"q": {document: float(-rank) for rank, document in enumerate(ranked)}}
    found = {name: values["q"] for name, values in per_query(run, {"q": grades}).items()}
    first = min(rank for rank, document in enumerate(ranked, 1) if document in grades)
    hits = sum(document in grades for document in ranked[:10])
    assert math.isclose(found["nDCG@10"], ndcg_written_out(ranked, grades, 10))
    assert math.isclose(found["RR"], 1 / first)
    assert math.isclose(found["R@10"], hits / relevant)
    assert found["R@100"] == 1.0
    assert found["P@1"] == float(ranked[0] in grades)


def test_a_query_without_an_answer_counts_as_zero():
    found = per_query({}, {"q": {"d": 1}})
    assert {name: values["q"] for name, values in found.items()} == dict.fromkeys(MEASURES, 0.0)


def test_equal_scores_are_ranked_by_id():
    assert list(top(np.array([0.5, 0.9, 0.5, 0.9]), ["a", "b", "c", "d"])) == ["b", "d", "a", "c"]


def test_the_cut_keeps_the_best(monkeypatch):
    monkeypatch.setattr("matcher.evaluation.measures.DEPTH", 2)
    assert list(top(np.array([0.1, 0.3, 0.2]), ["a", "b", "c"])) == ["b", "c"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_holds_its_mean_and_is_the_same_again(values):
    found = interval(values)
    assert found == interval(values)
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


def test_more_queries_make_the_interval_narrower():
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 500)
    assert many.high - many.low < (few.high - few.low) / 3


def pairs(fits_and_relevant):
    run = {f"q{i}": {"d": fit} for i, (fit, _) in enumerate(fits_and_relevant)}
    qrels = {f"q{i}": {"d": 1} for i, (_, good) in enumerate(fits_and_relevant) if good}
    return run, qrels


def test_fits_that_come_true_have_no_error():
    error, bins = calibration(*pairs([(0.5, True), (0.5, False)] * 20))
    assert (error, len(bins)) == (0.0, 1)


def test_fits_that_promise_too_much_have_that_error():
    error, _ = calibration(*pairs([(0.9, True), (0.9, False)] * 20))
    assert math.isclose(error, 0.4)


def test_a_higher_floor_leaves_fewer_pairs_and_less_recall():
    found = thresholds(*pairs([(0.1, False), (0.3, True), (0.6, False), (0.95, True)] * 3))
    assert [t.pairs for t in found] == sorted((t.pairs for t in found), reverse=True)
    assert [t.recall for t in found] == sorted((t.recall for t in found), reverse=True)
    assert {t.min_fit: t.precision for t in found}[0.9] == 1.0
