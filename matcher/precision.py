"""With which numbers does the model work: 32 bits, or 16 where the processor multiplies those?

With bfloat16 a processor that has AVX512-BF16 or AMX embeds about twice as many texts. Its vectors
are others (mean cosine 0.9999), so they have a fingerprint of their own, and the same choice has to
be made wherever results are compared. A sum over more than some hundred numbers is cut into blocks
there, and where they are cut depends on the batch; so the one long sum of each layer is taken in
four parts of fixed length, and a vector is a function of its text again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

from matcher.errors import BadInput, NotReady

__all__ = ["PRECISIONS", "Precision", "has_bf16", "lower", "resolved"]

Precision = Literal["f32", "bf16"]
PRECISIONS = (*get_args(Precision), "auto")
_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
_CPU = Path("/proc/cpuinfo")
_PART = 384
"""Numbers in one sum: measured not to be cut, whatever the batch."""


def has_bf16(cpu: Path = _CPU) -> bool:
    """Whether the processor multiplies bfloat16; no where that cannot be known."""
    try:
        lines = cpu.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not _FLAGS.isdisjoint(flags.split())


def resolved(asked: str) -> Precision:
    """What ``f32``, ``bf16`` or ``auto`` means on this machine.

    Raises:
        BadInput: It is none of these.
        NotReady: bfloat16 is asked for, and the processor does not have it.
    """
    if asked not in PRECISIONS:
        raise BadInput("precision", f"found {asked!r}, expected one of {', '.join(PRECISIONS)}")
    if asked == "f32" or (asked == "auto" and not has_bf16()):
        return "f32"
    if not has_bf16():
        msg = "this processor has neither avx512_bf16 nor amx_bf16: choose precision f32"
        raise NotReady(msg)
    return "bf16"


def lower(model: Any) -> None:
    """Turn a loaded BERT model into bfloat16, with its long sums in parts of fixed length."""
    import torch

    class Parts(torch.nn.Module):  # type: ignore[misc] # torch is not followed
        """A linear map whose sums are taken in parts, and added up in 32 bits."""

        def __init__(self, whole: torch.nn.Linear) -> None:
            super().__init__()
            self.weights = [part.contiguous() for part in whole.weight.data.split(_PART, dim=1)]
            self.bias = whole.bias.data.float()

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            found = self.bias
            for part, weight in zip(given.split(_PART, dim=-1), self.weights, strict=True):
                found = found + torch.nn.functional.linear(part, weight).float()
            return found.to(given.dtype)

    model.to(torch.bfloat16)
    for layer in model[0].auto_model.encoder.layer:
        layer.output.dense = Parts(layer.output.dense)
