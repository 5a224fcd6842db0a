"""Who may enter which programme, and who would gain most from it?

The two questions never mix: eligibility is logic over facts, fit is a number from text and
structured features, and a fit never lifts a startup over an eligibility band.

>>> from matcher import Matcher
>>> from profiles import read_profile
>>> answer = Matcher.open().match(
...     read_profile("examples/quantum-sensor-munich.json"), on="2026-06-15"
... )  # doctest: +SKIP

``docs/python.md`` shows what can be asked. A name is imported when it is first used, so that a
command that needs none of them starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.results import Finding, Match, MatchPage
    from matcher.service import Matcher
    from matcher.settings import Settings
    from profiles.errors import AllymatchError

__all__ = ["AllymatchError", "Finding", "Match", "MatchPage", "Matcher", "Settings"]

_HOMES = {
    "AllymatchError": "profiles.errors",
    "Finding": "matcher.results",
    "Match": "matcher.results",
    "MatchPage": "matcher.results",
    "Matcher": "matcher.service",
    "Settings": "matcher.settings",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
