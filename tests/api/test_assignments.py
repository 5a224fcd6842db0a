"""Officers send pairs and terms, and are told who has which place and why."""

import pytest

from tests.api.inside import open_inside

PAIRS = [
    {"profile": "ada", "programme": "nif", "fit": 0.8, "verdict": "eligible", "country": "DE"},
    {"profile": "bora", "programme": "nif", "fit": 0.7, "verdict": "eligible", "country": "FR"},
    {"profile": "cato", "programme": "nif", "verdict": "ineligible"},
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    opened = open_inside(tmp_path_factory.mktemp("assignments"))
    yield opened
    opened.context.close()


def give(app, terms, pairs=PAIRS, who="officer"):
    body = {"choices": pairs, "terms": terms}
    return app.client(who).post("/v1/assignments", json=body)


def test_places_are_given_with_reasons(app):
    found = give(app, {"capacity": {"nif": 1}}).json()

    assert [(one["applicant"], one["says"]) for one in found["placed"]] == [("ada", "1 of 2")]
    assert {one["applicant"]: one["says"] for one in found["unplaced"]} == {
        "bora": "nif is full at 1",
        "cato": "nif: ineligible",
    }


def test_terms_that_clash_are_named(app):
    terms = {"capacity": {"nif": 1}, "pins": [["ada", "nif"], ["bora", "nif"]]}

    answer = give(app, terms)

    assert answer.status_code == 422
    assert [one["detail"] for one in answer.json()["errors"]] == [
        "nif has at most 1 place; 2 would do",
        "ada is pinned to nif",
        "bora is pinned to nif",
    ]


@pytest.mark.parametrize(
    ("terms", "pairs", "says"),
    [
        ({"capacity": {"nif": -1}}, PAIRS, "capacity.nif: found -1"),
        ({"capacity": {"nope": 1}}, PAIRS, "no programme among the choices is called 'nope'"),
        ({"capacity": {"nif": 1}}, PAIRS * 2, "is there twice"),
        ({"capacity": {"nif": 1}, "pins": [["cato", "nif"]]}, PAIRS, "cannot be pinned"),
        ({"capacity": {"nif": 1}, "limits": [{"country": [], "most": 1}]}, PAIRS, "names no coun"),
        ({}, PAIRS, "found neither"),
    ],
)
def test_what_cannot_be_used_is_refused(app, terms, pairs, says):
    answer = give(app, terms, pairs)

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


def test_a_founder_gives_no_places(app):
    assert give(app, {"capacity": {"nif": 1}}, who="ana").status_code == 403
