"""A bad record stands aside with its place and what is wrong; the good ones are used."""

import json

import pytest

from programmes.errors import BadDemands
from tests.programmes.demands.published.packages import item, read, release, tender

PRICED = {"name": "piece", "value": {"amount": 5, "currency": "EUR"}}
BAD = {
    "quantity in words": (
        tender("FR", 3, items=[item(quantity="ten", unit=PRICED)]),
        "releases.3.tender.items.1.quantity: found 'ten'",
    ),
    "quantity of two readings": (
        tender("FR", 3, items=[item(quantity="1.000", unit=PRICED)]),
        "1000 or 1?",
    ),
    "nothing": (tender("FR", 3, items=[item(quantity=0)]), "found 0, expected a number above 0"),
    "amount with a comma": (
        tender(
            "FR",
            3,
            items=[item(unit={"name": "piece", "value": {"amount": "5,50", "currency": "EUR"}})],
        ),
        "items.1.unit.value.amount: found '5,50'",
    ),
    "amount that is an object": (
        tender(
            "FR",
            3,
            items=[item(unit={"name": "piece", "value": {"amount": {"x": 1}, "currency": "EUR"}})],
        ),
        "items.1.unit.value.amount: found '{",
    ),
    "amount below zero": (
        tender(
            "FR",
            3,
            items=[item(unit={"name": "piece", "value": {"amount": -5, "currency": "EUR"}})],
        ),
        "found -500",
    ),
    "cents in parts": (
        tender(
            "FR",
            3,
            items=[
                item(
                    quantity=3,
                    unit={"name": "piece", "value": {"amount": 0.3333333, "currency": "EUR"}},
                )
            ],
        ),
        "no more decimals than EUR has",
    ),
    "unknown unit": (tender("FR", 3, items=[item(unit={"name": "Global"})]), "no unit is called"),
    "short code": (
        tender("FR", 3, items=[item(classification={"scheme": "CPV", "id": "3533000"})]),
        "items.1.classification.id: found '3533000'",
    ),
    "no buyer": ({**tender("FR", 3), "parties": []}, "names no buyer's country"),
    "unknown country": (tender("Atlantis", 3), "no country is called 'Atlantis'"),
    "nothing wanted": (
        release("FR", 3, tender={"title": None, "items": None, "lots": [None]}),
        "says nothing",
    ),
    "no release": ("release", "expected a release, an object"),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_bad_record_stands_aside_and_the_good_ones_are_used(tmp_path, kind):
    bad, says = BAD[kind]

    found = read(tmp_path, {"releases": [tender("PL", 1), tender("DE", 2), bad]})

    assert [line.country for line in found.lines] == ["PL", "DE"]
    (aside,) = found.aside
    assert aside.reason == "bad-record"
    assert says in aside.says


@pytest.mark.parametrize("kind", BAD)
def test_strict_refuses_the_file_and_names_the_record(tmp_path, kind):
    bad, says = BAD[kind]

    with pytest.raises(BadDemands) as caught:
        read(tmp_path, {"releases": [tender("PL", 1), tender("DE", 2), bad]}, strict=True)

    assert says in str(caught.value)


def test_one_bad_item_leaves_the_others_of_its_release(tmp_path):
    found = read(tmp_path, tender(items=[item("Boots", 0), item("Gloves", 5)]))

    assert [line.item for line in found.lines] == ["Gloves"]
    assert [one.item for one in found.aside] == ["Boots"]


def test_texts_are_read_as_numbers_where_the_file_shows_how_it_writes_them(tmp_path):
    quantities = ["2,5", "10,75", "1.000"]
    releases = [tender("PL", at, items=[item(quantity=q)]) for at, q in enumerate(quantities)]

    assert [str(line.quantity) for line in read(tmp_path, releases).lines] == [
        "2.5",
        "10.75",
        "1000",
    ]


def test_a_value_is_never_the_product_of_two_readings(tmp_path):
    quantities = ["2,5", "10,75", "1.000"]
    releases = [
        tender("PL", at, items=[item(quantity=q, unit=PRICED)]) for at, q in enumerate(quantities)
    ]

    found = read(tmp_path, releases)

    assert [line.value for line in found.lines] == [None] * 3
    assert any("not multiplied" in note for note in found.notes)


def test_odd_characters_do_not_reach_the_answer(tmp_path):
    text = json.dumps([tender(items=[item("Boots \ud800\u0000 of\nleather")])])

    (line,) = read(tmp_path, text).lines

    assert line.item == "Boots ? of leather"
