"""How are texts put together so that a model is never idle and a vector never changes?

By tokens, not by texts: a batch holds as many texts of one padded length as make up some hundred
tokens, on a GPU some thousands, so that short texts do not run in small batches and long ones do
not overflow the cache. Of each padded length there is one shape of batch and no other: a last batch
that is not full is filled up, because a matrix routine may add in another order for another shape.
The next texts are cut into tokens while the model works on these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BUCKETS", "TOKENS", "PaddedBatch", "batches"]

BUCKETS = (16, 32, 48, 64, 96, 128, 192, 256)
"""Padded lengths in tokens; longer text is cut, so callers pass passages."""
TOKENS = {"cpu": 256, "cuda": 8192}
"""Tokens of a batch, padding included, by device. A processor works on a batch with one thread, on
several batches at the same time: a quarter of a thousand tokens costs it no more a token than a
thousand do, and a single profile, whose few passages have many lengths, a third. On a GPU four
thousand texts, which a cache asks for at once, run as 1.4 times their tokens; with batches of
32,768 it would be 1.8."""
_AT_ONCE = 2048
"""Texts that are cut into tokens at once, at least; two for each token of a larger batch."""


@dataclass(frozen=True, slots=True)
class PaddedBatch:
    """Texts of one padded length.

    Attributes:
        rows: Their places among the texts; what follows them in the columns fills up.
        columns: What the model is given, by name; each of shape (texts of a batch, tokens).
    """

    rows: list[int]
    columns: dict[str, NDArray[np.int64]]


def batches(
    tokenizer: Any, texts: Sequence[str], longest: int, budget: int = TOKENS["cpu"]
) -> Iterator[PaddedBatch]:
    """All texts, each in one batch.

    Args:
        tokenizer: Of transformers.
        texts: In any order.
        longest: Tokens after which the model cuts a text.
        budget: Tokens of a batch, padding included.
    """
    at_once = max(_AT_ONCE, 2 * budget)
    starts = range(0, len(texts), at_once)
    if not starts:
        return
    if len(starts) == 1:
        yield from _batches(tokenizer, _cut(tokenizer, texts, longest), 0, longest, budget)
        return
    with ThreadPoolExecutor(1) as ahead:
        parts = [texts[start : start + at_once] for start in starts]
        waiting = ahead.submit(_cut, tokenizer, parts[0], longest)
        for start, following in zip(starts, [*parts[1:], None], strict=True):
            tokens = waiting.result()
            if following is not None:
                waiting = ahead.submit(_cut, tokenizer, following, longest)
            yield from _batches(tokenizer, tokens, start, longest, budget)


def _cut(tokenizer: Any, texts: Sequence[str], longest: int) -> dict[str, list[list[int]]]:
    return dict(tokenizer(list(texts), truncation=True, max_length=longest, padding=False))


def _batches(
    tokenizer: Any, tokens: dict[str, list[list[int]]], first: int, longest: int, budget: int
) -> Iterator[PaddedBatch]:
    lengths = np.array([len(ids) for ids in tokens["input_ids"]], np.int64)
    lower = 0
    for bucket in BUCKETS:
        rows = np.flatnonzero((lengths > lower) & (lengths <= bucket)).tolist()
        lower = bucket
        width = min(bucket, longest)
        most = max(budget // width, 1)
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            full = [*some, *some[:1] * (most - len(some))]
            columns = {name: _padded(tokenizer, name, held, full, width)
                       for name, held in tokens.items()}  # fmt: skip
            yield PaddedBatch([first + row for row in some], columns)


def _padded(
    tokenizer: Any, name: str, held: list[list[int]], rows: Sequence[int], width: int
) -> NDArray[np.int64]:
    fill = {"input_ids": tokenizer.pad_token_id, "token_type_ids": tokenizer.pad_token_type_id}
    out = np.full((len(rows), width), fill.get(name) or 0, np.int64)
    left = tokenizer.padding_side == "left"
    for place, row in enumerate(rows):
        ids = held[row]
        out[place, width - len(ids) if left else 0 : width if left else len(ids)] = ids
    return out
