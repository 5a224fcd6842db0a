"""Whatever is wrong with a published file is told, and never ends in a crash."""

import contextlib

import pytest

from matcher.pooling import build_pools
from programmes.demands import read_demands
from programmes.errors import BadDemands
from tests.matcher.pools.drawing import ENCODER
from tests.programmes.demands.published.mutating import mutated
from tests.programmes.demands.published.packages import ON


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_a_mutated_package_is_read_or_refused(tmp_path, first):
    for seed in range(first, first + 50):
        name, data = mutated(seed)
        path = tmp_path / name
        path.write_bytes(data)
        try:
            found = read_demands(path, on=ON)
        except BadDemands:
            continue
        ids = [line.id for line in found.lines]
        assert len(set(ids)) == len(ids)
        assert all(one.says for one in found.aside)
        assert "\ud800" not in repr(found)


@pytest.mark.parametrize("seed", range(0, 400, 40))
def test_what_is_read_of_a_mutated_package_can_be_pooled(tmp_path, seed):
    name, data = mutated(seed)
    path = tmp_path / name
    path.write_bytes(data)
    try:
        found = read_demands(path, on=ON)
        result = build_pools(found, ENCODER, on=ON)
    except BadDemands:
        return
    pooled = [line.id for pool in result.pools for line in pool.lines]
    assert sorted(pooled + [one.line for one in result.alone]) == [one.id for one in found.lines]


@pytest.mark.benchmark
def test_five_thousand_mutated_packages_end_in_no_crash(tmp_path):
    for seed in range(5_000):
        name, data = mutated(seed)
        path = tmp_path / name
        path.write_bytes(data)
        with contextlib.suppress(BadDemands):
            read_demands(path, on=ON)
        path.unlink()
