"""What does an eForms notice say, in the words of OCDS?"""

from __future__ import annotations

from typing import Any

__all__ = ["eforms_release"]


def eforms_release(data: bytes) -> dict[str, Any] | str:
    """A notice as a release, or why it is none."""
    return "is XML, and no eForms notice"
