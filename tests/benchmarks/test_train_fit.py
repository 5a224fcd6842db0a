"""Weights are learned from features whose worth is known."""

import numpy as np

from benchmarks.train_fit.learning import LEARNED, Asked, judged, learned, likeliest

FEATURES = len(LEARNED)


def drawn(queries: int, seed: int) -> list[Asked]:
    """``meaning`` tells right from wrong, ``title`` speaks against it, the others say nothing."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(queries):
        values = draw.uniform(0.0, 0.3, (200, FEATURES))
        values[:, -1] = 0.0
        values[7, 0] += 0.3
        values[7, 1] = 0.0
        found.append(likeliest(values, [7]))
    return found


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    model = learned([drawn(60, 1)])
    assert model.weights[0] == max(model.weights)
    assert min(model.weights) >= 0.0


def test_a_feature_that_speaks_against_gets_none() -> None:
    assert learned([drawn(60, 1)]).weights[1] == 0.0


def test_what_was_learned_ranks_and_calibrates_on_other_queries() -> None:
    gain, error = judged(drawn(60, 2), learned([drawn(60, 1)]))
    assert gain > 0.9
    assert error < 0.02


def test_a_right_document_is_kept_wherever_it_stands() -> None:
    values = np.full((300, FEATURES), 0.5)
    values[123] = 0.0
    kept = likeliest(values, [123])
    assert (kept.right.sum(), len(kept.right), kept.wanted) == (1, 101, 1)
