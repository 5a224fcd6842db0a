"""What changed between two runs, and why?

A pair that is in both runs and differs, or is in one of them only, has one cause: the first of
those in ``CAUSES`` that is true of it. What came or went though nothing of its own changed was
moved by others. A few shards are held at a time, however large the runs are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import RunError
from matcher.runs.compare.comparing import BITS, COLUMNS, ComparedRows, Comparison, Flagged
from matcher.runs.files.folder import SIDES

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from matcher.runs.compare.changes import Difference
    from matcher.runs.files.reading import CompletedRun
    from matcher.runs.files.seen import SeenProgramme

__all__ = ["AT_ONCE", "difference"]

_KNOWN = ["profile", "facts", "texts"]
AT_ONCE = 1 << 20
"""Rows of the later run that are compared together, more or less; each takes some 200 bytes."""


def difference(before: CompletedRun, after: CompletedRun, side: str | None = None) -> Difference:
    """Compare the rows of two runs, profile by profile or programme by programme.

    Args:
        before: The former run.
        after: The later run, of whatever input and cut into whatever shards.
        side: ``startups`` or ``programmes``; if absent, the first of them that both keep.

    Raises:
        RunError: One of them does not keep the rows of this side.
    """
    side = side or _common(before, after)
    for run in (before, after):
        run.needs(side)
    comparison = Comparison(side, _programmes(before, after), _always(before, after))
    if side == "startups":
        _by_startups(before, after, comparison)
    else:
        _by_programmes(before, after, comparison)
    return comparison.found


def _common(before: CompletedRun, after: CompletedRun) -> str:
    one, other = before.manifest.plan, after.manifest.plan
    for side in SIDES:
        if side in one.sides() and side in other.sides():
            return side
    msg = (
        f"{before.folder.path} was run with --side {one.side} and {after.folder.path} with --side"
        f" {other.side}: they keep no rows that could be compared"
    )
    raise RunError(msg)


def _always(before: CompletedRun, after: CompletedRun) -> int:
    one, other = before.manifest.plan, after.manifest.plan
    model = any(one.settings.get(n) != other.settings.get(n) for n in ("model", "fit", "text"))
    return BITS["date"] * (one.on != other.on) | BITS["model"] * model


def _programmes(before: CompletedRun, after: CompletedRun) -> Flagged:
    import pyarrow as pa

    then, now = before.catalogue, after.catalogue
    ids = sorted(then.keys() | now.keys())
    flags = [_of_programme(then.get(one), now.get(one)) for one in ids]
    return Flagged(pa.array(ids, pa.string()), np.array(flags, np.uint16))


def _of_programme(one: SeenProgramme | None, other: SeenProgramme | None) -> int:
    if one is None or other is None:
        return BITS["programme"]
    return (
        BITS["rule"] * (one.rules != other.rules)
        | BITS["call"] * (one.calls != other.calls)
        | BITS["text"] * (one.texts != other.texts)
        | BITS["offer"] * (one.offer != other.offer)
    )


def _by_startups(before: CompletedRun, after: CompletedRun, comparison: Comparison) -> None:
    """By the shards of the later run; then those whom it does not have.

    The former shard of a startup is found by 64 bits of its id, and the startup there by the id
    itself: rows are never taken for those of another. Of a million startups two have the same bits
    once in forty million runs; one of them would be told to have gone and come.
    """
    import pyarrow as pa

    met: dict[int, NDArray[np.bool_]] = {}
    for shards in _batches(before, after):
        ids = pa.concat_tables(after.table(one, "profiles", ["profile"]) for one in shards)
        profiles = ids.column("profile").combine_chunks()
        among = [one for one in np.unique(before.shards_of(profiles.to_pylist())) if one >= 0]
        known = _known(before, among, profiles, met), _known(after, shards, profiles)
        then, now = (
            ComparedRows.join(
                comparison.rows(run.table(one, "startups", COLUMNS), profiles) for one in some
            )
            for run, some in ((before, among), (after, shards))
        )
        comparison.add(then, now, Flagged(profiles, _flags(len(profiles), *known)))
    for shard in before.shards:
        profiles = before.table(shard, "profiles", ["profile"]).column("profile").combine_chunks()
        if shard in met:
            profiles = profiles.filter(pa.array(~met[shard]))
        if len(profiles):
            flags = np.full(len(profiles), BITS["profile"], np.uint16)
            rows = comparison.rows(before.table(shard, "startups", COLUMNS), profiles)
            comparison.add(rows, ComparedRows.join(()), Flagged(profiles, flags))


def _batches(before: CompletedRun, after: CompletedRun) -> Iterator[range]:
    plan = after.manifest.plan
    number = max(1, AT_ONCE // (plan.shard_rows * max(plan.top, before.manifest.plan.top)))
    for first in range(0, len(after.shards), number):
        yield after.shards[first : first + number]


def _by_programmes(before: CompletedRun, after: CompletedRun, comparison: Comparison) -> None:
    """All at once: there are few programmes, and each keeps few rows."""
    import pyarrow as pa

    then, now = (pa.concat_tables(run.tables("programmes", COLUMNS)) for run in (before, after))
    ids = sorted(
        {one for table in (then, now) if len(table) for one in table["profile"].to_pylist()}
    )
    profiles = pa.array(ids, pa.string())
    known = (_known(run, run.shards, profiles) for run in (before, after))
    former, later = (comparison.rows(table, profiles) for table in (then, now))
    comparison.add(former, later, Flagged(profiles, _flags(len(ids), *known)))


def _known(
    run: CompletedRun,
    shards: Iterable[int],
    profiles: pa.Array,
    met: dict[int, NDArray[np.bool_]] | None = None,
) -> pa.Table:
    """The facts and texts of those profiles that are in some shards, each with its place.

    Args:
        run: The run.
        shards: Which of its shards.
        profiles: Ids.
        met: Told which profiles of each shard were found.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = {"place": pa.int32(), "facts": pa.string(), "texts": pa.string()}
    found = [pa.table({name: pa.array([], kind) for name, kind in kinds.items()})]
    for shard in shards:
        table = run.table(shard, "profiles", _KNOWN)
        places = pc.index_in(table.column("profile"), profiles)
        held = places.is_valid()
        found.append(table.set_column(0, "place", places).filter(held))
        if met is not None:
            met[shard] = met.get(shard, False) | held.to_numpy()
    return pa.concat_tables(found).combine_chunks()


def _flags(number: int, then: pa.Table, now: pa.Table) -> NDArray[np.uint16]:
    """What became of each profile: it came or went, or its facts or texts changed."""
    one, other = (np.full(number, -1) for _ in range(2))
    one[then.column("place").to_numpy()] = np.arange(len(then))
    other[now.column("place").to_numpy()] = np.arange(len(now))
    both = np.flatnonzero((one >= 0) & (other >= 0))
    flags = np.full(number, BITS["profile"], np.uint16)
    flags[both] = 0
    then, now = then.take(one[both]), now.take(other[both])
    for name, bit in (("facts", BITS["facts"]), ("texts", BITS["text"])):
        differs = then.column(name).to_numpy() != now.column(name).to_numpy()
        flags[both[differs]] |= np.uint16(bit)
    return flags
