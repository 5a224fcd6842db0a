"""Is a parameter that nobody reads refused, whatever the address?"""

import re

import pytest

from api.app import create_app
from api.settings import ServeSettings
from matcher.settings import Settings
from tests.api.inside import BROWSER, Inside

OPEN = {"/sign-in"}
_APP = Inside(create_app(ServeSettings(matcher=Settings(), private_webhooks=True)), {})
EVERY = sorted((min(route.methods), route.path) for route in _APP.routes())


def test_the_list_of_routes_is_the_apps_own():
    assert ("GET", "/v1/openapi.json") in EVERY
    assert ("GET", "/programmes/{id:path}/candidates") in EVERY
    assert ("POST", "/common-grants/opportunities/search") in EVERY
    assert len(EVERY) > 50


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_a_parameter_that_no_route_reads_is_refused(inside, method, path):
    address = re.sub(r"\{[^}]*\}", "x", path)

    found = inside.client("admin").request(method, f"{address}?nobody-reads=this")

    assert found.status_code == 422, found.text
    assert found.json()["errors"][0]["parameter"] == "nobody-reads"


def test_a_misspelt_filter_is_refused_with_those_there_are(inside):
    found = inside.client("ana").get("/v1/programmes?contry=DE").json()

    assert "country" in found["detail"]


def test_a_person_reads_of_it_on_a_page(inside):
    found = inside.browser("ana").get("/programmes?contry=DE", headers=BROWSER)

    assert found.status_code == 422
    assert "no parameter of this address" in found.text


def test_assistants_are_held_to_the_same(inside):
    found = inside.client("ana").post("/mcp?verdict=eligible", json={})

    assert found.status_code == 422
