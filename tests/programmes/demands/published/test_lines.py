"""What a line is, and that nothing of it is lost."""

from decimal import Decimal

import pytest

from profiles.vocabulary import Money
from programmes.demands.published import reading
from tests.programmes.demands.published.packages import item, read, release, tender

PERIOD = {"startDate": "2027-01-01T00:00:00+01:00", "endDate": "2027-12-31T23:59:59+01:00"}


def lot(key, title, amount, **more):
    value = {"amount": amount, "currency": "EUR"}
    return {"id": key, "title": title, "value": value, "contractPeriod": PERIOD, **more}


def code(number, key="1", **more):
    return {"id": key, "classification": {"scheme": "CPV", "id": number}, **more}


LOTS = {
    "title": "Protective equipment 2026",
    "status": "active",
    "lots": [
        lot("LOT-1", "Night vision goggles", 4_000_000),
        lot("LOT-2", "Ballistic helmets", 1_500_000),
    ],
    "items": [
        code("38620000", "1", relatedLot="LOT-1"),
        code("18444111", "2", relatedLot="LOT-2"),
    ],
}


def test_a_lot_of_codes_is_a_line_with_title_code_value_and_period(tmp_path):
    found = read(tmp_path, release("NO", tender=LOTS))

    assert [(o.item, o.cpv, o.value, o.needed_from, o.needed_by) for o in found.lines] == [
        ("Night vision goggles", "38620000", Money(400_000_000, "EUR"), "2027-01-01", "2027-12-31"),
        ("Ballistic helmets", "18444111", Money(150_000_000, "EUR"), "2027-01-01", "2027-12-31"),
    ]


def test_what_is_said_of_a_lot_is_kept(tmp_path):
    helmets = {
        "id": "L",
        "title": "Hjelmer",
        "title_en": "Helmets",
        "description": "Til hæren",
        "contractPeriod": {"durationInDays": 730},
    }
    codes = code(
        "18444111",
        relatedLot="L",
        additionalClassifications=[{"scheme": "CPV", "id": "35811300"}],
        deliveryAddresses=[{"locality": "Oslo", "country": "NO"}],
    )
    said = {"title": "Hjelmer og vester", "status": "active", "lots": [helmets], "items": [codes]}

    (line,) = read(tmp_path, release("NO", language="nb", tender=said)).lines

    assert line.titles == {"en": "Helmets", "nb": "Hjelmer"}
    assert line.descriptions == {"nb": "Til hæren"}
    assert (line.more_cpv, line.duration_days, line.place) == (("35811300",), 730, "Oslo, NO")
    assert (line.process, line.stage, line.status) == ("ocds-x-1", "open", "active")


@pytest.mark.parametrize("title", ["Lot 3", "Los 3", "Część nr 2", "2024,011", "LOT-0001", "3"])
def test_a_lot_called_by_its_number_is_told_by_the_tender_too(tmp_path, title):
    said = {"title": "Winter clothing", "lots": [{"id": "L", "title": title}]}

    (line,) = read(tmp_path, release(tender=said)).lines

    assert line.item == f"Winter clothing: {title}"


def test_a_tender_of_one_code_is_a_line_with_it(tmp_path):
    said = {
        "title": "Shells",
        "value": {"amount": 5, "currency": "EUR"},
        "items": [code("35331200")],
    }

    (line,) = read(tmp_path, release(tender=said)).lines

    assert (line.item, line.cpv, line.value) == ("Shells", "35331200", Money(500, "EUR"))


def test_codes_of_the_whole_tender_say_something_of_each_lot(tmp_path):
    lots = [{"id": key, "title": key} for key in ("Boots", "Gloves")]
    said = {"title": "Clothing", "lots": lots, "items": [code("18000000")]}

    assert [o.cpv for o in read(tmp_path, release(tender=said)).lines] == ["18000000"] * 2


