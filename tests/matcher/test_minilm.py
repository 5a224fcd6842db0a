"""Does the packaged model give, without the libraries that load any model, the bits of theirs?"""

import subprocess
import sys

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from matcher.errors import NotReady
from matcher.texts import minilm
from matcher.texts.batches import BUCKETS, TOKENS, batches
from matcher.texts.packaged import folder

TEXTS = [
    "Ships",
    "",
    "A radar for drones.",
    "Żółć für naïve größe 中文 текст № 5 ½ \u200b\x07 a\u0301",
    "autonomous ship " * 40,
    "quantum sensor timing " * 100,
    "x " * 14,
    *(" ".join(["word"] * n) for n in (14, 30, 62, 190)),
]


@pytest.fixture(scope="module")
def theirs():
    return SentenceTransformer(str(folder()), device="cpu").eval()


@pytest.fixture(scope="module")
def ours():
    return minilm.load(folder())


def test_texts_are_cut_into_the_tokens_that_transformers_cuts(theirs, ours):
    for longest in (256, 16):
        given = {"truncation": True, "max_length": longest, "padding": False}
        assert ours.tokenizer(TEXTS, **given) == dict(theirs.tokenizer(TEXTS, **given))
    assert ours.max_seq_length == theirs.max_seq_length


def test_vectors_have_the_bits_of_sentence_transformers(theirs, ours):
    for batch in batches(ours.tokenizer, TEXTS, BUCKETS[-1], TOKENS["cpu"]):
        given = {name: torch.from_numpy(column) for name, column in batch.columns.items()}
        with torch.inference_mode():
            found = ours(given)["sentence_embedding"].numpy()
            wanted = theirs(dict(given))["sentence_embedding"].numpy()
        assert np.array_equal(found, wanted), batch.columns["input_ids"].shape


def test_a_batch_without_padding_has_the_bits_of_sentence_transformers(theirs, ours):
    tokens = ours.tokenizer([" ".join(["ship"] * 14)] * 64, max_length=16)
    given = {name: torch.tensor(column) for name, column in tokens.items()}
    assert given["attention_mask"].all(), "this is about a batch of which nothing is padded"
    with torch.inference_mode():
        found, wanted = ours(given), theirs(dict(given))
    assert torch.equal(found["sentence_embedding"], wanted["sentence_embedding"])


def test_files_that_are_not_the_model_are_told(tmp_path):
    with pytest.raises(NotReady, match=r"cannot be loaded from .*config\.json"):
        minilm.load(tmp_path)


def test_the_packaged_model_is_run_without_the_libraries_that_load_any():
    code = (
        "import sys; from matcher.texts.encoder import SentenceEncoder;"
        "SentenceEncoder().encode(['Ships']);"
        "print([name for name in ('transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
