"""Are sums the same however they are added up, and vectors whatever their batch?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.eligibility.columns import Frame
from matcher.errors import BadInput
from matcher.fit.index import ProfileReading
from matcher.fit.model import default_fit
from matcher.fit.scoring import score_block
from matcher.service import Matcher
from matcher.settings import Settings, adapter_file
from matcher.texts.encoder import BUCKETS, SentenceEncoder
from matcher.texts.grid import on_grid
from matcher.texts.precision import bf16_unit, has_bf16, resolved
from profiles.vocabulary import instant
from programmes.collection import Catalogue
from tests.matcher.runs.making import ON, matcher_of, startups

needs_bf16 = pytest.mark.skipif(not has_bf16(), reason="this processor has no bfloat16")


def unit(draw, number):
    vectors = draw.standard_normal((number, 384), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 9))
def test_products_on_the_grid_do_not_depend_on_the_order_of_the_sum(seed, n, m):
    draw = np.random.default_rng(seed)
    one, other = on_grid(unit(draw, n)), on_grid(unit(draw, m))
    order = draw.permutation(384)
    whole = one @ other.T

    assert np.array_equal(one[:, order] @ other[:, order].T, whole)
    assert np.array_equal(one.astype(np.float64) @ other.astype(np.float64).T, whole)
    assert np.array_equal([[np.cumsum(a * b)[-1] for b in other] for a in one], whole)


@given(st.integers(0, 2**32 - 1))
def test_the_grid_moves_a_likeness_by_little(seed):
    one, other = unit(np.random.default_rng(seed), 2)

    assert abs(on_grid(one) @ on_grid(other) - one @ other) < 0.002


def test_a_block_and_each_of_its_profiles_alone_have_the_same_bits(catalogue):
    matcher = matcher_of(catalogue)
    some = startups(24)
    snapshot = matcher.snapshot(instant(ON))
    readings = ProfileReading.many(some, matcher.encoder)
    block = score_block(Frame.of(some), readings, snapshot, matcher.model)

    for row, (profile, reading) in enumerate(zip(some, readings, strict=True)):
        alone = score_block(Frame.of([profile]), [reading], snapshot, matcher.model)
        assert np.array_equal(alone.values[0], block.values[row])
        assert np.array_equal(alone.openings[0], block.openings[row])
        assert np.array_equal(alone.fits[0], block.fits[row])


def test_points_of_many_fits_are_those_of_each_and_sum_to_it():
    model = default_fit()
    values = np.random.default_rng(0).random((200, len(model.names)))
    points = model.points(values)

    assert np.array_equal(points, [model.points(one[None])[0] for one in values])
    assert np.allclose(points.sum(axis=1) / 10**6, model.fit(values), atol=1e-12)


def test_a_precision_that_is_none_is_refused():
    with pytest.raises(BadInput, match="expected one of f32, bf16, auto"):
        resolved("f16")
    assert resolved("auto") == ("bf16" if has_bf16() else "f32")


def test_what_a_machine_multiplies_is_used_unless_something_else_is_asked_for():
    assert Settings().precision == Settings.load({}).precision == "auto"
    assert Settings.load({"ALLYMATCH_PRECISION": "f32"}).precision == "f32"


def test_tests_embed_in_32_bits_on_the_processor(encoder):
    assert (encoder.inner.precision, encoder.inner.device) == ("f32", "cpu")


@pytest.mark.parametrize(
    ("flags", "unit"),
    [
        ("fpu avx512_bf16 sse", "avx512_bf16"),
        ("fpu avx512_bf16 amx_bf16 sse", "amx_bf16"),
        ("fpu avx512_bf16_other", None),
    ],
)
def test_a_processor_is_known_by_its_flags(tmp_path, flags, unit):
    file = tmp_path / "cpuinfo"
    file.write_text(f"model name : x\nflags : {flags}\n")

    assert bf16_unit(file) == unit
    assert has_bf16(file) == (unit is not None)


def test_a_processor_that_says_nothing_has_no_bfloat16(tmp_path):
    assert not has_bf16(tmp_path / "nowhere")


@pytest.fixture(scope="module")
def low():
    return SentenceEncoder(adapter=adapter_file(), precision="bf16")


def test_vectors_of_another_precision_have_another_fingerprint(sentence_encoder):
    assert SentenceEncoder(precision="bf16").fingerprint != SentenceEncoder().fingerprint


@needs_bf16
def test_with_bfloat16_too_a_vector_does_not_depend_on_its_batch(low):
    crowd = [" ".join(["ship"] * n) for bucket in BUCKETS[:5] for n in (bucket - 2, bucket - 5)]
    together = low.encode([*crowd, *crowd, *crowd])[: len(crowd)]

    assert np.array_equal(together, np.concatenate([low.encode([text]) for text in crowd]))


@needs_bf16
def test_with_bfloat16_a_vector_does_not_depend_on_threads(low):
    import torch

    texts = ["A radar for drones.", " ".join(["autonomous ship"] * 40), "Ships"]
    threads = torch.get_num_threads()
    try:
        found = []
        for number in (1, 2):
            torch.set_num_threads(number)
            found.append(low.encode(texts))
    finally:
        torch.set_num_threads(threads)

    assert np.array_equal(*found)


@needs_bf16
def test_with_bfloat16_vectors_point_the_same_way(low, sentence_encoder):
    texts = ["A radar for drones.", "Lasers for satellites", "We find people under rubble."]
    cosines = (low.encode(texts) * sentence_encoder.encode(texts)).sum(axis=1)

    assert cosines.min() > 0.998


@needs_bf16
def test_with_bfloat16_fits_are_nearly_those_of_32_bits(low, matcher, examples):
    some = Catalogue.of(matcher.catalogue.programmes[::8], matcher.catalogue.sources.values())
    exact, rounded = (
        Matcher(some, encoder).fits([*examples.values()]) for encoder in (matcher.encoder, low)
    )

    assert not np.array_equal(exact, rounded)
    np.testing.assert_allclose(rounded, exact, atol=0.01)
