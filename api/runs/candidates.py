"""How are all candidates of every programme kept, so that a page of them is read at once?

A run ranks every profile for every programme: millions of pairs, of which a page shows twenty. A
pair is nine bytes (who, the verdict, the fit) in one file, programme by programme, best first. Who
is only a number here; names, countries and areas stand in the store, so that to forget somebody is
to delete a row there.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    CandidateRows = NDArray[np.void]

__all__ = [
    "PAIR", "CandidateTable", "column_file", "join_columns", "pair_of", "rank_keys", "read_code",
    "rows_of", "write_columns",
]  # fmt: skip

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
            found[:, at] = pair_of(listing)
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

    def rows(self, programme: str) -> CandidateRows:
        """Everybody before a programme, best first: who, the fit, and what ``read_code`` reads."""
        rows: CandidateRows = np.array(self._rows[self._place[programme]])
        return rows


def rows_of(pairs: Sequence[Rows]) -> CandidateRows:
    """Profiles before one programme, ranked as those of a run are.

    Args:
        pairs: Of each profile in the order of ids, shape (1,).
    """
    return _ranked(pairs)


def pair_of(listing: Listing, fits: NDArray[np.float64] | None = None) -> Rows:
    """One profile before all programmes of its snapshot, packed; shape (programmes,).

    Args:
        listing: The profile.
        fits: In place of the shipped ones, shape (programmes,).
    """
    found = np.zeros(len(listing.fits), PAIR)
    found["fit"] = np.rint((listing.fits if fits is None else fits) * _UNIT)
    read = MARKS.index(listing.reading.mark)
    found["band"] = listing.bands + len(Band) * read + _NEAR * listing.near
    return found


def read_code(code: int) -> tuple[Band, bool, Mark] | None:
    """The band, whether it is a near miss, and how the text was read; None for who is gone."""
    if code == _GONE:
        return None
    near, rest = divmod(code, _NEAR)
    read, band = divmod(rest, len(Band))
    return (Band(band), bool(near), MARKS[read]) if read < len(MARKS) else None


def rank_keys(rows: Rows) -> NDArray[np.uint64]:
    """Numbers by which pairs stand in order, ids aside: the better pair has the lower one."""
    read, bands = np.divmod(rows["band"] % _NEAR, len(Band))
    first = bands.astype(np.uint64) * np.uint64(2) + (read == MARKS.index("not-read"))
    gone = (rows["band"] == _GONE).astype(np.uint64) << np.uint64(60)
    keys: NDArray[np.uint64] = gone + (first << np.uint64(40)) + np.uint64(1 << 32)
    return np.asarray(keys - rows["fit"].astype(np.uint64), np.uint64)
