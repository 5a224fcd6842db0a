"""Are a programme's candidates read from nine bytes a pair as they were found?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.runs.candidates import PAIR, CandidateTable, column_file, join_columns
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


@given(
    st.lists(st.lists(pairs, min_size=1, max_size=4), min_size=1, max_size=3),
    st.integers(0, 3),
    st.integers(1, 5),
    st.sampled_from((0.0, 0.05, 0.1)),
    st.sets(st.integers(0, 11)),
)
def test_pages_are_those_of_the_order_written_out(
    tmp_path_factory, shards, start, limit, least, hidden
):
    found = written(tmp_path_factory.mktemp("run"), shards, 2)
    every = [one for shard in shards for one in shard]
    bands = np.array([band for band, _, _ in every], np.uint8)
    fits = np.array([fit / 100 for _, _, fit in every])
    ids = [f"{n:03d}" for n in range(len(every))]
    ranked = order(bands, np.zeros(len(every), np.int8), fits, ids).tolist()
    kept = [row for row in ranked if fits[row] >= least and row not in hidden]
    seen = np.array([row not in hidden for row in range(len(every))])

    page, total = found.page("p1", start, limit, seen=seen, least=least)

    assert total == len(kept)
    assert [one.who for one in page] == kept[start : start + limit]
    for one in page:
        band = Band(bands[one.who])
        assert (one.verdict, one.outlook) == (band.verdict.word, band.outlook)
        assert one.near_miss == every[one.who][1]
        assert one.fit == fits[one.who]


def test_a_page_of_everybody_is_the_same_without_looking_at_all(tmp_path):
    found = written(tmp_path, [[(0, False, 3), (2, False, 9)], [(0, False, 3), (3, True, 1)]], 1)

    everybody = found.page("p0", 1, 2, seen=np.ones(4, np.bool_))

    assert found.page("p0", 1, 2) == everybody
    assert [one.who for one in everybody[0]] == [2, 1]


def test_a_run_without_these_files_has_no_candidates(tmp_path):
    assert CandidateTable.open(tmp_path) is None
