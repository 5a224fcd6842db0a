"""Why is a line not in a pool that asks for the same?

Near misses belong to a pool: lines of other nations that are alike and that one kind of rule keeps
out, with what would have to change. Every line that stays alone has its reason too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from profiles.vocabulary import by_code
from programmes.pools.model import Alone, NearMiss
from programmes.pools.rules import Barrier, Rules, barriers, joint_barriers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.demands import Demand
    from programmes.pools.decisions import Decisions

__all__ = ["Seen", "alone", "near_misses"]

_MOST = 5


@dataclass(frozen=True)
class Seen:
    """One part of the likeness graph, ready to be divided.

    Attributes:
        lines: Sorted by id.
        scores: Shape (n, n); how alike each two are.
        joins: The score from which two are alike.
        barred: Shape (n, n); pairs that a rule keeps apart.
        split: Shape (n, n); pairs that a person keeps apart.
        rules: By which pairs were barred.
    """

    lines: tuple[Demand, ...]
    scores: NDArray[np.float64]
    joins: float
    barred: NDArray[np.bool_]
    split: NDArray[np.bool_]
    rules: Rules


def near_misses(seen: Seen, group: Sequence[int], held: Decisions) -> tuple[NearMiss, ...]:
    """Lines outside a pool that would be in it but for one kind of rule."""
    members = [seen.lines[node] for node in group]
    nations = {line.country for line in members}
    found = []
    fixed = {one for ids in held.pin.values() for one in ids}.union(held.alone)
    for node, line in enumerate(seen.lines):
        if node in group or line.country in nations or line.id in fixed:
            continue
        if float(np.mean(seen.scores[node, list(group)])) < seen.joins:
            continue
        if seen.split[node, list(group)].any():
            continue
        walls = [wall for one in members for wall in barriers(line, one, seen.rules)]
        walls = walls or list(joint_barriers([*members, line], seen.rules))
        kinds = {wall.rule for wall in walls}
        if len(kinds) != 1 or not kinds <= {"dates", "unit", "suppliers", "supplier"}:
            continue
        worst = max(walls, key=lambda wall: (wall.months or 0, wall.says))
        says = (
            f"{by_code(line.country).name} ({line.id}) would fit if {_change(worst, line, members)}"
        )
        found.append((worst.months or 0, line.id, NearMiss(line.id, line.country, says)))
    return tuple(miss for *_, miss in sorted(found, key=lambda one: one[:2])[:_MOST])


def _change(wall: Barrier, line: Demand, members: Sequence[Demand]) -> str:
    match wall.rule:
        case "dates":
            months = f"{wall.months} month{'' if wall.months == 1 else 's'}"
            return f"delivery moved by {months} ({_days(line)})"
        case "unit":
            other = next(one.counted_in.words for one in members if one.counted_in)
            own = line.counted_in.words if line.counted_in else "nothing"
            return f"it were counted in {other}, not in {own}"
        case "suppliers":
            return f"its rule on suppliers left room: {wall.says}"
        case _:
            return f"it could buy from others: {wall.says}"


def _days(line: Demand) -> str:
    return f"it is needed by {line.needed_by}" if line.needed_by else f"from {line.needed_from}"


def alone(seen: Seen, node: int, group: Sequence[int], held: Decisions) -> Alone:
    """Why one line joined no pool."""
    line = seen.lines[node]
    reason, says = _reason(seen, node, group, held)
    return Alone(line.id, line.country, line.item, reason, says)


def _reason(seen: Seen, node: int, group: Sequence[int], held: Decisions) -> tuple[str, str]:
    line = seen.lines[node]
    if line.id in held.alone:
        return "decision", f"a person keeps it alone ({held.file})"
    others = [at for at, one in enumerate(seen.lines) if one.country != line.country]
    alike = [at for at in others if seen.scores[node, at] >= seen.joins]
    alike.sort(key=lambda at: (-round(float(seen.scores[node, at]), 6), seen.lines[at].id))
    free = [at for at in alike if not (seen.barred | seen.split)[node, at]]
    if free:
        other = seen.lines[free[0]]
        return "looser", (
            f"like {other.id} ({other.country}), but not like the rest of its group,"
            " or a rule keeps it from another line there"
        )
    if alike:
        other = seen.lines[alike[0]]
        if seen.split[node, alike[0]]:
            return "decision", f"a person keeps it apart from {other.id} ({held.file})"
        wall = barriers(line, other, seen.rules)[0]
        return "rule", f"asks for the same as {other.id} ({other.country}), but {wall.says}"
    if len(group) > 1:
        fellows = ", ".join(seen.lines[at].id for at in group if at != node)
        return "one-nation", f"only {by_code(line.country).name} asks for it (also in {fellows})"
    return "no-likeness", "no line of another nation asks for the same"
