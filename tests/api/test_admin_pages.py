"""What does an administrator do with a browser, and who else gets there?"""

import re

import pytest

from tests.api.inside import BROWSER, form_of


@pytest.fixture(scope="module")
def admin(inside):
    return inside.browser("admin")


def get(browser, address):
    found = browser.get(address, headers=BROWSER)
    assert found.status_code == 200, found.text
    return found.text


def post(browser, path, **fields):
    form = form_of(get(browser, "/"))
    return browser.post(path, data={"form": form, **fields}, headers=BROWSER)


def test_a_key_is_shown_once_and_opens_until_it_is_revoked(inside, admin):
    made = post(admin, "/admin/keys", role="founder", holder="new-firm", grants="", note="Eva")
    key = re.search(r'id="made"[^>]*value="([^"]+)"', made.text)[1]
    assert key not in get(admin, "/admin")
    client = inside.client(None, Authorization=f"Bearer {key}")
    assert client.get("/v1/profiles").status_code == 200

    post(admin, "/admin/keys/revoke", prefix=key.split("_")[1])

    assert client.get("/v1/profiles").status_code == 401


@pytest.mark.parametrize("wrong", [{"role": ""}, {"holder": ""}, {"holder": "Not A Slug~"}])
def test_a_key_that_cannot_be_made_is_told_in_words(admin, wrong):
    found = post(admin, "/admin/keys", **{"role": "founder", "holder": "one", **wrong})

    assert found.status_code == 422
    assert 'role="alert"' in found.text


def test_the_audit_log_says_who_did_what(admin):
    post(admin, "/admin/keys", role="founder", holder="audited")

    assert "key.create" in get(admin, "/admin")


def test_no_count_on_the_page_is_that_of_a_method(admin):
    assert "built-in method" not in get(admin, "/admin")


@pytest.mark.parametrize("who", ["ana", "officer", "analyst"])
def test_nobody_else_gets_to_the_administration(inside, who):
    browser = inside.browser(who)
    form = form_of(get(browser, "/"))
    assert browser.get("/admin", headers=BROWSER).status_code == 403
    for path in ("/admin/keys", "/admin/keys/revoke", "/admin/publish"):
        found = browser.post(path, data={"form": form, "role": "admin", "holder": "me"})
        assert found.status_code == 403, path


def test_a_deep_link_survives_the_sign_in(inside):
    stranger = inside.client()
    asked = stranger.get("/profiles/acme~x?sort=name&may=yes", headers=BROWSER)
    page = stranger.get(asked.headers["location"], headers=BROWSER).text
    after = re.search(r'name="next" value="([^"]*)"', page)[1].replace("&amp;", "&")
    found = stranger.post("/sign-in", data={"key": inside.keys["ana"], "next": after})

    assert found.headers["location"] == "/profiles/acme~x?sort=name&may=yes"


@pytest.mark.parametrize("after", ["https://example.org/", "//example.org/", "/\\example.org"])
def test_a_sign_in_leads_to_no_other_site(inside, after):
    found = inside.client().post("/sign-in", data={"key": inside.keys["ana"], "next": after})

    assert found.headers["location"] == "/"
