"""In which areas does what a firm makes lie: where do the weights come from?

    python -m benchmarks.train_scope FOLDER [--out matcher/data/scope.json]

A multinomial logistic regression over the vectors of the packaged model, of fourteen areas and
"none of them", learned from texts that rules label (``labels``). Its strength is chosen on a fifth
of the texts, by a hash; firms of ``portfolio/portfolio.jsonl`` in the folder judge elsewhere, and
are not learned from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.train_scope.data import CLASSES, Example, examples
from matcher.fit.scope import STEP, ScopeModel
from matcher.settings import Settings, open_encoder
from matcher.texts.grid import on_grid

Floats = NDArray[np.float64]
STRENGTHS = (0.1, 0.3, 1.0, 3.0)
"""Inverse penalties that are tried."""


def _side(text: str) -> bool:
    """Whether a text is left out to choose by."""
    return hashlib.sha256(text.encode()).digest()[0] < 51


def _balanced(shares: Floats) -> Floats:
    """Shares with each class weighing the same, but for the root of how often it is met."""
    return shares / np.sqrt(np.maximum(shares.sum(axis=0), 1.0))


def learned(vectors: Floats, shares: Floats, strength: float) -> tuple[Floats, Floats]:
    """Weights, shape (classes, dimension), and intercepts."""
    from sklearn.linear_model import LogisticRegression

    weights = _balanced(shares)
    rows, labels = np.nonzero(weights)
    each = weights[rows, labels]
    model = LogisticRegression(C=strength, max_iter=300)
    model.fit(vectors[rows], labels, sample_weight=each / each.mean())
    return model.coef_, model.intercept_


def lost(model: ScopeModel, vectors: NDArray[np.float32], shares: Floats) -> float:
    """Mean cross-entropy."""
    found = np.stack([model.shares(vector[None]) for vector in vectors])
    return float(-(shares * np.log(np.maximum(found, STEP / 2))).sum(axis=1).mean())


def chosen(vectors: NDArray[np.float32], held: list[Example]) -> ScopeModel:
    """The strength that loses least on what is left out; then learned from all."""
    shares = np.array([each.shares for each in held])
    out = np.array([_side(each.text) for each in held])
    losses = {}
    for strength in STRENGTHS:
        weights, intercepts = learned(vectors[~out], shares[~out], strength)
        losses[strength] = lost(
            ScopeModel.of(CLASSES, weights, intercepts), vectors[out], shares[out]
        )
        print(f"strength {strength}: loses {losses[strength]:.4f}")
    best = min(losses, key=lambda each: losses[each])
    return ScopeModel.of(CLASSES, *learned(vectors, shares, best))


def main() -> None:
    """Read the command line, embed, learn, write."""
    parser = argparse.ArgumentParser(description="Learn in which areas a text lies.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    held = examples(given.folder)
    encoder = open_encoder(Settings.load())
    vectors = on_grid(encoder.encode([each.text for each in held]))
    model = chosen(vectors, held)
    if given.out is not None:
        given.out.write_text(json.dumps(model.card(), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
