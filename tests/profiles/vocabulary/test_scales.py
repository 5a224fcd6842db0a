"""Stages have an order, levels are single numbers, and limits are those of their sources."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import (
    Instrument,
    Stage,
    instrument,
    sizes,
    stage,
    trl,
)
from profiles.vocabulary.files import table


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("seed", Stage.SEED),
        ("Pre-Seed", Stage.PRE_SEED),
        ("pre seed", Stage.PRE_SEED),
        ("Series A", Stage.SERIES_A),
        ("SERIES_B", Stage.SERIES_B),
        ("series-c", Stage.SERIES_C),
        ("Scale-up", Stage.GROWTH),
        ("Listed", Stage.MATURE),
    ],
)
def test_stages_are_understood_as_people_write_them(written, expected):
    assert stage(written) is Stage.parse(written) is expected


def test_early_fits_three_stages_and_is_refused_with_them():
    with pytest.raises(UnknownTerm, match="more than one stage") as caught:
        stage("Early stage")

    assert [stage(each) for each in caught.value.suggestions] == [
        Stage.PRE_SEED,
        Stage.SEED,
        Stage.SERIES_A,
    ]


@pytest.mark.parametrize(("one", "next_one"), list(itertools.pairwise(Stage)))
def test_stages_are_ordered_as_a_startup_grows_and_not_by_letters(one, next_one):
    assert one < next_one
    assert one <= next_one
    assert next_one > one
    assert next_one >= one
    assert not next_one < one
    assert next_one.rank == one.rank + 1


def test_sorting_stages_gives_the_order_of_growth():
    assert sorted(sorted(Stage, key=str)) == list(Stage)
    assert max(Stage) is Stage.MATURE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("grant", Instrument.GRANT),
        ("Non-dilutive", Instrument.GRANT),
        ("venture capital", Instrument.EQUITY),
        ("Test access", Instrument.TEST_ACCESS),
        ("Loans", Instrument.LOAN),
    ],
)
def test_instruments_are_understood_as_people_write_them(written, expected):
    assert instrument(written) is Instrument.parse(written) is expected


@pytest.mark.parametrize("read", [stage, instrument])
@pytest.mark.parametrize("written", ["", "money", "x" * 10_000])
def test_what_is_no_term_is_refused(read, written):
    with pytest.raises(UnknownTerm):
        read(written)


@pytest.mark.parametrize(("block", "members"), [("stages", Stage), ("instruments", Instrument)])
def test_the_data_file_holds_the_members_in_their_order(block, members):
    assert list(table("scales")[block]["items"]) == [str(each) for each in members]


@pytest.mark.parametrize("block", ["stages", "instruments"])
def test_no_spelling_stands_for_two_terms(block):
    read = {"stages": stage, "instruments": instrument}[block]

    for slug, row in table("scales")[block]["items"].items():
        assert {str(read(word)) for word in (slug, row["name"], *row["also"])} == {slug}


def test_an_ambiguous_word_names_stages_that_exist_and_is_not_also_a_spelling():
    for word, slugs in table("scales")["stages"]["ambiguous"].items():
        assert {Stage(slug) for slug in slugs}
        with pytest.raises(UnknownTerm):
            stage(word)


@pytest.mark.parametrize("written", [5, 5.0, "5", " 5 ", "5.0", "TRL 5", "trl5", "TRL-5", "TRL: 5"])
def test_a_level_is_understood_in_any_spelling(written):
    assert trl(written) == 5


@pytest.mark.parametrize("written", ["TRL5-6", "5-6", "5–6", "TRL 4 to 6", "4/5", "5, 6"])
def test_a_range_is_no_level(written):
    with pytest.raises(BadValue, match="one whole number"):
        trl(written)


@pytest.mark.parametrize(
    "written", [0, 10, -1, 4.5, True, float("nan"), "", "twelve", "0", "10", "4.5", "TRL", "TRL 55"]
)
def test_what_is_no_level_is_refused(written):
    with pytest.raises(BadValue, match="whole number from 1 to 9"):
        trl(written)


@given(st.integers(1, 9))
def test_each_level_reads_back(level):
    assert trl(f"TRL {level}") == trl(level) == level


@pytest.mark.parametrize(
    ("slug", "below", "turnover", "balance"),
    [
        ("eu-micro", 10, 2_000_000, 2_000_000),
        ("eu-small", 50, 10_000_000, 10_000_000),
        ("eu-sme", 250, 50_000_000, 43_000_000),
        ("small-mid-cap", 500, None, None),  # up to 499
        ("fr-rapid", 2_000, None, None),
        ("us-small-business", 501, None, None),  # 500 or fewer
    ],
)
def test_each_size_class_has_the_limits_of_its_source(slug, below, turnover, balance):
    (found,) = (one for one in sizes() if one.slug == slug)

    assert (found.headcount_below, found.turnover_eur, found.balance_sheet_eur) == (
        below,
        turnover,
        balance,
    )
    assert found.sources


def test_there_is_no_other_size_class():
    assert len(sizes()) == 6
