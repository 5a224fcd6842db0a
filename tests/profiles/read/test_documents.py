"""JSON, JSON Lines and YAML, as people write them and as they break them."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from profiles.errors import ReadError
from profiles.read import read_profile
from tests.profiles.read.support import read, text_file

A = {"name": "A", "description": "x"}
WHOLE = {
    "id": "acme", "name": "Acme Quantum", "description": "Clocks", "technology": "Cold atoms",
    "use_cases": ["Navigation"], "incorporated_in": "DE", "headquarters": "DE",
    "managed_from": "DE", "controlled_from": ["DE"], "areas": ["quantum/quantum-sensing-timing"],
    "trl": 5, "stage": "seed", "founded": "2022-03-01", "headcount": 14, "turnover_eur": 400000,
    "balance_sheet_eur": 900000, "raised_eur": 1500000,
    "seeking": {"amount": 2000000, "currency": "EUR", "instruments": ["grant", "equity"]},
    "civil_use": True, "defence_use": True, "weapon": False, "owns_technology": True,
    "sanctioned": False, "identifiers": {"duns": "1", "pic": "2", "sam": None},
    "certifications": ["cmmc-2"], "export_control": ["6A003"],
    "partners": [{"name": "Lab", "country": "FR"}], "private_coinvestment_share": 0.3,
    "non_eligible_content_share": 0.2, "website": "https://example.org",
}  # fmt: skip


def test_the_documented_profile_is_read_field_by_field(tmp_path: Path) -> None:
    found = read(text_file(tmp_path, "acme.json", json.dumps(WHOLE))).only.model_dump(mode="json")

    assert {name: found[name] for name in WHOLE} == WHOLE


@pytest.mark.parametrize(
    "document", [A, [A], {"profiles": [A]}, {"total": 1, "profiles": [A], "next": None}]
)
def test_one_profile_an_array_and_a_named_list_are_read(tmp_path: Path, document: object) -> None:
    assert read(text_file(tmp_path, "x.json", json.dumps(document))).only.id == "a"


def test_each_object_of_an_array_knows_its_line_and_harms_no_other(tmp_path: Path) -> None:
    text = """[
  {"name": "A", "description": "x"},
  {"name": "B", "description": "x",
   "trl": "twelve", "headcount": true, "turnover_eur": false},
  7,
  {"name": "C", "description": "x", "name": "D", "trl": NaN},

  {"name": "E", "description": "x", "nested": {"trl": 1}},
  {"name": "F", "description": "x"}
]"""

    found = read(text_file(tmp_path, "x.json", text))

    assert found.ids == ["a", "b", "e", "f"]
    assert found.told == [
        (3, "trl", "found 'twelve', expected a whole number from 1 to 9"),
        (3, "headcount", "found True, expected a whole number, 0 or more"),
        (3, "turnover_eur",
         "found False, expected an amount in euros, such as 1500000 or EUR 1.5m"),
        (5, None,
         'found 7, expected an object such as {"name": "...", "description": "..."}'),
        (6, None, "the key 'name' occurs twice: take one out"),
        (8, "nested",
         "there is no field 'nested'; take it out, or name its field with --map"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('{"name": "A"\n "description": "x"}', 2, "a comma or a closing bracket is missing"),
        ('{"name": "A",\n}', 2, "a key in double quotes is missing in column 1"),
        ('{"name": Acme}', 1, "a value is missing, or a text is not in quotes, in column 10"),
        ('{"name": "A", "description": "x"', 1, "the text ends too early"),
        ('[{"name": "A", "description": "x"} {}]', 1, "a comma or a closing bracket is missing"),
        ('{"name": "A"}\n{"name": "B"}', 2, "put them in an array, or name the file .jsonl"),
        ("{'name': 'A'}", 1, "a key in double quotes is missing"),
        ('{"profiles": [{}, ]}', 1, ""),
    ],
)
def test_a_fault_in_the_syntax_says_line_and_column(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    with pytest.raises(ReadError, match=r"in column \d+$") as caught:
        read(text_file(tmp_path, "x.json", text))

    assert said in str(caught.value)
    assert caught.value.line == line


def test_a_field_that_is_not_known_suggests_the_nearest(tmp_path: Path) -> None:
    text = json.dumps(A | {"headcuont": 3, "country": "DE", "seeking": {"ammount": 5}})

    assert read(text_file(tmp_path, "x.json", text)).told == [
        (1, "country", "'country' could be several fields; if it is incorporated_in, call it so"),
        (1, "headcuont", "there is no field 'headcuont'; did you mean headcount?"),
        (1, "seeking.ammount", "there is no field 'seeking.ammount'; did you mean amount?"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", None, "found nothing, expected a text of 1 to 300 characters"),
        ("name", ["A"], "found ['A'], expected a text of 1 to 300 characters"),
        ("name", "A" * 301, "found '301 characters', expected at most 300 characters"),
        ("id", "", None),
        ("description", {"en": "x"}, "found {'en': 'x'}, expected a text"),
        ("description", "a\x00b", "expected text without NUL bytes: check the encoding"),
        ("use_cases", {"a": 1}, "expected a list of texts"),
        ("headquarters", 5, "found 5, expected a country, such as Germany or DE"),
        ("headquarters", "Atlantis", "no country is called 'Atlantis'"),
        ("headquarters", False, "found False, expected a country"),
        ("controlled_from", [], "expected a list of countries, or nothing if it is not known"),
        ("controlled_from", ["DE", "Germny"], "did you mean Germany (DE)?"),
        ("areas", ["magic"], "no area is called 'magic'"),
        ("trl", 5.5, "found 5.5, expected a whole number from 1 to 9"),
        ("trl", True, "found True, expected a whole number from 1 to 9"),
        ("trl", "low", "expected a whole number from 1 to 9"),
        ("stage", "early", "'early' names more than one stage"),
        ("founded", "03/07/22", "expected a date such as"),
        ("founded", True, "found True, expected a date such as 2022-03-01, 2022-03 or 2022"),
        ("headcount", -1, "found -1, expected a whole number, 0 or more"),
        ("headcount", "some", "found 'some', expected a whole number, 0 or more"),
        ("headcount", 1e300, "expected a whole number, 0 or more"),
        ("turnover_eur", "$2m", "expected an amount in euros, because rates change"),
        ("turnover_eur", -5, "found -5, expected an amount"),
        ("turnover_eur", "1e999", "expected an amount"),
        ("seeking", 5, 'expected an amount such as EUR 2m, or {"amount": 2000000'),
        ("seeking", {"amount": 0}, "found 0.0, expected an amount above 0"),
        ("seeking", {"amount": "2m USD", "currency": "EUR"}, "expected an amount in EUR"),
        ("seeking", {"currency": "euro"}, "found 'EURO', expected a currency code such as EUR"),
        ("seeking", {"instruments": ["gift"]}, "no instrument is called 'gift'"),
        ("civil_use", "maybe", "found 'maybe', expected yes or no, or nothing"),
        ("civil_use", 2, "found 2, expected yes or no, or nothing"),
        ("identifiers", "123", 'expected names with their numbers, such as {"duns"'),
        ("partners", [5], "found 5, expected a list of partners such as"),
        ("partners", [{"country": "Germny"}], "did you mean Germany (DE)?"),
        ("private_coinvestment_share", 30, "found 30, expected a share from 0 to 1, or a per"),
        ("private_coinvestment_share", "NaN%", "found 'NaN%', expected a share from 0 to 1"),
        ("statements", {"x": "perhaps"}, "found 'perhaps', expected yes or no"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(
    tmp_path: Path, field: str, value: object, said: str | None
) -> None:
    found = read(text_file(tmp_path, "x.json", json.dumps(A | {field: value})))

    if said is None:
        assert found.only
        return
    ((_, where, message),) = found.told
    assert where is not None
    assert where.partition(".")[0] == field
    assert said in message
    assert "pydantic" not in message
    assert "Input should" not in message


def test_no_profile_of_fifty_thousand_words(tmp_path: Path) -> None:
    text = json.dumps({"name": "A", "description": "word " * 50_001})

    assert read(text_file(tmp_path, "x.json", text)).told == [
        (1, "description",
         "found '50,001 words', expected at most 50,000 in the texts of a profile")
    ]  # fmt: skip


def test_half_a_character_is_a_problem_of_its_row(tmp_path: Path) -> None:
    text = '[{"name": "A", "description": "x \\ud800"}, {"name": "\\ud83d\\ude00", ' + (
        '"description": "whole"}]'
    )

    found = read(text_file(tmp_path, "x.json", text))

    assert [one.name for one in found.profiles] == ["😀"]
    assert "half characters" in found.told[0][2]
    assert found.problems[0].message.encode("utf-8", "strict")


@pytest.mark.parametrize("depth", [50, 500, 100_000])
def test_lists_in_lists_in_lists_are_refused_at_any_depth(tmp_path: Path, depth: int) -> None:
    deep = "[" * depth + "]" * depth

    for name, text in (
        ("x.json", f'{{"name": "A", "description": "x", "use_cases": {deep}}}'),
        ("x.jsonl", f'{{"name": "A", "description": "x", "use_cases": {deep}}}\n'),
        ("x.yaml", f"name: A\ndescription: x\nuse_cases: {deep}\n"),
        ("x.csv", f'name,description,partners\nA,x,"{deep}"\n'),
    ):
        path = text_file(tmp_path, name, text)
        with contextlib.suppress(ReadError):
            found = read(path)
            assert len(found.problems) == 1
            assert all(one.use_cases is one.partners is None for one in found.profiles)
        with pytest.raises(ReadError, match=r"deeper nesting|JSON in the cell|a list of texts"):
            read(path, strict=True)


def test_a_number_of_a_thousand_digits_is_no_fact(tmp_path: Path) -> None:
    text = f'{{"name": "A", "description": "x", "headcount": {"9" * 5_000}}}'

    assert read(text_file(tmp_path, "x.json", text)).told == [
        (1, None, "a number of 5,000 digits is no fact about a startup")
    ]


def test_json_lines_go_on_after_a_bad_line(tmp_path: Path) -> None:
    text = (
        '{"name": "A", "text": "x", "Batch": 1}\n\n{"name": \nnull\n'
        '{"Company": "B", "about": "y", "name": "C"}\r\n{"name": "D", "pitch": "z", "batch": 2}'
    )

    found = read(text_file(tmp_path, "x.jsonl", text))

    assert found.ids == ["a", "b", "d"]
    assert found.told == [
        (3, None, "the text ends too early in column 9; expected one JSON object on this line"),
        (4, None,
         'found nothing, expected an object such as {"name": "...", "description": "..."}'),
    ]  # fmt: skip
    assert found.summary.notes == ("left out, because they are no field: 'Batch', 'batch'",)


def test_yaml_means_what_is_written(tmp_path: Path) -> None:
    text = """\
