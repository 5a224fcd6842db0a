"""What does the vector cache do with rows that are not what they were?"""

import numpy as np
import pytest

from matcher.texts.cache import VectorCache


@pytest.fixture
def cache(tmp_path):
    found = VectorCache(tmp_path, "words")
    found.put({name: np.full(4, place, np.float32) for place, name in enumerate("abc", 1)})
    return found


def test_a_row_with_one_changed_bit_is_forgotten_and_made_again(cache):
    content = bytearray(cache.array.read_bytes())
    content[4 * 4 + 2] ^= 1
    cache.array.write_bytes(content)

    assert sorted(cache.get(["a", "b", "c"])) == ["a", "c"]
    cache.put({"b": np.full(4, 2, np.float32)})
    assert cache.get(["b"])["b"].tolist() == [2.0] * 4


@pytest.mark.parametrize("left", [0, 20])
def test_rows_that_were_cut_off_are_forgotten(cache, left):
    cache.array.write_bytes(cache.array.read_bytes()[:left])

    assert sorted(cache.get(["a", "b", "c"])) == ["a"][: left // 16]
    cache.put({"c": np.full(4, 3, np.float32)})
    assert cache.get(["c"])["c"].tolist() == [3.0] * 4


def test_an_array_that_is_gone_is_begun_again(cache):
    cache.array.unlink()

    assert cache.get(["a"]) == {}
    cache.put({"a": np.ones(4, np.float32)})
    assert cache.get(["a"])["a"].tolist() == [1.0] * 4


def test_what_a_killed_writer_wrote_and_did_not_name_is_written_over(cache):
    with cache.array.open("ab") as file:
        file.write(b"\xff" * 100)
    cache.put({"d": np.full(4, 4, np.float32)})

    assert cache.get(["d"])["d"].tolist() == [4.0] * 4


def test_what_is_forgotten_is_not_in_the_file_either(cache):
    mark = np.full(4, 2, np.float32).tobytes()
    assert mark in cache.array.read_bytes()
    cache.forget(["b", "nowhere"])

    assert mark not in cache.array.read_bytes()
    assert sorted(cache.get(["a", "b", "c"])) == ["a", "c"]
