"""Releases of one purchase are one purchase, whatever their order in the file."""

import itertools

import pytest

from tests.programmes.demands.published.packages import item, read, tender

FIRST = tender("PL", 1)
LATER = {**tender("PL", 1, items=[item(quantity=250)]), "id": "r1b", "date": "2026-05-01T00:00:00Z"}
STOPPED = {
    "ocid": "ocds-x-1",
    "id": "r1c",
    "date": "2026-06-01T00:00:00Z",
    "tag": ["tenderCancellation"],
    "tender": {"id": "t", "status": "cancelled"},
}


@pytest.mark.parametrize("releases", list(itertools.permutations([FIRST, LATER, tender("DE", 2)])))
def test_the_later_release_of_a_purchase_replaces_what_it_says_again(tmp_path, releases):
    found = read(tmp_path, {"releases": releases})

    assert [(one.country, one.quantity) for one in found.lines] == [("PL", 250), ("DE", 100)]
    assert "package.json: releases of 1 purchases were merged, each into one" in found.notes


def test_a_cancellation_reaches_the_purchase_that_it_cancels(tmp_path):
    found = read(tmp_path, [STOPPED, FIRST, tender("DE", 2)])

    assert [line.country for line in found.lines] == ["DE"]
    assert found.aside[0].reason == "cancelled"


def test_the_same_release_twice_is_counted_once(tmp_path):
    assert [line.quantity for line in read(tmp_path, [FIRST, FIRST]).lines] == [100]


def test_null_takes_back_what_an_earlier_release_said(tmp_path):
    value = {"amount": 5, "currency": "EUR"}
    first = tender("PL", 1, items=[], value=value)
    later = {
        **tender("PL", 1, items=[], value={"amount": None, "currency": None}),
        "date": "2026-05-01",
    }

    assert read(tmp_path, [first]).lines[0].value is not None
    assert read(tmp_path, [first, later]).lines[0].value is None


def test_a_compiled_release_stands_for_those_before_it(tmp_path):
    compiled = {"ocid": "ocds-x-1", "compiledRelease": {**LATER, "tag": ["compiled"]}}

    (line,) = read(tmp_path, [FIRST, compiled]).lines

    assert line.quantity == 250


def test_releases_that_contradict_each_other_in_form_stand_aside(tmp_path):
    odd = {
        **FIRST,
        "date": "2026-05-01",
        "tender": {"title": "x", "items": {"1": {"description": "y"}}},
    }

    found = read(tmp_path, [FIRST, odd, tender("DE", 2)])

    assert "DE" in [line.country for line in found.lines]
