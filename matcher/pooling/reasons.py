"""Why is a line not in a pool that asks for the same?

Near misses belong to a pool: lines of other nations that are alike and that one kind of rule keeps
out, with what would have to change. Every line that stays alone has its reason too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from profiles.vocabulary import by_code
from programmes.pools.model import Alone, NearMiss
from programmes.pools.rules import Barrier, barriers

if TYPE_CHECKING:
    from matcher.pooling.part import GraphPart
    from programmes.demands import Demand

__all__ = ["alone", "near_misses"]

_MOST = 5
_FELLOWS = 5


def near_misses(part: GraphPart, group: Sequence[int]) -> tuple[NearMiss, ...]:
    """Lines outside a pool that would be in it but for one kind of rule, the nearest first."""
    members = part.lines(group)
    nations = {line.country for line in members}
    held = part.held
    fixed = {one for ids in held.pin.values() for one in ids}.union(held.alone)
    told: list[NearMiss] = []
    if not part.countries - nations:
        return ()
    nodes, months = part.near(group, nations)
    for late in np.unique(months).tolist():
        found = sorted(
            (line.id, node, line)
            for node in nodes[months == late].tolist()
            for line in part.lines([node])
            if line.country not in nations and line.id not in fixed
        )
        for key, node, line in found:
            walls = part.between(node, group)
            kinds = {wall.rule for wall in walls}
            if len(kinds) == 1 and kinds <= {"dates", "unit", "suppliers", "supplier"}:
                worst = max(walls, key=lambda wall: (wall.months or 0, wall.says))
                change = _change(worst, line, members)
                says = f"{by_code(line.country).name} ({key}) would fit if {change}"
                told.append(NearMiss(key, line.country, says))
            if len(told) == _MOST:
                return tuple(told)
    return tuple(told)


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


def alone(part: GraphPart, group: Sequence[int]) -> Iterator[Alone]:
    """Why the lines of a group joined no pool: of one nation as they are, or kept alone."""
    ids = sorted(line.id for line in part.lines(group))
    for node in group:
        found: dict[str, tuple[str, str]] = {}
        for line in part.lines([node]):
            if line.country not in found:
                found[line.country] = _reason(part, node, line)
            reason, says = found[line.country]
            if reason == "no-likeness" and len(ids) > 1:
                reason = "one-nation"
                says = f"only {by_code(line.country).name} asks for it{_also(line.id, ids)}"
            yield Alone(line.id, line.country, line.item, reason, says)


def _also(key: str, ids: Sequence[str]) -> str:
    fellows = [one for one in ids[: _FELLOWS + 1] if one != key][:_FELLOWS]
    more = len(ids) - 1 - len(fellows)
    return f" (also in {', '.join(fellows)}{f' and {more} more' if more else ''})"


def _reason(part: GraphPart, node: int, line: Demand) -> tuple[str, str]:
    held = part.held
    if line.id in held.alone:
        return "decision", f"a person keeps it alone ({held.file})"
    columns = np.flatnonzero(part.asked_beside({line.country}))
    row = np.array([node], np.intp)
    scores = part.scores(row, columns)[0]
    alike = scores >= part.joins
    if not alike.any():
        return "no-likeness", "no line of another nation asks for the same"
    apart = part.apart(row, columns)[0]
    free = alike & ~apart
    which = free if free.any() else alike
    ties = np.flatnonzero(which & (scores == scores[which].max()))
    foreign = {int(at): part.of_another(int(columns[at]), line.country) for at in ties}
    at = min(foreign, key=lambda place: foreign[place].id)
    other = foreign[at]
    if free.any():
        return "looser", (
            f"like {other.id} ({other.country}), but not like the rest of its group,"
            " or a rule keeps it from another line there"
        )
    if part.split(row, columns)[0][at]:
        return "decision", f"a person keeps it apart from {other.id} ({held.file})"
    wall = barriers(line, other, part.rules)[0]
    return "rule", f"asks for the same as {other.id} ({other.country}), but {wall.says}"
