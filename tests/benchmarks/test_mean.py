"""Is the mean of adapters the adapter of the mean?"""

import json
from pathlib import Path

import pytest

from matcher.texts.adapter import DOWN, UP

torch = pytest.importorskip("torch")


def adapter(seed: int, rank: int = 2):
    dice = torch.Generator().manual_seed(seed)
    return {
        f"layer{DOWN}": torch.randn(rank, 5, generator=dice).half(),
        f"layer{UP}": torch.randn(4, rank, generator=dice).half(),
    }


def product(found):
    return found[f"layer{UP}"].float() @ found[f"layer{DOWN}"].float()


def test_its_product_is_the_mean_of_the_products():
    from benchmarks.train_adapter.mean import mean_of

    one, other = adapter(1), adapter(2)
    wanted = (product(one) + product(other)) / 2

    assert torch.allclose(product(mean_of([one, other])), wanted, atol=1e-2)


def test_adapters_of_other_data_are_not_mixed(tmp_path: Path):
    from safetensors.torch import save_file

    from benchmarks.train_adapter.mean import write_mean

    for seed, data in ((1, "a"), (2, "b"), (3, "a")):
        folder = tmp_path / str(seed)
        folder.mkdir()
        save_file(adapter(seed), folder / "adapter.safetensors")
        card = {"data_sha256": data, "recipe": {"seed": seed, "steps": 3}}
        (folder / "adapter.json").write_text(json.dumps(card), "utf-8")

    with pytest.raises(ValueError, match="only the seeds may differ"):
        write_mean([tmp_path / "1", tmp_path / "2"], tmp_path / "mean")
    write_mean([tmp_path / "1", tmp_path / "3"], tmp_path / "mean")
    card = json.loads((tmp_path / "mean" / "adapter.json").read_text("utf-8"))
    assert card["recipe"]["seeds"] == [1, 3]
