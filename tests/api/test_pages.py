"""Can a person do their work with a browser, without JavaScript?"""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.api.serving import MUNICH


def sign_in(page, server, who):
    page.goto("/sign-in")
    page.get_by_label("Key").fill(server.keys[who])
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
def test_a_founder_describes_a_startup_and_reads_why_it_matches(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/sign-in")
    page.get_by_label("Key").fill(server.keys["ben"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Describe a startup").click()
    page.get_by_label("Name", exact=True).fill("Page Works")
    page.get_by_label("What the company does").fill("We build quantum magnetometers for ships.")
    page.get_by_text("Where it belongs").click()
    page.get_by_text("How far it is", exact=True).click()
    page.get_by_label("Incorporated in").select_option(label="Germany")
    page.get_by_label("Technology readiness").fill("5")
    page.get_by_role("button", name="Keep and match").click()

    expect(page.get_by_text("Page Works, as of")).to_be_visible()
    first = page.locator(".card").first
    name = first.locator("h3").inner_text()
    first.get_by_role("link", name="Why").click()
    expect(page.locator(".findings small").first).to_be_visible()
    page.get_by_role("link", name="Back to the answer").click()
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/matches.png", full_page=False)
    page.locator(".card").first.get_by_text("More").click()
    page.get_by_role("button", name="Do not show").first.click()
    expect(page.get_by_role("heading", name="Saved and shared")).to_be_visible()
    page.get_by_role("link", name="Answer", exact=True).click()
    # Waits for the page that comes after the click.
    expect(page.locator(".card").first.locator("h3")).not_to_have_text(name)
    page.get_by_role("link", name="Programmes", exact=True).click()
    page.get_by_label("Words").fill("quantum")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".card").first).to_be_visible()
    if folder:
        page.screenshot(path=f"{folder}/programmes.png", full_page=False)
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_label("Key").is_visible()
    assert {
        url.partition("/")[2].partition("/")[2].partition("/")[0]
        for url in asked
        if url.startswith("http")
    } == {server.url.removeprefix("http://")}


@pytest.mark.browser
def test_an_officer_screens_candidates_and_keeps_a_judgment(page, server, kept):
    page.goto("/sign-in")
    page.get_by_label("Key").fill(server.keys["officer"])
    page.get_by_role("button", name="Sign in").click()
    page.goto("/programmes/nato-diana-2027")
    page.get_by_role("link", name="Screen candidates").click()
    card = page.locator(".candidate").first
    expect(card.get_by_text("none yet")).to_be_attached()
    card.get_by_text("note", exact=True).click()
    card.get_by_label("Note on").fill("Right problem, strong team.")
    card.get_by_role("button", name="3", exact=True).click()

    chosen = page.locator(".candidate").first.get_by_role("button", name="3", exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/candidates.png", full_page=False)


@pytest.mark.browser
def test_a_stranger_pastes_a_text_and_confirms_what_was_read(page, server):
    page.goto("/")
    page.get_by_label("What your company does").fill(
        "SkyWeft builds interceptor drones that net quadcopters near airports. We are based in"
        " Delft, the Netherlands, and were founded in 2023."
    )
    page.get_by_role("button", name="Show my matches").click()
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Headquarters: Netherlands is right").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("heading", name="What you said")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_an_officer_judges_ten_by_keyboard_and_none_is_lost(scripted, server, officer):
    for number in range(10):
        made = {**MUNICH, "id": f"keyed-{number}", "name": f"Keyed {number}"}
        assert officer.post("/v1/profiles", json=made).status_code in (200, 201)
    sign_in(scripted, server, "officer")
    scripted.goto("/programmes/nato-diana-2027/candidates")
    first = int(scripted.locator(".candidate.here td").first.inner_text())
    for number in range(10):
        at = scripted.locator(f"#rank-{first + number}")
        expect(at).to_have_class(re.compile("here"))
        scripted.keyboard.press(str(number % 4))
        expect(at.locator("[aria-pressed=true]")).to_have_text(str(number % 4))
        # The next one is chosen once the page has come back.
        scripted.wait_for_url(re.compile(f"#rank-{first + number}$"))

    kept = officer.get("/v1/programmes/nato-diana-2027/judgments").json()["items"]
    assert len(kept) >= 10


@pytest.mark.browser
def test_a_stranger_drops_a_file_and_filters_without_losing_it(scripted, server):
    scripted.goto("/")
    said = b"We build interceptor drones against quadcopters. We are based in Delft, Netherlands."
    file = {"name": "pager.txt", "mimeType": "text/plain", "buffer": said}
    scripted.set_input_files("#file", [file])
    scripted.get_by_role("button", name="Show my matches").click()
    expect(scripted.locator(".card").first).to_be_visible()
    scripted.locator(".facets summary").click()
    scripted.locator("input[name=money][value=equity]").check()
    expect(scripted.locator(".chosen")).to_be_visible()
    expect(scripted.locator("h1")).to_be_visible()
