"""How is the domain adapter made, so that anyone can make it again?

    python -m benchmarks.train_adapter FOLDER --out matcher/data [--held-out]
        [--teacher MODEL --start ADAPTER --steps 24 --rate 2e-4]

Contrastive learning on what the folder knows: projects with the topics under which they were
funded, and titles with their texts. With ``--held-out`` only the training side of the topics is
used, so that the rest can judge; without it all that are answered in the folder. About fifteen
minutes on two quiet cores. The same data, machine and number of workers give the same adapter; sums
in another order move its last bits.
"""

from __future__ import annotations

import argparse
import socket
from pathlib import Path

from benchmarks.train_adapter.training import Recipe, train


def main() -> None:
    """Read the command line and start the workers."""
    parser = argparse.ArgumentParser(description="Make the domain adapter.")
    parser.add_argument("folder", type=Path, help="the data: sbir/ and cordis/ at least")
    parser.add_argument("--out", type=Path, default=Path("build") / "adapter")
    parser.add_argument("--held-out", action="store_true", help="leave topics that can judge")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--pairs", type=int, default=Recipe().pairs, help="of one step")
    parser.add_argument("--longest", type=int, default=Recipe().longest, help="tokens of a text")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--workers", type=int, default=Recipe().workers)
    parser.add_argument("--rank", type=int, default=Recipe().rank)
    parser.add_argument("--rate", type=float, default=Recipe().learning_rate, help="of learning")
    parser.add_argument("--start", help="folder of the adapter to go on from")
    parser.add_argument("--teacher", help="folder of a larger model to learn from")
    asked = parser.parse_args()
    import torch.multiprocessing

    recipe = Recipe(
        steps=asked.steps, pairs=asked.pairs, longest=asked.longest, seed=asked.seed,
        workers=asked.workers, held_out=asked.held_out, rank=asked.rank,
        learning_rate=asked.rate, start=asked.start, teacher=asked.teacher,
    )  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    torch.multiprocessing.spawn(
        train, (asked.folder, asked.out, recipe, port), nprocs=recipe.workers
    )


if __name__ == "__main__":
    main()
