"""Are a programme's candidates read from nine bytes a pair as they were found?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.runs.candidates import (
    PAIR,
    CandidateTable,
    column_file,
    join_columns,
    rank_keys,
    read_code,
)
from matcher.eligibility.answer import Band
from matcher.fit.order import order

pairs = st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 20))


def written(folder, shards, programmes):
    """Columns of some shards, joined."""
    for number, shard in enumerate(shards):
        path = column_file(folder, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        column = np.zeros((programmes, len(shard)), PAIR)
        for at, (band, near, fit) in enumerate(shard):
            column["band"][:, at] = band + 32 * near
            column["fit"][:, at] = fit * 10_000
        np.save(path, column)
    join_columns(folder, [f"p{n}" for n in range(programmes)], len(shards))
    return CandidateTable.open(folder)


@given(st.lists(st.lists(pairs, min_size=1, max_size=4), min_size=1, max_size=3))
def test_rows_are_those_of_the_order_written_out(tmp_path_factory, shards):
    found = written(tmp_path_factory.mktemp("run"), shards, 2)
    every = [one for shard in shards for one in shard]
    bands = np.array([band for band, _, _ in every], np.uint8)
    fits = np.array([fit / 100 for _, _, fit in every])
    ids = [f"{n:03d}" for n in range(len(every))]
    ranked = order(bands, np.zeros(len(every), np.int8), fits, ids).tolist()

    rows = found.rows("p1")

    assert rows["who"].tolist() == ranked
    for who, fit, code in rows.tolist():
        assert read_code(code) == (Band(bands[who]), every[who][1], "read")
        assert fit == fits[who] * 1_000_000
    assert (np.diff(rank_keys(rows).astype(np.int64)) >= 0).all()


def test_a_run_without_these_files_has_no_candidates(tmp_path):
    assert CandidateTable.open(tmp_path) is None
