"""What is known of all programmes at one instant, whoever asks?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from matcher.eligibility.rulebook import Rulebook
from matcher.fit.sections import sections_of
from programmes.model import Call, Programme, Status, current_call

if TYPE_CHECKING:
    from matcher.fit.index import Index

__all__ = ["Board"]


class Board:
    """Programmes, their conditions and their calls at an instant.

    Args:
        index: The programmes, read.
        on: The instant, with a time zone.
        siblings: Programmes that are not looked at, but are of a series with one that is: which of
            them is the last decides on sections.

    Attributes:
        rulebook: The distinct conditions.
        calls: Of each programme, its current call and status.
        statuses: The statuses alone.
        sections: Where each stands if no rule refuses the startup, shape (programmes,).
        ids: The programmes' ids.
    """

    def __init__(self, index: Index, on: datetime, siblings: Sequence[Programme] = ()) -> None:
        self.index = index
        self.rulebook = Rulebook(index.programmes, on=on)
        self.calls: list[tuple[Call | None, Status]] = [
            current_call(programme, on=on) for programme in index.programmes
        ]
        self.statuses = [status for _, status in self.calls]
        others = [(one, current_call(one, on=on)) for one in siblings]
        self.sections = sections_of(
            [*index.programmes, *(one for one, _ in others)],
            [*self.calls, *(call for _, call in others)],
        )[: len(self.calls)]
        self.ids = [programme.id for programme in index.programmes]
