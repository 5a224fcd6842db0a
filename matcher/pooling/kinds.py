"""Which lines does nothing tell apart, so that they need be compared only once?

Likeness depends on what a line says (its *key*: item, code, category), rules on its *facts*
(calibre, unit, window, places). Lines of one key and the same facts are one *kind*. A line that a
person has decided about is a kind of its own. Two hundred thousand lines have some thousand kinds.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.pooling.likeness import said_in
from matcher.pooling.walls import Walls, facts_of
from profiles.vocabulary.words import fold
from programmes.pools.signals import calibres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.demands import Demand
    from programmes.pools.rules import Rules

    Numbers = NDArray[np.intp]

__all__ = ["Kinds", "key_of"]


def key_of(line: Demand) -> Hashable:
    """All that likeness looks at in a line."""
    return said_in(line), calibres(line.item), line.cpv, fold(line.category or "")


@dataclass(frozen=True)
class Kinds:
    """Lines, put together by what tells them apart.

    Attributes:
        lines: n lines, sorted by id.
        keys: A line of each key, by its number.
        key: Of each kind, its key; shape (kinds,).
        facts: Of each kind, the number of its facts; shape (kinds,).
        members: Of each kind, its lines, sorted.
        walls: What keeps facts apart.
    """

    lines: tuple[Demand, ...]
    keys: tuple[int, ...]
    key: Numbers
    facts: Numbers
    members: tuple[tuple[int, ...], ...]
    walls: Walls

    @classmethod
    def of(
        cls, lines: Sequence[Demand], decided: frozenset[str], rules: Rules, *, apart: bool = False
    ) -> Kinds:
        """Put lines together.

        Args:
            lines: Sorted by id.
            decided: Ids of lines that a person has decided about.
            rules: What the rules depend on.
            apart: Whether each line is a key of its own.
        """
        keys: dict[Hashable, int] = {}
        facts: dict[Hashable, int] = {}
        kinds: dict[Hashable, list[int]] = {}
        first_key: list[int] = []
        first_fact: list[int] = []
        for at, line in enumerate(lines):
            own = at if apart else None
            key = keys.setdefault((key_of(line), own), len(keys))
            if key == len(first_key):
                first_key.append(at)
            fact = facts.setdefault(facts_of(line), len(facts))
            if fact == len(first_fact):
                first_fact.append(at)
            mark = line.id if line.id in decided else None
            kinds.setdefault((key, fact, mark), []).append(at)
        walls = Walls([lines[at] for at in first_fact], rules)
        pairs = np.array([kind[:2] for kind in kinds], np.intp).reshape(-1, 2)  # type: ignore[index]
        members = tuple(map(tuple, kinds.values()))
        return cls(tuple(lines), tuple(first_key), pairs[:, 0], pairs[:, 1], members, walls)
