"""Errors say what was wrong, keep their fields, and survive the way to another process."""

import pickle

import pytest

from profiles.errors import (
    BadValue,
    Full,
    ProfileError,
    ProfileStoreError,
    ReadError,
    TooLarge,
    UnknownProfile,
    UnknownTerm,
)

EXAMPLES = [
    (
        UnknownTerm("country", "Germny", ("Germany (DE)",)),
        "no country is called 'Germny'; did you mean Germany (DE)?",
    ),
    (UnknownTerm("area", "fintech"), "no area is called 'fintech'"),
    (
        UnknownTerm("stage", "early", ("pre-seed", "seed", "series-a"), ambiguous=True),
        "'early' names more than one stage; did you mean pre-seed, seed or series-a?",
    ),
    (BadValue("twelve", "a whole number"), "found 'twelve', expected a whole number"),
    (
        ReadError("new.csv", 12, "trl", "twelve", "a whole number from 1 to 9"),
        "new.csv, line 12, field trl: found 'twelve', expected a whole number from 1 to 9",
    ),
    (
        ReadError("new.csv", 12, None, "3 cells", "4 cells"),
        "new.csv, line 12: found '3 cells', expected 4 cells",
    ),
    (
        TooLarge("big.xlsx", None, None, "2 GB", "at most 64 MB"),
        "big.xlsx: found '2 GB', expected at most 64 MB",
    ),
    (
        Full("profiles", 1001, 1000),
        "that would be 1,001 profiles, and 1,000 may be kept: delete some",
    ),
    (ProfileStoreError("the file is no database"), "the file is no database"),
    (UnknownProfile("profile", "acme"), "no profile has the id 'acme'"),
]


def kinds(parent: type[ProfileError]) -> list[type[ProfileError]]:
    return [each for child in parent.__subclasses__() for each in (child, *kinds(child))]


@pytest.mark.parametrize(("error", "sentence"), EXAMPLES, ids=lambda each: type(each).__name__)
def test_an_error_says_what_was_wrong(error, sentence):
    assert str(error) == sentence


@pytest.mark.parametrize("error", [each for each, _ in EXAMPLES])
def test_an_error_keeps_its_fields_when_it_is_pickled(error):
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)


def test_each_kind_of_error_has_an_example_and_a_code_of_its_own():
    assert {type(error) for error, _ in EXAMPLES} == set(kinds(ProfileError))
    codes = [each.code for each in (ProfileError, *kinds(ProfileError))]
    assert len(set(codes)) == len(codes)


def test_a_misread_term_can_be_told_as_what_was_found_and_expected():
    error = UnknownTerm("area", "quantm", ("quantum",))

    assert error.found == "quantm"
    assert error.expected == "an area (did you mean quantum?)"


def test_a_novel_in_a_cell_does_not_fill_the_screen():
    assert len(str(BadValue("word " * 10_000, "a country"))) < 150
