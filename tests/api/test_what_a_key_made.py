"""Does everything that a key has made end with it, and can everything be listed and ended?"""

import time

import pytest

from api.feeds import webhooks
from api.store import keys, sessions
from api.store.news import due, feed_of, feeds_of, message_rows, webhooks_of
from api.usecases.notifications import tell_news
from tests.api.inside import BROWSER, Inside, open_inside
from tests.api.serving import MUNICH

URL = "http://127.0.0.1:9/news"


@pytest.fixture
def own(tmp_path):
    """An app of its own: keys are revoked here."""
    opened = open_inside(tmp_path)
    yield opened
    opened.context.close()


def prefix(key):
    return key.split("_")[1]


def kept(inside: Inside, who="ana"):
    return inside.client(who).post("/v1/profiles", json=MUNICH).json()["id"]


def hook(inside, who, profile):
    made = inside.client(who).post("/v1/webhooks", json={"url": URL, "profile": profile})
    assert made.status_code == 201, made.text
    return made.json()["id"]


def listed(inside, who):
    return [one["id"] for one in inside.client(who).get("/v1/webhooks").json()["items"]]


@pytest.mark.parametrize("owner", ["ana", "admin"])
def test_a_webhook_that_an_administrator_made_is_listed_and_deleted(own, owner):
    profile = kept(own, owner)

    made = hook(own, "admin", profile)

    assert made in listed(own, "admin")
    assert (made in listed(own, "ana")) == (owner == "ana")
    assert made not in listed(own, "ben")
    assert own.client("ben").delete(f"/v1/webhooks/{made}").status_code == 404
    assert own.client("admin").delete(f"/v1/webhooks/{made}").status_code == 204
    assert listed(own, "admin") == []


def test_a_founder_ends_what_an_administrator_has_set_on_its_profile(own):
    made = hook(own, "admin", kept(own))

    assert own.client("ana").delete(f"/v1/webhooks/{made}").status_code == 204
    assert listed(own, "admin") == []


def test_nothing_that_waits_is_sent_once_a_webhook_is_deleted(own):
    profile = kept(own)
    made = hook(own, "ana", profile)
    records = own.context.records
    records.do_all(message_rows([webhooks.message(made, {"profile": profile})]))
    assert len(due(records, time.time() + 1, each=10)) == 1

    own.client("ana").delete(f"/v1/webhooks/{made}")

    assert due(records, time.time() + 1, each=10) == []


def test_news_told_to_a_machine_stay_news_to_the_founder(own):
    profile = kept(own)
    ana = own.client("ana")
    made = ana.post(f"/v1/profiles/{profile}/searches", json={"name": "All"}).json()
    store = own.context.stores.matches
    [search] = store.searches(profile)
    from dataclasses import replace

    store.save_search(replace(search, seen=search.seen[2:]))
    first, second = hook(own, "ana", profile), hook(own, "ana", profile)

    assert tell_news(own.context) == 2  # each webhook is told
    assert tell_news(own.context) == 0  # once

    address = f"/v1/profiles/{profile}/searches"
    assert ana.get(address).json()["items"][0]["new"] == list(search.seen[:2])
    ana.post(f"{address}/{made['id']}/seen")
    assert ana.get(address).json()["items"][0]["new"] == []
    waiting = due(own.context.records, time.time() + 1, each=10)
    assert {one["webhook"] for one in waiting} == {first, second}


def test_feeds_are_listed_without_their_secrets(own):
    profile = kept(own)
    made = own.client("ana").post(f"/v1/profiles/{profile}/feeds").json()

    found = own.client("ana").get(f"/v1/profiles/{profile}/feeds")

    assert [one["id"] for one in found.json()["items"]] == [made["id"]]
    assert found.json()["items"][0]["key"] == prefix(own.keys["ana"])
    assert made["atom"].split("/")[-2] not in found.text
    assert own.client("ben").get(f"/v1/profiles/{profile}/feeds").status_code == 404


@pytest.mark.parametrize("how", ["revoked", "expired"])
@pytest.mark.parametrize("who", ["ana", "admin"])
def test_what_a_key_has_made_ends_with_it_and_nothing_else_does(own, how, who):
    profile = kept(own)
    other = keys.create(own.context.records, "founder", "acme-labs")
    feed = own.client(who).post(f"/v1/profiles/{profile}/feeds").json()
    by_other = own.client().post(
        f"/v1/profiles/{profile}/feeds", headers={"X-API-Key": other}
    ).json()  # fmt: skip
    made = hook(own, who, profile)
    records = own.context.records
    records.do_all(message_rows([webhooks.message(made, {"profile": profile})]))
    browser, nobody = own.browser(who), own.client()
    link = sessions.link_token(records, prefix(own.keys[who]))
    assert nobody.get(feed["atom"]).status_code == 200

    if how == "revoked":
        keys.revoke(records, prefix(own.keys[who]))
    else:
        records.do("UPDATE keys SET expires = 1.0 WHERE prefix = ?", prefix(own.keys[who]))

    for form in ("atom", "calendar"):
        assert nobody.get(feed[form]).status_code == 404
        assert nobody.get(by_other[form]).status_code == 200
    assert webhooks_of(records) == []
    assert due(records, time.time() + 1, each=10) == []
    assert browser.get("/new", headers=BROWSER, follow_redirects=False).status_code == 303
    fresh = own.client()
    fresh.get(f"/sign-in?token={link}")
    assert fresh.get("/new", headers=BROWSER).status_code == 303
    assert [one["id"] for one in feeds_of(records, profile)] == [by_other["id"]]


def test_a_feed_from_before_keys_were_noted_lasts_while_its_holder_has_a_key(own):
    profile = kept(own)
    records = own.context.records
    own.client("ana").post(f"/v1/profiles/{profile}/feeds")
    records.do("UPDATE feeds SET key = NULL")
    [row] = records.ask("SELECT hash FROM feeds")
    assert feed_of(records, row["hash"]) == (profile, "acme-labs")

    keys.revoke(records, prefix(own.keys["ana"]))

    assert feed_of(records, row["hash"]) is None


def test_forgetting_a_profile_leaves_nothing_of_its_webhooks(own):
    profile = kept(own)
    own.client("ana").post(f"/v1/profiles/{profile}/searches", json={"name": "All"})
    hook(own, "ana", profile)
    store = own.context.stores.matches
    from dataclasses import replace

    [search] = store.searches(profile)
    store.save_search(replace(search, seen=()))
    tell_news(own.context)

    own.client("ana").delete(f"/v1/profiles/{profile}")

    for table in ("webhooks", "deliveries", "told", "feeds"):
        assert own.context.records.ask(f"SELECT * FROM {table}") == []  # noqa: S608
