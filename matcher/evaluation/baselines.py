"""What could a user take instead, and how well does that rank?

BM25, one vector a text, and the sum of the two with the weight that happens to be best on the very
queries that are judged: the strongest yardstick that needs no thought, and in its own favour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.evaluation.measures import Run, per_query, top

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.evaluation.beir import BeirText, Collection
    from matcher.texts.encoder import Encoder

__all__ = ["baselines", "best_sum", "bm25_scores", "vector_scores"]

WEIGHTS = tuple(round(0.1 * step, 1) for step in range(1, 10))


def _joined(text: BeirText) -> str:
    return f"{text.title} {text.text}".strip()


def bm25_scores(collection: Collection) -> NDArray[np.float32]:
    """BM25 with English stop words, shape (queries, documents)."""
    import bm25s

    corpus = bm25s.tokenize(
        [_joined(text) for text in collection.corpus], stopwords="en", show_progress=False
    )
    asked = bm25s.tokenize(
        [_joined(text) for text in collection.queries],
        stopwords="en",
        show_progress=False,
        return_ids=False,
    )
    ranker = bm25s.BM25()
    ranker.index(corpus, show_progress=False)
    return np.stack([ranker.get_scores(tokens) for tokens in asked]).astype(np.float32)


def vector_scores(
    collection: Collection, encoder: Encoder, progress: Callable[[int], None] | None = None
) -> NDArray[np.float32]:
    """Cosine of one vector a text, cut where the model stops; shape (queries, documents)."""
    corpus = encoder.encode([_joined(text) for text in collection.corpus], progress)
    asked = encoder.encode([_joined(text) for text in collection.queries], progress)
    return asked @ corpus.T


def best_sum(
    cosine: NDArray[np.float32],
    bm25: NDArray[np.float32],
    judge: Callable[[NDArray[np.float32]], float],
) -> tuple[float, NDArray[np.float32]]:
    """The weighted sum of the cosine and of BM25 over its best, with the best weight.

    Args:
        cosine: Shape (queries, documents).
        bm25: Of the same shape.
        judge: Says how good scores are; the weight is chosen by it.
    """
    scaled = bm25 / np.maximum(bm25.max(axis=1, keepdims=True), 1e-9)
    sums = {weight: weight * cosine + (1 - weight) * scaled for weight in WEIGHTS}
    best = max(WEIGHTS, key=lambda weight: judge(sums[weight]))
    return best, sums[best]


def runs_of(
    scores: NDArray[np.float32], queries: Sequence[str], documents: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The run that scores make; documents in any order."""
    order = np.argsort(np.array(documents, dtype=object), kind="stable")
    ids = [documents[place] for place in order]
    return {query: top(row[order], ids) for query, row in zip(queries, scores, strict=True)}


def baselines(
    collection: Collection, encoder: Encoder, progress: Callable[[int], None] | None = None
) -> Mapping[str, Run]:
    """The three yardsticks, by the names under which they are shown."""
    queries = [text.id for text in collection.queries]
    documents = [text.id for text in collection.corpus]
    bm25 = bm25_scores(collection)
    cosine = vector_scores(collection, encoder, progress)

    def ndcg(scores: NDArray[np.float32]) -> float:
        values = per_query(runs_of(scores, queries, documents), collection.qrels)["nDCG@10"]
        return float(np.mean(list(values.values())))

    weight, both = best_sum(cosine, bm25, ndcg)
    return {
        "BM25": runs_of(bm25, queries, documents),
        "MiniLM, one vector": runs_of(cosine, queries, documents),
        f"best sum (cosine {weight})": runs_of(both, queries, documents),
    }
