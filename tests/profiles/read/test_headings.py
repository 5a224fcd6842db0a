"""Other people's words for our fields, and what is not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiles.errors import BadValue, ReadError, UnknownTerm
from profiles.model import Profile
from profiles.read import headings, parse_mapping
from profiles.read.headings import plan
from profiles.read.problems import EXPECTED
from tests.profiles.read.support import read, text_file


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Company", "name"),
        ("COMPANY_NAME", "name"),
        ("one-liner", "description"),
        ("Balance sheet total (€)", "balance_sheet_eur"),
        ("balance-sheet-total-eur", "balance_sheet_eur"),
        ("Chiffre d'affaires (€)", "turnover_eur"),
        ("Gründungsjahr", "founded"),
        ("FTE", "headcount"),
        ("seeking amount", "seeking.amount"),
        ("Seeking.Currency", "seeking.currency"),
        ("identifiers.DUNS", "identifiers.duns"),
        ("Defense use", "defence_use"),
        ("incorporation date", "founded"),
        ("Country of incorporation", "incorporated_in"),
    ],
)
def test_a_heading_is_matched_by_its_words(heading: str, field: str) -> None:
    (column,) = plan([heading], {}).columns

    assert (column.field, column.hint) == (field, False)


@pytest.mark.parametrize("field", Profile.model_fields)
def test_each_field_answers_to_its_own_name(field: str) -> None:
    assert [column.field for column in plan([field, field.upper()], {}).columns][:1] == [field]
    assert field in EXPECTED


@pytest.mark.parametrize("heading", ["Valuation (USD)", "Batch", "Salesforce id", "x" * 9999])
def test_what_is_not_surely_a_field_is_none(heading: str) -> None:
    known = plan([heading], {})

    assert (known.columns, known.unknown) == ((), (heading,))


def test_the_words_of_the_file_are_each_there_once_and_name_real_fields() -> None:
    import yaml

    path = Path(headings.__file__).with_name("headings.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = [
        (headings._key(word), field)
        for part in data.values()
        for field, some in part.items()
        for word in some
    ]

    fields = dict(words)
    assert sorted(word for word, _ in words) == sorted(fields)
    assert all(field.partition(".")[0] in Profile.model_fields for _, field in words)
    own = {headings._key(field): field for field in headings._fields()}
    assert {word: fields[word] for word in fields.keys() & own.keys()} == {}


def test_a_bare_country_is_no_seat_until_the_user_says_which(tmp_path: Path) -> None:
    path = text_file(tmp_path, "x.csv", "name,description,Country\nA,x,Norway\n")

    found = read(path)

    assert found.only.headquarters is found.only.incorporated_in is None
    assert found.only.read["headquarters"].value == "NO"
    (note,) = found.summary.notes
    assert "'Country' may be the country of incorporation, of the headquarters" in note
    assert "--map 'Country=incorporated_in'" in note
    assert read(path, mapping={"country": "incorporated_in"}).only.incorporated_in == "NO"


def test_a_location_is_a_seat_only_as_the_name_of_a_country(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "x.csv",
        'name,description,Location\nA,x,Singapore\nB,x,"New York, NY, USA"\nC,x,CA\nD,x,Georgia\n'
        "E,x,\n",
    )

    found = read(path)

    assert [one.headquarters for one in found.profiles] == ["SG", "US", None, None, None]
    assert found.summary.notes == (
        "'Location' is not surely a country in 2 of 4 rows, such as 'CA': headquarters stays "
        "unknown there (if it holds codes of countries: --map 'Location=headquarters')",
    )


def test_a_code_is_a_seat_unless_it_is_a_state_or_a_province_too(tmp_path: Path) -> None:
    codes = ("NO", "FR", "GB", "UA", "DE", "NL", "CA", "no", "POL")
    rows = "".join(f"N{at},x,{code}\n" for at, code in enumerate(codes))
    path = text_file(tmp_path, "x.csv", f"name,description,HQ\n{rows}")

    found = [one.headquarters for one in read(path).profiles]
    mapped = [one.headquarters for one in read(path, mapping={"HQ": "headquarters"}).profiles]

    assert found == ["NO", "FR", "GB", "UA", None, None, None, None, "PL"]
    assert mapped == ["NO", "FR", "GB", "UA", "DE", "NL", "CA", "NO", "PL"]


def test_a_column_for_the_field_goes_before_a_location(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "x.csv", "name,description,Location,Headquarters\nA,x,Singapore,NO\nB,x,Norway,\n"
    )

    found = read(path)

    assert [one.headquarters for one in found.profiles] == ["NO", None]
    assert found.summary.notes == (
        "left out, because another column gives the same field: 'Location'",
    )


def test_tags_are_areas_only_if_each_of_them_is(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "x.csv", 'name,description,Tags\nA,x,quantum; space\nB,x,"quantum, SaaS"\n'
    )

    found = read(path)

    assert [one.areas for one in found.profiles] == [("quantum", "space"), None]
    assert (
        "'Tags' is not all areas in 1 of 2 rows, such as 'quantum, SaaS'"
        in (found.summary.notes[0])
    )


def test_several_descriptions_are_joined_and_repetition_adds_nothing(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "x.csv",
        "name,One liner,Text\nA,Radios,We make radios.\nB,Radios,Radios for ships\nC,,Only this\n",
    )

    found = read(path)

    assert [one.description for one in found.profiles] == [
        "Radios\n\nWe make radios.", "Radios for ships", "Only this"
    ]  # fmt: skip
    assert found.summary.notes == ("joined into one description: 'One liner', 'Text'",)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("name,Pitch,seeking,seeking.amount", "seeking.amount"),
        ("name,Pitch,seeking.amount,seeking", "seeking"),
    ],
)
def test_a_part_and_the_whole_are_an_error_that_names_both(
    tmp_path: Path, row: str, field: str
) -> None:
    one, other = row.split(",")[-2:]

    with pytest.raises(ReadError) as caught:
        read(text_file(tmp_path, "x.csv", f"{row}\nA,x,1,2\n"))

    assert (
        f"field {field}: the columns {one!r} and {other!r} both give {field}: "
        f"leave one out with --map '{other}='"
    ) in str(caught.value)


def test_the_user_s_own_words_go_before_ours(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "x.csv", "Name,Brand,Abstract,Notes,Tags\nPerson,Acme,x,Radios,quantum\n"
    )
    mapping = parse_mapping("brand=name, Notes=description, Tags=, Abstract=")

    found = read(path, mapping=mapping)

    assert (found.only.name, found.only.description, found.only.areas) == ("Acme", "Radios", None)
    assert found.summary.notes == ("left out, because another column gives the same field: 'Name'",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Company=name,Pitch=description", {"Company": "name", "Pitch": "description"}),
        ('"Pitch, short"=Description', {"Pitch, short": "description"}),
        ("Ask=Seeking.Amount", {"Ask": "seeking.amount"}),
        ("Amt=capital sought", {"Amt": "seeking.amount"}),
        ("Reg no=identifiers.handelsregister", {"Reg no": "identifiers.handelsregister"}),
        ("Tags=", {"Tags": ""}),
        ("", {}),
    ],
)
def test_a_mapping_is_read_as_people_write_it(text: str, expected: dict[str, str]) -> None:
    assert parse_mapping(text) == expected


@pytest.mark.parametrize("text", ["Company", "=name", "A=name=x", "A=name,,B=id", "A=name,A=id"])
def test_a_mapping_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        parse_mapping(text)


def test_a_mapping_to_no_field_names_the_nearest() -> None:
    with pytest.raises(UnknownTerm, match="no field is called 'headcuont'; did you mean headcount"):
        parse_mapping("Staff=headcuont")


def test_a_mapped_column_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no column 'Firm' to map; the columns are 'name'"):
        read(text_file(tmp_path, "x.csv", "name,about\nA,x\n"), mapping={"Firm": "name"})


@pytest.mark.parametrize(
    ("row", "what"), [("Pitch,TRL", "the name"), ("name,TRL", "a text about the startup")]
)
def test_a_table_in_which_no_row_could_be_right_says_so_once(
    tmp_path: Path, row: str, what: str
) -> None:
    with pytest.raises(ReadError, match=f"no column gives {what}: the columns are .* --map"):
        read(text_file(tmp_path, "x.csv", f"{row}\nA,1\nB,2\n"))


def test_columns_that_are_no_field_are_listed_once_with_what_was_perhaps_meant(
    tmp_path: Path,
) -> None:
    path = text_file(tmp_path, "x.csv", "name,about,Batch,headcuont\nA,x,1,2\nB,x,3,4\n")

    assert read(path).summary.notes == (
        "left out, because they are no field: 'Batch', 'headcuont' (did you mean headcount?)",
    )


@pytest.mark.parametrize(
    ("row", "held", "told"),
    [
        ("12,12", 12, 0),
        ("12,", 12, 0),
        (",14", 14, 0),
        ("12,14", None, 1),
    ],
    ids=["alike", "first", "second", "different"],
)
def test_of_two_columns_for_one_field_both_must_say_the_same(
    tmp_path: Path, row: str, held: int | None, told: int
) -> None:
    found = read(text_file(tmp_path, "x.csv", f"name,Pitch,Employees,Team size\nA,x,{row}\n"))

    assert [one.headcount for one in found.profiles] == [held]
    assert len(found.problems) == told


@pytest.mark.parametrize(
    ("heading", "cell", "euros", "read_as"),
    [
        ("Revenue", "1200", None, None),
        ("Revenue (EUR m)", "1.5", 1_500_000, None),
        ("Revenue k€", "15", 15_000, None),
        ("Revenue", "2,5 Mio. EUR", 2_500_000, None),
        ("Revenue", "$25M", None, {"amount": 25_000_000, "currency": "USD", "of": None}),
        ("Revenue (USD)", "25", None, {"amount": 25, "currency": "USD", "of": None}),
        ("turnover_eur", "1200", 1200, None),
    ],
)
def test_a_sum_is_euros_only_where_something_says_so(
    tmp_path: Path, heading: str, cell: str, euros: float | None, read_as: object
) -> None:
    found = read(text_file(tmp_path, "x.csv", f'name,about,{heading}\nA,x,"{cell}"\n')).only

    assert found.turnover_eur == euros
    assert (found.read["turnover"].value if found.read else None) == read_as


@pytest.mark.parametrize(("code", "euros"), [("EUR", 30_000_000), ("NOK", None), ("JPY", None)])
def test_a_column_beside_a_sum_names_its_currency(
    tmp_path: Path, code: str, euros: float | None
) -> None:
    head = "name,about,Total Funding Amount,Total Funding Amount Currency"

    found = read(text_file(tmp_path, "x.csv", f"{head}\nA,x,30000000,{code}\n")).only

    assert found.raised_eur == euros
    assert (found.read["raised"].value["currency"] if found.read else "EUR") == code


def test_sums_without_a_currency_are_unknown_and_told(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "x.csv", "name,about,Revenue,raised_eur\nA,x,1200,5\nB,x,€5k,\nC,x,,\n"
    )

    found = read(path)

    assert [one.turnover_eur for one in found.profiles] == [None, 5000, None]
    assert found.summary.notes == (
        "'Revenue' names no currency in 1 row: unknown there; write it in the heading "
        "(Revenue EUR), in the cell, or in a column beside it",
    )
