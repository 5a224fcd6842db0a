"""Is an adapter that is not whole ever added to the model?"""

import hashlib
import json
import random
import shutil
import subprocess
import sys

import pytest
import torch
from safetensors.torch import load_file, save_file

from matcher.errors import NotReady
from matcher.settings import adapter_file
from matcher.texts import packaged
from matcher.texts.adapter import DOWN, UP, merge_adapter, read_adapter
from matcher.texts.packaged import SHA256


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.one = torch.nn.Linear(4, 3)


@pytest.fixture
def made(tmp_path):
    """An adapter for a model of one layer, with its card."""
    path = tmp_path / "adapter.safetensors"
    save_file({f"one{DOWN}": torch.ones(2, 4), f"one{UP}": torch.ones(3, 2)}, path)
    vouch(path)
    return path


def vouch(path, **more):

    mark = hashlib.sha256(path.read_bytes()).hexdigest()
    card = {"base_sha256": SHA256, "sha256": mark, **more}
    path.with_suffix(".json").write_text(json.dumps(card))


def test_a_whole_adapter_is_added(made):
    model = Layer()
    before = model.one.weight.clone()

    merge_adapter(model, made, SHA256)

    assert torch.equal(model.one.weight, before + 2)


def test_the_packaged_adapter_is_what_its_card_says():
    assert read_adapter(adapter_file(), SHA256)


def test_the_packaged_model_is_what_it_should_be():
    assert list(packaged.damage(packaged.folder())) == []


@pytest.mark.parametrize("name", sorted(packaged.FILES))
def test_a_flipped_bit_in_any_file_of_the_model_is_told(tmp_path, name):
    folder = tmp_path / "model"
    for other in packaged.FILES:
        (folder / other).parent.mkdir(parents=True, exist_ok=True)
        (folder / other).symlink_to(packaged.folder() / other)
    (folder / name).unlink()
    content = bytearray((packaged.folder() / name).read_bytes())
    content[random.Random(name).randrange(len(content))] ^= 4
    (folder / name).write_bytes(content)

    (said,) = packaged.damage(folder)
    assert str(folder / name) in said


def test_a_missing_file_of_the_model_is_told(tmp_path):
    assert len(list(packaged.damage(tmp_path))) == len(packaged.FILES)


def emptied(path):
    path.write_bytes(b"")


def cut(path):
    path.write_bytes(path.read_bytes()[:-7])


def filled(path):
    path.write_bytes(b"[1, 2]")


def removed(path):
    path.unlink()


@pytest.mark.parametrize("damage", [emptied, cut, filled, removed])
@pytest.mark.parametrize("ending", [".safetensors", ".json"])
def test_a_damaged_adapter_or_card_is_told_by_its_name(made, damage, ending):
    damage(made.with_suffix(ending))
    model = Layer()
    before = model.one.weight.clone()

    with pytest.raises(NotReady, match="ALLYMATCH_ADAPTER") as told:
        merge_adapter(model, made, SHA256)

    assert str(made.with_suffix(ending)) in str(told.value)
    assert torch.equal(model.one.weight, before)


def test_a_flipped_bit_anywhere_in_the_tensors_is_told(made, tmp_path):
    whole = made.read_bytes()
    for place in range(0, len(whole), 7):
        content = bytearray(whole)
        content[place] ^= 1 << place % 8
        made.write_bytes(content)
        with pytest.raises(NotReady, match="SHA-256"):
            read_adapter(made, SHA256)


@pytest.mark.parametrize("bad", [[], "x", {}, {"base_sha256": SHA256}, {"sha256": 3}, None])
def test_a_card_without_its_hashes_is_no_card(made, bad):
    made.with_suffix(".json").write_text(json.dumps(bad))

    with pytest.raises(NotReady, match="does not say"):
        read_adapter(made, SHA256)


def test_tensors_that_do_not_fit_the_layer_are_refused(made):
    tensors = load_file(made)
    for change in ({f"one{UP}": torch.ones(5, 2)}, {f"one{DOWN}": torch.ones(2, 9)}):
        save_file(tensors | change, made)
        vouch(made)
        with pytest.raises(NotReady, match="does not fit"):
            merge_adapter(Layer(), made, SHA256)


def test_an_adapter_of_another_model_is_refused(made):
    with pytest.raises(NotReady, match="made for the model"):
        read_adapter(made, "0" * 64)


def test_a_bad_file_named_in_the_environment_is_told_by_the_command(made, tmp_path, monkeypatch):

    shutil.copy(__file__, made)
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "match",
         "examples/texte-francais.txt"],
        env={"PATH": "", "ALLYMATCH_ADAPTER": str(made), "ALLYMATCH_CACHE": str(tmp_path),
             "ALLYMATCH_DEVICE": "cpu", "ALLYMATCH_PRECISION": "f32", "HF_HUB_OFFLINE": "1"},
        capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("allymatch: the adapter cannot be used")
    assert "Traceback" not in done.stderr
