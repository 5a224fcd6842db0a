"""What do several adapters say together?

    python -m benchmarks.train_adapter.mean build/adapter-7 build/adapter-11 --out build/adapter

Adapters that were learned from the same data with other seeds err in other places, and the mean of
their products errs less. It is an adapter again, of the sum of their ranks: the thin matrices are
laid side by side, each with its share.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.texts.adapter import DOWN, UP

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["mean_of", "write_mean"]


def mean_of(adapters: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The adapter whose product is the mean of the products of these, layer by layer."""
    import torch

    found = {}
    for name in (key.removesuffix(DOWN) for key in adapters[0] if key.endswith(DOWN)):
        found[name + DOWN] = torch.cat([one[name + DOWN] for one in adapters]).contiguous()
        up = torch.cat([one[name + UP].float() for one in adapters], dim=1) / len(adapters)
        found[name + UP] = up.half().contiguous()
    return found


def write_mean(folders: Sequence[Path], out: Path) -> None:
    """Read adapters with their cards, and write their mean with a card of its own.

    Raises:
        ValueError: Their cards differ in more than the seed.
    """
    from safetensors.torch import load_file, save_file

    cards = [json.loads((folder / "adapter.json").read_text("utf-8")) for folder in folders]
    seeds = [card["recipe"].pop("seed") for card in cards]
    for card in cards:
        card.pop("sha256", None)
    for folder, card in zip(folders, cards, strict=True):
        if card != cards[0]:
            msg = f"{folder} was not made as {folders[0]} was: only the seeds may differ"
            raise ValueError(msg)
    out.mkdir(parents=True, exist_ok=True)
    tensors = mean_of([load_file(folder / "adapter.safetensors") for folder in folders])
    save_file(tensors, out / "adapter.safetensors")
    mark = hashlib.sha256((out / "adapter.safetensors").read_bytes()).hexdigest()
    card = {**cards[0], "sha256": mark}
    card["recipe"]["seeds"] = seeds
    (out / "adapter.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="The mean of several adapters.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write_mean(asked.folders, asked.out)


if __name__ == "__main__":
    main()
