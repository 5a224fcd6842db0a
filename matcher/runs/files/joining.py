"""How do shards that stand become one run?

The best startups of each programme are those of the shards, merged in the order in which shards
were cut; rejected rows are strung together. What comes out depends on the shards alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.runs.files.folder import RunFolder, ShardRecord, file_hash, replaced
from matcher.runs.files.tables import MORE, band_of, write_table

if TYPE_CHECKING:
    import pyarrow as pa

    from matcher.runs.files.plan import RunPlan

__all__ = ["join_shards"]


def join_shards(
    folder: RunFolder, plan: RunPlan, records: Sequence[ShardRecord]
) -> tuple[dict[str, str], int]:
    """Write what belongs to no single shard.

    Returns:
        The hash of each file by its name, and the rows on the programmes' side.
    """
    files = {}
    rows = 0
    digest = hashlib.sha256()
    with replaced(folder.rejected) as passing, passing.open("wb") as out:
        for record in records:
            path = folder.part(record.shard, "rejected")
            if folder.relative(path) in record.files:
                content = path.read_bytes()
                digest.update(content)
                out.write(content)
    files[folder.relative(folder.rejected)] = digest.hexdigest()
    files[folder.relative(folder.catalogue)] = file_hash(folder.catalogue)
    if "programmes" in plan.sides():
        with replaced(folder.programmes) as passing:
            merged = _merged(folder, plan.top, records)
            rows = len(merged)
            write_table(merged, passing)
            files[folder.relative(folder.programmes)] = file_hash(passing)
    return files, rows


def _merged(folder: RunFolder, top: int, records: Sequence[ShardRecord]) -> pa.Table:
    """One table of at most ``top`` rows a programme; never more than two shards are held."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held: pa.Table | None = None
    for record in records:
        path = folder.part(record.shard, "programmes")
        if folder.relative(path) in record.files:
            # What is kept beyond the best is for runs to come.
            part = pq.read_table(path, filters=[("rank", "<=", top)]).drop_columns([MORE])
            held = _best(part if held is None else pa.concat_tables([held, part]), top)
    if held is None:
        return pa.table({})
    # Of what is left alone, so that the bytes do not depend on what was cut.
    place = held.schema.get_field_index("findings")
    marks = held.column(place).combine_chunks().dictionary_decode().dictionary_encode()
    return held.set_column(place, "findings", marks)


def _best(table: pa.Table, top: int) -> pa.Table:
    import pyarrow as pa

    table = table.unify_dictionaries().combine_chunks()
    verdict, outlook = (table.column(name).combine_chunks() for name in ("verdict", "outlook"))
    band = band_of(
        verdict.dictionary.to_pylist(), verdict.indices.to_numpy(),
        outlook.dictionary.to_pylist(), outlook.indices.to_numpy(),
    )  # fmt: skip
    owner = table.column("programme").combine_chunks()
    by_id = _places(owner.dictionary.to_pylist())[owner.indices.to_numpy()]
    ids = table.column("profile").to_numpy(zero_copy_only=False)
    fit = table.column("fit").to_numpy()
    read = table.column("reading").combine_chunks()
    codes = np.array([word == "not-read" for word in read.dictionary.to_pylist()], np.bool_)
    unread = codes[read.indices.to_numpy()]
    order = np.lexsort((_places(ids), -fit, unread, band, by_id))
    sorted_owner = by_id[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_owner, sorted_owner) + 1
    inside = rank <= top
    kept = table.take(pa.array(order[inside]))
    place = table.schema.get_field_index("rank")
    return kept.set_column(place, "rank", pa.array(rank[inside].astype(np.int32)))


def _places(ids: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Of each id, how many different ones come before it."""
    _, found = np.unique(np.asarray(ids, dtype=object), return_inverse=True)
    return np.asarray(found, np.int64).reshape(-1)
