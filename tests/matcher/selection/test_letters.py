"""Does a letter say what is true of its reader, and nothing of anybody else?"""

from dataclasses import asdict, replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.letter_writing import Letters
from api.cli.lettering import _answers, _completed
from matcher.errors import BadInput
from matcher.selection.assigning import assign
from matcher.selection.letters import asked_facts, letters_of
from matcher.selection.sources import choices_of
from matcher.selection.terms import AssignmentTerms, Limit, Room
from profiles.model import Profile

WEAPON = {
    "answer": "unknown", "field": "weapon", "missing": True, "quote": None,
    "says": "Whether it is a weapon is not given", "source": "s", "as_of": "2026-01-01",
}  # fmt: skip


def refused(country):
    return {
        "answer": "unmet", "field": "headquarters", "missing": False, "quote": None,
        "says": f"Seated in {country}", "source": "nif-page", "as_of": "2026-02-01",
        "change": "move",
    }  # fmt: skip


@st.composite
def screens(draw):
    """A screen whose every applicant has words that no other has."""
    number = draw(st.integers(2, 9))
    rows = []
    for at in range(number):
        verdict = draw(st.sampled_from(["eligible", "undetermined", "ineligible"]))
        own = f"zq{at}xv"
        rows.append(
            {
                "profile": f"id-{own}", "fit": round(draw(st.floats(0, 1)), 3),
                "verdict": verdict, "outlook": "likely", "apply_url": None,
                "findings": [
                    {**WEAPON, "says": f"weapon {own}", "field": "weapon", "quote": f"says {own}"}
                    if verdict == "undetermined"
                    else {**refused(own), "answer": "unmet" if verdict == "ineligible" else "met"}
                ],
            }
        )  # fmt: skip
    may = sorted((one for one in rows if one["verdict"] != "ineligible"), key=lambda o: -o["fit"])
    countries = st.sampled_from(["DE", "FR", None])
    return {
        "programme": "nif", "name": "The Fund", "on": "2026-06-15",
        "candidates": [{**one, "rank": rank} for rank, one in enumerate(may, 1)],
        "ineligible": [{**one, "rank": None} for one in rows if one["verdict"] == "ineligible"],
        "applicants": {
            one["profile"]: {"name": f"Firm {one['profile'][3:]}", "country": draw(countries)}
            for one in rows
        },
    }  # fmt: skip


def assigned(screen, pins, most):
    terms = AssignmentTerms(
        {"nif": Room(None, most)},
        limits=(Limit(("DE",), None, None, Room(None, 1)),),
        pins=tuple((one["profile"], "nif", None) for one in screen["candidates"][-pins:] if pins),
    )
    return orjson.loads(orjson.dumps(asdict(assign(choices_of(screen), terms))))


@given(screens(), st.integers(0, 3), st.booleans())
def test_nothing_of_another_applicant_stands_in_a_letter(screen, shortlist, drawn):
    pins = 1 if screen["candidates"] else 0
    given_ = assigned(screen, pins, 3) if drawn and pins else None
    facts = letters_of(screen, given_, shortlist=shortlist)
    letters = Letters()

    for one in facts:
        text = letters.text(one, "the office")
        assert one.name in text
        for other in screen["applicants"]:
            if other != one.profile:
                assert other[3:] not in text


SCREEN = {
    "programme": "nif", "name": "The Fund", "on": "2026-06-15",
    "candidates": [
        {"profile": who, "rank": rank, "fit": fit, "verdict": "undetermined", "outlook": "likely",
         "findings": [WEAPON], "apply_url": "https://fund.example"}
        for rank, (who, fit) in enumerate([("ada", 0.9), ("bora", 0.8), ("cato", 0.7)], 1)
    ],
    "ineligible": [
        {"profile": "dune", "rank": None, "fit": 0.9, "verdict": "ineligible",
         "findings": [refused("Mars")]}
    ],
    "applicants": {"ada": {"name": "Ada Optics", "country": "DE"}},
}  # fmt: skip


