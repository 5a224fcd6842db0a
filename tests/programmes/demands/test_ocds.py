import json
from datetime import date
from decimal import Decimal

import pytest

from profiles.vocabulary import Money
from programmes.demands import read_demands
from programmes.errors import BadDemands

ON = date(2026, 6, 15)
PARTIES = [{"id": "b", "roles": ["buyer"], "address": {"countryName": "Croatia"}}]


def read(tmp_path, *releases):
    path = tmp_path / "package.json"
    path.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return read_demands(path, on=ON)


def release(**more):
    return {"ocid": "ocds-x-1", "date": "2026-03-01T10:00:00Z", "parties": PARTIES, **more}


ITEM = {
    "id": "1",
    "description": "155 mm shells",
    "classification": {"scheme": "CPV", "id": "35331200"},
    "quantity": 12000,
    "unit": {"name": "piece", "value": {"amount": 3500.5, "currency": "EUR"}},
}


def test_an_item_of_a_tender_is_a_line(tmp_path):
    tender = {"status": "active", "items": [ITEM], "contractPeriod": {"endDate": "2028-06-30"}}

    (line,) = read(tmp_path, release(tender=tender)).lines

    assert (line.id, line.country, line.cpv) == ("ocds-x-1/1", "HR", "35331200")
    assert line.quantity == Decimal(12000)
    assert line.value == Money(4_200_600_000, "EUR")
    assert (line.needed_by, line.firmness, line.as_of) == ("2028-06-30", "budgeted", "2026-03-01")
    assert line.source == "package.json, ocds-x-1"


def test_the_value_of_a_lot_goes_to_its_only_item(tmp_path):
    item = {**ITEM, "relatedLot": "L", "unit": {"name": "piece"}}
    lot = {"id": "L", "value": {"amount": 42, "currency": "EUR"}}

    (line,) = read(tmp_path, release(tender={"items": [item], "lots": [lot]})).lines

    assert line.value == Money(4200, "EUR")


def test_the_value_of_a_lot_of_two_items_is_mentioned_and_never_divided(tmp_path):
    items = [{**ITEM, "id": i, "relatedLot": "L", "unit": {"name": "piece"}} for i in "12"]
    items[1]["description"] = "155 mm fuzes"
    lot = {"id": "L", "title": "Artillery", "value": {"amount": 42, "currency": "EUR"}}

    found = read(tmp_path, release(tender={"items": items, "lots": [lot]}))

    assert [line.value for line in found.lines] == [None, None]
    assert "EUR 42 of Artillery covers 2 items and is not divided" in found.notes[0]


def test_a_plan_without_a_tender_is_a_line_too(tmp_path):
    budget = {"description": "Field hospitals", "amount": {"amount": 5, "currency": "EUR"}}
    milestone = {"type": "delivery", "dueDate": "2029-01-31T00:00:00Z"}
    planning = {"budget": budget, "milestones": [milestone]}

    (line,) = read(tmp_path, release(planning=planning)).lines

    assert (line.item, line.needed_by, line.firmness) == (
        "Field hospitals",
        "2029-01-31",
        "budgeted",
    )


def test_a_lot_without_items_is_a_line(tmp_path):
    tender = {"lots": [{"id": "L", "title": "Mine clearance of training areas"}]}

    (line,) = read(tmp_path, release(tender=tender)).lines

    assert line.id == "ocds-x-1/L"


def test_a_release_without_a_buyers_country_is_refused_with_its_place(tmp_path):
    with pytest.raises(BadDemands, match=r"releases\.1\.parties: names no buyer's country"):
        read(tmp_path, {"ocid": "x", "tender": {"title": "Tents"}})


@pytest.mark.parametrize("broken", [None, 5, [], {"parties": 3}, {"tender": []}])
def test_a_broken_release_is_an_error_and_no_crash(tmp_path, broken):
    with pytest.raises(BadDemands):
        read(tmp_path, broken)
