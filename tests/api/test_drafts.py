"""Does a text become a profile over HTTP, step by step, with nothing kept?"""

from __future__ import annotations

import pytest

from tests.api.inside import open_inside

TEXT = (
    "We are based in Delft, the Netherlands, and employ 14 people. Our magnetometers find ships by"
    " the field that they disturb. We raised EUR 2 million in a seed round.\nTRL: 5"
)
ON = {"on": "2026-06-15"}


@pytest.fixture(scope="module")
def ana(tmp_path_factory):
    return open_inside(tmp_path_factory.mktemp("drafts")).client("ana")


@pytest.fixture(scope="module")
def first(ana):
    return ana.post("/v1/drafts", params=ON, json={"text": TEXT, "name": "Acme"}).json()


def test_a_text_gives_facts_with_their_words_and_questions(first):
    facts = first["facts"]

    assert facts["headquarters"]["value"] == "NL"
    assert facts["headquarters"]["basis"] == "read"
    assert facts["headquarters"]["quote"] in TEXT
    assert (facts["trl"]["value"], facts["trl"]["basis"]) == (5, "stated")
    assert first["changed"] == ""
    assert any("Delft" in one["asks"] for one in first["questions"])


def test_an_accepted_fact_is_stated_and_asked_no_more(ana, first):
    body = {"profile": first["profile"], "accept": ["headquarters"]}
    found = ana.post("/v1/drafts", params=ON, json=body).json()

    assert found["profile"]["headquarters"] == "NL"
    assert found["facts"]["headquarters"]["basis"] == "stated"
    assert "headquarters" not in {one["field"] for one in found["questions"]}
    assert found["changed"]


def test_a_corrected_fact_takes_the_place_of_what_was_read(ana, first):
    body = {"profile": first["profile"], "state": {"headcount": "16"}, "dismiss": ["stage"]}
    found = ana.post("/v1/drafts", params=ON, json=body).json()

    assert found["facts"]["headcount"]["value"] == 16
    assert found["facts"]["headcount"]["basis"] == "stated"
    assert "stage" not in found["facts"]


def test_the_draft_can_be_matched_as_it_is(ana, first):
    found = ana.post("/v1/match", params={**ON, "limit": 3}, json=first["profile"])

    assert found.status_code == 200
    assert {one["outlook"] for one in found.json()["matches"]} & {"likely", "open"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "send a text"),
        ({"text": TEXT, "accept": ["weapon"]}, "weapon"),
        ({"text": TEXT, "state": {"trl": "twelve"}}, "twelve"),
        ({"text": TEXT, "state": {"hobby": "chess"}}, "hobby"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(ana, body, says):
    found = ana.post("/v1/drafts", params=ON, json=body)

    assert found.status_code == 422
    assert says in found.text
