"""Which terms hold a pair back, or need it, as an assignment stands?

A term holds back the pairs that it counts once its bound is reached. Officers are told in words
that may name another applicant; applicants are told the same without anybody else in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.selection.choices import Choices
    from matcher.selection.terms import Bounded, Term

__all__ = ["HeldBack"]


class HeldBack:
    """The terms that hold each pair, as the assignment stands."""

    def __init__(
        self,
        choices: Choices,
        values: NDArray[np.int64],
        stated: Sequence[Term],
        parts: Sequence[Bounded],
        chosen: NDArray[np.bool_],
    ) -> None:
        self.stated = stated
        self.pairs, self.values = choices.pairs, values
        self.last = _last(choices, values, chosen)
        self.sums = [int(chosen[part.pairs].sum()) for part in parts]
        self.full: list[list[int]] = [[] for _ in chosen]
        self.needed: list[list[int]] = [[] for _ in chosen]
        for part, came_to in zip(parts, self.sums, strict=True):
            if part.owner >= 0:
                continue
            if part.cap >= 0 and came_to == part.most:
                for at in part.pairs.tolist():
                    self.full[at].append(part.cap)
            if part.floor >= 0 and came_to == part.least:
                for at in part.pairs.tolist():
                    self.needed[at].append(part.floor)

    def against(self, pair: int) -> str | None:
        """Which terms keep a pair out, in words; None where none does."""
        said = []
        for one in self.full[pair]:
            term = self.stated[one]
            if term.kind == "conflict":
                said.append(f"{term.says}")
            elif term.kind == "capacity":
                said.append(
                    f"{term.short} is full at {term.number}"
                    if term.number
                    else f"{term.short} offers no place"
                )
            else:
                said.append(f"{term.short} are at their cap of {term.number}")
        last = self.last.get(self.pairs[pair].host)
        alone = [self.stated[one].kind for one in self.full[pair]] == ["capacity"]
        if alone and last is not None and self.values[last] < self.values[pair]:
            said.append(f"all together gain more with {self.pairs[last].applicant} there")
        return ", ".join(said) or None

    def to_the_applicant(self, pair: int) -> tuple[str, ...]:
        """The same without anybody else in it."""
        said = []
        for one in self.full[pair]:
            term = self.stated[one]
            if term.kind == "conflict":
                said.append("a conflict of interest stands on record")
            elif term.kind == "capacity":
                number = term.number
                said.append(
                    "the one place was given" if number == 1 else f"all {number} places were given"
                )
            else:
                said.append(f"{term.short} have got all they may: {term.number}")
        return tuple(said)

    def holds(self, pair: int) -> str | None:
        """Which terms need a pair that was chosen, in words."""
        said = []
        for one in self.needed[pair]:
            term = self.stated[one]
            said.append("pinned" if term.kind == "pin" else f"{term.says}, and this is one of them")
        return ", ".join(said) or None


def _last(choices: Choices, values: NDArray[np.int64], chosen: NDArray[np.bool_]) -> dict[str, int]:
    """Of each host, the pair that is worth least among those chosen."""
    found: dict[str, int] = {}
    for at in np.flatnonzero(chosen).tolist():
        host = choices.pairs[at].host
        if host not in found or values[at] < values[found[host]]:
            found[host] = at
    return found
