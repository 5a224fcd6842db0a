"""One real server on loopback for all tests of a session, and callers of every role.

Vectors of the real model are kept between a developer's runs, as the matcher's tests do it.
"""

from __future__ import annotations

import itertools

import pytest

from matcher.settings import Settings
from tests.api.inside import open_inside
from tests.api.serving import MUNICH, make_keys, start


@pytest.fixture(scope="session")
def cache():
    return Settings.load().cache


@pytest.fixture(scope="session")
def server(tmp_path_factory, cache):
    store = tmp_path_factory.mktemp("served") / "store.db"
    served = start(store, cache, make_keys(store), private_webhooks="yes", max_body="200000")
    yield served
    served.stop()


@pytest.fixture
def ana(server):
    """A founder."""
    with server.client("ana") as client:
        yield client


@pytest.fixture
def ben(server):
    """Another founder."""
    with server.client("ben") as client:
        yield client


@pytest.fixture
def officer(server):
    with server.client("officer") as client:
        yield client


@pytest.fixture
def admin(server):
    with server.client("admin") as client:
        yield client


_numbers = itertools.count(1)


@pytest.fixture
def kept(ana):
    """The id of a profile of Ana's that no other test has touched, shown to the officer."""
    made = ana.post("/v1/profiles", json={**MUNICH, "id": f"acme-{next(_numbers)}"})
    assert made.status_code == 201, made.text
    identifier = made.json()["id"]
    shown = ana.put(f"/v1/profiles/{identifier}/shown/nato-diana-2027", json={"applied": True})
    assert shown.status_code == 200, shown.text
    return identifier


@pytest.fixture(scope="module")
def inside(tmp_path_factory):
    """An app in this process, with a store of its own."""
    opened = open_inside(tmp_path_factory.mktemp("inside"))
    yield opened
    opened.context.close()


CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, server):
    """A page without JavaScript: everything has to work there."""
    context = chromium.new_context(java_script_enabled=False, base_url=server.url)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    context.close()


@pytest.fixture
def scripted(chromium, server):
    """A page with our own little script."""
    context = chromium.new_context(base_url=server.url)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    context.close()
