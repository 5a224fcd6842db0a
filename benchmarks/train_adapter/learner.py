"""How does the model learn, without forgetting what it knew?

Its weights stay as they are; beside each linear layer of the encoder two thin matrices learn. All
texts of a step pass through the model once, half of them in each worker, and the loss sees every
other text of the step as a wrong answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import distributed, nn
from torch.nn.functional import cross_entropy, normalize
from torch.nn.utils import parametrize

from matcher.texts.adapter import DOWN, UP

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

__all__ = ["Learner", "contrastive_loss"]

SHARE_FORWARD = 0.6
"""Of the loss that asks for the answer; the rest asks for the question."""


class _LowRank(nn.Module):  # type: ignore[misc]  # torch is not typed for mypy here
    def __init__(self, layer: nn.Linear, rank: int, gain: float) -> None:
        super().__init__()
        rows, columns = layer.weight.shape
        self.down = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))
        self.gain = gain

    def forward(self, weight: Tensor) -> Tensor:
        return weight + self.gain * (self.up @ self.down)


class Learner:
    """MiniLM with a low-rank adapter that learns.

    Args:
        path: Folder of the model.
        rank, gain: Of the adapter.
        longest: Tokens of a text that are read.
        worker, workers: Which share of each step's texts this process embeds.
    """

    def __init__(
        self, path: Path, *, rank: int, gain: float, longest: int, worker: int, workers: int
    ) -> None:
        from tokenizers import Tokenizer
        from transformers import AutoModel

        # "eager": the fused attention's backward pass takes half of the time on a CPU.
        self.model: Any = AutoModel.from_pretrained(
            str(path), dtype=torch.float32, attn_implementation="eager"
        ).eval()
        self.model.requires_grad_(requires_grad=False)
        self.tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)
        self.worker, self.workers = worker, workers
        self.adapters: dict[str, _LowRank] = {}
        for name, module in list(self.model.named_modules()):
            if name.startswith("encoder.") and isinstance(module, nn.Linear):
                adapter = _LowRank(module, rank, gain)
                parametrize.register_parametrization(module, "weight", adapter, unsafe=True)
                self.adapters[name] = adapter

    def start_from(self, tensors: Mapping[str, Tensor]) -> None:
        """Go on from an adapter; it has to be of this rank."""
        for name, adapter in self.adapters.items():
            adapter.down.data = tensors[name + DOWN].float()
            adapter.up.data = tensors[name + UP].float() / adapter.gain

    @property
    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        return [p for a in self.adapters.values() for p in (a.down, a.up)]

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors of all texts; gradients flow through those of this worker's share."""
        ids = [encoded.ids for encoded in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: (len(ids[i]), i))
        shares = [order[w :: self.workers] for w in range(self.workers)]
        mine = self._forward([ids[i] for i in shares[self.worker]])
        parts = []
        for worker, share in enumerate(shares):
            own = worker == self.worker
            part = mine.detach().clone() if own else torch.zeros(len(share), mine.shape[1])
            if self.workers > 1:
                distributed.broadcast(part, worker)
            parts.append(mine if own else part)
        back = torch.empty(len(ids), dtype=torch.long)
        back[torch.tensor([i for share in shares for i in share])] = torch.arange(len(ids))
        return torch.cat(parts)[back]

    def read(self, texts: Sequence[str], together: int = 480) -> NDArray[np.float32]:
        """Unit vectors of many texts as the model is now; nothing is learned from it."""
        with torch.no_grad():
            parts = [
                self.embed(texts[start : start + together])
                for start in range(0, len(texts), together)
            ]
        found: NDArray[np.float32] = torch.cat(parts).numpy()
        return found

    def _forward(self, ids: Sequence[Sequence[int]]) -> Tensor:
        """In three groups of about equal length, so that little is spent on padding."""
        found = []
        step = -(-len(ids) // 3)
        for start in range(0, len(ids), step):
            group = ids[start : start + step]
            width = max(map(len, group))
            tokens = torch.zeros(len(group), width, dtype=torch.long)
            mask = torch.zeros(len(group), width, dtype=torch.long)
            for row, each in enumerate(group):
                tokens[row, : len(each)] = torch.tensor(each)
                mask[row, : len(each)] = 1
            with torch.autocast("cpu", torch.bfloat16):
                hidden = self.model(tokens, mask).last_hidden_state.float()
            found.append((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
        return normalize(torch.cat(found), dim=-1)

    def share_gradients(self) -> None:
        """Add up what the workers found."""
        if self.workers == 1:
            return
        flat = torch.cat([p.grad.reshape(-1) for p in self.parameters if p.grad is not None])
        distributed.all_reduce(flat)
        start = 0
        for parameter in self.parameters:
            size = parameter.numel()
            parameter.grad = flat[start : start + size].view_as(parameter).clone()
            start += size

    def tensors(self) -> dict[str, Tensor]:
        """The adapter as it is shipped: half precision, the gain multiplied in."""
        found = {}
        for name, adapter in self.adapters.items():
            found[name + DOWN] = adapter.down.detach().half().contiguous()
            found[name + UP] = (adapter.up.detach() * adapter.gain).half().contiguous()
        return found


def contrastive_loss(
    asked: Tensor,
    answers: Tensor,
    negatives: Tensor,
    same: Tensor,
    scale: float,
    taught: Tensor | None = None,
    heed: float = 0.0,
) -> Tensor:
    """How hard it is to find each text's partner among all of the step, in both directions.

    Args:
        asked: Unit vectors, shape (pairs, dimension).
        answers: Of the same shape; row by row the partners.
        negatives: Unit vectors of mined wrong answers, shape (negatives, dimension).
        same: Pairs that are too much alike to be wrong answers, shape (pairs, pairs).
        scale: Inverse temperature.
        taught: How like a teacher finds each text and each answer, shape (pairs, pairs).
        heed: How much of the loss asks to find them so; the rest asks for the partners.
    """
    right = torch.arange(len(asked))
    scores = (scale * asked @ answers.T).masked_fill(same, -1e4)
    forward = torch.cat([scores, scale * asked @ negatives.T], dim=1)
    there, back = cross_entropy(forward, right), cross_entropy(scores.T, right)
    found = SHARE_FORWARD * there + (1 - SHARE_FORWARD) * back
    if taught is None:
        return found
    whole = scale * asked @ answers.T
    as_taught = cross_entropy(whole, (scale * taught).softmax(dim=1))
    and_back = cross_entropy(whole.T, (scale * taught.T).softmax(dim=1))
    soft = SHARE_FORWARD * as_taught + (1 - SHARE_FORWARD) * and_back
    return (1 - heed) * found + heed * soft
