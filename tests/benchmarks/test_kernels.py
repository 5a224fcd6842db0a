"""Does a benchmark leave out what would slow its products, and say on which kernels they ran?"""

import os
import subprocess
import sys

import numpy as np

from benchmarks.kernels import HELD, at_best, bf16_product, kernels

CODE = (
    "from benchmarks.kernels import HELD, at_best, kernels; import os; at_best();"
    "print([name for name in HELD if name in os.environ], kernels())"
)


def test_a_benchmark_starts_anew_without_what_would_slow_it():
    slowed = os.environ | {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_L2_SIZE": "256"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=slowed, capture_output=True, text=True, check=True
    )
    told, found = done.stdout.splitlines()

    assert told.startswith("OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE would hold")
    assert found.startswith("[] ")
    assert "openblas" in found


def test_a_benchmark_that_nothing_slows_goes_on():
    assert at_best({"HOME": "/"}) is None
    assert set(HELD) >= {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
    assert "threads" in kernels()


def test_the_second_limit_is_the_product_in_bfloat16():
    vectors = np.eye(8, dtype=np.float32)
    last = bf16_product(vectors, vectors, 3)()

    assert str(last.dtype) == "torch.bfloat16"
    assert np.array_equal(last.float().numpy(), vectors[6:])
