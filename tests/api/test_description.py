"""Is what the description says what is done? Asked of the app itself, in this process."""

import re
from http import HTTPStatus
from pathlib import Path

import jsonschema
import pytest

from api.app import create_app
from api.http.openapi import PARAMETERS
from api.http.problems import PROBLEMS
from api.settings import ServeSettings
from matcher.settings import Settings
from tests.api.serving import MUNICH

METHODS = {"get", "post", "put", "delete"}
DOCUMENT = create_app(ServeSettings(matcher=Settings())).openapi()
OPERATIONS = [
    (method, path, operation)
    for path, found in DOCUMENT["paths"].items()
    for method, operation in found.items()
    if method in METHODS
]
NAMES = [f"{method.upper()} {path}" for method, path, _ in OPERATIONS]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_an_operation_says_what_it_does_who_may_and_what_its_parameters_mean(
    method, path, operation
):
    assert operation["summary"]
    assert not operation["summary"].endswith(".")
    assert operation["description"].startswith(operation["summary"])
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert "security" in operation
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
    for response in operation["responses"].values():
        assert response["description"]


def test_operations_have_names_of_their_own_that_a_program_can_bear():
    names = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_every_parameter_that_is_described_by_name_is_one():
    used = {p["name"] for _, _, o in OPERATIONS for p in o.get("parameters", ())}

    assert set(PARAMETERS) <= used


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_the_example_of_a_problem_is_one_that_is_sent(method, path, operation):
    schema = {**DOCUMENT["components"]["schemas"]["Problem"]}
    for code, response in operation["responses"].items():
        if int(code) < 400:
            continue
        examples = response["content"]["application/problem+json"]["examples"]
        assert set(examples) == set(PROBLEMS[int(code)])
        for example in examples.values():
            jsonschema.Draft202012Validator(schema).validate(example["value"])
            assert example["value"]["title"] == HTTPStatus(int(code)).phrase


def test_every_problem_that_the_code_raises_is_described():
    said = "".join(path.read_text() for path in sorted(Path("api").rglob("*.py")))
    raised = {
        (int(status), code)
        for status, code in re.findall(r'Problem\(\s*(\d{3}), "([a-z-]+)"', said)
    }
    assert len(raised) > 8

    assert raised <= {(status, code) for status, codes in PROBLEMS.items() for code in codes}


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_who_has_no_key_is_asked_for_one_exactly_where_that_is_said(
    inside, method, path, operation
):
    address = re.sub(r"\{[^}]*\}", "x", path)

    found = inside.client().request(method, address)

    assert (found.status_code == 401) == bool(operation["security"])


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_a_body_of_another_kind_is_told_which_is_taken(inside, method, path, operation):
    address = re.sub(r"\{[^}]*\}", "x", path)

    found = inside.client("admin").request(
        method, address, content=b"<x/>", headers={"Content-Type": "application/xml"}
    )

    taken = operation.get("requestBody", {}).get("content", {})
    if "application/octet-stream" in taken:  # a file, whatever its sender calls it
        return
    assert (found.status_code == 415) == bool(taken), found.text
    assert found.status_code != 415 or "415" in operation["responses"]


def test_a_page_of_another_site_reads_what_it_needs_refusals_too(tmp_path):
    from tests.api.inside import open_inside

    own = open_inside(tmp_path, cors_origins=("https://a.example",))
    try:
        origin = {"Origin": "https://a.example"}
        asked = {**origin, "Access-Control-Request-Method": "PUT",
                 "Access-Control-Request-Headers": "if-match,authorization"}  # fmt: skip
        ahead = own.client().options("/v1/profiles/x", headers=asked)
        made = own.client("ana").post("/v1/profiles", json=MUNICH, headers=origin)
        refused = own.client().get("/v1/profiles", headers=origin)

        assert ahead.status_code == 200
        for found in (made, refused):
            assert found.headers["access-control-allow-origin"] == "https://a.example"
            shown = found.headers["access-control-expose-headers"].lower()
            assert {"etag", "location", "link", "retry-after"} <= set(re.split(r",\s*", shown))
        elsewhere = own.client().get("/v1/profiles", headers={"Origin": "https://b.example"})
        assert "access-control-allow-origin" not in elsewhere.headers
    finally:
        own.context.close()


def test_a_person_reads_all_of_it_on_a_page_that_fetches_nothing_from_elsewhere(inside):
    page = inside.client().get("/docs")

    assert page.status_code == 200
    for _, _, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page.text
    assert page.text.count("<details") == len(OPERATIONS)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert address.startswith(("/", "#", "data:")), address


def test_the_page_shows_words_defaults_and_examples(inside):
    page = inside.client().get("/docs").text

    assert "One of accelerator, challenge" in page
    assert "nato-diana-2027" in page
    assert "application/x-ndjson" in page
