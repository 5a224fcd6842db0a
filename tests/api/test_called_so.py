"""A programme is found by what people call it in every route that reads one."""

import pytest

from tests.api.inside import open_inside

FIRM = {"id": "acme", "name": "Acme", "description": "We build drones.", "headquarters": "DE"}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    opened = open_inside(tmp_path_factory.mktemp("called-so"))
    assert opened.client("admin").post("/v1/profiles", json=FIRM).status_code == 201
    yield opened
    opened.context.close()


@pytest.mark.parametrize("name", ["NIF", "nif", "nato innovation fund", "www.nif.fund"])
def test_a_programme_is_shown_by_each_of_its_names(own, name):
    found = own.client("admin").get(f"/v1/programmes/{name}").json()

    assert found["programme"]["id"] == "nato-innovation-fund"


def test_a_pair_is_explained_by_a_short_name(own):
    found = own.client("admin").get("/v1/explain?profile=acme&programme=NIF").json()

    assert found["match"]["programme"] == "nato-innovation-fund"


def test_several_of_a_name_are_listed_with_their_status(own):
    answer = own.client("admin").get("/v1/programmes/patriot")

    assert answer.status_code == 404
    assert "nspa-patriot-gem-t-2024 (no dates known)" in answer.text


def test_a_name_that_nobody_has_leads_to_the_nearest(own):
    answer = own.client("admin").get("/v1/programmes/nato-innovaton-fund")

    assert answer.status_code == 404
    assert "nato-innovation-fund" in answer.text
