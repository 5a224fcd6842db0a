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
from matcher.runs.folder import Record, RunFolder, file_hash, replaced
from matcher.runs.selection import places_by_id
from matcher.runs.shards import Rejection, Shard
from matcher.runs.tables import Pairs, table_of, write_table

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from matcher.runs.ranking import Part, Ranker
    from profiles.model import Profile

__all__ = ["rank_shard"]


def rank_shard(shard: Shard, ranker: Ranker, folder: RunFolder) -> Record:
    """Rank a shard and let it stand in the folder.

    Raises:
        RunError: Its files cannot be written.
        MatchError: Model or cache cannot be used, which no single profile is to blame for.
    """
    plan = ranker.plan
    profiles, rejected, found, theirs = _ranked(shard, ranker)
    ids = [profile.id for profile in profiles]
    marks = dict(zip((p.id for p in shard.profiles), shard.marks, strict=True))
    number = shard.number
    tables = {folder.part(number, "profiles"): _profiles(profiles, marks)}
    if "startups" in plan.sides():
        tables[folder.startups(number)] = table_of(found, ids, ranker.words)
    if "programmes" in plan.sides() and profiles:
        tables[folder.part(number, "programmes")] = table_of(theirs, ids, ranker.words)
    files = {}
    for path, table in tables.items():
        with replaced(path) as passing:
            write_table(table, passing)
            files[folder.relative(path)] = file_hash(passing)
    if rejected:
        path = folder.part(number, "rejected")
        files[folder.relative(path)] = _write_rejected(path, rejected)
    record = Record(
        shard=number,
        input=shard.fingerprint,
        profiles=len(profiles),
        rejected=len({(one.line, one.id) for one in rejected}),
        unplaced=len(profiles) - len(np.unique(found.profile)),
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


def _ranked(shard: Shard, ranker: Ranker) -> tuple[list[Profile], list[Rejection], Pairs, Pairs]:
    """The profiles that could be ranked, what could not be, and the pairs of either side."""
    good: list[Profile] = []
    bad = list(shard.rejected)
    parts: list[Part] = []
    read: list[int] = []
    ties = places_by_id([profile.id for profile in shard.profiles])
    known = ranker.former.rows(shard, ranker.words) if ranker.former else {}
    waiting = [place for place, one in enumerate(shard.profiles) if one.id not in known]
    fused = ranker.fused(len(waiting))
    following = iter(waiting)
    while block := list(islice(following, ranker.block(fused=fused))):
        stack = [block]
        while stack:
            places = stack.pop()
            some = [shard.profiles[place] for place in places]
            try:
                part = ranker.read(some, fused=fused)
            except (MatchError, OSError, MemoryError):
                raise
            except Exception as error:  # whatever one profile causes is told of it
                if len(places) == 1:
                    bad.append(_told(some[0], error))
                    continue
                half = len(places) // 2
                stack += [places[half:], places[:half]]
                continue
            parts.append(part)
            good += some
            read += places
    if len(shard.profiles) > 1 and not good and not known:
        msg = f"no profile of a whole shard could be ranked; of the last one, {bad[-1].reason}"
        raise RunError(msg)
    found, theirs = ranker.ranked(parts, ties[read])
    if known:
        good, bad, found = _with_known(shard, known, good, bad, found)
    return good, bad, found, theirs


def _with_known(
    shard: Shard,
    known: dict[str, Pairs],
    good: list[Profile],
    bad: list[Rejection],
    found: Pairs,
) -> tuple[list[Profile], list[Rejection], Pairs]:
    """What was worked out and what was taken over, in the order of the shard."""
    place = {one.id: number for number, one in enumerate(good)}
    every = [one for one in shard.profiles if one.id in place or one.id in known]
    starts = np.searchsorted(found.profile, np.arange(len(good) + 1))
    parts = []
    for number, one in enumerate(every):
        if one.id in known:
            part = known[one.id]
        else:
            part = found.take(np.arange(starts[place[one.id]], starts[place[one.id] + 1]))
        parts.append(replace(part, profile=np.full(len(part), number, np.int64)))
    return every, bad, Pairs.join(parts)


def _told(profile: Profile, error: Exception) -> Rejection:
    reason = f"could not be ranked: {type(error).__name__}: {error}"
    return Rejection(None, None, None, reason, profile.id)


def _profiles(profiles: Sequence[Profile], marks: dict[str, tuple[str, str]]) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "profile": pa.array([p.id for p in profiles], pa.string()),
            "name": pa.array([p.name for p in profiles], pa.string()),
            "facts": pa.array([marks[p.id][0] for p in profiles], pa.string()),
            "texts": pa.array([marks[p.id][1] for p in profiles], pa.string()),
        }
    )


def _write_rejected(path: Path, rejected: Sequence[Rejection]) -> str:
    with replaced(path) as passing:
        lines = [orjson.dumps(asdict(one), option=orjson.OPT_APPEND_NEWLINE) for one in rejected]
        passing.write_bytes(b"".join(lines))
        return file_hash(passing)
