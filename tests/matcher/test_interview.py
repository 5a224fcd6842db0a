"""A profile made of a text and completed by answers, at a terminal."""

import json

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from matcher.answers.interview import Interview, told
from profiles.facts import accepted, facts_of, stated, with_read
from profiles.model import Profile
from profiles.read import read_profile
from programmes.read import Catalogue
from tests.matcher.strategies import programme_of

SOURCED = {"source": ["a-source"], "confidence": "high"}
PITCH = "Kestrel\n\nKestrel is based in Tartu, Estonia.\nEmployees: 14\nIt builds radar at sea.\n"


def seated(*countries):
    return {"kind": "seat", "basis": "headquartered", "within": {"countries": countries}, **SOURCED}


@pytest.fixture
def pitch(tmp_path):
    path = tmp_path / "kestrel.txt"
    path.write_text(PITCH, encoding="utf-8")
    return path


def run(*arguments, typed=""):
    found = CliRunner().invoke(app, [*map(str, arguments)], input=typed)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_a_text_is_printed_as_facts_with_their_places(pitch):
    found = json.loads(run("profile", "read", pitch, "--format", "json"))

    seat = found["facts"]["headquarters"]
    assert (found["name"], seat["value"], seat["basis"]) == ("Kestrel", "EE", "read")
    assert PITCH[seat["start"] : seat["end"]] == seat["quote"] == "based in Tartu, Estonia"
    assert found["facts"]["headcount"]["basis"] == "stated"


def test_what_is_printed_is_a_profile_again(pitch, tmp_path):
    path = tmp_path / "kestrel.yaml"
    path.write_text(run("profile", "read", pitch), encoding="utf-8")

    again = read_profile(path)

    assert (again.headquarters, again.headcount, again.read) == ("EE", 14, {})


def test_a_line_of_a_text_is_a_statement_and_a_sentence_is_not(pitch):
    known = with_read(read_profile(pitch))

    assert (known.headcount, known.headquarters) == (14, None)
    assert known.read["headquarters"].value == "EE"


def test_answers_are_written_and_a_text_stays_as_it_is(pitch):
    out = run("profile", "ask", pitch, "--on", "2026-06-15", typed="EE\ndone\n")

    assert "eligible" in out
    assert read_profile(pitch.with_suffix(".yaml")).incorporated_in == "EE"
    assert pitch.read_text(encoding="utf-8") == PITCH


def test_an_answer_that_cannot_be_read_is_asked_again(pitch):
    out = run("profile", "ask", pitch, "--on", "2026-06-15", typed="Atlantis\nEE\n")

    assert "no country is called 'Atlantis'" in out
    assert read_profile(pitch.with_suffix(".yaml")).incorporated_in == "EE"


def test_an_answer_tells_what_it_changed():
    offers = [programme_of("home", [seated("NL")]), programme_of("other", [seated("FR")])]
    interview = Interview(offers, Catalogue.of(offers).sources, on="2026-03-01")
    known = with_read(Profile(name="A", description="We are based in Delft."))

    before, after = interview.step(known), interview.step(accepted(known, "headquarters"))

    assert [one.field for one in before.questions] == ["headquarters"]
    assert told(before, after) == "+1 eligible, +1 ineligible, -2 undetermined"
    assert after.questions == ()


@pytest.mark.parametrize(
    ("field", "said", "held"),
    [
        ("headcount", "51-100", {"headcount_range": (51, 100)}),
        ("identifiers.duns", "no", {"identifiers": {"duns": None}}),
        ("seeking.amount", "USD 2m", {"seeking": {"amount": 2_000_000.0, "currency": "USD"}}),
        ("Weapon", "no", {"weapon": False}),
        ("trl", "", {}),
    ],
)
def test_a_fact_is_stated_as_people_write_it(field, said, held):
    known = Profile(name="A", description="Radar.", trl=5 if field == "trl" else None)

    found = stated(known, field, said).known()

    expected = {"id": "a", "name": "A", "description": "Radar.", **held}
    assert {name: value for name, value in found.items() if name != "seeking"} == {
        name: value for name, value in expected.items() if name != "seeking"
    }
    assert ("seeking" in found) == ("seeking" in held)


def test_sums_are_shown_with_their_currency():
    known = Profile(name="A", description="We raised $3M in seed funding.", turnover_eur=5)

    facts = facts_of(with_read(known))

    assert facts["raised"]["value"] == {"amount": 3_000_000, "currency": "USD", "of": "round"}
    assert facts["turnover"]["value"] == {"amount": 5, "currency": "EUR"}


def test_set_states_a_fact_before_anything_is_asked(pitch):
    found = json.loads(
        run("explain", pitch, "nato-innovation-fund", "--set", "headquarters=FR",
            "--on", "2026-06-15", "--format", "json")
    )  # fmt: skip

    seats = [one for one in found["findings"] if one["field"] == "headquarters"]
    assert [(one["value"], one["basis"]) for one in seats] == [("FR", "stated")] * len(seats) != []
