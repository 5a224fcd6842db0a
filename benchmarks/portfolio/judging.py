"""Where among all programmes does the one stand that really took a firm?

Editions of one programme (``nato-diana-2026``, ``nato-diana-2027``) count as one: a firm of one
year would have been taken by the next. A row names one programme though others would have taken the
firm too, so what counts is recall among the first few, and
programmes count alike, however many rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from profiles.model import Profile

__all__ = ["Firm", "Found", "judge", "read_firms", "series"]

_EDITION = re.compile(r"-20\d\d(-pilot)?$")


@dataclass(frozen=True, slots=True)
class Firm:
    """One row: a profile, and the series that took it (None: out of scope).

    Attributes:
        profile: Text and country.
        took: The series.
        challenge: What it was taken for, as the list says; None where it says nothing.
        sure: Whether the row is good enough for headline figures.
    """

    profile: Profile
    took: str | None
    challenge: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        ranks: Of each series that took firms, their ranks by fit, from 1.
        outside: The highest fit anywhere of each firm that is out of scope.
        inside: The highest fit anywhere of each firm that was taken.
    """

    ranks: Mapping[str, tuple[int, ...]]
    outside: tuple[float, ...]
    inside: tuple[float, ...]

    def recall(self, k: int) -> float:
        """Among the first ``k``, averaged over programmes."""
        return mean(mean(rank <= k for rank in ranks) for ranks in self.ranks.values())


def series(identifier: str) -> str:
    """The programme without its edition.

    >>> series("nato-diana-2023-pilot"), series("eic-accelerator")
    ('nato-diana', 'eic-accelerator')
    """
    return _EDITION.sub("", identifier.partition("/")[0])


def read_firms(path: Path) -> list[Firm]:
    """Rows of a file of JSON lines: id, text, and country, programme, challenge, certainty."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        profile = Profile(
            id=row["id"], name=row.get("company") or row["id"], description=row["text"],
            incorporated_in=row.get("country"), headquarters=row.get("country"),
        )  # fmt: skip
        took = row.get("programme")
        found.append(
            Firm(
                profile,
                series(took) if took else None,
                row.get("challenge"),
                row.get("certainty", "high") != "low",
            )
        )
    return found


def judge(firms: Sequence[Firm], fits: np.ndarray, programmes: Sequence[str]) -> Found:
    """Rank programmes for each firm by fit.

    Args:
        firms: n of them.
        fits: Shape (n, programmes).
        programmes: Ids.
    """
    names = sorted({series(one) for one in programmes})
    best = np.stack(
        [
            fits[:, [place for place, one in enumerate(programmes) if series(one) == name]].max(1)
            for name in names
        ],
        axis=1,
    )
    ranks: dict[str, list[int]] = {}
    outside, inside = [], []
    for firm, row in zip(firms, best, strict=True):
        if firm.took is None:
            outside.append(float(row.max()))
        elif firm.took in names:
            inside.append(float(row.max()))
            own = row[names.index(firm.took)]
            # A tie is no success: those of the same fit count as before it.
            ranks.setdefault(firm.took, []).append(int((row >= own).sum()))
    return Found({n: tuple(r) for n, r in sorted(ranks.items())}, tuple(outside), tuple(inside))
