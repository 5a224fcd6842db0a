"""How is a function compiled once, and not again in every process?

numba keeps what it compiled beside the source, or in the user's cache. It looks at the one file a
function stands in; the arithmetic of the features stands in another. So every compiled function
carries a mark of all the sources it is made of, and one that is out of date is not found.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar

__all__ = ["compiled", "mark"]

_F = TypeVar("_F", bound=Callable[..., Any])
_SOURCES = (
    ("matcher.fit", "features.py"),
    ("matcher.runs.fused", "adding.py"),
    ("matcher.runs.fused", "choosing.py"),
    ("matcher.runs.fused", "arguments.py"),
    ("matcher.runs.fused", "weighing.py"),
)


def mark() -> int:
    """A number that changes with any of the sources that are compiled together."""
    found = 0
    for package, name in _SOURCES:
        found = zlib.crc32(files(package).joinpath(name).read_bytes(), found)
    return found


def compiled(function: _F) -> _F:
    """The function, compiled at its first call; it lets other threads run meanwhile.

    Floats are added and multiplied in the order in which they stand. Where nothing can be kept on
    disk, it is compiled anew in each process.
    """
    from numba import njit

    plain: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        found = njit(cache=True, **plain)(function)
    except RuntimeError:  # neither folder can be written to
        return njit(**plain)(function)  # type: ignore[no-any-return]
    return _Kept(found, njit(**plain)(function))  # type: ignore[return-value]


class _Kept:
    """A function whose compiled form is kept if the disk has room for it."""

    def __init__(self, kept: Callable[..., Any], other: Callable[..., Any]) -> None:
        self._function, self._other = kept, other

    def __call__(self, *given: Any) -> Any:
        try:
            return self._function(*given)
        except OSError:  # it could not be written; nothing has been run yet
            self._function = self._other
            return self._function(*given)
