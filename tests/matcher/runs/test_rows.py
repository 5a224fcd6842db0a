"""Are the rows of a run what one match after the other would say?"""

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.eligibility.answer import Band
from matcher.eligibility.sections import MATCHED
from matcher.fit.order import order, places_by_id
from matcher.runs.files.folder import RunFolder
from matcher.runs.work.driver import rank_all
from matcher.runs.work.selection import OUT, best_of_rows, programme_keys, startup_keys
from profiles.facts import with_read
from programmes.filters import Filters
from tests.matcher.runs.making import ON, TOP, ranker_of, startups

MARKS = {"met": "+", "unmet": "-", "unknown": "?", "not-applicable": "."}


def marks_of(match, catalogue):
    """The findings of a match as a run keeps them, from its own sentences."""
    programme = catalogue.get(match.programme)
    told = list(match.findings[1:] if programme.buyers == "states" else match.findings)
    found = []
    for criterion in programme.criteria:
        place = next(
            i
            for i, one in enumerate(told)
            if one.criterion == criterion.kind
            and one.note == criterion.note
            and one.sources == criterion.source
        )
        found.append(MARKS[told.pop(place).answer])
    return sorted(found)


def row_of(match, catalogue):
    return {
        "profile": match.profile,
        "rank": match.rank,
        "programme": match.programme,
        "verdict": match.verdict,
        "outlook": match.outlook,
        "status": match.status,
        "fit": match.fit,
        "contributions": {part.feature: part.points for part in match.contributions},
        "challenge": match.topic,
        "findings": marks_of(match, catalogue),
        "reading": match.reading,
    }


def rows_of(path):
    return [{**row, "findings": sorted(row["findings"])} for row in pq.read_table(path).to_pylist()]


def test_the_rows_of_a_startup_are_its_matches_to_the_last_bit(undisturbed, words_matcher):
    wanted = [
        row_of(match, words_matcher.catalogue)
        for startup in startups(60)
        for match in words_matcher.match(startup, on=ON, top=TOP).matches
    ]
    got = [row for path in sorted((undisturbed / "startups").iterdir()) for row in rows_of(path)]

    assert got == wanted


def test_a_run_reads_texts_as_a_match_does(words_matcher, tmp_path):
    told = " We are based in Delft, the Netherlands, and employ 14 people."
    some = [
        one.model_copy(update={"description": one.description + told, "incorporated_in": None})
        for one in startups(8)
    ]
    rank_all(some, ranker_of(words_matcher), RunFolder(tmp_path))
    wanted = [
        row_of(match, words_matcher.catalogue)
        for startup in some
        for match in words_matcher.match(with_read(startup), on=ON, top=TOP).matches
    ]
    got = [row for path in sorted((tmp_path / "startups").iterdir()) for row in rows_of(path)]

    assert got == wanted
    assert "likely" in {row["outlook"] for row in got}


def test_the_rows_of_a_programme_are_its_candidates_to_the_last_bit(undisturbed, words_matcher):
    every = startups(60)
    wanted = [
        row_of(match, words_matcher.catalogue)
        for programme in sorted(words_matcher.catalogue.entries, key=lambda one: one.id)
        for match in words_matcher.screen(programme.id, every, on=ON, top=TOP).candidates
    ]

    assert rows_of(undisturbed / "programmes.parquet") == wanted


def test_filters_act_before_anything_is_cut(words_matcher, tmp_path):
    filters = Filters(statuses=("open", "rolling"), min_fit=0.05)
    some = startups(12)
    rank_all(some, ranker_of(words_matcher, filters=filters, top=3), RunFolder(tmp_path))
    wanted = [
        (match.profile, match.rank, match.programme)
        for startup in some
        for match in words_matcher.match(startup, on=ON, filters=filters, top=3).matches
    ]
    got = pq.read_table(tmp_path / "startups").to_pylist()

    assert [(row["profile"], row["rank"], row["programme"]) for row in got] == wanted


pairs = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.sampled_from(Band), min_size=n, max_size=n), min_size=1, max_size=5),
        st.lists(st.sampled_from(MATCHED), min_size=n, max_size=n),
        st.permutations([f"p-{i}" for i in range(n)]),
        st.integers(1, 7),
        st.integers(0, 2**32 - 1),
    )
)


@given(pairs)
def test_keys_sort_as_one_match_does(drawn):
    found, sections, ids, top, seed = drawn
    bands, parts = np.array(found, np.uint8), np.array(sections, np.int8)
    # Few different fits, so that ids have to break ties.
    fits = np.random.default_rng(seed).integers(0, 3, bands.shape) / 2
    mask = np.random.default_rng(seed).random(bands.shape) < 0.8
    keys = startup_keys(bands, parts, fits, places_by_id(ids), mask)
    rows, places, ranks = best_of_rows(keys, top)

    for row in range(len(bands)):
        first = order(bands[row], parts, fits[row], ids)
        kept = [p for p in first if mask[row, p] and bands[row, p] != Band.INELIGIBLE]
        assert places[rows == row].tolist() == kept[:top]
        assert ranks[rows == row].tolist() == list(range(1, len(kept[:top]) + 1))


def test_a_refused_pair_has_no_place():
    keys = programme_keys(
        np.array([[Band.INELIGIBLE]], np.uint8), np.ones((1, 1)), np.zeros(1, np.int64),
        np.ones((1, 1), np.bool_), np.zeros(1, np.bool_),
    )  # fmt: skip

    assert keys.item() == OUT


@pytest.mark.parametrize("side", ["startups", "programmes"])
def test_one_side_alone_has_the_same_rows(words_matcher, undisturbed, tmp_path, side):
    rank_all(startups(60), ranker_of(words_matcher, side=side), RunFolder(tmp_path))
    name = "startups/000001.parquet" if side == "startups" else "programmes.parquet"

    assert (tmp_path / name).read_bytes() == (undisturbed / name).read_bytes()
    assert (tmp_path / "startups").exists() == (side == "startups")
