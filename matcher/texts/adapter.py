"""What did the model learn about programmes, and how is it put into its weights?

A low-rank adapter: for each of the encoder's linear layers two thin matrices whose product is
added to the weights once, when the model is loaded. After that it costs nothing, and without it
the model is the one that its makers published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import NotReady

if TYPE_CHECKING:
    import torch

__all__ = ["DOWN", "UP", "merge_adapter"]

DOWN, UP = ".lora_A", ".lora_B"
"""Of a layer ``x``: ``x.lora_A`` of shape (rank, in) and ``x.lora_B`` of shape (out, rank)."""


def merge_adapter(model: torch.nn.Module, path: Path, base_sha256: str) -> None:
    """Add an adapter to the weights of the model that it was made for.

    Args:
        model: A BERT encoder, or what holds one; its linear layers are changed in place.
        path: The adapter's tensors; a file of the same name ending in .json stands beside it.
        base_sha256: Of the model's own file of weights.

    Raises:
        NotReady: The adapter was made for another model, or does not fit this one.
    """
    import torch
    from safetensors.torch import load_file

    card: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if card["base_sha256"] != base_sha256:
        msg = (
            f"{path} was made for the model {card['base_sha256']}, not for {base_sha256}: "
            "use that model, or turn the adapter off"
        )
        raise NotReady(msg)
    tensors = load_file(path)
    layers = {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear)
    }
    with torch.no_grad():
        for key in sorted(tensors):
            if not key.endswith(DOWN):
                continue
            name = key.removesuffix(DOWN)
            found = [m for at, m in layers.items() if at == name or at.endswith(f".{name}")]
            if len(found) != 1:
                msg = f"{path} changes the layer {name}, of which the model has {len(found)}"
                raise NotReady(msg)
            found[0].weight += tensors[name + UP].float() @ tensors[key].float()
