"""What does one thread work with while it goes through the blocks of a shard?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.runs.fused.arguments import FOUND, Scratch
from matcher.runs.fused.choosing import LOWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.runs.fused.layout import ProgrammeLayout

    Floats = NDArray[np.float64]
    Found = NDArray[np.void]

__all__ = ["RankLimits", "Workspace"]


@dataclass(frozen=True, slots=True)
class RankLimits:
    """What is kept: how many of a startup, how many of a programme, whose, and from which fit."""

    top: int
    depth: int
    sides: tuple[str, ...]
    min_fit: float


@dataclass
class Workspace:
    """Room for one block, and the bars that a thread has raised so far."""

    likeness: NDArray[Any]
    meaning: NDArray[np.float32]
    title: NDArray[np.float32]
    scratch: Scratch
    heaps: Floats
    sizes: NDArray[np.int64]
    bars: Floats
    out: Found

    @classmethod
    def of(cls, layout: ProgrammeLayout, wanted: RankLimits) -> Workspace:
        """An empty one."""
        openings, programmes = len(layout.openings), len(layout.programmes)
        lanes = 1 << math.ceil(math.log2(max(3 * wanted.top, 64)))
        both = "programmes" in wanted.sides
        return cls(
            likeness=layout.product.room(0),
            meaning=np.zeros((0, openings), np.float32),
            title=np.zeros((0, openings), np.float32),
            scratch=Scratch(
                words=np.zeros(openings),
                title_words=np.zeros(openings),
                phrases=np.zeros(openings),
                openings=np.zeros(openings),
                facts=np.zeros(programmes),
                for_startup=np.zeros(programmes),
                for_programme=np.zeros(programmes),
                odds=np.zeros(programmes),
                one=np.zeros(programmes),
                other=np.zeros(programmes),
                lanes=np.zeros(lanes),
                heap=np.zeros(wanted.top),
                marks=np.zeros(programmes, np.uint8),
            ),
            heaps=np.zeros((programmes, wanted.depth if both else 1)),
            sizes=np.zeros(programmes, np.int64),
            bars=np.full(programmes, LOWEST),
            out=np.zeros(max(8 * openings, 1 << 16), FOUND),
        )