# A comment
name: 1984
description: >
  Radios
  for ships
headquarters: NO
identifiers: {duns: 007, pic: "12"}
founded: 2022-03-01
trl: TRL 4
civil_use: yes
weapon: false
technology: null
turnover_eur: 400 000
certifications: []
"""

    found = read(text_file(tmp_path, "x.yaml", text)).only

    assert (found.id, found.name, found.description) == ("1984", "1984", "Radios for ships")
    assert (found.headquarters, found.founded, found.trl) == ("NO", "2022-03-01", 4)
    assert found.identifiers == {"duns": "007", "pic": "12"}
    assert (found.civil_use, found.weapon, found.technology) == (True, False, None)
    assert (found.turnover_eur, found.certifications) == (400_000, ())


@pytest.mark.parametrize(
    "text",
    [
        "name: A\ndescription: x\n---\nname: B\ndescription: y\n",
        "- {name: A, description: x}\n- name: B\n  description: y\n",
        "profiles:\n- {name: A, description: x}\n- {name: B, description: y}\n",
    ],
)
def test_yaml_holds_several_profiles_in_three_ways(tmp_path: Path, text: str) -> None:
    assert read(text_file(tmp_path, "x.yml", text)).ids == ["a", "b"]


def test_what_is_wrong_in_yaml_knows_its_line(tmp_path: Path) -> None:
    text = """\
