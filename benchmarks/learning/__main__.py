"""Does a programme's ranking get better by its officer's judgments?

    python -m benchmarks.learning FOLDER [--keep FILE.npz] [--seeds 4] [--all]

FOLDER is a collection whose topics say of which component and areas they are (``data``). Companies
are halved: an officer judges in one half, five at a time from the head of the list as it is ranked
by then, and nDCG@10 is of the other half, which no judgment touches. The numbers in
``matcher.fit.learning.model`` were chosen on every other programme; what is printed is the rest,
unless ``--all`` is given. Beside the curve stand two other orders of judging: by what the ranking
would learn most from, and by chance. Intervals are over programmes and halves, nine times of ten.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import ndcg_score

from benchmarks.learning.data import Simulated, simulated
from matcher.fit.learning.choosing import next_to_judge
from matcher.fit.learning.model import GradedPair, learn
from matcher.fit.model import default_fit

NUMBERS = (0, 5, 20, 100)
_AT_ONCE = 5
_ERRS = 0.1
Floats = NDArray[np.float64]


def main() -> None:
    """Read the command line, judge, print."""
    asked = argparse.ArgumentParser(description="A learning curve of simulated officers.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--keep", type=Path, default=None)
    asked.add_argument("--seeds", type=int, default=4)
    asked.add_argument("--all", action="store_true")
    given = asked.parse_args()
    data = simulated(given.folder, given.keep)
    columns = range(len(data.names)) if given.all else range(1, len(data.names), 2)
    print(f"{len(columns)} programmes, {given.seeds} halves each; nDCG@10 of the other half")
    for order in ("list", "next", "chance"):
        curve = np.array(
            [_curve(data, one, seed, order) for one in columns for seed in range(given.seeds)]
        )
        print(json.dumps({"order": order, **_said(curve)}))


def _said(curve: Floats) -> dict[str, object]:
    """The mean at each number of judgments, as a multiple of the shipped fit's, with intervals."""
    dice = np.random.default_rng(1)
    drawn = curve[dice.integers(0, len(curve), (2_000, len(curve)))].mean(axis=1)
    times = drawn / drawn[:, :1]
    low, high = np.quantile(times, [0.05, 0.95], axis=0)
    mean = curve.mean(axis=0)
    return {
        str(number): {
            "ndcg@10": round(float(mean[at]), 4),
            "times_shipped": round(float(mean[at] / mean[0]), 3),
            "interval": [round(float(low[at]), 3), round(float(high[at]), 3)],
        }
        for at, number in enumerate(NUMBERS)
    }


def _curve(data: Simulated, column: int, seed: int, order: str) -> list[float]:
    model = default_fit()
    mark = hashlib.sha256(f"{data.names[column]}{seed}".encode()).digest()
    dice = np.random.default_rng(int.from_bytes(mark[:8]))
    mixed = dice.permutation(len(data.vectors))
    judging, tested = np.array_split(mixed, 2)
    values, vectors = data.values[judging, column], data.vectors[judging]
    left, judged, found = list(range(len(judging))), list[GradedPair](), list[float]()
    for number in range(max(NUMBERS) + 1):
        if number in NUMBERS:
            fit = learn("p", judged, model)
            scores = fit.log_odds(model, data.values[tested, column], data.vectors[tested])
            found.append(float(ndcg_score([data.grades[tested, column]], [scores], k=10)))
        if number == max(NUMBERS):
            break
        if number % _AT_ONCE == 0:
            queue = _next(values[left], vectors[left], judged, order, dice)
            chosen = [left[at] for at in queue[:_AT_ONCE]]
        one = chosen[number % _AT_ONCE]
        left.remove(one)
        grade = float(data.grades[judging[one], column])
        if dice.random() < _ERRS:
            grade = float(np.clip(grade + dice.choice([-1, 1]), 0, 3))
        judged.append(GradedPair(f"d-{number:04d}", f"p-{one}", grade, values[one], vectors[one]))
    return found


def _next(
    values: Floats, vectors: Floats, judged: list[GradedPair], order: str, dice: np.random.Generator
) -> list[int]:
    model = default_fit()
    if order == "chance":
        return dice.permutation(len(values)).tolist()  # type: ignore[no-any-return]
    scores = learn("p", judged, model).log_odds(model, values, vectors)
    if order == "next":
        return next_to_judge(scores, values, vectors, judged, model).tolist()
    return np.argsort(-scores, kind="stable").tolist()  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
