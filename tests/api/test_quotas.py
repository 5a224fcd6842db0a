"""Is what one holder keeps bounded, and told?"""

import pytest

from tests.api.inside import open_inside
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE

FULL = "urn:allymatch:problem:full"


@pytest.fixture
def small(tmp_path):
    """An app in which little may be kept."""
    opened = open_inside(
        tmp_path, founder_profiles=2, holder_profiles=3, holder_bytes=4_000, holder_programmes=1
    )
    yield opened
    opened.context.close()


def add(client, name, **more):
    return client.post("/v1/profiles", json={**MUNICH, "id": name, **more})


def test_a_founder_keeps_so_many_and_another_as_many(small):
    ana, ben = small.client("ana"), small.client("ben")

    answers = [add(ana, f"p{n}") for n in range(3)]

    assert [one.status_code for one in answers] == [201, 201, 409]
    assert answers[-1].json()["type"] == FULL
    assert add(ben, "p0").status_code == 201
    assert ana.get("/v1/usage").json()["kept"]["profiles"] == 2
    ana.delete("/v1/profiles/acme-labs~p0")
    assert add(ana, "p3").status_code == 201


def test_versions_count_as_bytes(small):
    ana = small.client("ana")
    add(ana, "grows")
    codes = [
        ana.put("/v1/profiles/acme-labs~grows", json={**MUNICH, "technology": "x" * n}).status_code
        for n in range(500, 512)
    ]

    assert codes[0] == 200
    assert codes[-1] == 409
    used = ana.get("/v1/usage").json()
    assert used["kept"]["bytes"] <= used["most"]["bytes"]


def test_an_import_that_would_be_too_much_keeps_nothing(small):
    rows = "name,description\n" + "".join(f"Row {n},Radios\n" for n in range(5))
    officer = small.client("officer")

    found = officer.post(
        "/v1/profiles/import", content=rows, headers={"Content-Type": "text/csv"}
    )  # fmt: skip

    assert (found.status_code, found.json()["type"]) == (409, FULL)
    assert officer.get("/v1/usage").json()["kept"]["profiles"] == 0


def test_an_organisation_adds_so_many_programmes(small):
    officer = small.client("officer")
    codes = [
        officer.post(
            "/v1/programmes", json={"programme": {**LEAST, "id": f"q{n}"}, "sources": [SOURCE]}
        ).status_code
        for n in range(2)
    ]

    assert codes == [201, 409]


def test_feeds_and_searches_of_a_profile_are_bounded(small):
    ana = small.client("ana")
    made = add(ana, "listens").json()["id"]

    feeds = [ana.post(f"/v1/profiles/{made}/feeds").status_code for _ in range(21)]
    searches = [
        ana.post(f"/v1/profiles/{made}/searches", json={"name": "x"}).status_code for _ in range(51)
    ]

    assert (feeds[-2], feeds[-1]) == (201, 409)
    assert (searches[-2], searches[-1]) == (201, 409)


def test_an_administrator_is_told_that_there_is_no_bound(small):
    assert small.client("admin").get("/v1/usage").json()["most"]["profiles"] is None
    assert all(add(small.client("admin"), f"p{n}").status_code == 201 for n in range(5))
