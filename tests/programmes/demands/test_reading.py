import contextlib
import io
import json
import random
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.vocabulary import Money
from programmes.demands import read_demands
from programmes.demands import reading as module
from programmes.demands.values import number
from programmes.errors import BadDemands

ON = date(2026, 6, 15)
HEAD = "id,country,item,quantity,unit,value,currency,needed_by\n"


def read(tmp_path, text, name="lines.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_demands(path, on=ON)


def problems(tmp_path, text, name="lines.csv"):
    with pytest.raises(BadDemands) as caught:
        read(tmp_path, text, name)
    return [(p.line, p.field, p.problem) for p in caught.value.problems]


def test_a_line_is_read_exactly(tmp_path):
    found = read(tmp_path, HEAD + 'a,Croatia,Shells,"12,500",Stück,0.1,EUR,2028-06\n')

    (line,) = found.lines
    assert (line.country, line.quantity, line.unit) == ("HR", Decimal(12500), "piece")
    assert line.value == Money(10, "EUR")
    assert line.window == (None, date(2028, 6, 30))
    assert line.source == "lines.csv"


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("a,HR,Shells,5,parsecs,,,2028\n", "unit", "no unit is called 'parsecs'"),
        ("a,HR,Shells,-5,pcs,,,2028\n", "quantity", "found '-5', expected a number above 0"),
        ("a,HR,Shells,0,pcs,,,2028\n", "quantity", "above 0"),
        ("a,HR,Shells,5,pcs,,,2026-06-14\n", "needed_by", "lies before 2026-06-15"),
        ("a,Germny,Shells,5,pcs,,,2028\n", "country", "did you mean Germany"),
        ("a,HR,Shells,5,pcs,3000,,2028\n", "value", "an amount with its currency"),
        ("a,HR,Shells,5,pcs,3000,EURO?,2028\n", "value", "currency"),
        ("a,HR,,5,pcs,,,2028\n", "item", "is missing"),
        ("a,HR,Shells,5,,,,2028\n", "", "unit beside the other"),
        ("a,HR,Shells,5,pcs,,,07/03/2028\n", "needed_by", "2028-03-07 or 2028-07-03"),
    ],
)
def test_a_bad_value_is_named_with_line_and_field(tmp_path, row, field, says):
    ((line, found, problem),) = problems(tmp_path, HEAD + "z,FR,Tents,1,pcs,,,2028\n" + row)

    assert (line, found) == (3, field)
    assert says in problem


def test_all_faults_of_a_file_are_named_at_once(tmp_path):
    rows = "a,HR,Shells,-5,parsecs,,,2028\nb,FR,Tents,1,pcs,,,2020\n"

    assert [line for line, *_ in problems(tmp_path, HEAD + rows)] == [2, 2, 3]


def test_a_line_given_twice_is_refused_and_both_places_are_named(tmp_path):
    row = "a,HR,Shells,5,pcs,,,2028\n"

    ((line, field, problem),) = problems(tmp_path, HEAD + row + row)

    assert (line, field) == (3, "id")
    assert "line 2" in problem


def test_a_line_given_twice_without_an_id_is_refused(tmp_path):
    row = "HR,Shells,5,pcs\n"

    ((line, field, _),) = problems(tmp_path, "country,item,quantity,unit\n" + row + row)

    assert (line, field) == (3, "id")


def test_the_same_need_under_two_ids_is_counted_and_mentioned(tmp_path):
    rows = "a,HR,Shells,5,pcs,,,2028\nb,HR,Shells,5,pcs,,,2028\n"

    found = read(tmp_path, HEAD + rows)

    assert len(found.lines) == 2
    assert found.notes == ("lines.csv: a and b say the same under two ids; both are counted",)


def test_a_misspelt_heading_is_refused_rather_than_ignored(tmp_path):
    ((line, field, problem),) = problems(tmp_path, "country,item,needed_bye\nHR,Shells,2028\n")

    assert (line, field) == (1, "needed_bye")
    assert "did you mean needed_by" in problem


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)

    ((line, _, problem),) = problems(tmp_path, HEAD + "x" * 2000)

    assert line is None
    assert "split it" in problem


def test_six_hundred_megabytes_are_refused_without_reading_them_all(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(600_000_000)

    with pytest.raises(BadDemands, match="more than 500 MB"):
        read_demands(path, on=ON)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"country,item\nHR,\0", "zero byte"),
        (b"", "empty"),
        (b'country,item\nHR,"open\n', "close the quotes"),
        (b"country,item\nHR,a,b\n", "3 cells"),
        (b"country\nHR\n", "no column item"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, data, says):
    ((_, _, problem),) = problems(tmp_path, data)

    assert says in problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"lines": []}', "expected a list of demands"),
        ('[{"country": "HR", "item": "Shells", "quantity": NaN}]', "no number"),
        ("[1]", "list of objects"),
    ],
)
def test_what_is_no_json_of_demands_is_refused(tmp_path, text, says):
    ((_, _, problem),) = problems(tmp_path, text, "lines.json")

    assert says in problem


