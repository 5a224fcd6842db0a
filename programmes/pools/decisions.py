"""What has a person decided about pools, to be kept by every later build?

A YAML file of four lists. ``merge``: these lines belong together. ``split``: no two of these share
a pool. ``alone``: this line joins none. ``pin``: this pool has exactly these lines under this name,
nothing in and nothing out. A decision that a hard rule forbids, or that another one contradicts, is
a fault: it is refused, not bent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from programmes.demands.model import Demand
from programmes.documents import Document, Place, dotted, parse, read_bytes
from programmes.errors import BadDemands, BadDocument
from programmes.pools.rules import Rules, barriers, joint_barriers

__all__ = ["Decisions", "read_decisions"]

_FIELDS = ("merge", "split", "alone", "pin")


@dataclass(frozen=True)
class Decisions:
    """What was decided, by ids of lines.

    Attributes:
        merge: Groups that stay together; groups that share a line are one.
        split: Groups no two of which share a pool.
        alone: Lines that join no pool.
        pin: Pools that are exactly as stated, by name.
        file: Where that stands.
    """

    merge: tuple[tuple[str, ...], ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    alone: tuple[str, ...] = ()
    pin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = "decisions"

    @property
    def apart(self) -> frozenset[frozenset[str]]:
        """Pairs of ids that share no pool."""
        return frozenset(frozenset(pair) for ids in self.split for pair in combinations(ids, 2))

    @property
    def together(self) -> tuple[tuple[str, ...], ...]:
        """The merged groups, those that share a line joined, each sorted."""
        groups: list[set[str]] = []
        for ids in self.merge:
            touched = [one for one in groups if not one.isdisjoint(ids)]
            joined = set(ids).union(*touched)
            groups = [one for one in groups if one not in touched] + [joined]
        return tuple(sorted(tuple(sorted(one)) for one in groups))

    def check(self, lines: Iterable[Demand], rules: Rules) -> None:
        """See that the decisions can be kept, all of them together.

        Raises:
            BadDemands: An id that no line has, a rule that is broken, a contradiction.
        """
        known = {line.id: line for line in lines}
        problems = [*self._unknown(known), *self._contradictions()]
        if not problems:
            for name, ids in self._bound():
                problems += self._broken(name, [known[one] for one in ids], rules)
        if problems:
            raise BadDemands(problems)

    def _bound(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every group of lines that a decision puts together."""
        pinned = [(f"pin.{name}", ids) for name, ids in sorted(self.pin.items())]
        return [("merge", ids) for ids in self.together] + pinned

    def _fault(self, name: str, problem: str) -> BadDocument:
        return BadDocument(self.file, name, problem)

    def _unknown(self, known: Mapping[str, Demand]) -> list[BadDocument]:
        named = [
            *(("merge", one) for ids in self.merge for one in ids),
            *(("split", one) for ids in self.split for one in ids),
            *(("alone", one) for one in self.alone),
            *((f"pin.{name}", one) for name, ids in self.pin.items() for one in ids),
        ]
        hint = "give the id of a line, as `pools build --format json` shows it"
        return [
            self._fault(name, f"no line has the id {one!r}: {hint}")
            for name, one in named
            if one not in known
        ]

    def _contradictions(self) -> list[BadDocument]:
        problems = []
        for name, ids in self._bound():
            for pair in combinations(ids, 2):
                if frozenset(pair) in self.apart:
                    both = " and ".join(pair)
                    problems.append(
                        self._fault(name, f"{both} are split as well: keep one of the two")
                    )
            problems += [
                self._fault(name, f"{one} is to stay alone as well: keep one of the two")
                for one in ids
                if one in self.alone
            ]
        pinned: dict[str, str] = {}
        for name, ids in sorted(self.pin.items()):
            for one in ids:
                if one in pinned:
                    says = f"{one} is pinned to {pinned[one]!r} as well: a line has one pool"
                    problems.append(self._fault(f"pin.{name}", says))
                pinned[one] = name
        for ids in self.together:
            homes = {pinned.get(one) for one in ids}
            if len(homes) > 1 and homes != {None}:
                says = f"{', '.join(ids)} are merged, but a pin holds only some of them"
                problems.append(self._fault("merge", says))
        return problems

    def _broken(self, name: str, lines: list[Demand], rules: Rules) -> list[BadDocument]:
        problems = [
            self._fault(name, f"{one.id} and {other.id} cannot be joined: {found.says}")
            for one, other in combinations(lines, 2)
            for found in barriers(one, other, rules)
        ]
        if not problems:
            problems = [self._fault(name, each.says) for each in joint_barriers(lines, rules)]
        if name.startswith("pin.") and len({line.country for line in lines}) < 2:
            problems.append(self._fault(name, "a pool needs lines of two nations at least"))
        return problems


def read_decisions(path: Path) -> Decisions:
    """The decisions of a YAML file.

    Raises:
        BadDemands: It cannot be used; the line and the field are named.
    """
    file = path.name
    try:
        document = parse(read_bytes(path, file), file)
    except BadDocument as problem:
        raise BadDemands([problem]) from None
    problems = list(document.problems)
    for name in sorted(set(document.value) - set(_FIELDS)):
        problems.append(_fault(document, (name,), f"expected one of {', '.join(_FIELDS)}"))
    merge, split = (_groups(document, name, problems) for name in ("merge", "split"))
    alone = _ids(document, ("alone",), document.value.get("alone") or [], problems, least=0)
    stated = document.value.get("pin") or {}
    if not isinstance(stated, dict):
        problems.append(_fault(document, ("pin",), "expected 'name: [line, line]', one a line"))
        stated = {}
    pin = {str(name): _ids(document, ("pin", name), ids, problems) for name, ids in stated.items()}
    if problems:
        raise BadDemands(problems)
    return Decisions(merge, split, alone, pin, file)


def _groups(
    document: Document, name: str, problems: list[BadDocument]
) -> tuple[tuple[str, ...], ...]:
    stated = document.value.get(name) or []
    if not isinstance(stated, list):
        problems.append(_fault(document, (name,), "expected lists of ids: '- [line, line]'"))
        return ()
    return tuple(_ids(document, (name, at), ids, problems) for at, ids in enumerate(stated))


def _ids(
    document: Document, place: Place, stated: Any, problems: list[BadDocument], least: int = 2
) -> tuple[str, ...]:
    if not isinstance(stated, list) or not all(isinstance(one, str | int) for one in stated):
        problems.append(_fault(document, place, "expected ids of lines: [line, line]"))
        return ()
    found = tuple(sorted({str(one) for one in stated}))
    if len(found) < least:
        problems.append(_fault(document, place, "names fewer than two lines"))
    return found


def _fault(document: Document, place: Place, problem: str) -> BadDocument:
    return BadDocument(document.file, dotted(place), problem, document.line(place))
