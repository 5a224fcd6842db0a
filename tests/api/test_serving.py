import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.cli.serving import prepare
from api.settings import ServeSettings
from matcher.settings import Settings
from tests.api.serving import WHO, make_keys


def settings(tmp_path, **given):
    return ServeSettings(matcher=Settings.load(store=tmp_path / "s.db", cache=tmp_path), **given)


def command(store, *words):
    env = {**os.environ, "ALLYMATCH_STORE": str(store)}
    code = "from api.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=env, capture_output=True, text=True, check=False
    )


def test_the_first_start_makes_one_key_and_each_start_a_link(tmp_path):
    first, second = (prepare(settings(tmp_path)) for _ in range(2))

    assert [line.partition(":")[0] for line in first] == [
        "administrator's key, shown once",
        "sign in once, within 15 minutes",
    ]
    assert len(second) == 1
    assert (tmp_path / "s.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])  # noqa: S104
def test_it_refuses_to_listen_elsewhere_without_keys(tmp_path, host):
    found = command(tmp_path / "s.db", "serve", "--host", host)

    assert found.returncode == 1
    assert f"refusing to listen on {host} without keys" in found.stderr


def test_with_keys_it_may_listen_elsewhere_and_prints_no_link(tmp_path):
    make_keys(tmp_path / "s.db")

    assert prepare(settings(tmp_path, host="0.0.0.0")) == []  # noqa: S104


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_loopback_is_known_by_its_names(tmp_path, host):
    assert settings(tmp_path, host=host).loopback


def test_keys_are_made_listed_and_revoked_and_kept_as_hashes(tmp_path):
    store = tmp_path / "s.db"
    made = command(store, "keys", "create", "--role", "founder", "--holder", "acme").stdout.strip()
    prefix = made.split("_")[1]

    listed = command(store, "keys", "list").stdout
    assert listed.startswith(f"{prefix}  founder  acme  valid")
    assert made not in listed
    assert made.encode() not in store.read_bytes()
    assert command(store, "keys", "revoke", prefix).returncode == 0
    assert "revoked" in command(store, "keys", "list").stdout


@pytest.mark.parametrize(
    ("role", "holder", "said"),
    [("king", "acme", "expected one of"), ("founder", "A b", "expected 1 to 40")],
)
def test_a_key_for_nobody_is_refused(tmp_path, role, holder, said):
    found = command(tmp_path / "s.db", "keys", "create", "--role", role, "--holder", holder)

    assert found.returncode == 1
    assert said in found.stderr


def test_a_revoked_key_and_an_expired_one_open_nothing(server, admin):
    made = admin.post("/v1/keys", json={"role": "founder", "holder": "short-lived"}).json()["key"]
    late = admin.post(
        "/v1/keys", json={"role": "founder", "holder": "short-lived", "days": 1e-9}
    ).json()["key"]

    def status(key):
        return httpx.get(f"{server.url}/v1/profiles", headers={"X-API-Key": key}).status_code

    assert (status(made), status(late)) == (200, 401)
    assert admin.delete(f"/v1/keys/{made.split('_')[1]}").status_code == 204
    assert status(made) == 401
    assert made not in admin.get("/v1/keys").text


def test_a_sign_in_link_works_once(server):
    # No person reads along: the log names a file, and holds no secret.
    path = re.search(r"stands in (\S+),", server.said.read_text())[1]
    assert "token=" not in server.said.read_text()
    token = re.search(r"token=(\S+)", Path(path).read_text())[1]
    answers = [httpx.get(f"{server.url}/sign-in", params={"token": token}) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 200]
    cookie = answers[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "set-cookie" not in answers[1].headers


def test_a_form_from_another_site_is_refused(server):
    with server.client() as person:
        person.post("/sign-in", data={"key": server.keys["ben"]})
        page = person.get("/new").text
        form = re.search(r'name="form" value="([^"]+)"', page)[1]
        sent = {"name": "Forged", "description": "x", "form": form}

        assert person.post("/new", data={**sent, "form": "guess"}).status_code == 403
        for sign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert person.post("/new", data=sent, headers=sign).status_code == 403
        assert person.get("/v1/profiles/beta-works~forged").status_code == 404


def test_too_many_requests_are_told_when_to_come_back(tmp_path, cache):
    from starlette.testclient import TestClient

    from api.app import create_app

    chosen = ServeSettings(
        matcher=Settings.load(store=tmp_path / "s.db", cache=cache),
        requests_per_minute=9,
        hosts=("testserver",),
    )
    keys = make_keys(chosen.store)
    client = TestClient(create_app(chosen))
    headers = {"X-API-Key": keys["ana"]}

    answers = [client.get("/v1/profiles", headers=headers) for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[3].headers["content-type"] == "application/problem+json"
    assert 1 <= int(answers[3].headers["retry-after"]) <= 7
    other = client.get("/v1/profiles", headers={"X-API-Key": keys["ben"]})
    assert other.status_code == 200


def test_every_role_has_a_key_in_these_tests():
    assert {role for role, _, _ in WHO.values()} == {"founder", "officer", "analyst", "admin"}
