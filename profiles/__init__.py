"""What does a startup say of itself, and how do we know?

A profile is one startup as known on one day. ``None`` in a field means "not known", which is
neither a yes nor a no.

>>> from profiles import Profile
>>> Profile(name="Acme Quantum", description="Magnetometers that find ships.").id
'acme-quantum'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from profiles.model import Profile
    from profiles.read import read_profile, read_profiles

__all__ = ["Profile", "read_profile", "read_profiles"]

_HOMES = {
    "Profile": "profiles.model",
    "read_profile": "profiles.read",
    "read_profiles": "profiles.read",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
