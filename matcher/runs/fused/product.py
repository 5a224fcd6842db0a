"""How alike are a block's passages and a bundle's, and how sure is that?

Likeness decides only which pairs are looked at more closely, so it need not be exact; how far it
may be off has to be known. Where the processor multiplies bfloat16, vectors are rounded to it: that
takes a tenth of the time, and likeness is within 0.008. Elsewhere the product of 32-bit floats is
exact (``matcher.texts.grid``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.texts.precision import has_bf16

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["Product", "rounds"]

_RESULT = 2.0**-8 + 2.0**-13
"""Of a product: it is rounded to eight bits; what sums of 32-bit floats add is far less."""
_PADDED = 128
"""Rows come in multiples of this: for each shape the matrix routine makes itself ready anew."""


def rounds() -> bool:
    """Whether products are rounded on this machine."""
    return has_bf16()


@dataclass(frozen=True)
class Product:
    """What blocks are multiplied with.

    Attributes:
        vectors: Shape (columns, dimension).
        half: The same as bfloat16; None where products are exact.
        longest: The greatest length of a vector.
        lost: The greatest length of what rounding took from one.
    """

    vectors: Vectors
    half: Any
    longest: float
    lost: float

    @classmethod
    def of(cls, vectors: Vectors, *, rounded: bool) -> Product:
        """Make vectors ready."""
        half = _half(vectors) if rounded else None
        return cls(vectors, half, _longest(vectors), _lost(vectors, half))

    def doubt(self, mine: Vectors) -> float:
        """How far a likeness with some vectors may be off.

        What rounding took from either side is known; by the inequality of Cauchy and Schwarz its
        product with the other side is no more than the product of their lengths.
        """
        if self.half is None:
            return 0.0
        long, lost = _longest(mine), _lost(mine, _half(mine))
        whole = (long + lost) * (self.longest + self.lost)
        return lost * (self.longest + self.lost) + long * self.lost + _RESULT * whole

    def ready(self, mine: Vectors) -> Any:
        """A block as ``with_columns`` takes it."""
        if self.half is None:
            return mine
        rows = -(-len(mine) // _PADDED) * _PADDED
        padded = np.zeros((rows, mine.shape[1]), np.float32)
        padded[: len(mine)] = mine
        return _half(padded)

    def with_columns(self, mine: Any, begin: int, end: int, room: NDArray[Any]) -> NDArray[Any]:
        """The product with some columns.

        Args:
            mine: From ``ready``.
            begin: The first column.
            end: The one after the last.
            room: From ``room``; it holds what comes back.

        Returns:
            Shape (rows, columns): floats, or the bits of bfloat16 as whole numbers.
        """
        out: NDArray[Any] = room[: len(mine) * (end - begin)].reshape(len(mine), end - begin)
        if self.half is None:
            np.matmul(mine, self.vectors[begin:end].T, out=out)
            return out
        import torch

        kept = torch.from_numpy(out).view(torch.bfloat16)
        torch.mm(mine, self.half[begin:end].t(), out=kept)
        return out

    def room(self, numbers: int) -> NDArray[Any]:
        """Memory for a product."""
        return np.zeros(numbers, np.float32 if self.half is None else np.int16)


def _half(vectors: Vectors) -> Any:
    import torch

    return torch.from_numpy(vectors).to(torch.bfloat16)


def _longest(vectors: Vectors) -> float:
    squares = np.einsum("ij,ij->i", vectors, vectors)
    return float(np.sqrt(squares.max(initial=0.0)))


def _lost(vectors: Vectors, half: Any) -> float:
    return 0.0 if half is None else _longest(vectors - half.float().numpy())
