"""Can somebody come in who has no key, or go on with one that is stolen?"""

import pytest

from api.cli.serving import prepare, shown
from api.settings import ServeSettings
from api.store import keys, sessions
from matcher.settings import Settings
from tests.api.inside import BROWSER, open_inside
from tests.api.serving import MUNICH


@pytest.fixture
def own(tmp_path):
    opened = open_inside(tmp_path)
    yield opened
    opened.context.close()


def prefix(key):
    return key.split("_")[1]


def tries(client, key, number):
    return [
        client.get("/v1/profiles", headers={"X-API-Key": key}).status_code for _ in range(number)
    ]


def test_wrong_keys_are_refused_more_and_more_and_nobody_is_locked_out(own):
    right = own.keys["ana"]
    guess = f"am_{prefix(right)}_" + "x" * 27

    seen = tries(own.client(), guess, 40)

    assert (seen[0], seen[-1]) == (401, 429)
    assert tries(own.client(), right, 1) == [200]  # from the same address, with the same prefix
    assert own.client().get("/sign-in").status_code == 200


def test_the_form_takes_no_more_guesses_than_the_header(own):
    client = own.client()

    seen = [client.post("/sign-in", data={"key": f"am_{n:08x}_x"}).status_code for n in range(40)]

    assert (seen[0], seen[-1]) == (401, 429)
    assert client.post("/sign-in", data={"key": own.keys["ana"]}).status_code == 303


def test_guesses_at_one_key_from_many_addresses_are_counted_together(own):
    wrong, key = own.app.state.wrong, f"am_{prefix(own.keys['ana'])}_guess"
    waits = [wrong.wait(f"192.0.2.{n}", key, now=0.0) for n in range(40)]

    assert waits[0] == 0.0
    assert waits[-1] > 0.0
    assert wrong.wait("192.0.2.99", "am_00000000_guess", now=0.0) == 0.0


def test_all_of_an_ipv6_network_is_one_address(own):
    wrong = own.app.state.wrong
    waits = [wrong.wait(f"2001:db8:1:2::{n:x}", "x", now=0.0) for n in range(40)]

    assert waits[-1] > 0.0
    assert wrong.wait("2001:db8:1:3::1", "x", now=0.0) == 0.0


def test_another_site_cannot_sign_a_person_in(own):
    client = own.client()
    data = {"key": own.keys["ben"]}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        found = client.post("/sign-in", data=data, headers=headers)
        assert found.status_code == 403, headers
        assert "set-cookie" not in found.headers
    assert client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "same-origin"}).cookies


def test_a_link_that_another_site_leads_to_asks_first(own):
    token = sessions.link_token(own.context.records, prefix(own.keys["ben"]))
    client = own.client()
    led = client.get(f"/sign-in?token={token}", headers={"Sec-Fetch-Site": "cross-site"})
    assert (led.status_code, "set-cookie" in led.headers) == (200, False)
    assert "Sign in with this link" in led.text

    found = client.post("/sign-in", data={"token": token})

    assert found.status_code == 303
    assert client.post("/sign-in", data={"token": token}).status_code == 200  # used up


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "[", "a b"])
def test_a_name_that_is_not_ours_is_answered_nothing(own, host):
    found = own.client("ana").get("/v1/profiles", headers={"Host": host})

    assert found.status_code == 421
    assert own.client().get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"localhost", "127.0.0.1", "::1"}),
        ({"host": "0.0.0.0"}, set()),  # noqa: S104
        ({"host": "0.0.0.0", "public_url": "https://m.example.org/x"}, {"m.example.org"}),  # noqa: S104
        ({"hosts": ("a.example", "B.example")}, {"a.example", "b.example"}),
        ({"public_url": "https://m.example.org"}, {"localhost", "127.0.0.1", "::1",
                                                   "m.example.org"}),
    ],
)  # fmt: skip
def test_the_names_of_a_server_follow_from_where_it_listens(tmp_path, given, expected):
    settings = ServeSettings(matcher=Settings.load(store=tmp_path / "s.db"), **given)

    assert settings.known_hosts == expected


def test_a_cookie_is_for_https_alone_where_clients_come_by_https(tmp_path):
    own = open_inside(tmp_path, public_url="https://m.example.org")
    try:
        found = own.client().post("/sign-in", data={"key": own.keys["ana"]})

        assert "Secure" in found.headers["set-cookie"]
    finally:
        own.context.close()


def test_secrets_of_the_first_start_go_to_a_person_and_into_no_log(tmp_path):
    settings = ServeSettings(matcher=Settings.load(store=tmp_path / "s.db", cache=tmp_path))
    told = prepare(settings)
    assert shown(told, settings.store, person=True) == told

    [line] = shown(told, settings.store, person=False)

    path = tmp_path / "s-sign-in.txt"
    assert str(path) in line
    assert "am_" not in line
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_text().splitlines() == told


def test_a_key_is_followed_by_another_and_what_it_made_goes_on(own):
    ana = own.client("ana")
    profile = ana.post("/v1/profiles", json=MUNICH).json()["id"]
    feed = ana.post(f"/v1/profiles/{profile}/feeds").json()["atom"]
    former = own.keys["ana"]

    made = ana.post(f"/v1/keys/{prefix(former)}/rotate")

    assert made.status_code == 201
    new = made.json()["key"]
    assert tries(own.client(), former, 1) == tries(own.client(), new, 1) == [200]
    own.context.records.do("UPDATE keys SET expires = 1.0 WHERE prefix = ?", prefix(former))
    assert tries(own.client(), former, 1) == [401]
    assert own.client().get(feed).status_code == 200
    keys.revoke(own.context.records, prefix(new))
    assert own.client().get(feed).status_code == 404


def test_nobody_rotates_anothers_key_but_an_administrator(own):
    other = prefix(own.keys["ben"])

    assert own.client("ana").post(f"/v1/keys/{other}/rotate").status_code == 403
    assert own.client("admin").post(f"/v1/keys/{other}/rotate").status_code == 201
    assert own.client("admin").post("/v1/keys/00000000/rotate").status_code == 404
    kept = {k.prefix: k for k in keys.listed(own.context.records)}
    assert kept[other].expires is not None


def test_a_rotated_key_opens_no_more_than_the_former_did(own):
    former = own.keys["officer"]
    made = own.client("officer").post(f"/v1/keys/{prefix(former)}/rotate").json()["key"]

    rows = {k.prefix: k for k in keys.listed(own.context.records)}
    old, new = rows[prefix(former)], rows[prefix(made)]

    assert (old.role, old.holder, old.grants) == (new.role, new.holder, new.grants)


def test_sessions_are_listed_and_ended(own):
    browser = own.browser("ana")
    own.browser("ben")
    ana = own.client("ana")
    [mine] = ana.get("/v1/sessions").json()["items"]
    assert (mine["key"], mine["kind"]) == (prefix(own.keys["ana"]), "session")
    assert len(own.client("admin").get("/v1/sessions").json()["items"]) == 2

    assert own.client("ben").delete(f"/v1/sessions/{mine['id']}").status_code == 404
    assert ana.delete(f"/v1/sessions/{mine['id']}").status_code == 204

    assert browser.get("/new", headers=BROWSER, follow_redirects=False).status_code == 303
    assert ana.get("/v1/sessions").json()["items"] == []
