"""What is known of all programmes at one instant that every profile's list needs?

Beside the board: the order of ids, codes of status, kind and area to count by, and the distinct
sets of conditions. Programmes share conditions, so what depends on the conditions alone is worked
out once a set, whatever the number of programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import UNMET
from matcher.fit.order import kept, places_by_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.fit.board import Board
    from matcher.fit.order import Filters
    from programmes.model import Programme

    Places = NDArray[np.intp]

__all__ = ["Field"]

_MASKS = 256
"""Sets of filters whose programmes are remembered: a few kilobytes each."""


class Field:
    """A board, seen by whoever lists its programmes.

    Args:
        board: The programmes at an instant.

    Attributes:
        board: The same.
        ties: Of each programme, its place by id; shape (programmes,).
        places: The place of each id.
        programmes: The programmes by id.
        sets: The distinct sequences of binding conditions, as places in the rulebook.
        set_of: Of each programme, its place in ``sets``; shape (programmes,).
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.ties = places_by_id(board.ids)
        self.places = {identifier: place for place, identifier in enumerate(board.ids)}
        self.programmes: dict[str, Programme] = dict(
            zip(board.ids, board.index.programmes, strict=True)
        )
        known: dict[tuple[int, ...], int] = {}
        self.set_of = np.array(
            [known.setdefault(tuple(one), len(known)) for one in board.rulebook.binding], np.intp
        )
        self.sets = list(known)
        # Each is followed by one rule more that is always met, so that none is empty.
        always = len(board.rulebook.rules)
        self._flat = np.array([p for one in self.sets for p in (*one, always)], np.intp)
        lengths = [len(one) + 1 for one in self.sets]
        self._starts = np.cumsum([0, *lengths])[:-1]
        self._within = np.repeat(np.arange(len(lengths)), lengths)
        self._coded = {
            "status": _coded([str(status) for status in board.statuses]),
            "kind": _coded([programme.kind for programme in board.index.programmes]),
        }
        areas = sorted({area for one in board.index.programmes for area in one.areas})
        self._areas = {
            area: np.array([area in one.areas for one in board.index.programmes], np.bool_)
            for area in areas
        }
        # A cache that held a method of this object would hold the object itself for ever.
        self._masks: dict[Filters, NDArray[np.bool_]] = {}

    def mask(self, filters: Filters, fits: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which programmes pass the filters, shape (programmes,)."""
        wanted = replace(filters, min_fit=0.0)
        whole = self._masks.get(wanted)
        if whole is None:
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            whole = self._masks[wanted] = self._worked_out(wanted)
        return whole & (fits >= filters.min_fit) if filters.min_fit > 0 else whole

    def _worked_out(self, filters: Filters) -> NDArray[np.bool_]:
        board = self.board
        found = kept(filters, board.index.programmes, board.statuses, np.ones(len(board.ids)))
        found.flags.writeable = False
        return found

    def without(self, identifiers: Iterable[str]) -> Places:
        """The places of these programmes; one that is not there is left out."""
        return np.array([self.places[one] for one in identifiers if one in self.places], np.intp)

    def alone(self, answers: Answers) -> Places:
        """Of each set, the rule that alone keeps a profile out; -1 where it is not one.

        Args:
            answers: Of each rule on one profile.
        """
        if not self.sets:
            return np.zeros(0, np.intp)
        unmet = np.append(answers == UNMET, False)[self._flat]
        found = np.full(len(self.sets), -1, np.intp)
        found[self._within[unmet]] = self._flat[unmet]
        return np.where(np.add.reduceat(unmet, self._starts, dtype=np.intp) == 1, found, -1)

    def counts(self, places: Places) -> dict[str, dict[str, int]]:
        """How many of these programmes there are of each status, kind and area."""
        found = {
            name: {
                word: int(n)
                for word, n in zip(words, np.bincount(codes[places], minlength=1), strict=False)
                if n
            }
            for name, (words, codes) in self._coded.items()
        }
        areas = {area: int(held[places].sum()) for area, held in self._areas.items()}
        return {**found, "area": {area: n for area, n in areas.items() if n}}


def _coded(words: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The distinct words, sorted, and of each the place among them."""
    names = sorted(set(words))
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[word] for word in words], np.intp)
