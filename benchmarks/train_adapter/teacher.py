"""What does a larger model think of the same texts?

A teacher is any folder of a sentence-transformers model, such as all-mpnet-base-v2; it is needed to
train and for nothing else. It reads whole texts, where the learner reads parts of them, and what it
says of each is kept in a file: reading is most of the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.texts.encoder import text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = dict[str, NDArray[np.float32]]

__all__ = ["Teacher"]

_LONGEST = 128
"""Tokens that it reads of a text."""
_TOGETHER = 16


class Teacher:
    """Unit vectors of a larger model, kept in a file.

    Args:
        path: Folder of the model.
        kept: File of the vectors; made if it is not there.
    """

    def __init__(self, path: Path, kept: Path) -> None:
        self.path, self.kept = path, kept
        self.known: Vectors = {}
        if kept.is_file():
            with np.load(kept, allow_pickle=False) as held:
                self.known = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))

    def read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts, dimension)."""
        fresh = {text_key(text): text for text in texts if text_key(text) not in self.known}
        if fresh:
            self.known |= self._embedded(fresh)
            keys, vectors = list(self.known), np.stack(list(self.known.values()))
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self.kept, keys=np.array(keys), vectors=vectors)
        return np.stack([self.known[text_key(text)] for text in texts])

    def _embedded(self, fresh: dict[str, str]) -> Vectors:
        import torch
        from sentence_transformers import SentenceTransformer

        model: Any = SentenceTransformer(str(self.path), device="cpu").eval()
        model.max_seq_length = _LONGEST
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            found = model.encode(
                list(fresh.values()), batch_size=_TOGETHER, normalize_embeddings=True
            )
        return dict(zip(fresh, np.asarray(found, np.float32), strict=True))
