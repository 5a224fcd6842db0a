"""What did the model learn about programmes, and how is it put into its weights?

A low-rank adapter: for each of the encoder's linear layers two thin matrices whose product is
added to the weights once, when the model is loaded. After that it costs nothing, and without it
the model is the one that its makers published. A card beside it says for which model it was made,
and the hash of the tensors: what is not whole is never added.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import NotReady

if TYPE_CHECKING:
    import torch

__all__ = ["DOWN", "UP", "merge_adapter", "read_adapter"]

DOWN, UP = ".lora_A", ".lora_B"
"""Of a layer ``x``: ``x.lora_A`` of shape (rank, in) and ``x.lora_B`` of shape (out, rank)."""


def merge_adapter(model: torch.nn.Module, path: Path, base_sha256: str) -> None:
    """Add an adapter to the weights of the model that it was made for.

    Args:
        model: A BERT encoder, or what holds one; its linear layers are changed in place.
        path: The adapter's tensors; a file of the same name ending in .json stands beside it.
        base_sha256: Of the model's own file of weights.

    Raises:
        NotReady: The adapter or its card is damaged or not there, or it was made for another model,
            or it does not fit this one.
    """
    import torch

    tensors = read_adapter(path, base_sha256)
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
            down, up = tensors[key].float(), tensors.get(name + UP)
            if up is None or (up.shape[0], down.shape[1]) != tuple(found[0].weight.shape):
                msg = f"{path} does not fit the layer {name}: use the adapter of this model"
                raise NotReady(msg)
            found[0].weight += up.float() @ down


def read_adapter(path: Path, base_sha256: str) -> dict[str, torch.Tensor]:
    """The tensors of an adapter, once its card has vouched for them.

    Args:
        path: Of the tensors.
        base_sha256: Of the weights that they are for.

    Raises:
        NotReady: See ``merge_adapter``.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    card = _card(path)
    if card["base_sha256"] != base_sha256:
        msg = (
            f"{path} was made for the model {card['base_sha256']}, not for {base_sha256}: "
            "use that model, or turn the adapter off"
        )
        raise NotReady(msg)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotReady(_broken(path, error.strerror or str(error))) from error
    if hashlib.sha256(content).hexdigest() != card["sha256"]:
        raise NotReady(_broken(path, "its SHA-256 is not the one of its card"))
    try:
        return load(content)
    except SafetensorError as error:
        raise NotReady(_broken(path, str(error))) from error


def _card(path: Path) -> dict[str, str]:
    card = path.with_suffix(".json")
    try:
        found: Any = json.loads(card.read_text("utf-8"))
    except OSError as error:
        raise NotReady(_broken(card, error.strerror or str(error))) from error
    except ValueError as error:
        raise NotReady(_broken(card, str(error))) from error
    for name in ("base_sha256", "sha256"):
        if not isinstance(found, dict) or not isinstance(found.get(name), str):
            raise NotReady(_broken(card, f"it does not say {name}"))
    return {name: found[name] for name in ("base_sha256", "sha256")}


def _broken(path: Path, how: str) -> str:
    return (
        f"the adapter cannot be used: {path} is damaged or not one ({how}); install allymatch"
        " again, name another in ALLYMATCH_ADAPTER, or turn it off with ALLYMATCH_ADAPTER=no"
    )
