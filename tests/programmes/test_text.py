"""Is what is embedded of a programme what it seeks, opening by opening, and nothing else?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.prose import MAX_WORDS
from programmes.read import load_catalogue
from programmes.text import ProgrammePassage, passages
from tests.programmes.documents import programme

CHALLENGE = {
    "id": "night",
    "title": "Seeing at night",
    "statement": "Find small boats. Tell them from waves.",
    "basis": "stated",
    "source": ["page"],
}


def test_the_fields_come_in_their_order_and_lists_stand_together():
    found = passages(
        programme(
            seeks=["A prototype", "Radar"],
            technologies=["thermal cameras"],
            use_cases=["a ferry at night"],
            challenges=[CHALLENGE],
        )
    )
    assert found == (
        ProgrammePassage("title", None, "Own prize"),
        ProgrammePassage("summary", None, "A prize for sensors."),
        ProgrammePassage(
            "description", None, "The port looks for sensors that see small boats at night."
        ),
        ProgrammePassage("seeks", None, "A prototype. Radar"),
        ProgrammePassage("technologies", None, "thermal cameras"),
        ProgrammePassage("use_cases", None, "a ferry at night"),
        ProgrammePassage("challenge_title", "night", "Seeing at night"),
        ProgrammePassage("challenge", "night", "Find small boats. Tell them from waves."),
    )


def test_what_a_pool_buys_is_a_passage():
    found = passages(programme(buyers="states", kind="pool", pool={"item": "Harbour radars"}))
    assert ProgrammePassage("pool", None, "Harbour radars") in found


@pytest.mark.parametrize(
    "changes",
    [
        {"process": "Send a form."},
        {"not_for": "Not for weapons."},
        {"notes": ["Beware of the date."]},
        {"offer": {"instruments": ["grant"], "text": "Money."}},
        {"criteria": [{"kind": "trl", "min": 4, "source": ["page"], "note": "A note."}]},
        {"calls": [{"id": "a", "note": "Closes at noon."}]},
    ],
)
def test_how_to_apply_and_what_is_paid_is_not_embedded(changes):
    assert passages(programme(**changes)) == passages(programme())


def test_a_challenge_says_all_it_has_to_say_even_if_the_programme_said_it():
    text = "Find small boats. Tell them from waves."
    found = passages(programme(description=text, challenges=[CHALLENGE]))
    assert found[-1] == ProgrammePassage("challenge", "night", text)


def test_a_challenge_that_only_repeats_its_title_is_its_title():
    found = passages(programme(challenges=[{**CHALLENGE, "statement": "Seeing at night."}]))
    assert [one for one in found if one.challenge] == [
        ProgrammePassage("challenge_title", "night", "Seeing at night")
    ]


def test_what_a_challenge_lists_is_read_a_few_items_at_a_time():
    items = ["sonar and hydrophones", "tide gauges", "buoys that listen", "gliders"]
    statement = f"Look beneath the sea and along the coast: {', '.join(items * 3)}."
    found = passages(programme(challenges=[{**CHALLENGE, "statement": statement}]))
    pieces = [one.text for one in found if one.kind == "challenge"]

    assert len(pieces) > 1
    assert all(len(piece.split()) <= 20 for piece in pieces)
    assert " ".join(pieces) == statement


@given(st.integers(1, 400))
def test_no_passage_is_longer_than_a_model_reads(sentences):
    text = " ".join(f"Sensor {n} sees boats." for n in range(sentences))
    for passage in passages(programme(description=text, summary=text)):
        assert len(passage.text.split()) <= MAX_WORDS


def test_every_opening_of_the_catalogue_begins_with_its_title():
    for one in load_catalogue():
        titles = {c.id: c.title for c in one.challenges} | {None: one.name}
        begun = set()
        for passage in passages(one):
            if passage.challenge not in begun:
                assert passage.text == titles[passage.challenge]
            begun.add(passage.challenge)
        assert begun == set(titles)