def test_each_is_told_what_became_of_it_and_why(golden):
    facts = letters_of(SCREEN, shortlist=1, reserves=1)

    assert [one.kind for one in facts] == ["accepted", "reserve", "not-now", "not-now"]
    letters = Letters()
    golden("letters", "\n----\n".join(letters.text(one, "The Office") for one in facts))


def test_a_cap_is_the_reason_where_it_is_one():
    screen = {
        **SCREEN, "applicants": {who: {"name": who, "country": "DE"} for who in ("ada", "bora")},
    }  # fmt: skip
    facts = {one.profile: one for one in letters_of(screen, assigned(screen, 0, 2))}

    assert facts["cato"].kind == "accepted"
    assert facts["bora"].reasons == (
        "all 2 places were given",
        "applicants from Germany have got all they may: 1",
    )


def test_an_assignment_of_another_programme_is_refused():
    other = {"hosts": [], "placed": [], "unplaced": []}

    with pytest.raises(BadInput, match="gives no place of nif"):
        letters_of(SCREEN, other)


def test_an_office_may_write_its_own_letters(tmp_path):
    (tmp_path / "accepted.txt").write_text("Welcome, {{ name }}. {{ sender }}\n")
    (facts, *_) = letters_of(SCREEN, shortlist=1)

    assert Letters(tmp_path).text(facts, "Us") == "Welcome, Ada Optics. Us\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ nme }}", "'nme' is undefined"),
        ("line\n{% if %}", "line 2"),
        ("{{ name.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_template_with_a_fault_writes_no_letter(tmp_path, text, says):
    (tmp_path / "accepted.txt").write_text(text)

    with pytest.raises(BadInput, match=says):
        Letters(tmp_path).write(letters_of(SCREEN, shortlist=1), tmp_path / "out", "Us")

    assert not (tmp_path / "out").exists()


def test_questions_go_out_and_answers_come_back_as_stated_facts(tmp_path):
    asked = asked_facts(SCREEN)
    assert [(one.profile, one.field) for one in asked] == [
        ("ada", "weapon"), ("bora", "weapon"), ("cato", "weapon"),
    ]  # fmt: skip
    table = tmp_path / "q.csv"
    table.write_text("profile,field,answer\nada,weapon,no\nbora,weapon,\n")
    held = {who: Profile(id=who, name=who, description="x") for who in ("ada", "bora")}

    ada, bora = _completed(held, _answers(table), "q.csv")

    assert (ada.weapon, bora.weapon) == (False, None)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("ada,trl,twelve\n", "line 2, trl: found 'twelve'"),
        ("nobody,trl,3\n", "line 2: nobody is called 'nobody'"),
        ("ada,shoe_size,3\n", "line 2, shoe_size"),
        ("ada,trl,3\nada,trl,4\n", "line 3: answers again what line 2 answers"),
        ("ada,trl,\n", "holds no answer"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_told_with_its_line(tmp_path, rows, says):
    table = tmp_path / "q.csv"
    table.write_text(f"profile,field,answer\n{rows}")
    held = {"ada": Profile(id="ada", name="Ada", description="x")}

    with pytest.raises(BadInput) as caught:
        _completed(held, _answers(table), "q.csv")

    assert says in str(caught.value)


def test_who_has_a_place_elsewhere_is_told_so():
    given_ = assigned(SCREEN, 0, 1)
    given_["placed"].append({"applicant": "bora", "host": "diana"})
    given_["unplaced"] = [one for one in given_["unplaced"] if one["applicant"] != "bora"]
    facts = {one.profile: one for one in letters_of(SCREEN, given_)}

    assert facts["bora"].kind == "not-now"
    assert "you have a place at diana instead" in Letters().text(facts["bora"], "Us")
    assert "diana" not in Letters().text(replace(facts["bora"], elsewhere=None), "Us")
