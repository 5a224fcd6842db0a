"""One need is one thing, in whatever language of the allies it is written."""

import csv

import pytest

from matcher.pooling.glossary import meaning
from tests.house import ROOT

with (ROOT / "benchmarks/pools/lines.csv").open(encoding="utf-8", newline="") as file:
    LINES = [row for row in csv.DictReader(file) if row["half"] == "other"]
NEEDS = sorted({row["group"] for row in LINES})


@pytest.mark.parametrize("need", NEEDS)
def test_a_need_in_eight_languages_is_one_thing(need):
    items = [row["item"] for row in LINES if row["group"] == need]
    things = [meaning(item).things for item in items]

    assert len(items) == 8
    assert frozenset.intersection(*things)


def test_what_a_thing_is_for_is_no_thing_in_ukrainian_either():
    assert meaning("Акумуляторні батареї для радіостанцій").things == {"battery"}
