"""Does anything that a caller meant to add take the place of what is there?"""

import threading

import pytest
from anyio.from_thread import start_blocking_portal

from tests.api.inside import BROWSER, form_of
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE


@pytest.fixture
def callers(inside):
    """Makes callers that one event loop answers, as in a server: they wait for one another."""
    with start_blocking_portal() as portal:

        def caller(who):
            client = inside.client(who)
            client.portal = portal
            return client

        yield caller


def test_a_profile_under_a_name_that_exists_is_refused_and_the_former_stays(inside):
    ana = inside.client("ana")
    first = ana.post("/v1/profiles", json={**MUNICH, "id": "twice"})

    found = ana.post("/v1/profiles", json={**MUNICH, "id": "twice", "trl": 9})

    assert found.status_code == 409
    assert "PUT" in found.json()["detail"]
    assert ana.get("/v1/profiles/acme-labs~twice").json() == first.json()


def test_the_same_profile_again_is_told_that_it_is_there(inside):
    ana = inside.client("ana")
    first = ana.post("/v1/profiles", json={**MUNICH, "id": "retried"})

    again = ana.post("/v1/profiles", json={**MUNICH, "id": "retried"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_of_many_who_add_one_name_at_a_time_one_has_it(inside, callers):
    answers = []

    def add(trl):
        found = callers("ana").post("/v1/profiles", json={**MUNICH, "id": "raced", "trl": trl})
        answers.append((found.status_code, trl))

    threads = [threading.Thread(target=add, args=(trl,)) for trl in range(1, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(status for status, _ in answers) == [201, *[409] * 8]
    kept = inside.client("ana").get("/v1/profiles/acme-labs~raced").json()
    assert (201, kept["profile"]["trl"]) in answers
    assert kept["version"] == 1


def test_of_many_who_change_one_version_at_a_time_one_does(inside, callers):
    first = inside.client("ana").post("/v1/profiles", json={**MUNICH, "id": "changed-by-many"})
    address, mark = first.headers["location"], {"If-Match": first.headers["etag"]}
    answers = []

    def change(trl):
        body = {**MUNICH, "trl": trl}
        answers.append(callers("ana").put(address, json=body, headers=mark).status_code)

    threads = [threading.Thread(target=change, args=(trl,)) for trl in (1, 2, 3, 4, 6, 7, 8, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, *[412] * 7]


def test_a_change_of_whatever_is_there_needs_something_there(inside):
    found = inside.client("ana").put(
        "/v1/profiles/acme-labs~not-there", json=MUNICH, headers={"If-Match": "*"}
    )

    assert found.status_code == 412


def test_the_form_asks_instead_and_keeps_what_was_typed(inside):
    browser = inside.browser("ana")
    form = form_of(browser.get("/new", headers=BROWSER).text)
    said = {"form": form, "name": "Form Works", "description": "We build radios."}
    first = browser.post("/new", data=said, headers=BROWSER, follow_redirects=False)

    found = browser.post(
        "/new", data={**said, "description": "Other words"}, headers=BROWSER, follow_redirects=False
    )

    assert (first.status_code, found.status_code) == (303, 409)
    assert "Other words" in found.text
    assert 'href="/profiles/acme-labs~form-works"' in found.text
    kept = inside.client("ana").get("/v1/profiles/acme-labs~form-works").json()
    assert kept["profile"]["description"] == "We build radios."


@pytest.fixture
def added(inside, request):
    one = {**LEAST, "id": f"added-{abs(hash(request.node.name)) % 10**6}"}
    body = {"programme": one, "sources": [SOURCE]}
    assert inside.client("officer").post("/v1/programmes", json=body).status_code == 201
    return one


def test_a_programme_under_an_id_that_exists_is_refused_also_to_its_owner(inside, added):
    changed = {"programme": {**added, "name": "Another"}, "sources": [SOURCE]}

    for who in ("officer", "stranger"):
        found = inside.client(who).post("/v1/programmes", json=changed)
        assert found.status_code == 409, found.text
    kept = inside.client("officer").get(f"/v1/programmes/{added['id']}").json()["programme"]
    assert kept["name"] == added["name"]


def test_its_owner_changes_it_by_put_and_nobody_else_does(inside, added):
    address = f"/v1/programmes/{added['id']}"
    changed = {"programme": {**added, "name": "Another"}, "sources": [SOURCE]}

    assert inside.client("stranger").put(address, json=changed).status_code == 404
    assert inside.client("ana").put(address, json=changed).status_code == 403
    assert inside.client("officer").put(f"{address}x", json=changed).status_code == 422
    assert inside.client("officer").put(address, json=changed).status_code == 200

    assert inside.client("officer").get(address).json()["programme"]["name"] == "Another"


def test_a_programme_of_the_catalogue_is_nobodys_to_change(inside):
    one = {**LEAST, "id": "nato-diana-2027"}
    found = inside.client("admin").put(
        "/v1/programmes/nato-diana-2027", json={"programme": one, "sources": [SOURCE]}
    )

    assert found.status_code == 403
