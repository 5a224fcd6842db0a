"""The packaged model: it is the one it says it is, and a vector depends on its text alone."""

import multiprocessing
import shutil
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import CacheError, NotReady
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import BUCKETS, CachedEncoder, SentenceEncoder, text_key
from tests.matcher.fakes import WordEncoder

TEXTS = (
    "A cold-atom gravimeter for navigation without satellites.",
    "Fuzes for 155 mm artillery shells.",
    "Ships",
    "We build patches that tell within seconds whether an injured person is bleeding inside. " * 3,
    "Nous développons un drone sous-marin qui inspecte les câbles au fond de la mer.",
    "Laser terminals for small satellites, ten gigabits a second to a telescope on the ground.",
    "",
)


def bits(vectors):
    return [row.tobytes() for row in vectors]


def copied(encoder, folder):
    """The packaged model in another folder, where a test may damage it."""
    other = SentenceEncoder(encoder.model, encoder.adapter)
    other.path = str(shutil.copytree(encoder.path, folder / "model"))
    return other


def test_a_model_with_one_changed_byte_is_refused_and_the_error_says_what_to_do(
    sentence_encoder, tmp_path
):
    damaged = copied(sentence_encoder, tmp_path)
    weights = Path(damaged.path) / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)[0]
        file.seek(-1, 2)
        file.write(bytes([last ^ 1]))

    with pytest.raises(NotReady, match="SHA-256") as caught:
        damaged.encode(["any text"])
    assert str(weights) in str(caught.value)
    assert "reinstall" in str(caught.value)


def test_a_model_that_is_nowhere_says_so(tmp_path):
    with pytest.raises(NotReady, match="cannot be loaded"):
        SentenceEncoder(str(tmp_path / "no-model-here")).encode(["any text"])


def test_vectors_have_length_one_and_like_texts_are_alike(sentence_encoder):
    vectors = sentence_encoder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    asked = sentence_encoder.encode(["Quantum sensors that measure gravity for navigation"])[0]
    assert int(np.argmax(vectors @ asked)) == 0


def test_the_bits_of_a_vector_do_not_depend_on_what_else_is_embedded(sentence_encoder):
    together = bits(sentence_encoder.encode(TEXTS))
    alone = [bits(sentence_encoder.encode([text]))[0] for text in TEXTS]
    turned = bits(sentence_encoder.encode(TEXTS[::-1]))[::-1]
    # More texts of one length than one batch holds, so that it stands in a full and a short one.
    crowd = [f"Ships of class number {number}" for number in range(70)]
    crowded = bits(sentence_encoder.encode([*crowd, *TEXTS, *crowd]))[len(crowd) :][: len(TEXTS)]

    assert together == alone
    assert together == turned
    assert together == crowded


@pytest.mark.parametrize("words", [*BUCKETS, *(length - 2 for length in BUCKETS)])
def test_a_text_as_long_as_a_bucket_is_like_itself_alone_and_in_company(sentence_encoder, words):
    text = " ".join(["ship"] * words)

    alone = sentence_encoder.encode([text])
    company = sentence_encoder.encode([text, "a radar", text])

    assert bits(alone) == bits(company[:1]) == bits(company[2:])


def test_a_text_is_cut_where_the_model_stops_reading_and_does_no_harm(sentence_encoder):
    long = " ".join(["autonomous ship"] * 4_000)
    longer = f"{long} and something else"

    vectors = sentence_encoder.encode([long, longer])

    assert np.isfinite(vectors).all()
    assert bits(vectors[:1]) == bits(vectors[1:]), "what lies beyond is not read"


@pytest.mark.parametrize("text", ["\x00", "🛰️" * 300, "\n\n\t", "ж" * 5000])
def test_strange_text_gets_a_vector_too(sentence_encoder, text):
    vectors = sentence_encoder.encode([text])

    assert np.isfinite(vectors).all()


def test_no_text_gives_no_vector(sentence_encoder, tmp_path):
    cached = CachedEncoder(sentence_encoder, VectorCache(tmp_path, "none"))

    assert sentence_encoder.encode([]).shape == (0, 384)
    assert cached.encode([]).shape == (0, 384)


def test_progress_counts_every_text_once(sentence_encoder):
    counted = []

    sentence_encoder.encode([*TEXTS, *TEXTS], counted.append)

    assert sum(counted) == 2 * len(TEXTS)