def test_json_faults_carry_line_and_path(tmp_path):
    text = '{"demands": [\n {"country": "HR", "item": "Shells"},\n {"country": "QQ", "item": "x"}]}'

    ((line, field, _),) = problems(tmp_path, text, "lines.json")

    assert (line, field) == (3, "demands.2.country")


def test_a_table_a_workbook_and_json_give_the_same_lines(tmp_path):
    fields = ["id", "country", "item", "quantity", "unit", "value", "currency", "needed_by"]
    row = ["a", "HR", "Shells", 12.5, "t", 1500.25, "EUR", "2028-06-30"]
    book = openpyxl.Workbook()
    book.active.append(fields)
    book.active.append([*row[:-1], date(2028, 6, 30)])
    packed = io.BytesIO()
    book.save(packed)
    as_json = json.dumps([dict(zip(fields, row, strict=True))])

    tables = [
        read(tmp_path, ",".join(fields) + "\n" + ",".join(map(str, row)) + "\n", "d.csv"),
        read(tmp_path, packed.getvalue(), "d.xlsx"),
        read(tmp_path, as_json, "d.json"),
    ]

    assert len({found.lines[0].same for found in tables}) == 1


@pytest.mark.parametrize("first", range(0, 150, 50))
def test_a_damaged_workbook_is_read_or_refused(tmp_path, first):
    book = openpyxl.Workbook()
    book.active.append(["country", "item", "quantity", "unit", "needed_by"])
    for quantity in (5, 2.5, "12,500"):
        book.active.append(["HR", f"Shells {quantity}", quantity, "pcs", date(2028, 6, 30)])
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for seed in range(first, first + 50):
        chance = random.Random(seed)
        held = dict(parts)
        name = chance.choice(sorted(held))
        cut = chance.randrange(len(held[name]))
        held[name] = (
            held[name][:cut] + chance.choice([b"", b"<", b"9" * 30]) + held[name][cut + 3 :]
        )
        if chance.random() < 0.3:
            del held[chance.choice(sorted(held))]
        damaged = io.BytesIO()
        with zipfile.ZipFile(damaged, "w") as whole:
            for part, data in held.items():
                whole.writestr(part, data)
        with contextlib.suppress(BadDemands):
            read(tmp_path, damaged.getvalue(), "d.xlsx")


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"no workbook", b""])
def test_what_is_no_workbook_is_told_with_what_to_do(tmp_path, data):
    ((_, _, problem),) = problems(tmp_path, data, "d.xlsx")

    assert "save it anew" in problem


def test_the_order_of_lines_does_not_matter(tmp_path):
    rows = ["a,HR,Shells,5,pcs,,,2028\n", "b,FR,Tents,6,pcs,,,2028\n", ",IT,Boots,6,pairs,,,2028\n"]

    one = read(tmp_path, HEAD + "".join(rows))
    other = read(tmp_path, HEAD + "".join(reversed(rows)))

    assert one.lines == other.lines


@given(st.integers(1, 10**11), st.integers(0, 10**6 - 1))
def test_a_quantity_keeps_every_digit(whole, millionths):
    expected = Decimal(whole) + Decimal(millionths) / 10**6

    assert number(expected) == expected


def weighed(tmp_path, *quantities, unit="kg"):
    rows = "".join(f"HR;powder {at};{said};{unit}\n" for at, said in enumerate(quantities))
    file = tmp_path / "powder.csv"
    file.write_text(f"country;item;quantity;unit\n{rows}", encoding="utf-8")
    return {one.item: one.quantity for one in read_demands(file, on=ON).lines}


@pytest.mark.parametrize(
    ("quantities", "first"),
    [
        (("1.000", "2,5"), 1000),
        (("1.000", "12.5"), 1),
        (("1,250", "12.5"), 1250),
        (("1,250", "0,75"), Decimal("1.25")),
        (("1.000", "2.345.678"), 1000),
    ],
)
def test_a_weight_that_could_be_two_numbers_is_read_as_the_file_writes_the_others(
    tmp_path, quantities, first
):
    assert weighed(tmp_path, *quantities)["powder 0"] == first


@pytest.mark.parametrize("quantities", [("1.000",), ("1.000", "5"), ("1.000", "2,5", "2.5")])
def test_where_the_file_does_not_show_it_a_person_is_asked(tmp_path, quantities):
    with pytest.raises(BadDemands) as caught:
        weighed(tmp_path, *quantities)

    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (2, "quantity")
    assert "1000 or 1?" in str(problem)


def test_of_pieces_nobody_writes_thousandths(tmp_path):
    assert weighed(tmp_path, "1.000", unit="pcs")["powder 0"] == 1000