def test_codes_with_quantities_of_their_own_are_lines_named_by_their_codes(tmp_path):
    items = [
        code("35331200", "1", quantity=5, unit={"name": "piece"}, relatedLot="L"),
        code("35330000", "2", quantity=7, unit={"name": "piece"}, relatedLot="L"),
    ]
    said = {"title": "Artillery", "lots": [{"id": "L", "title": "Artillery"}], "items": items}

    found = read(tmp_path, release(tender=said)).lines

    assert [(one.item, one.quantity) for one in found] == [("Shells", 5), ("Ammunition", 7)]


@pytest.mark.parametrize(
    "scheme",
    ["CPV", "EU-CPV", "ДК021", "ДК 021:2015", "DK021"],  # noqa: RUF001 - Ukraine's own name
)
def test_national_codes_that_share_the_digits_of_cpv_are_cpv(tmp_path, scheme):
    said = {"scheme": scheme, "id": "35330000-6"}

    (line,) = read(tmp_path, tender(items=[item(classification=said)], title="Mortar rounds")).lines

    assert line.cpv == "35330000"


def test_a_code_of_another_scheme_is_kept_as_the_buyers_category(tmp_path):
    said = {"scheme": "UNSPSC", "id": "46101600"}

    (line,) = read(tmp_path, tender(items=[item(classification=said)])).lines

    assert (line.cpv, line.category) == (None, "UNSPSC 46101600")


@pytest.mark.parametrize(
    ("buyer", "country"),
    [
        ({"buyer": {"name": "M", "address": {"countryName": "Україна"}}}, "UA"),
        ({"tender": {"procuringEntity": {"address": {"countryName": "Polska"}}}}, "PL"),
        ({"parties": [{"roles": ["procuringEntity"], "address": {"country": "SWE"}}]}, "SE"),
    ],
)
def test_the_buyers_country_is_found_where_older_releases_have_it(tmp_path, buyer, country):
    said = {"title": "Tents", "status": "active", **buyer.pop("tender", {})}

    (line,) = read(tmp_path, {"ocid": "x", "tag": ["tender"], "tender": said, **buyer}).lines

    assert line.country == country


def test_a_number_without_a_unit_is_told_and_not_taken_for_pieces(tmp_path):
    found = read(tmp_path, tender(items=[item(unit=None)]))

    assert found.lines[0].quantity is None
    assert any("100 of no unit" in note for note in found.notes)


def test_a_value_over_several_lots_is_told_and_not_divided(tmp_path):
    lots = [{"id": key, "title": key} for key in ("Boots", "Gloves")]
    said = {"title": "Clothing", "lots": lots, "value": {"amount": 9, "currency": "EUR"}}

    found = read(tmp_path, release(tender=said))

    assert [line.value for line in found.lines] == [None, None]
    assert any("EUR 9 of Clothing covers 2 lots and is not divided" in n for n in found.notes)


def test_what_no_line_states_is_counted(tmp_path):
    found = read(tmp_path, {"releases": [tender("PL", 1), tender("DE", 2)]})

    assert any("of 2 lines that can be joined, 2 no cpv, 2 no value" in n for n in found.notes)


def test_items_that_share_an_id_are_two_lines(tmp_path):
    found = read(tmp_path, tender(items=[item("Boots"), item("Gloves")]))

    assert [line.item for line in found.lines] == ["Boots", "Gloves"]


def test_price_and_quantity_are_multiplied_exactly(tmp_path):
    unit = {"name": "piece", "value": {"amount": 0.1, "currency": "EUR"}}

    (line,) = read(tmp_path, tender(items=[item(quantity=3, unit=unit)])).lines

    assert line.value is not None
    assert line.value.amount == Decimal("0.3")


def test_notes_on_single_purchases_are_told_up_to_a_number_and_counted_beyond(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(reading, "MOST_NOTES", 2)
    several = [tender(number=number, items=[item(unit=None)]) for number in range(5)]

    found = read(tmp_path, {"releases": several})

    assert sum("100 of no unit" in note for note in found.notes) == 2
    assert "package.json: 3 notes more on single purchases" in found.notes
