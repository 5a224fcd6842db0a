"""How are all candidates of every programme kept, so that a page of them is read at once?

A run ranks every profile for every programme: millions of pairs, of which a page shows twenty. A
pair is nine bytes (who, the verdict, the fit) in one file, programme by programme, best first. Who
is only a number here; names, countries and areas stand in the store, so that to forget somebody is
to delete a row there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.eligibility.answer import Band
from matcher.errors import RunError
from matcher.fit.model import DECIMALS
from matcher.results import MARKS, Mark
from matcher.runs.files.folder import check, file_hash, replaced, seal, unseal

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from matcher.answers.listing import Listing

    Rows = NDArray[np.void]

__all__ = ["PAIR", "CandidateRow", "CandidateTable", "column_file", "join_columns", "write_columns"]

_UNIT = 10**DECIMALS
PAIR = np.dtype([("fit", "<u4"), ("band", "u1")])
"""A fit in units of its last decimal; a ``Band``, how the text was read, and whether it is a near
miss."""
_ROW = np.dtype([("who", "<u4"), ("fit", "<u4"), ("band", "u1")])
_NEAR = 32
"""Added to the band of a near miss; below it stands how the text was read, in steps of the number
of bands."""
_GONE = 255
"""The band of somebody who was forgotten before the run came to him."""
_FILE, _HEAD = "candidates.bin", "candidates.json"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One pair: the place of a profile in its run, and what was found."""

    who: int
    verdict: str
    outlook: str
    fit: float
    near_miss: bool
    reading: Mark


def column_file(folder: Path, shard: int) -> Path:
    """Where the pairs of a shard wait for the others."""
    return folder / "columns" / f"{shard:06d}.npy"


def write_columns(path: Path, listings: Sequence[Listing | None], programmes: int) -> None:
    """Keep the pairs of a shard.

    Args:
        path: Of ``column_file``.
        listings: Its profiles before all programmes; None for one that is gone.
        programmes: How many programmes there are.
    """
    found = np.zeros((programmes, len(listings)), PAIR)
    found["band"] = _GONE
    for at, listing in enumerate(listings):
        if listing is not None:
            found["fit"][:, at] = np.rint(listing.fits * _UNIT)
            read = MARKS.index(listing.reading.mark)
            found["band"][:, at] = listing.bands + len(Band) * read + _NEAR * listing.near
    with replaced(path) as passing, passing.open("wb") as file:
        np.save(file, found)


def join_columns(folder: Path, programmes: Sequence[str], shards: int) -> None:
    """Rank all profiles for each programme, and let the columns go.

    Args:
        folder: Of the run.
        programmes: Their ids, in the order of the columns.
        shards: How many shards there are.
    """
    paths = [column_file(folder, shard) for shard in range(shards)]
    columns = [np.load(path, mmap_mode="r") for path in paths]
    number = sum(column.shape[1] for column in columns)
    with replaced(folder / _FILE) as passing, passing.open("wb") as file:
        for place in range(len(programmes)):
            file.write(_ranked([column[place] for column in columns]).tobytes())
    head = {
        "programmes": list(programmes),
        "profiles": number,
        "pairs": file_hash(folder / _FILE),
    }
    with replaced(folder / _HEAD) as passing:
        passing.write_bytes(seal(head))
    del columns
    for path in paths:
        path.unlink()
    if paths:
        paths[0].parent.rmdir()


def _ranked(parts: Sequence[Rows]) -> Rows:
    """By band, then what was read, then the better fit, then the id.

    Profiles are numbered in the order of ids. A text in a language that is not read has no fit to
    go by, so it stands apart.
    """
    found = np.concatenate(parts) if parts else np.zeros(0, PAIR)
    read, bands = np.divmod(found["band"] % _NEAR, len(Band))
    unread = read == MARKS.index("not-read")
    order = np.lexsort((-found["fit"].astype(np.int64), unread, bands, found["band"] == _GONE))
    rows = np.zeros(len(found), _ROW)
    rows["who"], rows["fit"], rows["band"] = order, found["fit"][order], found["band"][order]
    return rows


class CandidateTable:
    """The pairs of a finished run.

    Args:
        folder: Of the run.
        head: What its file says of itself.
    """

    def __init__(self, folder: Path, head: dict[str, Any]) -> None:
        self.profiles: int = head["profiles"]
        self._place = {programme: at for at, programme in enumerate(head["programmes"])}
        shape = (len(self._place), self.profiles)
        self._rows: Any = (
            np.memmap(folder / _FILE, _ROW, "r", shape=shape)
            if all(shape)
            else np.zeros(shape, _ROW)
        )

    @classmethod
    def open(cls, folder: Path) -> CandidateTable | None:
        """The pairs in a run's folder; None if they are not there, or are not what was written."""
        try:
            cls.check(folder)
            return cls(folder, unseal(folder / _HEAD)[0])
        except (RunError, OSError, ValueError, KeyError):
            return None

    @classmethod
    def check(cls, folder: Path) -> None:
        """Find out whether the pairs of a run are what was written.

        Raises:
            RunError: They are damaged, or not there.
        """
        head, _ = unseal(folder / _HEAD)
        if "pairs" in head:  # earlier versions did not keep it
            check(folder / _FILE, head["pairs"])

    @property
    def programmes(self) -> tuple[str, ...]:
        """The ids of the programmes, in the order of the file."""
        return tuple(self._place)

    def __contains__(self, programme: object) -> bool:
        return programme in self._place

    def page(
        self,
        programme: str,
        start: int,
        limit: int,
        *,
        seen: NDArray[np.bool_] | None = None,
        least: float = 0.0,
    ) -> tuple[list[CandidateRow], int]:
        """Some candidates of a programme, best first, and how many there are.

        Args:
            programme: Its id.
            start: Candidates to skip.
            limit: Candidates wanted.
            seen: Of each profile of the run, whether it counts; all do if None.
            least: The lowest fit that counts.
        """
        rows = self._rows[self._place[programme]]
        total = len(rows)
        if seen is None and least <= 0:
            shown = np.array(rows[start : start + limit])
        else:
            held = np.array(rows)
            mask = (held["band"] != _GONE) & (held["fit"] >= np.rint(least * _UNIT))
            if seen is not None:
                mask &= seen[held["who"]]
            held = held[mask]
            total, shown = len(held), held[start : start + limit]
        return list(_shown(shown)), total


def _shown(rows: Rows) -> Iterator[CandidateRow]:
    for who, fit, band in rows.tolist():
        near, rest = divmod(band, _NEAR)
        read, found = divmod(rest, len(Band))
        said = Band(found)
        yield CandidateRow(
            who, said.verdict.word, said.outlook, fit / _UNIT, bool(near), MARKS[read]
        )
