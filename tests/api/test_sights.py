"""Who sees what a founder keeps, and what an organisation has not published?

Routes are taken from the app itself: each that names a programme is asked about a draft.
"""

import pytest

from api.app import create_app
from api.settings import ServeSettings
from matcher.settings import Settings
from profiles.model import Profile
from tests.api.inside import BROWSER, Inside
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE
from tests.api.test_matrix import address_of, body_of

DRAFT, NOTHING = "hidden-grant-2027", "there-is-no-such-one"
_APP = Inside(create_app(ServeSettings(matcher=Settings())), {})
NAMING = sorted(
    f"{min(route.methods)} {route.path.replace(':path', '')}"
    for route in _APP.routes()
    if "programme" in route.path or "/made/" in route.path or route.path == "/v1/explain"
)


def add(inside, who="officer", **fields):
    body = {"programme": {**LEAST, "id": DRAFT, "name": "The hidden grant", **fields},
            "sources": [SOURCE]}  # fmt: skip
    return inside.client(who).post("/v1/programmes", json=body)


@pytest.fixture
def draft(inside):
    made = add(inside)
    assert made.status_code == 201, made.text
    yield DRAFT
    inside.client("officer").delete(f"/v1/programmes/{DRAFT}")


@pytest.fixture(scope="module")
def kept(inside):
    made = Profile.model_validate({**MUNICH, "id": "acme-labs~sights"})
    inside.context.stores.profiles.save(made)
    return made.id


def said(inside, kept):
    """What two others hear on every route that names a programme, asked about this one."""
    found = {}
    for route in NAMING:
        if "{id}" not in route and "{programme}" not in route and "explain" not in route:
            continue
        address = address_of(route, kept).replace("nato-diana-2027", DRAFT)
        body = body_of(route, kept)
        if body and "programme" in body:
            body["programme"]["id"] = DRAFT
        for who in ("ana", "stranger"):
            client = inside.client(who, **{"X-Request-ID": "same"})
            told = client.request(route.partition(" ")[0], address, json=body)
            found[route, who] = told.status_code, told.text
    return found


def test_a_draft_reads_on_every_route_like_a_programme_that_does_not_exist(inside, kept):
    before = said(inside, kept)
    assert add(inside).status_code == 201

    after = said(inside, kept)
    inside.client("officer").delete(f"/v1/programmes/{DRAFT}")

    assert after == before
    assert len(before) > 30
    assert min(status for status, _ in before.values()) >= 400


def test_a_draft_is_in_no_list_of_others(inside, draft, kept):
    def listed(who):
        found = inside.client(who).get("/v1/programmes?limit=100&q=hidden").json()
        return draft in [one["id"] for one in found["items"]]

    assert [listed(who) for who in ("officer", "admin", "ana", "stranger")] == [
        True, True, False, False
    ]  # fmt: skip
    page = inside.browser("ana").get("/programmes?q=hidden", headers=BROWSER)
    assert "The hidden grant" not in page.text

    for who in ("ana", "admin"):
        address = f"/v1/profiles/{kept}/matches?limit=100&view=compact"
        both = [
            each["programme"]
            for part in ("matches", "ineligible")
            for each in inside.client(who).get(f"{address}&list={part}").json()[part]
        ]
        assert draft not in both
        assert len(both) > 20
    sent = inside.client("ana").post("/v1/match?limit=100&view=compact", json=MUNICH).json()
    assert draft not in [one["programme"] for one in sent["matches"]]


def test_its_maker_screens_for_a_draft(inside, draft):
    found = inside.client("officer").get(f"/v1/programmes/{draft}/candidates?limit=1")

    assert found.status_code == 200
    assert inside.client("stranger").get(f"/v1/programmes/{draft}/candidates").status_code == 404