- name: A
  description: x
  trl: 4
  trl: 5
- name: B
  description: !!python/object:os.system x
- name: C
  description: x
  headcuont: 3
- just text
- name: D
  description: y
"""

    found = read(text_file(tmp_path, "x.yaml", text))

    assert found.ids == ["c", "d"]
    assert found.told == [
        (1, None, "the key 'trl' occurs twice, again in line 4"),
        (5, None, "the tag !!python/object:os.system in line 6: take it out"),
        (7, "headcuont", "there is no field 'headcuont'; did you mean headcount?"),
        (10, None, "found 'just text', expected an object such as "
         '{"name": "...", "description": "..."}'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name: A\ndescription: [x\n", 3, "in column"),
        ("name: A\n\tdescription: x\n", 2, "in column"),
        ("name: A\ndescription: a\x07b\n", 2, "found 'the character U+0007'"),
        ("a: &a [x]\nb: *a\n", 2, "found 'the alias *a', expected the value itself"),
        ("name: &n A\n<<: *n\n", 2, "the alias *n"),
    ],
)
def test_a_fault_in_yaml_says_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(text_file(tmp_path, "x.yaml", text))

    assert caught.value.line == line
    assert said in str(caught.value)


def test_an_alias_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    levels = ["a: &a [x,x,x,x,x,x,x,x,x,x]"] + [
        f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    with pytest.raises(ReadError, match="line 2: found 'the alias"):
        read(text_file(tmp_path, "x.yaml", "\n".join(levels)))


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "x.md", "x.txt"])
def test_an_empty_document_is_no_profile(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="found 'an empty file'"):
        read(text_file(tmp_path, name, " \n"))


@pytest.mark.parametrize("name", ["seeking", "funding_sought", "ask"])
def test_an_amount_with_its_currency_is_taken_under_any_name_of_the_sum(tmp_path, name):
    path = tmp_path / "one.yaml"
    path.write_text(f"name: A\ndescription: Sonar.\n{name}: {{amount: 75000, currency: USD}}\n")

    found = read_profile(path).seeking

    assert (found.amount, found.currency) == (75000, "USD")
