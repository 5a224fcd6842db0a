"""Officers send demands and decisions, and are told of pools and their suppliers."""

import pytest

from tests.api.inside import open_inside

ON = "2026-06-15"
LINES = [
    {"id": "hr-1", "country": "HR", "item": "155 mm artillery shells", "quantity": 12, "unit": "t"},
    {"id": "cz-1", "country": "CZ", "item": "155 mm artillery shells", "quantity": 9, "unit": "t"},
    {"id": "de-1", "country": "DE", "item": "Feldlazarett"},
]
MAKER = {"id": "forge", "name": "Forge", "description": "We forge 155 mm artillery shells."}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    opened = open_inside(tmp_path_factory.mktemp("pools"))
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def officer(app):
    return app.client("officer")


def build(client, **body):
    return client.post("/v1/pools", params={"on": ON}, json={"demands": LINES, **body})


def test_lines_become_pools_and_every_line_is_told(officer):
    found = build(officer).json()

    (pool,) = found["pools"]
    assert (pool["participants"], pool["quantity"], pool["unit"]) == (["CZ", "HR"], "21", "tonne")
    assert [one["line"] for one in found["alone"]] == ["de-1"]
    assert pool["suppliers"] is None


def test_decisions_are_kept(officer):
    pinned = build(officer, decisions={"pin": {"Ours": ["cz-1", "hr-1"]}}).json()
    split = build(officer, decisions={"split": [["cz-1", "hr-1"]]}).json()

    assert [(pool["name"], pool["pinned"]) for pool in pinned["pools"]] == [("Ours", True)]
    assert split["pools"] == []


def test_profiles_that_are_sent_along_are_asked_as_suppliers(officer):
    (pool,) = build(officer, profiles=[MAKER]).json()["pools"]

    assert [one["profile"] for one in pool["suppliers"]["suppliers"]] == ["forge"]
    assert pool["suppliers"]["teams"][0]["members"] == ["forge"]


def test_suppliers_of_a_pool_of_the_catalogue(officer):
    asked = {"json": {"profiles": [MAKER]}, "params": {"on": ON}}

    found = officer.post("/v1/pools/nspa-155mm-2024/suppliers", **asked)

    assert (found.status_code, found.json()["asked"]) == (200, 1)
    assert officer.post("/v1/pools/nato-diana-2027/suppliers", **asked).status_code == 422
    assert officer.post("/v1/pools/nothing/suppliers", **asked).status_code == 404


def test_a_founder_is_refused(app):
    assert build(app.client("ana")).status_code == 403


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"demands": [{"country": "HR"}]}, "has no column item"),
        ({"demands": [{"country": "HR", "item": "x", "size": 1}]}, "no field of a demand"),
        ({"demands": [{"country": "HR", "item": "x", "quantity": 10**40, "unit": "pcs"}]}, "below"),
        ({"decisions": {"merge": [["hr-1", "nobody"]]}}, "no line has the id 'nobody'"),
        ({"demands": []}, "at least 1 item"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_breaks(officer, body, says):
    found = build(officer, **body)

    assert found.status_code == 422
    assert says in found.json()["detail"]


@pytest.mark.parametrize(
    "text",
    ['{"demands": [{"country": "HR", "item": "\\ud800"}]}', '{"demands": [{"country": "HR"'],
)
def test_a_body_that_is_no_text_is_refused(officer, text):
    sent = {"content": text.encode(), "headers": {"content-type": "application/json"}}

    assert officer.post("/v1/pools", params={"on": ON}, **sent).status_code == 422
