"""What is offered, to whom, and until when?

A programme is stated in terms of profiles (countries, areas, readiness), but this package never
sees a profile: it says what is asked, and ``matcher`` finds out who answers.

>>> from programmes import load_catalogue
>>> load_catalogue().get("nato-innovation-fund").kind
'fund'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programmes.filters import Filters
    from programmes.model import Programme
    from programmes.read import load_catalogue

__all__ = ["Filters", "Programme", "load_catalogue"]

_HOMES = {
    "Filters": "programmes.filters",
    "Programme": "programmes.model",
    "load_catalogue": "programmes.read",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
