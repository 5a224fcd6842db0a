"""Units of published lines: the code before the name, and no unit guessed."""

import pytest

from profiles.errors import BadValue, UnknownTerm
from programmes.demands.files import table
from programmes.demands.units import by_name, unit, unit_of
from tests.programmes.demands.published.packages import item, read, tender


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("кілограм", "KGM", "kilogram"),
        ("штуки", "H87", "piece"),
        ("набір", "SET", "set"),
        ("послуга", "E48", "lot"),
        ("літр", "LTR", "litre"),
        ("одиниця", "C62", "piece"),
        ("упаковка", "PK", "pack"),
        ("labour hour", "LH", "hour"),
        ("of our own", "TNE", "tonne"),
        (None, "XPK", "pack"),
        ("szt.", "a code of another list", "piece"),
        ("комплект", "C62", "set"),
    ],
)
def test_a_unit_is_known_by_its_code_or_by_its_name(tmp_path, name, code, expected):
    said = {key: value for key, value in (("name", name), ("code", code)) if value}

    (line,) = read(tmp_path, tender(items=[item(unit=said)])).lines

    assert line.unit == expected


def test_tonnes_and_kilograms_by_code_add_up_by_weight(tmp_path):
    found = read(
        tmp_path,
        [
            tender("PL", 1, items=[item(quantity=500, unit={"code": "TNE"})]),
            tender("DE", 2, items=[item(quantity=900_000, unit={"id": "KGM"})]),
        ],
    )

    assert [line.counted_in.dimension for line in found.lines] == ["gram", "gram"]


def test_miles_are_not_taken_for_thousands(tmp_path):
    found = read(tmp_path, [tender("GB", 1, items=[item(unit={"name": "Miles"})]), tender("NO", 2)])

    assert [line.country for line in found.lines] == ["NO"]
    assert "statute miles) or miles (Spanish: thousands)" in found.aside[0].says
    assert unit("mile").dimension == "metre"
    assert unit_of("SMI", "Miles").name == "statute_mile"


def test_a_code_and_a_name_that_are_two_units_are_asked_about():
    with pytest.raises(BadValue, match="'tonnes'"):
        unit_of("KGM", "tonnes")


def test_a_code_of_no_list_without_a_name_is_unknown():
    with pytest.raises(UnknownTerm):
        unit_of("QQQ", None)


def test_every_code_stands_for_one_unit_that_is_defined():
    codes = [
        (code, name) for name, held in table("unit_codes")["codes"].items() for code in held.split()
    ]

    assert len({code for code, _ in codes}) == len(codes)
    assert all(by_name(name).factor > 0 for _, name in codes)
