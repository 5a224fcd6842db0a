"""How is the packaged model loaded and run without the libraries that can load any model?

Those libraries take most of a cold command's time, and the packaged model uses a page of what they
hold: a word-piece tokenizer, six layers of attention, and the mean over the tokens. Here it stands
in torch alone, with the same operations in the same order, so that each vector has the bits that
sentence-transformers gives (a test compares them). Any other model is opened by that library.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

from matcher.errors import NotReady

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["MiniLM", "WordPieces", "load"]


class WordPieces:
    """The tokenizer of the packaged model, asked as one of transformers is."""

    padding_side = "right"
    pad_token_id = 0
    pad_token_type_id = 0

    def __init__(self, inner: Tokenizer) -> None:
        inner.no_padding()
        inner.no_truncation()
        self._inner, self._cut = inner, 0

    def __call__(
        self,
        texts: Sequence[str],
        *,
        truncation: bool = True,
        max_length: int = 256,
        padding: bool = False,
    ) -> dict[str, list[list[int]]]:
        """The tokens of texts, by name of the column: ids, kinds, and ones for all that are there.

        Args:
            texts: In any order.
            truncation: Whether a text is cut after ``max_length`` tokens.
            max_length: Tokens, those of beginning and end included.
            padding: Always no: ``matcher.texts.batches`` fills up.
        """
        cut = max_length if truncation else 0
        if cut != self._cut:
            if cut:
                self._inner.enable_truncation(cut)
            else:
                self._inner.no_truncation()
            self._cut = cut
        found = self._inner.encode_batch_fast(list(texts))
        return {
            "input_ids": [one.ids for one in found],
            "token_type_ids": [one.type_ids for one in found],
            "attention_mask": [one.attention_mask for one in found],
        }


class _Linear(nn.Linear):  # type: ignore[misc] # torch is not followed
    def reset_parameters(self) -> None:
        """Nothing: the published numbers are put in."""


class _Embedding(nn.Embedding):  # type: ignore[misc]
    def reset_parameters(self) -> None:
        """Nothing: the published numbers are put in."""


class _LayerNorm(nn.LayerNorm):  # type: ignore[misc]
    def reset_parameters(self) -> None:
        """Nothing: the published numbers are put in."""


class _Embeddings(nn.Module):  # type: ignore[misc]
    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.word_embeddings = _Embedding(config["vocab_size"], width)
        self.position_embeddings = _Embedding(config["max_position_embeddings"], width)
        self.token_type_embeddings = _Embedding(config["type_vocab_size"], width)
        self.LayerNorm = _LayerNorm(width, eps=config["layer_norm_eps"])

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        found = self.word_embeddings(ids) + self.token_type_embeddings(kinds)
        return self.LayerNorm(found + self.position_embeddings(places))


class _SelfAttention(nn.Module):  # type: ignore[misc]
    def __init__(self, config: dict[str, Any], *, eager: bool) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.size = width // config["num_attention_heads"]
        self.eager = eager
        self.query = _Linear(width, width)
        self.key = _Linear(width, width)
        self.value = _Linear(width, width)

    def forward(self, given: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        heads = (*given.shape[:-1], -1, self.size)
        query, key, value = (
            layer(given).view(heads).transpose(1, 2) for layer in (self.query, self.key, self.value)
        )
        if self.eager:
            likeness = torch.matmul(query, key.transpose(2, 3)) * self.size**-0.5
            if mask is not None:
                low = torch.finfo(likeness.dtype).min
                likeness = likeness + torch.where(mask, 0.0, low).to(likeness.dtype)
            found = torch.matmul(functional.softmax(likeness, dim=-1), value)
        else:
            found = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask, scale=self.size**-0.5
            )
        return found.transpose(1, 2).reshape(given.shape)


class _Joined(nn.Module):  # type: ignore[misc]
    """A linear map, added to what went in, and brought to one scale."""

    def __init__(self, inner: int, config: dict[str, Any]) -> None:
        super().__init__()
        self.dense = _Linear(inner, config["hidden_size"])
        self.LayerNorm = _LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])

    def forward(self, found: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
        return self.LayerNorm(self.dense(found) + given)


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, config: dict[str, Any], *, eager: bool) -> None:
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        # The names of the published tensors, and of those of an adapter.
        self.attention = nn.ModuleDict(
            {"self": _SelfAttention(config, eager=eager), "output": _Joined(width, config)}
        )
        self.intermediate = nn.ModuleDict({"dense": _Linear(width, inner)})
        self.output = _Joined(inner, config)

    def forward(self, given: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        seen = self.attention["output"](self.attention["self"](given, mask), given)
        return self.output(functional.gelu(self.intermediate["dense"](seen)), seen)


class MiniLM(nn.Module):  # type: ignore[misc]
    """The packaged model: token ids in, one unit vector a text out.

    Attributes:
        tokenizer: Cuts texts into its tokens.
        max_seq_length: Tokens after which it cuts a text.
    """

    def __init__(self, folder: Path, *, eager: bool = False) -> None:
        """The model with its published weights.

        Args:
            folder: Of the packaged model's files, known to be whole.
            eager: Attend by plain products, whatever is padded; a GPU's quicker ways depend on it.
        """
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        config = json.loads((folder / "config.json").read_text("utf-8"))
        read = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
        # Nothing is made that the published numbers would take the place of a moment later.
        with torch.device("meta"):
            super().__init__()
            self.embeddings = _Embeddings(config)
            layers = [_Layer(config, eager=eager) for _ in range(config["num_hidden_layers"])]
            self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})
        needed = self.state_dict().keys()
        tensors = load_file(folder / "model.safetensors")
        # Copied, but for what is only looked up: how a product is summed may depend on where in
        # memory its numbers begin.
        kept = {
            name: tensors[name] if "embeddings.weight" in name else tensors[name].clone()
            for name in needed
        }
        self.load_state_dict(kept, assign=True)
        self.requires_grad_(requires_grad=False)
        self.tokenizer = WordPieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.max_seq_length: int = read["max_seq_length"]

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self.embeddings.word_embeddings.weight.shape[1])

    def forward(self, given: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Unit vectors of a padded batch.

        Args:
            given: ``input_ids``, ``token_type_ids`` and ``attention_mask``, each of shape
                (texts, tokens).

        Returns:
            ``sentence_embedding``, shape (texts, dimension).
        """
        there = given["attention_mask"]
        found = self.embeddings(given["input_ids"], given["token_type_ids"])
        mask = None
        if not there.all():
            length = there.shape[1]
            mask = there.bool()[:, None, None, :].expand(-1, 1, length, length)
        for layer in self.encoder["layer"]:
            found = layer(found, mask)
        weights = there.unsqueeze(-1).to(found.dtype)
        total = (found * weights).sum(dim=1, dtype=torch.float32)
        tokens = weights.sum(dim=1, dtype=torch.float32).clamp(min=1e-9)
        mean = (total / tokens).to(found.dtype)
        return {"sentence_embedding": functional.normalize(mean, p=2, dim=1)}


def load(folder: Path, *, eager: bool = False) -> MiniLM:
    """The packaged model from its files.

    Raises:
        NotReady: The files cannot be read as they should be.
    """
    try:
        loaded = MiniLM(folder, eager=eager)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        msg = f"the packaged model cannot be loaded from {folder}: {error}"
        raise NotReady(msg) from error
    loaded.eval()
    return loaded
