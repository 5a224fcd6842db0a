"""Does the server do what its own description says, whatever it is sent?"""

import subprocess
import sys
from pathlib import Path

import httpx
import jsonschema
import pytest

from tests.api.serving import make_keys, start

METHODS = {"get", "post", "put", "delete"}


@pytest.fixture(scope="module")
def server(tmp_path_factory, cache):
    """A server of its own: what the tool makes up would be in the way of the other tests."""
    store = tmp_path_factory.mktemp("contract") / "store.db"
    served = start(
        store, cache, make_keys(store), max_body="200000", wrong_keys_per_minute="100000"
    )
    yield served
    served.stop()


@pytest.fixture(scope="module")
def document(server):
    return httpx.get(f"{server.url}/v1/openapi.json", timeout=60).json()


def operations(document):
    for path, found in document["paths"].items():
        for method, operation in found.items():
            if method in METHODS:
                yield f"{method.upper()} {path}", operation


def resolved(document, schema):
    return {**schema, "components": document["components"]}


def test_it_describes_itself_as_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"].endswith("."), name


def test_every_operation_has_an_example_that_its_own_schema_allows(document):
    for name, operation in operations(document):
        seen = 0
        parts = [operation.get("requestBody", {})]
        parts += [r for code, r in operation["responses"].items() if code[0] == "2"]
        for part in parts:
            for kind, content in part.get("content", {}).items():
                schema = content.get("schema", {})
                examples = [content["example"]] if "example" in content else []
                examples += schema.get("examples", [])
                for example in examples:
                    seen += 1
                    if "json" in kind:
                        jsonschema.Draft202012Validator(resolved(document, schema)).validate(
                            example
                        )
        deletes = "204" in operation["responses"]
        assert seen or deletes, f"{name} has no example"


def test_every_operation_names_the_problems_it_may_end_in(document):
    for name, operation in operations(document):
        for code, response in operation["responses"].items():
            if code[0] == "4":
                assert "application/problem+json" in response["content"], f"{name} {code}"


# A profile's words come from a vocabulary that no schema could hold ("Atlantis" is a text and no
# country), so not every body that the schema allows can be taken. An upload is no JSON, which the
# tool cannot write; it has tests of its own. Keys are left alone, or the run would end its own.
LEFT_OUT = [
    "--exclude-checks", "positive_data_acceptance",
    "--exclude-path-regex", "^/v1/(keys|profiles/import|programmes/.*/judgments/import)",
]  # fmt: skip


@pytest.mark.parametrize("who", [None, "ben", "admin"])
def test_nothing_that_is_sent_breaks_it_or_its_description(server, who):
    key = ["--header", f"X-API-Key: {server.keys[who]}"] if who else []
    tool = Path(sys.executable).parent / "schemathesis"

    done = subprocess.run(
        [
            tool,
            "run",
            f"{server.url}/v1/openapi.json",
            "--max-time",
            "12",
            "--seed",
            "1",
            "--phases",
            "examples,coverage,fuzzing",
            "--request-timeout",
            "60",
            "--continue-on-failure",
            "--no-color",
            *LEFT_OUT,
            *key,
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:]