def test_others_see_a_programme_once_an_administrator_says_yes(inside, draft, kept):
    address = f"/v1/programmes/{draft}"
    asked = inside.client("officer").post(f"/v1/made/{draft}/publish").json()
    assert (asked["maker"], asked["published"]) == ("diana", None)
    assert inside.client("ana").get(address).status_code == 404

    assert inside.client("admin").post(f"/v1/made/{draft}/publish").status_code == 200

    shown = inside.client("ana").get(address).json()
    assert (shown["maker"], shown["published"]) == ("diana", True)
    query = f"/v1/explain?profile={kept}&programme={draft}"
    assert inside.client("ana").get(query).json()["match"]["maker"] == "diana"


def test_a_change_takes_the_yes_back(inside, draft):
    inside.client("admin").post(f"/v1/made/{draft}/publish")
    body = {"programme": {**LEAST, "id": DRAFT, "name": "Another promise"}, "sources": [SOURCE]}
    assert inside.client("officer").put(f"/v1/programmes/{draft}", json=body).status_code == 200

    assert inside.client("ana").get(f"/v1/programmes/{draft}").status_code == 404


def test_a_maker_cannot_be_claimed(inside):
    made = add(inside, maker="nato").json()
    inside.client("officer").delete(f"/v1/programmes/{DRAFT}")

    assert made["programme"]["maker"] == "diana"


def test_the_name_of_a_curated_programme_is_not_to_be_had(inside):
    names = {one.id: one.name for one in inside.context.engine.matcher.catalogue.programmes}

    refused = add(inside, name=names["nato-diana-2027"].upper())

    assert refused.status_code == 409
    assert "nato-diana-2027" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"apply_url": "http://example.org/"}, "#/programme/apply_url"),
        ({"calls": [{"id": "one", "apply_url": "http://example.org/"}]},
         "#/programme/calls/0/apply_url"),
    ],
)  # fmt: skip
def test_links_are_https(inside, fields, pointer):
    refused = add(inside, **fields)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_an_officer_lists_what_is_shown_to_its_programme_and_no_more(inside):
    ana = inside.client("ana")
    made = [
        ana.post("/v1/profiles", json={**MUNICH, "id": f"listed-{n}"}).json()["id"]
        for n in range(4)
    ]
    for one, programme in zip(made, ("nato-diana-2027", "edip", "*"), strict=False):
        body = {"applied": programme == "nato-diana-2027"}
        assert ana.put(f"/v1/profiles/{one}/shown/{programme}", json=body).status_code == 200

    officer = inside.client("officer")
    ids = {one["id"] for one in officer.get("/v1/profiles?limit=100").json()["items"]}
    found = officer.get("/v1/programmes/nato-diana-2027/candidates?limit=100").json()

    assert ids & set(made) == {made[0], made[2]}
    assert {one["profile"] for one in found["items"]} & set(made) == {made[0], made[2]}


def test_an_officer_does_not_read_what_a_founder_took_out_before(inside):
    ana = inside.client("ana")
    secret = {**MUNICH, "id": "second-thoughts", "description": "Our secret customer is X."}
    made = ana.post("/v1/profiles", json=secret).json()["id"]
    ana.put(f"/v1/profiles/{made}", json={**MUNICH, "id": "second-thoughts"})
    ana.put(f"/v1/profiles/{made}/shown/nato-diana-2027")

    officer = inside.client("officer")
    assert officer.get(f"/v1/profiles/{made}?version=1").status_code == 404
    assert [
        one["number"] for one in officer.get(f"/v1/profiles/{made}/history").json()["items"]
    ] == [2]
    assert ana.get(f"/v1/profiles/{made}?version=1").json()["profile"]["description"]


def test_a_programme_that_takes_a_free_id_inherits_no_founders(inside, draft):
    inside.client("admin").post(f"/v1/made/{draft}/publish")
    ana = inside.client("ana")
    made = ana.post("/v1/profiles", json={**MUNICH, "id": "trusting"}).json()["id"]
    assert ana.put(f"/v1/profiles/{made}/shown/{draft}").status_code == 200
    inside.client("officer").delete(f"/v1/programmes/{draft}")

    assert add(inside, "stranger").status_code == 201

    assert inside.client("stranger").get(f"/v1/profiles/{made}").status_code == 404
    inside.client("stranger").delete(f"/v1/programmes/{draft}")
