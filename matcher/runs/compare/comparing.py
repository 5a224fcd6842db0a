"""Which pairs of two sets of rows differ, in what, and why?

Everything is compared as columns of numbers. A word (a verdict, findings) stands for its place in
one list that both runs share, so equal numbers are equal words: nothing is rounded or hashed. Only
the few pairs that are shown as examples become Python again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.runs.compare.changes import CAUSES, WHATS, Difference, PairChange

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.uint16]

__all__ = ["BITS", "COLUMNS", "ComparedRows", "Comparison", "Flagged"]

BITS = {cause: 1 << place for place, cause in enumerate(CAUSES)}
"""Each cause as a bit; those of a pair are added up, and the lowest is the first of them."""

COLUMNS = ["profile", "programme", "rank", "verdict", "status", "fit", "findings"]
"""What is read of a row: the parts of a fit and the challenge do not count as a difference."""

_NAMES = tuple(WHATS)
_VALUES = _NAMES[:5]
_CAME, _WENT = _NAMES.index("came"), _NAMES.index("went")
_CAUSES = tuple(CAUSES)
_RELEVANT = np.array(
    [sum(BITS[one] for one in {*causes, "others"}) for causes in WHATS.values()], np.uint16
)
_LOWEST = np.array([(n & -n).bit_length() - 1 for n in range(1 << len(BITS))], np.int64)
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Flagged:
    """Profiles or programmes: the id of each, and the bits of what became of it."""

    ids: pa.Array
    flags: Flags


@dataclass(frozen=True, slots=True)
class ComparedRows:
    """Rows of a run; all arrays have one entry a row.

    Attributes:
        profile, programme: Places among those that are compared.
        values: ``rank`` and ``fit`` as they are, ``verdict``, ``status`` and ``findings`` as places
            in the list of words.
    """

    profile: Ints
    programme: Ints
    values: Mapping[str, NDArray[Any]]

    def take(self, places: NDArray[np.intp]) -> ComparedRows:
        """These rows, in this order."""
        values = {name: column[places] for name, column in self.values.items()}
        return ComparedRows(self.profile[places], self.programme[places], values)

    @classmethod
    def join(cls, parts: Iterable[ComparedRows]) -> ComparedRows:
        """Rows of several shards; those of none are no rows."""
        every = [_NONE, *parts]
        return cls(
            np.concatenate([part.profile for part in every]),
            np.concatenate([part.programme for part in every]),
            {name: np.concatenate([part.values[name] for part in every]) for name in _VALUES},
        )


_NONE = ComparedRows(
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    {name: np.zeros(0, np.float64 if name == "fit" else np.int32) for name in _VALUES},
)


class Comparison:
    """What two runs say, compared part by part.

    Args:
        side: Whose rows are compared.
        programmes: Of both runs, by id.
        always: The bits that are true of every pair.

    Attributes:
        found: What differs so far.
    """

    found: Difference

    def __init__(self, side: str, programmes: Flagged, always: int) -> None:
        self.found = Difference(side)
        self._programmes = programmes
        self._always = np.uint16(always | BITS["others"])
        self._words: dict[str, int] = {}

    def rows(self, table: pa.Table, profiles: pa.Array) -> ComparedRows:
        """Those rows of a run that belong to some profiles.

        Args:
            table: With ``COLUMNS``; where there are no rows, they may be missing.
            profiles: Ids.
        """
        import pyarrow.compute as pc

        if not len(table):
            return _NONE
        places = pc.index_in(table.column("profile"), profiles)
        if places.null_count:
            table, places = table.filter(places.is_valid()), places.drop_null()
        programmes = self._programmes.ids
        values = {name: table.column(name).to_numpy() for name in ("rank", "fit")}
        for name in ("verdict", "status", "findings"):
            values[name] = _numbers(table.column(name), self._places)
        return ComparedRows(
            places.to_numpy().astype(np.int64),
            _numbers(table.column("programme"), lambda ids: pc.index_in(ids, programmes)),
            values,
        )

    def _places(self, words: pa.Array) -> NDArray[np.int32]:
        known = self._words
        return np.array([known.setdefault(one, len(known)) for one in words.to_pylist()], np.int32)

    def add(self, before: ComparedRows, after: ComparedRows, profiles: Flagged) -> None:
        """Compare all rows of some profiles.

        Args:
            before: The former rows; no pair stands twice.
            after: The later ones, likewise.
            profiles: To whom they belong; examples are the first by their place, then by the
                programme's, and by the programme's first on the programmes' side.
        """
        one, other = (self._keys(rows, len(profiles.ids)) for rows in (before, after))
        _, here, there = np.intersect1d(one, other, assume_unique=True, return_indices=True)
        what = np.full(len(here), -1)
        for place in reversed(range(len(_VALUES))):
            name = _VALUES[place]
            what[before.values[name][here] != after.values[name][there]] = place
        differs = what >= 0
        self.found.same += len(what) - int(np.count_nonzero(differs))
        was, is_ = before.take(here[differs]), after.take(there[differs])
        self._count(what[differs], was, is_, profiles)
        came, went = after.take(_others(other, there)), before.take(_others(one, here))
        self._count(np.full(len(came.profile), _CAME), None, came, profiles)
        self._count(np.full(len(went.profile), _WENT), went, None, profiles)

    def _keys(self, rows: ComparedRows, profiles: int) -> Ints:
        """One number a pair, in the order in which pairs are shown."""
        if self.found.side == "startups":
            return rows.profile * len(self._programmes.ids) + rows.programme
        return rows.programme * profiles + rows.profile

    def _count(
        self, what: Ints, before: ComparedRows | None, after: ComparedRows | None, profiles: Flagged
    ) -> None:
        rows = after or before
        if rows is None or not len(what):
            return
        bits = profiles.flags[rows.profile] | self._programmes.flags[rows.programme] | self._always
        kinds = what * len(_CAUSES) + _LOWEST[bits & _RELEVANT[what]]
        for kind, number in enumerate(np.bincount(kinds).tolist()):
            if not number:
                continue
            name, cause = _NAMES[kind // len(_CAUSES)], _CAUSES[kind % len(_CAUSES)]
            self.found.counts[name, cause] += number
            kept = self.found.examples.setdefault((name, cause), [])
            if room := _EXAMPLES - len(kept):
                for place in np.flatnonzero(kinds == kind)[:room].tolist():
                    profile = profiles.ids[rows.profile[place]].as_py()
                    programme = self._programmes.ids[rows.programme[place]].as_py()
                    was, is_ = (self._told(one, name, place) for one in (before, after))
                    kept.append(PairChange(profile, programme, name, cause, was, is_))

    def _told(self, rows: ComparedRows | None, name: str, place: int) -> Any:
        if rows is None:
            return None
        if name in ("came", "went"):
            return rows.values["rank"][place].item(), rows.values["fit"][place].item()
        value = rows.values[name][place].item()
        return value if name in ("rank", "fit") else list(self._words)[value]


def _others(keys: Ints, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where the keys stand that are not at these places, in their order."""
    left = np.delete(np.arange(len(keys)), places)
    return left[np.argsort(keys[left])]


def _numbers(column: pa.ChunkedArray, places: Callable[[pa.Array], Any]) -> Ints:
    """A column of words as numbers, each word of a chunk looked up once."""
    found = [np.zeros(0, np.int64)]
    for chunk in column.chunks:
        found.append(np.asarray(places(chunk.dictionary), np.int64)[chunk.indices.to_numpy()])
    return np.concatenate(found)
