"""Which rows of a former run still hold, so that they need not be worked out again?

A startup's rows depend on the startup, the date, the programmes and the settings. Where the former
run had the same of all of these but the startup, the rows of every startup whose facts and texts
are unchanged are taken over. The programmes' side depends on all startups of a shard and is always
worked out again; its vectors are in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import Verdict
from matcher.fit import DECIMALS
from matcher.runs.tables import Pairs, Words

if TYPE_CHECKING:
    from matcher.runs.plan import Plan
    from matcher.runs.reading import Row, Run
    from matcher.runs.shards import Shard

__all__ = ["Former"]

_FREE = ("shard_rows", "side")
"""Parts of a plan that the rows of a startup do not depend on."""


class Former:
    """A complete run to take rows from.

    Args:
        run: The former run.
        plan: That of the new one.
    """

    def __init__(self, run: Run, plan: Plan) -> None:
        self.run = run
        then, now = asdict(run.manifest.plan), asdict(plan)
        same = all(then[name] == now[name] for name in now if name not in _FREE)
        self.usable = same and plan.side == "startups" and "startups" in run.manifest.plan.sides()

    def rows(self, shard: Shard, words: Words) -> dict[str, Pairs]:
        """The pairs of the startups of a shard that did not change, by startup."""
        if not self.usable:
            return {}
        place = {programme: i for i, programme in enumerate(words.programmes)}
        opening: dict[tuple[str, str | None], int] = {}
        for number, (owner, challenge) in enumerate(words.openings):
            opening.setdefault((words.programmes[owner], challenge), number)
        found = {}
        for profile, (facts, texts) in zip(shard.profiles, shard.marks, strict=True):
            number_ = self.run.where.get(profile.id)
            if number_ is None:
                continue
            held = self.run.shard(number_)
            known = held.profiles[profile.id]
            if (known.facts, known.texts) == (facts, texts):
                rows = held.rows[profile.id]
                found[profile.id] = _pairs(rows, place, opening, words.features)
        return found


def _pairs(
    rows: Sequence[Row],
    place: dict[str, int],
    opening: dict[tuple[str, str | None], int],
    features: Sequence[str],
) -> Pairs:
    bands = [one.word for one in Verdict]
    unit = 10**DECIMALS
    points = [[round(row["contributions"][name] * unit) for name in features] for row in rows]
    return Pairs(
        profile=np.zeros(len(rows), np.int64),
        programme=np.array([place[row["programme"]] for row in rows], np.int64),
        rank=np.array([row["rank"] for row in rows], np.int64),
        verdict=np.array([bands.index(row["verdict"]) for row in rows], np.uint8),
        fit=np.array([row["fit"] for row in rows], np.float64),
        points=np.array(points, np.int64).reshape(len(rows), len(features)),
        opening=np.array([opening[row["programme"], row["challenge"]] for row in rows], np.int64),
        findings=np.array([row["findings"] for row in rows], object),
    )
