"""Is there a page for everything, whatever is left out of it, and for every failure?"""

import html
import re

import pytest

from api.pages import render
from api.usecases import programmes as offering
from tests.api.inside import BROWSER, form_of
from tests.api.serving import MUNICH

LEAST = {
    "name": "The least that a programme says",
    "owner": "Our agency",
    "kind": "grant",
    "summary": "Little.",
    "description": "Hardly anything.",
    "provenance": {"*": {"source": ["least-page"]}},
}
SOURCE = {
    "slug": "least-page", "url": "https://example.org/", "as_of": "undated", "kind": "call",
    "retrieved": "undated",
}  # fmt: skip


@pytest.fixture(scope="module")
def own(inside):
    """Programmes of an officer, from the barest to one with every kind of opening."""
    calls = [
        {"id": "bare"},
        {"id": "opens", "opens": "2027-01-01"},
        {"id": "words", "opens": "January 2027", "closes": "1 March 2027, 12:00 UTC"},
        {"id": "rolling", "rolling": True},
        {"id": "until", "rolling": True, "until": "2031"},
    ]
    made = [
        {**LEAST, "id": "own-without-calls"},
        {**LEAST, "id": "own-pool", "kind": "pool", "buyers": "states", "pool": {"item": "Shells"}},
        *({**LEAST, "id": f"own-{call['id']}", "calls": [call]} for call in calls),
        {**LEAST, "id": "own-all", "calls": calls, "guidance": [], "apply_url": None},
    ]
    client = inside.client("officer")
    for one in made:
        found = client.post("/v1/programmes", json={"programme": one, "sources": [SOURCE]})
        assert found.status_code == 201, found.text
    return [one["id"] for one in made]


def test_every_programme_has_a_page_for_every_role(inside, own):
    ids = [one.id for one in inside.context.engine.matcher.catalogue.programmes]
    assert set(own) < set(ids)
    for who in ("ana", "officer", "admin"):
        browser = inside.browser(who)
        for one in [one for one in ids if one not in own] if who == "ana" else own:
            found = browser.get(f"/programmes/{one}", headers=BROWSER)
            assert found.status_code == 200, f"{one}: {found.text}"
            assert "<h1>" in found.text


def test_every_programme_has_a_page_of_candidates(inside, own):
    inside.client("admin").post("/v1/profiles", json={**MUNICH, "id": "candidate"})
    browser = inside.browser("admin")
    for one in inside.context.engine.matcher.catalogue.programmes:
        found = browser.get(f"/programmes/{one.id}/candidates", headers=BROWSER)
        assert found.status_code == 200, f"{one.id}: {found.text}"


@pytest.mark.parametrize("said", [{"description": "We build radios."}, {"use_cases": ["Radios"]}])
def test_the_barest_profile_has_a_page(inside, own, said):
    client = inside.client("ana")
    made = client.post("/v1/profiles", json={"name": f"Bare {len(said)} {min(said)}", **said})
    browser = inside.browser("ana")
    address = f"/profiles/{made.json()['id']}"

    for _ in range(20):  # all its pages, to the last
        found = browser.get(address, headers=BROWSER)
        assert found.status_code == 200, found.text
        more = re.search(r'class="button" href="(\?cursor=[^"]*)"', found.text)
        if more is None:
            return
        address = f"/profiles/{made.json()['id']}{more[1]}"
    raise AssertionError("there is always another page")


