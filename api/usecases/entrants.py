"""Who stands in a list of candidates, and who has changed since it was worked out?

Everybody who took part, as arrays: who may be seen, whom filters keep, and who is alike, are found
without reading a profile. What was written afterwards is followed by the numbers of changes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from api.usecases.access import owner_of
from profiles.likeness import KINDS, PRINTS
from programmes.filters import Facet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from api.store.runs import Entrant
    from api.usecases.access import Visibility
    from profiles.store import ProfileStore

    Mask = NDArray[np.bool_]

__all__ = ["EntrantLikeness", "Entrants", "Roster", "alike", "twins"]


class Entrants:
    """Some who are listed, by place.

    Args:
        rows: Of each; one that is gone has no id.
    """

    def __init__(self, rows: Sequence[Entrant]) -> None:
        self.names = [one.profile for one in rows]
        self.hashes = [one.hash for one in rows]
        self.place = {name: at for at, name in enumerate(self.names) if name is not None}
        self.facets: Mapping[str, Facet] = {
            "country": Facet([_split(one.seats) for one in rows]),
            "area": Facet([_split(one.areas) for one in rows]),
            "flag": Facet([_split(one.flags) for one in rows]),
        }
        self.flags = [_split(one.flags) for one in rows]
        blank = bytes(8 * len(PRINTS))
        held = b"".join(one.prints or blank for one in rows)
        self.prints = np.frombuffer(held, np.uint64).reshape(-1, len(PRINTS))
        known: dict[str, int] = {}
        owners = (owner_of(name) if name is not None else None for name in self.names)
        self._owner = np.array(
            [-1 if one is None else known.setdefault(one, len(known)) for one in owners], np.intp
        )
        self._owners = list(known)
        self._seen: tuple[object, Mask] | None = None
        self.size = 1_000 + 900 * len(rows)

    def seen(self, sight: Visibility, state: object) -> Mask:
        """Whom a caller sees, shape (entrants,); not to be written to.

        Args:
            sight: The caller's.
            state: Of what the sight depends on: the last mask is kept under it.
        """
        if self._seen is not None and self._seen[0] == state:
            return self._seen[1]
        may = [sight.sees_all_of(owner) for owner in self._owners]
        found: Mask = np.array([*may, False], np.bool_)[self._owner]
        if not all(may):
            places = [self.place[one] for one in sight.shown if one in self.place]
            found[places] = True
        found.flags.writeable = False
        self._seen = state, found
        return found

    def having(self, wanted: Mapping[str, Sequence[str]]) -> Mask:
        """Who has one of the wanted words of each facet that is asked for."""
        found = np.ones(len(self.names), np.bool_)
        for name, words in wanted.items():
            if words:
                found &= self.facets[name].any_of(words)
        return found


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split(",")) if words else ()


class EntrantLikeness:
    """Who is alike among some: equal prints stand under one number.

    Args:
        prints: Shape (entrants, prints); 0 is like nothing.
    """

    def __init__(self, prints: NDArray[np.uint64]) -> None:
        self._known: list[NDArray[np.uint64]] = []
        columns = []
        for column in prints.T:
            values, numbers = np.unique(column, return_inverse=True)
            self._known.append(values)
            columns.append(np.where(column == 0, -1, numbers))
        self._numbers = np.array(columns, np.intp).reshape(len(PRINTS), len(prints))

    def with_more(self, prints: NDArray[np.uint64]) -> NDArray[np.intp]:
        """The numbers of all, some more behind the others: shape (prints, entrants)."""
        if not len(prints):
            return self._numbers
        more = np.empty((len(PRINTS), len(prints)), np.intp)
        for row, (known, column) in enumerate(zip(self._known, prints.T, strict=True)):
            _, again = np.unique(column, return_inverse=True)
            at = np.searchsorted(known, column)
            there = at < len(known)
            there[there] = known[at[there]] == column[there]
            more[row] = np.where(there, at, len(known) + again)
            more[row, column == 0] = -1
        return np.concatenate([self._numbers, more], axis=1)


def alike(numbers: NDArray[np.intp], seen: Mask) -> dict[str, Mask]:
    """Of those who are seen, who is like another of them, by the kind of likeness."""
    found = {kind: np.zeros(len(seen), np.bool_) for kind in KINDS}
    for kind, row in zip(PRINTS, numbers, strict=True):
        counts = np.bincount(row[seen] + 1, minlength=int(row.max(initial=-1)) + 2)
        found[KINDS[kind]] |= seen & (row >= 0) & (counts[row + 1] > 1)
    return found


def twins(numbers: NDArray[np.intp], seen: Mask, at: int) -> list[int]:
    """The places of those who are seen and like one, in any way."""
    same = ((numbers == numbers[:, [at]]) & (numbers[:, [at]] >= 0)).any(axis=0) & seen
    same[at] = False
    return np.flatnonzero(same).tolist()


class Roster:
    """Everybody as of one moment, and who was added or changed since.

    Args:
        rows: Of each who took part.
        number: Of the last change that ``hashes`` knows of.
        hashes: What every stored profile says now.
    """

    def __init__(self, rows: Sequence[Entrant], number: int, hashes: Mapping[str, str]) -> None:
        self.entrants = Entrants(rows)
        self.likeness = EntrantLikeness(self.entrants.prints)
        self.number = number
        self.current = np.array(
            [hashes.get(one.profile or "") == one.hash for one in rows], np.bool_
        )
        known = self.entrants.place
        self.changed: dict[str, int] = {
            one: number
            for one, said in hashes.items()
            if one not in known or self.entrants.hashes[known[one]] != said
        }
        self._lock = threading.Lock()
        self.size = self.entrants.size + 100 * len(self.changed)

    def follow(self, store: ProfileStore) -> bool:
        """Hear of what was written meanwhile; False if somebody is gone, and all is to be read."""
        with self._lock:
            number, ids = store.changes(self.number)
            if None in ids:
                return False
            for one in reversed(ids):
                assert one is not None  # noqa: S101 - looked at above
                self.changed.pop(one, None)
                self.changed[one] = number
                if one in self.entrants.place:
                    self.current[self.entrants.place[one]] = False
            self.number = number
        return True
