"""On what does the model work: the processor, or a GPU?

It has to be known before torch is loaded, because a GPU adds in another order, so that its vectors
have a fingerprint of their own. A GPU is taken to be there if its driver's file is and torch was
built for CUDA; when the model is loaded, torch itself is asked, and has to agree.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from matcher.errors import BadInput, NotReady

__all__ = ["DEVICES", "Device", "chosen", "verify"]

Device = Literal["cpu", "cuda"]
DEVICES = ("auto", *get_args(Device))
_DRIVER = Path("/dev/nvidiactl")
_HIDDEN = {"", "-1"}
"""Of CUDA_VISIBLE_DEVICES: what hides every GPU."""


def chosen(
    asked: str,
    *,
    driver: Path = _DRIVER,
    torch: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Device:
    """What ``auto``, ``cpu`` or ``cuda`` means on this machine, without loading torch.

    Args:
        asked: One of ``DEVICES``.
        driver: A file that is there where NVIDIA's driver is.
        torch: torch's own ``version.py``; that of the installed one if absent.
        environ: The environment; the process's own if absent.

    Raises:
        BadInput: It is none of these.
        NotReady: A GPU is asked for, and torch was built without CUDA.
    """
    if asked not in DEVICES:
        raise BadInput("ALLYMATCH_DEVICE", f"found {asked!r}, expected one of {', '.join(DEVICES)}")
    if asked == "cpu":
        return "cpu"
    built = _built_for_cuda(torch or _torch_version())
    if asked == "cuda":
        if not built:
            msg = (
                "device cuda is asked for, and the torch that is installed was built without CUDA: "
                "install one that was, or set ALLYMATCH_DEVICE=cpu"
            )
            raise NotReady(msg)
        return "cuda"
    env = os.environ if environ is None else environ
    hidden = env.get("CUDA_VISIBLE_DEVICES", "all").strip() in _HIDDEN
    return "cuda" if driver.exists() and built and not hidden else "cpu"


def _torch_version() -> Path:
    spec = find_spec("torch")
    return Path(spec.origin).with_name("version.py") if spec and spec.origin else Path()


def _built_for_cuda(version: Path) -> bool:
    try:
        text = version.read_text(encoding="utf-8")
    except OSError:
        return False
    return re.search(r"^cuda\b.*= *['\"]", text, re.MULTILINE) is not None


def verify(device: Device, *, bf16: bool) -> None:
    """Ask torch whether it can do what was chosen.

    Raises:
        NotReady: There is no GPU that torch can use, or it does not multiply bfloat16.
    """
    if device == "cpu":
        return
    import torch

    if not torch.cuda.is_available():
        msg = (
            "a GPU was to be used, and torch finds none that it can use (is the driver there, and "
            "new enough?): set ALLYMATCH_DEVICE=cpu to embed on the processor"
        )
        raise NotReady(msg)
    if bf16 and not torch.cuda.is_bf16_supported(including_emulation=False):
        msg = "this GPU does not multiply bfloat16: set ALLYMATCH_PRECISION=f32"
        raise NotReady(msg)
