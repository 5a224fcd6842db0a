"""With which numbers does the model work: 32 bits, or 16 where the machine multiplies those?

Unless something else is asked for, a machine that multiplies bfloat16 works with it, always: with
AMX it embeds more than twice as many texts. Its vectors are others (mean cosine 0.9999), and those
of AMX others than those of AVX512-BF16, so each kind has a fingerprint of its own; who wants the
same fits on every processor asks for 32 bits. A sum over more than some hundred numbers is cut into
blocks on a processor, and where they are cut depends on the batch; so the one long sum of each
layer is taken in four parts of fixed length, and a vector is a function of its text again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from matcher.errors import BadInput, NotReady
from matcher.texts.device import Device

if TYPE_CHECKING:
    from matcher.texts.minilm import MiniLM

__all__ = ["PRECISIONS", "Precision", "bf16_unit", "has_bf16", "lower", "resolved"]

Precision = Literal["f32", "bf16"]
PRECISIONS = (*get_args(Precision), "auto")
_UNITS = ("amx_bf16", "avx512_bf16")
"""What multiplies bfloat16, by the name of its flag, the quickest first."""
_CPU = Path("/proc/cpuinfo")
_PART = 384
"""Numbers in one sum: measured not to be cut, whatever the batch."""


def bf16_unit(cpu: Path = _CPU) -> str | None:
    """What multiplies bfloat16 in this processor; None where nothing does or it is not known."""
    try:
        lines = cpu.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    flags = next((line for line in lines if line.startswith("flags")), "").split()
    return next((unit for unit in _UNITS if unit in flags), None)


def has_bf16(cpu: Path = _CPU) -> bool:
    """Whether the processor multiplies bfloat16; no where that cannot be known."""
    return bf16_unit(cpu) is not None


def resolved(asked: str, device: Device = "cpu") -> Precision:
    """What ``f32``, ``bf16`` or ``auto`` means on this machine.

    Of a GPU it is taken that it has bfloat16, as all since 2020 have;
    ``matcher.texts.device.verify`` asks it when the model is loaded.

    Raises:
        BadInput: It is none of these.
        NotReady: bfloat16 is asked for, and the processor does not have it.
    """
    if asked not in PRECISIONS:
        raise BadInput(
            "ALLYMATCH_PRECISION", f"found {asked!r}, expected one of {', '.join(PRECISIONS)}"
        )
    has = device == "cuda" or has_bf16()
    if asked == "f32" or (asked == "auto" and not has):
        return "f32"
    if not has:
        msg = "this processor has neither avx512_bf16 nor amx_bf16: choose precision f32"
        raise NotReady(msg)
    return "bf16"


def lower(model: MiniLM, device: Device = "cpu") -> None:
    """Turn the packaged model into bfloat16, on a processor with its long sums in parts.

    A GPU is given one shape of batch for each length and adds all of them in one way, in 32 bits.
    """
    import torch

    class Parts(torch.nn.Module):  # type: ignore[misc] # torch is not followed
        """A linear map whose sums are taken in parts, and added up in 32 bits."""

        def __init__(self, whole: torch.nn.Linear) -> None:
            super().__init__()
            self.weights = [part.contiguous() for part in whole.weight.data.split(_PART, dim=1)]
            self.bias = whole.bias.data.float()

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            parts = zip(given.split(_PART, dim=-1), self.weights, strict=True)
            found = self.bias + torch.nn.functional.linear(*next(parts))
            for part, weight in parts:
                found += torch.nn.functional.linear(part, weight)
            return found.to(given.dtype)

    model.to(torch.bfloat16)
    if device == "cuda":
        torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
        return
    for layer in model.encoder["layer"]:
        layer.output.dense = Parts(layer.output.dense)
