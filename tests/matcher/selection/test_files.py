"""What do files of terms and of choices say, and is what is wrong with them told?"""

import orjson
import pytest

from matcher.errors import BadInput, BadTerms
from matcher.selection.choices import Person
from matcher.selection.sources import read_choices
from matcher.selection.stated import terms_of
from matcher.selection.terms import Limit, Room


def test_a_file_of_terms_is_read_with_its_lines():
    text = b"""\
each: {most: 2}
objective: fairest
min_fit: 0.3
capacity:
  nif: 4
  diana: {least: 2, most: 9}
limits:
  - {country: [Germany, FR], most: 3, at: nif}
  - {area: QKD, least: 1}
pins:
  - [acme, nif]
conflicts:
  - [acme, diana]
"""
    terms = terms_of(text, "t.yaml")

    assert terms.capacity == {"nif": Room(None, 4, 5), "diana": Room(2, 9, 6)}
    assert terms.each == Room(None, 2, 1)
    assert terms.limits == (
        Limit(("DE", "FR"), None, "nif", Room(None, 3, 8)),
        Limit((), "quantum/quantum-communication", None, Room(1, None, 9)),
    )
    assert terms.pins == (("acme", "nif", 11),)
    assert (terms.aim, terms.min_fit, terms.shared) == ("fairest", 0.3, False)


def test_officers_have_specialities():
    terms = terms_of(b"officers:\n  anna: {most: 40, areas: [quantum]}\n  bert: 20\n", "t.yaml")

    assert terms.shared
    assert terms.specialities == {"anna": ("quantum",)}
    assert terms.capacity["bert"].most == 20


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("capacity: {nif: -1}", "line 1, capacity.nif: found -1, expected a whole number from 0"),
        ("capacity: {nif: many}", "capacity.nif: found 'many'"),
        ("capacity: {nif: 2.5}", "capacity.nif: found 2.5"),
        ("capacity: {nif: {least: 4, most: 2}}", "at least 4 and at most 2 cannot both be"),
        ("capacity: {nif: 1}\ncapcity: {a: 2}", "line 2, capcity: expected one of capacity,"),
        ("capacity: {nif: 1}\ncapacity: {nif: 2}", "capacity"),
        ("pins: [[a, nif]]", "found neither, expected either 'capacity"),
        ("capacity: {nif: 1}\npins: [[a]]", "line 2, pins.1: expected a pair"),
        ("capacity: {nif: 1}\npins: [[a, nif], [a, nif]]", "line 2, pins.2: repeats line 2"),
        ("capacity: {nif: 1}\nlimits: [{country: Germny, most: 1}]", "did you mean Germany"),
        ("capacity: {nif: 1}\nlimits: [{country: DE}]", "limits.1: expected least or most"),
        ("capacity: {nif: 1}\nlimits: [{most: 1}]", "expected a country or an area"),
        ("capacity: {nif: 1}\nobjective: nicest", "expected total or fairest"),
        ("capacity: {nif: 1}\nmin_fit: 50", "min_fit: found 50, expected a number from 0 to 1"),
        ("capacity: {nif: 1}\nverdicts: [maybe]", "verdicts: found 'maybe'"),
        ("", "holds nothing"),
    ],
)
def test_a_fault_in_the_terms_is_told_with_its_place(text, says):
    with pytest.raises(BadTerms) as caught:
        terms_of(text.encode(), "t.yaml")

    assert str(caught.value).startswith("t.yaml") or "\n- t.yaml" in str(caught.value)
    assert says in str(caught.value)


SCREEN = {
    "programme": "nif",
    "candidates": [
        {"profile": "acme", "fit": 0.7, "verdict": "eligible", "outlook": "likely"},
        {"profile": "beta", "fit": 0.4, "verdict": "undetermined", "outlook": "open"},
    ],
    "ineligible": [
        {"profile": "gone", "findings": [{"answer": "unmet", "says": "Seated in Mars"}]}
    ],
    "applicants": {"acme": {"name": "Acme", "country": "DE", "flags": []}},
}


def write(path, value):
    path.write_bytes(value if isinstance(value, bytes) else orjson.dumps(value))
    return str(path)


def test_a_screen_and_its_judgments_join(tmp_path):
    screen = write(tmp_path / "s.json", SCREEN)
    judged = [
        {"programme": "nif", "profile": "acme", "by": "anna", "grade": 1},
        {"programme": "nif", "profile": "acme", "by": "bert", "grade": 2},
    ]
    grades = write(tmp_path / "j.json", {"items": judged})

    found = read_choices([screen, grades], {"beta": Person("Beta", "FR", ("space",))})

    assert [(one.applicant, one.fit, one.grade) for one in found.pairs] == [
        ("acme", 0.7, 1.5),
        ("beta", 0.4, None),
    ]
    assert found.shut == {("gone", "nif"): "ineligible; Seated in Mars"}
    assert found.people["acme"] == Person("Acme", "DE")
    assert found.people["beta"].areas == ("space",)


def test_a_table_with_a_programme_or_of_one_is_read(tmp_path):
    named = write(tmp_path / "a.csv", b"profile;programme;score\nacme;nif;0,7\n")
    screen = write(
        tmp_path / "b.csv", b"rank,verdict,outlook,fit,profile\n1,eligible,likely,0.2,x\n"
    )

    found = read_choices([named, f"diana={screen}"])

    assert [(one.applicant, one.host, one.fit, one.verdict) for one in found.pairs] == [
        ("acme", "nif", 0.7, None),
        ("x", "diana", 0.2, "eligible"),
    ]


def test_a_table_of_officers_makes_officers_the_hosts(tmp_path):
    table = write(tmp_path / "a.csv", b"application,officer,affinity\nacme,anna,0.7\n")

    assert read_choices([table]).kind == "officer"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"profile,programme,fit\n", "no row below"),
        (
            "a.csv",
            b"profile,programme,fit\na,x,0.5\na,x,0.6\n",
            "line 3: a with x stands there twi",
        ),
        ("a.csv", b"profile,programme,fit\na,x,1.5\n", "line 2: found fit '1.5'"),
        ("a.csv", b"profile,programme,grade\na,x,7\n", "line 2: found grade '7'"),
        ("a.csv", b"profile,programme,grade,by\na,x,1,z\na,x,2,z\n", "line 3: repeats 2"),
        ("a.csv", b"profile,fit\na,0.5\n", "expected the columns profile and programme"),
        ("a.csv", b"profile,programme,fit\n,x,0.5\n", "line 2: names no applicant"),
        ("a.csv", b"profile,programme,fit,country\na,x,0.5,Germny\n", "did you mean Germany"),
        ("a.csv", b"profile,programme,fit\na,x,\xff\n", "line 2: is not UTF-8"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b'{"matches": []}', "is neither a screen"),
        ("a.json", orjson.dumps({**SCREEN, "candidates": SCREEN["candidates"][:1] * 2}), "twice"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path, name, content, says):
    path = write(tmp_path / name, content)

    with pytest.raises(BadInput) as caught:
        read_choices([path])

    assert says in str(caught.value)
