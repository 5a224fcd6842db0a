"""Is whatever is kept reachable under its id, and is an id that no address can hold refused?"""

import re
from urllib.parse import quote

import pytest

from profiles.model import Profile
from tests.api.inside import BROWSER
from tests.api.serving import MUNICH

FINE = ["Квант 7", "Łódź-Spół", "量子", "a.b", "50@x", "Größe (2)", "é", "क्वांटम"]
BAD = ["a/b", "../x", "..", ".", "a\nb", "a\r\nX-Evil: 1", "a\u202eb", "a\x00b", "a\tb", "a\\b",
       "a?b", "a#b", "a%b", "x\u2028y", "a\u200bb", "a  b", "<b>"]  # fmt: skip
OLD = ["a/b", "../x", "a\nb", "a?b#c%d", "a\u202eb", "Квант/7", "a;b", "50% off"]


def put_there(inside, name):
    """A profile as an earlier version kept it, under whatever id."""
    identifier = f"acme-labs~{name}"
    made = Profile.model_validate({**MUNICH, "id": identifier})
    inside.context.stores.profiles.save(made)
    return identifier


def addresses(inside, method):
    """The routes of the app that take the id of a profile, pages too."""
    found = [
        route.path
        for route in inside.routes()
        if method in route.methods and re.match(r"(/v1)?/profiles/\{id\}", route.path)
    ]
    assert found
    alone = [path for path in found if path.count("{") == 1]
    return [f"{path}?programme=edf-2026" if "/partners" in path else path for path in alone]


@pytest.mark.parametrize("name", FINE)
def test_a_name_in_any_script_is_kept_and_found_at_its_location(inside, name):
    ana = inside.client("ana")

    made = ana.post("/v1/profiles", json={**MUNICH, "id": name})

    assert made.status_code == 201, made.text
    assert made.json()["id"] == f"acme-labs~{name}"
    assert made.headers["location"].isascii()
    for path in addresses(inside, "GET"):
        address = path.replace("{id}", quote(made.json()["id"], safe=""))
        client = ana if address.startswith("/v1") else inside.browser("ana")
        assert client.get(address).status_code == 200, address
    assert ana.get(made.headers["location"]).json()["id"] == made.json()["id"]


@pytest.mark.parametrize("name", BAD)
def test_an_id_that_no_address_can_hold_is_refused_and_not_kept(inside, name):
    ana = inside.client("ana")
    before = ana.get("/v1/profiles").json()["total"]

    answers = [
        ana.post("/v1/profiles", json={**MUNICH, "id": name}),
        ana.put(f"/v1/profiles/{quote('acme-labs~' + name, safe='')}", json=MUNICH),
    ]

    for found in answers:
        assert found.status_code == 422, found.text
        assert found.json()["errors"][0]["pointer"] == "#/id"
    assert ana.get("/v1/profiles").json()["total"] == before


@pytest.mark.parametrize("name", [one for one in BAD if one.isprintable() and one.strip()])
def test_a_row_of_a_file_with_such_an_id_is_kept_under_another_and_told_of(inside, name):
    import orjson

    row = orjson.dumps({**MUNICH, "id": name}) + b"\n"
    kind = {"Content-Type": "application/x-ndjson"}
    ana = inside.client("ana")

    found = ana.post("/v1/profiles/import", content=row, headers=kind).json()

    assert found["accepted"] == 1
    if name != "a  b":  # spaces are tidied when a row is read
        [note] = [one for one in found["notes"] if "no address" in one]
        made = note.rpartition("to '")[2].rstrip("'")
        assert ana.get(f"/v1/profiles/{quote(made, safe='')}").status_code == 200
        again = ana.post("/v1/profiles/import", content=row, headers=kind).json()
        assert again["unchanged"] == 1


def test_a_row_that_names_another_holder_is_rejected_whatever_else_is_wrong_with_its_id(inside):
    import orjson

    row = orjson.dumps({**MUNICH, "id": "beta-works~a/b"}) + b"\n"
    kind = {"Content-Type": "application/x-ndjson"}

    found = inside.client("ana").post("/v1/profiles/import", content=row, headers=kind).json()

    assert (found["accepted"], len(found["rejected"])) == (0, 1)


@pytest.mark.parametrize("name", OLD)
def test_an_id_from_before_ids_had_a_rule_is_reachable_at_every_address(inside, name):
    identifier = put_there(inside, name)
    ana, browser = inside.client("ana"), inside.browser("ana")
    written = quote(identifier, safe="")

    for path in addresses(inside, "GET"):
        address = path.replace("{id}", written)
        client = ana if address.startswith("/v1") else browser
        found = client.get(address, headers={} if client is ana else BROWSER)
        assert found.status_code == 200, f"{address}: {found.text}"
    assert ana.get(f"/v1/explain?profile={written}&programme=nato-diana-2027").status_code == 200
    changed = ana.put(f"/v1/profiles/{written}", json={**MUNICH, "trl": 7})
    assert (changed.status_code, changed.json()["id"]) == (200, identifier)
    judged = inside.client("admin").put(
        f"/v1/programmes/nato-diana-2027/judgments/{written}", json={"grade": 2}
    )
    assert judged.json()["profile"] == identifier
    assert ana.delete(f"/v1/profiles/{written}").status_code == 204
    assert ana.get(f"/v1/profiles/{written}").status_code == 404


@pytest.mark.parametrize("name", OLD)
def test_the_pages_lead_to_an_old_id_and_back(inside, name):
    identifier = put_there(inside, name)
    browser = inside.browser("ana")

    home = browser.get("/", headers=BROWSER).text

    assert f'href="/profiles/{quote(identifier, safe="")}"' in home
    page = browser.get(f"/profiles/{quote(identifier, safe='')}", headers=BROWSER).text
    action = re.search(r'action="(/profiles/[^"]*/dismiss)"', page)[1]
    form = re.search(r'name="form" value="([^"]*)"', page)[1]
    sent = {"form": form, "programme": "nato-diana-2027"}
    found = browser.post(action, data=sent, headers=BROWSER)
    assert found.status_code == 200, found.text
    inside.client("ana").delete(f"/v1/profiles/{quote(identifier, safe='')}")


def test_a_slash_that_is_not_escaped_divides(inside):
    put_there(inside, "a/b")

    assert inside.client("ana").get("/v1/profiles/acme-labs~a/b").status_code == 404