def test_an_error_that_nobody_foresaw_is_a_page_for_a_person(inside, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(offering, "page_of", broken)

    found = inside.browser("ana").get("/programmes/nato-diana-2027", headers=BROWSER)

    assert found.status_code == 500
    assert found.headers["content-type"].startswith("text/html")
    assert "<h1>Something went wrong here</h1>" in found.text
    assert found.headers["x-request-id"] in found.text


def test_it_is_a_problem_for_a_program(inside, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(offering, "show", broken)

    found = inside.client("ana").get("/v1/programmes/nato-diana-2027")

    assert found.status_code == 500
    assert found.json()["type"] == "urn:allymatch:problem:bug"


def test_a_page_of_problems_that_is_broken_itself_still_gives_an_answer(inside, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(render, "render", broken)

    found = inside.browser("ana").get("/programmes/there-is-none", headers=BROWSER)

    assert found.status_code == 500
    assert found.json()["status"] == 500


def test_a_list_that_has_changed_leads_to_its_first_page(inside):
    found = inside.browser("ana").get("/programmes?q=grant&cursor=MTA6MTA", headers=BROWSER)

    assert found.status_code == 422
    assert 'href="http://testserver/programmes?q=grant"' in found.text


def candidates(browser, address="/programmes/nato-diana-2027/candidates"):
    found = browser.get(address, headers=BROWSER)
    assert found.status_code == 200, found.text
    return found.text


def judge(browser, page, **sent):
    """Send the form of the first candidate of a page as a browser would, with some fields set."""
    card = page.partition('class="candidate"')[2].partition("</form>")[0]
    card = html.unescape(card)
    shown = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', card))
    chosen = re.search(r'value="([^"]*)" aria-pressed="true"', card)
    note = re.search(r'<textarea name="note"[^>]*>\n(.*?)</textarea>', card, re.DOTALL)
    fields = {**shown, "grade": chosen[1] if chosen else "", "note": note[1], **sent}
    return browser.post(
        "/programmes/nato-diana-2027/judge", data=fields, follow_redirects=False, headers=BROWSER
    )


def test_no_grade_is_chosen_for_an_officer(inside):
    inside.client("admin").post("/v1/profiles", json={**MUNICH, "id": "judged-first"})
    browser = inside.browser("officer")

    found = judge(browser, candidates(browser))

    assert found.status_code == 422
    assert inside.client("officer").get(
        "/v1/programmes/nato-diana-2027/judgments"
    ).json()["items"] == []  # fmt: skip


def test_a_note_that_was_kept_is_shown_and_stays_when_the_grade_changes(inside):
    inside.client("admin").post("/v1/profiles", json={**MUNICH, "id": "judged-next"})
    browser = inside.browser("officer")
    said = "Right problem,\nstrong team <b>"
    judge(browser, candidates(browser), grade="2", note=said.replace("\n", "\r\n"))
    shown = candidates(browser)
    assert "Right problem,\nstrong team &lt;b&gt;" in shown

    judge(browser, shown, grade="3")

    kept = inside.client("officer").get("/v1/programmes/nato-diana-2027/judgments").json()["items"]
    assert [(one["grade"], one["note"]) for one in kept] == [(3, said)]


def test_a_judgment_leads_back_to_its_place_in_the_list(inside):
    for number in range(3):
        made = {**MUNICH, "id": f"in-line-{number}"}
        inside.client("admin").post("/v1/profiles", json=made)
    browser = inside.browser("officer")
    first = candidates(browser, "/programmes/nato-diana-2027/candidates?limit=1&country=DE")
    cursor = re.search(r'href="\?[^"]*(cursor=[^&"]*)', first)[1]
    address = f"/programmes/nato-diana-2027/candidates?limit=1&country=DE&{cursor}"

    found = judge(browser, candidates(browser, address), grade="1")

    assert found.headers["location"] == f"{address}#rank-2"
    assert 'id="rank-2"' in candidates(browser, address)


def test_the_judgment_of_another_organisation_is_not_offered_as_ones_own(inside):
    inside.client("admin").post("/v1/profiles", json={**MUNICH, "id": "judged-by-two"})
    officer, admin = inside.browser("officer"), inside.browser("admin")
    judge(officer, candidates(officer), grade="2", note="ours alone")

    assert "ours alone" not in candidates(admin)


def test_forms_carry_their_secret(inside):
    assert form_of(candidates(inside.browser("officer")))
