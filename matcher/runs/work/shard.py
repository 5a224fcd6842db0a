"""How does a shard become files, whatever is in it?

A profile that cannot be ranked is found by halving its block, and turned away by itself: the others
go on. The files are written first and the record of the shard last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import orjson

from matcher.errors import MatchError, RunError
from matcher.fit.order import places_by_id
from matcher.runs.files.folder import RunFolder, ShardRecord, file_hash, replaced
from matcher.runs.files.shards import Rejection, Shard
from matcher.runs.files.tables import MORE, PairLabels, table_of, write_table
from matcher.runs.work.merging import among_all, merged
from matcher.runs.work.ranker import Ranked, Ranker, ReadBlock

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from profiles.model import Profile

    Ints = NDArray[np.int64]
    Places = NDArray[np.intp]

__all__ = ["rank_shard"]


def rank_shard(
    shard: Shard, ranker: Ranker, folder: RunFolder, *, prose: bool = True
) -> ShardRecord:
    """Rank a shard and let it stand in the folder.

    Args:
        shard: Its rows as they were given.
        ranker: The matcher under the run's plan.
        folder: Where the run is kept.
        prose: Whether facts are read out of the texts; False where that was done before.

    Raises:
        RunError: Its files cannot be written.
        MatchError: Model or cache cannot be used, which no single profile is to blame for.
    """
    plan, fingerprint = ranker.plan, shard.fingerprint
    if prose:
        shard = shard.with_prose()
    good, rejected, found = _ranked(shard, ranker)
    profiles = [shard.profiles[place] for place in good]
    ids = [profile.id for profile in profiles]
    number = shard.number
    tables = {folder.part(number, "profiles"): _profiles(profiles, [shard.marks[p] for p in good])}
    if "startups" in plan.sides():
        tables[folder.startups(number)] = table_of(found.startups, ids, ranker.words)
    if "programmes" in plan.sides() and profiles:
        tables[folder.part(number, "programmes")] = _theirs(found, ids, ranker.words)
    files = {}
    for path, table in tables.items():
        with replaced(path) as passing:
            write_table(table, passing)
            files[folder.relative(path)] = file_hash(passing)
    if rejected:
        path = folder.part(number, "rejected")
        files[folder.relative(path)] = _write_rejected(path, rejected)
    record = ShardRecord(
        shard=number,
        input=fingerprint,
        profiles=len(profiles),
        rejected=len({(one.line, one.id) for one in rejected}),
        unplaced=len(profiles) - len(np.unique(found.startups.profile)),
        rows={name: len(table) for name, table in _named(tables, folder, number)},
        files=files,
    )
    folder.commit(record)
    return record


def _named(
    tables: dict[Path, pa.Table], folder: RunFolder, number: int
) -> list[tuple[str, pa.Table]]:
    names = {folder.startups(number): "startups", folder.part(number, "programmes"): "programmes"}
    return [(names[path], table) for path, table in tables.items() if path in names]


def _ranked(shard: Shard, ranker: Ranker) -> tuple[Places, list[Rejection], Ranked]:
    """The places that could be ranked, what could not be, and what is kept of the shard."""
    ties = places_by_id([profile.id for profile in shard.profiles])
    known = ranker.former.known(shard) if ranker.former else None
    anew = np.arange(len(shard.profiles)) if known is None else known.anew
    good, bad, found = _worked_out(shard, anew, ranker, ties)
    if known is not None:
        parts, rest = [found], known.rest
        if ranker.changed and ranker.former:
            rest, worse, part = _worked_out(shard, rest, ranker.changed, ties)
            parts.append(among_all(part, ranker.former.changed, ranker.snapshot.index))
            bad += worse
        good = np.sort(np.concatenate([good, rest]))
        # Rows of those who could not be ranked are not taken over either.
        found = merged(known.among(good) if bad else known, parts, ranker, ties)
    if len(shard.profiles) > 1 and not len(good):
        msg = f"no profile of a whole shard could be ranked; of the last one, {bad[-1].reason}"
        raise RunError(msg)
    one, other = (replace(p, profile=np.searchsorted(good, p.profile)) for p in found[:2])
    return good, [*shard.rejected, *bad], Ranked(one, other, found.more)


def _worked_out(
    shard: Shard, places: Places, ranker: Ranker, ties: Ints
) -> tuple[Places, list[Rejection], Ranked]:
    """The same of some of a shard's profiles; those of the pairs by their place in the shard."""
    bad: list[Rejection] = []
    parts: list[ReadBlock] = []
    read: list[int] = []
    fused = ranker.fused(len(places))
    following = iter(places.tolist())
    while block := list(islice(following, ranker.block(fused=fused))):
        stack = [block]
        while stack:
            some = stack.pop()
            try:
                part = ranker.read([shard.profiles[place] for place in some], fused=fused)
            except (MatchError, OSError, MemoryError):
                raise
            except Exception as error:  # whatever one profile causes is told of it
                if len(some) == 1:
                    bad.append(_told(shard.profiles[some[0]], error))
                    continue
                half = len(some) // 2
                stack += [some[half:], some[:half]]
                continue
            parts.append(part)
            read += some
    found = ranker.ranked(parts, ties[read])
    good = np.array(read, np.intp)
    one, other = (replace(pairs, profile=good[pairs.profile]) for pairs in found[:2])
    return good, bad, Ranked(one, other, found.more)


def _told(profile: Profile, error: Exception) -> Rejection:
    reason = f"could not be ranked: {type(error).__name__}: {error}"
    return Rejection(None, None, None, reason, profile.id)


def _theirs(found: Ranked, ids: Sequence[str], words: PairLabels) -> pa.Table:
    import pyarrow as pa

    table = table_of(found.programmes, ids, words)
    return table.append_column(MORE, pa.array(found.more[found.programmes.programme]))


def _profiles(profiles: Sequence[Profile], marks: Sequence[tuple[str, str]]) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "profile": pa.array([p.id for p in profiles], pa.string()),
            "name": pa.array([p.name for p in profiles], pa.string()),
            "facts": pa.array([facts for facts, _ in marks], pa.string()),
            "texts": pa.array([texts for _, texts in marks], pa.string()),
        }
    )


def _write_rejected(path: Path, rejected: Sequence[Rejection]) -> str:
    with replaced(path) as passing:
        lines = [orjson.dumps(asdict(one), option=orjson.OPT_APPEND_NEWLINE) for one in rejected]
        passing.write_bytes(b"".join(lines))
        return file_hash(passing)
