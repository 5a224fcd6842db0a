"""One profile, many profiles, the summary, and stopping at the first problem."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from profiles.errors import ReadError, UnknownProfile
from profiles.read import RowProblem, read_profile, read_profiles
from profiles.read.problems import EXPECTED
from tests.profiles.read.support import read, text_file

BAD = "name,description,trl,headcount\nA,x,4,\nB,y,ten,some\nC,z,,\n"


def test_strict_stops_at_the_first_problem(tmp_path: Path) -> None:
    reading = read_profiles(text_file(tmp_path, "x.csv", BAD), strict=True)

    assert getattr(next(reading), "id") == "a"  # noqa: B009 - a profile or a problem
    with pytest.raises(ReadError) as caught:
        next(reading)

    error = caught.value
    assert (error.line, error.field, error.found) == (3, "trl", "ten")
    assert str(error).endswith(
        "x.csv, line 3, field trl: found 'ten', expected a whole number from 1 to 9"
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


def test_the_summary_counts_rows_and_not_problems(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "x.csv", BAD))

    assert len(found.problems) == 2
    assert (found.summary.read, found.summary.rejected, found.summary.unknown) == (3, 0, 2)
    assert all(one.kept for one in found.problems)


def test_rows_come_as_they_are_read_and_a_file_left_early_is_closed(tmp_path: Path) -> None:
    rows = "".join(f"n{number},x\n" for number in range(5_000))
    path = text_file(tmp_path, "x.csv", f"name,description\n{rows}")

    with read_profiles(path) as reading:
        next(reading)
        assert reading.summary.read == reading.rows == 1

    with pytest.raises(StopIteration):
        next(reading)


def test_one_profile_is_read_from_any_format(tmp_path: Path) -> None:
    assert read_profile(text_file(tmp_path, "a.csv", "name,about\nA,x\n")).id == "a"
    assert read_profile(text_file(tmp_path, "b.txt", "We build clocks.")).id == "b"


def test_a_file_of_several_says_so_and_names_the_ways_out(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", BAD)

    with pytest.raises(ReadError, match=r"holds several profiles .* --id, or .*allymatch screen"):
        read_profile(path)
    assert read_profile(path, id="c").description == "z"
    with pytest.raises(UnknownProfile, match="no profile has the id 'd'"):
        read_profile(path, id="d")


def test_the_problems_of_the_wanted_profile_are_all_told(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", BAD)
    told: list[str] = []

    assert read_profile(path, id="b", tell=told.append).trl is None

    assert [one.partition("line 3, ")[2] for one in told] == [
        "field trl: found 'ten', expected a whole number from 1 to 9; trl stays unknown",
        "field headcount: found 'some', expected a whole number, 0 or more; "
        "headcount stays unknown",
    ]


def test_several_of_which_the_first_is_bad_are_still_several(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.json", '[{"name": "A", "trl": 0}, {"name": "B"}]')

    with pytest.raises(ReadError, match="holds several profiles"):
        read_profile(path)


def test_no_profile_is_none(tmp_path: Path) -> None:
    for name, text in (("x.json", "[]"), ("x.csv", "name,about\n"), ("x.yaml", "# nothing\n")):
        with pytest.raises(ReadError, match="found 'no profile', expected one"):
            read_profile(text_file(tmp_path, name, text))


def test_equal_ids_on_one_line_are_still_two(tmp_path: Path) -> None:
    text = '[{"name": "A", "description": "x"}, {"name": "A", "description": "y"}]'

    assert read(text_file(tmp_path, "x.json", text)).told == [
        (1, "id", "the id 'a' is taken by line 1: this one is kept as 'a-2'")
    ]


def test_names_in_other_alphabets_give_ids_of_their_own(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", "name,about\nКвант,x\nДрон,y\n量子,z\n")  # noqa: RUF001

    assert len(set(read(path).ids)) == 3


def test_a_problem_can_travel_between_processes(tmp_path: Path) -> None:
    (problem, _) = read(text_file(tmp_path, "x.csv", BAD)).problems

    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301 - our own bytes
    assert isinstance(problem, RowProblem)


def test_each_field_says_what_it_expects() -> None:
    from profiles.model import Partner, Profile, Seeking

    named = {
        *Profile.model_fields,
        *(f"seeking.{name}" for name in Seeking.model_fields),
        *(f"partners.{name}" for name in Partner.model_fields),
    }
    assert set(EXPECTED) == named
