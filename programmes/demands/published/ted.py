"""What does a notice in an answer of the TED search say, in the words of OCDS?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["is_notice", "ted_release"]


def is_notice(value: Mapping[str, Any]) -> bool:
    """Whether an object is a notice of a TED search answer."""
    return "publication-number" in value


def ted_release(notice: Mapping[str, Any]) -> dict[str, Any]:
    """A notice as a release."""
    return dict(notice)
