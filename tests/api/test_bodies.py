"""Is any JSON in any field of any body answered, and never by an error that nobody foresaw?"""

import copy
import json
import re

import pytest

from api.app import create_app
from api.schemas.bodies import MOST_VALUES
from api.settings import ServeSettings
from matcher.settings import Settings
from profiles.model import Profile
from programmes.model import Programme, Source
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE

ODD = [
    None, True, -1, 1e308, 10**30, "", " ", "x", "\x00", "9" * 400, [], ["EUR"], [[1]], [None],
    [{}], {}, {"a": ["b"]}, {"amount": {}}, {"currency": ["EUR"]}, {"amount": 1, "currency": {}},
    {"amount": "1", "currency": ["EUR"]}, {"name": ["x"]}, {"country": {}},
]  # fmt: skip
FULL = {
    **MUNICH,
    "seeking": {"amount": 1, "currency": "EUR", "instruments": ["grant"]},
    "partners": [{"name": "A", "country": "FR"}],
    "identifiers": {"pic": "1"},
    "statements": {"x": True},
}
PROGRAMME = {
    **LEAST,
    "id": "odd",
    "calls": [{"id": "c", "opens": "2027-01-01"}],
    "challenges": [
        {"id": "t", "title": "t", "statement": "s", "basis": "stated", "source": ["least-page"]}
    ],
    "offer": {"instruments": ["grant"], "amounts": [{"label": "l", "currency": "EUR"}]},
    "pool": {"item": "x", "value": {"label": "l", "currency": "EUR"}},
    "criteria": [
        {"kind": "seat", "basis": "incorporated", "countries": ["DE"], "source": ["least-page"]},
        {"kind": "statement", "id": "s", "asks": "Is it?", "source": ["least-page"]},
    ],
}


def places(value, path=()):
    """Every place within a value."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, held in parts if isinstance(value, dict | list) else ():
        yield from places(held, (*path, name)) if isinstance(held, dict | list) else [(*path, name)]


def changed(body, path, value):
    """The body with something else at a place."""
    if not path:
        return value
    made = copy.deepcopy(body)
    inside = made
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("model", "body"), [(Profile, FULL), (Programme, PROGRAMME), (Source, SOURCE)]
)
def test_a_model_says_what_is_wrong_with_anything(model, body):
    fields = [(name,) for name in model.model_fields]
    for place in {*places(body), *fields}:
        for value in ODD:
            try:
                model.model_validate(changed(body, place, value))
            except ValueError:  # which is what pydantic's own error is
                continue


def bodies():
    """What every operation of the app takes, by its own examples."""
    app = create_app(ServeSettings(matcher=Settings()))
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                yield method, path, content["schema"]


BODIES = list(bodies())


def example(inside, method, path):
    """A body that the operation's own description gives as an example."""
    schema = next(s for m, p, s in BODIES if (m, p) == (method, path))
    components = inside.app.openapi()["components"]["schemas"]
    schema = next((one for one in schema.get("anyOf", ()) if "$ref" in one), schema)
    if "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    if "examples" in schema:
        return schema["examples"][0]
    return {
        name: held["examples"][0]
        for name, held in schema["properties"].items()
        if "examples" in held
    }


def test_there_are_bodies_to_try():
    assert {"/v1/match", "/v1/profiles", "/v1/runs", "/v1/keys"} < {path for _, path, _ in BODIES}


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in BODIES])
def test_an_operation_answers_anything_in_its_body(inside, method, path):
    client = inside.client("admin")
    address = re.sub(r"\{[^}]*\}", "odd", path)
    body = example(inside, method, path)
    for place in list(places(body))[:25]:
        for value in ODD[::2] if place else ODD:
            sent = json.dumps(changed(body, place, value))
            found = client.request(
                method, address, content=sent, headers={"Content-Type": "application/json"}
            )
            assert found.status_code < 500, (place, value, found.text)


def test_a_currency_that_is_a_list_is_pointed_at(inside):
    body = {**MUNICH, "seeking": {"amount": 1, "currency": ["EUR"]}}

    found = inside.client("ana").post("/v1/match", json=body)

    assert found.status_code == 422
    assert found.json()["errors"][0]["pointer"] == "#/seeking/currency"


@pytest.mark.parametrize("name", ["partners", "areas", "use_cases", "certifications"])
def test_a_body_of_more_values_than_it_may_hold_is_refused_before_they_are_read(inside, name):
    body = {**MUNICH, name: [1.5] * (MOST_VALUES + 1)}

    found = inside.client("ana").post("/v1/match", json=body)

    assert found.status_code == 422
    assert f"{MOST_VALUES:,} values" in found.json()["detail"]
    assert len(found.content) < 1_000


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in BODIES])
def test_faults_are_counted_and_the_first_of_them_listed(inside, method, path):
    address = re.sub(r"\{[^}]*\}", "odd", path)
    body = {f"strange{n}": [{}] for n in range(5_000)}
    if path.startswith("/v1/programmes"):
        body = {"programme": {**PROGRAMME, "calls": [{}] * 5_000}, "sources": [{}] * 1_000}

    found = inside.client("admin").request(method, address, json=body)

    assert found.status_code < 500
    assert found.status_code == 200 or len(found.content) < 40_000
    assert len(found.json().get("errors", ())) <= 50


def test_a_body_of_another_kind_is_refused_and_not_read_as_json(inside):
    found = inside.client("ana").post(
        "/v1/match", content=b"x" * 50_000, headers={"Content-Type": "text/plain"}
    )

    assert found.status_code == 415
    assert "application/json" in found.json()["detail"]
