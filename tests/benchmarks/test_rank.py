"""Do the benchmarks of ranking still run with the code as it is?"""

import json
import subprocess
import sys

import pytest


def run(module, *arguments):
    command = [sys.executable, "-m", module, *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def test_a_small_table_is_made(tmp_path):
    out = tmp_path / "rank.json"
    run("benchmarks.rank", "--profiles", 200, "--programmes", 60, "--rounds", 1, "--out", out)
    (found,) = json.loads(out.read_bytes()).values()

    assert len(found["dense"]) >= 6
    assert len(found["whole"]) >= 4
    assert out.with_suffix(".md").is_file()


@pytest.mark.parametrize("workers", [0, 1])
def test_a_small_run_is_recorded(tmp_path, workers):
    out = tmp_path / "million.json"
    size = ("--profiles", 50, "--programmes", 60, "--shard-rows", 20)
    more = ("--workers", workers) if workers else ()
    run("benchmarks.rank.million", tmp_path, *size, *more, "--out", out)
    (found,) = json.loads(out.read_bytes()).values()

    assert found["counts"]["profiles"] == 50
    assert found["counts"]["shards"] == 3
