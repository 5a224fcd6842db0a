"""Where in an answer does a programme stand?

First what can be entered today, then what is dated, then what states buy and a company supplies,
then what lies between two calls, and last what is over. An answer is read from the top, so this
goes before verdicts: an old call with few rules on file is "eligible" more easily than a live one.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from programmes.model import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programmes.model import Call, Programme

    Sections = NDArray[np.int8]

__all__ = ["BY_STATUS", "MATCHED", "PROPOSED", "Section", "refused", "section_of", "sections_of"]


class Section(IntEnum):
    """The parts of an answer, in their order.

    ``ONE_CHANGE`` and ``NOT_FOR_YOU`` hold what a rule refuses, so they depend on the startup;
    the others depend on the programme and the instant alone.
    """

    NOW = 0
    SOON = 1
    SUPPLY = 2
    LATER = 3
    ONE_CHANGE = 4
    PAST = 5
    NOT_FOR_YOU = 6

    @property
    def word(self) -> str:
        """The section as it is written in results.

        >>> Section.ONE_CHANGE.word
        'one-change'
        """
        return self.name.lower().replace("_", "-")


PROPOSED = 0.3
"""The fit from which a pool is proposed to a startup; below it, it is only listed."""
BY_STATUS = {
    Status.OPEN: Section.NOW,
    Status.ROLLING: Section.NOW,
    Status.FORECAST: Section.SOON,
    Status.UNKNOWN: Section.LATER,
    Status.CLOSED: Section.LATER,
}
"""Where a running offer stands that companies enter."""
MATCHED = (Section.NOW, Section.SOON, Section.SUPPLY, Section.LATER, Section.PAST)
"""What a programme can be in that no rule refuses."""


def section_of(programme: Programme, status: Status) -> Section:
    """Where a programme stands for a startup that no rule refuses.

    Args:
        programme: The offer.
        status: Of its current call, at the instant asked about.
    """
    if programme.standing == "ended":
        return Section.PAST
    if programme.buyers == "states":
        return Section.SUPPLY
    if programme.standing == "proposal":
        return Section.LATER
    return BY_STATUS[status]


def refused(section: Section, *, near: bool) -> Section:
    """Where a programme stands for a startup that a rule refuses.

    Args:
        section: Where it stands for others.
        near: Whether one rule alone stands in the way, which the startup can change. That helps
            only where there is, or will be, something to enter.
    """
    return Section.ONE_CHANGE if near and section != Section.PAST else Section.NOT_FOR_YOU


def sections_of(
    programmes: Sequence[Programme], calls: Sequence[tuple[Call | None, Status]]
) -> Sections:
    """The sections of many programmes, shape (programmes,).

    Of a series whose editions follow each other, those between calls are past but for the last one.

    Args:
        programmes: The offers.
        calls: Of each, its current call and status.
    """
    found = [section_of(one, status) for one, (_, status) in zip(programmes, calls, strict=True)]
    best: dict[str, tuple[Section, float, str]] = {}
    for one, section, (call, _) in zip(programmes, found, calls, strict=True):
        if one.series is not None:
            key = (section, -_edge(call), one.id)
            best[one.series] = min(best.get(one.series, key), key)
    for place, one in enumerate(programmes):
        if one.series is not None and found[place] == Section.LATER:
            *_, current = best[one.series]
            found[place] = Section.LATER if one.id == current else Section.PAST
    return np.array(found, np.int8)


def _edge(call: Call | None) -> float:
    """The last instant of a call, as a number; none is before all."""
    span = (call.closes_when or call.opens_when) if call is not None else None
    return span.latest.timestamp() if span is not None else float("-inf")
