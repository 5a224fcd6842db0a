"""Rows of CSV files as spreadsheets and people write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from profiles.errors import ReadError, TooLarge
from profiles.read import limits
from tests.profiles.read.support import read, text_file


def test_a_table_of_people_s_own_words_becomes_profiles(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "pitches.csv",
        "Startup,Elevator pitch,HQ country,Country of incorporation,Team size,TRL,Round,"
        "Year founded,Annual turnover (EUR),Technology areas,Dual use codes,Military use\n"
        'Acme Quantum,"Sensors, and clocks",Germany,DEU,14,TRL 5,Series A,2022,€1.5m,'
        "quantum; Space,6A003,yes\n",
    )

    found = read(path).only

    assert found.id == "acme-quantum"
    assert found.description == "Sensors, and clocks"
    assert (found.headquarters, found.incorporated_in) == ("DE", "DE")
    assert (found.headcount, found.trl, found.stage) == (14, 5, "series-a")
    assert (found.founded, found.turnover_eur) == ("2022", 1_500_000)
    assert found.areas == ("quantum", "space")
    assert (found.export_control, found.defence_use) == (("6A003",), True)


def test_bad_rows_tell_all_their_problems_and_good_ones_go_on(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "some.csv",
        "Company,Pitch,TRL,Employees,HQ country\n"
        "Good,Radios,4,12,FI\n"
        "Bad,Drones,twelve,a few,Germny\n"
        "\n"
        "Fine,Ships,,,\n",
    )

    found = read(path)

    assert found.ids == ["good", "bad", "fine"]
    assert (found.summary.read, found.summary.rejected, found.summary.unknown) == (3, 0, 3)
    assert found.profiles[1].read["headquarters"].value == "DE"
    assert found.told == [
        (3, "headquarters", "no country is called 'Germny'; did you mean Germany (DE)? "
         "(under 'HQ country')"),
        (3, "trl", "found 'twelve', expected a whole number from 1 to 9"),
        (3, "headcount", "found 'a few', expected a whole number, 0 or more "
         "(under 'Employees')"),
    ]  # fmt: skip
    first = found.problems[0]
    assert (first.found, first.expected) == ("Germny", "a country (did you mean Germany (DE)?)")
    assert (first.id, str(first).startswith(f"{path}, line 3, field headquarters: ")) == (
        "bad", True
    )  # fmt: skip


def test_line_numbers_count_the_line_breaks_inside_cells(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "some.csv",
        'name,description,trl\r\nA,"two\r\nlines",4\r\n\r\nB,"three\n\n lines",zero\r\nC,x,10\r\n',
    )

    found = read(path)

    assert [line for line, _, _ in found.told] == [5, 8]
    assert found.profiles[0].description == "two\r\nlines"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_headings(tmp_path: Path, separator: str) -> None:
    rows = [["name", "description", "certifications"], ["A", '"a, b; c"', '"iso-27001|cmmc-2"']]
    text = "\n".join(separator.join(row) for row in rows)

    found = read(text_file(tmp_path, "some.csv", text)).only

    assert found.description == "a, b; c"
    assert found.certifications == ("iso-27001", "cmmc-2")


def test_a_separator_that_excel_states_is_believed(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "x.csv", "sep=;\nname;description;trl\nA;x;11\n"))

    assert found.told == [(3, "trl", "found '11', expected a whole number from 1 to 9")]


def test_headings_in_quotes_do_not_mislead(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", '"name";"description, with, many, commas";trl\nA;x;3\n')

    assert read(path, mapping={"description, with, many, commas": "description"}).only.trl == 3


def test_a_quotation_mark_that_is_never_closed_names_the_line_where_it_opens(
    tmp_path: Path,
) -> None:
    path = text_file(tmp_path, "x.csv", 'name,description\nA,x\nB,"open\nC,y\nD,z\n')

    found = read(path)

    assert found.ids == ["a"]
    ((line, field, message),) = found.told
    assert (line, field) == (3, None)
    assert "never closed" in message


def test_text_behind_a_closing_quotation_mark_spoils_its_row_alone(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", 'name,description\nA,"x" y\nB,z\n')

    found = read(path)

    assert (found.ids, found.problems[0].line) == (["b"], 2)


def test_a_text_with_the_separator_in_it_is_put_together_again(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", "name,description\nA,one, two\nB,x,,\nC\n")

    found = read(path)

    assert [(one.id, one.description) for one in found.profiles] == [("a", "one, two"), ("b", "x")]
    assert found.told[0] == (
        4, "description",
        "found nothing, expected a text in at least one of description, technology, use_cases",
    )  # fmt: skip


def test_an_id_that_is_taken_names_the_first_line(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", "id,name,description\n7,A,x\n8,B,y\n7,C,z\n")

    found = read(path)

    assert found.ids == ["7", "8", "7-2"]
    assert found.told == [(4, "id", "the id '7' is taken by line 2: this one is kept as '7-2'")]


def test_parts_of_a_field_have_columns_of_their_own(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "x.csv",
        "name,description,seeking.amount,Seeking currency,instruments,DUNS,statements.in-a-cluster,"
        "partners\n"
        "A,x,2m,USD,grant;equity,123456789,yes,Institut X (France); Lab Y\n"
        'B,x,EUR 1.5m,,,,,"[{""name"": ""Z"", ""country"": ""NL""}]"\n',
    )

    one, two = read(path).profiles

    assert one.seeking is not None
    assert two.seeking is not None
    assert one.seeking.model_dump(mode="json") == {
        "amount": 2_000_000, "currency": "USD", "instruments": ["grant", "equity"]
    }  # fmt: skip
    assert one.identifiers == {"duns": "123456789"}
    assert one.statements == {"in-a-cluster": True}
    assert [(part.name, part.country) for part in one.partners or ()] == [
        ("Institut X", "FR"), ("Lab Y", None)
    ]  # fmt: skip
    assert (two.seeking.amount, two.seeking.currency) == (1_500_000, "EUR")
    assert [(part.name, part.country) for part in two.partners or ()] == [("Z", "NL")]


def test_json_in_a_cell_is_read_where_a_field_is_nested_and_left_where_it_is_text(
    tmp_path: Path,
) -> None:
    path = text_file(
        tmp_path,
        "x.csv",
        "name,description,use_cases,identifiers\n"
        'A,[stealth] a firm,"[""one; two"", ""three""]","{""pic"": ""99""}"\n'
        'B,{x},[x] marks,"{""pic"": "\n',
    )

    found = read(path)

    assert found.profiles[0].description == "[stealth] a firm"
    assert found.profiles[0].use_cases == ("one; two", "three")
    assert found.profiles[0].identifiers == {"pic": "99"}
    assert found.told == [(3, "identifiers", "found '{\"pic\": ', expected JSON in the cell")]


def test_a_blank_heading_before_others_is_named_by_its_place(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "x.csv", "name,,description,,\nA,lost,x,,\n"))

    assert found.ids == ["a"]
    assert found.summary.notes == ("left out, because they are no field: '(column 2)'",)


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n"])
def test_a_table_without_headings_is_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReadError, match="expected a row of headings"):
        read(text_file(tmp_path, "x.csv", text))


def test_a_cell_beyond_the_bound_stops_the_file_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CELL", 1_000)
    open_quote = 'name,description\nA,"' + "word\n" * 300

    with pytest.raises(TooLarge, match=r"line 2: holds 1\.0 kB.* quotation mark"):
        read(text_file(tmp_path, "x.csv", open_quote))


def test_a_file_of_one_endless_line_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CELL", 1_000)

    with pytest.raises(TooLarge, match=r"line 1: holds 1\.0 kB"):
        read(text_file(tmp_path, "x.csv", "name,description\t" * 1_000))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    headings = ",".join(f"c{number}" for number in range(1_001))

    with pytest.raises(TooLarge, match=r"has 1,001 columns"):
        read(text_file(tmp_path, "x.csv", headings))


def test_a_packed_table_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"name,description\nA,x\n"))

    assert read(path).ids == ["a"]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_comma_in_a_title_separates_nothing(tmp_path: Path, sign: str) -> None:
    lines = ["Applicants, second call", "", sign.join(("Nazwa", "Opis", "Rok założenia"))]
    lines.append(sign.join(("Acme", "Radios, and more", "2019")))
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    (found,) = read(path).profiles

    assert (found.name, found.description, found.founded) == ("Acme", "Radios, and more", "2019")
