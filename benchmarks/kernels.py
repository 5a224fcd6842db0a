"""On which kernels did the products run, and was nothing holding them on slow ones?

A ratio to a product says something only if the product was the quickest that the machine has. Some
machines carry settings that hold a library on the kernel of an older processor, for the sake of
builds that were wrong on new ones; they halve the speed of what everything is divided by. So a
benchmark starts itself anew without them, and prints the kernel beside its figures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch

__all__ = ["HELD", "at_best", "bf16_product", "kernels"]

HELD = (
    "ATEN_CPU_CAPABILITY",
    "MKL_DEBUG_CPU_TYPE",
    "MKL_ENABLE_INSTRUCTIONS",
    "NPY_DISABLE_CPU_FEATURES",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
)
"""Settings that hold numpy or torch on another kernel than the processor's best."""


def at_best(environ: MutableMapping[str, str] = os.environ) -> None:
    """Start the benchmark anew without what would slow its products, if anything would.

    Libraries read these settings as they are loaded, so taking them out later would do nothing.
    Called first of all by a benchmark's ``main``.
    """
    held = [name for name in HELD if environ.get(name)]
    if not held:
        return
    print(f"{', '.join(held)} would hold the products on slower kernels: left out", flush=True)
    for name in held:
        del environ[name]
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], dict(environ))  # noqa: S606


def kernels() -> str:
    """The libraries of products that are loaded, with the kernel and the threads of each."""
    from threadpoolctl import threadpool_info

    found: list[dict[str, Any]] = [one for one in threadpool_info() if one["user_api"] == "blas"]
    said = sorted(
        f"{one['internal_api']} {one['version']} ({one.get('architecture', 'its own choice')},"
        f" {one['num_threads']} threads, {Path(one['filepath']).parent.name})"
        for one in found
    )
    if torch := sys.modules.get("torch"):
        said.append(f"torch {torch.__version__} ({torch.backends.cpu.get_cpu_capability()})")
    # Set to try what an older processor would do; then the figures are that processor's.
    if ceiling := os.environ.get("ONEDNN_MAX_CPU_ISA"):
        said.append(f"held at {ceiling} by ONEDNN_MAX_CPU_ISA")
    return "; ".join(said)


def bf16_product(one: np.ndarray, other: np.ndarray, block: int) -> Callable[[], torch.Tensor]:
    """The bare product in bfloat16, block by block, as torch makes it.

    Args:
        one: Shape (rows, dimension).
        other: Shape (columns, dimension).
        block: Rows at a time.

    Returns:
        What makes the product, and gives back the block made last.
    """
    import torch

    left, right = (torch.from_numpy(each).to(torch.bfloat16) for each in (one, other))
    across = right.T
    room = torch.empty((block, len(other)), dtype=torch.bfloat16)

    def work() -> torch.Tensor:
        mine = left[:0]
        for start in range(0, len(one), block):
            mine = left[start : start + block]
            torch.matmul(mine, across, out=room[: len(mine)])
        return room[: len(mine)]

    return work