def test_the_cache_gives_back_the_same_bits(sentence_encoder, tmp_path):
    cached = CachedEncoder(sentence_encoder, VectorCache(tmp_path, sentence_encoder.fingerprint))

    fresh = cached.encode(TEXTS)
    again = cached.encode(TEXTS)
    other = CachedEncoder(WordEncoder(), VectorCache(tmp_path, sentence_encoder.fingerprint))

    assert bits(fresh) == bits(again) == bits(other.encode(TEXTS))
    assert bits(fresh) == bits(sentence_encoder.encode(TEXTS))


def test_the_model_is_not_loaded_when_all_is_cached(sentence_encoder, tmp_path):
    cache = VectorCache(tmp_path, sentence_encoder.fingerprint)
    CachedEncoder(sentence_encoder, cache).encode(TEXTS[:2])
    idle = SentenceEncoder()

    CachedEncoder(idle, cache).encode(TEXTS[:2])

    assert "_loaded" not in vars(idle), "the weights were read for nothing"


def test_each_distinct_text_is_embedded_once(tmp_path):
    inner = WordEncoder()
    cached = CachedEncoder(inner, VectorCache(tmp_path, "words"))

    vectors = cached.encode(["a ship", "a drone", "a ship"])
    cached.encode(["a drone", "a radar"])

    assert inner.asked == ["a ship", "a drone", "a radar"]
    assert bits(vectors[:1]) == bits(vectors[2:])


def test_another_model_has_a_cache_of_its_own(tmp_path):
    one, other = VectorCache(tmp_path, "a" * 64), VectorCache(tmp_path, "b" * 64)
    one.put({"key": np.ones(2, np.float32)})

    assert other.get(["key"]) == {}
    assert SentenceEncoder("another/model").fingerprint != SentenceEncoder().fingerprint


def test_what_is_in_the_cache_already_stays_as_it_is(tmp_path):
    cache = VectorCache(tmp_path, "words")
    cache.put({"key": np.ones(2, np.float32)})
    cache.put({"key": np.zeros(2, np.float32), "other": np.zeros(2, np.float32)})

    found = cache.get(["key", "other", "missing"])

    assert sorted(found) == ["key", "other"]
    assert found["key"].tolist() == [1.0, 1.0]


def test_more_keys_than_one_question_takes_are_all_found(tmp_path):
    cache = VectorCache(tmp_path, "words")
    keys = [text_key(str(number)) for number in range(1201)]
    cache.put({key: np.full(2, place, np.float32) for place, key in enumerate(keys)})

    found = cache.get(keys)

    assert [int(found[key][0]) for key in keys] == list(range(1201))


@pytest.mark.parametrize("damage", [b"this is no database at all", b"SQLite format 3\x00rubbish"])
def test_a_damaged_cache_is_set_aside_and_a_new_one_begun(tmp_path, damage):
    cached = CachedEncoder(WordEncoder(), VectorCache(tmp_path, "words"))
    cached.cache.path.write_bytes(damage * 50)

    vectors = cached.encode(["a ship"])

    assert bits(vectors) == bits(WordEncoder().encode(["a ship"]))
    assert [path.name for path in tmp_path.glob("*.damaged*")], "it is kept for whoever looks"
    assert cached.cache.get([text_key("a ship")])


def test_a_cache_that_cannot_be_written_names_the_folder_and_the_remedy(tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    cached = CachedEncoder(WordEncoder(), VectorCache(tmp_path / "a-file", "words"))

    with pytest.raises(CacheError, match="ALLYMATCH_CACHE") as caught:
        cached.encode(["a ship"])
    assert "a-file" in str(caught.value)


def _write(folder, first):
    cache = VectorCache(folder, "words")
    for number in range(first, first + 60):
        cache.put({text_key(str(n)): np.full(4, n, np.float32) for n in range(number, number + 5)})


def test_two_processes_may_write_at_once(tmp_path):
    # Spawned, because a forked copy of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(tmp_path, first)) for first in (0, 30)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0]
    keys = [text_key(str(number)) for number in range(94)]
    found = VectorCache(tmp_path, "words").get(keys)
    assert [int(found[key][0]) for key in keys] == list(range(94))
