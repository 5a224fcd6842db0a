"""What is told of a file in which thousands of cells are wrong?

The first of each kind in full, and of the others how many there are. Problems of one field that
expect the same are of one kind. A file of any size is told in some hundred lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from profiles.read.problems import RowProblem

__all__ = ["Tally"]

_SHOWN = 5
_KINDS = 60


@dataclass
class _Kind:
    count: int = 0
    last: int = 0


class Tally:
    """Counts problems, and says which of them are worth a line.

    Args:
        shown: How many of a kind are told in full.
    """

    def __init__(self, shown: int = _SHOWN) -> None:
        self._shown = shown
        self._kinds: dict[tuple[str, str | None, str, bool], _Kind] = {}
        self._others = 0

    def add(self, problem: RowProblem) -> bool:
        """Count a problem; whether it is to be told in full."""
        expected = problem.expected.partition(" (did you mean")[0]
        key = (problem.file, problem.field, expected[:80], problem.kept)
        if key not in self._kinds and len(self._kinds) >= _KINDS:
            self._others += 1
            return False
        kind = self._kinds.setdefault(key, _Kind())
        kind.count += 1
        kind.last = problem.line
        return kind.count <= self._shown

    @property
    def total(self) -> int:
        """How many problems there were."""
        return self._others + sum(kind.count for kind in self._kinds.values())

    def told(self) -> Iterator[str]:
        """What was not told in full, a line a kind."""
        for (file, field, expected, _), kind in self._kinds.items():
            if (more := kind.count - self._shown) > 0:
                where = f"field {field}" if field else "rows"
                yield (
                    f"{file}, {where}: {more:,} more like this, up to line {kind.last}; "
                    f"expected {expected}"
                )
        if self._others:
            yield f"and {self._others:,} more of other kinds"
