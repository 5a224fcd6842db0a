"""Is a GPU found without loading torch, and are its vectors those of the processor, nearly?"""

import subprocess
import sys

import numpy as np
import pytest

from matcher.errors import BadInput, NotReady
from matcher.settings import Settings, adapter_file
from matcher.texts.batches import BUCKETS, TOKENS, batches
from matcher.texts.device import chosen, verify
from matcher.texts.encoder import SentenceEncoder
from matcher.texts.precision import resolved

TEXTS = [" ".join(["ship"] * n) for bucket in BUCKETS for n in (bucket - 2, bucket - 5)]


@pytest.fixture
def machine(tmp_path):
    """Files as a machine with a GPU has them, to be passed to ``chosen``."""
    (tmp_path / "nvidiactl").touch()
    (tmp_path / "version.py").write_text("cuda: Optional[str] = '13.0'\nhip = None\n")
    return {"driver": tmp_path / "nvidiactl", "torch": tmp_path / "version.py", "environ": {}}


def test_a_gpu_is_used_where_driver_and_torch_are_made_for_it(machine):
    assert chosen("auto", **machine) == "cuda"
    assert chosen("cpu", **machine) == "cpu"


def test_without_a_driver_the_processor_is_used(machine):
    machine["driver"].unlink()

    assert chosen("auto", **machine) == "cpu"


@pytest.mark.parametrize("line", ["cuda: Optional[str] = None", "cuda = None", "hip = '6.4'", ""])
def test_with_a_torch_that_is_not_made_for_it_the_processor_is_used(machine, line):
    machine["torch"].write_text(f"__version__ = '2.13.0+cpu'\n{line}\n")

    assert chosen("auto", **machine) == "cpu"
    with pytest.raises(NotReady, match=r"built without CUDA.*ALLYMATCH_DEVICE=cpu"):
        chosen("cuda", **machine)


@pytest.mark.parametrize(
    ("visible", "device"), [("", "cpu"), ("-1", "cpu"), ("0", "cuda"), ("1,2", "cuda")]
)
def test_a_gpu_that_is_hidden_is_not_used(machine, visible, device):
    assert chosen("auto", **machine | {"environ": {"CUDA_VISIBLE_DEVICES": visible}}) == device


def test_a_device_that_is_none_is_refused(machine):
    with pytest.raises(BadInput, match="'gpu', expected one of auto, cpu, cuda"):
        chosen("gpu", **machine)


def test_the_device_is_a_setting():
    assert Settings().device == Settings.load({}).device == "auto"
    assert Settings.load({"ALLYMATCH_DEVICE": "cuda"}).device == "cuda"


def test_a_gpu_works_in_bfloat16_unless_32_bits_are_asked_for():
    assert resolved("auto", "cuda") == resolved("bf16", "cuda") == "bf16"
    assert resolved("f32", "cuda") == "f32"


def test_vectors_of_a_gpu_have_another_fingerprint():
    made = [
        SentenceEncoder(precision=p, device=d) for p in ("f32", "bf16") for d in ("cpu", "cuda")
    ]

    assert len({encoder.fingerprint for encoder in made}) == 4


def test_torch_is_not_loaded_to_know_the_device_or_the_fingerprint():
    code = (
        "import sys; from matcher.settings import Settings, open_encoder;"
        "open_encoder(Settings(device='auto')).fingerprint; sys.exit('torch' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def has_gpu():
    import torch

    return torch.cuda.is_available()


@pytest.mark.skipif("has_gpu()", reason="there is a GPU")
def test_a_gpu_that_torch_does_not_find_is_told_before_anything_is_embedded():
    with pytest.raises(NotReady, match="ALLYMATCH_DEVICE=cpu"):
        SentenceEncoder(device="cuda").encode(["any text"])
    verify("cpu", bf16=True)


@pytest.mark.parametrize("budget", TOKENS.values())
def test_each_length_has_one_shape_of_batch_whatever_the_budget(sentence_encoder, budget):
    tokenizer = sentence_encoder._loaded.tokenizer
    shapes = [
        {
            batch.columns["input_ids"].shape
            for batch in batches(tokenizer, some, BUCKETS[-1], budget)
        }
        for some in (TEXTS, TEXTS * 40)
    ]

    assert shapes[0] == shapes[1] == {(budget // bucket, bucket) for bucket in BUCKETS}


@pytest.mark.parametrize("budget", TOKENS.values())
def test_every_text_is_in_one_batch_whatever_the_budget(sentence_encoder, budget):
    tokenizer = sentence_encoder._loaded.tokenizer
    some = (TEXTS * 140)[: 2 * 1024 + 100]
    found = [batch.rows for batch in batches(tokenizer, some, BUCKETS[-1], budget)]

    assert sorted(row for rows in found for row in rows) == list(range(len(some)))


def test_what_a_gpu_is_given_leads_to_the_same_vectors(sentence_encoder):
    # What can be seen without one: the way of attending that is chosen for it, on the processor.
    other = SentenceEncoder(adapter=adapter_file())
    for layer in other._loaded.encoder["layer"]:
        layer.attention["self"].eager = True

    assert not np.array_equal(other.encode(TEXTS[:8]), sentence_encoder.encode(TEXTS[:8]))
    assert (other.encode(TEXTS[:8]) * sentence_encoder.encode(TEXTS[:8])).sum(axis=1).min() > 0.9999


@pytest.mark.skipif("not has_gpu()", reason="there is no GPU here that torch can use")
@pytest.mark.parametrize("precision", ["f32", "bf16"])
def test_on_a_gpu_vectors_are_nearly_the_same_and_do_not_depend_on_their_batch(
    sentence_encoder, precision
):
    on_gpu = SentenceEncoder(adapter=adapter_file(), precision=precision, device="cuda")
    together = on_gpu.encode([*TEXTS, *TEXTS, "Ships"])[: len(TEXTS)]

    assert (together * sentence_encoder.encode(TEXTS)).sum(axis=1).min() > 0.999
    assert np.array_equal(together, np.concatenate([on_gpu.encode([text]) for text in TEXTS]))
